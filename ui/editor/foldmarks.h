#pragma once

#include "editor/lineoverlay.h"

#include <QObject>
#include <QRectF>

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

class PromptEditor;

/// Tells behind a folded heading how much is hidden below it. A click there unfolds. Child of the
/// editor. Thread: UI.
class FoldMarks final : public QObject, public LineOverlay
{
    Q_OBJECT

public:
    FoldMarks(PromptEditor *editor, const widgets::Theme &theme);

    void paintOverText(QPainter &painter, const VisibleBlock &line) const override;

    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// In the viewport; empty if the line is not folded.
    [[nodiscard]] QRectF placeOf(const VisibleBlock &line, const QString &label) const;
    [[nodiscard]] QString labelOf(const VisibleBlock &line) const;

    PromptEditor *m_editor;
    const widgets::Theme &m_theme;
};

} // namespace hermes::editor
