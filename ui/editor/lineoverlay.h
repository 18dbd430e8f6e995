#pragma once

#include <QtGlobal>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace hermes::editor {

struct VisibleBlock;

/// Marks that a PromptEditor paints with its lines: matches, brackets, words. Asked for what shows
/// alone, so it must not cost more than the line.
class LineOverlay
{
public:
    LineOverlay() = default;
    virtual ~LineOverlay() = default;
    Q_DISABLE_COPY_MOVE(LineOverlay)

    virtual void paintUnderText(QPainter & /*painter*/, const VisibleBlock & /*line*/) const { }
    virtual void paintOverText(QPainter & /*painter*/, const VisibleBlock & /*line*/) const { }
};

} // namespace hermes::editor
