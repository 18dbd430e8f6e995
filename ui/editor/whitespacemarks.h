#pragma once

#include "editor/lineoverlay.h"

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

class PromptEditor;

/// Draws blanks as dots, tabs as arrows and line ends as signs. Thread: UI.
class WhiteSpaceMarks final : public LineOverlay
{
public:
    /// Both outlive the object.
    WhiteSpaceMarks(const PromptEditor *editor, const widgets::Theme &theme);

    void paintOverText(QPainter &painter, const VisibleBlock &line) const override;

private:
    const PromptEditor *m_editor;
    const widgets::Theme &m_theme;
};

} // namespace hermes::editor
