#include "editor/linespacing.h"

#include <QFontInfo>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace hermes::editor {

namespace {

/// 21 px for a font of 13 px.
constexpr qreal pitchPerFontSize = 21.0 / 13.0;

/// Lines of a fallback font may be higher than the pitch.
qreal slotHeight(const QTextLine &line, qreal pitch)
{
    return std::max(pitch, line.height());
}

qreal spaceAbove(const QTextLine &line, qreal pitch)
{
    return std::floor((slotHeight(line, pitch) - line.height()) / 2);
}

} // namespace

LineSpacing::LineSpacing(QTextDocument *document) : QPlainTextDocumentLayout(document) { }

qreal LineSpacing::pitch() const
{
    return std::round(QFontInfo(document()->defaultFont()).pixelSize() * pitchPerFontSize);
}

QRectF LineSpacing::lineSlot(const QTextLine &line) const
{
    const qreal linePitch = pitch();
    return {line.x(), line.y() - spaceAbove(line, linePitch), line.naturalTextWidth(),
            slotHeight(line, linePitch)};
}

QRectF LineSpacing::blockBoundingRect(const QTextBlock &block) const
{
    QRectF rect = QPlainTextDocumentLayout::blockBoundingRect(block);
    const QTextLayout *layout = block.layout();
    if (!block.isVisible() || layout->lineCount() == 0) {
        return rect;
    }
    const qreal linePitch = pitch();
    QTextLine first = layout->lineAt(0);
    if (first.y() != spaceAbove(first, linePitch)) {
        qreal top = 0;
        for (int i = 0; i < layout->lineCount(); ++i) {
            QTextLine line = layout->lineAt(i);
            line.setPosition({line.x(), top + spaceAbove(line, linePitch)});
            top += slotHeight(line, linePitch);
        }
    }
    const qreal lastMargin = block.next().isValid() ? 0 : document()->documentMargin();
    rect.setHeight(lineSlot(layout->lineAt(layout->lineCount() - 1)).bottom() + lastMargin);
    return rect;
}

} // namespace hermes::editor
