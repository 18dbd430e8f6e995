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

    [[nodiscard]] bool isFilesOnly() const { return !state.has_value(); }
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
                                               const QList<registry::EntrySummary> &entries);

} // namespace hermes::workspace
