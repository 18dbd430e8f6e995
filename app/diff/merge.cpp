#include "diff/merge.h"

#include "diff/hunkslide.h"
#include "diff/linehunks.h"

#include <algorithm>
#include <limits>

namespace hermes::diff {

namespace {

/// Equal lines between two conflicts that are too few to stand alone; git's figure.
constexpr int fewLines = 3;

struct Lines
{
    int start = 0;
    int count = 0;

    [[nodiscard]] int end() const { return start + count; }
};

/// A stretch of the result.
struct Piece
{
    enum class Kind
    {
        Common,
        Mine,
        Theirs,
        Conflict
    };
    Kind kind = Kind::Common;
    Lines mine;
    Lines theirs;
};

class ThreeWayMerge
{
public:
    ThreeWayMerge(const QString &base, const QString &mine, const QString &theirs)
        : m_base(splitLinesKeepingEnds(base))
        , m_mine(splitLinesKeepingEnds(mine))
        , m_theirs(splitLinesKeepingEnds(theirs))
    {
    }

    [[nodiscard]] MergeResult merge(const QString &mineLabel, const QString &theirsLabel)
    {
        walk();
        joinNearConflicts();
        return write(mineLabel, theirsLabel);
    }

private:
    void walk();
    /// The changes of both sides that touch each other, from the hunks on; both counters move past
    /// them.
    void addGroup(const QList<DiffHunk> &mineHunks, const QList<DiffHunk> &theirsHunks);
    void addConflict(Lines mine, Lines theirs);
    void addPiece(Piece::Kind kind, Lines mine, Lines theirs);
    void joinNearConflicts();
    [[nodiscard]] bool isTooLittleBetweenConflicts(const Piece &piece) const;
    [[nodiscard]] MergeResult write(const QString &mineLabel, const QString &theirsLabel) const;

    QList<QStringView> m_base;
    QList<QStringView> m_mine;
    QList<QStringView> m_theirs;
    QList<Piece> m_pieces;
    qsizetype m_mineHunk = 0; // the next hunk of each side
    qsizetype m_theirsHunk = 0;
    int m_basePlace = 0; // what comes before is in pieces
    int m_minePlace = 0;
    int m_theirsPlace = 0;
};

void ThreeWayMerge::walk()
{
    // Slid the same way on both sides, so that the same change made twice is seen as the same.
    const auto changes = [this](const QList<QStringView> &side) {
        return slideToEnd(shortestHunks(m_base, side, {}), m_base, side);
    };
    const QList<DiffHunk> mineHunks = changes(m_mine);
    const QList<DiffHunk> theirsHunks = changes(m_theirs);
    while (m_mineHunk < mineHunks.size() || m_theirsHunk < theirsHunks.size()) {
        addGroup(mineHunks, theirsHunks);
    }
    const int rest = static_cast<int>(m_base.size()) - m_basePlace;
    addPiece(Piece::Kind::Common, {m_minePlace, rest}, {m_theirsPlace, rest});
}

void ThreeWayMerge::addGroup(const QList<DiffHunk> &mineHunks, const QList<DiffHunk> &theirsHunks)
{
    const auto startOf = [](const QList<DiffHunk> &hunks, qsizetype index) {
        return index < hunks.size() ? hunks[index].leftStart : std::numeric_limits<int>::max();
    };
    const int begin = std::min(startOf(mineHunks, m_mineHunk), startOf(theirsHunks, m_theirsHunk));
    const int common = begin - m_basePlace;
    addPiece(Piece::Kind::Common, {m_minePlace, common}, {m_theirsPlace, common});

    int end = begin;
    int mineGrowth = 0;
    int theirsGrowth = 0;
    const qsizetype firstMine = m_mineHunk;
    const qsizetype firstTheirs = m_theirsHunk;
    const auto take = [&end](const QList<DiffHunk> &hunks, qsizetype &index, int &growth) {
        const DiffHunk &hunk = hunks[index++];
        end = std::max(end, hunk.leftStart + hunk.leftCount);
        growth += hunk.rightCount - hunk.leftCount;
    };
    while (startOf(mineHunks, m_mineHunk) <= end || startOf(theirsHunks, m_theirsHunk) <= end) {
        if (startOf(mineHunks, m_mineHunk) <= end) {
            take(mineHunks, m_mineHunk, mineGrowth);
        } else {
            take(theirsHunks, m_theirsHunk, theirsGrowth);
        }
    }
    const Lines mine{m_minePlace + common, end - begin + mineGrowth};
    const Lines theirs{m_theirsPlace + common, end - begin + theirsGrowth};
    m_basePlace = end;
    m_minePlace = mine.end();
    m_theirsPlace = theirs.end();
    if (m_theirsHunk == firstTheirs) {
        addPiece(Piece::Kind::Mine, mine, theirs);
    } else if (m_mineHunk == firstMine) {
        addPiece(Piece::Kind::Theirs, mine, theirs);
    } else {
        addConflict(mine, theirs);
    }
}

// Lines that both sides made alike are no conflict: only what differs between them stays in the
// markers.
void ThreeWayMerge::addConflict(Lines mine, Lines theirs)
{
    const QList<DiffHunk> hunks = shortestHunks(m_mine.sliced(mine.start, mine.count),
                                                m_theirs.sliced(theirs.start, theirs.count), {});
    int done = 0;
    int doneTheirs = 0;
    for (const DiffHunk &hunk : hunks) {
        const int same = hunk.leftStart - done;
        addPiece(Piece::Kind::Common, {mine.start + done, same}, {theirs.start + doneTheirs, same});
        addPiece(Piece::Kind::Conflict, {mine.start + hunk.leftStart, hunk.leftCount},
                 {theirs.start + hunk.rightStart, hunk.rightCount});
        done = hunk.leftStart + hunk.leftCount;
        doneTheirs = hunk.rightStart + hunk.rightCount;
    }
    const int same = mine.count - done;
    addPiece(Piece::Kind::Common, {mine.start + done, same}, {theirs.start + doneTheirs, same});
}

void ThreeWayMerge::addPiece(Piece::Kind kind, Lines mine, Lines theirs)
{
    if (mine.count == 0 && theirs.count == 0) {
        return;
    }
    if (kind == Piece::Kind::Common && !m_pieces.isEmpty() && m_pieces.constLast().kind == kind) {
        m_pieces.last().mine.count += mine.count;
        m_pieces.last().theirs.count += theirs.count;
        return;
    }
    m_pieces.append({kind, mine, theirs});
}

bool ThreeWayMerge::isTooLittleBetweenConflicts(const Piece &piece) const
{
    if (piece.kind != Piece::Kind::Common) {
        return false;
    }
    return piece.mine.count <= fewLines
        || std::ranges::none_of(
               m_mine.sliced(piece.mine.start, piece.mine.count), [](QStringView line) {
                   return std::ranges::any_of(line, [](QChar c) { return c.isLetterOrNumber(); });
               });
}

void ThreeWayMerge::joinNearConflicts()
{
    QList<Piece> joined;
    for (const Piece &piece : std::as_const(m_pieces)) {
        const qsizetype size = joined.size();
        if (piece.kind == Piece::Kind::Conflict && size >= 2
            && isTooLittleBetweenConflicts(joined[size - 1])
            && joined[size - 2].kind == Piece::Kind::Conflict) {
            joined.removeLast();
            Piece &conflict = joined.last();
            conflict.mine.count = piece.mine.end() - conflict.mine.start;
            conflict.theirs.count = piece.theirs.end() - conflict.theirs.start;
        } else {
            joined.append(piece);
        }
    }
    m_pieces = joined;
}

MergeResult ThreeWayMerge::write(const QString &mineLabel, const QString &theirsLabel) const
{
    const bool isDos = !m_mine.isEmpty() && m_mine.constFirst().endsWith(u"\r\n");
    const QString lineEnd = isDos ? QStringLiteral("\r\n") : QStringLiteral("\n");
    MergeResult result;
    const auto add = [&result](const QList<QStringView> &lines, Lines which) {
        for (int i = which.start; i < which.end(); ++i) {
            result.text += lines[i];
        }
    };
    // A side without a final line ending would swallow the marker after it.
    const auto addSide = [&](const QList<QStringView> &lines, Lines which) {
        add(lines, which);
        const QStringView last = which.count > 0 ? lines[which.end() - 1] : QStringView();
        if (which.count > 0 && !last.endsWith(u'\n') && !last.endsWith(u'\r')) {
            result.text += lineEnd;
        }
    };
    for (const Piece &piece : m_pieces) {
        switch (piece.kind) {
        case Piece::Kind::Common:
        case Piece::Kind::Mine:
            add(m_mine, piece.mine);
            break;
        case Piece::Kind::Theirs:
            add(m_theirs, piece.theirs);
            break;
        case Piece::Kind::Conflict:
            ++result.conflicts;
            result.text += QStringLiteral("<<<<<<< ") + mineLabel + lineEnd;
            addSide(m_mine, piece.mine);
            result.text += QStringLiteral("=======") + lineEnd;
            addSide(m_theirs, piece.theirs);
            result.text += QStringLiteral(">>>>>>> ") + theirsLabel + lineEnd;
            break;
        }
    }
    return result;
}

} // namespace

MergeResult mergeThreeWay(const QString &base, const QString &mine, const QString &theirs,
                          const QString &mineLabel, const QString &theirsLabel)
{
    return ThreeWayMerge(base, mine, theirs).merge(mineLabel, theirsLabel);
}

} // namespace hermes::diff
