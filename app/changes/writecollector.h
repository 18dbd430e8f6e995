#pragma once

#include "changes/changeset.h"
#include "core/filesource.h"

#include <map>

namespace hermes::changes {

/// Collects the writes of a change set while it is thought out. Files are named by the paths they
/// have now; what a file is to become is read back, so several edits of one file add up. Internal
/// to this folder.
class WriteCollector
{
public:
    explicit WriteCollector(const core::FileSource &source) : m_source(source) { }

    /// The content a file is to have so far. Errors: those of FileSource::read().
    [[nodiscard]] core::Result<QByteArray> read(const core::RepoPath &file);
    /// Gives a file that was read another content.
    void write(const core::RepoPath &file, const QByteArray &content);
    /// A file that is not there yet.
    void create(const core::RepoPath &file, const QByteArray &content, bool isExecutable);

    /// Every file that really changes, named as it is after the moves.
    [[nodiscard]] QList<FileWrite> writes(const QList<PathMove> &moves) const;

private:
    struct Content
    {
        std::optional<QByteArray> before;
        QByteArray after;
        bool isExecutable = false;
    };
    const core::FileSource &m_source;
    std::map<core::RepoPath, Content> m_contents;
};

/// Larger files are not read for an operation. Bytes.
inline constexpr qint64 maximumOperationBytes = 16LL * 1024 * 1024;

/// A move of a file or folder with the files in it. Errors: those of FileSource; NotAFile for a
/// link.
[[nodiscard]] core::Result<PathMove> moveOf(const core::FileSource &source,
                                            const core::RepoPath &from, const core::RepoPath &to);
/// The files of a file or folder. Errors as moveOf().
[[nodiscard]] core::Result<QList<core::RepoPath>> filesAt(const core::FileSource &source,
                                                          const core::RepoPath &path);

} // namespace hermes::changes
