#pragma once

#include "core/directoryfilesource.h"
#include "workspace/exacttext.h"

#include <QHash>

namespace hermes::workspace {

/// The files of a registry, some of them as they stand in drafts. Folders are listed as they are.
/// A snapshot of the drafts. Thread: any.
class DraftSource final : public core::FileSource
{
public:
    DraftSource(const QString &registryRoot, const QHash<core::RepoPath, ExactText> &drafts);

    [[nodiscard]] core::Result<QList<core::FileNode>>
    list(const core::RepoPath &folder) const override;
    [[nodiscard]] core::Result<QByteArray> read(const core::RepoPath &file,
                                                qint64 maxBytes) const override;
    [[nodiscard]] core::Result<core::FileNode> node(const core::RepoPath &path) const override;
    [[nodiscard]] bool isThreadSafe() const override { return true; }

private:
    core::DirectoryFileSource m_files;
    QHash<core::RepoPath, ExactText> m_drafts;
};

} // namespace hermes::workspace
