#pragma once

#include "text/edit.h"
#include "text/lines.h"

#include <optional>

namespace hermes::text {

/// What Enter does at a selection: the next list item (with its number, its empty task box), the
/// quote's next line, the indent of code. On an item without text it leaves the list, one level at
/// a time. Numbers below are made to fit where they fitted before.
[[nodiscard]] Change breakLine(const Lines &lines, const Selection &selection);

/// A new line of the same item or quote, without a marker.
[[nodiscard]] Change breakLineInItem(const Lines &lines, const Selection &selection);

/// Makes the items of the selected lines children of the item before them, with all that belongs
/// to them. Nothing if the first selected line opens no item; no edits if none stands before it.
[[nodiscard]] std::optional<Change> indentItems(const Lines &lines, const Selection &selection);

/// Makes the items of the selected lines siblings of the item around them, in its kind of list.
/// Nothing if the first selected line opens no item; no edits at the outermost level.
[[nodiscard]] std::optional<Change> outdentItems(const Lines &lines, const Selection &selection);

/// Makes the numbers of the lists at the selections consecutive, each from its first item's.
[[nodiscard]] Change renumberLists(const Lines &lines, const QList<Selection> &selections);

} // namespace hermes::text
