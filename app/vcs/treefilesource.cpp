#include "vcs/treefilesource.h"

#include "vcs/repository_p.h"

#include <algorithm>
#include <vector>

namespace hermes::vcs {

using core::ErrorCode;
using core::FileNode;
using core::FileType;
using core::RepoPath;

struct TreeFileSource::Handle
{
    RepositoryPointer git; // before `root`, which must go first
    TreePointer root;
};

struct TreeFileSource::Entry
{
    git_oid id;
    FileType type;
};

namespace {

FileType typeOf(git_filemode_t mode)
{
    switch (mode) {
    case GIT_FILEMODE_TREE:
        return FileType::Folder;
    case GIT_FILEMODE_BLOB:
        return FileType::File;
    case GIT_FILEMODE_BLOB_EXECUTABLE:
        return FileType::ExecutableFile;
    case GIT_FILEMODE_LINK:
        return FileType::SymbolicLink;
    case GIT_FILEMODE_COMMIT:
        return FileType::Submodule;
    default:
        return FileType::Other;
    }
}

/// A crafted tree may hold names that no file can have (git fsck: "hasDotdot", "fullPathname");
/// they lead nowhere.
bool canBeAName(const QByteArray &name)
{
    return !name.isEmpty() && name != "." && name != ".." && !name.contains('/');
}

QList<FileNode> sortedNodes(const git_tree *tree, const RepoPath &folder)
{
    std::vector<std::pair<QByteArray, FileNode>> found;
    for (size_t i = 0; i < git_tree_entrycount(tree); ++i) {
        const git_tree_entry *entry = git_tree_entry_byindex(tree, i);
        const QByteArray bytes(git_tree_entry_name(entry));
        if (!canBeAName(bytes) || (folder.isRoot() && bytes == ".git")) {
            continue;
        }
        FileNode node{QString::fromUtf8(bytes), typeOf(git_tree_entry_filemode(entry)), -1};
        if (node.name.toUtf8() != bytes) {
            node.type = FileType::Other; // not UTF-8: it cannot be named in a RepoPath
        }
        found.emplace_back(bytes, std::move(node));
    }
    // Git sorts a folder as if its name ended with a slash.
    std::ranges::sort(found, {}, &std::pair<QByteArray, FileNode>::first);
    QList<FileNode> nodes;
    nodes.reserve(static_cast<qsizetype>(found.size()));
    for (auto &[bytes, node] : found) {
        nodes.append(std::move(node));
    }
    return nodes;
}

} // namespace

TreeFileSource::TreeFileSource(std::unique_ptr<Handle> handle) : m_handle(std::move(handle)) { }

TreeFileSource::~TreeFileSource() = default;

core::Result<std::unique_ptr<core::FileSource>> TreeFileSource::open(const QString &workTree,
                                                                     const ObjectId &commit)
{
    core::Result<RepositoryPointer> git = openRepository(workTree);
    if (!git) {
        return std::unexpected(git.error());
    }
    core::Result<TreePointer> root = findTree(git->get(), commit);
    if (!root) {
        return std::unexpected(root.error());
    }
    return std::unique_ptr<core::FileSource>(
        new TreeFileSource(std::make_unique<Handle>(*std::move(git), *std::move(root))));
}

core::Result<TreeFileSource::Entry> TreeFileSource::find(const RepoPath &path) const
{
    if (path.isRoot()) {
        return Entry{*git_tree_id(m_handle->root.get()), FileType::Folder};
    }
    if (!path.parent().isRoot()) {
        const core::Result<Entry> parent = find(path.parent());
        if (!parent) {
            return parent;
        }
        if (parent->type != FileType::Folder) {
            return core::failure(ErrorCode::OutsideRegistry,
                                 Message::tr("%1 lies behind %2, which is not a folder. It was not "
                                             "opened.")
                                     .arg(path.text(), path.parent().text()));
        }
    }
    const core::Result<TreeEntryPointer> entry = findEntry(m_handle->root.get(), path);
    if (!entry) {
        return std::unexpected(entry.error());
    }
    if (*entry == nullptr) {
        return core::failure(ErrorCode::NotFound,
                             Message::tr("%1 is not in this commit.").arg(path.text()));
    }
    return Entry{*git_tree_entry_id(entry->get()), typeOf(git_tree_entry_filemode(entry->get()))};
}

core::Result<QList<FileNode>> TreeFileSource::list(const RepoPath &folder) const
{
    const core::Result<Entry> entry = find(folder);
    if (!entry) {
        return std::unexpected(entry.error());
    }
    if (entry->type != FileType::Folder) {
        return core::failure(ErrorCode::NotAFile,
                             Message::tr("%1 is not a folder.").arg(folder.text()));
    }
    TreePointer tree;
    if (const int result = git_tree_lookup(std::out_ptr(tree), m_handle->git.get(), &entry->id);
        result < 0) {
        return gitFailure(result, ErrorCode::RepositoryDamaged,
                          Message::tr("The folder %1 is damaged in this commit. Other folders and "
                                      "commits are not affected.")
                              .arg(folder.text()));
    }
    return sortedNodes(tree.get(), folder);
}

core::Result<QByteArray> TreeFileSource::read(const RepoPath &file, qint64 maxBytes) const
{
    const core::Result<Entry> entry = find(file);
    if (!entry) {
        return std::unexpected(
            entry.error().code == ErrorCode::OutsideRegistry
                ? core::Error{ErrorCode::NotAFile, entry.error().message, entry.error().detail}
                : entry.error());
    }
    if (entry->type != FileType::File && entry->type != FileType::ExecutableFile) {
        return core::failure(
            ErrorCode::NotAFile,
            Message::tr("%1 is not a regular file. It was not read.").arg(file.text()));
    }
    return readBlob(m_handle->git.get(), entry->id, file, maxBytes);
}

core::Result<FileNode> TreeFileSource::node(const RepoPath &path) const
{
    return find(path).transform(
        [&](const Entry &entry) { return FileNode{path.fileName(), entry.type, -1}; });
}

} // namespace hermes::vcs
