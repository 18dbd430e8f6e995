#pragma once

#include <QRectF>
#include <QTextBlock>

namespace hermes::editor {

/// A paragraph that shows, and where: in the coordinates of the editor's viewport.
struct VisibleBlock
{
    QTextBlock block;
    QRectF place;
};

} // namespace hermes::editor
