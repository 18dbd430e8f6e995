#pragma once

#include "changes/changeset.h"

namespace hermes::changes {

/// One file of a change set as people see it.
struct ShownChange
{
    enum class Kind
    {
        Added,
        Changed,
        Removed,
        Moved, ///< To another place, unchanged.
        MovedAndChanged,
        Deleted, ///< Into the trash.
        Restored, ///< From the trash.
    };
    Kind kind = Kind::Changed;
    core::RepoPath before; ///< Its path before; root if it is new.
    core::RepoPath after; ///< Its path afterwards; root if it goes.
    QByteArray textBefore; ///< Empty where the content does not change.
    QByteArray textAfter;

    bool operator==(const ShownChange &) const = default;
};

/// Every file that a change set concerns, in the order of the paths.
[[nodiscard]] QList<ShownChange> shownChanges(const ChangeSet &changes);

/// The writes and moves as a patch that `git apply` takes. Files that are no text are named as
/// binary, as git does; what goes into the trash is only named.
[[nodiscard]] QByteArray patchOf(const ChangeSet &changes);

} // namespace hermes::changes
