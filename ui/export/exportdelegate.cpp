#include "export/exportdelegate.h"

#include "export/exportmodel.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace hermes::bundleexport {

namespace {

namespace space = widgets::space;

} // namespace

ExportDelegate::ExportDelegate(const widgets::Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme)
{
}

QSize ExportDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {0, std::max(space::row, option.fontMetrics.height() + space::small)};
}

void ExportDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                           const QModelIndex &index) const
{
    QStyleOptionViewItem item = option;
    initStyleOption(&item, index);
    const QString name = item.text;
    const QStyle *style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    const QRect area = style->subElementRect(QStyle::SE_ItemViewItemText, &item, option.widget);
    item.text.clear();
    style->drawControl(QStyle::CE_ItemViewItem, &item, painter, option.widget);

    const widgets::ThemeColors &colors = m_theme.colors();
    const QFontMetrics &metrics = option.fontMetrics;
    const QRect line = QRect(area.left(), option.rect.top(), area.width(), option.rect.height())
                           .adjusted(space::tiny, 0, -space::tiny, 0);
    const QString note = index.data(ExportModel::NoteRole).toString();
    const int noteWidth = note.isEmpty() ? 0 : metrics.horizontalAdvance(note) + space::small;
    const auto draw = [&](int start, int width, const QString &text, const QColor &color) {
        const QRect place(line.left() + start, line.top(), width, line.height());
        painter->setPen(color);
        painter->drawText(QStyle::visualRect(option.direction, line, place),
                          static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft)
                                           | Qt::AlignVCenter),
                          metrics.elidedText(text, Qt::ElideRight, width));
    };
    const int room = std::max(0, line.width() - noteWidth - space::small);
    const int nameWidth = std::min(metrics.horizontalAdvance(name) + 1, room);
    const bool isEnabled = option.state & QStyle::State_Enabled;
    painter->save();
    painter->setFont(option.font);
    draw(0, nameWidth, name, isEnabled ? colors.text : colors.muted);
    draw(nameWidth + space::medium, std::max(0, room - nameWidth - space::medium),
         index.data(ExportModel::IdRole).toString(), colors.muted);
    draw(line.width() - noteWidth, noteWidth, note, colors.warning);
    painter->restore();
}

} // namespace hermes::bundleexport
