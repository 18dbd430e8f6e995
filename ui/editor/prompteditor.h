#pragma once

#include "core/problem.h"
#include "editor/visibleblock.h"
#include "workspace/textchange.h"

#include <QPlainTextEdit>

#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QMenu;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::workspace {
class EditableText;
}

namespace hermes::editor {

class Carets;
class Folding;
class LineNumbers;
class LineOverlay;
class LineSpacing;
class WhiteSpaceMarks;

/// The text editor for prompts and manifests: line numbers, problems and invisible characters at
/// their places.
///
/// The truth is the document (of a workspace::EditableText); the editor never changes text by
/// itself, and what it copies and pastes is exact, with no blank or separator replaced. Work per
/// key press and per painting follows what is visible. Thread: UI.
class PromptEditor final : public QPlainTextEdit
{
    Q_OBJECT

public:
    enum class Access
    {
        Editable,
        ReadOnly
    };

    /// Above this a document is shown without wrapping: Qt lays a line out as a whole. UTF-16 code
    /// units.
    static constexpr int maximumWrappedLine = 100'000;
    /// More problems than this are not underlined.
    static constexpr int maximumUnderlines = 1'000;

    explicit PromptEditor(const widgets::Theme &theme, QWidget *parent = nullptr);
    ~PromptEditor() override;

    /// Shows a text, which must outlive the editor or the next call. Several editors may show one.
    void showText(workspace::EditableText *text);
    /// nullptr before showText().
    [[nodiscard]] workspace::EditableText *text() const { return m_text; }
    void setAccess(Access access);
    /// Underlines the places of problems; those without a line are not shown here.
    void setProblems(const QList<core::Problem> &problems);
    /// Puts the caret at a place and shows it. 1-based, columns in UTF-16 code units; clipped to
    /// the text.
    void goTo(int line, int column);
    /// Selects a stretch and shows it, in the middle if it was out of sight.
    void select(int anchor, int position);
    /// The same, but scrolls no further than it must, and leaves other carets where they are.
    void showCaret(int anchor, int position);
    [[nodiscard]] Carets &carets() const { return *m_carets; }
    [[nodiscard]] Folding &folding() const; ///< Of the text.
    /// The first line that shows, 1-based.
    [[nodiscard]] int topLine() const { return firstVisibleBlock().blockNumber() + 1; }
    void scrollToLine(int line); ///< To the top, as far as there is text below. 1-based.
    [[nodiscard]] int caretLine() const; ///< 1-based.
    [[nodiscard]] int caretColumn() const; ///< 1-based, in UTF-16 code units.

    /// Steps of text size from the theme's; 0 = the theme's own. Bounded to 50 and 400 %.
    void setZoom(int steps);
    [[nodiscard]] int zoom() const { return m_zoom; }

    /// A line down the text behind a column; 0 = none.
    void setRuler(int column);
    void setShowsWhiteSpace(bool isShown);

    /// What shows in an area of the viewport, from top to bottom.
    [[nodiscard]] QList<VisibleBlock> visibleBlocks(const QRect &area) const;
    [[nodiscard]] const LineSpacing &spacing() const;
    /// Paints marks with the lines from now on; a child of the editor's.
    void addOverlay(const LineOverlay *overlay) { m_overlays.append(overlay); }
    /// Paints the line of a position again.
    void updateLineAt(int position);

public Q_SLOTS:
    // The text's own; QPlainTextEdit's would find the document's empty stack.
    void undo();
    void redo();
    void cut(); ///< At all carets.

Q_SIGNALS:
    void textShown(); ///< Another text than before.
    void caretMoved(int line, int column);
    void scrolled(int topLine); ///< 1-based.
    void zoomChanged(int steps);
    /// The context menu of a position is about to be shown; for adding to it.
    void menuRequested(QMenu *menu, int position);

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void inputMethodEvent(QInputMethodEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    [[nodiscard]] QMimeData *createMimeDataFromSelection() const override;
    void insertFromMimeData(const QMimeData *source) override;

private:
    void showDocument(QTextDocument *document);
    void placeCaret(const std::optional<workspace::Caret> &caret);
    void tellCaret();
    void applyTheme();
    void noteChange(int position, int added);
    void noteCaret();
    void noteFolds();
    void updateLine(int line);
    void paintUnderText(QPainter &painter, const QRect &area) const;
    void paintSelection(QPainter &painter, const QTextBlock &block, const QPointF &origin,
                        const QBrush &brush) const;
    void placeLineNumbers();
    bool handleTab(const QKeyEvent &event);
    bool moveRoundFolds(const QKeyEvent &event);
    void moveByRows(QTextCursor &cursor, const QKeyEvent &event, QTextCursor::MoveMode mode);
    void addCaretAt(const QPointF &position);
    [[nodiscard]] QPointF onLine(const QPointF &position) const;
    [[nodiscard]] std::unique_ptr<QMouseEvent> movedOnLine(const QMouseEvent &event) const;
    [[nodiscard]] QString tipAt(const QPoint &position) const;

    const widgets::Theme &m_theme;
    LineNumbers *m_lineNumbers;
    Carets *m_carets;
    std::optional<int> m_columnStart; ///< Where a drag with Alt began.
    QList<const LineOverlay *> m_overlays;
    std::unique_ptr<WhiteSpaceMarks> m_whiteSpace; ///< Null while it is not shown.
    int m_ruler = 0; ///< Column; 0 = none.
    workspace::EditableText *m_text = nullptr;
    QMetaObject::Connection m_documentChange;
    QMetaObject::Connection m_foldingChange;
    int m_caretBlock = 0; ///< The line whose background is marked now.
    std::optional<qreal> m_rowX; ///< Where the caret goes to, row by row.
    int m_zoom = 0;
    int m_wheelRest = 0; ///< Eighths of a degree turned since the last step.
};

} // namespace hermes::editor
