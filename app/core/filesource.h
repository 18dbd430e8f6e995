#pragma once

#include "core/error.h"
#include "core/repopath.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace hermes::core {

enum class FileType
{
    File,
    ExecutableFile,
    Folder,
    SymbolicLink,
    Submodule,
    Other, ///< FIFO, socket, device: never opened.
};

struct FileNode
{
    QString name; ///< One path part.
    FileType type = FileType::File;
    qint64 size = -1; ///< Bytes; -1 if this source does not know it without reading.

    [[nodiscard]] bool isFile() const
    {
        return type == FileType::File || type == FileType::ExecutableFile;
    }
    bool operator==(const FileNode &) const = default;
};

/// A read-only tree of files: a work tree, the tree of a commit, or a tree in memory in a test.
///
/// The hinge of the program: whatever reads a registry reads it through this, so that a draft and
/// any version are read by the same code. Symbolic links are listed and never followed; special
/// files are never opened.
class FileSource
{
public:
    virtual ~FileSource() = default;

    /// Children of a folder, sorted by the UTF-8 bytes of their names. `.git` is left out at the
    /// root. Errors: NotFound, NotReadable, NotAFile (a link or file stands there).
    [[nodiscard]] virtual Result<QList<FileNode>> list(const RepoPath &folder) const = 0;

    /// Whole content of a regular file.
    /// `maxBytes`: a larger file is TooLarge and not read. Errors also: NotFound, NotReadable,
    /// NotAFile.
    [[nodiscard]] virtual Result<QByteArray> read(const RepoPath &file, qint64 maxBytes) const = 0;

    /// What stands at a path. Errors: NotFound, NotReadable, OutsideRegistry (a folder above it is
    /// a link).
    [[nodiscard]] virtual Result<FileNode> node(const RepoPath &path) const = 0;

    /// True if several threads may read at once.
    [[nodiscard]] virtual bool isThreadSafe() const = 0;
};

/// Every regular file below `folder`, in RepoPath order. Errors as list().
[[nodiscard]] Result<QList<RepoPath>> filesBelow(const FileSource &source, const RepoPath &folder);

} // namespace hermes::core
