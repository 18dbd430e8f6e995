#include "diff/hunkslide.h"

#include <algorithm>

namespace hermes::diff {

namespace {

bool isBlank(QStringView line)
{
    return std::ranges::all_of(line, [](QChar c) { return c.isSpace(); });
}

bool isHeading(QStringView line)
{
    return line.startsWith(u'#');
}

/// How well a block reads if it starts at this line; more is better.
int startValue(const QList<QStringView> &lines, qsizetype start)
{
    const QStringView line = lines[start];
    if (isHeading(line)) {
        return 3;
    }
    if (start == 0 || (isBlank(lines[start - 1]) && !isBlank(line))) {
        return 2;
    }
    return isBlank(line) ? 1 : 0;
}

/// A run of `count` lines that lies in one side only and may move over its equal neighbours.
struct Slide
{
    const QList<QStringView> &lines;
    qsizetype count = 0;
    qsizetype start = 0;

    [[nodiscard]] bool canMoveUp(qsizetype floor) const
    {
        return start > floor && lines[start - 1] == lines[start + count - 1];
    }
    [[nodiscard]] bool canMoveDown(qsizetype ceiling) const
    {
        return start + count < ceiling && lines[start] == lines[start + count];
    }
};

enum class Goal
{
    Paragraph,
    End
};

qsizetype bestStart(Slide slide, qsizetype floor, qsizetype ceiling, Goal goal)
{
    while (slide.canMoveDown(ceiling)) {
        ++slide.start;
    }
    qsizetype best = slide.start;
    if (goal == Goal::End) {
        return best;
    }
    int bestValue = startValue(slide.lines, best);
    while (slide.canMoveUp(floor)) {
        --slide.start;
        if (const int value = startValue(slide.lines, slide.start); value > bestValue) {
            best = slide.start;
            bestValue = value;
        }
    }
    return best;
}

QList<DiffHunk> joined(const QList<DiffHunk> &hunks)
{
    QList<DiffHunk> result;
    result.reserve(hunks.size());
    for (const DiffHunk &hunk : hunks) {
        if (!result.isEmpty()
            && result.constLast().leftStart + result.constLast().leftCount == hunk.leftStart
            && result.constLast().rightStart + result.constLast().rightCount == hunk.rightStart) {
            result.last().leftCount += hunk.leftCount;
            result.last().rightCount += hunk.rightCount;
        } else {
            result.append(hunk);
        }
    }
    return result;
}

QList<DiffHunk> slide(QList<DiffHunk> hunks, const QList<QStringView> &left,
                      const QList<QStringView> &right, Goal goal)
{
    for (qsizetype i = 0; i < hunks.size(); ++i) {
        DiffHunk &hunk = hunks[i];
        if ((hunk.leftCount == 0) == (hunk.rightCount == 0)) {
            continue; // Lines on both sides cannot move together: their ends would have been equal.
        }
        const bool isRemoval = hunk.leftCount > 0;
        const QList<QStringView> &lines = isRemoval ? left : right;
        int &start = isRemoval ? hunk.leftStart : hunk.rightStart;
        const int count = isRemoval ? hunk.leftCount : hunk.rightCount;
        qsizetype floor = 0;
        if (i > 0) {
            const DiffHunk &before = hunks[i - 1];
            floor = isRemoval ? before.leftStart + before.leftCount
                              : before.rightStart + before.rightCount;
        }
        qsizetype ceiling = lines.size();
        if (i + 1 < hunks.size()) {
            ceiling = isRemoval ? hunks[i + 1].leftStart : hunks[i + 1].rightStart;
        }
        const int moved =
            static_cast<int>(bestStart({lines, count, start}, floor, ceiling, goal)) - start;
        hunk.leftStart += moved;
        hunk.rightStart += moved;
    }
    return joined(hunks);
}

} // namespace

QList<DiffHunk> slideToParagraphs(QList<DiffHunk> hunks, const QList<QStringView> &left,
                                  const QList<QStringView> &right)
{
    return slide(std::move(hunks), left, right, Goal::Paragraph);
}

QList<DiffHunk> slideToEnd(QList<DiffHunk> hunks, const QList<QStringView> &left,
                           const QList<QStringView> &right)
{
    return slide(std::move(hunks), left, right, Goal::End);
}

} // namespace hermes::diff
