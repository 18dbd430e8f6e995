#pragma once

#include "assembly/assembly.h"
#include "core/latesttask.h"
#include "preview/originrole.h"
#include "preview/renderedblock.h"

#include <QAbstractScrollArea>
#include <QTimer>
#include <QUrl>

#include <memory>
#include <optional>
#include <vector>

namespace hermes::widgets {
class Theme;
}

namespace hermes::preview {

/// Shows a rendered prompt, with stripes in the colours of its origins at the leading edge.
///
/// Loads nothing: every resource that the text names gets a placeholder, and links are only told.
/// A worker lays out the blocks that are new; the others stay as they are, so the work for a change
/// is that of the change. Thread: UI.
class RenderedView final : public QAbstractScrollArea
{
    Q_OBJECT

public:
    struct Body
    {
        QList<assembly::RenderedBlock> blocks;
        QList<OriginRole> origins; ///< One for each block; none = no stripes.
    };

    explicit RenderedView(const widgets::Theme &theme, QWidget *parent = nullptr);
    ~RenderedView() override;

    /// Asked on workers for the colours of what is seen. Without any, code is plain.
    void setCodeColors(const widgets::CodeColors &colors);

    /// The block at the top stays there, wherever it is in the new text.
    void setBody(const Body &body);
    /// Scrolls so that what stands at a byte of the newest text is at the top, as soon as that is
    /// laid out.
    void showOffset(qint64 offset);
    /// What is at the top of the newest text; nothing while that is laid out.
    [[nodiscard]] std::optional<qint64> offsetAtTop() const;

    [[nodiscard]] QString toPlainText() const;
    [[nodiscard]] QString selectedText() const;
    /// Empty where there is none; in coordinates of the viewport.
    [[nodiscard]] QUrl linkAt(const QPoint &position) const;
    /// The text of the block that lies there; empty between blocks.
    [[nodiscard]] QString blockTextAt(const QPoint &position) const;
    void copy() const;
    void selectAll();

    // For screen readers; places are UTF-16 code units of toPlainText().
    [[nodiscard]] std::pair<int, int> selectedRange() const;
    void selectRange(int from, int to);
    void showPlace(int place);
    [[nodiscard]] QRect rectOf(int place) const; ///< Of the line it is in; of the viewport.
    [[nodiscard]] int placeAt(const QPoint &position) const; ///< -1 where there is no text.

Q_SIGNALS:
    void bodyShown(); ///< The newest body is on the screen.
    /// A link was clicked, or Enter pressed on it. Followed by nobody here, unless it leads to a
    /// heading.
    void linkActivated(const QUrl &link);
    void headingShown(); ///< A link led to it.
    void headingMissing(const QString &name); ///< A link names a heading that is not there.
    /// By Enter, or by a click once it cannot be the first of two any more: a byte of the text, and
    /// from there on UTF-16 code units of the block.
    void blockActivated(qint64 offset, int position);
    void scrolledByUser(qint64 offset); ///< What is at the top now.
    void selectionChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    bool focusNextPrevChild(bool isNext) override;
    void changeEvent(QEvent *event) override;

private:
    struct Piece
    {
        assembly::RenderedBlock block;
        OriginRole origin = OriginRole::Prompt;
        std::shared_ptr<LaidOutBlock> shown;
        double top = 0; ///< In the whole text.
        [[nodiscard]] double bottom() const { return top + shown->height; }
    };
    /// A place of the text: a block and a position in it.
    struct Caret
    {
        qsizetype piece = 0;
        int position = 0;
        auto operator<=>(const Caret &) const = default;
    };
    /// By the HTML of blocks: one list for each code in them.
    using ColoredBlocks = QHash<QString, QList<QList<widgets::CodeStretch>>>;
    struct Link
    {
        qsizetype piece = 0;
        int start = 0;
        int end = 0;
        QUrl address;
    };

    void applyTheme();
    void layOut();
    void take(const LaidOutBlocks &made, const BlockStyle &style, const Body &body);
    void place();
    void colorVisible();
    void takeColors(const ColoredBlocks &colored);
    void keepPlace(const QList<assembly::RenderedBlock> &before, qsizetype top, double offset);
    void paintPiece(QPainter &painter, qsizetype index, const QRectF &clip) const;
    void paintStripes(QPainter &painter, const QRect &area) const;
    [[nodiscard]] BlockStyle style() const;
    [[nodiscard]] QPointF originOf(const Piece &piece) const;
    /// The piece at a height of the text, or the nearest.
    [[nodiscard]] qsizetype pieceAt(double y) const;
    [[nodiscard]] Caret caretAt(const QPoint &position) const;
    [[nodiscard]] Caret caretOf(int place) const;
    [[nodiscard]] int placeOf(Caret caret) const;
    [[nodiscard]] std::pair<Caret, Caret> selection() const;
    void setSelection(Caret anchor, Caret caret);
    [[nodiscard]] QList<Link> links() const;
    void showLink(const Link &link);
    void focusLink(const std::optional<Link> &link);
    void follow(const QUrl &link);
    /// Where a link to a heading leads, as a height of the text.
    [[nodiscard]] std::optional<double> heightOfHeading(const QString &name) const;

    const widgets::Theme &m_theme;
    Body m_body; ///< Shown, or being laid out.
    bool m_isOlderShown = false; ///< What is shown is of a body before it.
    std::optional<qint64> m_wantedTop; ///< Byte, for when it is.
    BlockStyle m_style; ///< Of what is shown.
    std::vector<Piece> m_pieces;
    double m_height = 0;
    bool m_hasStripes = false;
    Caret m_anchor;
    Caret m_caret;
    std::optional<Link> m_focused; ///< By Tab.
    QString m_description; ///< Of the whole, while a link has the focus.
    QPoint m_pressed;
    bool m_isSelecting = false;
    bool m_takesBack = false; ///< The press ended a selection.
    QTimer m_click; ///< While it may be the first of two.
    std::pair<qint64, int> m_clicked; ///< The place, as blockActivated() tells it.
    bool m_isPlacing = false; ///< The scroll bar moves, but not by the user.
    struct Made
    {
        LaidOutBlocks blocks;
        BlockStyle style;
        Body body;
    };
    core::LatestTask<std::shared_ptr<Made>> m_task;
    widgets::CodeColors m_codeColors;
    core::LatestTask<ColoredBlocks> m_coloring;
};

} // namespace hermes::preview
