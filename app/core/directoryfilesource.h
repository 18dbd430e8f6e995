#pragma once

#include "core/filesource.h"

namespace hermes::core {

/// The files of a folder on disk.
///
/// Reads relative to one open directory and follows no symbolic link below it, so nothing outside
/// the folder is opened, not even by a link planted between a look and a read. Names that are not
/// UTF-8 are listed as FileType::Other. Thread: any, several at once. Holds one file descriptor.
class DirectoryFileSource final : public FileSource
{
public:
    /// `root` may itself be reached through links. A folder that is not there makes every read
    /// NotFound.
    explicit DirectoryFileSource(const QString &root);
    ~DirectoryFileSource() override;
    Q_DISABLE_COPY_MOVE(DirectoryFileSource)

    [[nodiscard]] const QString &root() const { return m_root; }

    [[nodiscard]] Result<QList<FileNode>> list(const RepoPath &folder) const override;
    [[nodiscard]] Result<QByteArray> read(const RepoPath &file, qint64 maxBytes) const override;
    [[nodiscard]] Result<FileNode> node(const RepoPath &path) const override;
    [[nodiscard]] bool isThreadSafe() const override { return true; }

private:
    QString m_root;
    int m_directory = -1;
};

} // namespace hermes::core
