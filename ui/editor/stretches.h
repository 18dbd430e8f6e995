#pragma once

#include <QList>
#include <QRectF>

namespace hermes::editor {

class LineSpacing;
struct VisibleBlock;

/// Where characters of a paragraph stand, in the viewport: one rectangle at least for each row that
/// they go across, more where the direction of writing changes between them. `start` and `end`
/// count from the paragraph's start and are clipped to it; a stretch of no length has a rectangle
/// of no width.
[[nodiscard]] QList<QRectF> stretchPlaces(const LineSpacing &spacing, const VisibleBlock &line,
                                          qsizetype start, qsizetype end);

} // namespace hermes::editor
