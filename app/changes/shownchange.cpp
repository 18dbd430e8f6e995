#include "changes/shownchange.h"

#include "diff/linediff.h"

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::changes {

namespace {

constexpr int contextLines = 3;

using Kind = ShownChange::Kind;

Kind kindOf(const FileWrite &write, bool isMoved)
{
    if (!write.before) {
        return Kind::Added;
    }
    if (!write.after) {
        return Kind::Removed;
    }
    return isMoved ? Kind::MovedAndChanged : Kind::Changed;
}

const RepoPath &shownPath(const ShownChange &change)
{
    return change.after.isRoot() ? change.before : change.after;
}

bool isText(const QByteArray &bytes)
{
    return bytes.isValidUtf8() && !bytes.contains('\0');
}

QByteArray patchOf(const ShownChange &change)
{
    const QByteArray before = (change.before.isRoot() ? change.after : change.before).bytes();
    const QByteArray after = (change.after.isRoot() ? change.before : change.after).bytes();
    QByteArray patch = "diff --git a/" + before + " b/" + after + '\n';
    if (change.kind == Kind::Moved || change.kind == Kind::MovedAndChanged) {
        patch += "rename from " + before + "\nrename to " + after + '\n';
    } else if (change.kind == Kind::Added) {
        patch += "new file mode 100644\n";
    } else if (change.kind == Kind::Removed) {
        patch += "deleted file mode 100644\n";
    }
    if (change.textBefore == change.textAfter) {
        return patch;
    }
    if (!isText(change.textBefore) || !isText(change.textAfter)) {
        return patch + "Binary files a/" + before + " and b/" + after + " differ\n";
    }
    const diff::LineDiff lines = diff::compareTexts(QString::fromUtf8(change.textBefore),
                                                    QString::fromUtf8(change.textAfter));
    return patch
        + diff::unifiedPatch(
              lines, change.kind == Kind::Added ? u"/dev/null"_s : change.before.text(),
              change.kind == Kind::Removed ? u"/dev/null"_s : change.after.text(), contextLines)
              .toUtf8();
}

} // namespace

QList<ShownChange> shownChanges(const ChangeSet &changes)
{
    QList<ShownChange> shown;
    QHash<RepoPath, qsizetype> moved;
    for (const PathMove &move : changes.moves) {
        for (const RepoPath &file : move.files) {
            const RepoPath after = pathAfterMoves({move}, file);
            moved.insert(after, shown.size());
            shown.append({Kind::Moved, file, after, {}, {}});
        }
    }
    for (const FileWrite &write : changes.writes) {
        const auto known = moved.constFind(write.file);
        const bool isMoved = known != moved.constEnd();
        const RepoPath before = pathBeforeMoves(changes.moves, write.file);
        const ShownChange change{kindOf(write, isMoved), write.before ? before : RepoPath(),
                                 write.after ? write.file : RepoPath(),
                                 write.before.value_or(QByteArray()),
                                 write.after.value_or(QByteArray())};
        if (isMoved) {
            shown[*known] = change;
        } else {
            shown.append(change);
        }
    }
    for (const Deletion &deletion : changes.deletions) {
        for (const RepoPath &file : deletion.files) {
            shown.append({Kind::Deleted, file, {}, {}, {}});
        }
    }
    for (const Restoration &restoration : changes.restorations) {
        shown.append({Kind::Restored, {}, restoration.path, {}, {}});
    }
    std::ranges::stable_sort(shown, {}, shownPath);
    return shown;
}

QByteArray patchOf(const ChangeSet &changes)
{
    QByteArray patch;
    for (const auto allChanges = shownChanges(changes); const ShownChange &change : allChanges) {
        if (change.kind != Kind::Deleted && change.kind != Kind::Restored) {
            patch += patchOf(change);
        }
    }
    return patch;
}

} // namespace hermes::changes
