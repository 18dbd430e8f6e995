#pragma once

#include "scratchfolder.h"
#include "workspace/performchanges.h"

#include <QMap>

namespace hermes::test {

/// A registry in git, and a change set over it with a step of every kind: a skill moves to another
/// category, its front matter and a manifest change, an agent with a program in it is made, a file
/// goes, an agent is deleted.
class ChangeFixture
{
public:
    ChangeFixture();

    [[nodiscard]] const ScratchFolder &folder() const { return m_folder; }
    [[nodiscard]] QString root() const { return m_folder.path(QStringLiteral("registry")); }
    [[nodiscard]] workspace::ChangePlace place() const;
    /// Every file of the registry but git's and what a killed save leaves, with its mode and
    /// content; folders end in `/`.
    [[nodiscard]] QMap<QString, QByteArray> files() const;

    /// The change set, made by reading `root` as it is now.
    [[nodiscard]] static changes::ChangeSet changesOf(const QString &root);

private:
    ScratchFolder m_folder;
};

} // namespace hermes::test
