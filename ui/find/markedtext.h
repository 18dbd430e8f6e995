#pragma once

#include <QColor>
#include <QFont>
#include <QList>
#include <QRect>
#include <QString>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace hermes::find {

/// A part of a text that was looked for, in UTF-16 code units.
struct MarkedRange
{
    qsizetype start = 0;
    qsizetype length = 0;
};

/// Sorted positions of single letters as ranges.
[[nodiscard]] QList<MarkedRange> rangesOf(const QList<int> &positions);

/// One line of text in which parts are marked.
struct MarkedText
{
    QString text;
    QList<MarkedRange> marks;
    QFont font;
    QColor color;
    QColor markColor;
    QColor markBackground; ///< Invalid = none.
};

/// Without its beginning if the first mark would not be seen in `width` pixels otherwise, and
/// without the white space it begins with.
[[nodiscard]] MarkedText withMarkInSight(MarkedText marked, int width);

/// Draws it at the leading edge of `place`, the end elided if it is too long. Marks are bold, too:
/// colour never speaks alone. The width that was used.
int drawMarkedText(QPainter &painter, const QRect &place, Qt::LayoutDirection direction,
                   const MarkedText &marked);

} // namespace hermes::find
