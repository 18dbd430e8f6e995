#pragma once

#include "workspace/fragmentchanges.h"

namespace hermes::workspace {

/// Puts the text of a fragment where a tag of a source, or of another fragment, includes it. The
/// fragment stays for others. What is assembled is the same, of a fragment's text in every prompt
/// that includes it.
///
/// `offset`: a byte of the tag. Errors: InvalidArgument (there is no such tag, or the text would
/// not be the same), those of reading. Thread: any; blocks.
[[nodiscard]] core::Result<changes::ChangeSet> inlineFragment(const core::FileSource &files,
                                                              const QString &registryRoot,
                                                              const PromptPlace &place,
                                                              qint64 offset);

/// Where a fragment is included as it is now: without a version, or with the one it has.
[[nodiscard]] QList<TemplateUse> presentUses(const core::FileSource &files, const QString &name);
/// Puts a fragment into the trash. Tags that ask for a version which only the history has go on
/// finding it there. Errors: InvalidArgument while it is included as it is now, with where; those
/// of reading. Thread: any; blocks.
[[nodiscard]] core::Result<changes::ChangeSet> deleteFragment(const core::FileSource &files,
                                                              const QString &name);
/// The same, after its text was put in the place of each of presentUses(). No prompt changes.
/// Errors: InvalidArgument if it cannot be at one of them, with where.
[[nodiscard]] core::Result<changes::ChangeSet>
dissolveFragment(const core::FileSource &files, const QString &registryRoot, const QString &name);

} // namespace hermes::workspace
