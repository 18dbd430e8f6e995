#pragma once

#include "core/filesource.h"
#include "core/repopath.h"

#include <QHash>

#include <optional>

namespace hermes::workspace {

/// Files of another source with some contents changed: as they are in drafts, or as they will be.
/// Folders are listed as they are. Thread: as the source below, which outlives it.
class OverlaySource final : public core::FileSource
{
public:
    /// nullopt: the file is not there.
    using Contents = QHash<core::RepoPath, std::optional<QByteArray>>;

    OverlaySource(const core::FileSource &below, const Contents &contents)
        : m_below(below), m_contents(contents)
    {
    }

    [[nodiscard]] core::Result<QList<core::FileNode>>
    list(const core::RepoPath &folder) const override
    {
        return m_below.list(folder);
    }
    [[nodiscard]] core::Result<QByteArray> read(const core::RepoPath &file,
                                                qint64 maxBytes) const override;
    [[nodiscard]] core::Result<core::FileNode> node(const core::RepoPath &path) const override;
    [[nodiscard]] bool isThreadSafe() const override { return m_below.isThreadSafe(); }

private:
    const core::FileSource &m_below;
    Contents m_contents;
};

} // namespace hermes::workspace
