#include "main/findflow.h"

#include "find/gotoanything.h"
#include "find/gotoitems.h"
#include "find/searchpane.h"
#include "main/actioncatalog.h"
#include "main/documentarea.h"
#include "main/gotofield.h"
#include "main/sidepane.h"
#include "main/topbar.h"
#include "search/query.h"
#include "widgets/userdialogs.h"
#include "workspace/fragmentuses.h"
#include "workspace/livesearch.h"
#include "workspace/opentarget.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QtConcurrentRun>

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

using core::EntryId;
using workspace::DefinitionDocument;

FindFlow::FindFlow(workspace::Workspace &workspace, workspace::LiveSearch &search,
                   workspace::Settings &settings, const widgets::Theme &theme,
                   widgets::UserDialogs &dialogs, DocumentArea &documents, QWidget *window)
    : QObject(window)
    , m_workspace(workspace)
    , m_search(search)
    , m_settings(settings)
    , m_dialogs(dialogs)
    , m_documents(documents)
    , m_window(window)
    , m_goTo(new find::GoToAnything(theme, window))
    , m_pane(new find::SearchPane(theme, window))
{
    const auto takeSearch = [this] {
        m_goTo->setSearch(m_search.search());
        m_pane->setSearch(m_search.search());
    };
    connect(&search, &workspace::LiveSearch::replaced, this, takeSearch);
    takeSearch();
    connectGoTo();
    connectPane();
    showSaved();
    connect(&documents, &DocumentArea::currentChanged, this, &FindFlow::remember);
}

void FindFlow::connectGoTo()
{
    connect(m_goTo, &find::GoToAnything::entryChosen, this,
            [this](const EntryId &id) { open(id, std::nullopt); });
    connect(m_goTo, &find::GoToAnything::sectionChosen, this,
            [this](const EntryId &id, int line) { open(id, Place{line, 1, 0}); });
    connect(m_goTo, &find::GoToAnything::fragmentChosen, this, &FindFlow::fragmentRequested);
    connect(m_goTo, &find::GoToAnything::tagChosen, this, [this](const QString &tag) {
        search::Query::Term term;
        term.field = search::Query::Field::Tag;
        term.value = tag;
        term.isQuoted = true;
        Q_EMIT filterRequested(term.toString());
    });
}

void FindFlow::connectPane()
{
    connect(m_pane, &find::SearchPane::entryChosen, this,
            [this](const EntryId &id) { open(id, std::nullopt); });
    connect(m_pane, &find::SearchPane::placeChosen, this,
            [this](const EntryId &id, int line, int column, int length) {
                open(id, Place{line, column, length});
            });
    connect(m_pane, &find::SearchPane::closeRequested, this,
            [this] { Q_EMIT filterRequested({}); });
    connect(m_pane, &find::SearchPane::saveRequested, this, &FindFlow::askForName);
    connect(m_pane, &find::SearchPane::removeRequested, this, [this](const QString &name) {
        m_settings.removeSavedSearch(name);
        showSaved();
    });
}

void FindFlow::setFragments(const QStringList &names)
{
    m_goTo->setFragments(names);
}

void FindFlow::askForName(const QString &query)
{
    m_dialogs.askText(m_window, {tr("Save search"), tr("Name:"), query},
                      [this, query](const QString &name) {
                          if (!name.trimmed().isEmpty()) {
                              m_settings.saveSearch({name.trimmed(), query});
                              showSaved();
                          }
                      });
}

void FindFlow::showSaved()
{
    QList<find::NamedSearch> searches;
    const QList<workspace::Settings::SavedSearch> saved = m_settings.savedSearches();
    for (const workspace::Settings::SavedSearch &search : saved) {
        searches.append({search.name, search.query});
    }
    m_pane->setSavedSearches(searches);
}

void FindFlow::connectActions(const ActionCatalog &actions, const TopBar &topBar, SidePane &side)
{
    QList<QAction *> commands = actions.all();
    commands.removeOne(actions.action(ActionId::ShowCommands));
    m_goTo->setCommands(commands);
    const auto openWith = [this, &topBar](const QString &typed) {
        const QWidget *field = topBar.goToField();
        const int top = field->isVisible() ? field->mapTo(m_window, QPoint(0, 0)).y() : 0;
        m_goTo->open(typed, recentEntries(), top);
    };
    connect(actions.action(ActionId::GoToAnything), &QAction::triggered, &topBar,
            [openWith] { openWith({}); });
    connect(actions.action(ActionId::ShowCommands), &QAction::triggered, &topBar,
            [openWith] { openWith(find::commandMark); });
    connect(actions.action(ActionId::SearchPrompts), &QAction::triggered, &side, [this, &side] {
        side.showSearch();
        m_pane->focusField();
    });
}

void FindFlow::openFile(const core::RepoPath &file)
{
    m_awaitedFile = file;
    if (m_workspace.status() == workspace::Workspace::Status::Ready) {
        openAwaited();
    }
}

void FindFlow::openAwaited()
{
    const core::RepoPath file = std::exchange(m_awaitedFile, {});
    if (file.isRoot()) {
        return;
    }
    if (!workspace::fragmentNameOf(file).isEmpty()) {
        Q_EMIT fragmentRequested(workspace::fragmentNameOf(file));
        return;
    }
    const registry::EntrySummary *entry = workspace::entryOf(m_workspace.catalog(), file);
    if (entry == nullptr) {
        Q_EMIT told(tr("%1 belongs to no entry of this registry.").arg(file.text()));
        return;
    }
    const bool isManifest = file == entry->folder.child(u"manifest.json"_s);
    open(entry->id, isManifest ? std::optional(Place{0, 0, 0}) : std::nullopt);
}

void FindFlow::open(const EntryId &id, const std::optional<Place> &place)
{
    DefinitionDocument *document = m_workspace.document(id);
    if (document == nullptr) {
        return; // it went away meanwhile
    }
    disconnect(m_waiting);
    m_documents.show(document);
    if (document->state() == DefinitionDocument::State::Ready) {
        goTo(place);
        return;
    }
    // Its editor, which was told of the state before, takes keys by then.
    m_waiting = connect(document, &DefinitionDocument::stateChanged, this, [this, document, place] {
        if (document->state() == DefinitionDocument::State::Ready) {
            disconnect(m_waiting);
            if (document == m_documents.current()) {
                goTo(place);
            }
        }
    });
}

void FindFlow::goTo(const std::optional<Place> &place)
{
    if (place && place->line == 0) {
        m_documents.showManifest();
    } else if (place) {
        m_documents.selectInPrompt(place->line, place->column, place->length);
    } else {
        m_documents.focusText();
    }
}

void FindFlow::remember(const DefinitionDocument *document)
{
    if (document != nullptr) {
        m_settings.addRecentEntry(m_workspace.root(), document->id().toString());
    }
}

QList<EntryId> FindFlow::recentEntries() const
{
    QList<EntryId> ids;
    const QStringList texts = m_settings.recentEntries(m_workspace.root());
    for (const QString &text : texts) {
        if (const core::Result<EntryId> id = EntryId::parse(text)) {
            ids.append(*id);
        }
    }
    return ids;
}

} // namespace hermes::mainwindow
