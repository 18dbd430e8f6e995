#include "diff/invisible.h"
#include "diff/linediff.h"
#include "diff/linepairing.h"
#include "diff/words.h"

#include <algorithm>
#include <numeric>

namespace hermes::diff {

namespace {

constexpr int noLine = -1;

int wordsIn(QStringView line, const QList<TextSpan> &marks)
{
    return std::accumulate(marks.begin(), marks.end(), 0, [line](int sum, TextSpan mark) {
        return sum + countWords(line.sliced(mark.start, mark.length));
    });
}

/// Fills rows and counts of a comparison whose texts, lines and hunks are there.
class RowBuilder
{
public:
    RowBuilder(LineDiff &diff, const core::CancelFlag &cancel) : m_diff(diff), m_cancel(cancel) { }

    void build()
    {
        m_diff.rows.reserve(std::max(m_diff.leftLines.size(), m_diff.rightLines.size()));
        for (const DiffHunk &hunk : std::as_const(m_diff.hunks)) {
            addSame(hunk.leftStart);
            addHunk(hunk);
        }
        addSame(static_cast<int>(m_diff.leftLines.size()));
    }

private:
    void addSame(int leftEnd)
    {
        while (m_left < leftEnd) {
            addRow(DiffRow::Kind::Same, m_left++, m_right++);
        }
    }

    void addHunk(const DiffHunk &hunk)
    {
        const QList<LinePair> pairs =
            pairSimilarLines(m_diff.leftLines.sliced(hunk.leftStart, hunk.leftCount),
                             m_diff.rightLines.sliced(hunk.rightStart, hunk.rightCount), m_cancel);
        for (const LinePair &pair : pairs) {
            addUnpaired(hunk.leftStart + pair.left, hunk.rightStart + pair.right);
            addChanged();
        }
        addUnpaired(hunk.leftStart + hunk.leftCount, hunk.rightStart + hunk.rightCount);
    }

    void addUnpaired(int leftEnd, int rightEnd)
    {
        for (; m_left < leftEnd; ++m_left) {
            addRow(DiffRow::Kind::Removed, m_left, noLine);
            m_diff.wordsRemoved += countWords(m_diff.leftLines[m_left]);
        }
        for (; m_right < rightEnd; ++m_right) {
            addRow(DiffRow::Kind::Added, noLine, m_right);
            m_diff.wordsAdded += countWords(m_diff.rightLines[m_right]);
        }
    }

    void addChanged()
    {
        const QStringView left = m_diff.leftLines[m_left];
        const QStringView right = m_diff.rightLines[m_right];
        const WordDiff words = diffWords(left, right);
        m_diff.wordsRemoved += wordsIn(left, words.left);
        m_diff.wordsAdded += wordsIn(right, words.right);
        DiffRow &row = addRow(DiffRow::Kind::Changed, m_left++, m_right++);
        row.leftMarks = words.left;
        row.rightMarks = words.right;
        row.onlyInvisible = visiblePart(left) == visiblePart(right);
    }

    DiffRow &addRow(DiffRow::Kind kind, int leftLine, int rightLine)
    {
        DiffRow &row = m_diff.rows.emplaceBack();
        row.kind = kind;
        row.leftLine = leftLine;
        row.rightLine = rightLine;
        return row;
    }

    LineDiff &m_diff;
    const core::CancelFlag &m_cancel;
    int m_left = 0; // the next line without a row
    int m_right = 0;
};

} // namespace

LineDiff compareTexts(const QString &left, const QString &right, const core::CancelFlag &cancel)
{
    LineDiff diff;
    diff.leftText = left;
    diff.rightText = right;
    diff.leftLines = splitLines(diff.leftText);
    diff.rightLines = splitLines(diff.rightText);
    diff.hunks = diffLines(splitLinesKeepingEnds(diff.leftText),
                           splitLinesKeepingEnds(diff.rightText), cancel);
    RowBuilder(diff, cancel).build();
    return diff;
}

} // namespace hermes::diff
