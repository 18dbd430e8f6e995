#pragma once

#include "vcs/libgit_p.h"

#include <optional>

namespace hermes::vcs {

struct Repository::Handle
{
    RepositoryPointer git;
    QString workTree; ///< Absolute, without links, no slash at the end.
};

/// Where HEAD stands. Unborn is a state, not an error; whatever cannot be read is an error, never
/// "unborn".
struct HeadPosition
{
    RepositoryState::Head head = RepositoryState::Head::Branch;
    QString reference; ///< Full name of the branch; empty when detached.
    ObjectId commit;
};

/// Opens the repository of exactly this work tree; errors as Repository::open().
[[nodiscard]] core::Result<RepositoryPointer> openRepository(const QString &workTree);

[[nodiscard]] core::Result<HeadPosition> readHead(git_repository *repository);
/// Errors: RepositoryDamaged, also if there is no such commit.
[[nodiscard]] core::Result<CommitPointer> findCommit(git_repository *repository,
                                                     const ObjectId &id);
[[nodiscard]] core::Result<TreePointer> findTree(git_repository *repository,
                                                 const ObjectId &commit);
/// What stands at a path of a tree; null pointer = nothing. Errors: RepositoryDamaged.
[[nodiscard]] core::Result<TreeEntryPointer> findEntry(const git_tree *tree,
                                                       const core::RepoPath &path);
/// Content of a blob, at most `maxBytes`. Errors: RepositoryDamaged naming `file`, TooLarge.
[[nodiscard]] core::Result<QByteArray> readBlob(git_repository *repository, const git_oid &blob,
                                                const core::RepoPath &file, qint64 maxBytes);
/// The staging area as it is on disk now. Errors: StagingAreaDamaged.
[[nodiscard]] core::Result<IndexPointer> openStagingArea(git_repository *repository);

[[nodiscard]] QString gitFolderOf(const git_repository *repository);
/// The folder that linked work trees share: objects and branches.
[[nodiscard]] QString commonFolderOf(const git_repository *repository);
[[nodiscard]] QString tagReference(const QString &tagName);

} // namespace hermes::vcs
