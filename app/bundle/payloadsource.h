#pragma once

#include "bundle/archive.h"
#include "core/filesource.h"

#include <QHash>
#include <QMap>

namespace hermes::bundle {

/// The files below `registry/` of an archive, seen as a registry.
///
/// So that what a bundle says about an entry is computed from the very bytes in it, by the code
/// that reads a registry. The paths must be portable and distinct. Thread: any.
class PayloadSource final : public core::FileSource
{
public:
    explicit PayloadSource(const QList<ArchiveFile> &files);

    [[nodiscard]] core::Result<QList<core::FileNode>>
    list(const core::RepoPath &folder) const override;
    [[nodiscard]] core::Result<QByteArray> read(const core::RepoPath &file,
                                                qint64 maxBytes) const override;
    [[nodiscard]] core::Result<core::FileNode> node(const core::RepoPath &path) const override;
    [[nodiscard]] bool isThreadSafe() const override { return true; }

private:
    using Children = QMap<QByteArray, core::FileNode>; ///< By the UTF-8 bytes of their names.

    QHash<core::RepoPath, Children> m_folders;
    QHash<core::RepoPath, QByteArray> m_contents;
};

} // namespace hermes::bundle
