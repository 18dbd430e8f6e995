#pragma once

#include "text/edit.h"
#include "text/lines.h"

namespace hermes::text {

enum class LineStyle
{
    BulletList,
    OrderedList,
    TaskList,
    Quote
};

/// Makes list items, tasks or a quote of the selected lines, or lines of text again where all of
/// them are that already. What belongs to an item keeps its place under it. Lines of another list
/// change their kind. A new list takes the signs of the one before it. Lines of code are only
/// quoted.
[[nodiscard]] Change toggleLineStyle(const Lines &lines, const QList<Selection> &selections,
                                     LineStyle style);

/// Makes headings of the selected lines (1–6), or text again (0, and where all have that level
/// already).
[[nodiscard]] Change setHeadingLevel(const Lines &lines, const QList<Selection> &selections,
                                     int level);

/// Moves the headings among the selected lines deeper (1) or higher (-1), as far as levels go.
[[nodiscard]] Change shiftHeadingLevel(const Lines &lines, const QList<Selection> &selections,
                                       int by);

/// Ticks the tasks among the selected lines, or takes the ticks away if all are ticked.
[[nodiscard]] Change toggleTaskDone(const Lines &lines, const QList<Selection> &selections);

} // namespace hermes::text
