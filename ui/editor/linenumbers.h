#pragma once

#include <QWidget>

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

class PromptEditor;
struct VisibleBlock;

/// The numbers beside the lines of an editor; a click or a drag there selects whole lines. Arrows
/// beside headings fold and unfold their sections. Thread: UI.
class LineNumbers final : public QWidget
{
    Q_OBJECT

public:
    /// Child of the editor, which places it.
    LineNumbers(const widgets::Theme &theme, PromptEditor *editor);

    /// Room that the numbers need, in device-independent pixels.
    [[nodiscard]] int neededWidth() const;

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    /// 0-based.
    [[nodiscard]] int lineAt(const QPoint &position) const;
    void selectLines(int anchor, int line);
    [[nodiscard]] bool isOnArrow(const QPoint &position) const;
    void paintArrow(QPainter &painter, const VisibleBlock &line) const;

    const widgets::Theme &m_theme;
    PromptEditor *m_editor;
    int m_anchor = 0; ///< The line a drag began in, 0-based.
    bool m_isDragging = false;
};

} // namespace hermes::editor
