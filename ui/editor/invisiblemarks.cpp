#include "editor/invisiblemarks.h"

#include "editor/invisiblecharacters.h"
#include "editor/linespacing.h"
#include "editor/promptsyntax.h"
#include "editor/visibleblock.h"
#include "widgets/theme.h"

#include <QFontMetricsF>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace hermes::editor {

using namespace widgets;

namespace {

constexpr int smallestMark = 3; ///< Width of a mark without room for its label, in pixels.

} // namespace

InvisibleMarks::InvisibleMarks(const LineSpacing &spacing, const QFont &font,
                               const ThemeColors &colors)
    : m_spacing(spacing), m_font(font), m_labelFont(font), m_colors(colors)
{
    if (font.pointSizeF() > 0) {
        m_labelFont.setPointSizeF(font.pointSizeF() * labelScale);
    } else {
        m_labelFont.setPixelSize(static_cast<int>(font.pixelSize() * labelScale));
    }
}

void InvisibleMarks::paint(QPainter &painter, const VisibleBlock &line) const
{
    const QString text = line.block.text();
    if (text.size() > PromptSyntax::maximumLineLength) {
        return;
    }
    const QFontMetricsF metrics(m_labelFont);
    painter.setFont(m_labelFont);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const auto characters = invisibleCharacters(text);
         const InvisibleCharacter &character : characters) {
        const QTextLine row = line.block.layout()->lineForTextPosition(character.position);
        const qreal labelWidth = metrics.horizontalAdvance(character.label);
        const QRectF extent = room(row, character, labelWidth);
        const QRectF slot = m_spacing.lineSlot(row);
        const qreal height = metrics.height() + 2;
        const bool fits = extent.width() >= labelWidth;
        QRectF mark(extent.left(), slot.center().y() - height / 2,
                    std::max<qreal>(extent.width(), smallestMark), height);
        mark.translate(line.place.topLeft());
        painter.setPen(Qt::NoPen);
        painter.setBrush(fits ? m_colors.removedSoft : m_colors.error);
        painter.drawRoundedRect(mark.adjusted(1, 0, -1, 0), space::tiny / 2.0, space::tiny / 2.0);
        if (fits) {
            painter.setPen(m_colors.error);
            painter.drawText(mark, Qt::AlignCenter, character.label);
        }
    }
}

/// The room that a line has for the mark of a character; horizontal extent only, in the coordinates
/// of the block.
QRectF InvisibleMarks::room(const QTextLine &line, const InvisibleCharacter &character,
                            qreal labelWidth) const
{
    const qreal start = line.cursorToX(character.position);
    const qreal cell = QFontMetricsF(m_font).averageCharWidth();
    switch (character.shape) {
    case InvisibleCharacter::Shape::Space: {
        const qreal end = line.cursorToX(character.position + character.length);
        return {std::min(start, end), 0, std::abs(end - start), 0};
    }
    case InvisibleCharacter::Shape::ZeroWidth: {
        const bool isFirst = character.position <= line.textStart();
        const qreal before = isFirst ? start : line.cursorToX(character.position - 1) + cell;
        return {std::min(before, start), 0, std::max<qreal>(0, start - before), 0};
    }
    case InvisibleCharacter::Shape::LineEnd:
        break;
    }
    return {start, 0, labelWidth + labelPadding * cell, 0};
}

} // namespace hermes::editor
