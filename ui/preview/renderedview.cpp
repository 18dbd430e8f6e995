#include "preview/renderedview.h"

#include "preview/renderedaccess.h"
#include "widgets/theme.h"

#include <QAbstractTextDocumentLayout>
#include <QApplication>
#include <QPainter>
#include <QScopedValueRollback>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>
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
/// So much new HTML, in characters, is laid out at once: for what one key changes, the way to a
/// worker and back would take longer than the work.
constexpr qsizetype laidOutAtOnce = 4096;

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
    , m_task(this,
             [this](const std::shared_ptr<Made> &made) {
                 take(made->blocks, made->style, made->body);
             })
    , m_coloring(this, [this](const ColoredBlocks &colored) { takeColors(colored); })
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalScrollBar()->setSingleStep(scrollStep);
    viewport()->setMouseTracking(true);
    viewport()->setBackgroundRole(QPalette::Base);
    viewport()->setAutoFillBackground(true);
    m_click.setSingleShot(true);
    connect(&m_click, &QTimer::timeout, this,
            [this] { Q_EMIT blockActivated(m_clicked.first, m_clicked.second); });
    connect(&theme, &widgets::Theme::changed, this, &RenderedView::applyTheme);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this] {
        viewport()->update();
        colorVisible();
        if (!m_isPlacing) {
            if (const auto offset = offsetAtTop()) {
                Q_EMIT scrolledByUser(*offset);
            }
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
        "a { color: %1; } .marked { background: %5; } "
        ".dropped { color: %2; text-decoration: line-through; } pre.line { margin: 0; background: "
        "none; }"
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

void RenderedView::setBody(const Body &body)
{
    if (body.blocks == m_body.blocks && body.origins == m_body.origins) {
        return; // selection and place stay, too
    }
    m_click.stop(); // its place was one of the text before
    m_body = body;
    m_isOlderShown = true;
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
    qsizetype size = 0;
    for (const assembly::RenderedBlock &block : std::as_const(m_body.blocks)) {
        if (!known.contains(block.html)) {
            htmls.append(block.html);
            size += block.html.size();
        }
    }
    if (size <= laidOutAtOnce) {
        m_task.cancel();
        take(layOutBlocks(htmls, wanted), wanted, m_body);
        return;
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
    m_isOlderShown = false;
    m_pieces = std::move(pieces);
    m_hasStripes = !body.origins.isEmpty();
    m_style = style;
    focusLink(std::nullopt);
    setSelection({}, {});
    place();
    keepPlace(before, top, offset);
    if (const auto wanted = std::exchange(m_wantedTop, std::nullopt)) {
        showOffset(*wanted);
    }
    viewport()->update();
    colorVisible();
    Q_EMIT bodyShown();
}

void RenderedView::setCodeColors(const widgets::CodeColors &colors)
{
    m_codeColors = colors;
    colorVisible();
}

// Of a long prompt nobody waits for code that is not looked at.
void RenderedView::colorVisible()
{
    if (!m_codeColors || m_pieces.empty()) {
        return;
    }
    const double top = verticalScrollBar()->value();
    const double bottom = top + viewport()->height();
    QHash<QString, QList<LaidOutBlock::Code>> plain;
    for (auto piece = m_pieces.cbegin() + pieceAt(top);
         piece != m_pieces.cend() && piece->top < bottom; ++piece) {
        if (!piece->shown->isColored && !piece->shown->codes.isEmpty()) {
            plain.insert(piece->block.html, piece->shown->codes);
        }
    }
    if (plain.isEmpty()) {
        return;
    }
    m_coloring.request(
        [plain, ask = m_codeColors, colors = m_theme.colors()](const core::CancelFlag &cancel) {
            return QtConcurrent::run([plain, ask, colors, cancel] {
                ColoredBlocks colored;
                for (const auto &[html, codes] : plain.asKeyValueRange()) {
                    if (cancel.isCancelled()) {
                        break;
                    }
                    for (const LaidOutBlock::Code &code : codes) {
                        colored[html].append(ask(code.language, code.text, colors));
                    }
                }
                return colored;
            });
        });
}

void RenderedView::takeColors(const ColoredBlocks &colored)
{
    for (const Piece &piece : m_pieces) {
        const auto found = colored.constFind(piece.block.html);
        if (found != colored.cend() && !std::exchange(piece.shown->isColored, true)) {
            colorCodes(*piece.shown, *found);
        }
    }
    viewport()->update();
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
    if (!before.isEmpty() && !m_pieces.empty()) {
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

std::optional<qint64> RenderedView::offsetAtTop() const
{
    if (m_isOlderShown) {
        return std::nullopt;
    }
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
    if (m_isOlderShown) {
        m_wantedTop = offset;
        return;
    }
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

} // namespace hermes::preview
