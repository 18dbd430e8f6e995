#pragma once

#include "text/edit.h"
#include "text/linecommands.h"
#include "text/lines.h"

namespace hermes::text {

/// Selections in ascending order; those that overlap are one, and so are carets at one place or at
/// the end of a selection.
[[nodiscard]] QList<Selection> joined(QList<Selection> selections);

/// Puts text in place of selections, and a caret behind each. `texts`: one for each selection, or
/// one for all of them. `selections` as joined() gives them.
[[nodiscard]] Change inserted(const QList<Selection> &selections, const QStringList &texts);

enum class Erasing
{
    Back, ///< A character before the caret.
    Forward, ///< One behind it, with all that combines with it.
    WordBack,
    WordForward
};
/// Deletes selections, and beside carets what is asked for.
[[nodiscard]] Change erased(const Lines &lines, const QList<Selection> &selections,
                            Erasing erasing);

/// One selection in each line from that of `anchor` to that of `caret`, between their two columns.
/// Lines that do not reach the first column have none, unless the columns are the same.
[[nodiscard]] QList<Selection> columnSelections(const Lines &lines, qsizetype anchor,
                                                qsizetype caret);

/// The selections, with a caret in the line above the first or below the last of them, in the same
/// column as far as there is one. The new one is the last; nothing new at the text's end.
[[nodiscard]] QList<Selection>
withCaretBeside(const Lines &lines, const QList<Selection> &selections, Direction direction);

} // namespace hermes::text
