#pragma once

#include "assembly/assembly.h"
#include "changes/changeset.h"
#include "registry/catalog.h"
#include "workspace/fragmentuses.h"

#include <QSet>

namespace hermes::workspace {

/// What operations on fragments work on: the prompt of an agent, or a fragment.
struct PromptPlace
{
    core::EntryId entry; ///< Or fragmentId().
    core::RepoPath promptFile; ///< Or the fragment's.
};

/// Makes a fragment of a stretch of a prompt's text, and puts the tag that includes it in its
/// place. A prompt that was its own source gets one, in `studio/sources`. What is assembled, of a
/// fragment's text every prompt that includes it, is the same, byte for byte; that is looked at
/// here, and a selection for which it cannot be is refused.
///
/// `files`: with drafts. `stretch`: bytes of the source, or of the prompt without one, or of the
/// fragment.
/// Errors: InvalidArgument (the name cannot be used or is taken, nothing is selected, the selection
/// begins or ends within a tag or section), Cancelled, those of reading. Thread: any; blocks.
[[nodiscard]] core::Result<changes::ChangeSet>
extractFragment(const core::FileSource &files, const QString &registryRoot,
                const PromptPlace &place, const assembly::ByteRange &stretch, const QString &name,
                const core::CancelFlag &cancel);

/// Makes a fragment without text, for a tag that names it already. Errors: InvalidArgument with the
/// reason. Thread: any; looks at the files.
[[nodiscard]] core::Result<changes::ChangeSet> makeFragment(const core::FileSource &files,
                                                            const QString &name);

/// Gives a fragment another name, in every source and fragment that includes it. A tag that asks
/// for a version which only the history has stays, and is a remark: the history knows the old name.
/// Errors: InvalidArgument (no name, or taken), NotFound. Thread: any; blocks.
[[nodiscard]] core::Result<changes::ChangeSet>
renameFragment(const core::FileSource &files, const QString &from, const QString &to);

/// Adds the prompts that sources give otherwise once the change set is done: those whose source, or
/// a fragment or value they take, is in it.
/// `files`: as they are now, with drafts. `unsavedFragments`: which of them are; a prompt that
/// takes one is left out, for it is made of what is saved. Thread: any; blocks.
void addPromptsMadeAnew(changes::ChangeSet &changes, const core::FileSource &files,
                        const QString &registryRoot, const registry::Catalog &catalog,
                        const QSet<core::RepoPath> &unsavedFragments);

} // namespace hermes::workspace
