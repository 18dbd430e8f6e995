#include "diff/displayrows.h"

namespace hermes::diffview {

namespace {

using diff::DiffRow;
using Kind = DisplayRow::Kind;

// One past the last row of the run that begins at `first`: all Same, or none.
int runEnd(const QList<DiffRow> &rows, int first)
{
    const bool isSame = rows.at(first).kind == DiffRow::Kind::Same;
    int end = first + 1;
    while (end < rows.size() && (rows.at(end).kind == DiffRow::Kind::Same) == isSame) {
        ++end;
    }
    return end;
}

void appendUnchanged(QList<DisplayRow> &shown, int first, int end, int rowCount,
                     Unchanged unchanged, const QSet<int> &unfolded)
{
    const int leading = first == 0 ? 0 : contextRows;
    const int trailing = end == rowCount ? 0 : contextRows;
    const DisplayRow fold{Kind::Fold, first + leading, end - first - leading - trailing};
    const bool isFolded = unchanged == Unchanged::Folded && end - first > longestOpenRun
        && !unfolded.contains(fold.row);
    for (int row = first; row < end; ++row) {
        if (isFolded && row == fold.row) {
            shown.append(fold);
            row += fold.count - 1;
        } else {
            shown.append({Kind::Both, row});
        }
    }
}

void appendChanged(QList<DisplayRow> &shown, const QList<DiffRow> &rows, int first, int end,
                   Arrangement arrangement)
{
    if (arrangement == Arrangement::SideBySide) {
        for (int row = first; row < end; ++row) {
            shown.append({Kind::Both, row});
        }
        return;
    }
    for (int row = first; row < end; ++row) {
        if (rows.at(row).leftLine >= 0) {
            shown.append({Kind::Left, row});
        }
    }
    for (int row = first; row < end; ++row) {
        if (rows.at(row).rightLine >= 0) {
            shown.append({Kind::Right, row});
        }
    }
}

} // namespace

QList<DisplayRow> displayRows(const diff::LineDiff &diff, Arrangement arrangement,
                              Unchanged unchanged, const QSet<int> &unfolded)
{
    QList<DisplayRow> shown;
    const int rowCount = static_cast<int>(diff.rows.size());
    for (int first = 0; first < rowCount;) {
        const int end = runEnd(diff.rows, first);
        if (diff.rows.at(first).kind == DiffRow::Kind::Same) {
            appendUnchanged(shown, first, end, rowCount, unchanged, unfolded);
        } else {
            appendChanged(shown, diff.rows, first, end, arrangement);
        }
        first = end;
    }
    return shown;
}

QList<int> changeStarts(const diff::LineDiff &diff, const QList<DisplayRow> &rows)
{
    QList<int> starts;
    bool wasSame = true;
    for (int index = 0; index < rows.size(); ++index) {
        const bool isSame = diff.rows.at(rows.at(index).row).kind == DiffRow::Kind::Same;
        if (wasSame && !isSame) {
            starts.append(index);
        }
        wasSame = isSame;
    }
    return starts;
}

} // namespace hermes::diffview
