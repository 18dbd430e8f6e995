#include "browser/entrydelegate.h"

#include "browser/catalogmodel.h"
#include "browser/rowpainting.h"
#include "widgets/theme.h"

#include <QPainter>
#include <QPolygonF>

#include <algorithm>

namespace hermes::browser {

namespace {

namespace space = widgets::space;

constexpr int kindSquare = 8;
constexpr int markSize = 7;
constexpr int levelIndent = 14;
constexpr int entryIndent = space::medium + levelIndent;

int levelOf(const QModelIndex &index)
{
    int level = 0;
    for (QModelIndex parent = index.parent(); parent.isValid(); parent = parent.parent()) {
        ++level;
    }
    return level;
}

// A square whose side is `size`, `leading` away from the leading edge and in the middle of the row.
QRect squareAt(const QStyleOptionViewItem &option, int leading, int size)
{
    const QRect square(option.rect.left() + leading, option.rect.center().y() - size / 2, size,
                       size);
    return QStyle::visualRect(option.direction, option.rect, square);
}

void paintChevron(QPainter &painter, const QRect &square, const QStyleOptionViewItem &option)
{
    const QPointF middle = QRectF(square).center();
    constexpr qreal reach = 3;
    painter.translate(middle);
    if (!(option.state & QStyle::State_Open)) {
        painter.rotate(option.direction == Qt::LeftToRight ? -90 : 90);
    }
    painter.drawPolyline(QPolygonF({{-reach, -reach / 2}, {0, reach / 2}, {reach, -reach / 2}}));
}

} // namespace

EntryDelegate::EntryDelegate(const widgets::Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme)
{
}

void EntryDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    paintRowBackground(*painter, option, m_theme);
    switch (index.data(CatalogModel::RowTypeRole).value<CatalogModel::RowType>()) {
    case CatalogModel::RowType::KindGroup:
        paintKindGroup(*painter, option, index);
        break;
    case CatalogModel::RowType::CategoryGroup:
        paintGroup(*painter, option, index, option.font);
        break;
    case CatalogModel::RowType::Entry:
        paintEntry(*painter, option, index);
        break;
    }
    painter->restore();
}

QSize EntryDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    // A larger text needs a higher row; the design's height is right for its own text size.
    return {0, std::max(space::row, option.fontMetrics.height() + space::small)};
}

void EntryDelegate::paintKindGroup(QPainter &painter, const QStyleOptionViewItem &option,
                                   const QModelIndex &index) const
{
    painter.setPen(Qt::NoPen);
    painter.setBrush(
        m_theme.kindColor(index.data(CatalogModel::KindRole).value<core::EntryKind>()));
    painter.drawRoundedRect(squareAt(option, space::medium, kindSquare), 2, 2);

    paintGroup(painter, option, index, groupLabelFont(m_theme));
}

void EntryDelegate::paintGroup(QPainter &painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index, const QFont &titleFont) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    const int width = paintRowTexts(
        painter, option,
        {.title = index.data().toString(),
         .note = option.locale.toString(index.data(CatalogModel::EntryCountRole).toInt()),
         .titleFont = titleFont,
         .noteFont = m_theme.labelFont(),
         .titleColor = colors.muted,
         .noteColor = colors.muted,
         .leading = entryIndent,
         .trailing = space::medium});
    painter.setPen(QPen(colors.muted, 1.2));
    painter.setBrush(Qt::NoBrush);
    paintChevron(painter, squareAt(option, entryIndent + width + space::small, kindSquare), option);
}

void EntryDelegate::paintEntry(QPainter &painter, const QStyleOptionViewItem &option,
                               const QModelIndex &index) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    paintRowTexts(painter, option,
                  {.title = index.data().toString(),
                   .note = index.data(CatalogModel::VersionRole).toString(),
                   .titleFont = option.font,
                   .noteFont = m_theme.labelFont(),
                   .titleColor = colors.text,
                   .noteColor = colors.muted,
                   .leading = space::medium + levelIndent * levelOf(index),
                   .trailing = space::medium + markSize + space::small});
    paintMark(painter, squareAt(option, option.rect.width() - space::medium - markSize, markSize),
              index);
}

// Three shapes, so that the colour only repeats what the shape says: ring, disc, diamond.
void EntryDelegate::paintMark(QPainter &painter, const QRect &square,
                              const QModelIndex &index) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    const QRectF area = square;
    switch (index.data(CatalogModel::MarkRole).value<CatalogModel::Mark>()) {
    case CatalogModel::Mark::Clean:
        painter.setPen(QPen(colors.muted, 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(area.adjusted(0.5, 0.5, -0.5, -0.5));
        return;
    case CatalogModel::Mark::Modified:
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.warning);
        painter.drawEllipse(area);
        return;
    case CatalogModel::Mark::Broken:
        painter.setPen(Qt::NoPen);
        painter.setBrush(colors.error);
        const QRectF diamond = area.adjusted(-1, -1, 1, 1);
        painter.drawPolygon(QPolygonF({{diamond.center().x(), diamond.top()},
                                       {diamond.right(), diamond.center().y()},
                                       {diamond.center().x(), diamond.bottom()},
                                       {diamond.left(), diamond.center().y()}}));
        return;
    }
    Q_UNREACHABLE();
}

} // namespace hermes::browser
