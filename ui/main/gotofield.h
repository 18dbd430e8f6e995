#pragma once

#include <QPushButton>

namespace hermes::widgets {
class Theme;
}

namespace hermes::mainwindow {

/// Looks like a field and opens "Go to anything", which has the field itself. Where room is short
/// only its icon is left. Thread: UI.
class GoToField final : public QPushButton
{
    Q_OBJECT

public:
    /// Triggers `action`, whose keys it shows.
    GoToField(const widgets::Theme &theme, QAction &action, QWidget *parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const widgets::Theme &m_theme;
    QAction &m_action;
};

} // namespace hermes::mainwindow
