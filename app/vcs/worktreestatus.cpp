#include "vcs/repository_p.h"

#include "core/directoryfilesource.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <limits>
#include <unistd.h>

namespace hermes::vcs {

using core::ErrorCode;
using Change = FileStatus::Change;

namespace {

constexpr unsigned int stagedFlags = GIT_STATUS_INDEX_NEW | GIT_STATUS_INDEX_MODIFIED
    | GIT_STATUS_INDEX_DELETED | GIT_STATUS_INDEX_TYPECHANGE;
constexpr unsigned int workTreeFlags = GIT_STATUS_WT_NEW | GIT_STATUS_WT_MODIFIED
    | GIT_STATUS_WT_DELETED | GIT_STATUS_WT_TYPECHANGE | GIT_STATUS_WT_UNREADABLE;

/// What a file of the work tree would be as a committed blob.
///
/// Applies git's own line ending rules, which libgit2 does in memory; it has no code to start a
/// filter program.
core::Result<git_oid> blobIdOf(git_repository *repository, const core::FileSource &workTree,
                               const core::RepoPath &path)
{
    const core::Result<QByteArray> bytes =
        workTree.read(path, std::numeric_limits<qint64>::max() - 1);
    if (!bytes) {
        return std::unexpected(bytes.error());
    }
    FilterListPointer filters;
    GitBuffer filtered;
    git_oid id{};
    int result =
        git_filter_list_load(std::out_ptr(filters), repository, nullptr, path.bytes().constData(),
                             GIT_FILTER_TO_ODB, GIT_FILTER_ALLOW_UNSAFE);
    if (result == 0) {
        result = git_filter_list_apply_to_buffer(&filtered.raw, filters.get(), bytes->constData(),
                                                 static_cast<size_t>(bytes->size()));
    }
    if (result == 0) {
        result = git_odb_hash(&id, filtered.raw.ptr, filtered.raw.size, GIT_OBJECT_BLOB);
    }
    if (result < 0) {
        return gitFailure(
            result, ErrorCode::NotReadable,
            Message::tr("%1 cannot be compared with its committed state.").arg(path.text()));
    }
    return id;
}

git_oid linkIdOf(const QString &workTree, const core::RepoPath &path)
{
    const QByteArray name = QFile::encodeName(workTree + u'/' + path.text());
    QByteArray target(PATH_MAX, Qt::Uninitialized);
    const ssize_t length = ::readlink(name.constData(), target.data(), PATH_MAX);
    git_oid id{};
    git_odb_hash(&id, target.constData(), static_cast<size_t>(std::max<ssize_t>(length, 0)),
                 GIT_OBJECT_BLOB);
    return id;
}

core::FileType typeOfMode(quint16 mode)
{
    return mode == GIT_FILEMODE_LINK           ? core::FileType::SymbolicLink
        : mode == GIT_FILEMODE_BLOB_EXECUTABLE ? core::FileType::ExecutableFile
                                               : core::FileType::File;
}

/// For a file that differs from what is staged, which differs from HEAD: it may be back at HEAD's
/// state.
std::optional<Change> compareWithHead(git_repository *repository, const QString &workTree,
                                      const git_diff_file &head, const core::RepoPath &path)
{
    const core::DirectoryFileSource files(workTree);
    const core::Result<core::FileNode> node = files.node(path);
    if (!node) {
        return Change::Deleted;
    }
    const core::FileType headType = typeOfMode(head.mode);
    if (node->isFile() != (headType != core::FileType::SymbolicLink)) {
        return Change::TypeChanged;
    }
    if (node->type != headType) {
        return Change::Modified;
    }
    const core::Result<git_oid> id = node->isFile()
        ? blobIdOf(repository, files, path)
        : core::Result<git_oid>(linkIdOf(workTree, path));
    return id && git_oid_equal(&*id, &head.id) != 0 ? std::nullopt
                                                    : std::optional(Change::Modified);
}

std::optional<Change> simpleChange(unsigned int flags)
{
    if ((flags & GIT_STATUS_CONFLICTED) != 0) {
        return Change::Conflicted;
    }
    if ((flags & GIT_STATUS_WT_NEW) != 0) {
        return Change::Untracked;
    }
    if ((flags & GIT_STATUS_INDEX_NEW) != 0) {
        return Change::Added;
    }
    if ((flags & (GIT_STATUS_WT_DELETED | GIT_STATUS_INDEX_DELETED)) != 0) {
        return Change::Deleted;
    }
    if ((flags & (GIT_STATUS_WT_TYPECHANGE | GIT_STATUS_INDEX_TYPECHANGE)) != 0) {
        return Change::TypeChanged;
    }
    const unsigned int modified =
        GIT_STATUS_WT_MODIFIED | GIT_STATUS_INDEX_MODIFIED | GIT_STATUS_WT_UNREADABLE;
    return (flags & modified) != 0 ? std::optional(Change::Modified) : std::nullopt;
}

/// The staged and the unstaged half of an entry as one change; nullopt = as in HEAD after all.
std::optional<Change> mergedChange(git_repository *repository, const QString &workTree,
                                   const git_status_entry &entry, const core::RepoPath &path)
{
    const auto flags = static_cast<unsigned int>(entry.status);
    const bool isHalf = (flags & stagedFlags) == 0 || (flags & workTreeFlags) == 0;
    if (isHalf || (flags & GIT_STATUS_CONFLICTED) != 0) {
        return simpleChange(flags);
    }
    const bool isGone = (flags & GIT_STATUS_WT_DELETED) != 0;
    if ((flags & GIT_STATUS_INDEX_NEW) != 0) {
        return isGone ? std::nullopt : std::optional(Change::Added);
    }
    return isGone ? std::optional(Change::Deleted)
                  : compareWithHead(repository, workTree, entry.head_to_index->old_file, path);
}

core::Result<StatusPointer> readStatus(git_repository *repository, const core::RepoPath &under)
{
    git_status_options options;
    git_status_options_init(&options, GIT_STATUS_OPTIONS_VERSION);
    options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
    options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_RECURSE_UNTRACKED_DIRS
        | GIT_STATUS_OPT_EXCLUDE_SUBMODULES | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH
        | GIT_STATUS_OPT_SORT_CASE_SENSITIVELY | GIT_STATUS_OPT_INCLUDE_UNREADABLE;
    QByteArray prefix = under.bytes();
    char *prefixes[] = {prefix.data()};
    if (!under.isRoot()) {
        options.pathspec = {prefixes, std::size(prefixes)};
    }
    StatusPointer list;
    if (const int result = git_status_list_new(std::out_ptr(list), repository, &options);
        result < 0) {
        return gitFailure(result, ErrorCode::RepositoryDamaged,
                          Message::tr("The changes since the last commit cannot be listed. The "
                                      "files are intact and can be edited."));
    }
    return list;
}

} // namespace

core::Result<QList<FileStatus>> Repository::status(const core::RepoPath &under) const
{
    git_repository *repository = m_handle->git.get();
    // libgit2 takes an unreadable HEAD or staging area for an empty one, and all files for new or
    // deleted.
    if (const core::Result<HeadPosition> head = readHead(repository); !head) {
        return std::unexpected(head.error());
    }
    if (const core::Result<IndexPointer> index = openStagingArea(repository); !index) {
        return std::unexpected(index.error());
    }
    const core::Result<StatusPointer> list = readStatus(repository, under);
    if (!list) {
        return std::unexpected(list.error());
    }
    QList<FileStatus> changes;
    for (size_t i = 0; i < git_status_list_entrycount(list->get()); ++i) {
        const git_status_entry *entry = git_status_byindex(list->get(), i);
        const git_diff_delta *delta =
            entry->index_to_workdir != nullptr ? entry->index_to_workdir : entry->head_to_index;
        QString name = QString::fromUtf8(delta->new_file.path);
        if (name.endsWith(u'/')) {
            name.chop(1); // a repository inside this one, listed as one and not entered
        }
        const core::Result<core::RepoPath> path = core::RepoPath::parse(name);
        if (!path) {
            return std::unexpected(path.error());
        }
        if (!path->isInside(under)) {
            continue;
        }
        if (const std::optional<Change> change =
                mergedChange(repository, m_handle->workTree, *entry, *path)) {
            changes.append({*path, *change});
        }
    }
    std::ranges::sort(changes, {}, &FileStatus::path);
    return changes;
}

} // namespace hermes::vcs
