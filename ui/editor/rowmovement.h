#pragma once

#include <QTextCursor>

#include <optional>

QT_BEGIN_NAMESPACE
class QKeyEvent;
QT_END_NAMESPACE

namespace hermes::editor {

/// Moves a cursor to the row above (-1) or below (1) at a distance from the line's start, past
/// lines that are hidden, which QTextCursor cannot. False if there is none. `x`: as
/// QTextLine::cursorToX() gives it.
bool moveByRow(QTextCursor &cursor, int step, qreal x, QTextCursor::MoveMode mode);

/// What a key moves the caret by, of the movements that can leave a line sideways.
[[nodiscard]] std::optional<QTextCursor::MoveOperation> sidewaysMovement(const QKeyEvent &event);

/// Moves a cursor that came from `before` out of hidden lines: on in its direction, or back to the
/// last line that shows.
void leaveHidden(QTextCursor &cursor, int before, QTextCursor::MoveMode mode);

/// Where a cursor stands in its row.
[[nodiscard]] qreal rowX(const QTextCursor &cursor);

} // namespace hermes::editor
