#include "editor/prompteditor.h"

#include "editor/carets.h"
#include "editor/folding.h"
#include "editor/foldmarks.h"
#include "editor/invisiblemarks.h"
#include "editor/linenumbers.h"
#include "editor/lineoverlay.h"
#include "editor/linespacing.h"
#include "editor/pairmarks.h"
#include "editor/problemunderlines.h"
#include "editor/textedits.h"
#include "editor/whitespacemarks.h"
#include "widgets/theme.h"
#include "workspace/editabletext.h"

#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::editor {

using namespace widgets;

namespace {

constexpr qreal caretLineTint = 0.07;
constexpr int selectedLineEnd = 6; ///< Width of a selected line break, in pixels.
/// Of the theme's size.
constexpr double smallestZoom = 0.5;
constexpr double largestZoom = 4;

QTextBlock nextShown(QTextBlock block)
{
    while (block.isValid() && !block.isVisible()) {
        block = block.next();
    }
    return block;
}

QColor withAlpha(QColor color, qreal alpha)
{
    color.setAlphaF(static_cast<float>(alpha));
    return color;
}

} // namespace

PromptEditor::PromptEditor(const Theme &theme, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_theme(theme)
    , m_lineNumbers(new LineNumbers(theme, this))
    , m_carets(new Carets(this, theme))
{
    addOverlay(m_carets);
    addOverlay(new FoldMarks(this, theme));
    new PairMarks(this, theme);
    setFrameShape(QFrame::NoFrame);
    setCursorWidth(2);
    showDocument(new QTextDocument(this));
    connect(&theme, &Theme::changed, this, &PromptEditor::applyTheme);
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &PromptEditor::noteCaret);
    connect(this, &QPlainTextEdit::selectionChanged, this, &PromptEditor::tellCaret);
    connect(this, &QPlainTextEdit::blockCountChanged, this, &PromptEditor::placeLineNumbers);
    connect(this, &QPlainTextEdit::updateRequest, m_lineNumbers,
            [this](const QRect &area, int scrolled) {
                if (scrolled != 0) {
                    m_lineNumbers->scroll(0, scrolled);
                } else {
                    m_lineNumbers->update(0, area.y(), m_lineNumbers->width(), area.height());
                }
            });
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this,
            [this] { Q_EMIT scrolled(topLine()); });
    applyTheme();
}

PromptEditor::~PromptEditor() = default;

const LineSpacing &PromptEditor::spacing() const
{
    return *static_cast<const LineSpacing *>(document()->documentLayout());
}

void PromptEditor::showText(workspace::EditableText *text)
{
    if (m_text != nullptr) {
        m_text->disconnect(this);
    }
    m_text = text;
    connect(text, &workspace::EditableText::operated, this,
            [this](const workspace::EditOperation &operation) {
                forEachEdit(operation, m_text->history(),
                            [this](qsizetype start, qsizetype /*removed*/, qsizetype added) {
                                folding().noteEdit(static_cast<int>(start),
                                                   static_cast<int>(added));
                            });
            });
    showDocument(text->document());
    Q_EMIT textShown();
}

void PromptEditor::showDocument(QTextDocument *document)
{
    if (!qobject_cast<LineSpacing *>(document->documentLayout())) {
        document->setDocumentLayout(new LineSpacing(document));
    }
    if (document->defaultFont() != font()) {
        document->setDefaultFont(font()); // lays out anew what another editor may be showing
    }
    disconnect(m_documentChange);
    setLineWrapMode(WidgetWidth);
    setDocument(document);
    m_documentChange =
        connect(document, &QTextDocument::contentsChange, this,
                [this](int position, int, int added) { noteChange(position, added); });
    noteChange(0, document->characterCount());
    disconnect(m_foldingChange);
    m_foldingChange = connect(&folding(), &Folding::changed, this, &PromptEditor::noteFolds);
    setExtraSelections({});
    placeLineNumbers();
    noteCaret();
}

void PromptEditor::setAccess(Access access)
{
    const bool isReadOnly = access == Access::ReadOnly;
    setReadOnly(isReadOnly);
    // A text that cannot be changed can still be read, selected and left by keys.
    if (isReadOnly) {
        setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    }
    setTabChangesFocus(isReadOnly);
    applyTheme();
}

void PromptEditor::applyTheme()
{
    QFont font = m_theme.editorFont();
    if (font.pointSizeF() > 0) {
        font.setPointSizeF(font.pointSizeF() + m_zoom);
    } else {
        font.setPixelSize(font.pixelSize() + m_zoom);
    }
    setFont(font);
    const ThemeColors &colors = m_theme.colors();
    QPalette palette = this->palette();
    palette.setColor(QPalette::Base, isReadOnly() ? colors.panel : colors.edit);
    palette.setColor(QPalette::Text, colors.text);
    setPalette(palette);
    viewport()->setPalette(palette); // the style sheet gives it one of its own
    setExtraSelections(recoloured(extraSelections(), colors));
    placeLineNumbers();
    viewport()->update();
}

void PromptEditor::noteChange(int position, int added)
{
    QTextBlock block = document()->findBlock(position);
    const QTextBlock last = document()->findBlock(position + added);
    while (block.isValid()) {
        if (block.length() > maximumWrappedLine) {
            setLineWrapMode(NoWrap);
            return;
        }
        block = block == last ? QTextBlock() : block.next();
    }
}

void PromptEditor::setProblems(const QList<core::Problem> &problems)
{
    setExtraSelections(
        problemUnderlines(problems, document(), m_theme.colors(), maximumUnderlines));
}

void PromptEditor::goTo(int line, int column)
{
    const QTextBlock block =
        document()->findBlockByNumber(std::clamp(line - 1, 0, document()->blockCount() - 1));
    const int position = block.position() + std::clamp(column - 1, 0, block.length() - 1);
    select(position, position);
}

void PromptEditor::showCaret(int anchor, int position)
{
    QTextCursor cursor(document());
    cursor.setPosition(anchor);
    cursor.setPosition(position, QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    ensureCursorVisible();
}

void PromptEditor::scrollToLine(int line)
{
    const QTextBlock block =
        document()->findBlockByNumber(std::clamp(line, 1, document()->blockCount()) - 1);
    verticalScrollBar()->setValue(block.firstLineNumber());
}

void PromptEditor::select(int anchor, int position)
{
    m_carets->clear();
    QTextCursor cursor(document());
    cursor.setPosition(anchor);
    cursor.setPosition(position, QTextCursor::KeepAnchor);
    const bool isInSight = viewport()->rect().contains(cursorRect(cursor));
    setTextCursor(cursor);
    if (!isInSight) {
        centerCursor();
    }
}

int PromptEditor::caretLine() const
{
    return textCursor().blockNumber() + 1;
}

int PromptEditor::caretColumn() const
{
    return textCursor().positionInBlock() + 1;
}

void PromptEditor::setZoom(int steps)
{
    const QFont usual = m_theme.editorFont();
    const double size = usual.pointSizeF() > 0 ? usual.pointSizeF() : usual.pixelSize();
    const int bounded = std::clamp(steps, static_cast<int>(std::ceil(size * (smallestZoom - 1))),
                                   static_cast<int>(std::floor(size * (largestZoom - 1))));
    if (bounded == m_zoom) {
        return;
    }
    m_zoom = bounded;
    applyTheme();
    Q_EMIT zoomChanged(m_zoom);
}

Folding &PromptEditor::folding() const
{
    return Folding::of(document());
}

/// No caret is lost in a fold: it goes to the heading.
void PromptEditor::noteFolds()
{
    if (const QTextBlock block = textCursor().block(); !block.isVisible()) {
        const QTextBlock shown =
            document()->findBlockByNumber(folding().shownAbove(block.blockNumber()));
        const QTextBlock heading = shown.isVisible() ? shown : nextShown(shown);
        const int end = heading.position() + heading.length() - 1;
        showCaret(end, end);
    }
    viewport()->update();
    m_lineNumbers->update();
}

void PromptEditor::noteCaret()
{
    folding().reveal(textCursor().position());
    if (const int line = textCursor().blockNumber(); line != m_caretBlock) {
        updateLine(m_caretBlock);
        m_caretBlock = line;
        updateLine(m_caretBlock);
    }
    tellCaret();
    Q_EMIT caretMoved(caretLine(), caretColumn());
}

/// The text remembers where its next change begins, as the user sees it.
void PromptEditor::tellCaret()
{
    if (m_text != nullptr && hasFocus()) {
        m_text->noteCaret({textCursor().anchor(), textCursor().position()});
    }
}

void PromptEditor::setRuler(int column)
{
    m_ruler = column;
    viewport()->update();
}

void PromptEditor::setShowsWhiteSpace(bool isShown)
{
    if (isShown != (m_whiteSpace != nullptr)) {
        m_whiteSpace = isShown ? std::make_unique<WhiteSpaceMarks>(this, m_theme) : nullptr;
        viewport()->update();
    }
}

void PromptEditor::updateLineAt(int position)
{
    updateLine(document()->findBlock(position).blockNumber());
}

void PromptEditor::updateLine(int line)
{
    const QTextBlock block = document()->findBlockByNumber(line);
    if (block.isValid()) {
        const QRect place =
            blockBoundingGeometry(block).translated(contentOffset()).toAlignedRect();
        viewport()->update(0, place.y(), viewport()->width(), place.height());
        m_lineNumbers->update(0, place.y(), m_lineNumbers->width(), place.height());
    }
}

// --- painting
// -------------------------------------------------------------------------------------------------------

QList<VisibleBlock> PromptEditor::visibleBlocks(const QRect &area) const
{
    QList<VisibleBlock> visible;
    QPointF offset = contentOffset();
    for (QTextBlock block = firstVisibleBlock(); block.isValid() && offset.y() <= area.bottom();
         block = block.next()) {
        if (!block.isVisible()) {
            continue;
        }
        const QRectF place = blockBoundingRect(block).translated(offset);
        if (place.bottom() >= area.top()) {
            visible.append({block, place});
        }
        offset.ry() += place.height();
    }
    return visible;
}

void PromptEditor::paintEvent(QPaintEvent *event)
{
    {
        QPainter painter(viewport());
        paintUnderText(painter, event->rect());
    }
    QPlainTextEdit::paintEvent(event);
    QPainter painter(viewport());
    const InvisibleMarks marks(spacing(), font(), m_theme.colors());
    for (const auto lines = visibleBlocks(event->rect()); const VisibleBlock &line : lines) {
        marks.paint(painter, line);
        if (m_whiteSpace) {
            m_whiteSpace->paintOverText(painter, line);
        }
        for (const LineOverlay *overlay : std::as_const(m_overlays)) {
            overlay->paintOverText(painter, line);
        }
    }
}

void PromptEditor::paintUnderText(QPainter &painter, const QRect &area) const
{
    const QColor caretLine = withAlpha(m_theme.colors().accent, caretLineTint);
    const QBrush selection =
        palette().brush(hasFocus() ? QPalette::Active : QPalette::Inactive, QPalette::Highlight);
    const QTextCursor cursor = textCursor();
    if (m_ruler > 0) {
        const qreal column = QFontMetricsF(font()).horizontalAdvance(u'0') * m_ruler;
        const qreal left = contentOffset().x() + document()->documentMargin() + column;
        painter.fillRect(QRectF(std::round(left), area.top(), 1, area.height()),
                         m_theme.colors().line);
    }
    for (const auto allLines = visibleBlocks(area); const VisibleBlock &line : allLines) {
        const auto &[block, place] = line;
        if (block.blockNumber() == cursor.blockNumber() && !isReadOnly()) {
            painter.fillRect(QRectF(0, place.y(), viewport()->width(), place.height()), caretLine);
        }
        for (const LineOverlay *overlay : m_overlays) {
            overlay->paintUnderText(painter, line);
        }
        if (cursor.selectionStart() < block.position() + block.length()
            && cursor.selectionEnd() > block.position()) {
            paintSelection(painter, block, place.topLeft(), selection);
        }
    }
}

/// Fills the space between selected lines, which Qt leaves free, and marks selected line breaks.
void PromptEditor::paintSelection(QPainter &painter, const QTextBlock &block, const QPointF &origin,
                                  const QBrush &brush) const
{
    const QTextCursor cursor = textCursor();
    const int start = std::max(0, cursor.selectionStart() - block.position());
    const int end = cursor.selectionEnd() - block.position();
    for (int i = 0; i < block.layout()->lineCount(); ++i) {
        const QTextLine line = block.layout()->lineAt(i);
        const int lineEnd = line.textStart() + line.textLength();
        if (start > lineEnd || end < line.textStart() || (start == lineEnd && end == lineEnd)) {
            continue;
        }
        const qreal left = line.cursorToX(std::max(start, line.textStart()));
        const qreal right = line.cursorToX(std::min(end, lineEnd));
        const bool withLineEnd = i == block.layout()->lineCount() - 1 && end > lineEnd;
        QRectF slot = spacing().lineSlot(line);
        slot.setLeft(std::min(left, right));
        slot.setRight(std::max(left, right) + (withLineEnd ? selectedLineEnd : 0));
        painter.fillRect(slot.translated(origin), brush);
    }
}

// --- line numbers
// ---------------------------------------------------------------------------------------------------

void PromptEditor::placeLineNumbers()
{
    const int width = m_lineNumbers->neededWidth();
    const bool isMirrored = isRightToLeft();
    setViewportMargins(isMirrored ? 0 : width, 0, isMirrored ? width : 0, 0);
    const QRect content = contentsRect();
    m_lineNumbers->setGeometry(isMirrored ? content.right() + 1 - width : content.left(),
                               content.top(), width, content.height());
    m_lineNumbers->update();
}

void PromptEditor::resizeEvent(QResizeEvent *event)
{
    QPlainTextEdit::resizeEvent(event);
    placeLineNumbers();
}

void PromptEditor::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::LayoutDirectionChange) {
        placeLineNumbers();
    }
}

// --- undo
// ---------------------------------------------------------------------------------------------------------------

void PromptEditor::undo()
{
    if (m_text != nullptr && !isReadOnly()) {
        m_carets->clear();
        placeCaret(m_text->undo());
    }
}

void PromptEditor::redo()
{
    if (m_text != nullptr && !isReadOnly()) {
        m_carets->clear();
        placeCaret(m_text->redo());
    }
}

void PromptEditor::cut()
{
    m_carets->isSeveral() ? m_carets->cut() : QPlainTextEdit::cut();
}

void PromptEditor::placeCaret(const std::optional<workspace::Caret> &caret)
{
    if (!caret) {
        return;
    }
    const qsizetype end = document()->characterCount() - 1;
    QTextCursor cursor(document());
    cursor.setPosition(static_cast<int>(std::min(caret->anchor, end)));
    cursor.setPosition(static_cast<int>(std::min(caret->position, end)), QTextCursor::KeepAnchor);
    setTextCursor(cursor);
    ensureCursorVisible();
}

void PromptEditor::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu *menu = createStandardContextMenu(event->pos());
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto join = [this, menu](const QString &name, bool isPossible,
                                   void (PromptEditor::*slot)()) {
        if (auto *action = menu->findChild<QAction *>(name)) {
            action->disconnect();
            action->setEnabled(isPossible);
            connect(action, &QAction::triggered, this, slot);
        }
    };
    join(u"edit-undo"_s, m_text != nullptr && m_text->canUndo(), &PromptEditor::undo);
    join(u"edit-redo"_s, m_text != nullptr && m_text->canRedo(), &PromptEditor::redo);
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    Q_EMIT menuRequested(menu,
                         isByKey ? textCursor().position()
                                 : cursorForPosition(onLine(event->pos()).toPoint()).position());
    menu->popup(isByKey ? viewport()->mapToGlobal(cursorRect().bottomLeft()) : event->globalPos());
}

} // namespace hermes::editor
