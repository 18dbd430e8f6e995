#pragma once

#include "editor/idlemarks.h"

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

/// Boxes around letters of another alphabet that look like those beside them; the tool tip names
/// them, the context menu replaces them. Child of the editor. Thread: UI.
class LookalikeMarks final : public IdleMarks
{
    Q_OBJECT

public:
    LookalikeMarks(PromptEditor *editor, const widgets::Theme &theme);

    /// Replaces those within the selection, or all of the text if nothing is selected, as one undo
    /// step.
    void replaceAll();

    void paintUnderText(QPainter &painter, const VisibleBlock &line) const override;
    [[nodiscard]] QString tipAt(int position) const override;

protected:
    [[nodiscard]] QList<text::Match> placesIn(const QTextBlock &block) override;
    void addActions(QMenu &menu, const text::Match &place) override;

private:
    const widgets::Theme &m_theme;
};

} // namespace hermes::editor
