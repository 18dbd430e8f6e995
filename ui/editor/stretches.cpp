#include "editor/stretches.h"

#include "editor/linespacing.h"
#include "editor/visibleblock.h"

#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace hermes::editor {

namespace {

/// Beyond this a stretch of a row is taken as one piece, whatever its directions.
constexpr int mostMeasured = 400; ///< Characters.

QList<std::pair<qreal, qreal>> extentsOf(const QTextLine &row, int start, int end)
{
    if (end - start > mostMeasured || start == end) {
        const qreal left = row.cursorToX(start);
        const qreal right = row.cursorToX(end);
        return {{std::min(left, right), std::max(left, right)}};
    }
    QList<std::pair<qreal, qreal>> extents;
    for (int i = start; i < end; ++i) {
        const qreal from = row.cursorToX(i, QTextLine::Leading);
        const qreal to = row.cursorToX(i, QTextLine::Trailing);
        const auto [left, right] = std::minmax(from, to);
        if (!extents.isEmpty() && std::abs(extents.last().second - left) < 1) {
            extents.last().second = right;
        } else if (!extents.isEmpty() && std::abs(extents.last().first - right) < 1) {
            extents.last().first = left;
        } else if (left != right || extents.isEmpty()) {
            extents.append({left, right});
        }
    }
    return extents;
}

} // namespace

QList<QRectF> stretchPlaces(const LineSpacing &spacing, const VisibleBlock &line, qsizetype start,
                            qsizetype end)
{
    const QTextLayout *layout = line.block.layout();
    const int length = line.block.length() - 1;
    const int from = static_cast<int>(std::clamp<qsizetype>(start, 0, length));
    const int to = static_cast<int>(std::clamp<qsizetype>(end, from, length));
    QList<QRectF> places;
    for (int i = 0; i < layout->lineCount(); ++i) {
        const QTextLine row = layout->lineAt(i);
        const int rowEnd = row.textStart() + row.textLength();
        const bool isLast = i == layout->lineCount() - 1;
        // The end of a row is the start of the next one too.
        if (from > rowEnd || (from == rowEnd && !isLast) || to < row.textStart()
            || (to == row.textStart() && to != from)) {
            continue;
        }
        for (const auto lefts =
                 extentsOf(row, std::max(from, row.textStart()), std::min(to, rowEnd));
             const auto &[left, right] : lefts) {
            QRectF place = spacing.lineSlot(row);
            place.setLeft(left);
            place.setRight(right);
            places.append(place.translated(line.place.topLeft()));
        }
    }
    return places;
}

} // namespace hermes::editor
