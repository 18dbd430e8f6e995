#pragma once

#include "assembly/assembly.h"
#include "core/cancelflag.h"
#include "workspace/overlaysource.h"

#include <QList>
#include <QString>

namespace hermes::workspace {

/// Looks whether the text of a source or a fragment may become another: whether what it gives stays
/// the same, byte for byte, with no problem more. Of a fragment that is what the prompts become
/// that include it; where none does, what it gives by itself. Thread: one, any; blocks.
class SameResult
{
public:
    /// `files`: as they are now; outlives this. `text`: of the file, which need not be there yet.
    /// Cancelled, nothing is looked at any more, and nothing is kept.
    SameResult(const core::FileSource &files, QString registryRoot, core::RepoPath file,
               const QByteArray &text, core::CancelFlag cancel);

    /// What the file gives by itself now. Errors: those of assembleSource().
    [[nodiscard]] const core::Result<assembly::Assembly> &now() const { return m_now; }
    /// With `text`, and other files otherwise as well.
    [[nodiscard]] bool isKept(const QByteArray &text, const OverlaySource::Contents &others) const;

private:
    using Made = core::Result<assembly::Assembly>;

    [[nodiscard]] Made alone(const core::FileSource &files, const QByteArray &text) const;
    [[nodiscard]] static bool isSame(const Made &before, const Made &after);

    const core::FileSource &m_files;
    QString m_registryRoot;
    core::RepoPath m_file;
    core::CancelFlag m_cancel;
    Made m_now;
    QList<core::RepoPath> m_sources; ///< That include it.
    QList<Made> m_prompts; ///< Of those.
};

} // namespace hermes::workspace
