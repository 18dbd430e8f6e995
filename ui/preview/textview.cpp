#include "preview/textview.h"

#include "preview/madedocument.h"
#include "widgets/theme.h"
#include "workspace/editabletext.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMimeData>
#include <QPainter>
#include <QPlainTextDocumentLayout>
#include <QPointer>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTextBlock>
#include <QToolTip>
#include <QtConcurrentRun>

#include <algorithm>
#include <utility>

namespace hermes::preview {

namespace {

constexpr int margin = widgets::space::large; // px, with the stripes in it
constexpr double stripeWidth = 3; // px
constexpr double tint = 0.2; // of an origin's colour, behind text

std::shared_ptr<MadeDocument> makeDocument(const QString &text, const QFont &font)
{
    auto made = std::make_shared<MadeDocument>(std::make_unique<QTextDocument>());
    QTextDocument *document = made->document.get();
    document->setUndoRedoEnabled(false);
    document->setDefaultFont(font);
    document->setDocumentMargin(margin);
    document->setDocumentLayout(new QPlainTextDocumentLayout(document));
    document->setPlainText(text);
    document->moveToThread(nullptr);
    return made;
}

QString inWords(const assembly::Origin &origin)
{
    using Kind = assembly::Origin::Kind;
    if (origin.kind == Kind::Prompt) {
        return {};
    }
    if (origin.kind == Kind::Variable) {
        return TextView::tr("Variable %1").arg(origin.name);
    }
    return origin.version.isEmpty()
        ? TextView::tr("Fragment %1").arg(origin.name)
        : TextView::tr("Fragment %1, version %2").arg(origin.name, origin.version);
}

} // namespace

TextView::TextView(const widgets::Theme &theme, QWidget *parent)
    : QPlainTextEdit(parent)
    , m_theme(theme)
    , m_task(this, [this](const std::shared_ptr<MadeDocument> &made) { take(made); })
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFrameShape(QFrame::NoFrame);
    document()->setDocumentMargin(margin);
    describe();
    m_click.setSingleShot(true);
    connect(&m_click, &QTimer::timeout, this, [this] { Q_EMIT placeActivated(m_clicked); });
    connect(this, &QPlainTextEdit::cursorPositionChanged, this, &TextView::describe);
    connect(&theme, &widgets::Theme::changed, this, &TextView::markVisible);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        if (!m_isPlacing && !m_isWaiting) {
            Q_EMIT scrolledByUser(*placeAtTop());
        }
    });
}

void TextView::setText(const QString &text)
{
    if (text == m_text) {
        return;
    }
    m_click.stop(); // its place was one of the text before
    const auto [oldStart, newStart] = std::ranges::mismatch(m_text, text);
    const qsizetype start = oldStart - m_text.cbegin();
    const qsizetype most = std::min(m_text.size(), text.size()) - start;
    qsizetype same = 0;
    while (same < most && m_text.at(m_text.size() - 1 - same) == text.at(text.size() - 1 - same)) {
        ++same;
    }
    const qsizetype gone = m_text.size() - start - same;
    const qsizetype come = text.size() - start - same;
    const bool isSmall = std::max(gone, come) <= largestEdit;
    m_text = text;
    if (isSmall && !m_isWaiting) {
        changeInPlace(start, gone, QStringView(text).sliced(start, come));
        return;
    }
    m_isWaiting = true;
    m_task.request([text, font = font()](const core::CancelFlag &) {
        return QtConcurrent::run([text, font] { return makeDocument(text, font); });
    });
}

void TextView::changeInPlace(qsizetype start, qsizetype oldLength, QStringView replacement)
{
    const QScopedValueRollback placing(m_isPlacing, true);
    QTextCursor top(firstVisibleBlock()); // moves with its text
    const int line = verticalScrollBar()->value() - top.block().firstLineNumber();
    // Where the line at the top itself changes, its beginning stays, not the end of what is new.
    const qsizetype end = start + oldLength;
    top.setKeepPositionOnInsert(document()->isEmpty()
                                || (top.position() >= start && top.position() < end));
    const QTextCursor caret = textCursor();
    const bool isHere = !caret.hasSelection() && caret.position() == start;
    QTextCursor edit(document());
    edit.setPosition(static_cast<int>(start));
    edit.setPosition(static_cast<int>(start + oldLength), QTextCursor::KeepAnchor);
    edit.insertText(replacement.toString());
    if (isHere) { // new text comes behind the caret, it does not push it on
        edit.setPosition(static_cast<int>(start));
        setTextCursor(edit);
    }
    scrollTo(top.block(), line);
}

void TextView::take(const std::shared_ptr<MadeDocument> &made)
{
    const QScopedValueRollback placing(m_isPlacing, true);
    m_isWaiting = false;
    const int top = firstVisibleBlock().blockNumber();
    const QPointer<QTextDocument> before = document();
    setDocument(made->takeFor(this));
    if (before) { // the editor's own first one goes by itself
        before->deleteLater();
    }
    scrollTo(document()->findBlockByNumber(std::min(top, document()->blockCount() - 1)), 0);
    if (const auto wanted = std::exchange(m_wantedTop, std::nullopt)) {
        showPlace(*wanted);
    }
    markVisible();
}

void TextView::scrollTo(const QTextBlock &top, int lineInBlock)
{
    verticalScrollBar()->setValue(top.firstLineNumber()
                                  + std::clamp(lineInBlock, 0, std::max(0, top.lineCount() - 1)));
}

void TextView::showPlace(qsizetype place)
{
    if (m_isWaiting) {
        m_wantedTop = place;
        return;
    }
    const QScopedValueRollback placing(m_isPlacing, true);
    const QTextBlock block = document()->findBlock(static_cast<int>(place));
    const QTextLine line = block.isValid()
        ? block.layout()->lineForTextPosition(static_cast<int>(place) - block.position())
        : QTextLine();
    scrollTo(block.isValid() ? block : document()->lastBlock(),
             line.isValid() ? line.lineNumber() : 0);
}

std::optional<qsizetype> TextView::placeAtTop() const
{
    if (m_isWaiting) {
        return std::nullopt;
    }
    const QTextBlock block = firstVisibleBlock();
    const int line = verticalScrollBar()->value() - block.firstLineNumber();
    return line > 0 && line < block.layout()->lineCount()
        ? block.position() + block.layout()->lineAt(line).textStart()
        : block.position();
}

// --- colours
// --------------------------------------------------------------------------------------------------------------

void TextView::setSegments(const QList<TextSegment> &segments)
{
    m_segments = segments;
    markVisible();
    describe();
}

void TextView::setStruck(const QList<workspace::PreviewContent::TextRange> &ranges)
{
    m_struck = ranges;
    markVisible();
}

const TextSegment *TextView::segmentAt(qsizetype place) const
{
    const auto after = std::ranges::upper_bound(m_segments, place, {}, &TextSegment::start);
    return after == m_segments.cbegin() ? nullptr : &*std::prev(after);
}

QTextCharFormat TextView::formatOf(const TextSegment &segment) const
{
    const QColor color = originColor(m_theme.colors(), segment.role);
    QTextCharFormat format;
    format.setBackground(widgets::mixed(color, m_theme.colors().edit, tint));
    if (segment.role == OriginRole::Variable) {
        format.setUnderlineStyle(QTextCharFormat::DotLine);
        format.setUnderlineColor(color);
    }
    return format;
}

qsizetype TextView::endOfVisible() const
{
    QTextBlock block = firstVisibleBlock();
    double bottom = blockBoundingGeometry(block).translated(contentOffset()).bottom();
    while (bottom < viewport()->height() && block.next().isValid()) {
        block = block.next();
        bottom += blockBoundingRect(block).height();
    }
    return block.position() + block.length() - 1;
}

// Many segments would make each paint slow: only those that are seen are selections.
void TextView::markVisible()
{
    viewport()->update();
    if (m_isWaiting) {
        return;
    }
    const qsizetype from = firstVisibleBlock().position();
    const qsizetype to = endOfVisible();
    QList<QTextEdit::ExtraSelection> marks;
    const qsizetype end = document()->characterCount() - 1; // marks may be those of a longer text
    const auto mark = [&](qsizetype first, qsizetype last, const QTextCharFormat &format) {
        QTextEdit::ExtraSelection made{QTextCursor(document()), format};
        made.cursor.setPosition(static_cast<int>(std::min(first, end)));
        made.cursor.setPosition(static_cast<int>(std::min(last, end)), QTextCursor::KeepAnchor);
        marks.append(made);
    };
    const TextSegment *behind = m_segments.constData() + m_segments.size();
    for (const TextSegment *segment = segmentAt(from);
         segment != nullptr && segment != behind && segment->start < to; ++segment) {
        if (segment->role != OriginRole::Prompt && segment->role != OriginRole::Context) {
            mark(std::max(segment->start, from), std::min(segment->start + segment->length, to),
                 formatOf(*segment));
        }
    }
    QTextCharFormat struck;
    struck.setFontStrikeOut(true);
    struck.setForeground(palette().brush(QPalette::PlaceholderText));
    for (const auto &[start, length] : std::as_const(m_struck)) {
        mark(start, start + length, struck);
    }
    setExtraSelections(marks);
}

// Neighbouring lines of one origin have one stripe, with a gap where the origin changes.
void TextView::paintStripes(const QRect &area)
{
    if (m_segments.isEmpty() || m_isWaiting) {
        return;
    }
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    const double left = layoutDirection() == Qt::RightToLeft
        ? viewport()->width() - stripeWidth - widgets::space::tiny
        : widgets::space::tiny;
    OriginRole role = OriginRole::Prompt;
    QRectF stripe;
    const auto paint = [&] {
        if (stripe.isValid()) {
            painter.setBrush(originColor(m_theme.colors(), role));
            painter.drawRoundedRect(stripe.adjusted(0, 1, 0, -1), stripeWidth / 2, stripeWidth / 2);
        }
    };
    QTextBlock block = firstVisibleBlock();
    QRectF place = blockBoundingGeometry(block).translated(contentOffset());
    for (; block.isValid() && place.top() <= area.bottom(); block = block.next()) {
        place.setHeight(blockBoundingRect(block).height());
        for (int i = 0; i < block.layout()->lineCount(); ++i) {
            const QTextLine line = block.layout()->lineAt(i);
            const TextSegment *segment = segmentAt(block.position() + line.textStart());
            const QRectF beside(left, place.top() + line.y(), stripeWidth, line.height());
            const OriginRole own = segment == nullptr ? OriginRole::Prompt : segment->role;
            if (stripe.isValid() && own == role) {
                stripe.setBottom(beside.bottom());
            } else {
                paint();
                stripe = beside;
                role = own;
            }
        }
        place.translate(0, place.height());
    }
    paint();
}

void TextView::paintEvent(QPaintEvent *event)
{
    paintStripes(event->rect());
    QPlainTextEdit::paintEvent(event);
}

void TextView::resizeEvent(QResizeEvent *event)
{
    const QScopedValueRollback placing(m_isPlacing, true);
    QPlainTextEdit::resizeEvent(event);
    markVisible();
}

void TextView::scrollContentsBy(int dx, int dy)
{
    QPlainTextEdit::scrollContentsBy(dx, dy);
    markVisible();
}

// --- what the user does
// ---------------------------------------------------------------------------------------------------

// Colours are for those who see them; the words are for all.
void TextView::describe()
{
    const TextSegment *segment = segmentAt(textCursor().position());
    const QString origin = segment == nullptr ? QString() : inWords(segment->origin);
    setAccessibleDescription(
        origin.isEmpty()
            ? tr("Enter goes to the line's source")
            : tr("%1. Enter goes to its source", "where the text comes from").arg(origin));
}

QString TextView::originAt(const QPoint &position) const
{
    const QTextCursor there = cursorForPosition(position);
    const TextSegment *segment = segmentAt(there.position());
    return segment == nullptr || m_isWaiting ? QString() : inWords(segment->origin);
}

bool TextView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString origin = originAt(help->pos());
        QToolTip::showText(
            help->globalPos(),
            origin.isEmpty() ? origin : QStringLiteral("<p>%1</p>").arg(origin.toHtmlEscaped()),
            this);
        return true;
    }
    return QPlainTextEdit::viewportEvent(event);
}

QMimeData *TextView::createMimeDataFromSelection() const
{
    auto *exact = new QMimeData;
    // Not toPlainText(): that replaces NBSP and U+2028.
    exact->setText(workspace::EditableText::fileText(textCursor().selectedText()));
    return exact;
}

void TextView::keyPressEvent(QKeyEvent *event)
{
    m_click.stop();
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        Q_EMIT placeActivated(textCursor().position());
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

// A click that takes a selection back goes nowhere, nor does one that is part of selecting.
void TextView::mousePressEvent(QMouseEvent *event)
{
    m_click.stop();
    m_pressed.reset();
    if (event->button() == Qt::LeftButton && event->modifiers() == Qt::NoModifier
        && !textCursor().hasSelection()) {
        m_pressed = event->pos();
    }
    QPlainTextEdit::mousePressEvent(event);
}

void TextView::mouseReleaseEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseReleaseEvent(event);
    const auto pressed = std::exchange(m_pressed, std::nullopt);
    if (event->button() == Qt::LeftButton && pressed && !textCursor().hasSelection()
        && (event->pos() - *pressed).manhattanLength() < QApplication::startDragDistance()
        && !m_isWaiting) {
        m_clicked = textCursor().position();
        m_click.start(QApplication::doubleClickInterval());
    }
}

void TextView::mouseDoubleClickEvent(QMouseEvent *event)
{
    m_click.stop();
    m_pressed.reset();
    QPlainTextEdit::mouseDoubleClickEvent(event);
}

} // namespace hermes::preview
