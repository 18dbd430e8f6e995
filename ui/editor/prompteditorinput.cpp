#include "editor/carets.h"
#include "editor/documentlines.h"
#include "editor/folding.h"
#include "editor/indentation.h"
#include "editor/lineoverlay.h"
#include "editor/linespacing.h"
#include "editor/problemunderlines.h"
#include "editor/prompteditor.h"
#include "editor/rowmovement.h"
#include "text/severalcarets.h"
#include "workspace/editabletext.h"

#include <QHelpEvent>
#include <QMimeData>
#include <QTextBlock>
#include <QToolTip>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

constexpr int wheelStep = 120; ///< Eighths of a degree of one notch.

} // namespace

// --- keys and mouse
// -------------------------------------------------------------------------------------------------

void PromptEditor::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Undo) || event->matches(QKeySequence::Redo)) {
        event->matches(QKeySequence::Undo) ? undo() : redo();
        event->accept();
        return;
    }
    if (handleTab(*event)) {
        event->accept();
        return;
    }
    if (event->matches(QKeySequence::InsertLineSeparator) && !isReadOnly()) {
        // Qt would write U+2028, which no reader of the file takes for a line's end.
        textCursor().insertBlock();
        ensureCursorVisible();
        event->accept();
        return;
    }
    if (moveRoundFolds(*event)) {
        event->accept();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

/// Keys that Qt would take into what is folded, or, where all that follows is folded, past the end
/// of the document.
bool PromptEditor::moveRoundFolds(const QKeyEvent &event)
{
    if (!folding().isActive()) {
        return false;
    }
    const bool isSelecting = event.modifiers().testFlag(Qt::ShiftModifier);
    const auto mode = isSelecting ? QTextCursor::KeepAnchor : QTextCursor::MoveAnchor;
    const bool isPlain = !(event.modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    const bool isRow = event.key() == Qt::Key_Up || event.key() == Qt::Key_Down
        || event.key() == Qt::Key_PageUp || event.key() == Qt::Key_PageDown;
    QTextCursor cursor = textCursor();
    if (isRow && isPlain) {
        moveByRows(cursor, event, mode);
    } else if (const auto movement = sidewaysMovement(event)) {
        m_rowX.reset();
        const int before = cursor.position();
        cursor.movePosition(*movement, mode);
        leaveHidden(cursor, before, mode);
    } else {
        m_rowX.reset();
        return false;
    }
    setTextCursor(cursor);
    ensureCursorVisible();
    return true;
}

void PromptEditor::moveByRows(QTextCursor &cursor, const QKeyEvent &event,
                              QTextCursor::MoveMode mode)
{
    const bool isPage = event.key() == Qt::Key_PageUp || event.key() == Qt::Key_PageDown;
    const bool isUp = event.key() == Qt::Key_Up || event.key() == Qt::Key_PageUp;
    const int rows =
        isPage ? std::max(1, static_cast<int>(viewport()->height() / spacing().pitch()) - 1) : 1;
    m_rowX = m_rowX.value_or(rowX(cursor));
    for (int i = 0; i < rows; ++i) {
        if (!moveByRow(cursor, isUp ? -1 : 1, *m_rowX, mode)) {
            break;
        }
    }
}

void PromptEditor::inputMethodEvent(QInputMethodEvent *event)
{
    if (m_carets->isSeveral() && !event->commitString().isEmpty() && !isReadOnly()) {
        m_carets->type(event->commitString());
        event->setCommitString({});
    }
    QPlainTextEdit::inputMethodEvent(event);
}

bool PromptEditor::handleTab(const QKeyEvent &event)
{
    const bool isBack = event.key() == Qt::Key_Backtab;
    const bool isPlainTab = event.key() == Qt::Key_Tab && event.modifiers() == Qt::NoModifier;
    if (isReadOnly() || (!isBack && !isPlainTab)) {
        return false;
    }
    const QTextCursor cursor = textCursor();
    const bool spansLines = document()->findBlock(cursor.selectionStart())
        != document()->findBlock(cursor.selectionEnd());
    if (isBack) {
        outdentLines(cursor);
    } else if (spansLines) {
        indentLines(cursor);
    } else {
        textCursor().insertText(indentationStep(cursor));
        ensureCursorVisible();
    }
    return true;
}

void PromptEditor::wheelEvent(QWheelEvent *event)
{
    if (!event->modifiers().testFlag(Qt::ControlModifier)) {
        QPlainTextEdit::wheelEvent(event);
        return;
    }
    m_wheelRest += event->angleDelta().y();
    setZoom(m_zoom + m_wheelRest / wheelStep);
    m_wheelRest %= wheelStep;
    event->accept();
}

/// The nearest position that lies on a line's text box: Qt takes the space between two lines for
/// the end of one of them, and that above the first for the start of the text.
QPointF PromptEditor::onLine(const QPointF &position) const
{
    QPointF result = position;
    if (position.y() >= 0) {
        result.setY(std::max(position.y(), contentOffset().y()));
    }
    const QRect row(0, static_cast<int>(result.y()), 1, 1);
    for (const auto blocks = visibleBlocks(row); const auto &[block, place] : blocks) {
        for (int i = 0; i < block.layout()->lineCount(); ++i) {
            const QTextLine line = block.layout()->lineAt(i);
            const QRectF slot = spacing().lineSlot(line).translated(place.topLeft());
            const qreal top = place.top() + line.y();
            if (result.y() >= slot.top() && result.y() < slot.bottom()) {
                result.setY(std::clamp(result.y(), top, top + line.height() - 1));
                return result;
            }
        }
    }
    return result;
}

std::unique_ptr<QMouseEvent> PromptEditor::movedOnLine(const QMouseEvent &event) const
{
    auto moved = std::make_unique<QMouseEvent>(
        event.type(), onLine(event.position()), event.scenePosition(), event.globalPosition(),
        event.button(), event.buttons(), event.modifiers(), event.source(), event.pointingDevice());
    moved->setTimestamp(event.timestamp());
    return moved;
}

void PromptEditor::mousePressEvent(QMouseEvent *event)
{
    const std::unique_ptr<QMouseEvent> moved = movedOnLine(*event);
    if (event->button() == Qt::LeftButton && event->modifiers() == Qt::AltModifier) {
        addCaretAt(moved->position());
        return;
    }
    m_carets->clear();
    m_rowX.reset();
    QPlainTextEdit::mousePressEvent(moved.get());
}

/// Beside those that are there; a drag from here selects a column.
void PromptEditor::addCaretAt(const QPointF &position)
{
    const int at = cursorForPosition(position.toPoint()).position();
    m_columnStart = at;
    m_carets->set(m_carets->all() + QList<text::Selection>{{at, at}});
}

void PromptEditor::mouseMoveEvent(QMouseEvent *event)
{
    const std::unique_ptr<QMouseEvent> moved = movedOnLine(*event);
    if (m_columnStart && event->buttons().testFlag(Qt::LeftButton)) {
        const int at = cursorForPosition(moved->position().toPoint()).position();
        m_carets->set(text::columnSelections(DocumentLines::of(document()), *m_columnStart, at));
        return;
    }
    QPlainTextEdit::mouseMoveEvent(moved.get());
}

void PromptEditor::mouseReleaseEvent(QMouseEvent *event)
{
    if (std::exchange(m_columnStart, std::nullopt)) {
        return;
    }
    const std::unique_ptr<QMouseEvent> moved = movedOnLine(*event);
    QPlainTextEdit::mouseReleaseEvent(moved.get());
}

void PromptEditor::mouseDoubleClickEvent(QMouseEvent *event)
{
    const std::unique_ptr<QMouseEvent> moved = movedOnLine(*event);
    QPlainTextEdit::mouseDoubleClickEvent(moved.get());
}

/// QPlainTextEdit would take the selection away and insert its text elsewhere: with other line
/// endings.
void PromptEditor::dropEvent(QDropEvent *event)
{
    QDragLeaveEvent end; // the caret that showed the place
    QPlainTextEdit::dragLeaveEvent(&end);
    if (isReadOnly() || !event->mimeData()->hasText()) {
        event->ignore();
        return;
    }
    QTextCursor place = cursorForPosition(onLine(event->position()).toPoint());
    const QTextCursor selected = textCursor();
    const bool isMove =
        m_text != nullptr && event->source() == viewport() && event->dropAction() == Qt::MoveAction;
    if (isMove && place.position() >= selected.selectionStart()
        && place.position() <= selected.selectionEnd()) {
        event->ignore();
        return;
    }
    event->acceptProposedAction();
    if (isMove) {
        const int length = selected.selectionEnd() - selected.selectionStart();
        m_text->move(selected.selectionStart(), length, place.position());
        QTextCursor moved = place;
        moved.setPosition(place.position() - length);
        moved.setPosition(place.position(), QTextCursor::KeepAnchor);
        setTextCursor(moved);
    } else {
        setTextCursor(place);
        insertFromMimeData(event->mimeData());
    }
    setFocus();
}

bool PromptEditor::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), tipAt(help->pos()), viewport());
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

/// The messages of the problems at a place of the viewport, as rich text; empty if there is none.
QString PromptEditor::tipAt(const QPoint &position) const
{
    const QTextCursor cursor = cursorForPosition(onLine(position).toPoint());
    const bool isBesideText =
        std::abs(cursorRect(cursor).x() - position.x()) > 2 * fontMetrics().averageCharWidth();
    if (isBesideText) {
        return {};
    }
    QString tip = problemTextAt(cursor.position(), extraSelections());
    for (const LineOverlay *overlay : m_overlays) {
        if (const QString mark = overlay->tipAt(cursor.position()); !mark.isEmpty()) {
            tip += u"<p>%1</p>"_s.arg(mark.toHtmlEscaped());
        }
    }
    return tip;
}

// --- exact text
// -----------------------------------------------------------------------------------------------------

QMimeData *PromptEditor::createMimeDataFromSelection() const
{
    auto *exact = new QMimeData;
    // Not toPlainText(): that replaces NBSP and U+2028.
    exact->setText(workspace::EditableText::fileText(m_carets->selectedText()));
    return exact;
}

void PromptEditor::insertFromMimeData(const QMimeData *source)
{
    if (isReadOnly() || !source->hasText()) {
        return;
    }
    const QString text = workspace::EditableText::documentText(source->text());
    if (m_carets->isSeveral()) {
        m_carets->paste(text);
        return;
    }
    textCursor().insertText(text);
    ensureCursorVisible();
}

} // namespace hermes::editor
