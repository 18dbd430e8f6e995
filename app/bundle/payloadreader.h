#pragma once

#include "bundle/archive.h"
#include "core/cancelflag.h"
#include "core/filesource.h"
#include "core/portablepath.h"

#include <QMap>

namespace hermes::bundle {

/// Collects files of a registry for a bundle, within the limits of limits.h.
///
/// Refuses what another system could not hold and whatever is not a regular file; nothing is left
/// out in silence. Errors of all functions: InvalidDefinition (path, link, submodule, special
/// file), TooLarge, Cancelled, those of the source. Thread: any one; the source must outlive it.
class PayloadReader
{
public:
    PayloadReader(const core::FileSource &source, const core::CancelFlag &cancel);

    /// Everything below a folder, or the one file, to be placed below `registry/`. What was added
    /// before is not read again.
    [[nodiscard]] core::Result<void> add(const core::RepoPath &path);
    /// As add(), but what is not there is no error.
    [[nodiscard]] core::Result<void> addIfThere(const core::RepoPath &path);
    /// One file under another name in the archive, unless it is not there.
    [[nodiscard]] core::Result<void> addLicense(const core::RepoPath &file,
                                                const QString &archivePath);

    /// What was added, sorted by path bytes.
    [[nodiscard]] QList<ArchiveFile> files() const { return m_files.values(); }

private:
    [[nodiscard]] core::Result<void> addNode(const core::RepoPath &path,
                                             const core::FileNode &node);
    [[nodiscard]] core::Result<void> addFile(const core::RepoPath &path, const core::FileNode &node,
                                             const QString &archivePath);

    const core::FileSource &m_source;
    core::CancelFlag m_cancel;
    core::PathSet m_paths;
    QMap<QByteArray, ArchiveFile> m_files; ///< By the UTF-8 bytes of their paths in the archive.
    qint64 m_bytes = 0;
};

} // namespace hermes::bundle
