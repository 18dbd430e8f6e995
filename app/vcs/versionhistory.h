#pragma once

#include "vcs/repository.h"

#include <functional>

namespace hermes::vcs {

/// A version of a definition: the commit in which its manifest's `version` became this.
struct Version
{
    QString version; ///< As the manifest has it.
    CommitInfo commit;
    QString tag; ///< `agent/backend-engineer@1.1.0` if there is such a tag; the tag's commit wins
                 ///< over the walk.
    QString changelog; ///< Message of the annotated tag, else the body of the commit.

    bool operator==(const Version &) const = default;
};

/// A commit that touched a definition.
struct HistoryEntry
{
    CommitInfo commit;
    QString version; ///< What the manifest said after this commit; empty if unreadable or gone.
    bool isVersion = false; ///< This commit made that version.
    QStringList tags;

    bool operator==(const HistoryEntry &) const = default;
};

/// Commits that touched the folder, newest first, with the version each one left. Reads `version`
/// with a cheap scan of the manifest blob (or a skill's front matter): `readVersion` gets the bytes
/// and returns the version or an empty text.
[[nodiscard]] core::Result<QList<HistoryEntry>>
definitionHistory(const Repository &repository, const ObjectId &from, const core::RepoPath &folder,
                  const core::RepoPath &manifestFile, const QString &tagPrefix,
                  const std::function<QString(const QByteArray &)> &readVersion,
                  const core::CancelFlag &cancel);

/// The versions among them, newest first, each once (a version whose number came back is the newest
/// one).
[[nodiscard]] QList<Version> versionsOf(const QList<HistoryEntry> &history,
                                        const QList<TagInfo> &tags, const QString &tagPrefix);

} // namespace hermes::vcs
