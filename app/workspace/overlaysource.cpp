#include "workspace/overlaysource.h"

#include <QCoreApplication>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("OverlaySource", text);
}

} // namespace

Result<QByteArray> OverlaySource::read(const RepoPath &file, qint64 maxBytes) const
{
    const auto content = m_contents.constFind(file);
    if (content == m_contents.constEnd()) {
        return m_below.read(file, maxBytes);
    }
    if (!content->has_value()) {
        return failure(ErrorCode::NotFound, tr("%1 is not there any more.").arg(file.text()));
    }
    if ((*content)->size() > maxBytes) {
        return failure(ErrorCode::TooLarge,
                       tr("%1 is larger than %2 bytes and was not read.")
                           .arg(file.text(), QString::number(maxBytes)));
    }
    return **content;
}

Result<FileNode> OverlaySource::node(const RepoPath &path) const
{
    const auto content = m_contents.constFind(path);
    if (content == m_contents.constEnd()) {
        return m_below.node(path);
    }
    if (!content->has_value()) {
        return failure(ErrorCode::NotFound, tr("%1 is not there any more.").arg(path.text()));
    }
    return FileNode{path.fileName(), FileType::File, (*content)->size()};
}

} // namespace hermes::workspace
