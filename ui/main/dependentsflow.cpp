#include "main/dependentsflow.h"

#include "core/directoryfilesource.h"
#include "entries/promptsdialog.h"
#include "main/actioncatalog.h"
#include "main/documentarea.h"
#include "main/entryflow.h"
#include "workspace/fragmentdocument.h"
#include "workspace/workspace.h"

#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

using workspace::DefinitionDocument;
using workspace::Workspace;

DependentsFlow::DependentsFlow(Workspace &workspace, const widgets::Theme &theme,
                               DocumentArea &documents, EntryFlow &entries, QWidget *window)
    : QObject(window)
    , m_workspace(workspace)
    , m_theme(theme)
    , m_documents(documents)
    , m_entries(entries)
    , m_window(window)
    , m_task(this, [this](const Found &found) { take(found); })
{
    connect(&workspace, &Workspace::documentOpened, this, &DependentsFlow::follow);
    connect(&workspace, &Workspace::statusChanged, this, [this] { m_task.cancel(); });
}

void DependentsFlow::connectActions(const ActionCatalog &actions)
{
    connect(actions.action(ActionId::WritePrompts), &QAction::triggered, this, [this] {
        if (const DefinitionDocument *document = m_documents.current()) {
            look(workspace::fragmentOf(document->id()), Then::Show);
        }
    });
}

void DependentsFlow::follow(DefinitionDocument *document)
{
    if (workspace::fragmentOf(document->id()).isEmpty()) {
        connect(document, &DefinitionDocument::fragmentsLeftOut, this,
                [this, document](const QStringList &names) {
                    Q_EMIT fragmentsLeftOut(
                        tr("%1 is saved with what is saved of %n fragments: %2. Their unsaved text "
                           "is not part of it.",
                           nullptr, static_cast<int>(names.size()))
                            .arg(document->location().promptFile.text(), names.join(u", "_s)),
                        names);
                });
        return;
    }
    connect(document, &DefinitionDocument::saved, this,
            [this, document] { look(workspace::fragmentOf(document->id()), Then::Tell); });
}

void DependentsFlow::saveFragments(const QStringList &names)
{
    for (const QString &name : names) {
        if (DefinitionDocument *document = m_workspace.openDocument(workspace::fragmentId(name))) {
            document->save();
        }
    }
}

void DependentsFlow::look(const QString &fragment, Then then)
{
    QSet<core::EntryId> drafts;
    for (const auto documents = m_workspace.documents();
         const DefinitionDocument *document : documents) {
        if (document->hasSource() && document->isModified()) {
            drafts.insert(document->id());
        }
    }
    m_task.request([root = m_workspace.root(), catalog = m_workspace.catalog(), fragment, drafts,
                    then](const core::CancelFlag &cancel) {
        return QtConcurrent::run([root, catalog, fragment, drafts, then, cancel] {
            return Found{fragment, then,
                         workspace::dependentPrompts(core::DirectoryFileSource(root), root, catalog,
                                                     fragment, drafts, cancel)};
        });
    });
}

void DependentsFlow::take(const Found &found)
{
    if (!found.prompts) {
        return; // a newer look is on its way
    }
    if (found.then == Then::Show) {
        show(found.fragment, found.prompts->changes);
    } else {
        tell(found);
    }
}

void DependentsFlow::tell(const Found &found)
{
    const int count = found.prompts->count;
    const auto outdated = static_cast<int>(found.prompts->changes.writes.size());
    if (count == 0) {
        return;
    }
    if (outdated == count) {
        Q_EMIT promptsOutdated(
            tr("%n prompts use the fragment “%1” and are not yet what their sources give.", nullptr,
               count)
                .arg(found.fragment),
            found.fragment);
        return;
    }
    const QString uses =
        tr("%n prompts use the fragment “%1”.", nullptr, count).arg(found.fragment);
    if (outdated == 0) {
        Q_EMIT told(uses);
        return;
    }
    const QString rest = tr("%n of them are not yet what their sources give.", nullptr, outdated);
    Q_EMIT promptsOutdated(tr("%1 %2", "two sentences").arg(uses, rest), found.fragment);
}

void DependentsFlow::showPrompts(const QString &fragment)
{
    look(fragment, Then::Show);
}

void DependentsFlow::show(const QString &fragment, const changes::ChangeSet &changes)
{
    if (!m_entries.mayChange()) {
        return;
    }
    auto *dialog = new entries::PromptsDialog(m_theme, fragment, changes, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, changes] {
        m_entries.change([changes](const core::FileSource &) {
            return core::Result<changes::ChangeSet>(changes);
        });
    });
    dialog->open();
}

} // namespace hermes::mainwindow
