#include "preview/renderedview.h"

#include "preview/renderedaccess.h"
#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
#include <QTextDocumentFragment>
#include <QToolTip>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::preview {

namespace {

constexpr int stripeWidth = 3;
constexpr int margin = widgets::space::large;
constexpr int scrollStep = 20; // px a line of the wheel or an arrow key

/// Where the block `top` of one text is in another: by what both have in common at their beginnings
/// and ends.
qsizetype counterpart(qsizetype top, const QList<assembly::RenderedBlock> &before,
                      const QList<assembly::RenderedBlock> &after)
{
    const auto isSame = [](const assembly::RenderedBlock &left,
                           const assembly::RenderedBlock &right) {
        return left.html == right.html;
    };
    const auto start = std::ranges::mismatch(before, after, isSame).in1 - before.cbegin();
    if (top < start) {
        return top;
    }
    const qsizetype fromEnd = before.size() - top;
    qsizetype same = 0;
    while (same < std::min(before.size(), after.size())
           && isSame(before.at(before.size() - 1 - same), after.at(after.size() - 1 - same))) {
        ++same;
    }
    return fromEnd <= same ? after.size() - fromEnd : std::min(top, after.size() - 1);
}

QString textOf(const LaidOutBlock &block)
{
    return block.document->toPlainText();
}

int lengthOf(const LaidOutBlock &block)
{
    return block.document->characterCount() - 1;
}

} // namespace

RenderedView::RenderedView(const widgets::Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent)
    , m_theme(theme)
    , m_task(this, [this](const std::shared_ptr<Made> &made) {
        take(made->blocks, made->style, made->body);
    })
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalScrollBar()->setSingleStep(scrollStep);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    connect(&theme, &widgets::Theme::changed, this, &RenderedView::applyTheme);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        viewport()->update();
        if (!m_isPlacing) {
            Q_EMIT scrolledByUser(offsetAtTop());
        }
    });
    setFont(m_theme.readingFont());
    QAccessible::installFactory(accessibleRenderedView); // once, however often it is asked
}

RenderedView::~RenderedView() = default;

// --- from blocks to places
// --------------------------------------------------------------------------------------------------

void RenderedView::applyTheme()
{
    setFont(m_theme.readingFont());
    m_place = Place::Kept;
    layOut();
}

BlockStyle RenderedView::style() const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    const QString code = m_theme.editorFont().family();
    const QColor marked = widgets::mixed(colors.skill, colors.edit, 0.2);
    BlockStyle style;
    style.styleSheet =
        u"h1 { font-size: large; font-weight: 600; margin: 4px 0 8px 0; }"
        "h2 { font-size: medium; font-weight: 600; margin: 18px 0 6px 0; }"
        "h3, h4, h5, h6 { font-size: medium; font-weight: 600; margin: 12px 0 4px 0; }"
        "p { margin: 0 0 8px 0; line-height: 150%; } li { margin: 0 0 6px 0; line-height: 150%; }"
        "a { color: %1; } .marked { background: %5; } pre.line { margin: 0; background: none; }"
        ".key { color: %1; } .string { color: %6; } .number, .word { color: %7; }"
        "code { font-family: '%3'; background: %4; } pre { font-family: '%3'; background: %4; "
        "margin: 8px 0; white-space: pre-wrap; } ul, ol { -qt-list-indent: 1; }"
        "blockquote { color: %2; margin: 0 0 8px 16px; } th { font-weight: 600; }"
        "th, td { padding: 4px 8px; }"_s.arg(colors.accent.name(), colors.muted.name(), code,
                                             colors.background.name(), marked.name(),
                                             colors.added.name(), colors.skill.name());
    style.font = font();
    style.width = std::max(viewport()->width() - 2 * margin, 1);
    return style;
}

void RenderedView::setBody(const Body &body, Place place)
{
    if (place == Place::Kept && body.blocks == m_body.blocks && body.origins == m_body.origins) {
        return; // selection and place stay, too
    }
    m_body = body;
    m_place = place;
    layOut();
}

void RenderedView::layOut()
{
    const BlockStyle wanted = style();
    QSet<QString> known;
    if (wanted == m_style) {
        for (const Piece &piece : m_pieces) {
            known.insert(piece.block.html);
        }
    }
    QStringList htmls;
    for (const assembly::RenderedBlock &block : std::as_const(m_body.blocks)) {
        if (!known.contains(block.html)) {
            htmls.append(block.html);
        }
    }
    m_task.request([htmls, wanted, body = m_body](const core::CancelFlag &) {
        return QtConcurrent::run([htmls, wanted, body] {
            return std::make_shared<Made>(layOutBlocks(htmls, wanted), wanted, body);
        });
    });
}

void RenderedView::take(const LaidOutBlocks &made, const BlockStyle &style, const Body &body)
{
    LaidOutBlocks blocks = made;
    for (const std::shared_ptr<LaidOutBlock> &block : made) {
        block->document->moveToThread(thread());
    }
    if (style == m_style) {
        for (const Piece &piece : m_pieces) {
            blocks.insert(piece.block.html, piece.shown);
        }
    }
    std::vector<Piece> pieces;
    pieces.reserve(static_cast<size_t>(body.blocks.size()));
    for (qsizetype i = 0; i < body.blocks.size(); ++i) {
        const assembly::RenderedBlock &block = body.blocks.at(i);
        const auto shown = blocks.constFind(block.html);
        if (shown == blocks.constEnd()) {
            layOut(); // it went while this was under way
            return;
        }
        pieces.push_back({block, body.origins.value(i, OriginRole::Prompt), *shown});
    }
    QList<assembly::RenderedBlock> before;
    for (const Piece &piece : m_pieces) {
        before.append(piece.block);
    }
    const double scrolled = verticalScrollBar()->value();
    const qsizetype top = m_pieces.empty() ? 0 : pieceAt(scrolled);
    const double offset =
        m_pieces.empty() ? 0 : scrolled - m_pieces.at(static_cast<size_t>(top)).top;
    m_pieces = std::move(pieces);
    m_hasStripes = !body.origins.isEmpty();
    m_style = style;
    m_focused.reset();
    setSelection({}, {});
    place();
    keepPlace(before, top, offset);
    viewport()->update();
    Q_EMIT bodyShown();
}

void RenderedView::place()
{
    double y = margin;
    double below = 0;
    for (Piece &piece : m_pieces) {
        y += &piece == &m_pieces.front() ? 0 : std::max(below, piece.shown->marginAbove);
        piece.top = y;
        y += piece.shown->height;
        below = piece.shown->marginBelow;
    }
    m_height = m_pieces.empty() ? 0 : y + margin;
    const QScopedValueRollback placing(m_isPlacing, true);
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(
        0, std::max(0, static_cast<int>(std::ceil(m_height)) - viewport()->height()));
}

void RenderedView::keepPlace(const QList<assembly::RenderedBlock> &before, qsizetype top,
                             double offset)
{
    double y = 0;
    if (m_place == Place::Kept && !before.isEmpty() && !m_pieces.empty()) {
        QList<assembly::RenderedBlock> after;
        for (const Piece &piece : m_pieces) {
            after.append(piece.block);
        }
        y = m_pieces.at(static_cast<size_t>(counterpart(top, before, after))).top + offset;
    }
    const QScopedValueRollback placing(m_isPlacing, true);
    verticalScrollBar()->setValue(static_cast<int>(std::lround(y)));
}

void RenderedView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    place();
    if (!m_pieces.empty() && style() != m_style) {
        m_place = Place::Kept;
        layOut();
    }
}

void RenderedView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange) {
        viewport()->update();
    }
}

QPointF RenderedView::originOf(const Piece &piece) const
{
    return {margin, piece.top - verticalScrollBar()->value()};
}

qsizetype RenderedView::pieceAt(double y) const
{
    const auto below = std::ranges::upper_bound(m_pieces, y, {}, &Piece::top);
    return std::max<qsizetype>(below - m_pieces.cbegin() - 1, 0);
}

// --- painting
// ---------------------------------------------------------------------------------------------------------------

void RenderedView::paintEvent(QPaintEvent *event)
{
    if (m_pieces.empty()) {
        return;
    }
    QPainter painter(viewport());
    const QRect area = event->rect();
    const int scrolled = verticalScrollBar()->value();
    for (auto i = static_cast<size_t>(pieceAt(area.top() + scrolled));
         i < m_pieces.size() && m_pieces.at(i).top - scrolled <= area.bottom(); ++i) {
        paintPiece(painter, static_cast<qsizetype>(i), area);
    }
    if (m_hasStripes) {
        paintStripes(painter, area);
    }
}

void RenderedView::paintPiece(QPainter &painter, qsizetype index, const QRectF &clip) const
{
    const Piece &piece = m_pieces.at(static_cast<size_t>(index));
    const QPointF origin = originOf(piece);
    QAbstractTextDocumentLayout::PaintContext context;
    context.palette = palette();
    context.clip = clip.translated(-origin);
    const auto select = [&](int start, int end, const QTextCharFormat &format) {
        QTextCursor cursor(piece.shown->document.get());
        cursor.setPosition(start);
        cursor.setPosition(end, QTextCursor::KeepAnchor);
        context.selections.append({cursor, format});
    };
    const auto [from, to] = selection();
    if (from < to && from.piece <= index && index <= to.piece) {
        QTextCharFormat format;
        format.setBackground(palette().brush(QPalette::Highlight));
        format.setForeground(palette().brush(QPalette::HighlightedText));
        select(from.piece == index ? from.position : 0,
               to.piece == index ? to.position : lengthOf(*piece.shown), format);
    }
    if (m_focused && m_focused->piece == index) {
        QTextCharFormat format;
        format.setBackground(m_theme.colors().accentSoft);
        select(m_focused->start, m_focused->end, format);
    }
    painter.save();
    painter.translate(origin);
    piece.shown->document->documentLayout()->draw(&painter, context);
    painter.restore();
}

// Neighbours of one origin have one stripe, with a gap where the origin changes.
void RenderedView::paintStripes(QPainter &painter, const QRect &area) const
{
    const int scrolled = verticalScrollBar()->value();
    const int left = layoutDirection() == Qt::RightToLeft
        ? viewport()->width() - stripeWidth - widgets::space::tiny
        : widgets::space::tiny;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (auto first = m_pieces.cbegin(); first != m_pieces.cend();) {
        const auto next = std::find_if(first, m_pieces.cend(), [first](const Piece &piece) {
            return piece.origin != first->origin;
        });
        const double top = first->top - scrolled;
        const double bottom = std::prev(next)->bottom() - scrolled;
        if (top > area.bottom()) {
            return;
        }
        if (bottom >= area.top()) {
            painter.setBrush(originColor(m_theme.colors(), first->origin));
            painter.drawRoundedRect(QRectF(left, top, stripeWidth, bottom - top), 1.5, 1.5);
        }
        first = next;
    }
}

// --- places
// ---------------------------------------------------------------------------------------------------------------

RenderedView::Caret RenderedView::caretAt(const QPoint &position) const
{
    if (m_pieces.empty()) {
        return {};
    }
    const qsizetype index = pieceAt(position.y() + verticalScrollBar()->value());
    const Piece &piece = m_pieces.at(static_cast<size_t>(index));
    const int found = piece.shown->document->documentLayout()->hitTest(
        QPointF(position) - originOf(piece), Qt::FuzzyHit);
    return {index, std::clamp(found, 0, lengthOf(*piece.shown))};
}

QUrl RenderedView::linkAt(const QPoint &position) const
{
    if (m_pieces.empty()) {
        return {};
    }
    const Piece &piece =
        m_pieces.at(static_cast<size_t>(pieceAt(position.y() + verticalScrollBar()->value())));
    return QUrl(
        piece.shown->document->documentLayout()->anchorAt(QPointF(position) - originOf(piece)));
}

QString RenderedView::blockTextAt(const QPoint &position) const
{
    const double y = position.y() + verticalScrollBar()->value();
    if (m_pieces.empty()) {
        return {};
    }
    const Piece &piece = m_pieces.at(static_cast<size_t>(pieceAt(y)));
    return piece.top <= y && y < piece.bottom() ? textOf(*piece.shown) : QString();
}

qint64 RenderedView::offsetAtTop() const
{
    if (m_pieces.empty()) {
        return 0;
    }
    const double y = verticalScrollBar()->value();
    const auto index = static_cast<size_t>(pieceAt(y));
    const Piece &piece = m_pieces.at(index);
    const qint64 end =
        index + 1 < m_pieces.size() ? m_pieces.at(index + 1).block.start : piece.block.start;
    const double share = std::clamp((y - piece.top) / std::max(piece.shown->height, 1.0), 0.0, 1.0);
    return piece.block.start
        + static_cast<qint64>(share * static_cast<double>(end - piece.block.start));
}

void RenderedView::showOffset(qint64 offset)
{
    if (m_pieces.empty()) {
        return;
    }
    const auto below = std::ranges::upper_bound(
        m_pieces, offset, {}, [](const Piece &piece) { return piece.block.start; });
    const auto piece = below == m_pieces.cbegin() ? below : std::prev(below);
    const qint64 end = below == m_pieces.cend() ? piece->block.start : below->block.start;
    const double share = end > piece->block.start
        ? std::clamp(static_cast<double>(offset - piece->block.start)
                         / static_cast<double>(end - piece->block.start),
                     0.0, 1.0)
        : 0;
    const QScopedValueRollback placing(m_isPlacing, true);
    verticalScrollBar()->setValue(
        piece == m_pieces.cbegin() && share <= 0
            ? 0
            : static_cast<int>(piece->top + share * piece->shown->height));
}

// --- selection, links, keys
// ----------------------------------------------------------------------------------------------

QString RenderedView::toPlainText() const
{
    QStringList texts;
    for (const Piece &piece : m_pieces) {
        texts.append(textOf(*piece.shown));
    }
    return texts.join(u'\n');
}

std::pair<RenderedView::Caret, RenderedView::Caret> RenderedView::selection() const
{
    return std::minmax(m_anchor, m_caret);
}

QString RenderedView::selectedText() const
{
    const auto [from, to] = selection();
    QStringList texts;
    for (qsizetype i = from.piece; from < to && i <= to.piece; ++i) {
        const LaidOutBlock &block = *m_pieces.at(static_cast<size_t>(i)).shown;
        QTextCursor cursor(block.document.get());
        cursor.setPosition(i == from.piece ? from.position : 0);
        cursor.setPosition(i == to.piece ? to.position : lengthOf(block), QTextCursor::KeepAnchor);
        texts.append(cursor.selection().toPlainText());
    }
    return texts.join(u'\n');
}

void RenderedView::setSelection(Caret anchor, Caret caret)
{
    if (anchor == m_anchor && caret == m_caret) {
        return;
    }
    m_anchor = anchor;
    m_caret = caret;
    viewport()->update();
    Q_EMIT selectionChanged();
}

void RenderedView::selectAll()
{
    if (!m_pieces.empty()) {
        setSelection({}, {std::ssize(m_pieces) - 1, lengthOf(*m_pieces.back().shown)});
    }
}

RenderedView::Caret RenderedView::caretOf(int place) const
{
    int start = 0;
    for (size_t i = 0; i < m_pieces.size(); ++i) {
        const int length = lengthOf(*m_pieces.at(i).shown);
        if (place <= start + length) {
            return {static_cast<qsizetype>(i), std::max(place - start, 0)};
        }
        start += length + 1;
    }
    return m_pieces.empty() ? Caret()
                            : Caret{std::ssize(m_pieces) - 1, lengthOf(*m_pieces.back().shown)};
}

int RenderedView::placeOf(Caret caret) const
{
    int place = caret.position;
    for (qsizetype i = 0; i < caret.piece; ++i) {
        place += lengthOf(*m_pieces.at(static_cast<size_t>(i)).shown) + 1;
    }
    return place;
}

std::pair<int, int> RenderedView::selectedRange() const
{
    const auto [from, to] = selection();
    return {placeOf(from), placeOf(to)};
}

void RenderedView::selectRange(int from, int to)
{
    setSelection(caretOf(from), caretOf(to));
}

QRect RenderedView::rectOf(int place) const
{
    if (m_pieces.empty()) {
        return {};
    }
    const Caret caret = caretOf(place);
    const Piece &piece = m_pieces.at(static_cast<size_t>(caret.piece));
    const QTextBlock block = piece.shown->document->findBlock(caret.position);
    return piece.shown->document->documentLayout()
        ->blockBoundingRect(block)
        .translated(originOf(piece))
        .toAlignedRect();
}

int RenderedView::placeAt(const QPoint &position) const
{
    return blockTextAt(position).isEmpty() ? -1 : placeOf(caretAt(position));
}

void RenderedView::showPlace(int place)
{
    const QRect rect = rectOf(place);
    QScrollBar *bar = verticalScrollBar();
    if (rect.top() < 0 || rect.bottom() > viewport()->height()) {
        bar->setValue(bar->value() + rect.top() - margin);
    }
}

void RenderedView::copy() const
{
    if (const QString text = selectedText(); !text.isEmpty()) {
        QApplication::clipboard()->setText(text);
    }
}

QList<RenderedView::Link> RenderedView::links() const
{
    QList<Link> found;
    for (size_t i = 0; i < m_pieces.size(); ++i) {
        const QTextDocument &document = *m_pieces.at(i).shown->document;
        for (QTextBlock block = document.begin(); block.isValid(); block = block.next()) {
            for (auto part = block.begin(); !part.atEnd(); ++part) {
                const QTextFragment fragment = part.fragment();
                const QUrl address(fragment.charFormat().anchorHref());
                if (!fragment.charFormat().isAnchor() || address.isEmpty()) {
                    continue;
                }
                const int end = fragment.position() + fragment.length();
                const auto index = static_cast<qsizetype>(i);
                if (!found.isEmpty() && found.last().piece == index
                    && found.last().end == fragment.position() && found.last().address == address) {
                    found.last().end = end; // one link, partly emphasised
                } else {
                    found.append({index, fragment.position(), end, address});
                }
            }
        }
    }
    return found;
}

bool RenderedView::focusNextPrevChild(bool isNext)
{
    const QList<Link> all = links();
    qsizetype index = isNext ? 0 : all.size() - 1;
    if (m_focused) {
        const auto current = std::ranges::find_if(all, [this](const Link &link) {
            return link.piece == m_focused->piece && link.start == m_focused->start;
        });
        index = current - all.cbegin() + (isNext ? 1 : -1);
    }
    if (index < 0 || index >= all.size()) {
        m_focused.reset();
        viewport()->update();
        return QAbstractScrollArea::focusNextPrevChild(isNext);
    }
    showLink(all.at(index));
    return true;
}

void RenderedView::showLink(const Link &link)
{
    m_focused = link;
    const Piece &piece = m_pieces.at(static_cast<size_t>(link.piece));
    const QTextBlock block = piece.shown->document->findBlock(link.start);
    const QRectF place = piece.shown->document->documentLayout()->blockBoundingRect(block);
    const double top = piece.top + place.top();
    const double bottom = piece.top + place.bottom();
    QScrollBar *bar = verticalScrollBar();
    if (top < bar->value() || bottom > bar->value() + viewport()->height()) {
        bar->setValue(static_cast<int>(top) - margin);
    }
    viewport()->update();
    QToolTip::showText(
        viewport()->mapToGlobal(originOf(piece).toPoint() + place.bottomLeft().toPoint()),
        link.address.toString(QUrl::FullyEncoded).toHtmlEscaped(), this);
}

void RenderedView::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = verticalScrollBar();
    if (event->matches(QKeySequence::Copy)) {
        copy();
    } else if (event->matches(QKeySequence::SelectAll)) {
        selectAll();
    } else if (event->key() == Qt::Key_Home
               || event->matches(QKeySequence::MoveToStartOfDocument)) {
        bar->setValue(bar->minimum());
    } else if (event->key() == Qt::Key_End || event->matches(QKeySequence::MoveToEndOfDocument)) {
        bar->setValue(bar->maximum());
    } else if (event->key() == Qt::Key_Space) {
        bar->triggerAction(event->modifiers() == Qt::ShiftModifier
                               ? QAbstractSlider::SliderPageStepSub
                               : QAbstractSlider::SliderPageStepAdd);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (m_focused) {
            Q_EMIT linkActivated(m_focused->address);
        } else if (!m_pieces.empty()) {
            Q_EMIT blockActivated(offsetAtTop());
        }
    } else {
        QAbstractScrollArea::keyPressEvent(event); // arrows and pages scroll
    }
}

void RenderedView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    m_focused.reset();
    m_pressed = event->pos();
    m_isSelecting = true;
    const Caret caret = caretAt(event->pos());
    setSelection(event->modifiers() == Qt::ShiftModifier ? m_anchor : caret, caret);
}

void RenderedView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_isSelecting && (event->buttons() & Qt::LeftButton) != 0) {
        setSelection(m_anchor, caretAt(event->pos()));
        if (event->pos().y() < 0 || event->pos().y() > viewport()->height()) {
            verticalScrollBar()->triggerAction(event->pos().y() < 0
                                                   ? QAbstractSlider::SliderSingleStepSub
                                                   : QAbstractSlider::SliderSingleStepAdd);
        }
        return;
    }
    const bool isLink = !linkAt(event->pos()).isEmpty();
    viewport()->setCursor(isLink ? Qt::PointingHandCursor : Qt::IBeamCursor);
}

void RenderedView::mouseReleaseEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || !std::exchange(m_isSelecting, false)) {
        return;
    }
    const bool isClick =
        (event->pos() - m_pressed).manhattanLength() < QApplication::startDragDistance();
    if (!isClick || m_anchor != m_caret || m_pieces.empty()) {
        return;
    }
    if (const QUrl link = linkAt(event->pos()); !link.isEmpty()) {
        Q_EMIT linkActivated(link);
    } else if (event->modifiers() == Qt::NoModifier) {
        Q_EMIT blockActivated(m_pieces.at(static_cast<size_t>(m_caret.piece)).block.start);
    }
}

void RenderedView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_pieces.empty()) {
        return;
    }
    const Caret at = caretAt(event->pos());
    QTextCursor word(m_pieces.at(static_cast<size_t>(at.piece)).shown->document.get());
    word.setPosition(at.position);
    word.select(QTextCursor::WordUnderCursor);
    setSelection({at.piece, word.selectionStart()}, {at.piece, word.selectionEnd()});
}

void RenderedView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copyAction =
        menu->addAction(tr("Copy"), QKeySequence::Copy, this, &RenderedView::copy);
    copyAction->setEnabled(m_anchor != m_caret);
    menu->addAction(tr("Select all"), QKeySequence::SelectAll, this, &RenderedView::selectAll);
    menu->addSeparator();
    const Caret at = caretAt(event->pos());
    QAction *source = menu->addAction(tr("Go to source"), this, [this, at] {
        if (at.piece < std::ssize(m_pieces)) {
            Q_EMIT blockActivated(m_pieces.at(static_cast<size_t>(at.piece)).block.start);
        }
    });
    source->setEnabled(!m_pieces.empty());
    menu->popup(event->globalPos());
}

bool RenderedView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        // Where a link leads is told before it is followed.
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(),
                           linkAt(help->pos()).toString(QUrl::FullyEncoded).toHtmlEscaped(), this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace hermes::preview
