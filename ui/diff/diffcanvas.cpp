#include "diff/diffcanvas.h"

#include "widgets/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include <algorithm>

namespace hermes::diffview {

namespace {
// A change is shown with this much above it, so that one sees where it stands.
constexpr int linesAboveChange = 3;
} // namespace

DiffCanvas::DiffCanvas(const widgets::Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent), m_theme(theme), m_painter(theme)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Changed lines"));
    viewport()->setMouseTracking(true);
    m_painter.setDirection(layoutDirection());
    connect(&theme, &widgets::Theme::changed, this, &DiffCanvas::takeTheme);
}

void DiffCanvas::setDiff(std::shared_ptr<const diff::LineDiff> diff)
{
    m_diff = std::move(diff);
    m_painter.setDiff(m_diff);
    m_unfolded.clear();
    m_current = -1;
    m_anchor = -1;
    rebuildRows();
    verticalScrollBar()->setValue(0);
    if (!m_changes.isEmpty()) {
        showChange(m_changes.front());
    }
}

void DiffCanvas::setArrangement(Arrangement arrangement)
{
    if (m_arrangement == arrangement) {
        return;
    }
    m_arrangement = arrangement;
    m_painter.setArrangement(arrangement);
    rebuildAroundCurrent();
}

void DiffCanvas::setUnchanged(Unchanged unchanged)
{
    m_unchanged = unchanged;
    m_unfolded.clear();
    rebuildAroundCurrent();
}

void DiffCanvas::rebuildAroundCurrent()
{
    const int diffRow = m_current >= 0 ? m_rows.at(m_current).row : -1;
    rebuildRows();
    if (diffRow >= 0) {
        showChange(rowForDiffRow(diffRow));
    }
}

void DiffCanvas::goToNextChange()
{
    const auto next = std::ranges::upper_bound(m_changes, m_current);
    if (next != m_changes.end()) {
        showChange(*next);
    }
}

void DiffCanvas::goToPreviousChange()
{
    const auto next = std::ranges::lower_bound(m_changes, m_current);
    if (next != m_changes.begin()) {
        showChange(*std::prev(next));
    }
}

bool DiffCanvas::hasNextChange() const
{
    return !m_changes.isEmpty() && m_changes.back() > m_current;
}

bool DiffCanvas::hasPreviousChange() const
{
    return !m_changes.isEmpty() && m_changes.front() < m_current;
}

void DiffCanvas::setCurrentRow(int row)
{
    moveTo(row, Selection::Move);
}

QString DiffCanvas::selectedText() const
{
    if (m_current < 0) {
        return {};
    }
    QString text;
    const auto [first, last] = std::minmax(m_anchor, m_current);
    for (int row = first; row <= last; ++row) {
        const DisplayRow &shown = m_rows.at(row);
        for (int i = 0; i < shown.count; ++i) {
            const QStringView line = textOf({shown.kind, shown.row + i});
            if (!line.isNull()) {
                text += line;
                text += u'\n';
            }
        }
    }
    return text;
}

QRect DiffCanvas::rowRect(int row) const
{
    return {0, m_heights.offsetOf(row) - verticalScrollBar()->value(), viewport()->width(),
            m_heights.height(row)};
}

void DiffCanvas::rebuildRows()
{
    m_rows =
        m_diff ? displayRows(*m_diff, m_arrangement, m_unchanged, m_unfolded) : QList<DisplayRow>();
    m_changes = m_diff ? changeStarts(*m_diff, m_rows) : QList<int>();
    measureRows();
}

void DiffCanvas::measureRows()
{
    m_painter.setWidth(viewport()->width());
    m_shaped.clear();
    QList<int> heights;
    heights.reserve(m_rows.size());
    for (const DisplayRow &row : std::as_const(m_rows)) {
        heights.append(m_painter.estimatedHeight(row));
    }
    m_heights.reset(heights);
    shapeVisibleRows();
}

// Shaping goes downwards from the first visible row, so what is above keeps its place while heights
// become exact.
void DiffCanvas::shapeVisibleRows()
{
    std::unordered_map<int, ShapedRow> visible;
    const int top = verticalScrollBar()->value();
    const int bottom = top + viewport()->height();
    const int first = m_heights.rowAt(top);
    for (int row = std::max(first, 0), offset = m_heights.offsetOf(row);
         row < m_rows.size() && offset < bottom; ++row) {
        const auto known = m_shaped.find(row);
        ShapedRow shaped =
            known != m_shaped.end() ? std::move(known->second) : m_painter.shape(m_rows.at(row));
        if (shaped.height != m_heights.height(row)) {
            m_heights.setHeight(row, shaped.height);
        }
        offset += shaped.height;
        visible.emplace(row, std::move(shaped));
    }
    m_shaped = std::move(visible);
    updateScrollRange();
    viewport()->update();
}

void DiffCanvas::updateScrollRange()
{
    QScrollBar *bar = verticalScrollBar();
    bar->setSingleStep(m_painter.lineHeight());
    bar->setPageStep(viewport()->height());
    bar->setRange(0, std::max(0, m_heights.total() - viewport()->height()));
}

void DiffCanvas::takeTheme()
{
    m_painter.takeFont();
    measureRows();
}

void DiffCanvas::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.colors().edit);
    for (const auto &[row, shaped] : m_shaped) {
        m_painter.paint(painter, rowRect(row).top(), m_rows.at(row), shaped, emphasisOf(row));
    }
    if (hasFocus()) {
        painter.setPen(m_theme.colors().accent);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

void DiffCanvas::resizeEvent(QResizeEvent *event)
{
    const int top = m_heights.rowAt(verticalScrollBar()->value());
    measureRows();
    if (top >= 0 && event->oldSize().width() != event->size().width()) {
        verticalScrollBar()->setValue(m_heights.offsetOf(top));
    }
}

void DiffCanvas::scrollContentsBy(int, int)
{
    shapeVisibleRows();
}

Emphasis DiffCanvas::emphasisOf(int row) const
{
    if (row == m_current) {
        return Emphasis::Current;
    }
    const auto [first, last] = std::minmax(m_anchor, m_current);
    return m_current >= 0 && row >= first && row <= last ? Emphasis::Selected : Emphasis::None;
}

QStringView DiffCanvas::textOf(const DisplayRow &row) const
{
    const diff::DiffRow &compared = m_diff->rows.at(row.row);
    const bool isRight = row.kind == DisplayRow::Kind::Right
        || (row.kind != DisplayRow::Kind::Left && m_copiesRightSide);
    const int line = isRight ? compared.rightLine : compared.leftLine;
    // A line that is there is not null, even an empty one.
    static constexpr QStringView emptyLine = u"";
    if (line < 0) {
        return {};
    }
    const QStringView text = (isRight ? m_diff->rightLines : m_diff->leftLines).at(line);
    return text.isNull() ? emptyLine : text;
}

void DiffCanvas::keyPressEvent(QKeyEvent *event)
{
    const bool hasRows = !m_rows.isEmpty();
    if (hasRows && event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if (hasRows && event->matches(QKeySequence::SelectAll)) {
        m_anchor = 0;
        moveTo(static_cast<int>(m_rows.size()) - 1, Selection::Extend);
    } else if (!hasRows || (event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier))
               || !handleRowKey(*event)) {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

bool DiffCanvas::handleRowKey(const QKeyEvent &event)
{
    const Selection selection =
        event.modifiers() & Qt::ShiftModifier ? Selection::Extend : Selection::Move;
    switch (event.key()) {
    case Qt::Key_Up:
        moveTo(m_current - 1, selection);
        return true;
    case Qt::Key_Down:
        moveTo(m_current + 1, selection);
        return true;
    case Qt::Key_PageUp:
        moveTo(m_current - rowsInPage(), selection);
        return true;
    case Qt::Key_PageDown:
        moveTo(m_current + rowsInPage(), selection);
        return true;
    case Qt::Key_Home:
        moveTo(0, selection);
        return true;
    case Qt::Key_End:
        moveTo(static_cast<int>(m_rows.size()) - 1, selection);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        unfold(m_current);
        return true;
    default:
        return false;
    }
}

void DiffCanvas::mousePressEvent(QMouseEvent *event)
{
    const int row = rowAtPoint(event->position().toPoint());
    if (row < 0 || event->button() == Qt::MiddleButton) {
        return;
    }
    if (m_arrangement == Arrangement::SideBySide) {
        m_copiesRightSide = m_painter.isRightSide(event->position().toPoint().x());
    }
    const bool extends = event->modifiers() & Qt::ShiftModifier;
    moveTo(row, extends ? Selection::Extend : Selection::Move);
    if (event->button() == Qt::LeftButton && !extends) {
        unfold(row);
    }
}

void DiffCanvas::mouseMoveEvent(QMouseEvent *event)
{
    const int row = rowAtPoint(event->position().toPoint());
    const bool isFold = row >= 0 && m_rows.at(row).kind == DisplayRow::Kind::Fold;
    viewport()->setCursor(isFold ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (row >= 0 && (event->buttons() & Qt::LeftButton)) {
        moveTo(row, Selection::Extend);
    }
}

void DiffCanvas::contextMenuEvent(QContextMenuEvent *event)
{
    if (m_rows.isEmpty()) {
        return;
    }
    const bool isKey = event->reason() == QContextMenuEvent::Keyboard;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Copy"), this, &DiffCanvas::copySelection);
    if (m_rows.at(m_current).kind == DisplayRow::Kind::Fold) {
        menu->addAction(tr("Show these lines"), this, [this] { unfold(m_current); });
    }
    menu->popup(isKey ? viewport()->mapToGlobal(rowRect(m_current).center()) : event->globalPos());
}

void DiffCanvas::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::LayoutDirectionChange) {
        m_painter.setDirection(layoutDirection());
        viewport()->update();
    }
}

void DiffCanvas::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void DiffCanvas::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

void DiffCanvas::moveTo(int row, Selection selection)
{
    if (m_rows.isEmpty()) {
        return;
    }
    m_current = std::clamp(row, 0, static_cast<int>(m_rows.size()) - 1);
    if (selection == Selection::Move || m_anchor < 0) {
        m_anchor = m_current;
    }
    ensureVisible(m_current);
    viewport()->update();
    setAccessibleDescription(m_painter.spokenText(m_rows.at(m_current)));
    Q_EMIT currentRowChanged();
}

void DiffCanvas::ensureVisible(int row)
{
    QScrollBar *bar = verticalScrollBar();
    // Scrolling shapes the row, and only then its height is certain.
    for (int pass = 0; pass < 2; ++pass) {
        const int top = m_heights.offsetOf(row);
        const int bottom = top + m_heights.height(row);
        if (top < bar->value()) {
            bar->setValue(top);
        } else if (bottom > bar->value() + viewport()->height()) {
            bar->setValue(std::min(top, bottom - viewport()->height()));
        }
    }
}

void DiffCanvas::showChange(int row)
{
    moveTo(row, Selection::Move);
    verticalScrollBar()->setValue(m_heights.offsetOf(m_current)
                                  - linesAboveChange * m_painter.lineHeight());
}

void DiffCanvas::unfold(int row)
{
    const DisplayRow shown = m_rows.value(row);
    if (shown.kind != DisplayRow::Kind::Fold) {
        return;
    }
    m_unfolded.insert(shown.row);
    const int scroll = verticalScrollBar()->value();
    rebuildRows();
    verticalScrollBar()->setValue(scroll);
    moveTo(row, Selection::Move);
}

void DiffCanvas::copySelection() const
{
    if (const QString text = selectedText(); !text.isEmpty()) {
        QGuiApplication::clipboard()->setText(text);
    }
}

int DiffCanvas::rowAtPoint(const QPoint &point) const
{
    const int offset = point.y() + verticalScrollBar()->value();
    return offset < m_heights.total() ? m_heights.rowAt(offset) : -1;
}

int DiffCanvas::rowsInPage() const
{
    return std::max(1, viewport()->height() / m_painter.lineHeight() - 1);
}

int DiffCanvas::rowForDiffRow(int diffRow) const
{
    const auto found = std::ranges::find_if(m_rows, [diffRow](const DisplayRow &row) {
        return diffRow >= row.row && diffRow < row.row + row.count;
    });
    return found == m_rows.end() ? 0 : static_cast<int>(std::distance(m_rows.begin(), found));
}

} // namespace hermes::diffview
