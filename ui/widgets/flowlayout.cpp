#include "widgets/flowlayout.h"

#include <QStyle>
#include <QWidget>

namespace hermes::widgets {

FlowLayout::FlowLayout(int gap, QWidget *parent) : QLayout(parent), m_gap(gap)
{
    setContentsMargins(0, 0, 0, 0);
}

void FlowLayout::addItem(QLayoutItem *item)
{
    m_items.emplace_back(item);
    invalidate();
}

void FlowLayout::insertWidget(int index, QWidget *widget)
{
    addChildWidget(widget);
    m_items.insert(m_items.begin() + qBound(0, index, count()),
                   std::unique_ptr<QLayoutItem>(new QWidgetItem(widget)));
    invalidate();
}

int FlowLayout::count() const
{
    return static_cast<int>(m_items.size());
}

QLayoutItem *FlowLayout::itemAt(int index) const
{
    return index >= 0 && index < count() ? m_items[static_cast<size_t>(index)].get() : nullptr;
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    if (index < 0 || index >= count())
        return nullptr;
    const auto place = m_items.begin() + index;
    QLayoutItem *item = place->release(); // the caller owns it now, as QLayout has it
    m_items.erase(place);
    invalidate();
    return item;
}

std::vector<FlowLayout::Line> FlowLayout::linesFor(int width) const
{
    std::vector<Line> lines;
    for (const auto &item : m_items) {
        if (item->isEmpty())
            continue;
        const QSize wanted = item->sizeHint();
        const int itemWidth = qMin(wanted.width(), width);
        if (lines.empty() || lines.back().width + m_gap + itemWidth > width)
            lines.push_back({});
        else
            lines.back().width += m_gap;
        Line &line = lines.back();
        line.items.push_back(item.get());
        line.width += itemWidth;
        line.height = qMax(line.height, wanted.height());
    }
    return lines;
}

int FlowLayout::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    const std::vector<Line> lines = linesFor(width - margins.left() - margins.right());
    int height = margins.top() + margins.bottom();
    for (const Line &line : lines)
        height += line.height;
    return height + m_gap * qMax(0, static_cast<int>(lines.size()) - 1);
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (const auto &item : m_items)
        size = size.expandedTo(item->minimumSize());
    return size.grownBy(contentsMargins());
}

QSize FlowLayout::sizeHint() const
{
    const std::vector<Line> oneLine = linesFor(QLAYOUTSIZE_MAX);
    const QSize size =
        oneLine.empty() ? QSize(0, 0) : QSize(oneLine.front().width, oneLine.front().height);
    return size.grownBy(contentsMargins());
}

void FlowLayout::placeLine(const Line &line, const QRect &area, int top) const
{
    const Qt::LayoutDirection direction =
        parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    int left = area.left();
    int spare = area.width() - line.width;
    for (QLayoutItem *item : line.items) {
        int width = qMin(item->sizeHint().width(), area.width());
        if (item->expandingDirections().testFlag(Qt::Horizontal)) {
            width += spare;
            spare = 0;
        }
        const int height = item->sizeHint().height();
        const QRect place(left, top + (line.height - height) / 2, width, height);
        item->setGeometry(QStyle::visualRect(direction, area, place));
        left += width + m_gap;
    }
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    const QRect area = rect.marginsRemoved(contentsMargins());
    int top = area.top();
    for (const Line &line : linesFor(area.width())) {
        placeLine(line, area, top);
        top += line.height + m_gap;
    }
}

} // namespace hermes::widgets
