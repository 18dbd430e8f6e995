#include "search/registrysearch.h"

#include "search/folding.h"

#include <QPromise>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <algorithm>
#include <chrono>
#include <utility>

using namespace hermes::core;

namespace hermes::search {

namespace {

/// So many files are read for each search as quickly as an index would be asked.
constexpr qsizetype mostLooseTexts = 300;
constexpr int searchesAtOnce = 4; ///< Cancelled ones may still be ending.
constexpr int jobsAtOnce = 3;
constexpr std::chrono::seconds quietTime(2); ///< Between many changes and a new index.

} // namespace

RegistrySearch::RegistrySearch(const QString &registryRoot, const QString &cacheFolder,
                               QObject *parent)
    : QObject(parent)
    , m_packFile(packFile(cacheFolder, registryRoot))
    , m_searchPool(std::make_shared<QThreadPool>())
    , m_workPool(std::make_unique<QThreadPool>())
    , m_finder(std::make_shared<AnythingFinder>())
    , m_prepareTask(this, [this](const Prepared &prepared) { takePrepared(prepared); })
    , m_sectionsTask(this, [this](const std::shared_ptr<SectionList> &sections) {
        m_finder->setSections(std::move(*sections));
        for (const auto rows = std::exchange(m_laterHeadings, {}); const int row : rows) {
            readHeadings(row);
        }
    })
{
    m_snapshot.registryRoot = registryRoot;
    m_searchPool->setMaxThreadCount(searchesAtOnce);
    m_workPool->setMaxThreadCount(jobsAtOnce);
    m_workPool->start(&prepareFolding);
    m_renewTimer.setSingleShot(true);
    m_renewTimer.setInterval(quietTime);
    connect(&m_renewTimer, &QTimer::timeout, this, [this] { startIndexing(IndexUse::Keep); });
    connect(&m_indexWatcher, &QFutureWatcherBase::progressValueChanged, this, [this](int done) {
        setIndexState(IndexState::Building);
        Q_EMIT indexProgress(done, m_indexWatcher.progressMaximum());
    });
    connect(&m_indexWatcher, &QFutureWatcherBase::finished, this,
            [this] { takeIndexed(m_indexWatcher.result()); });
}

RegistrySearch::~RegistrySearch()
{
    m_cancelIndexing.cancel();
    m_prepareTask.cancel();
    m_sectionsTask.cancel();
}

void RegistrySearch::setIndexState(IndexState state)
{
    if (std::exchange(m_indexState, state) != state) {
        Q_EMIT indexStateChanged();
    }
}

void RegistrySearch::addEntries(const QList<registry::EntrySummary> &entries)
{
    for (const registry::EntrySummary &entry : entries) {
        writeEntry(entry);
    }
    Q_EMIT fieldsChanged();
    Q_EMIT textsChanged();
}

void RegistrySearch::setEntries(const QList<registry::EntrySummary> &entries)
{
    m_laterChanges.clear();
    m_prepareTask.request([this, entries](const CancelFlag &) {
        return QtConcurrent::run(m_workPool.get(), [entries] {
            Prepared prepared;
            prepared.entries = EntryTable(entries);
            prepared.finder = std::make_shared<AnythingFinder>(prepared.entries);
            for (int row = 0; row < prepared.entries.rowCount(); ++row) {
                prepared.rows.insert(prepared.entries.entry(row).id, row);
            }
            return prepared;
        });
    });
}

void RegistrySearch::takePrepared(const Prepared &prepared)
{
    m_snapshot.entries = prepared.entries;
    m_rows = prepared.rows;
    m_finder = prepared.finder;
    // Whose the pack's texts are is found out anew; until then files are read.
    m_snapshot.rowOfText = nullptr;
    m_indexedRows = nullptr;
    for (const auto changes = std::exchange(m_laterChanges, {}); const Change &change : changes) {
        if (const auto *entry = std::get_if<registry::EntrySummary>(&change)) {
            writeEntry(*entry);
        } else {
            removeEntry(std::get<EntryId>(change));
        }
    }
    applyFacts();
    Q_EMIT entriesChanged();
    Q_EMIT fieldsChanged();
    Q_EMIT textsChanged();
    if (std::exchange(m_isCheckWanted, false)) {
        startIndexing(IndexUse::Keep);
    }
}

void RegistrySearch::checkIndex()
{
    if (m_prepareTask.isRunning()) {
        m_isCheckWanted = true;
    } else {
        startIndexing(IndexUse::Keep);
    }
}

void RegistrySearch::updateEntry(const registry::EntrySummary &entry)
{
    readHeadings(writeEntry(entry));
    Q_EMIT fieldsChanged();
    Q_EMIT textsChanged();
}

int RegistrySearch::writeEntry(const registry::EntrySummary &entry)
{
    if (m_prepareTask.isRunning()) {
        m_laterChanges.append(entry);
    }
    auto row = m_rows.find(entry.id);
    if (row == m_rows.end()) {
        row = m_rows.insert(entry.id, m_snapshot.entries.append(entry));
    } else {
        fileChanged(m_snapshot.entries.entry(*row).promptFile);
        m_snapshot.entries.replace(*row, entry);
    }
    m_snapshot.entries.setFacts(*row, m_facts.value(entry.id));
    fileChanged(entry.promptFile);
    m_finder->updateRow(m_snapshot.entries, *row);
    return *row;
}

void RegistrySearch::removeEntry(const EntryId &id)
{
    if (m_prepareTask.isRunning()) {
        m_laterChanges.append(id);
    }
    const auto row = m_rows.constFind(id);
    if (row == m_rows.cend()) {
        return;
    }
    fileChanged(m_snapshot.entries.entry(*row).promptFile);
    m_snapshot.entries.remove(*row);
    m_finder->updateRow(m_snapshot.entries, *row);
    m_rows.erase(row);
    Q_EMIT fieldsChanged();
    Q_EMIT textsChanged();
}

void RegistrySearch::setFacts(const QHash<EntryId, EntryFacts> &facts)
{
    m_facts = facts;
    applyFacts();
    Q_EMIT fieldsChanged();
    Q_EMIT textsChanged();
}

void RegistrySearch::applyFacts()
{
    for (int row = 0; row < m_snapshot.entries.rowCount(); ++row) {
        const auto facts = m_facts.constFind(m_snapshot.entries.entry(row).id);
        m_snapshot.entries.setFacts(row, facts == m_facts.cend() ? EntryFacts() : *facts);
    }
}

void RegistrySearch::setDraft(const RepoPath &promptFile, const QByteArray &text)
{
    m_snapshot.drafts.insert(promptFile, text);
    usePackFor(promptFile, false);
    Q_EMIT textsChanged();
}

void RegistrySearch::dropDraft(const RepoPath &promptFile)
{
    if (m_snapshot.drafts.remove(promptFile)) {
        usePackFor(promptFile, !m_newerThanIndex.contains(promptFile));
        Q_EMIT textsChanged();
    }
}

void RegistrySearch::fileChanged(const RepoPath &file)
{
    if (file.isRoot()) {
        return;
    }
    m_newerThanIndex.insert(file);
    m_changedMeanwhile.insert(file);
    usePackFor(file, false);
    const bool isIndexing = m_indexWatcher.isRunning();
    if (m_snapshot.pack && !isIndexing && m_newerThanIndex.size() > mostLooseTexts) {
        m_renewTimer.start();
    }
}

void RegistrySearch::usePackFor(const RepoPath &file, bool isUsed)
{
    const int text = m_snapshot.pack && m_snapshot.rowOfText && m_indexedRows
        ? m_snapshot.pack->find(file.bytes())
        : -1;
    if (text < 0) {
        return;
    }
    const auto index = static_cast<size_t>(text);
    const qint32 row = isUsed ? (*m_indexedRows)[index] : -1;
    if ((*m_snapshot.rowOfText)[index] != row) {
        auto rows = std::make_shared<std::vector<qint32>>(*m_snapshot.rowOfText);
        (*rows)[index] = row;
        m_snapshot.rowOfText = std::move(rows);
    }
}

void RegistrySearch::startIndexing(IndexUse use)
{
    m_cancelIndexing.cancel();
    m_cancelIndexing = {};
    m_renewTimer.stop();
    m_changedMeanwhile.clear();
    setIndexState(IndexState::Checking);
    const auto work = [snapshot = m_snapshot, file = m_packFile, use,
                       cancel = m_cancelIndexing](QPromise<Result<Indexed>> &promise) {
        BuildOptions options;
        options.cancel = cancel;
        promise.setProgressRange(0, snapshot.entries.rowCount());
        options.onProgress = [&promise](int done) { promise.setProgressValue(done); };
        promise.addResult(findOrBuildIndex(opened(snapshot), file, use, options));
    };
    m_indexWatcher.setFuture(QtConcurrent::run(m_workPool.get(), work));
}

Result<RegistrySearch::Indexed> RegistrySearch::findOrBuildIndex(const Snapshot &snapshot,
                                                                 const QString &packFile,
                                                                 IndexUse use,
                                                                 const BuildOptions &options)
{
    QList<RepoPath> prompts;
    for (int row = 0; row < snapshot.entries.rowCount(); ++row) {
        const EntryTable::Entry &entry = snapshot.entries.entry(row);
        if (!entry.isRemoved && !entry.promptFile.isRoot()) {
            prompts.append(entry.promptFile);
        }
    }
    if (prompts.size() <= mostLooseTexts) {
        return Indexed();
    }
    const auto indexed = [&](const std::shared_ptr<const Pack> &pack, Currency currency) {
        return Indexed{pack,
                       std::make_shared<std::vector<qint32>>(matchTexts(
                           *pack, *snapshot.files, snapshot.entries, currency, options.cancel))};
    };
    if (use == IndexUse::Keep) {
        if (const auto pack = Pack::open(packFile)) {
            Indexed found = indexed(*pack, Currency::ByStamps);
            const auto loose = prompts.size()
                - std::ranges::count_if(*found.rowOfText, [](qint32 row) { return row >= 0; });
            if (loose <= mostLooseTexts) {
                return found;
            }
        }
    }
    return buildPack(*snapshot.files, prompts, packFile, options)
        .transform([&](const std::shared_ptr<const Pack> &pack) {
            return indexed(pack, Currency::AsBuilt);
        });
}

void RegistrySearch::takeIndexed(const Result<Indexed> &indexed)
{
    if (m_cancelIndexing.isCancelled()) {
        return;
    }
    if (!indexed) {
        setIndexState(IndexState::Failed);
        Q_EMIT indexFailed(indexed.error());
        return;
    }
    m_snapshot.pack = indexed->pack;
    m_snapshot.rowOfText = indexed->rowOfText;
    m_indexedRows = indexed->rowOfText;
    m_newerThanIndex = m_changedMeanwhile;
    for (const RepoPath &file : std::as_const(m_newerThanIndex)) {
        usePackFor(file, false);
    }
    for (auto draft = m_snapshot.drafts.keyBegin(); draft != m_snapshot.drafts.keyEnd(); ++draft) {
        usePackFor(*draft, false);
    }
    setIndexState(m_snapshot.pack ? IndexState::Ready : IndexState::None);
    readSections();
}

void RegistrySearch::readSections()
{
    m_sectionsTask.request([this](const CancelFlag &cancel) {
        return QtConcurrent::run(m_workPool.get(), [snapshot = m_snapshot, cancel] {
            return std::make_shared<SectionList>(collectSections(opened(snapshot), cancel));
        });
    });
}

void RegistrySearch::readHeadings(int row)
{
    if (m_sectionsTask.isRunning()) {
        m_laterHeadings.insert(row);
        return;
    }
    if (m_snapshot.entries.entry(row).promptFile.isRoot()) {
        return;
    }
    QtConcurrent::run(m_workPool.get(), [snapshot = m_snapshot, row] {
        return headingsOf(looseText(opened(snapshot), row).value_or(RowText()).bytes);
    }).then(this, [this, row, id = m_snapshot.entries.entry(row).id](const QList<Heading> &found) {
        if (row < m_snapshot.entries.rowCount() && m_snapshot.entries.entry(row).id == id) {
            m_finder->setHeadings(row, found);
        }
    });
}

std::unique_ptr<SearchJob> RegistrySearch::newJob(const Query &query, const SearchOptions &options)
{
    auto job = std::make_unique<SearchJob>(m_searchPool, m_snapshot, query, options);
    connect(job.get(), &SearchJob::finished, this, [this, pack = m_snapshot.pack] {
        if (pack && pack == m_snapshot.pack && pack->isDamaged() && !m_indexWatcher.isRunning()) {
            startIndexing(IndexUse::Renew);
        }
    });
    return job;
}

QList<AnythingFinder::Found> RegistrySearch::find(const QString &typed, int most) const
{
    return m_finder->find(typed, most);
}

} // namespace hermes::search
