#pragma once

#include "editor/lineoverlay.h"
#include "text/pairs.h"

#include <QObject>

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

class PromptEditor;

/// Frames the pair of brackets or marks that the caret is at. Child of the editor. Thread: UI.
class PairMarks final : public QObject, public LineOverlay
{
    Q_OBJECT

public:
    PairMarks(PromptEditor *editor, const widgets::Theme &theme);

    void paintUnderText(QPainter &painter, const VisibleBlock &line) const override;

private:
    void find();
    void updateLines(const std::optional<text::Pair> &pair);

    PromptEditor *m_editor;
    const widgets::Theme &m_theme;
    std::optional<text::Pair> m_pair;
};

} // namespace hermes::editor
