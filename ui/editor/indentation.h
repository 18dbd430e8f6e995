#pragma once

#include <QTextCursor>

namespace hermes::editor {

/// One step of indentation as the text around the cursor has it: a tab, or two blanks.
[[nodiscard]] QString indentationStep(const QTextCursor &cursor);

/// Moves the lines that the cursor touches in or out by one step, as one undo step. A line of which
/// only the start is selected is not touched. Empty lines stay empty.
void indentLines(QTextCursor cursor);
void outdentLines(QTextCursor cursor);

} // namespace hermes::editor
