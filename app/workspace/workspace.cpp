#include "workspace/workspace.h"

#include "changes/references.h"
#include "core/directoryfilesource.h"
#include "core/onworker.h"
#include "workspace/catalogupdate.h"
#include "workspace/editjournal.h"
#include "workspace/filesave.h"
#include "workspace/folderwatch.h"
#include "workspace/fragmentdocument.h"
#include "workspace/performchanges.h"
#include "workspace/registryhold.h"

#include <QDir>
#include <QFutureWatcher>
#include <QThreadPool>
#include <QTimer>
#include <QtConcurrentRun>

#include <algorithm>
#include <chrono>
#include <tuple>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

/// More changed folders than this are read as a whole.
constexpr qsizetype foldersReadOneByOne = 40;
constexpr auto lockPatience = 3s;
constexpr auto holdPatience = 1s; ///< Between two looks whether the registry is free.

/// Prompts may be made of what lies there.
bool isMaterial(const QString &folder)
{
    return folder == u"studio" || folder.startsWith(u"studio/fragments")
        || folder.startsWith(u"studio/profiles");
}

/// Of an entry, or of a fragment.
Result<DefinitionLocation> locationOf(const registry::Catalog &catalog, const QString &root,
                                      const EntryId &id)
{
    const registry::EntrySummary *entry = catalog.find(id);
    if (entry == nullptr) {
        return fragmentLocation(root, fragmentOf(id));
    }
    const RepoPath manifestFile =
        id.kind == EntryKind::Skill ? RepoPath() : entry->folder.child(u"manifest.json"_s);
    return DefinitionLocation{root, id, entry->folder, manifestFile, entry->promptFile};
}

/// Ten thousand entries are not freed where someone waits.
void discard(registry::Catalog catalog)
{
    QThreadPool::globalInstance()->start([catalog = std::move(catalog)] { });
}

} // namespace

/// What the loading worker tells: a batch, or the end.
struct Workspace::LoadStep
{
    QList<registry::EntrySummary> batch;
    std::optional<Result<registry::Catalog>> end;
    Vocabulary vocabulary;
    Result<UnfinishedRelease> unfinished;
    Result<UnfinishedChange> unfinishedChange;
    QString heldElsewhere;
};

Workspace::Workspace(const QString &stateFolder, QObject *parent)
    : QObject(parent)
    , m_stateFolder(stateFolder)
    , m_repositoryTask(this, [this](const IndexedReading &reading) { applyRepository(reading); })
    , m_session(std::make_unique<QObject>())
{
    m_holdTimer.setInterval(holdPatience);
    m_holdTimer.setSingleShot(true);
    connect(&m_holdTimer, &QTimer::timeout, this, &Workspace::tryToHold);
}

Workspace::~Workspace()
{
    m_cancelLoading.cancel();
    forgetOpenings();
    qDeleteAll(m_documents); // they journal their last words; the journal goes after them
    letGo();
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
    m_root = QDir::cleanPath(QDir(folder).absolutePath());
    setStatus(Status::Loading);
    // A folder on a network may take its time to say what it is called.
    const auto resolve = [root = m_root] {
        const QString canonical = QFileInfo(root).canonicalFilePath();
        return canonical.isEmpty() ? root : canonical;
    };
    whenDone(onWorker(resolve), m_session.get(),
             [this](const QString &root) { openResolved(root); });
}

void Workspace::openResolved(const QString &root)
{
    m_root = root;
    m_journal = std::make_unique<EditJournal>(m_stateFolder + u"/journal"_s, m_root);
    m_openings = OpeningRecord(m_stateFolder + u"/opening"_s, m_root);
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
    forgetOpenings();
    qDeleteAll(std::exchange(m_documents, {}));
    m_journal.reset();
    letGo();
    setHeldElsewhere({});
    m_arrivals.clear();
    discard(std::exchange(m_catalog, {}));
    m_vocabulary = {};
    m_changedFolders.clear();
    m_isRereading = false;
    m_isFirstLook = false;
    forgetFolders();
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
    m_hold = std::make_shared<RegistryHold>(m_root);
    watcher->setFuture(QtConcurrent::run([root = m_root, state = m_stateFolder, hold = m_hold,
                                          cancel = m_cancelLoading](QPromise<LoadStep> &promise) {
        LoadStep end;
        hold->take();
        end.heldElsewhere = hold->obstacle();
        if (end.heldElsewhere.isEmpty()) {
            end.unfinishedChange = finishChanges({root, state});
            end.unfinished = finishRelease(root);
        }
        registry::LoadOptions options;
        options.cancel = cancel;
        options.batchSize = entriesPerBatch;
        options.onBatch = [&promise](const QList<registry::EntrySummary> &batch) {
            LoadStep step;
            step.batch = batch;
            promise.addResult(step);
        };
        const DirectoryFileSource source(root);
        const Result<registry::Catalog> catalog = registry::loadCatalog(source, options);
        end.batch = catalog ? firstOfEqualIds(*catalog) : QList<registry::EntrySummary>();
        end.vocabulary = catalog ? Vocabulary::of(*catalog) : Vocabulary();
        end.end = catalog;
        promise.addResult(end);
        if (end.heldElsewhere.isEmpty()) {
            std::ignore = sweepSaveLeftovers(root);
        }
    }));
}

void Workspace::takeStep(const LoadStep &step)
{
    for (qsizetype at = 0; at < step.batch.size(); at += entriesPerBatch) {
        m_arrivals.add(
            [this, batch = step.batch.mid(at, entriesPerBatch)] { Q_EMIT entriesAdded(batch); });
    }
    if (step.end) {
        m_arrivals.add([this, step, end = *step.end] {
            setHeldElsewhere(step.heldElsewhere);
            m_holdTimer.start();
            finishLoading(end, step.vocabulary);
            tellUnfinished(step.unfinished, step.unfinishedChange);
        });
    }
}

void Workspace::finishLoading(const Result<registry::Catalog> &catalog,
                              const Vocabulary &vocabulary)
{
    if (!catalog) {
        Error error = catalog.error();
        error.message = tr("%1 cannot be opened: %2").arg(m_root, error.message);
        setStatus(Status::Failed);
        Q_EMIT failed(error);
        return;
    }
    m_catalog = *catalog;
    m_vocabulary = vocabulary;
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
    connect(m_watch.get(), &FolderWatch::started, this, &Workspace::lookOnceMore);
}

/// What changed between the load and the first watch would go unseen.
void Workspace::lookOnceMore()
{
    Q_EMIT watched();
    m_changedFolders.insert(QString());
    m_isFirstLook = true;
    rereadChanged();
    for (DefinitionDocument *document : std::as_const(m_documents)) {
        document->checkDisk();
    }
}

void Workspace::foldersChanged(const QStringList &folders)
{
    const bool isWide = folders.size() > foldersReadOneByOne
        || std::ranges::any_of(folders, [](const QString &folder) {
                            return !folder.startsWith(u".git")
                                && folder.count(u'/') == 0; // a whole kind, or the root
                        });
    if (isWide) {
        m_changedFolders.insert(QString());
        m_isFirstLook = false;
    } else {
        m_changedFolders.unite({folders.cbegin(), folders.cend()});
    }
    rereadChanged();
    for (DefinitionDocument *document : std::as_const(m_documents)) {
        if (isWide || folders.contains(document->location().folder.text())
            || folders.contains(changes::sourceFileOf(document->id()).parent().text())) {
            document->checkDisk();
        }
        if (isWide || std::ranges::any_of(folders, isMaterial)) {
            document->noteMaterialChanged();
        }
    }
}

/// One reading at a time, so that an older one never comes after a newer.
void Workspace::rereadChanged()
{
    if (m_isRereading || m_changedFolders.isEmpty()) {
        return;
    }
    m_isRereading = true;
    const QSet<QString> folders = std::exchange(m_changedFolders, {});
    QSet<QString> changed = folders;
    if (std::exchange(m_isFirstLook, false)) {
        changed.remove(QString()); // nobody has said that any did
    }
    const auto reread = [root = m_root, folders, known = m_catalog] {
        const DirectoryFileSource source(root);
        return folders.contains(QString()) ? rereadAll(source, known)
                                           : rereadFolders(source, folders.values(), known);
    };
    whenDone(onWorker(reread), m_session.get(),
             [this, changed](const Result<CatalogUpdate> &update) {
                 m_isRereading = false;
                 if (update) {
                     applyUpdate(*update);
                 }
                 if (!changed.isEmpty()) {
                     Q_EMIT filesChanged(changed.values());
                 }
                 refreshRepository();
                 rereadChanged();
             });
}

void Workspace::applyUpdate(const CatalogUpdate &update)
{
    if (update.whole) {
        discard(std::exchange(m_catalog, update.whole->catalog));
        m_vocabulary = update.whole->vocabulary;
        forgetFolders();
    }
    for (const EntryId &id : update.removed) {
        if (!update.whole) {
            eraseEntry(id);
        }
        m_entryStates.remove(id);
        if (DefinitionDocument *document = openDocument(id)) {
            document->checkDisk();
        }
        m_arrivals.add([this, id] { Q_EMIT entryRemoved(id); });
    }
    for (const registry::EntrySummary &entry : update.changed) {
        if (!update.whole) {
            insertEntry(entry);
        }
        m_arrivals.add([this, entry] { Q_EMIT entryChanged(entry); });
    }
}

void Workspace::insertEntry(const registry::EntrySummary &entry)
{
    const registry::EntrySummary *known = m_catalog.find(entry.id);
    if (known != nullptr && known->folder == entry.folder) {
        m_catalog.entries[known - m_catalog.entries.constData()] = entry; // its place is the same
    } else {
        eraseEntry(entry.id);
        m_catalog.entries.insert(
            std::ranges::lower_bound(std::as_const(m_catalog.entries), entry, registry::comesBefore)
                - m_catalog.entries.cbegin(),
            entry);
        forgetFolders();
    }
    m_vocabulary.add(entry);
}

void Workspace::eraseEntry(const EntryId &id)
{
    if (const registry::EntrySummary *entry = m_catalog.find(id)) {
        m_catalog.entries.removeAt(entry - m_catalog.entries.constData());
        m_vocabulary.remove(id);
        forgetFolders();
    }
}

void Workspace::forgetFolders()
{
    m_folderIndex.reset();
    ++m_foldersRevision;
}

void Workspace::refreshRepository()
{
    // The catalog itself goes along only when its folders have changed.
    const QList<registry::EntrySummary> entries =
        m_folderIndex ? QList<registry::EntrySummary>() : m_catalog.entries;
    m_repositoryTask.request([root = m_root, index = m_folderIndex, entries,
                              revision = m_foldersRevision](const CancelFlag &) {
        return QtConcurrent::run([root, index, entries, revision] {
            const auto used = index ? index : std::make_shared<const FolderIndex>(entries);
            return IndexedReading{readRepository(root, *used), used, revision};
        });
    });
}

void Workspace::applyRepository(const IndexedReading &indexed)
{
    if (indexed.revision == m_foldersRevision) {
        m_folderIndex = indexed.index;
    }
    m_repository = indexed.reading.overview;
    const bool statesChanged =
        std::exchange(m_entryStates, indexed.reading.entryStates) != indexed.reading.entryStates;
    Q_EMIT repositoryChanged();
    if (statesChanged) {
        Q_EMIT entryStatesChanged();
    }
    if (std::ranges::any_of(m_repository.locks, &vcs::StaleLock::isInUse)) {
        // It goes without the folder's saying so, or turns out to be stale.
        QTimer::singleShot(lockPatience, m_session.get(), [this] { refreshRepository(); });
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
    const Result<DefinitionLocation> location = locationOf(m_catalog, m_root, id);
    if (!location || m_journal == nullptr) {
        return nullptr;
    }
    auto *document = new DefinitionDocument(*location, *m_journal, this);
    m_documents.insert(id, document);
    document->setHeldElsewhere(m_heldElsewhere);
    recordOpening(document);
    if (!fragmentOf(id).isEmpty()) {
        followFragment(*document);
    }
    document->setUnsavedFragments(unsavedFragments());
    document->load();
    Q_EMIT documentOpened(document);
    return document;
}

void Workspace::closeDocument(const EntryId &id)
{
    m_openings.end(id);
    delete m_documents.take(id);
    m_released.remove(id);
    if (!fragmentOf(id).isEmpty()) {
        shareFragments(nullptr);
    }
}

} // namespace hermes::workspace
