#pragma once

#include "vcs/repository.h"

#include <QCoreApplication>

#include <git2.h>

#include <memory>

namespace hermes::vcs {

/// Gives the folder's sentences for people one context that lupdate finds.
class Message
{
    Q_DECLARE_TR_FUNCTIONS(Vcs)
};

template <auto Free>
struct GitDeleter
{
    template <typename T>
    void operator()(T *object) const
    {
        Free(object);
    }
};

template <typename T, auto Free>
using GitPointer = std::unique_ptr<T, GitDeleter<Free>>;

using RepositoryPointer = GitPointer<git_repository, git_repository_free>;
using ReferencePointer = GitPointer<git_reference, git_reference_free>;
using ReferenceIteratorPointer = GitPointer<git_reference_iterator, git_reference_iterator_free>;
using ObjectPointer = GitPointer<git_object, git_object_free>;
using CommitPointer = GitPointer<git_commit, git_commit_free>;
using TreePointer = GitPointer<git_tree, git_tree_free>;
using TreeEntryPointer = GitPointer<git_tree_entry, git_tree_entry_free>;
using BlobPointer = GitPointer<git_blob, git_blob_free>;
using TagPointer = GitPointer<git_tag, git_tag_free>;
using DatabasePointer = GitPointer<git_odb, git_odb_free>;
using DatabaseObjectPointer = GitPointer<git_odb_object, git_odb_object_free>;
using IndexPointer = GitPointer<git_index, git_index_free>;
using SignaturePointer = GitPointer<git_signature, git_signature_free>;
using ConfigPointer = GitPointer<git_config, git_config_free>;
using ConfigIteratorPointer = GitPointer<git_config_iterator, git_config_iterator_free>;
using ReflogPointer = GitPointer<git_reflog, git_reflog_free>;
using StatusPointer = GitPointer<git_status_list, git_status_list_free>;
using FilterListPointer = GitPointer<git_filter_list, git_filter_list_free>;

/// Bytes that libgit2 gives away. Pass `&buffer.raw` to be filled.
struct GitBuffer
{
    GitBuffer() = default;
    ~GitBuffer() { git_buf_dispose(&raw); }
    Q_DISABLE_COPY_MOVE(GitBuffer)

    git_buf raw = GIT_BUF_INIT;
};

[[nodiscard]] git_oid toGit(const ObjectId &id);
[[nodiscard]] ObjectId fromGit(const git_oid &id);
[[nodiscard]] Signature fromGit(const git_signature &signature);

/// What libgit2 said about the call that just failed on this thread.
struct GitError
{
    int result = 0; ///< The call's result, such as GIT_ENOTFOUND.
    int area = 0; ///< A git_error_t, such as GIT_ERROR_INDEX.
    QString text;
};
/// Valid only directly after the failing call.
[[nodiscard]] GitError lastGitError(int result);

/// The failure for a libgit2 call that just failed on this thread.
///
/// Causes that people can act on whatever the call was (a lock, a full disk, missing permission, a
/// damaged staging area) get their own code and sentence; all others become `otherwise` with
/// `message`.
[[nodiscard]] std::unexpected<core::Error> gitFailure(int result, core::ErrorCode otherwise,
                                                      const QString &message);
[[nodiscard]] std::unexpected<core::Error>
gitFailure(const GitError &error, core::ErrorCode otherwise, const QString &message);

} // namespace hermes::vcs
