#include "editor/linespacing.h"

#include <QFontInfo>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextDocument>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

/// 21 px for a font of 13 px.
constexpr qreal pitchPerFontSize = 21.0 / 13.0;
/// Share of the width up to which rows are indented.
constexpr qreal widestIndent = 0.5;

/// Lines of a fallback font may be higher than the pitch.
qreal slotHeight(const QTextLine &line, qreal pitch)
{
    return std::max(pitch, line.height());
}

qreal spaceAbove(const QTextLine &line, qreal pitch)
{
    return std::floor((slotHeight(line, pitch) - line.height()) / 2);
}

bool isBlank(QChar character)
{
    return character == u' ' || character == u'\t';
}

/// Index of the text of a line: behind indent, quote signs, a list marker and a task's box.
int textStart(QStringView line)
{
    static const QRegularExpression prefix(
        u"^[ \\t>]*(?:(?:[-+*]|\\d{1,9}[.)])[ \\t]+(?:\\[[ xX]\\][ \\t]+)?)?"_s);
    return static_cast<int>(prefix.matchView(line).capturedLength());
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

void LineSpacing::noteVisibility()
{
    Q_EMIT documentSizeChanged(documentSize());
    requestUpdate();
}

QRectF LineSpacing::blockBoundingRect(const QTextBlock &block) const
{
    if (!block.isValid()) {
        return {}; // Qt asks so where all that follows is hidden
    }
    QRectF rect = QPlainTextDocumentLayout::blockBoundingRect(block);
    const QTextLayout *layout = block.layout();
    if (!block.isVisible() || layout->lineCount() == 0) {
        return rect;
    }
    const qreal linePitch = pitch();
    if (const QTextLine first = layout->lineAt(0); first.y() != spaceAbove(first, linePitch)) {
        hangRows(block);
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

/// Breaks a paragraph of several rows anew, so that the further ones stand below its text and not
/// below its indent or list marker.
void LineSpacing::hangRows(const QTextBlock &block) const
{
    QTextLayout *layout = block.layout();
    const QString text = block.text();
    const bool hasPrefix =
        !text.isEmpty() && (isBlank(text.front()) || u">-+*0123456789"_s.contains(text.front()));
    if (layout->lineCount() < 2 || !hasPrefix) {
        return;
    }
    const QTextLine first = layout->lineAt(0);
    const qreal left = first.x();
    const qreal width = first.width();
    const qreal indent = std::abs(first.cursorToX(textStart(text)) - first.cursorToX(0));
    if (indent <= 0 || indent > width * widestIndent) {
        return;
    }
    const bool isMirrored = block.textDirection() == Qt::RightToLeft;
    qreal top = 0;
    layout->beginLayout();
    for (QTextLine row = layout->createLine(); row.isValid(); row = layout->createLine()) {
        const bool isFirst = row.lineNumber() == 0;
        row.setLeadingIncluded(true);
        row.setLineWidth(isFirst ? width : width - indent);
        row.setPosition({isFirst || isMirrored ? left : left + indent, top});
        top += row.height();
    }
    layout->endLayout();
    if (block.lineCount() != layout->lineCount()) {
        QTextBlock(block).setLineCount(layout->lineCount());
        Q_EMIT const_cast<LineSpacing *>(this)->documentSizeChanged(documentSize());
    }
}

} // namespace hermes::editor
