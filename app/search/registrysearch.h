#pragma once

#include "core/cancelflag.h"
#include "core/error.h"
#include "core/latesttask.h"
#include "search/anythingfinder.h"
#include "search/packbuild.h"
#include "search/searchjob.h"
#include "search/snapshot.h"

#include <QFutureWatcher>
#include <QHash>
#include <QList>
#include <QObject>
#include <QSet>
#include <QString>
#include <QTimer>

#include <memory>
#include <variant>
#include <vector>

QT_BEGIN_NAMESPACE
class QThreadPool;
QT_END_NAMESPACE

namespace hermes::search {

/// The search of an open registry: keeps what searches look at up to date, and makes their jobs.
///
/// Whatever state the index is in, a search is complete and current: what the index does not have
/// is read from the files, which only takes longer. The index is made, checked and renewed in the
/// background; it is one file in the cache folder, may be deleted at any time, and is only made
/// where files are many. Thread: UI.
class RegistrySearch final : public QObject
{
    Q_OBJECT

public:
    enum class IndexState
    {
        None, ///< Too few files to need one, or not yet looked at.
        Checking, ///< Whether the files are still those that were indexed.
        Building,
        Ready,
        Failed ///< It cannot be written; see indexFailed().
    };

    RegistrySearch(const QString &registryRoot, const QString &cacheFolder,
                   QObject *parent = nullptr);
    ~RegistrySearch() override;

    /// Entries that were read while the registry still loads.
    void addEntries(const QList<registry::EntrySummary> &entries);
    /// All entries; others go. Prepared in the background, then entriesChanged(). Until
    /// checkIndex() files are read.
    void setEntries(const QList<registry::EntrySummary> &entries);
    /// Looks after the index, when the entries are prepared: whether its files are still those on
    /// disk. What changes later is told by updateEntry().
    void checkIndex();
    /// An entry is new or changed, or a file of it: its prompt is read anew.
    void updateEntry(const registry::EntrySummary &entry);
    void removeEntry(const core::EntryId &id);
    /// What is known beside the files; entries that are not named are clean.
    void setFacts(const QHash<core::EntryId, EntryFacts> &facts);
    /// The unsaved text of a prompt file takes its place, until it is dropped.
    void setDraft(const core::RepoPath &promptFile, const QByteArray &text);
    void dropDraft(const core::RepoPath &promptFile);

    [[nodiscard]] const EntryTable &entries() const { return m_snapshot.entries; }
    /// Where an entry stands in entries(); -1: nowhere.
    [[nodiscard]] int rowOf(const core::EntryId &id) const { return m_rows.value(id, -1); }
    /// What a search would look at now, without its files; see opened().
    [[nodiscard]] const Snapshot &snapshot() const { return m_snapshot; }
    [[nodiscard]] IndexState indexState() const { return m_indexState; }

    /// A job that is not started. For searching while someone types: start a new one and destroy
    /// the one before.
    [[nodiscard]] std::unique_ptr<SearchJob> newJob(const Query &query,
                                                    const SearchOptions &options);
    /// "Go to anything".
    [[nodiscard]] QList<AnythingFinder::Found> find(const QString &typed, int most) const;

Q_SIGNALS:
    void entriesChanged(); ///< Rows may mean other entries than before.
    void fieldsChanged(); ///< A filter would find other things now.
    void textsChanged(); ///< A search would.
    void indexStateChanged();
    void indexProgress(int done, int total); ///< Files, while it is built.
    void indexFailed(const hermes::core::Error &error);

private:
    /// Entries, ready to be searched.
    struct Prepared
    {
        EntryTable entries;
        QHash<core::EntryId, int> rows;
        std::shared_ptr<AnythingFinder> finder;
    };
    /// A pack and whose its texts are. No pack: none is needed.
    struct Indexed
    {
        std::shared_ptr<const Pack> pack;
        std::shared_ptr<const std::vector<qint32>> rowOfText;
    };
    enum class IndexUse
    {
        Keep, ///< What is on disk, if it is good.
        Renew
    };
    using Change = std::variant<registry::EntrySummary, core::EntryId>; ///< New or changed; gone.

    void takePrepared(const Prepared &prepared);
    void takeIndexed(const core::Result<Indexed> &indexed);
    void startIndexing(IndexUse use);
    [[nodiscard]] static core::Result<Indexed> findOrBuildIndex(const Snapshot &snapshot,
                                                                const QString &packFile,
                                                                IndexUse use,
                                                                const BuildOptions &options);
    int writeEntry(const registry::EntrySummary &entry); ///< Its row.
    void readSections();
    void readHeadings(int row);
    void fileChanged(const core::RepoPath &file);
    /// Lets a row's text be the pack's, or what a draft or the file has.
    void usePackFor(const core::RepoPath &file, bool isUsed);
    void applyFacts();
    void setIndexState(IndexState state);

    QString m_packFile;
    std::shared_ptr<QThreadPool> m_searchPool;
    std::unique_ptr<QThreadPool> m_workPool;
    Snapshot m_snapshot;
    std::shared_ptr<AnythingFinder> m_finder;
    QHash<core::EntryId, int> m_rows;
    QHash<core::EntryId, EntryFacts> m_facts;
    /// As the index was made: whose the texts of the pack were then.
    std::shared_ptr<const std::vector<qint32>> m_indexedRows;
    QSet<core::RepoPath> m_newerThanIndex; ///< Files that changed since.
    QSet<core::RepoPath> m_changedMeanwhile; ///< Files that changed while it is made.
    QList<Change> m_laterChanges; ///< Made while entries are prepared, for the result.
    QSet<int> m_laterHeadings; ///< Rows that changed while all headings are read.
    IndexState m_indexState = IndexState::None;
    bool m_isCheckWanted = false; ///< As soon as the entries are prepared.
    core::CancelFlag m_cancelIndexing;
    QTimer m_renewTimer;
    core::LatestTask<Prepared> m_prepareTask;
    core::LatestTask<std::shared_ptr<SectionList>> m_sectionsTask;
    QFutureWatcher<core::Result<Indexed>> m_indexWatcher;
};

} // namespace hermes::search
