#include "vcs/commitwriting_p.h"

#include "core/directoryfilesource.h"

#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>

namespace hermes::vcs {

using core::ErrorCode;

namespace {

std::unexpected<core::Error> branchMoved(const QString &branch)
{
    return core::failure(ErrorCode::BranchMoved,
                         Message::tr("The branch %1 was changed by another program meanwhile. "
                                     "Nothing of this version was added to it. Look at the new "
                                     "state and try again.")
                             .arg(branch));
}

std::unexpected<core::Error> versionExists(const QString &tagName)
{
    return core::failure(ErrorCode::VersionExists,
                         Message::tr("The tag %1 exists and names something else. A version that "
                                     "was released never changes: choose a higher number.")
                             .arg(tagName));
}

/// What a reference points to, without looking behind it; null = there is no such reference.
core::Result<ObjectId> targetOf(git_repository *repository, const QString &name)
{
    git_oid id{};
    const int result = git_reference_name_to_id(&id, repository, name.toUtf8().constData());
    if (result == GIT_ENOTFOUND) {
        return ObjectId();
    }
    if (result < 0) {
        return gitFailure(result, ErrorCode::RepositoryDamaged,
                          Message::tr("%1 cannot be read. Nothing was changed.").arg(name));
    }
    return fromGit(id);
}

core::Result<void> requireFreeTag(git_repository *repository, const CommitRequest &request)
{
    if (request.tagName.isEmpty()) {
        return {};
    }
    int isValid = 0;
    if (git_tag_name_is_valid(&isValid, request.tagName.toUtf8().constData()) < 0 || isValid == 0) {
        return core::failure(ErrorCode::InvalidArgument,
                             Message::tr("“%1” cannot be the name of a tag.").arg(request.tagName));
    }
    const core::Result<ObjectId> existing = targetOf(repository, tagReference(request.tagName));
    if (!existing) {
        return std::unexpected(existing.error());
    }
    return existing->isNull() ? core::Result<void>() : versionExists(request.tagName);
}

core::Result<void> requireSafeState(const RepositoryState &state)
{
    if (state.operation != RepositoryState::Operation::None) {
        return core::failure(ErrorCode::RepositoryBusy,
                             Message::tr("The repository is in the middle of a merge, rebase or "
                                         "the like. Finish or abort it with git, then release. "
                                         "Nothing was changed."));
    }
    if (state.head == RepositoryState::Head::Detached) {
        return core::failure(ErrorCode::RepositoryBusy,
                             Message::tr("The repository is on no branch (detached HEAD), so a new "
                                         "version would belong to none. Switch to a branch first. "
                                         "Nothing was changed."));
    }
    return {};
}

enum class Progress
{
    Before, ///< The branch is where the commit was prepared.
    Moved, ///< The branch is at the commit.
    Beyond, ///< Others have built on the commit since.
};

core::Result<Progress> progressOf(git_repository *repository, const PreparedCommit &prepared)
{
    const core::Result<ObjectId> current = targetOf(repository, prepared.branchRef);
    if (!current) {
        return std::unexpected(current.error());
    }
    if (*current == prepared.commit) {
        return Progress::Moved;
    }
    if (*current == prepared.previousHead) {
        return Progress::Before;
    }
    const git_oid tip = toGit(*current);
    const git_oid ours = toGit(prepared.commit);
    const bool isBeyond =
        !current->isNull() && git_graph_descendant_of(repository, &tip, &ours) == 1;
    if (isBeyond) {
        return Progress::Beyond;
    }
    return branchMoved(prepared.branchRef);
}

core::Result<void> requireOwnTag(git_repository *repository, const PreparedCommit &prepared)
{
    if (prepared.tag.isNull()) {
        return {};
    }
    const core::Result<ObjectId> existing = targetOf(repository, tagReference(prepared.tagName));
    if (!existing) {
        return std::unexpected(existing.error());
    }
    const bool isFree = existing->isNull() || *existing == prepared.tag;
    return isFree ? core::Result<void>() : versionExists(prepared.tagName);
}

/// The reflog names who moved the branch: the committer, as with git.
core::Result<void> moveBranch(git_repository *repository, const PreparedCommit &prepared)
{
    const core::Result<CommitPointer> commit = findCommit(repository, prepared.commit);
    if (!commit) {
        return std::unexpected(commit.error());
    }
    const git_signature *committer = git_commit_committer(commit->get());
    git_repository_set_ident(repository, committer->name, committer->email);
    const QByteArray entry = (prepared.previousHead.isNull() ? "commit (initial): " : "commit: ")
        + QByteArray(git_commit_summary(commit->get()));
    const git_oid previous = toGit(prepared.previousHead);
    ReferencePointer moved;
    const int result = git_reference_create_matching(
        std::out_ptr(moved), repository, prepared.branchRef.toUtf8().constData(),
        git_commit_id(commit->get()), 1, &previous, entry.constData());
    if (result == GIT_EMODIFIED) {
        return branchMoved(prepared.branchRef);
    }
    if (result < 0) {
        return gitFailure(result, ErrorCode::NotWritable,
                          Message::tr("The branch %1 could not be moved to the new version. It is "
                                      "as it was; try again.")
                              .arg(prepared.branchRef));
    }
    return {};
}

core::Result<void> makeTag(git_repository *repository, const PreparedCommit &prepared)
{
    if (prepared.tag.isNull()) {
        return {};
    }
    const git_oid tag = toGit(prepared.tag);
    ReferencePointer made;
    const int result =
        git_reference_create(std::out_ptr(made), repository,
                             tagReference(prepared.tagName).toUtf8().constData(), &tag, 0, nullptr);
    if (result == GIT_EEXISTS) {
        return requireOwnTag(repository, prepared);
    }
    if (result < 0) {
        return gitFailure(result, ErrorCode::NotWritable,
                          Message::tr("The new version is committed, but its tag %1 could not be "
                                      "made. Try again to finish.")
                              .arg(prepared.tagName));
    }
    return {};
}

/// Notes the file's times and size in the entry if the file is what was committed, so that git need
/// not read it again to see that it is unchanged.
void describeFile(git_index_entry &entry, const QString &workTree, const core::RepoPath &path)
{
    struct stat status{};
    const QByteArray name = QFile::encodeName(workTree + u'/' + path.text());
    // Before the content is read: a change after that shows in the times.
    if (::lstat(name.constData(), &status) != 0 || !S_ISREG(status.st_mode)) {
        return;
    }
    const core::DirectoryFileSource files(workTree);
    const core::Result<QByteArray> content = files.read(path, status.st_size);
    git_oid id{};
    if (!content
        || git_odb_hash(&id, content->constData(), static_cast<size_t>(content->size()),
                        GIT_OBJECT_BLOB)
            < 0
        || git_oid_equal(&id, &entry.id) == 0) {
        return;
    }
    entry.ctime = {static_cast<qint32>(status.st_ctim.tv_sec),
                   static_cast<quint32>(status.st_ctim.tv_nsec)};
    entry.mtime = {static_cast<qint32>(status.st_mtim.tv_sec),
                   static_cast<quint32>(status.st_mtim.tv_nsec)};
    entry.dev = static_cast<quint32>(status.st_dev);
    entry.ino = static_cast<quint32>(status.st_ino);
    entry.uid = status.st_uid;
    entry.gid = status.st_gid;
    entry.file_size = static_cast<quint32>(status.st_size);
}

core::Result<void> stagePath(git_index *index, const git_tree *tree, const QString &workTree,
                             const core::RepoPath &path)
{
    const core::Result<TreeEntryPointer> committed = findEntry(tree, path);
    if (!committed) {
        return std::unexpected(committed.error());
    }
    const QByteArray name = path.bytes();
    int result = 0;
    if (*committed == nullptr) {
        result = git_index_remove(index, name.constData(), 0);
        result = result == GIT_ENOTFOUND ? 0 : result;
    } else {
        git_index_entry entry{};
        entry.path = name.constData();
        entry.mode = git_tree_entry_filemode(committed->get());
        entry.id = *git_tree_entry_id(committed->get());
        describeFile(entry, workTree, path);
        result = git_index_add(index, &entry);
    }
    if (result < 0) {
        return gitFailure(result, ErrorCode::NotWritable,
                          Message::tr("The new version is complete, but the staging area could not "
                                      "be brought up to date for %1. Try again to finish.")
                              .arg(path.text()));
    }
    return {};
}

core::Result<void> updateStagingArea(git_repository *repository, git_index *index,
                                     const QString &workTree, const PreparedCommit &prepared)
{
    const core::Result<TreePointer> tree = findTree(repository, prepared.commit);
    if (!tree) {
        return std::unexpected(tree.error());
    }
    for (const core::RepoPath &path : prepared.paths) {
        if (const core::Result<void> staged = stagePath(index, tree->get(), workTree, path);
            !staged) {
            return staged;
        }
    }
    if (const int result = git_index_write(index); result < 0) {
        return gitFailure(result, ErrorCode::NotWritable,
                          Message::tr("The new version is complete, but the staging area could not "
                                      "be written. Try again to finish."));
    }
    return {};
}

/// What would stop a publication halfway is found before the first reference moves.
core::Result<IndexPointer> lockableStagingArea(git_repository *repository)
{
    if (QFileInfo::exists(gitFolderOf(repository) + QStringLiteral("/index.lock"))) {
        return gitFailure(GitError{GIT_ELOCKED, GIT_ERROR_INDEX, QStringLiteral("index.lock")},
                          ErrorCode::RepositoryLocked, {});
    }
    return openStagingArea(repository);
}

} // namespace

core::Result<PreparedCommit> Repository::prepare(const CommitRequest &request)
{
    git_repository *repository = m_handle->git.get();
    const core::Result<RepositoryState> current = state();
    if (!current) {
        return std::unexpected(current.error());
    }
    const core::Result<HeadPosition> head = readHead(repository);
    if (!head) {
        return std::unexpected(head.error());
    }
    if (const core::Result<void> safe = requireSafeState(*current); !safe) {
        return std::unexpected(safe.error());
    }
    if (head->commit != request.expectedHead) {
        return branchMoved(current->branch);
    }
    if (const core::Result<void> isFree = requireFreeTag(repository, request); !isFree) {
        return std::unexpected(isFree.error());
    }

    CommitPointer parent;
    TreePointer base;
    if (!head->commit.isNull()) {
        core::Result<CommitPointer> found = findCommit(repository, head->commit);
        core::Result<TreePointer> tree = findTree(repository, head->commit);
        if (!found || !tree) {
            return std::unexpected(found ? tree.error() : found.error());
        }
        parent = *std::move(found);
        base = *std::move(tree);
    }
    const core::Result<TreePointer> tree = writeTree(repository, base.get(), request.changes);
    if (!tree) {
        return std::unexpected(tree.error());
    }
    const core::Result<ObjectId> commit =
        writeCommit(repository, tree->get(), parent.get(), request);
    if (!commit) {
        return std::unexpected(commit.error());
    }
    const core::Result<ObjectId> tag = request.tagName.isEmpty()
        ? core::Result<ObjectId>()
        : writeTag(repository, *commit, request);
    if (!tag) {
        return std::unexpected(tag.error());
    }
    QList<core::RepoPath> paths;
    for (const FileChange &change : request.changes) {
        paths.append(change.path);
    }
    return PreparedCommit{*commit, *tag, request.tagName, head->reference, head->commit, paths};
}

core::Result<void> Repository::publish(const PreparedCommit &prepared)
{
    git_repository *repository = m_handle->git.get();
    const core::Result<IndexPointer> index = lockableStagingArea(repository);
    if (!index) {
        return std::unexpected(index.error());
    }
    const core::Result<Progress> progress = progressOf(repository, prepared);
    if (!progress) {
        return std::unexpected(progress.error());
    }
    core::Result<void> done = requireOwnTag(repository, prepared);
    if (done && *progress == Progress::Before) {
        done = moveBranch(repository, prepared);
    }
    if (done) {
        done = makeTag(repository, prepared);
    }
    if (!done || *progress == Progress::Beyond) {
        return done;
    }
    const core::Result<HeadPosition> head = readHead(repository);
    if (!head) {
        return std::unexpected(head.error());
    }
    // On another branch the staging area belongs to that one.
    return head->reference == prepared.branchRef
        ? updateStagingArea(repository, index->get(), m_handle->workTree, prepared)
        : done;
}

} // namespace hermes::vcs
