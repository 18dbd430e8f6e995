#pragma once

#include "check/checkdefinition.h"
#include "core/latesttask.h"
#include "core/pacedqueue.h"
#include "registry/catalog.h"
#include "workspace/comparison.h"
#include "workspace/definitiondocument.h"
#include "workspace/definitionhistory.h"
#include "workspace/openingrecord.h"
#include "workspace/registrystate.h"
#include "workspace/release.h"
#include "workspace/vocabulary.h"

#include <QFuture>
#include <QHash>
#include <QObject>
#include <QSet>
#include <QTimer>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace hermes::workspace {

struct CatalogUpdate;
class EditJournal;
class FolderWatch;
class RegistryHold;
struct UnfinishedChange;

/// An open registry: its catalog, kept live, its documents, and the work that can be done on them.
///
/// Long work runs on workers and comes back as signals or futures; continuations belong on
/// `.then(receiver, …)`. What concerns many entries is told in portions, a few milliseconds' worth
/// in each turn of the event loop; catalog() is then ahead of the signals. Thread: UI.
class Workspace final : public QObject
{
    Q_OBJECT

public:
    static constexpr int entriesPerBatch = 100;

    enum class Status
    {
        Closed,
        Loading,
        Ready,
        Failed
    };

    /// `stateFolder`: where the journal lives; outside every registry.
    explicit Workspace(const QString &stateFolder, QObject *parent = nullptr);
    ~Workspace() override;

    /// Closes what is open and loads another registry. Any existing folder opens; one without
    /// entries is an empty registry.
    void open(const QString &folder);
    void close();

    [[nodiscard]] Status status() const { return m_status; }
    /// Without links, once its folder has answered.
    [[nodiscard]] const QString &root() const { return m_root; }
    [[nodiscard]] const QString &stateFolder() const { return m_stateFolder; }
    [[nodiscard]] QString name() const; ///< Name of the root folder.
    [[nodiscard]] const registry::Catalog &catalog() const { return m_catalog; }
    [[nodiscard]] const Vocabulary &vocabulary() const { return m_vocabulary; }
    [[nodiscard]] EntryState entryState(const core::EntryId &id) const;
    /// All that are not clean.
    [[nodiscard]] const QHash<core::EntryId, EntryState> &entryStates() const
    {
        return m_entryStates;
    }
    [[nodiscard]] const RepositoryOverview &repository() const { return m_repository; }
    /// Empty = files may be changed here; else which other user or host has the registry, as a
    /// sentence. Then drafts are journaled and nothing else is written, until it is free.
    [[nodiscard]] const QString &heldElsewhere() const { return m_heldElsewhere; }
    /// The same as an error of what would have written.
    [[nodiscard]] core::Result<void> writable() const;

    /// The open document of an entry; opens it if needed. nullptr if there is no such entry. Owned
    /// here until closeDocument().
    [[nodiscard]] DefinitionDocument *document(const core::EntryId &id);
    [[nodiscard]] DefinitionDocument *openDocument(const core::EntryId &id) const;
    [[nodiscard]] QList<DefinitionDocument *> documents() const;
    /// Texts of open fragments that are not saved, by file.
    [[nodiscard]] QHash<core::RepoPath, ExactText> unsavedFragments() const;
    /// Unsaved text of all documents is on the disk when it returns, or the time is over; for when
    /// the program may be ended at any moment. False if it was not enough.
    bool keepAll(std::chrono::milliseconds limit);
    /// Forgets a document. What is not saved stays in the journal unless it is discarded there.
    void closeDocument(const core::EntryId &id);

    /// How often in a row the program ended shortly after it began to open this entry.
    [[nodiscard]] int failedOpenings(const core::EntryId &id) const;
    /// Keeps what the journal has of an entry that is not open, without using it. Tells where.
    [[nodiscard]] QStringList putJournalAside(const core::EntryId &id);

    /// An operation gave the files of an open document other names, and perhaps another id.
    void moveDocument(DefinitionDocument &document, const DefinitionDocument::Location &now);
    /// Reads these folders of entries again, without waiting for the watch to notice.
    void refreshFolders(const QStringList &folders) { foldersChanged(folders); }

    [[nodiscard]] QFuture<core::Result<DefinitionHistory>> history(const core::EntryId &id) const;
    [[nodiscard]] QFuture<core::Result<Comparison>> compare(const core::EntryId &id,
                                                            const ContentRef &left,
                                                            const ContentRef &right,
                                                            const core::CancelFlag &cancel);
    [[nodiscard]] QFuture<core::Result<QList<core::Problem>>> check(const core::EntryId &id);
    [[nodiscard]] QFuture<core::Result<QString>> checksum(const core::EntryId &id) const;
    [[nodiscard]] QFuture<core::Result<ReleasePlan>> planRelease(const core::EntryId &id);
    /// Saves, commits, tags. On success the document and the catalog follow.
    [[nodiscard]] QFuture<core::Result<ReleaseResult>> release(const ReleaseRequest &request);
    /// The request for a plan's entry from its open document; version, changelog and author are the
    /// caller's.
    [[nodiscard]] std::optional<ReleaseRequest> releaseRequest(const ReleasePlan &plan) const;
    enum class Restored
    {
        AsItWas,
        PromptAsSource ///< It had no source then: what is edited gives the prompt it had.
    };
    /// Puts an older content into the entry's document, as a draft.
    [[nodiscard]] QFuture<core::Result<Restored>> restore(const core::EntryId &id,
                                                          const ContentRef &reference);
    [[nodiscard]] core::Result<vcs::Signature> signature() const;
    // What mends a repository; afterwards it is looked at again.
    [[nodiscard]] QFuture<core::Result<void>> repairLocks(); ///< Moves stale ones aside.
    [[nodiscard]] QFuture<core::Result<void>> rebuildStagingArea();
    [[nodiscard]] QFuture<core::Result<void>> restoreBranch(const vcs::ObjectId &commit);

Q_SIGNALS:
    void statusChanged();
    void failed(const hermes::core::Error &error); ///< The registry could not be opened.
    /// While loading, unsorted, at most entriesPerBatch. Of entries with equal ids the last one
    /// told is the one that counts.
    void entriesAdded(const QList<hermes::registry::EntrySummary> &entries);
    void loaded(); ///< catalog() is complete and sorted, and all of it was told.
    void watched(); ///< After loaded(): from now on what changes on disk is seen.
    void entryChanged(const hermes::registry::EntrySummary &entry); ///< Or new.
    void entryRemoved(const hermes::core::EntryId &id);
    /// Files below these folders changed on disk, and the catalog has been brought up to date; an
    /// empty name stands for all.
    void filesChanged(const QStringList &folders);
    void documentOpened(hermes::workspace::DefinitionDocument *document);
    /// The document's id is another one now.
    void documentRenamed(hermes::workspace::DefinitionDocument *document);
    /// The document was read and has been open for a while without harm.
    void documentSettled(hermes::workspace::DefinitionDocument *document);
    void entryStatesChanged();
    void repositoryChanged();
    void holdChanged(); ///< heldElsewhere() is another.
    void registryGone(); ///< The folder itself went away.
    void released(const hermes::workspace::ReleaseResult &result);
    void notice(const QString &text); ///< Something happened that the user may want to know
                                      ///< ("Release … was completed").

private:
    struct LoadStep;
    /// An entry's newest version, kept while HEAD stays: checks run after each pause in typing, and
    /// finding it walks the history.
    struct ReleasedContent
    {
        vcs::ObjectId head;
        QString version; ///< Empty = none yet.
        bool isReadable = false;
        QByteArray manifestText;
        QByteArray promptText;
    };
    struct Checked
    {
        ReleasedContent released;
        QList<core::Problem> problems;
    };
    struct IndexedReading
    {
        RepositoryReading reading;
        std::shared_ptr<const FolderIndex> index;
        int revision = 0; ///< m_foldersRevision when the index was asked for.
    };

    [[nodiscard]] static ReleasedContent readReleased(const QString &root, const Draft &draft,
                                                      const vcs::ObjectId &head);
    [[nodiscard]] static QList<core::Problem> checkDraft(const registry::Definition &draft,
                                                         const ReleasedContent &released,
                                                         check::CheckContext context,
                                                         const QList<core::Problem> &ofFolder);
    void openResolved(const QString &root);
    void startLoading();
    void setHeldElsewhere(const QString &obstacle);
    void tryToHold();
    void letGo();
    void takeStep(const LoadStep &step);
    void finishLoading(const core::Result<registry::Catalog> &catalog,
                       const Vocabulary &vocabulary);
    void tellUnfinished(const core::Result<UnfinishedRelease> &release,
                        const core::Result<UnfinishedChange> &change);
    void startWatching();
    void lookOnceMore();
    void foldersChanged(const QStringList &folders);
    void rereadChanged();
    void applyUpdate(const CatalogUpdate &update);
    void insertEntry(const registry::EntrySummary &entry);
    void eraseEntry(const core::EntryId &id);
    void forgetFolders();
    void refreshRepository();
    void applyRepository(const IndexedReading &indexed);
    void recordOpening(DefinitionDocument *document);
    void followFragment(DefinitionDocument &fragment);
    void shareFragments(const DefinitionDocument *changed);
    void forgetOpenings();
    void adoptRelease(const ReleaseRequest &request, const ReleaseResult &result);
    void setStatus(Status status);
    [[nodiscard]] QFuture<core::Result<void>>
    mend(std::function<core::Result<void>(vcs::Repository &)> work);

    Status m_status = Status::Closed;
    QString m_root;
    QString m_stateFolder;
    registry::Catalog m_catalog;
    Vocabulary m_vocabulary;
    core::PacedQueue m_arrivals; ///< What is known and not yet told.
    QSet<QString> m_changedFolders; ///< Not read again yet; m_root's own "" stands for all.
    bool m_isRereading = false;
    bool m_isFirstLook = false; ///< The next reading of everything is not for a change.
    /// Of the catalog's folders as they are now; nullptr = to be made with the next reading.
    std::shared_ptr<const FolderIndex> m_folderIndex;
    int m_foldersRevision = 0;
    RepositoryOverview m_repository;
    QHash<core::EntryId, EntryState> m_entryStates;
    QHash<core::EntryId, DefinitionDocument *> m_documents;
    QHash<core::EntryId, ReleasedContent> m_released;
    std::unique_ptr<EditJournal> m_journal;
    OpeningRecord m_openings;
    std::unique_ptr<FolderWatch> m_watch;
    std::shared_ptr<RegistryHold> m_hold; ///< One worker at a time uses it.
    QString m_heldElsewhere;
    QTimer m_holdTimer; ///< While somebody else holds the registry.
    core::LatestTask<IndexedReading> m_repositoryTask;
    core::CancelFlag m_cancelLoading;
    /// Context of everything that was started for the open registry; replaced with it, so late
    /// replies find nobody.
    std::unique_ptr<QObject> m_session;
};

} // namespace hermes::workspace
