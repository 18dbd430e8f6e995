#include "workspace/draftsource.h"

#include <QCoreApplication>

using namespace hermes::core;

namespace hermes::workspace {

DraftSource::DraftSource(const QString &registryRoot, const QHash<RepoPath, ExactText> &drafts)
    : m_files(registryRoot), m_drafts(drafts)
{
}

Result<QList<FileNode>> DraftSource::list(const RepoPath &folder) const
{
    return m_files.list(folder);
}

Result<QByteArray> DraftSource::read(const RepoPath &file, qint64 maxBytes) const
{
    const auto draft = m_drafts.constFind(file);
    if (draft == m_drafts.constEnd()) {
        return m_files.read(file, maxBytes);
    }
    QByteArray bytes = draft->bytes();
    if (bytes.size() > maxBytes) {
        return failure(ErrorCode::TooLarge,
                       QCoreApplication::translate("EntryOperations",
                                                   "%1 is larger than %2 bytes and was not read.")
                           .arg(file.text(), QString::number(maxBytes)));
    }
    return bytes;
}

Result<FileNode> DraftSource::node(const RepoPath &path) const
{
    return m_files.node(path);
}

} // namespace hermes::workspace
