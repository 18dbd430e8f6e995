#pragma once

#include "diff/displayrows.h"
#include "diff/heightindex.h"
#include "diff/rowpainter.h"

#include <QAbstractScrollArea>

#include <unordered_map>

namespace hermes::diffview {

/// The rows of a difference, scrolled by pixel, lines wrapped.
///
/// Only visible rows are shaped; the others' heights are estimated, so the cost of showing grows
/// with the window. One row is current; a range is selected from an anchor to it, as in a list.
/// Thread: UI.
class DiffCanvas final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    explicit DiffCanvas(const widgets::Theme &theme, QWidget *parent = nullptr);

    /// nullptr = nothing. Folds are closed and the first change becomes current.
    void setDiff(std::shared_ptr<const diff::LineDiff> diff);
    void setArrangement(Arrangement arrangement); ///< The current row stays in view.
    [[nodiscard]] Arrangement arrangement() const { return m_arrangement; }
    /// Folded closes those that were opened, too. The current row stays in view.
    void setUnchanged(Unchanged unchanged);

    void goToNextChange();
    void goToPreviousChange();
    [[nodiscard]] bool hasNextChange() const;
    [[nodiscard]] bool hasPreviousChange() const;

    [[nodiscard]] const QList<DisplayRow> &rows() const { return m_rows; }
    [[nodiscard]] int currentRow() const { return m_current; } ///< -1 = none.
    void setCurrentRow(int row);
    /// The selected rows' lines. Side by side: those of the side that was clicked last.
    [[nodiscard]] QString selectedText() const;
    /// Rows whose text is laid out now: those on the screen.
    [[nodiscard]] qsizetype shapedRowCount() const { return std::ssize(m_shaped); }
    /// Where a row is on the viewport.
    [[nodiscard]] QRect rowRect(int row) const;

Q_SIGNALS:
    void currentRowChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    enum class Selection
    {
        Move,
        Extend
    };

    void rebuildRows();
    void rebuildAroundCurrent();
    [[nodiscard]] bool handleRowKey(const QKeyEvent &event);
    void measureRows();
    void shapeVisibleRows();
    void updateScrollRange();
    void takeTheme();
    void moveTo(int row, Selection selection);
    void ensureVisible(int row);
    void showChange(int row);
    void unfold(int row);
    void copySelection() const;
    [[nodiscard]] int rowAtPoint(const QPoint &point) const;
    [[nodiscard]] int rowsInPage() const;
    [[nodiscard]] int rowForDiffRow(int diffRow) const;
    [[nodiscard]] Emphasis emphasisOf(int row) const;
    [[nodiscard]] QStringView textOf(const DisplayRow &row) const;

    const widgets::Theme &m_theme;
    RowPainter m_painter;
    std::shared_ptr<const diff::LineDiff> m_diff;
    Arrangement m_arrangement = Arrangement::SideBySide;
    Unchanged m_unchanged = Unchanged::Folded;
    QSet<int> m_unfolded;
    QList<DisplayRow> m_rows;
    QList<int> m_changes;
    HeightIndex m_heights;
    std::unordered_map<int, ShapedRow> m_shaped; ///< The visible rows.
    int m_current = -1;
    int m_anchor = -1;
    bool m_copiesRightSide = true;
};

} // namespace hermes::diffview
