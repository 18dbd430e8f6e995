#pragma once

#include <QTabBar>

namespace hermes::widgets {

class Theme;

/// Tabs of plain words with a line under the current one: Prompt, Manifest, Compare, History. A
/// QTabBar to keys and screen readers.
class UnderlineTabs final : public QTabBar
{
    Q_OBJECT

public:
    explicit UnderlineTabs(const Theme &theme, QWidget *parent = nullptr);

    /// The number shown behind the tab's word; 0 = none.
    void setCount(int index, int count);

protected:
    [[nodiscard]] QSize tabSizeHint(int index) const override;
    [[nodiscard]] QSize minimumTabSizeHint(int index) const override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void paintTab(QPainter &painter, int index) const;

    const Theme &m_theme;
    int m_hovered = -1;
};

} // namespace hermes::widgets
