#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace hermes::test {

/// A folder of a test's own, gone with the object. Fails the test run loudly if it cannot do what
/// it is told.
class ScratchFolder
{
public:
    ScratchFolder();

    [[nodiscard]] QString path() const { return m_folder.path(); }
    [[nodiscard]] QString path(const QString &relative) const;
    void write(const QString &relative, const QByteArray &content) const;
    [[nodiscard]] QByteArray read(const QString &relative) const;

    /// Runs the real git in the folder with a fixed identity, clock and no user configuration; its
    /// standard output, trimmed.
    QByteArray git(const QStringList &arguments) const;
    /// As git(), but the exit code is the answer.
    [[nodiscard]] int gitExitCode(const QStringList &arguments) const;
    /// `git init` with branch `main`.
    void initGit() const;
    /// Adds everything and commits; returns the commit's id.
    QByteArray commitAll(const QString &message) const;

private:
    QTemporaryDir m_folder;
};

} // namespace hermes::test
