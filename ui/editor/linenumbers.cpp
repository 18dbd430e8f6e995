#include "editor/linenumbers.h"

#include "editor/folding.h"
#include "editor/linespacing.h"
#include "editor/prompteditor.h"
#include "widgets/theme.h"

#include <QCoreApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QTextBlock>

#include <algorithm>

namespace hermes::editor {

using namespace widgets;

namespace {

constexpr int arrowWidth = 20;
constexpr qreal arrowSize = 4;

} // namespace

LineNumbers::LineNumbers(const Theme &theme, PromptEditor *editor)
    : QWidget(editor), m_theme(theme), m_editor(editor)
{
    setCursor(Qt::ArrowCursor);
}

int LineNumbers::neededWidth() const
{
    constexpr int fewestDigits = 2;
    const auto digits = static_cast<int>(QString::number(m_editor->blockCount()).size());
    return space::large
        + m_editor->fontMetrics().horizontalAdvance(u'9') * std::max(fewestDigits, digits)
        + arrowWidth;
}

void LineNumbers::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.fillRect(event->rect(), m_editor->palette().color(QPalette::Base));
    painter.setFont(m_editor->font());
    const int caretBlock = m_editor->caretLine() - 1;
    const qreal pitch = m_editor->spacing().pitch();
    const int left = isRightToLeft() ? arrowWidth : 0;
    const int right = width() - (isRightToLeft() ? space::small : arrowWidth);
    for (const auto eachs = m_editor->visibleBlocks(event->rect());
         const VisibleBlock &each : eachs) {
        painter.setPen(each.block.blockNumber() == caretBlock ? m_theme.colors().text
                                                              : m_theme.colors().muted);
        painter.drawText(QRectF(left, each.place.y(), right - left, pitch),
                         Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(each.block.blockNumber() + 1));
        if (m_editor->folding().canFold(each.block.blockNumber())) {
            paintArrow(painter, each);
        }
    }
}

/// Down while the section is open, towards the text while it is folded.
void LineNumbers::paintArrow(QPainter &painter, const VisibleBlock &line) const
{
    const bool isFolded = m_editor->folding().isFolded(line.block.blockNumber());
    const qreal pitch = m_editor->spacing().pitch();
    const QRectF cell(isRightToLeft() ? 0 : width() - arrowWidth, line.place.y(), arrowWidth,
                      pitch);
    QPainterPath arrow;
    arrow.moveTo(-arrowSize, -arrowSize / 2);
    arrow.lineTo(0, arrowSize / 2);
    arrow.lineTo(arrowSize, -arrowSize / 2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(cell.center());
    painter.rotate(!isFolded ? 0 : isRightToLeft() ? 90 : -90);
    painter.setPen(QPen(isFolded ? m_theme.colors().accent : m_theme.colors().muted, 1.5));
    painter.drawPath(arrow);
    painter.restore();
}

bool LineNumbers::isOnArrow(const QPoint &position) const
{
    return isRightToLeft() ? position.x() < arrowWidth : position.x() >= width() - arrowWidth;
}

// No button may reach the editor below: it would paste what is selected elsewhere at the caret.
void LineNumbers::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const int line = lineAt(event->position().toPoint());
    if (isOnArrow(event->position().toPoint()) && m_editor->folding().canFold(line)) {
        m_editor->folding().toggle(line);
        m_isDragging = false;
        return;
    }
    m_isDragging = true;
    m_anchor = event->modifiers().testFlag(Qt::ShiftModifier) ? m_editor->caretLine() - 1 : line;
    selectLines(m_anchor, line);
}

void LineNumbers::mouseMoveEvent(QMouseEvent *event)
{
    if (m_isDragging && event->buttons().testFlag(Qt::LeftButton)) {
        selectLines(m_anchor, lineAt(event->position().toPoint()));
    }
}

void LineNumbers::mouseReleaseEvent(QMouseEvent *event)
{
    event->accept();
}

void LineNumbers::wheelEvent(QWheelEvent *event)
{
    QCoreApplication::sendEvent(m_editor->viewport(), event);
}

int LineNumbers::lineAt(const QPoint &position) const
{
    return m_editor->cursorForPosition({0, position.y()}).blockNumber();
}

/// 0-based; both ends included, in either order.
void LineNumbers::selectLines(int anchor, int line)
{
    const QTextDocument *document = m_editor->document();
    const QTextBlock first = document->findBlockByNumber(std::min(anchor, line));
    const QTextBlock last = document->findBlockByNumber(std::max(anchor, line));
    const int end =
        last.next().isValid() ? last.next().position() : last.position() + last.length() - 1;
    QTextCursor cursor(first);
    cursor.setPosition(line < anchor ? end : first.position());
    cursor.setPosition(line < anchor ? first.position() : end, QTextCursor::KeepAnchor);
    m_editor->setTextCursor(cursor);
    m_editor->setFocus();
}

} // namespace hermes::editor
