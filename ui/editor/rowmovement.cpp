#include "editor/rowmovement.h"

#include <QAbstractTextDocumentLayout>
#include <QKeyEvent>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <array>

namespace hermes::editor {

namespace {

/// The next block that shows, laid out.
QTextBlock neighbour(const QTextBlock &block, int step)
{
    QTextBlock other = step > 0 ? block.next() : block.previous();
    while (other.isValid() && !other.isVisible()) {
        other = step > 0 ? other.next() : other.previous();
    }
    if (other.isValid()) {
        (void)other.document()->documentLayout()->blockBoundingRect(other);
    }
    return other;
}

} // namespace

bool moveByRow(QTextCursor &cursor, int step, qreal x, QTextCursor::MoveMode mode)
{
    QTextBlock block = cursor.block();
    const QTextLine row = block.layout()->lineForTextPosition(cursor.positionInBlock());
    int target = row.isValid() ? row.lineNumber() + step : -1;
    if (target < 0 || target >= block.layout()->lineCount()) {
        block = neighbour(block, step);
        if (!block.isValid() || block.layout()->lineCount() == 0) {
            return false;
        }
        target = step > 0 ? 0 : block.layout()->lineCount() - 1;
    }
    cursor.setPosition(block.position() + block.layout()->lineAt(target).xToCursor(x), mode);
    return true;
}

std::optional<QTextCursor::MoveOperation> sidewaysMovement(const QKeyEvent &event)
{
    struct Key
    {
        QKeySequence::StandardKey move;
        QKeySequence::StandardKey select;
        QTextCursor::MoveOperation movement;
    };
    static constexpr std::array keys{
        Key{QKeySequence::MoveToNextChar, QKeySequence::SelectNextChar, QTextCursor::Right},
        Key{QKeySequence::MoveToPreviousChar, QKeySequence::SelectPreviousChar, QTextCursor::Left},
        Key{QKeySequence::MoveToNextWord, QKeySequence::SelectNextWord, QTextCursor::WordRight},
        Key{QKeySequence::MoveToPreviousWord, QKeySequence::SelectPreviousWord,
            QTextCursor::WordLeft},
        Key{QKeySequence::MoveToStartOfDocument, QKeySequence::SelectStartOfDocument,
            QTextCursor::Start},
        Key{QKeySequence::MoveToEndOfDocument, QKeySequence::SelectEndOfDocument,
            QTextCursor::End}};
    for (const Key &key : keys) {
        if (event.matches(key.move) || event.matches(key.select)) {
            return key.movement;
        }
    }
    return std::nullopt;
}

void leaveHidden(QTextCursor &cursor, int before, QTextCursor::MoveMode mode)
{
    if (cursor.block().isVisible()) {
        return;
    }
    const bool isForward = cursor.position() > before;
    const QTextBlock below = neighbour(cursor.block(), 1);
    const QTextBlock above = neighbour(cursor.block(), -1);
    const bool goesBelow = isForward ? below.isValid() : !above.isValid();
    const QTextBlock target = goesBelow ? below : above;
    if (target.isValid()) {
        cursor.setPosition(goesBelow ? target.position() : target.position() + target.length() - 1,
                           mode);
    }
}

qreal rowX(const QTextCursor &cursor)
{
    const QTextLine row = cursor.block().layout()->lineForTextPosition(cursor.positionInBlock());
    return row.isValid() ? row.cursorToX(cursor.positionInBlock()) : 0;
}

} // namespace hermes::editor
