#pragma once

#include "text/edit.h"
#include "text/lines.h"

namespace hermes::text {

enum class Direction
{
    Up,
    Down
};

/// Moves the selected lines past the line above or below. Numbers of ordered lists are made to fit
/// where they fitted before. No edits at the end of the text.
[[nodiscard]] Change moveLines(const Lines &lines, const QList<Selection> &selections,
                               Direction direction);

/// Copies the selected lines; the selections go to the copy on that side.
[[nodiscard]] Change duplicateLines(const Lines &lines, const QList<Selection> &selections,
                                    Direction direction);

/// Joins the selected lines, or the one of the caret with the next: one blank stands for the line
/// end, none between characters of scripts that set none. Indent, quote signs and list markers of
/// the joined lines go.
[[nodiscard]] Change joinLines(const Lines &lines, const QList<Selection> &selections);

[[nodiscard]] Change deleteLines(const Lines &lines, const QList<Selection> &selections);

/// A line below or above that of each caret, with the indent and quote signs of it.
[[nodiscard]] Change insertLine(const Lines &lines, const QList<Selection> &selections,
                                Direction where);

/// Selections grown to whole lines with their ends; one that is that already takes the next line.
[[nodiscard]] QList<Selection> selectLines(const Lines &lines, const QList<Selection> &selections);

/// Where Home goes from a place: to the text of the line (behind indent, quote signs and marker),
/// or from there to its very start.
[[nodiscard]] qsizetype smartHome(const Lines &lines, qsizetype position);

} // namespace hermes::text
