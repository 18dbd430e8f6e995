#include "find/markedtext.h"

#include <QFontMetrics>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace hermes::find {

namespace {

constexpr qsizetype lettersBeforeMark = 24; ///< At most, of a line that is too long.

} // namespace

QList<MarkedRange> rangesOf(const QList<int> &positions)
{
    QList<MarkedRange> ranges;
    for (const int position : positions) {
        if (!ranges.isEmpty() && ranges.last().start + ranges.last().length == position) {
            ++ranges.last().length;
        } else {
            ranges.append({position, 1});
        }
    }
    return ranges;
}

MarkedText withMarkInSight(MarkedText marked, int width)
{
    const auto cut = [&marked](qsizetype count, const QString &instead) {
        marked.text = instead + marked.text.sliced(count);
        for (MarkedRange &mark : marked.marks) {
            mark.start += instead.size() - count;
        }
    };
    qsizetype blanks = 0;
    while (blanks < marked.text.size() && marked.text.at(blanks).isSpace()
           && (marked.marks.isEmpty() || blanks < marked.marks.first().start)) {
        ++blanks;
    }
    cut(blanks, {});
    if (marked.marks.isEmpty()) {
        return marked;
    }
    const MarkedRange first = marked.marks.first();
    QFont bold = marked.font; // as drawMarkedText() measures
    bold.setWeight(QFont::DemiBold);
    const QString toItsEnd = marked.text.first(first.start + first.length) + u'…';
    if (QFontMetrics(bold).horizontalAdvance(toItsEnd) < width) {
        return marked;
    }
    qsizetype start = std::max(first.start - lettersBeforeMark, qsizetype(0));
    while (start < first.start && !marked.text.at(start).isSpace()) {
        ++start;
    }
    cut(start, QStringLiteral("…"));
    return marked;
}

int drawMarkedText(QPainter &painter, const QRect &place, Qt::LayoutDirection direction,
                   const MarkedText &marked)
{
    QFont bold = marked.font;
    bold.setWeight(QFont::DemiBold);
    // Measured as if all of it were bold: what is elided then has room in any case.
    const QString text = QFontMetrics(bold).elidedText(marked.text, Qt::ElideRight, place.width());
    const qsizetype kept = text == marked.text ? text.size() : text.size() - 1;
    QList<QTextLayout::FormatRange> formats;
    for (const MarkedRange &mark : marked.marks) {
        if (mark.start < kept) {
            QTextLayout::FormatRange range;
            range.start = static_cast<int>(mark.start);
            range.length = static_cast<int>(std::min(mark.length, kept - mark.start));
            range.format.setFontWeight(QFont::DemiBold);
            range.format.setForeground(marked.markColor);
            if (marked.markBackground.isValid()) {
                range.format.setBackground(marked.markBackground);
            }
            formats.append(range);
        }
    }
    QTextLayout layout(text, marked.font);
    layout.setFormats(formats);
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.beginLayout();
    QTextLine line = layout.createLine();
    line.setLineWidth(place.width());
    layout.endLayout();
    const qreal width = line.isValid() ? line.naturalTextWidth() : 0;
    const bool fromRight = direction == Qt::RightToLeft;
    const qreal lineStart = line.isValid() ? line.naturalTextRect().left() : 0;
    const qreal wanted = fromRight ? place.width() - width : 0;
    painter.setPen(marked.color);
    layout.draw(&painter,
                QPointF(place.left() + wanted - lineStart,
                        place.top() + (place.height() - layout.boundingRect().height()) / 2));
    return static_cast<int>(std::ceil(width));
}

} // namespace hermes::find
