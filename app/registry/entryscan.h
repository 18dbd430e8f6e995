#pragma once

#include "core/cancelflag.h"
#include "core/entryid.h"
#include "core/filesource.h"
#include "core/problem.h"

namespace hermes::registry {

/// A folder that is an entry by its place, not yet read.
struct EntryCandidate
{
    core::EntryKind kind = core::EntryKind::Agent;
    core::RepoPath folder;
    core::FileType type = core::FileType::Folder;
    QList<core::Problem> problems; ///< Of its name.
};

struct EntryScan
{
    QList<EntryCandidate> candidates; ///< In the order of allEntryKinds, then of their paths.
    QList<core::Problem> problems; ///< Of what is no entry: unreadable folders, links on the way.
};

/// Finds the entries of a registry by their folders alone. A skill ends the walk: what lies below
/// it is its own.
///
/// Stops early when cancelled. Internal to this folder.
[[nodiscard]] EntryScan scanEntries(const core::FileSource &source, const core::CancelFlag &cancel);

} // namespace hermes::registry
