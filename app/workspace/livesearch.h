#pragma once

#include "core/entryid.h"
#include "core/latesttask.h"
#include "registry/catalog.h"
#include "search/entrytable.h"
#include "vcs/objectid.h"
#include "workspace/fragmentsummaries.h"
#include "workspace/registrystate.h"

#include <QHash>
#include <QObject>
#include <QString>

#include <memory>
#include <unordered_map>

namespace hermes::search {
class RegistrySearch;
}

namespace hermes::workspace {

class DefinitionDocument;
class Workspace;

using EntryFactsById = QHash<core::EntryId, search::EntryFacts>;

/// The search of a workspace's registry, kept current: it is told of entries and fragments as they
/// are read and change, of files that change on disk, of how git sees them and of unsaved prompts.
///
/// Thread: UI.
class LiveSearch final : public QObject
{
    Q_OBJECT

public:
    /// `workspace` outlives this. `cacheFolder`: where the index lies; see cacheFolder().
    LiveSearch(Workspace &workspace, const QString &cacheFolder, QObject *parent = nullptr);
    ~LiveSearch() override;

    /// nullptr while no registry is open.
    [[nodiscard]] search::RegistrySearch *search() const { return m_search.get(); }

Q_SIGNALS:
    void replaced(); ///< search() is another one, or none; the one before is still there.

private:
    class PromptFollower;

    void followWorkspace();
    void rereadFiles(const QStringList &folders);
    void readFragments();
    void takeFragments(const QList<FragmentSummary> &fragments);
    void setEntries();
    void follow(DefinitionDocument &document);
    void tellFacts();
    void readChangeTimes();

    Workspace &m_workspace;
    QString m_cacheFolder;
    std::unique_ptr<search::RegistrySearch> m_search;
    QList<FragmentSummary> m_fragments; ///< That the search has beside the entries.
    core::LatestTask<QList<FragmentSummary>> m_fragmentsTask;
    vcs::ObjectId m_timesHead; ///< The commit that m_times was read from, or is being.
    EntryFactsById m_times; ///< When entries were last changed, as git tells; each as if clean.
    core::LatestTask<EntryFactsById> m_timesTask;
    /// By document; the last member, so that they go while the search is there.
    std::unordered_map<const QObject *, std::unique_ptr<PromptFollower>> m_followers;
};

/// When entries were last changed, as the commits up to `head` tell. Of a folder without git, or a
/// history that cannot be read, nothing. Thread: any; blocks on disk.
[[nodiscard]] EntryFactsById committedFacts(const QString &root, const vcs::ObjectId &head,
                                            const QList<registry::EntrySummary> &entries,
                                            const core::CancelFlag &cancel);
/// What a search is told of entries: what git tells, and of those that are not clean that they are
/// changed now.
[[nodiscard]] EntryFactsById searchFacts(EntryFactsById committed,
                                         const QHash<core::EntryId, EntryState> &states);

/// How entries stand to git where an unsaved draft counts as a change. All that are not clean.
[[nodiscard]] QHash<core::EntryId, EntryState> statesWithDrafts(const Workspace &workspace);

} // namespace hermes::workspace
