#pragma once

#include "changes/changeset.h"
#include "core/cancelflag.h"
#include "core/error.h"
#include "registry/catalog.h"

#include <QSet>

namespace hermes::workspace {

/// The prompts that are made with a fragment, and what makes them what their sources give now.
struct DependentPrompts
{
    int count = 0; ///< Agents whose source includes it, by way of other fragments as well.
    /// One write for each prompt that is another than its source gives; why some are left out.
    changes::ChangeSet changes;
};

/// Looks through the registry as it is on the disk. Drafts of sources are not part of it: who has
/// one writes the prompt when it is saved.
/// `drafts`: entries whose source has a draft; their prompts are left out, with a remark.
/// Errors: Cancelled. Thread: any; blocks.
[[nodiscard]] core::Result<DependentPrompts>
dependentPrompts(const core::FileSource &files, const QString &registryRoot,
                 const registry::Catalog &catalog, const QString &fragment,
                 const QSet<core::EntryId> &drafts, const core::CancelFlag &cancel);

} // namespace hermes::workspace
