#pragma once

#include "diff/linediff.h"

#include <QList>
#include <QSet>

namespace hermes::diffview {

enum class Arrangement
{
    SideBySide,
    Unified
};

/// What becomes of long runs of unchanged rows.
enum class Unchanged
{
    Folded,
    Shown
};

/// One row as it is shown.
struct DisplayRow
{
    enum class Kind
    {
        Both, ///< Left and right; in a unified view a line that is the same on both.
        Left, ///< The left line alone, removed or the old state of a changed one. Unified only.
        Right, ///< The right line alone. Unified only.
        Fold, ///< `count` unchanged rows that are not shown.
    };
    Kind kind = Kind::Both;
    int row = 0; ///< In LineDiff::rows; of a Fold the first one.
    int count = 1;

    bool operator==(const DisplayRow &) const = default;
};

/// Unchanged runs up to this length are shown whole.
inline constexpr int longestOpenRun = 8;
/// Unchanged rows that stay visible beside a change.
inline constexpr int contextRows = 3;

/// The rows to show. `unfolded`: first rows of the Folds that the user opened. A unified view shows
/// the removed lines of a change before the added ones.
[[nodiscard]] QList<DisplayRow> displayRows(const diff::LineDiff &diff, Arrangement arrangement,
                                            Unchanged unchanged, const QSet<int> &unfolded);

/// Where changes begin: indexes into `rows`, ascending.
[[nodiscard]] QList<int> changeStarts(const diff::LineDiff &diff, const QList<DisplayRow> &rows);

} // namespace hermes::diffview
