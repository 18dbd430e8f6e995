#include "workspace/workspace.h"

#include "check/checkdefinition.h"
#include "core/directoryfilesource.h"
#include "workspace/editjournal.h"
#include "workspace/filesave.h"
#include "workspace/folderwatch.h"

#include <QCoreApplication>
#include <QDir>
#include <QFutureWatcher>
#include <QtConcurrentRun>

#include <algorithm>
#include <tuple>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

/// More changed folders than this are read as a whole.
constexpr qsizetype foldersReadOneByOne = 40;

bool catalogOrder(const registry::EntrySummary &left, const registry::EntrySummary &right)
{
    return std::tie(left.id.kind, left.category, left.id.id)
        < std::tie(right.id.kind, right.category, right.id.id);
}

template <typename T>
QFuture<Result<T>> failed(const Error &error)
{
    return QtFuture::makeReadyValueFuture(Result<T>(std::unexpected(error)));
}

std::unexpected<Error> noSuchEntry(const EntryId &id)
{
    return failure(ErrorCode::NotFound,
                   QCoreApplication::translate("Workspace", "%1 is not in this registry any more.")
                       .arg(id.toString()));
}

} // namespace

/// What the loading worker tells: a batch, or the end.
struct Workspace::LoadStep
{
    QList<registry::EntrySummary> batch;
    std::optional<Result<registry::Catalog>> end;
    Result<UnfinishedRelease> unfinished;
};

Workspace::Workspace(const QString &stateFolder, QObject *parent)
    : QObject(parent)
    , m_stateFolder(stateFolder)
    , m_repositoryTask(this, [this](const RepositoryReading &reading) { applyRepository(reading); })
    , m_session(std::make_unique<QObject>())
{
}

Workspace::~Workspace()
{
    m_cancelLoading.cancel();
    qDeleteAll(m_documents); // they journal their last words; the journal goes after them
}

QString Workspace::name() const
{
    return QDir(m_root).dirName();
}

void Workspace::setStatus(Status status)
{
    m_status = status;
    Q_EMIT statusChanged();
}

// --- open and load
// --------------------------------------------------------------------------------------------------

void Workspace::open(const QString &folder)
{
    close();
    const QString canonical = QFileInfo(folder).canonicalFilePath();
    m_root = canonical.isEmpty() ? QDir(folder).absolutePath() : canonical;
    m_journal = std::make_unique<EditJournal>(m_stateFolder + u"/journal"_s, m_root);
    setStatus(Status::Loading);
    startLoading();
}

void Workspace::close()
{
    m_cancelLoading.cancel();
    m_cancelLoading = {};
    m_released.clear();
    m_session = std::make_unique<QObject>();
    m_repositoryTask.cancel();
    m_watch.reset();
    qDeleteAll(std::exchange(m_documents, {}));
    m_journal.reset();
    m_catalog = {};
    m_repository = {};
    m_entryStates.clear();
    m_root.clear();
    setStatus(Status::Closed);
}

void Workspace::startLoading()
{
    auto *watcher = new QFutureWatcher<LoadStep>(m_session.get());
    connect(watcher, &QFutureWatcherBase::resultReadyAt, this,
            [this, watcher](int index) { takeStep(watcher->resultAt(index)); });
    watcher->setFuture(
        QtConcurrent::run([root = m_root, cancel = m_cancelLoading](QPromise<LoadStep> &promise) {
            const Result<UnfinishedRelease> unfinished = finishRelease(root);
            std::ignore = sweepSaveLeftovers(root);
            registry::LoadOptions options;
            options.cancel = cancel;
            options.onBatch = [&promise](const QList<registry::EntrySummary> &batch) {
                promise.addResult(LoadStep{batch, {}, {}});
            };
            const DirectoryFileSource source(root);
            promise.addResult(LoadStep{{}, registry::loadCatalog(source, options), unfinished});
        }));
}

void Workspace::takeStep(const LoadStep &step)
{
    if (!step.end) {
        Q_EMIT entriesAdded(step.batch);
        return;
    }
    finishLoading(*step.end);
    if (!step.unfinished) {
        if (step.unfinished.error().code != ErrorCode::NotARepository) {
            Q_EMIT notice(step.unfinished.error().message);
        }
    } else if (step.unfinished->outcome == UnfinishedRelease::Outcome::Completed) {
        Q_EMIT notice(tr("The release %1, which was interrupted, is complete now.")
                          .arg(step.unfinished->tag));
    } else if (step.unfinished->outcome == UnfinishedRelease::Outcome::TakenBack) {
        Q_EMIT notice(
            tr("The release %1 was interrupted and could not be completed; its draft is kept.")
                .arg(step.unfinished->tag));
    }
}

void Workspace::finishLoading(const Result<registry::Catalog> &catalog)
{
    if (!catalog) {
        setStatus(Status::Failed);
        Q_EMIT failed(catalog.error());
        return;
    }
    m_catalog = *catalog;
    setStatus(Status::Ready);
    Q_EMIT loaded();
    startWatching();
    refreshRepository();
}

// --- live
// -----------------------------------------------------------------------------------------------------------

void Workspace::startWatching()
{
    m_watch = std::make_unique<FolderWatch>(m_root);
    connect(m_watch.get(), &FolderWatch::changed, this, &Workspace::foldersChanged);
    connect(m_watch.get(), &FolderWatch::rootGone, this, [this] {
        for (DefinitionDocument *document : std::as_const(m_documents)) {
            document->checkDisk();
        }
        Q_EMIT registryGone();
    });
    // What changed between the load and the first watch would go unseen.
    connect(m_watch.get(), &FolderWatch::started, this, &Workspace::reloadCatalog);
}

void Workspace::foldersChanged(const QStringList &folders)
{
    const bool isWide = folders.size() > foldersReadOneByOne
        || std::ranges::any_of(folders, [](const QString &folder) {
                            return !folder.startsWith(u".git")
                                && folder.count(u'/') == 0; // a whole kind, or the root
                        });
    if (isWide) {
        reloadCatalog();
    } else {
        reloadFolders(folders);
    }
    for (DefinitionDocument *document : std::as_const(m_documents)) {
        if (isWide || folders.contains(document->location().folder.text())) {
            document->checkDisk();
        }
    }
}

void Workspace::reloadCatalog()
{
    QtConcurrent::run([root = m_root] {
        const DirectoryFileSource source(root);
        return registry::loadCatalog(source, {});
    }).then(m_session.get(), [this](const Result<registry::Catalog> &catalog) {
        if (catalog) {
            applyCatalog(*catalog);
        }
    });
}

void Workspace::reloadFolders(const QStringList &folders)
{
    struct Reading
    {
        RepoPath folder;
        std::optional<registry::EntrySummary> entry;
    };
    QtConcurrent::run([root = m_root, folders] {
        const DirectoryFileSource source(root);
        QList<Reading> readings;
        for (const QString &text : folders) {
            const Result<RepoPath> folder = RepoPath::parse(text);
            const auto place = folder
                ? registry::entryFolderOf(source, folder->child(u"manifest.json"_s))
                : std::nullopt;
            if (place) {
                const Result<registry::EntrySummary> entry =
                    registry::loadEntry(source, place->kind, place->folder);
                readings.append({place->folder, entry ? std::optional(*entry) : std::nullopt});
            }
        }
        return readings;
    }).then(m_session.get(), [this](const QList<Reading> &readings) {
        for (const Reading &reading : readings) {
            const auto known = std::ranges::find(m_catalog.entries, reading.folder,
                                                 &registry::EntrySummary::folder);
            const std::optional<EntryId> before =
                known == m_catalog.entries.end() ? std::nullopt : std::optional(known->id);
            if (before && (!reading.entry || reading.entry->id != *before)) {
                removeEntry(*before);
            }
            if (reading.entry) {
                applyEntry(*reading.entry);
            }
        }
        refreshRepository();
    });
}

void Workspace::applyCatalog(const registry::Catalog &catalog)
{
    QHash<EntryId, registry::EntrySummary> next;
    for (const registry::EntrySummary &entry : catalog.entries) {
        next.insert(entry.id, entry);
    }
    const QList<registry::EntrySummary> before = m_catalog.entries;
    for (const registry::EntrySummary &entry : before) {
        if (!next.contains(entry.id)) {
            removeEntry(entry.id);
        }
    }
    QHash<EntryId, registry::EntrySummary> known;
    for (const registry::EntrySummary &entry : before) {
        known.insert(entry.id, entry);
    }
    for (const registry::EntrySummary &entry : catalog.entries) {
        if (const auto old = known.constFind(entry.id); old == known.constEnd() || *old != entry) {
            applyEntry(entry);
        }
    }
    m_catalog = catalog;
    refreshRepository();
}

void Workspace::applyEntry(const registry::EntrySummary &entry)
{
    const auto known = std::ranges::find(m_catalog.entries, entry.id, &registry::EntrySummary::id);
    if (known == m_catalog.entries.end()) {
        m_catalog.entries.insert(std::ranges::lower_bound(m_catalog.entries, entry, catalogOrder),
                                 entry);
    } else if (*known == entry) {
        return;
    } else {
        *known = entry;
    }
    Q_EMIT entryChanged(entry);
}

void Workspace::removeEntry(const EntryId &id)
{
    m_catalog.entries.removeIf([&](const registry::EntrySummary &entry) { return entry.id == id; });
    m_entryStates.remove(id);
    if (DefinitionDocument *document = openDocument(id)) {
        document->checkDisk();
    }
    Q_EMIT entryRemoved(id);
}

void Workspace::refreshRepository()
{
    m_repositoryTask.request([root = m_root, entries = m_catalog.entries](const CancelFlag &) {
        return QtConcurrent::run([root, entries] { return readRepository(root, entries); });
    });
}

void Workspace::applyRepository(const RepositoryReading &reading)
{
    m_repository = reading.overview;
    const bool statesChanged =
        std::exchange(m_entryStates, reading.entryStates) != reading.entryStates;
    Q_EMIT repositoryChanged();
    if (statesChanged) {
        Q_EMIT entryStatesChanged();
    }
}

EntryState Workspace::entryState(const EntryId &id) const
{
    return m_entryStates.value(id, EntryState::Clean);
}

// --- documents
// ------------------------------------------------------------------------------------------------------

DefinitionDocument *Workspace::openDocument(const EntryId &id) const
{
    return m_documents.value(id);
}

QList<DefinitionDocument *> Workspace::documents() const
{
    return m_documents.values();
}

DefinitionDocument *Workspace::document(const EntryId &id)
{
    if (DefinitionDocument *open = openDocument(id)) {
        return open;
    }
    const registry::EntrySummary *entry = m_catalog.find(id);
    if (entry == nullptr) {
        return nullptr;
    }
    const RepoPath manifestFile =
        id.kind == EntryKind::Skill ? RepoPath() : entry->folder.child(u"manifest.json"_s);
    auto *document = new DefinitionDocument(
        {m_root, id, entry->folder, manifestFile, entry->promptFile}, *m_journal, this);
    m_documents.insert(id, document);
    document->load();
    return document;
}

void Workspace::closeDocument(const EntryId &id)
{
    delete m_documents.take(id);
    m_released.remove(id);
}

// --- work
// -----------------------------------------------------------------------------------------------------------

QFuture<Result<DefinitionHistory>> Workspace::history(const EntryId &id) const
{
    const registry::EntrySummary *entry = m_catalog.find(id);
    if (entry == nullptr) {
        return workspace::failed<DefinitionHistory>(noSuchEntry(id).error());
    }
    return QtConcurrent::run([root = m_root, id, folder = entry->folder, cancel = m_cancelLoading] {
        return loadHistory(root, id, folder, cancel);
    });
}

QFuture<Result<Comparison>> Workspace::compare(const EntryId &id, const ContentRef &left,
                                               const ContentRef &right, const CancelFlag &cancel)
{
    const registry::EntrySummary *entry = m_catalog.find(id);
    if (entry == nullptr) {
        return workspace::failed<Comparison>(noSuchEntry(id).error());
    }
    const DefinitionDocument *open = openDocument(id);
    const std::optional<Draft> draft =
        open != nullptr && open->state() == DefinitionDocument::State::Ready
        ? std::optional(open->draft())
        : std::nullopt;
    return QtConcurrent::run([root = m_root, kind = id.kind, folder = entry->folder, left, right,
                              draft, cancel]() -> Result<Comparison> {
        const auto content = [&](const ContentRef &reference) -> Result<registry::Definition> {
            if (reference.kind == ContentRef::Kind::Draft && draft) {
                return draft->definition();
            }
            return readContent(root, kind, folder,
                               reference.kind == ContentRef::Kind::Draft ? ContentRef::saved()
                                                                         : reference);
        };
        const Result<registry::Definition> before = content(left);
        const Result<registry::Definition> after = content(right);
        if (!before || !after) {
            return std::unexpected(before ? after.error() : before.error());
        }
        Comparison comparison = compareDefinitions(*before, *after, cancel);
        comparison.left = left;
        comparison.right = right;
        return comparison;
    });
}

QFuture<Result<QList<Problem>>> Workspace::check(const EntryId &id)
{
    const DefinitionDocument *open = openDocument(id);
    const registry::EntrySummary *entry = m_catalog.find(id);
    if (open == nullptr || entry == nullptr) {
        return workspace::failed<QList<Problem>>(noSuchEntry(id).error());
    }
    const bool isChanged = open->isModified() || entryState(id) != EntryState::Clean;
    const vcs::ObjectId head = m_repository.state ? m_repository.state->commit : vcs::ObjectId();
    const auto known = m_released.constFind(id);
    const std::optional<ReleasedContent> released =
        known != m_released.constEnd() && known->head == head ? std::optional(*known)
                                                              : std::nullopt;
    return QtConcurrent::run([root = m_root, draft = open->draft(), models = m_catalog.models,
                              isChanged, head, released, ofFolder = entry->problems] {
               Checked checked;
               checked.released = released ? *released : readReleased(root, draft, head);
               checked.problems = checkDraft(draft.definition(), checked.released,
                                             {models, {}, isChanged}, ofFolder);
               return checked;
           })
        .then(this, [this, id, root = m_root](const Checked &checked) {
            if (root == m_root && openDocument(id) != nullptr) {
                m_released.insert(id, checked.released);
            }
            return Result<QList<Problem>>(checked.problems);
        });
}

Workspace::ReleasedContent Workspace::readReleased(const QString &root, const Draft &draft,
                                                   const vcs::ObjectId &head)
{
    ReleasedContent released;
    released.head = head;
    const auto history = loadHistory(root, draft.id, draft.folder, {});
    if (!history || history->versions.isEmpty()) {
        return released;
    }
    released.version = history->versions.first().version;
    const auto content = readContent(root, draft.id.kind, draft.folder,
                                     ContentRef::atCommit(history->versions.first().commit.id, {}));
    released.isReadable = content.has_value();
    if (content) {
        released.manifestText = content->manifestText;
        released.promptText = content->promptText;
    }
    return released;
}

QList<Problem> Workspace::checkDraft(const registry::Definition &draft,
                                     const ReleasedContent &released, check::CheckContext context,
                                     const QList<Problem> &ofFolder)
{
    if (!released.version.isEmpty()) {
        context.releasedVersion = released.version;
        context.changedSinceRelease = released.isReadable
            && (released.promptText != draft.promptText
                || released.manifestText != draft.manifestText);
    }
    QList<Problem> problems = check::checkDefinition(draft, context);
    for (const Problem &problem : ofFolder) {
        // What the loader said of the folder; what it said of texts is said anew of the draft's.
        if (problem.rule.startsWith(u"folder."_s) && !problems.contains(problem)) {
            problems.append(problem);
        }
    }
    return problems;
}

QFuture<Result<QString>> Workspace::checksum(const EntryId &id) const
{
    const registry::EntrySummary *entry = m_catalog.find(id);
    if (entry == nullptr) {
        return workspace::failed<QString>(noSuchEntry(id).error());
    }
    return QtConcurrent::run([root = m_root, folder = entry->folder] {
        const DirectoryFileSource source(root);
        return registry::folderChecksum(source, folder);
    });
}

QFuture<Result<ReleasePlan>> Workspace::planRelease(const EntryId &id)
{
    const DefinitionDocument *open = openDocument(id);
    if (open == nullptr) {
        return workspace::failed<ReleasePlan>(noSuchEntry(id).error());
    }
    return QtConcurrent::run([root = m_root, draft = open->draft()] {
        return workspace::planRelease(root, draft.definition());
    });
}

std::optional<ReleaseRequest> Workspace::releaseRequest(const ReleasePlan &plan) const
{
    const DefinitionDocument *open = openDocument(plan.id);
    if (open == nullptr || open->state() != DefinitionDocument::State::Ready) {
        return std::nullopt;
    }
    const Draft draft = open->draft();
    ReleaseRequest request;
    request.id = plan.id;
    request.folder = plan.folder;
    request.manifestText = draft.manifestFile.isRoot() ? QByteArray() : draft.manifest.bytes();
    request.promptText = draft.promptFile.isRoot() ? QByteArray() : draft.prompt.bytes();
    request.manifestFingerprint = open->manifestFingerprint();
    request.promptFingerprint = open->promptFingerprint();
    request.expectedHead = plan.head;
    return request;
}

QFuture<Result<ReleaseResult>> Workspace::release(const ReleaseRequest &request)
{
    return QtConcurrent::run([root = m_root, request] { return performRelease(root, request); })
        .then(m_session.get(), [this, request](const Result<ReleaseResult> &result) {
            if (result) {
                adoptRelease(request, *result);
            }
            return result;
        });
}

void Workspace::adoptRelease(const ReleaseRequest &request, const ReleaseResult &result)
{
    if (DefinitionDocument *open = openDocument(request.id)) {
        open->adoptWritten(result.manifestText, result.promptText);
    }
    refreshRepository();
    Q_EMIT released(result);
}

QFuture<Result<void>> Workspace::restore(const EntryId &id, const ContentRef &reference)
{
    DefinitionDocument *open = document(id);
    if (open == nullptr) {
        return workspace::failed<void>(noSuchEntry(id).error());
    }
    return QtConcurrent::run([root = m_root, kind = id.kind, folder = open->location().folder,
                              reference] { return readContent(root, kind, folder, reference); })
        .then(open, [open](const Result<registry::Definition> &content) -> Result<void> {
            if (!content) {
                return std::unexpected(content.error());
            }
            open->replaceDraft(*content);
            return {};
        });
}

Result<vcs::Signature> Workspace::signature() const
{
    return vcs::Repository::open(m_root).and_then(
        [](const vcs::Repository &repository) { return repository.configuredSignature(); });
}

Result<void> Workspace::repairLocks()
{
    Result<vcs::Repository> repository = vcs::Repository::open(m_root);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    const QList<vcs::StaleLock> locks = repository->locks();
    for (const vcs::StaleLock &lock : locks) {
        if (const Result<void> moved = repository->moveLockAside(lock); !moved) {
            return moved;
        }
    }
    refreshRepository();
    return {};
}

} // namespace hermes::workspace
