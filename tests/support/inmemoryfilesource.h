#pragma once

#include "core/filesource.h"

#include <map>

namespace hermes::test {

/// A tree of files in memory. Thread: any for reading.
class InMemoryFileSource final : public core::FileSource
{
public:
    void write(const QString &path, const QByteArray &content,
               core::FileType type = core::FileType::File);
    void remove(const QString &path);
    /// Reading this file fails with NotReadable.
    void makeUnreadable(const QString &path);

    [[nodiscard]] core::Result<QList<core::FileNode>>
    list(const core::RepoPath &folder) const override;
    [[nodiscard]] core::Result<QByteArray> read(const core::RepoPath &file,
                                                qint64 maxBytes) const override;
    [[nodiscard]] core::Result<core::FileNode> node(const core::RepoPath &path) const override;
    [[nodiscard]] bool isThreadSafe() const override { return true; }

private:
    struct Item
    {
        QByteArray content;
        core::FileType type = core::FileType::File;
        bool isReadable = true;
    };
    std::map<core::RepoPath, Item> m_items;
};

} // namespace hermes::test
