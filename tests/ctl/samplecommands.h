#pragma once

#include "ended.h"
#include "scratchfolder.h"

namespace hermes::test {

/// `hermesctl` in a fresh sample registry, with a data folder of its own.
class SampleCommands
{
public:
    /// Makes the sample, with an author for git.
    void prepare();

    [[nodiscard]] const ScratchFolder &folder() const { return m_folder; }
    [[nodiscard]] Ended run(const QStringList &arguments) const;
    [[nodiscard]] Ended runIn(const QString &folder, const QStringList &arguments) const;
    /// What `git status` says of the sample.
    [[nodiscard]] QByteArray status() const;

private:
    ScratchFolder m_folder;
};

} // namespace hermes::test
