#pragma once

#include <QString>

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
    /// What a mark at a position of the document says; empty if there is none.
    [[nodiscard]] virtual QString tipAt(int /*position*/) const { return {}; }
};

} // namespace hermes::editor
