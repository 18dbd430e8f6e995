// What leads from the page's actions, and from what its panes ask for, to its flows.

#include "main/registrypage.h"

#include "browser/fragmentlist.h"
#include "browser/outlineview.h"
#include "browser/registrypane.h"
#include "find/searchpane.h"
#include "main/actioncatalog.h"
#include "main/cloneflow.h"
#include "main/connectionsflow.h"
#include "main/dependentsflow.h"
#include "main/documentarea.h"
#include "main/entryflow.h"
#include "main/exportflow.h"
#include "main/findflow.h"
#include "main/fragmentflow.h"
#include "main/fragmentnavigation.h"
#include "main/lowerpane.h"
#include "main/notices.h"
#include "main/releaseflow.h"
#include "main/repositorynotice.h"
#include "main/welcomepage.h"
#include "workspace/fragmentdocument.h"
#include "workspace/livesearch.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

void RegistryPage::connectWelcome()
{
    connect(m_welcome, &WelcomePage::openRequested, this, &RegistryPage::chooseRegistry);
    connect(m_welcome, &WelcomePage::cloneRequested, m_clone, &CloneFlow::start);
    connect(m_welcome, &WelcomePage::sampleRequested, this, &RegistryPage::sampleRequested);
    connect(m_welcome, &WelcomePage::recentRequested, this, &RegistryPage::registryRequested);
    connect(m_welcome, &WelcomePage::recentRemoved, this, [this](const QString &folder) {
        m_settings.removeRecentRegistry(folder);
        m_welcome->setRecentRegistries(m_settings.recentRegistries());
    });
}

void RegistryPage::connectFlows()
{
    connect(m_actions->action(ActionId::CloneRegistry), &QAction::triggered, m_clone,
            &CloneFlow::start);
    connect(m_actions->action(ActionId::Connections), &QAction::triggered, m_connections,
            &ConnectionsFlow::start);
    connect(m_documents, &DocumentArea::connectionsRequested, m_connections,
            &ConnectionsFlow::start);
    connect(m_clone, &CloneFlow::cloned, this, &RegistryPage::registryRequested);
    connect(m_clone, &CloneFlow::failed, this, &RegistryPage::tellError);
    connect(m_find, &FindFlow::told, m_notices, &Notices::tell);
    connect(m_actions->action(ActionId::Release), &QAction::triggered, this, [this] {
        if (const workspace::DefinitionDocument *document = m_documents->current()) {
            m_release->start(document->id());
        }
    });
    connect(m_actions->action(ActionId::Export), &QAction::triggered, this, [this] {
        const workspace::DefinitionDocument *document = m_documents->current();
        const bool isEntry = document != nullptr && workspace::fragmentOf(document->id()).isEmpty();
        m_export->start(isEntry ? QList{document->id()} : QList<core::EntryId>());
    });
    connect(m_release, &ReleaseFlow::told, m_notices, &Notices::tell);
    connect(m_release, &ReleaseFlow::failed, m_notices, &Notices::tellError);
    connect(m_export, &ExportFlow::failed, m_notices, &Notices::tellError);
    connect(m_repositoryNotice, &RepositoryNotice::told, m_notices, &Notices::tell);
    connect(m_repositoryNotice, &RepositoryNotice::failed, m_notices, &Notices::tellError);
    connect(&m_workspace, &workspace::Workspace::released, this,
            [this] { m_lower->showHistory(); });
}

void RegistryPage::connectEntries()
{
    const auto onCurrent = [this](ActionId action,
                                  void (EntryFlow::*start)(const core::EntryId &)) {
        connect(m_actions->action(action), &QAction::triggered, this, [this, start] {
            if (const workspace::DefinitionDocument *document = m_documents->current()) {
                (m_entries->*start)(document->id());
            }
        });
    };
    onCurrent(ActionId::Duplicate, &EntryFlow::duplicate);
    onCurrent(ActionId::Rename, &EntryFlow::rename);
    connect(m_actions->action(ActionId::NewAgent), &QAction::triggered, m_entries,
            &EntryFlow::createAgent);
    connect(m_actions->action(ActionId::UndoOperation), &QAction::triggered, m_entries,
            &EntryFlow::undo);
    connect(m_actions->action(ActionId::EditShown), &QAction::triggered, this,
            [this] { m_entries->editMany(m_browser->shownEntries()); });
    const auto replace = [this](const QString &query) {
        m_entries->replace(query, m_search.search());
    };
    connect(m_find->searchPane(), &find::SearchPane::replaceRequested, this, replace);
    connect(m_actions->action(ActionId::ReplaceInRegistry), &QAction::triggered, this,
            [this, replace] {
                const find::SearchPane *pane = m_find->searchPane();
                replace(pane->isVisible() ? pane->query() : QString());
            });
    connect(m_entries, &EntryFlow::undoTitleChanged, this, [this](const QString &title) {
        QAction *undo = m_actions->action(ActionId::UndoOperation);
        undo->setText(title.isEmpty()
                          ? tr("T&ake back the last operation")
                          : tr("T&ake back: %1").arg(QString(title).replace(u'&', u"&&"_s)));
    });
    using browser::RegistryPane;
    connect(m_actions->action(ActionId::EditSelected), &QAction::triggered, this,
            [this] { m_entries->editMany(m_browser->selectedEntries()); });
    connect(m_actions->action(ActionId::CompareSelected), &QAction::triggered, this, [this] {
        const QList<core::EntryId> ids = m_browser->selectedEntries();
        if (ids.size() == 2) {
            comparePair(ids.first(), ids.last());
        } else {
            m_notices->tell(
                tr("Select two entries to compare, with Ctrl and a click or Shift and an arrow."));
        }
    });
    connect(m_browser, &RegistryPane::editRequested, m_entries, &EntryFlow::editMany);
    connect(m_browser, &RegistryPane::comparePairRequested, this, &RegistryPage::comparePair);
    connect(m_browser, &RegistryPane::exportManyRequested, m_export, &ExportFlow::start);
    connect(m_browser, &RegistryPane::newEntryRequested, m_entries, &EntryFlow::createAgent);
    connect(m_browser, &RegistryPane::duplicateRequested, m_entries, &EntryFlow::duplicate);
    connect(m_browser, &RegistryPane::renameRequested, m_entries, &EntryFlow::rename);
    connect(m_documents, &DocumentArea::renameRequested, m_entries, &EntryFlow::rename);
    connect(m_browser, &RegistryPane::deleteRequested, m_entries, &EntryFlow::remove);
    connect(m_entries, &EntryFlow::done, m_notices, &Notices::tellDone);
    connect(m_notices, &Notices::takeBackRequested, m_entries, &EntryFlow::undo);
    connect(m_notices, &Notices::entryRequested, this, &RegistryPage::openEntry);
    connect(m_entries, &EntryFlow::told, m_notices, &Notices::tell);
    connect(m_entries, &EntryFlow::failed, m_notices, &Notices::tellError);
    connect(m_entries, &EntryFlow::entryRemoved, m_documents, &DocumentArea::close);
    connect(m_entries, &EntryFlow::entryMade, this, &RegistryPage::openEntry);
}

void RegistryPage::connectFragments()
{
    auto *fragments = new FragmentFlow(m_workspace, m_theme, *m_documents, *m_entries, this);
    fragments->connectActions(*m_actions);
    connect(fragments, &FragmentFlow::told, m_notices, &Notices::tell);
    connect(m_browser->outline(), &browser::OutlineView::extractionRequested, fragments,
            &FragmentFlow::extractLines);

    connect(m_actions->action(ActionId::Delete), &QAction::triggered, this, [this, fragments] {
        if (const workspace::DefinitionDocument *document = m_documents->current()) {
            const QString fragment = workspace::fragmentOf(document->id());
            fragment.isEmpty() ? m_entries->remove(document->id()) : fragments->remove(fragment);
        }
    });
    using browser::FragmentList;
    const FragmentList *list = m_browser->fragments();
    connect(list, &FragmentList::deleteRequested, fragments, &FragmentFlow::remove);
    connect(list, &FragmentList::renameRequested, fragments, &FragmentFlow::renameNamed);
    connect(list, &FragmentList::usesRequested, fragments,
            qOverload<const QString &>(&FragmentFlow::showUsesOf));

    auto *navigation = new FragmentNavigation(m_workspace, *m_documents, this);
    navigation->connectActions(*m_actions);
    connect(navigation, &FragmentNavigation::told, m_notices, &Notices::tell);
    connect(navigation, &FragmentNavigation::fragmentMissing, this,
            [this, fragments](const QString &name) {
                m_notices->offer(tr("There is no fragment “%1”.").arg(name), tr("Make it"),
                                 [fragments, name] { fragments->make(name); });
            });
    connect(fragments, &FragmentFlow::fragmentMade, navigation, &FragmentNavigation::openOnceThere);
    connect(navigation, &FragmentNavigation::namesChanged, m_browser->fragments(),
            &browser::FragmentList::setNames);
    connect(navigation, &FragmentNavigation::namesChanged, m_find, &FindFlow::setFragments);
    const auto open = &FragmentNavigation::openFragment;
    connect(m_browser->fragments(), &browser::FragmentList::chosen, navigation, open);
    connect(m_find, &FindFlow::fragmentRequested, navigation, open);
    connect(fragments, &FragmentFlow::placeRequested, navigation, &FragmentNavigation::open);

    auto *dependents = new DependentsFlow(m_workspace, m_theme, *m_documents, *m_entries, this);
    dependents->connectActions(*m_actions);
    connect(dependents, &DependentsFlow::told, m_notices, &Notices::tell);
    connect(dependents, &DependentsFlow::promptsOutdated, this,
            [this, dependents](const QString &text, const QString &fragment) {
                m_notices->offer(text, tr("Show what changes…"),
                                 [dependents, fragment] { dependents->showPrompts(fragment); });
            });
    connect(dependents, &DependentsFlow::fragmentsLeftOut, this,
            [this, dependents](const QString &text, const QStringList &names) {
                m_notices->offer(text,
                                 tr("Save %n fragments", nullptr, static_cast<int>(names.size())),
                                 [dependents, names] { dependents->saveFragments(names); });
            });
}

} // namespace hermes::mainwindow
