#pragma once

#include "registry/catalog.h"
#include "vcs/repository.h"

#include <QHash>

#include <optional>

namespace hermes::workspace {

/// How an entry in the work tree stands to HEAD.
enum class EntryState
{
    Clean,
    Modified,
    Added,
    Conflicted
};

/// What git says about the open registry.
struct RepositoryOverview
{
    std::optional<vcs::RepositoryState> state; ///< nullopt = files-only mode.
    core::Error reason; ///< Why files-only mode, or what part of git does not work; NotARepository
                        ///< is the ordinary case.
    QList<vcs::StaleLock> locks;
    /// States the current branch can be put back to where its own file is damaged; newest first.
    QList<vcs::CommitInfo> earlierHeads;

    [[nodiscard]] bool isFilesOnly() const { return !state.has_value(); }
};

/// The entry whose folder holds a file; entries' folders do not lie in each other.
class FolderIndex
{
public:
    explicit FolderIndex(const QList<registry::EntrySummary> &entries);
    [[nodiscard]] std::optional<core::EntryId> find(core::RepoPath path) const;
    /// True for the file that makes a folder an entry.
    [[nodiscard]] bool isManifest(const core::RepoPath &file) const;

private:
    QHash<QString, core::EntryId> m_ids;
};

/// How the entries and the repository stand, read together.
struct RepositoryReading
{
    RepositoryOverview overview;
    QHash<core::EntryId, EntryState> entryStates; ///< Entries that are not here are clean.
};

/// Reads the state of the repository and of each entry's files against HEAD. Never fails: what does
/// not work is told in the overview, and the files stay usable. Thread: any; blocks.
[[nodiscard]] RepositoryReading readRepository(const QString &registryRoot,
                                               const FolderIndex &folders);

} // namespace hermes::workspace
