#include "editor/whitespacemarks.h"

#include "editor/linespacing.h"
#include "editor/prompteditor.h"
#include "editor/promptsyntax.h"
#include "editor/visibleblock.h"
#include "widgets/theme.h"

#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace hermes::editor {

namespace {

constexpr qreal dotSize = 2;

} // namespace

WhiteSpaceMarks::WhiteSpaceMarks(const PromptEditor *editor, const widgets::Theme &theme)
    : m_editor(editor), m_theme(theme)
{
}

void WhiteSpaceMarks::paintOverText(QPainter &painter, const VisibleBlock &line) const
{
    const QString text = line.block.text();
    if (text.size() > PromptSyntax::maximumLineLength) {
        return;
    }
    const QColor color = widgets::mixed(m_theme.colors().muted, m_theme.colors().edit, 0.7);
    painter.setPen(color);
    painter.setFont(m_editor->font());
    const QTextLayout *layout = line.block.layout();
    for (int i = 0; i < layout->lineCount(); ++i) {
        const QTextLine row = layout->lineAt(i);
        const QRectF slot = m_editor->spacing().lineSlot(row).translated(line.place.topLeft());
        for (int at = row.textStart(); at < row.textStart() + row.textLength(); ++at) {
            const QChar character = text.at(at);
            if (character != u' ' && character != u'\t') {
                continue;
            }
            const qreal left = row.cursorToX(at) + line.place.x();
            const qreal right = row.cursorToX(at, QTextLine::Trailing) + line.place.x();
            const QPointF middle((left + right) / 2, slot.center().y());
            if (character == u' ') {
                painter.fillRect(QRectF(middle.x() - dotSize / 2, middle.y(), dotSize, dotSize),
                                 color);
            } else {
                painter.drawText(
                    QRectF(std::min(left, right), slot.y(), std::abs(right - left), slot.height()),
                    Qt::AlignCenter, left <= right ? QString(u'→') : QString(u'←'));
            }
        }
        if (i == layout->lineCount() - 1 && line.block.next().isValid()) {
            const qreal end = row.cursorToX(row.textStart() + row.textLength()) + line.place.x();
            painter.drawText(
                QPointF(end + 2, slot.y() + (slot.height() - row.height()) / 2 + row.ascent()),
                QString(u'¶'));
        }
    }
}

} // namespace hermes::editor
