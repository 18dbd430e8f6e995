#include "bundle/payloadsource.h"

#include "bundle/bundlemanifest.h"
#include "bundle/bundletr.h"
#include "core/portablepath.h"

namespace hermes::bundle {

using core::ErrorCode;
using core::FileNode;
using core::FileType;
using core::RepoPath;
using core::Result;

namespace {

std::unexpected<core::Error> notThere(const RepoPath &path)
{
    return core::failure(ErrorCode::NotFound,
                         Tr::tr("%1 is not in the bundle.").arg(core::displayedPath(path.text())));
}

} // namespace

PayloadSource::PayloadSource(const QList<ArchiveFile> &files)
{
    m_folders.insert({}, {});
    for (const ArchiveFile &file : files) {
        if (roleOf(file.path) != FileRole::Payload) {
            continue;
        }
        RepoPath path = RepoPath::fromLiteral(file.path.sliced(payloadPrefix.size()));
        m_contents.insert(path, file.content);
        FileNode node{path.fileName(),
                      file.mode == FileMode::Executable ? FileType::ExecutableFile : FileType::File,
                      file.content.size()};
        while (!path.isRoot()) {
            path = path.parent();
            m_folders[path].insert(node.name.toUtf8(), node);
            node = FileNode{path.fileName(), FileType::Folder, -1};
        }
    }
}

Result<QList<FileNode>> PayloadSource::list(const RepoPath &folder) const
{
    const auto found = m_folders.constFind(folder);
    if (found == m_folders.constEnd()) {
        return notThere(folder);
    }
    return found->values();
}

Result<QByteArray> PayloadSource::read(const RepoPath &file, qint64 maxBytes) const
{
    const auto found = m_contents.constFind(file);
    if (found == m_contents.constEnd()) {
        return notThere(file);
    }
    if (found->size() > maxBytes) {
        return core::failure(ErrorCode::TooLarge,
                             Tr::tr("%1 is larger than %2 bytes and was not read.")
                                 .arg(core::displayedPath(file.text()))
                                 .arg(maxBytes));
    }
    return *found;
}

Result<FileNode> PayloadSource::node(const RepoPath &path) const
{
    if (path.isRoot()) {
        return FileNode{{}, FileType::Folder, -1};
    }
    const Children children = m_folders.value(path.parent());
    const auto found = children.constFind(path.fileName().toUtf8());
    if (found == children.constEnd()) {
        return notThere(path);
    }
    return *found;
}

} // namespace hermes::bundle
