#include "bundle/payloadreader.h"

#include "bundle/bundlemanifest.h"
#include "bundle/bundletr.h"
#include "bundle/limits.h"

namespace hermes::bundle {

using core::ErrorCode;
using core::FileNode;
using core::FileType;
using core::RepoPath;
using core::Result;

namespace {

std::unexpected<core::Error> unfit(const QString &reason)
{
    return core::failure(ErrorCode::InvalidDefinition,
                         Tr::tr("%1 It cannot be put into a bundle; nothing was written. Rename or "
                                "remove it, then export again.")
                             .arg(reason));
}

} // namespace

PayloadReader::PayloadReader(const core::FileSource &source, const core::CancelFlag &cancel)
    : m_source(source), m_cancel(cancel)
{
}

Result<void> PayloadReader::add(const RepoPath &path)
{
    const Result<FileNode> node = m_source.node(path);
    if (!node) {
        return std::unexpected(node.error());
    }
    return addNode(path, *node);
}

Result<void> PayloadReader::addIfThere(const RepoPath &path)
{
    const Result<void> added = add(path);
    return !added && added.error().code == ErrorCode::NotFound ? Result<void>() : added;
}

Result<void> PayloadReader::addLicense(const RepoPath &file, const QString &archivePath)
{
    const Result<FileNode> node = m_source.node(file);
    if (!node) {
        return node.error().code == ErrorCode::NotFound ? Result<void>()
                                                        : std::unexpected(node.error());
    }
    return addFile(file, *node, archivePath);
}

Result<void> PayloadReader::addNode(const RepoPath &path, const FileNode &node)
{
    const QString archivePath = payloadPrefix + path.text();
    if (node.type != FileType::Folder) {
        return addFile(path, node, archivePath);
    }
    // Before going down: no tree is deeper than the longest path.
    if (const std::optional<QString> problem = core::portablePathProblem(archivePath)) {
        return unfit(*problem);
    }
    const Result<QList<FileNode>> children = m_source.list(path);
    if (!children) {
        return std::unexpected(children.error());
    }
    for (const FileNode &child : *children) {
        if (const Result<void> added = addNode(path.child(child.name), child); !added) {
            return added;
        }
    }
    return {};
}

Result<void> PayloadReader::addFile(const RepoPath &path, const FileNode &node,
                                    const QString &archivePath)
{
    if (m_cancel.isCancelled()) {
        return core::failure(ErrorCode::Cancelled,
                             Tr::tr("The export was cancelled; nothing was written."));
    }
    if (m_files.contains(archivePath.toUtf8())) {
        return {}; // an entry within an entry's folder
    }
    if (!node.isFile()) {
        return unfit(Tr::tr("%1 is not a regular file but a link, a submodule or a special file.")
                         .arg(core::displayedPath(path.text())));
    }
    for (const auto &problem : {core::portablePathProblem(archivePath), m_paths.add(archivePath)}) {
        if (problem) {
            return unfit(*problem);
        }
    }
    const Result<QByteArray> content = m_source.read(path, maxFileBytes);
    if (!content) {
        return std::unexpected(content.error());
    }
    m_bytes += content->size();
    if (m_bytes > maxArchiveBytes || m_files.size() >= maxFiles) {
        return core::failure(ErrorCode::TooLarge,
                             Tr::tr("A bundle holds at most %1 files and %2 MiB. Nothing was "
                                    "written; choose fewer entries.")
                                 .arg(maxFiles)
                                 .arg(maxArchiveBytes / 1024 / 1024));
    }
    const FileMode mode =
        node.type == FileType::ExecutableFile ? FileMode::Executable : FileMode::Regular;
    m_files.insert(archivePath.toUtf8(), ArchiveFile{archivePath, *content, mode});
    return {};
}

} // namespace hermes::bundle
