#include "changes/writecollector.h"

#include <QCoreApplication>

using namespace hermes::core;

namespace hermes::changes {

Result<QByteArray> WriteCollector::read(const RepoPath &file)
{
    if (const auto known = m_contents.find(file); known != m_contents.end()) {
        return known->second.after;
    }
    Result<QByteArray> content = m_source.read(file, maximumOperationBytes);
    if (content) {
        m_contents.insert({file, Content{*content, *content, false}});
    }
    return content;
}

void WriteCollector::write(const RepoPath &file, const QByteArray &content)
{
    m_contents.at(file).after = content;
}

void WriteCollector::create(const RepoPath &file, const QByteArray &content, bool isExecutable)
{
    m_contents.insert({file, Content{std::nullopt, content, isExecutable}});
}

QList<FileWrite> WriteCollector::writes(const QList<PathMove> &moves) const
{
    QList<FileWrite> writes;
    for (const auto &[file, content] : m_contents) {
        if (content.before != content.after) {
            writes.append(
                {pathAfterMoves(moves, file), content.before, content.after, content.isExecutable});
        }
    }
    return writes;
}

Result<QList<RepoPath>> filesAt(const FileSource &source, const RepoPath &path)
{
    const Result<FileNode> node = source.node(path);
    if (!node) {
        return std::unexpected(node.error());
    }
    if (node->isFile()) {
        return QList<RepoPath>{path};
    }
    if (node->type != FileType::Folder) {
        return failure(ErrorCode::NotAFile,
                       QCoreApplication::translate(
                           "ChangeSet", "%1 is a link or a special file and is left as it is.")
                           .arg(path.text()));
    }
    return filesBelow(source, path);
}

Result<PathMove> moveOf(const FileSource &source, const RepoPath &from, const RepoPath &to)
{
    return filesAt(source, from).transform([&](const QList<RepoPath> &files) {
        return PathMove{from, to, files};
    });
}

} // namespace hermes::changes
