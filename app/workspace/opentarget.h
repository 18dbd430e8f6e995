#pragma once

#include "core/entryid.h"
#include "core/repopath.h"

#include <QString>

namespace hermes::registry {
struct Catalog;
struct EntrySummary;
} // namespace hermes::registry

namespace hermes::workspace {

/// What a path that someone names or drops means: a registry, and perhaps a file of it.
struct OpenTarget
{
    QString registryRoot; ///< Absolute.
    core::RepoPath file; ///< Root if the path is the registry itself.

    bool operator==(const OpenTarget &) const = default;
};

/// A folder is a registry unless it is an entry's or lies in one; a file belongs to the registry
/// whose entry has it or whose `studio` has it as a source or a fragment, else to the repository
/// around it, else to its folder. Thread: any; looks at the disk.
[[nodiscard]] OpenTarget openTargetOf(const QString &path);

/// The entry in whose folder a file lies, or whose source it is; nullptr if there is none.
[[nodiscard]] const registry::EntrySummary *entryOf(const registry::Catalog &catalog,
                                                    const core::RepoPath &file);

} // namespace hermes::workspace
