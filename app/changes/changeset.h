#pragma once

#include "core/entryid.h"
#include "core/repopath.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QString>

#include <optional>

namespace hermes::changes {

/// A file that gets another content.
struct FileWrite
{
    core::RepoPath file; ///< As it is called after the moves.
    std::optional<QByteArray> before; ///< What it must hold for the change to be valid; nullopt =
                                      ///< it must not exist.
    std::optional<QByteArray> after; ///< nullopt = it is removed.
    bool isExecutable = false; ///< Of a file that is made; one that exists keeps its mode.

    bool operator==(const FileWrite &) const = default;
};

/// A file or folder that gets another name or place, with all that lies in it.
struct PathMove
{
    core::RepoPath from;
    core::RepoPath to;
    QList<core::RepoPath> files; ///< That move with it, by their old paths; for showing.

    bool operator==(const PathMove &) const = default;
};

/// A file or folder that is put into the trash.
struct Deletion
{
    core::RepoPath path;
    QList<core::RepoPath> files; ///< That go with it; for showing.

    bool operator==(const Deletion &) const = default;
};

/// A file or folder that comes back from the trash.
struct Restoration
{
    QString storedAt; ///< Absolute path in the trash.
    core::RepoPath path;

    bool operator==(const Restoration &) const = default;
};

/// Something the change does not do, or leaves for the user to see to.
struct Remark
{
    core::EntryId entry;
    QString text; ///< A sentence.

    bool operator==(const Remark &) const = default;
};

/// One operation on a registry's files, as a value: made by reading, shown as it is, performed as a
/// whole or not at all, and taken back as one step.
///
/// Restorations come first, then moves, writes and deletions, each in their order. No path is
/// concerned twice.
struct ChangeSet
{
    QString title; ///< For people: "Rename agent/writer to agent/author".
    QList<Restoration> restorations;
    QList<PathMove> moves;
    QList<FileWrite> writes;
    QList<Deletion> deletions;
    QList<Remark> remarks;

    bool operator==(const ChangeSet &) const = default;
    /// True if there is nothing to do; there may be remarks why.
    [[nodiscard]] bool isEmpty() const;
};

/// Where a file of a change set lies before its moves.
[[nodiscard]] core::RepoPath pathBeforeMoves(const QList<PathMove> &moves,
                                             const core::RepoPath &file);
/// Where a file lies after them.
[[nodiscard]] core::RepoPath pathAfterMoves(const QList<PathMove> &moves,
                                            const core::RepoPath &file);

/// The change set that takes this one back. `stored`: where the trash keeps what was deleted;
/// deletions without a place there are left out.
[[nodiscard]] ChangeSet inverse(const ChangeSet &changes,
                                const QHash<core::RepoPath, QString> &stored);

} // namespace hermes::changes
