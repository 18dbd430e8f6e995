#pragma once

#include <QLayout>

#include <memory>
#include <vector>

namespace hermes::widgets {

/// Lays its widgets out like words: in lines, as many as the width needs; from the right where
/// writing goes that way. An item that wants to expand gets the rest of its line.
class FlowLayout final : public QLayout
{
    Q_OBJECT

public:
    /// `gap`: between items and between lines, in device-independent pixels.
    explicit FlowLayout(int gap, QWidget *parent = nullptr);

    void addItem(QLayoutItem *item) override;
    /// Puts a widget at `index`; others move behind it.
    void insertWidget(int index, QWidget *widget);
    [[nodiscard]] int count() const override;
    [[nodiscard]] QLayoutItem *itemAt(int index) const override;
    QLayoutItem *takeAt(int index) override;

    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize minimumSize() const override;
    [[nodiscard]] QSize sizeHint() const override;
    void setGeometry(const QRect &rect) override;

private:
    struct Line
    {
        std::vector<QLayoutItem *> items;
        int width = 0;
        int height = 0;
    };
    [[nodiscard]] std::vector<Line> linesFor(int width) const;
    void placeLine(const Line &line, const QRect &area, int top) const;

    int m_gap;
    std::vector<std::unique_ptr<QLayoutItem>> m_items;
};

} // namespace hermes::widgets
