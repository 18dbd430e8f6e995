#include "editor/linenumbers.h"

#include "editor/linespacing.h"
#include "editor/prompteditor.h"
#include "widgets/theme.h"

#include <QCoreApplication>
#include <QMouseEvent>
#include <QPainter>
#include <QTextBlock>

#include <algorithm>

namespace hermes::editor {

using namespace widgets;

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
        + space::small;
}

void LineNumbers::paintEvent(QPaintEvent *event)
{
    QPainter painter(this);
    painter.fillRect(event->rect(), m_editor->palette().color(QPalette::Base));
    painter.setFont(m_editor->font());
    const int caretBlock = m_editor->caretLine() - 1;
    const qreal pitch = m_editor->spacing().pitch();
    const int right = width() - space::small;
    for (const VisibleBlock &each : m_editor->visibleBlocks(event->rect())) {
        painter.setPen(each.block.blockNumber() == caretBlock ? m_theme.colors().text
                                                              : m_theme.colors().muted);
        painter.drawText(QRectF(0, each.place.y(), right, pitch), Qt::AlignRight | Qt::AlignVCenter,
                         QString::number(each.block.blockNumber() + 1));
    }
}

// No button may reach the editor below: it would paste what is selected elsewhere at the caret.
void LineNumbers::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const int line = lineAt(event->position().toPoint());
    m_anchor = event->modifiers().testFlag(Qt::ShiftModifier) ? m_editor->caretLine() - 1 : line;
    selectLines(m_anchor, line);
}

void LineNumbers::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons().testFlag(Qt::LeftButton)) {
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
