#pragma once

#include "changes/changeset.h"
#include "registry/catalog.h"

namespace hermes::changes {

enum class VersionBump
{
    None,
    Patch,
    Minor,
    Major
};

/// The same edit of many entries. Whatever is not named stays.
struct BulkEdit
{
    QStringList addedTags;
    QStringList removedTags;
    std::optional<QString> model; ///< Agents and skills; empty = the field is removed.
    VersionBump bump = VersionBump::None;
    std::optional<registry::Author> author; ///< Empty name = the field is removed.
    std::optional<QString> license; ///< Empty = the field is removed.
    std::optional<QString> category; ///< Skills: the folder below `skills/` to move to.

    bool operator==(const BulkEdit &) const = default;
};

/// Edits the manifests of entries, each byte-exact outside its fields, and moves skills.
///
/// An entry whose manifest cannot be edited, or to which a part of the edit does not apply, is a
/// remark; the others are edited all the same.
/// Errors: InvalidArgument (a category or a tag that cannot be).
[[nodiscard]] core::Result<ChangeSet> bulkEdit(const core::FileSource &source,
                                               const registry::Catalog &catalog,
                                               const QList<core::EntryId> &ids,
                                               const BulkEdit &edit);

} // namespace hermes::changes
