#pragma once

#include "core/filesource.h"
#include "vcs/repository.h"

namespace hermes::vcs {

/// The files of a commit, as committed: no filters, no line ending conversion.
///
/// Links are listed and never followed, submodules listed and never entered. A damaged file is an
/// error of that file only. Sizes are not known without reading. Thread: one at a time, any; holds
/// a repository handle of its own.
class TreeFileSource final : public core::FileSource
{
public:
    /// Errors: as Repository::open(), and RepositoryDamaged for the commit or its list of files.
    [[nodiscard]] static core::Result<std::unique_ptr<core::FileSource>>
    open(const QString &workTree, const ObjectId &commit);
    ~TreeFileSource() override;
    Q_DISABLE_COPY_MOVE(TreeFileSource)

    [[nodiscard]] core::Result<QList<core::FileNode>>
    list(const core::RepoPath &folder) const override;
    [[nodiscard]] core::Result<QByteArray> read(const core::RepoPath &file,
                                                qint64 maxBytes) const override;
    [[nodiscard]] core::Result<core::FileNode> node(const core::RepoPath &path) const override;
    [[nodiscard]] bool isThreadSafe() const override { return false; }

private:
    struct Handle;
    struct Entry;
    explicit TreeFileSource(std::unique_ptr<Handle> handle);
    [[nodiscard]] core::Result<Entry> find(const core::RepoPath &path) const;

    std::unique_ptr<Handle> m_handle;
};

} // namespace hermes::vcs
