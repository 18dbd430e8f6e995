#include "core/filesource.h"

namespace hermes::core {

namespace {

Result<void> collectFiles(const FileSource &source, const RepoPath &folder, QList<RepoPath> &files)
{
    const Result<QList<FileNode>> nodes = source.list(folder);
    if (!nodes) {
        return std::unexpected(nodes.error());
    }
    for (const FileNode &node : *nodes) {
        if (node.type == FileType::Folder) {
            if (const Result<void> below = collectFiles(source, folder.child(node.name), files);
                !below) {
                return below;
            }
        } else if (node.isFile()) {
            files.append(folder.child(node.name));
        }
    }
    return {};
}

} // namespace

Result<QList<RepoPath>> filesBelow(const FileSource &source, const RepoPath &folder)
{
    QList<RepoPath> files;
    if (const Result<void> collected = collectFiles(source, folder, files); !collected) {
        return std::unexpected(collected.error());
    }
    return files; // siblings come sorted by bytes, so the walk is in component-wise order
}

} // namespace hermes::core
