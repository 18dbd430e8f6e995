#pragma once

#include "core/entryid.h"
#include "scratchfolder.h"
#include "workspace/release.h"

namespace hermes::test {

/// A small registry in git: agents `writer` (released as 1.0.0) and `reader`, each with manifest
/// and prompt.
class RegistryFixture
{
public:
    RegistryFixture();

    [[nodiscard]] const ScratchFolder &folder() const { return m_folder; }
    [[nodiscard]] QString root() const { return m_folder.path(); }
    void writePrompt(const QByteArray &text) const;
    [[nodiscard]] QByteArray prompt() const;
    [[nodiscard]] QByteArray manifest() const;
    /// A request that releases what is in the work tree.
    [[nodiscard]] workspace::ReleaseRequest releaseRequest(const QString &version) const;

    static const core::EntryId writer;
    static const core::RepoPath writerFolder;
    static const QString promptFile;
    static const QString manifestFile;

private:
    ScratchFolder m_folder;
};

} // namespace hermes::test
