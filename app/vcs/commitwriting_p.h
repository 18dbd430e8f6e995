#pragma once

#include "vcs/repository_p.h"

namespace hermes::vcs {

/// Writes the tree that `changes` make of `base` (null = an empty one) and returns it.
///
/// Errors: OutsideRegistry and NotAFile if a path leads through or onto a link or submodule,
/// InvalidArgument for a name that git forbids, DiskFull, NotWritable.
[[nodiscard]] core::Result<TreePointer> writeTree(git_repository *repository, const git_tree *base,
                                                  const QList<FileChange> &changes);
/// Writes a commit that no reference points to. `parent` may be null.
[[nodiscard]] core::Result<ObjectId> writeCommit(git_repository *repository, const git_tree *tree,
                                                 const git_commit *parent,
                                                 const CommitRequest &request);
/// Writes an annotated tag object that no reference points to.
[[nodiscard]] core::Result<ObjectId> writeTag(git_repository *repository, const ObjectId &commit,
                                              const CommitRequest &request);

} // namespace hermes::vcs
