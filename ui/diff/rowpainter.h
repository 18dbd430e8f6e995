#pragma once

#include "diff/displayrows.h"

#include <QFont>
#include <QTextLayout>

#include <memory>

QT_BEGIN_NAMESPACE
class QPainter;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::diffview {

/// The text of a row, broken into lines for a certain width.
struct ShapedRow
{
    std::unique_ptr<QTextLayout> left; ///< nullptr = nothing on this side.
    std::unique_ptr<QTextLayout> right;
    int height = 0; ///< px
};

/// How a row stands out from the others.
enum class Emphasis
{
    None,
    Selected,
    Current
};

/// Shapes and paints single rows of a difference.
///
/// Signs in the gutter, struck and underlined words say the same as the colours. A line is shown up
/// to 20,000 characters. Thread: UI.
class RowPainter
{
public:
    explicit RowPainter(const widgets::Theme &theme);

    void setDiff(std::shared_ptr<const diff::LineDiff> diff);
    void setArrangement(Arrangement arrangement) { m_arrangement = arrangement; }
    void setWidth(int width) { m_width = width; } ///< Of a row, px.
    /// Right to left, the left state is on the right, as everything else is.
    void setDirection(Qt::LayoutDirection direction) { m_direction = direction; }
    void takeFont(); ///< After the theme changed.

    [[nodiscard]] int lineHeight() const { return m_lineHeight; }
    /// Without shaping: right for a fixed font and text without wide characters.
    [[nodiscard]] int estimatedHeight(const DisplayRow &row) const;
    [[nodiscard]] ShapedRow shape(const DisplayRow &row) const;
    void paint(QPainter &painter, int top, const DisplayRow &row, const ShapedRow &shaped,
               Emphasis emphasis) const;
    /// True if `x` is on the half of a side-by-side view that has the right lines.
    [[nodiscard]] bool isRightSide(int x) const;

    /// The row as it is read aloud: "Removed, line 12: …".
    [[nodiscard]] QString spokenText(const DisplayRow &row) const;

private:
    enum class Side
    {
        Left,
        Right
    };
    /// Where the parts of a side are, from left to right; mirrored() puts them on the screen.
    struct Column
    {
        int gutter = 0; ///< Where its numbers begin.
        int text = 0;
        int end = 0;
    };

    [[nodiscard]] Column column(Side side) const;
    [[nodiscard]] QRect mirrored(const QRect &area) const;
    [[nodiscard]] int numberWidth() const;
    [[nodiscard]] QStringView lineText(const diff::DiffRow &row, Side side) const;
    [[nodiscard]] std::unique_ptr<QTextLayout> shapeSide(const diff::DiffRow &row, Side side) const;
    /// One side of a row on the screen.
    struct Cell
    {
        Side side = Side::Left;
        QRect area;
        const QTextLayout *layout = nullptr; ///< nullptr = there is no line.
    };
    [[nodiscard]] QList<Cell> cellsOf(const QRect &area, const DisplayRow &row,
                                      const ShapedRow &shaped) const;
    void paintBackground(QPainter &painter, const Cell &cell, const DisplayRow &row) const;
    void paintText(QPainter &painter, const Cell &cell, const DisplayRow &shown) const;
    void paintGutter(QPainter &painter, int top, const diff::DiffRow &row, Side side) const;
    void paintFiller(QPainter &painter, const QRect &area) const;
    void paintFold(QPainter &painter, const QRect &area, const DisplayRow &row) const;
    void paintCaption(QPainter &painter, int top, const diff::DiffRow &row,
                      const QTextLayout &layout) const;
    [[nodiscard]] QString caption(const diff::DiffRow &row) const;

    const widgets::Theme &m_theme;
    std::shared_ptr<const diff::LineDiff> m_diff;
    Arrangement m_arrangement = Arrangement::SideBySide;
    Qt::LayoutDirection m_direction = Qt::LeftToRight;
    QFont m_font;
    int m_width = 0;
    int m_lineHeight = 0;
    int m_digitWidth = 1; ///< px
    int m_digits = 1;
};

} // namespace hermes::diffview
