#include "find/gotodelegate.h"

#include "find/gotomodel.h"
#include "find/markedtext.h"
#include "widgets/icons.h"
#include "widgets/kindicon.h"
#include "widgets/theme.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::find {

namespace {

namespace space = widgets::space;

constexpr int iconSize = 16;

QIcon iconOf(const GoToItem &item, const widgets::Theme &theme)
{
    switch (item.kind) {
    case GoToItem::Kind::Entry:
        return widgets::colouredIcon(widgets::kindIconName(item.id.kind),
                                     theme.kindColor(item.id.kind));
    case GoToItem::Kind::Section:
        return widgets::colouredIcon(u"text-select"_s, theme.colors().muted);
    case GoToItem::Kind::Tag:
        return widgets::colouredIcon(u"tag"_s, theme.colors().muted);
    case GoToItem::Kind::Fragment:
        return widgets::colouredIcon(u"package"_s, theme.colors().muted);
    case GoToItem::Kind::Command:
        return item.command != nullptr ? item.command->icon() : QIcon();
    }
    Q_UNREACHABLE();
}

} // namespace

GoToDelegate::GoToDelegate(const GoToModel &model, const widgets::Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_model(model), m_theme(theme)
{
}

void GoToDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const GoToItem &item = m_model.item(index.row());
    const widgets::ThemeColors &colors = m_theme.colors();
    painter->save();
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(option.rect, colors.accentSoft);
    } else if (option.state & QStyle::State_MouseOver) {
        painter->fillRect(option.rect, colors.hover);
    }
    const auto placed = [&option](const QRect &place) {
        return QStyle::visualRect(option.direction, option.rect, place);
    };
    QRect room = option.rect.adjusted(space::medium, 0, -space::medium, 0);
    const QRect icon(room.left(), room.center().y() - iconSize / 2, iconSize, iconSize);
    iconOf(item, m_theme).paint(painter, placed(icon));
    room.setLeft(room.left() + iconSize + space::small);

    const QFontMetrics noteMetrics(m_theme.labelFont());
    const QString note = noteMetrics.elidedText(item.note, Qt::ElideMiddle, room.width() / 2);
    painter->setFont(m_theme.labelFont());
    painter->setPen(colors.muted);
    painter->drawText(placed(room),
                      static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignRight))
                          | Qt::AlignVCenter | Qt::TextSingleLine,
                      note);
    room.setWidth(std::max(0, room.width() - noteMetrics.horizontalAdvance(note) - space::small));
    drawMarkedText(*painter, placed(room), option.direction,
                   {item.text,
                    rangesOf(item.positions),
                    option.font,
                    item.isAvailable ? colors.text : colors.muted,
                    colors.accent,
                    {}});
    painter->restore();
}

QSize GoToDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {0, std::max(space::row, option.fontMetrics.height() + space::small)};
}

} // namespace hermes::find
