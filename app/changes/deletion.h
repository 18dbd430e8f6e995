#pragma once

#include "changes/changeset.h"
#include "registry/catalog.h"

namespace hermes::changes {

/// Puts entries into the trash, with what `studio/` has for them, and takes them out of the
/// channels. Entries that still need one of them are remarks; they are not changed.
/// Errors: NotFound (one is not in the registry), NotAFile (one is a link), those of FileSource.
[[nodiscard]] core::Result<ChangeSet> deleteEntries(const core::FileSource &source,
                                                    const registry::Catalog &catalog,
                                                    const QList<core::EntryId> &ids);

} // namespace hermes::changes
