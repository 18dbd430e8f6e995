#pragma once

#include "scratchfolder.h"
#include "vcs/repository.h"

#include <QtLogging>

namespace hermes::test {

/// An empty home of the test's own, before libgit2 looks for the user's settings in it.
class GitHome
{
public:
    GitHome();
    /// Replaces ~/.gitconfig; read by repositories opened afterwards.
    void writeSettings(const QByteArray &settings) const;

private:
    ScratchFolder m_home;
};

[[nodiscard]] core::RepoPath at(const QString &path);
[[nodiscard]] vcs::ObjectId idOf(const QByteArray &hex);
[[nodiscard]] vcs::Repository openIn(const ScratchFolder &folder);
/// The commit HEAD points to, as the real git says.
[[nodiscard]] vcs::ObjectId headOf(const ScratchFolder &folder);
/// What `git fsck --full` complains about; empty = nothing. Unreferenced objects are no complaint.
[[nodiscard]] QByteArray fsckComplaints(const QString &folder);
/// A request with one changed file, made at a fixed time with a UTC offset of −03:30.
[[nodiscard]] vcs::CommitRequest requestFor(const vcs::ObjectId &head);
/// Path of a loose object's file.
[[nodiscard]] QString looseObject(const ScratchFolder &folder, const QByteArray &hex);
/// Overwrites a file, also one that git made read-only.
void damage(const QString &file, const QByteArray &content);

/// The value, or the end of the test run with the error's text.
template <typename T>
[[nodiscard]] T valueOf(core::Result<T> result)
{
    if (!result) {
        qFatal("%s (%s)", qPrintable(result.error().message), qPrintable(result.error().detail));
    }
    return *std::move(result);
}

template <typename T>
[[nodiscard]] core::ErrorCode codeOf(const core::Result<T> &result)
{
    if (result) {
        qFatal("an error was expected");
    }
    return result.error().code;
}

} // namespace hermes::test
