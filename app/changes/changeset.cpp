#include "changes/changeset.h"

#include <QCoreApplication>

#include <ranges>

using namespace hermes::core;

namespace hermes::changes {

namespace {

/// `path` with `from` at its beginning replaced by `to`.
RepoPath moved(const RepoPath &path, const RepoPath &from, const RepoPath &to)
{
    RepoPath result = to;
    for (const auto allParts = path.parts().sliced(from.parts().size());
         const QString &part : allParts) {
        result = result.child(part);
    }
    return result;
}

} // namespace

bool ChangeSet::isEmpty() const
{
    return restorations.isEmpty() && moves.isEmpty() && writes.isEmpty() && deletions.isEmpty();
}

RepoPath pathBeforeMoves(const QList<PathMove> &moves, const RepoPath &file)
{
    for (const PathMove &move : moves) {
        if (file.isInside(move.to)) {
            return moved(file, move.to, move.from);
        }
    }
    return file;
}

RepoPath pathAfterMoves(const QList<PathMove> &moves, const RepoPath &file)
{
    for (const PathMove &move : moves) {
        if (file.isInside(move.from)) {
            return moved(file, move.from, move.to);
        }
    }
    return file;
}

ChangeSet inverse(const ChangeSet &changes, const QHash<RepoPath, QString> &stored)
{
    ChangeSet result;
    result.title = QCoreApplication::translate("ChangeSet", "Undo: %1").arg(changes.title);
    for (const Deletion &deletion : changes.deletions) {
        if (const QString place = stored.value(deletion.path); !place.isEmpty()) {
            result.restorations.append({place, deletion.path});
        }
    }
    for (const PathMove &move : changes.moves | std::views::reverse) {
        QList<RepoPath> files;
        for (const RepoPath &file : move.files) {
            files.append(pathAfterMoves({move}, file));
        }
        result.moves.append({move.to, move.from, files});
    }
    for (const FileWrite &write : changes.writes | std::views::reverse) {
        result.writes.append({pathBeforeMoves(changes.moves, write.file), write.after, write.before,
                              write.isExecutable});
    }
    for (const Restoration &restoration : changes.restorations) {
        result.deletions.append({restoration.path, {}});
    }
    return result;
}

} // namespace hermes::changes
