#include "inmemoryfilesource.h"

using namespace hermes::core;

namespace hermes::test {

void InMemoryFileSource::write(const QString &path, const QByteArray &content, FileType type)
{
    m_items[RepoPath::fromLiteral(path)] = Item{content, type, true};
}

void InMemoryFileSource::remove(const QString &path)
{
    m_items.erase(RepoPath::fromLiteral(path));
}

void InMemoryFileSource::makeUnreadable(const QString &path)
{
    m_items[RepoPath::fromLiteral(path)].isReadable = false;
}

Result<QList<FileNode>> InMemoryFileSource::list(const RepoPath &folder) const
{
    std::map<QByteArray, FileNode> children;
    for (const auto &[path, item] : m_items) {
        if (path == folder || !path.isInside(folder)) {
            continue;
        }
        const QStringList rest = path.relativeTo(folder).split(u'/');
        const FileNode node = rest.size() > 1
            ? FileNode{rest.first(), FileType::Folder, -1}
            : FileNode{rest.first(), item.type, item.content.size()};
        children.insert_or_assign(rest.first().toUtf8(), node);
    }
    if (children.empty() && !folder.isRoot()) {
        return failure(ErrorCode::NotFound, QStringLiteral("no folder %1").arg(folder.text()));
    }
    QList<FileNode> nodes;
    for (const auto &[name, node] : children) {
        nodes.append(node);
    }
    return nodes;
}

Result<QByteArray> InMemoryFileSource::read(const RepoPath &file, qint64 maxBytes) const
{
    const auto found = m_items.find(file);
    if (found == m_items.end()) {
        return failure(ErrorCode::NotFound, QStringLiteral("no file %1").arg(file.text()));
    }
    if (!found->second.isReadable) {
        return failure(ErrorCode::NotReadable, QStringLiteral("cannot read %1").arg(file.text()));
    }
    if (found->second.type != FileType::File && found->second.type != FileType::ExecutableFile) {
        return failure(ErrorCode::NotAFile, QStringLiteral("%1 is no file").arg(file.text()));
    }
    if (found->second.content.size() > maxBytes) {
        return failure(ErrorCode::TooLarge, QStringLiteral("%1 is too large").arg(file.text()));
    }
    return found->second.content;
}

Result<FileNode> InMemoryFileSource::node(const RepoPath &path) const
{
    const auto found = m_items.find(path);
    if (found != m_items.end()) {
        return FileNode{path.fileName(), found->second.type, found->second.content.size()};
    }
    for (const auto &[other, item] : m_items) {
        if (other.isInside(path)) {
            return FileNode{path.fileName(), FileType::Folder, -1};
        }
    }
    return failure(ErrorCode::NotFound, QStringLiteral("nothing at %1").arg(path.text()));
}

} // namespace hermes::test
