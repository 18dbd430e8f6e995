#include "main/entryflow.h"

#include "changes/bulkedit.h"
#include "changes/creation.h"
#include "changes/deletion.h"
#include "changes/entrynames.h"
#include "changes/mentions.h"
#include "changes/renaming.h"
#include "changes/starters.h"
#include "core/filesource.h"
#include "core/latesttask.h"
#include "entries/bulkeditdialog.h"
#include "entries/copydialog.h"
#include "entries/newagentdialog.h"
#include "entries/renamedialog.h"
#include "entries/replacedialog.h"
#include "search/fieldmatch.h"
#include "search/kinds.h"
#include "search/registrysearch.h"
#include "workspace/definitiondocument.h"
#include "workspace/fragmentchanges.h"
#include "workspace/registryreplace.h"
#include "workspace/workspace.h"

#include <QPointer>
#include <QWidget>
#include <QtConcurrentRun>

#include <memory>
#include <set>
#include <utility>

namespace hermes::mainwindow {

using core::EntryId;

namespace {

QStringList modelIds(const registry::Catalog &catalog)
{
    QStringList ids;
    for (const registry::ModelInfo &model : catalog.models) {
        ids.append(model.id);
    }
    return ids;
}

/// What the fields of an edit of many entries offer.
entries::BulkEditOffer offerFor(const workspace::Workspace &workspace, const QList<EntryId> &ids)
{
    std::set<QString> tags;
    std::set<QString> categories;
    const registry::Catalog &catalog = workspace.catalog();
    for (const EntryId &id : ids) {
        if (const registry::EntrySummary *entry = catalog.find(id)) {
            tags.insert(entry->tags.begin(), entry->tags.end());
        }
    }
    for (const registry::EntrySummary &entry : catalog.entries) {
        if (entry.id.kind == core::EntryKind::Skill && !entry.category.isEmpty()) {
            categories.insert(entry.category);
        }
    }
    entries::BulkEditOffer offer;
    offer.ids = ids;
    offer.tags = QStringList(tags.begin(), tags.end());
    offer.knownTags = workspace.vocabulary().tags;
    offer.models = modelIds(catalog);
    offer.categories = QStringList(categories.begin(), categories.end());
    return offer;
}

/// What a search looks for is what is to be replaced; what it says of entries narrows them.
entries::ReplaceOffer offerFor(const workspace::Workspace &workspace, const search::Query &query)
{
    using Field = search::Query::Field;
    entries::ReplaceOffer offer;
    QStringList words;
    search::Query rest;
    for (const search::Query::Term &term : query.terms()) {
        const bool isText = term.field == Field::Text || term.field == Field::Regex;
        if (isText && !term.isNegated) {
            words.append(term.value);
        } else {
            rest = rest.with(term);
        }
        if (term.field == Field::Regex && !term.isNegated) {
            offer.find.syntax = text::SearchQuery::Syntax::RegularExpression;
        }
    }
    offer.find.pattern = words.join(u' ');
    offer.entries = rest.toString();
    const QList<workspace::DefinitionDocument *> open = workspace.documents();
    for (const workspace::DefinitionDocument *document : open) {
        if (document->isModified()) {
            offer.drafts.insert(document->id());
        }
    }
    return offer;
}

/// Where to look for what is to be replaced; without a query everywhere.
core::Result<workspace::ReplacePlaces> placesFor(const registry::Catalog &catalog,
                                                 const search::RegistrySearch &search,
                                                 const QString &entries)
{
    if (entries.isEmpty()) {
        return workspace::ReplacePlaces{catalog.entries, true};
    }
    const search::Query query = search::Query::parse(entries);
    if (!query.problems().isEmpty()) {
        return core::failure(core::ErrorCode::InvalidArgument, query.problems().first().message);
    }
    return search::matchingRows(search.entries(), query, QDateTime::currentDateTime())
        .transform([&](const QList<int> &rows) {
            workspace::ReplacePlaces places;
            for (const int row : rows) {
                const search::EntryTable::Entry &found = search.entries().entry(row);
                const registry::EntrySummary *entry = catalog.find(found.id);
                if (entry != nullptr) {
                    places.entries.append(*entry);
                } else if (search::isFragment(found)) {
                    places.fragments.append(found.promptFile);
                }
            }
            return places;
        });
}

} // namespace

EntryFlow::EntryFlow(workspace::Workspace &workspace, const widgets::Theme &theme, QWidget *window)
    : QObject(window)
    , m_workspace(workspace)
    , m_theme(theme)
    , m_window(window)
    , m_operations(workspace)
{
    connect(&m_operations, &workspace::EntryOperations::performed, this,
            [this](const changes::ChangeSet &changes) {
                Q_EMIT done(changes.title);
                Q_EMIT undoTitleChanged(m_operations.undoTitle());
                if (const auto whenDone = std::exchange(m_whenDone, {})) {
                    whenDone();
                }
            });
    connect(&workspace, &workspace::Workspace::statusChanged, this,
            [this] { Q_EMIT undoTitleChanged(m_operations.undoTitle()); });
    connect(&workspace, &workspace::Workspace::entryChanged, this,
            [this](const registry::EntrySummary &entry) {
                if (!m_awaited.id.isEmpty() && entry.id == m_awaited) {
                    m_awaited = {};
                    Q_EMIT entryMade(entry.id);
                }
            });
    connect(&m_operations, &workspace::EntryOperations::undone, this,
            [this](const changes::ChangeSet &changes) {
                Q_EMIT told(tr("Taken back: %1").arg(changes.title));
                Q_EMIT undoTitleChanged(m_operations.undoTitle());
            });
    connect(&m_operations, &workspace::EntryOperations::failed, this,
            [this](const core::Error &error) {
                m_whenDone = {};
                Q_EMIT failed(error);
            });
}

bool EntryFlow::mayChange()
{
    const core::Result<void> may = m_workspace.writable();
    if (!may) {
        Q_EMIT failed(may.error());
    }
    return may.has_value();
}

// The files are there; the catalog takes a moment to have read them.
void EntryFlow::tellMade(const EntryId &id)
{
    if (m_workspace.catalog().find(id) != nullptr) {
        Q_EMIT entryMade(id);
    } else {
        m_awaited = id;
    }
}

const registry::EntrySummary *EntryFlow::entry(const EntryId &id)
{
    const registry::EntrySummary *found = m_workspace.catalog().find(id);
    if (found == nullptr) {
        Q_EMIT failed({core::ErrorCode::NotFound,
                       tr("%1 is not in this registry any more.").arg(id.toString()),
                       {}});
    }
    return found;
}

void EntryFlow::make(const std::function<Made(const core::FileSource &)> &work,
                     const std::function<void()> &whenDone)
{
    QtConcurrent::run([files = m_operations.files(), work] {
        return work(*files);
    }).then(this, [this, whenDone](const Made &changes) { perform(changes, whenDone); });
}

void EntryFlow::change(const std::function<Made(const core::FileSource &)> &work)
{
    change(work, {});
}

void EntryFlow::change(const std::function<Made(const core::FileSource &)> &work,
                       const std::function<void()> &whenDone)
{
    make(
        [work, root = m_workspace.root(), catalog = m_workspace.catalog(),
         unsaved = m_workspace.unsavedFragments()](const core::FileSource &files) {
            return work(files).transform([&](changes::ChangeSet changes) {
                workspace::addPromptsMadeAnew(changes, files, root, catalog,
                                              {unsaved.keyBegin(), unsaved.keyEnd()});
                return changes;
            });
        },
        whenDone);
}

void EntryFlow::perform(const Made &changes, const std::function<void()> &whenDone)
{
    if (!changes) {
        Q_EMIT failed(changes.error());
        return;
    }
    m_whenDone = whenDone;
    m_operations.perform(*changes);
}

void EntryFlow::undo()
{
    if (m_operations.undoTitle().isEmpty()) {
        Q_EMIT told(tr("Nothing was done here that could be taken back."));
    } else {
        m_operations.undo();
    }
}

// --- one entry

void EntryFlow::createAgent()
{
    if (!mayChange()) {
        return;
    }
    QtConcurrent::run([files = m_operations.files(), catalog = m_workspace.catalog()] {
        return changes::habitsOf(*files, catalog, {});
    }).then(this, [this](const changes::Habits &habits) { askForAgent(habits); });
}

void EntryFlow::askForAgent(const changes::Habits &habits)
{
    entries::NewAgentOffer offer{changes::EntryNames(m_workspace.catalog().entries),
                                 changes::builtInStarters(), habits,
                                 modelIds(m_workspace.catalog())};
    if (const auto usual = changes::usualStarter(habits)) {
        offer.starters.prepend(*usual);
    }
    auto *dialog = new entries::NewAgentDialog(m_theme, offer, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        const changes::NewAgent agent = dialog->agent();
        const EntryId made{core::EntryKind::Agent, agent.id};
        perform(changes::createAgent(m_workspace.catalog(), dialog->starter(), agent),
                [this, made] { tellMade(made); });
    });
    dialog->open();
}

void EntryFlow::duplicate(const EntryId &id)
{
    const registry::EntrySummary *original = entry(id);
    if (original == nullptr || !mayChange()) {
        return;
    }
    auto *dialog = new entries::CopyDialog(
        m_theme, *original, changes::EntryNames(m_workspace.catalog().entries), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, original = *original] {
        const changes::CopyName copy = dialog->copy();
        make(
            [catalog = m_workspace.catalog(), original, copy](const core::FileSource &files) {
                return changes::duplicateEntry(files, catalog, original, copy);
            },
            [this, made = EntryId{original.id.kind, copy.id}] { tellMade(made); });
    });
    dialog->open();
}

void EntryFlow::rename(const EntryId &id)
{
    const registry::EntrySummary *found = entry(id);
    if (found == nullptr || !mayChange()) {
        return;
    }
    auto *dialog = new entries::RenameDialog(
        m_theme, *found, changes::EntryNames(m_workspace.catalog().entries, id), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto files = m_operations.files();
    QtConcurrent::run([files, catalog = m_workspace.catalog(), id] {
        return changes::mentionsOf(*files, catalog, id, {});
    }).then(dialog, [dialog](const changes::Mentions &mentions) { dialog->setMentions(mentions); });
    const auto task = std::make_shared<core::LatestTask<Made>>(
        dialog, [dialog](const Made &changes) { dialog->setChanges(changes); });
    connect(dialog, &entries::RenameDialog::changesWanted, dialog,
            [this, task, files, before = *found](const changes::Renaming &renaming) {
                task->request([files, catalog = m_workspace.catalog(), before,
                               renaming](const core::CancelFlag &) {
                    return QtConcurrent::run([files, catalog, before, renaming] {
                        return changes::renameEntry(*files, catalog, before, renaming);
                    });
                });
            });
    connect(dialog, &QDialog::accepted, this, [this, dialog] { perform(dialog->changes(), {}); });
    dialog->open();
}

void EntryFlow::remove(const EntryId &id)
{
    if (entry(id) != nullptr && mayChange()) {
        make(
            [catalog = m_workspace.catalog(), id](const core::FileSource &files) {
                return changes::deleteEntries(files, catalog, {id});
            },
            [this, id] { Q_EMIT entryRemoved(id); });
    }
}

// --- many entries

void EntryFlow::editMany(const QList<EntryId> &ids)
{
    if (ids.isEmpty()) {
        Q_EMIT told(tr("There is no entry to edit: none is shown or selected."));
        return;
    }
    if (!mayChange()) {
        return;
    }
    auto *dialog = new entries::BulkEditDialog(m_theme, offerFor(m_workspace, ids), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto files = m_operations.files();
    const auto task = std::make_shared<core::LatestTask<Made>>(
        dialog, [dialog](const Made &changes) { dialog->setChanges(changes); });
    connect(dialog, &entries::BulkEditDialog::changesWanted, dialog,
            [this, task, files, ids](const changes::BulkEdit &edit) {
                task->request(
                    [files, catalog = m_workspace.catalog(), ids, edit](const core::CancelFlag &) {
                        return QtConcurrent::run([files, catalog, ids, edit] {
                            return changes::bulkEdit(*files, catalog, ids, edit);
                        });
                    });
            });
    connect(dialog, &QDialog::accepted, this, [this, dialog] { perform(dialog->changes(), {}); });
    dialog->open();
}

void EntryFlow::replace(const QString &query, const search::RegistrySearch *search)
{
    if (search == nullptr || !mayChange()) {
        return;
    }
    using Found = core::Result<workspace::FoundReplacements>;
    auto *dialog = new entries::ReplaceDialog(
        m_theme, offerFor(m_workspace, search::Query::parse(query)), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto files = m_operations.files();
    const auto task = std::make_shared<core::LatestTask<Found>>(
        dialog, [dialog](const Found &found) { dialog->setFound(found); });
    const QPointer<const search::RegistrySearch> known = search;
    connect(dialog, &entries::ReplaceDialog::searchWanted, dialog,
            [this, dialog, task, files, known](const workspace::ReplaceRequest &request,
                                               const QString &entries) {
                const auto places = known != nullptr
                    ? placesFor(m_workspace.catalog(), *known, entries)
                    : core::failure(core::ErrorCode::NotFound, tr("The registry was closed."));
                if (!places) {
                    task->cancel();
                    dialog->setFound(std::unexpected(places.error()));
                    return;
                }
                task->request([files, places = *places, request](const core::CancelFlag &cancel) {
                    return QtConcurrent::run([files, places, request, cancel] {
                        return workspace::findReplacements(*files, places, request, cancel);
                    });
                });
            });
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        change([chosen = dialog->chosen()](const core::FileSource &) {
            return workspace::changesOf(chosen);
        });
    });
    dialog->open();
}

} // namespace hermes::mainwindow
