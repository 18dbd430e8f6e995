#pragma once

#include "core/filesource.h"

namespace hermes::core {

/// What the system says of a file without reading it. Another stamp means that the file may have
/// changed; the same one that it did not, unless that happened within one tick of the disk's clock.
struct FileStamp
{
    qint64 size = -1; ///< Bytes.
    qint64 modified = 0; ///< Nanoseconds since 1970, by the disk's clock.
    qint64 changed = 0; ///< The same, of content or attributes; cannot be set by programs.
    quint64 inode = 0;

    bool operator==(const FileStamp &) const = default;
};

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

    /// Errors: as node(); NotAFile for what is no regular file.
    [[nodiscard]] Result<FileStamp> stamp(const RepoPath &file) const;

private:
    QString m_root;
    int m_directory = -1;
};

} // namespace hermes::core
