#include "find/resultsdelegate.h"

#include "find/resultsmodel.h"
#include "widgets/icons.h"
#include "widgets/kindicon.h"
#include "widgets/theme.h"
#include "workspace/fragmentdocument.h"

#include <QPainter>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::find {

namespace {

namespace space = widgets::space;

constexpr int iconSize = 16;
constexpr int numberDigits = 4; ///< Of a line's number; more take room from the line.

QRect placed(const QStyleOptionViewItem &option, const QRect &place)
{
    return QStyle::visualRect(option.direction, option.rect, place);
}

int alignedTo(const QStyleOptionViewItem &option, Qt::Alignment edge)
{
    return static_cast<int>(QStyle::visualAlignment(option.direction, edge)) | Qt::AlignVCenter
        | Qt::TextSingleLine;
}

} // namespace

ResultsDelegate::ResultsDelegate(const ResultsModel &model, const widgets::Theme &theme,
                                 QObject *parent)
    : QStyledItemDelegate(parent), m_model(model), m_theme(theme)
{
}

void ResultsDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const ResultRow &row = m_model.row(index.row());
    const widgets::ThemeColors &colors = m_theme.colors();
    painter->save();
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(option.rect, colors.accentSoft);
    } else if ((option.state & QStyle::State_MouseOver) && row.type != ResultRow::Type::Group) {
        painter->fillRect(option.rect, colors.hover);
    }
    if ((option.state & QStyle::State_HasFocus)
        && (option.state & QStyle::State_KeyboardFocusChange)) {
        painter->setPen(colors.accent);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    switch (row.type) {
    case ResultRow::Type::Group:
        paintGroup(*painter, option, row);
        break;
    case ResultRow::Type::Entry:
        paintEntry(*painter, option, row);
        break;
    case ResultRow::Type::Excerpt:
        paintExcerpt(*painter, option, row);
        break;
    }
    painter->restore();
}

QSize ResultsDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {0, std::max(space::row - space::tiny, option.fontMetrics.height() + space::tiny)};
}

QRect ResultsDelegate::paintNote(QPainter &painter, const QStyleOptionViewItem &option, QRect room,
                                 const QString &note) const
{
    const QFont font = m_theme.labelFont();
    painter.setFont(font);
    painter.setPen(m_theme.colors().muted);
    painter.drawText(placed(option, room), alignedTo(option, Qt::AlignRight), note);
    room.setWidth(
        std::max(0, room.width() - QFontMetrics(font).horizontalAdvance(note) - space::small));
    return room;
}

void ResultsDelegate::paintGroup(QPainter &painter, const QStyleOptionViewItem &option,
                                 const ResultRow &row) const
{
    const QRect room = paintNote(
        painter, option, option.rect.adjusted(space::medium, 0, -space::medium, 0), row.note);
    QFont font = m_theme.labelFont();
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.drawText(placed(option, room), alignedTo(option, Qt::AlignLeft),
                     QFontMetrics(font).elidedText(row.text, Qt::ElideRight, room.width()));
}

void ResultsDelegate::paintEntry(QPainter &painter, const QStyleOptionViewItem &option,
                                 const ResultRow &row) const
{
    QRect room = option.rect.adjusted(space::medium, 0, -space::medium, 0);
    const QRect icon(room.left(), room.center().y() - iconSize / 2, iconSize, iconSize);
    const bool isFragment = !workspace::fragmentOf(row.id).isEmpty();
    widgets::colouredIcon(isFragment ? u"package"_s : widgets::kindIconName(row.id.kind),
                          isFragment ? m_theme.colors().accent : m_theme.kindColor(row.id.kind))
        .paint(&painter, placed(option, icon));
    room.setLeft(icon.right() + 1 + space::small);
    room = paintNote(painter, option, room, row.note);
    drawMarkedText(
        painter, placed(option, room), option.direction,
        {row.text, row.marks, option.font, m_theme.colors().text, m_theme.colors().accent, {}});
}

void ResultsDelegate::paintExcerpt(QPainter &painter, const QStyleOptionViewItem &option,
                                   const ResultRow &row) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    QRect room = option.rect.adjusted(space::medium, 0, -space::medium, 0);
    const QFontMetrics metrics(m_theme.labelFont());
    const QString number = option.locale.toString(row.line);
    const int numberWidth =
        std::max(metrics.horizontalAdvance(number), numberDigits * metrics.horizontalAdvance(u'0'));
    painter.setFont(m_theme.labelFont());
    painter.setPen(colors.muted);
    painter.drawText(placed(option, {room.left(), room.top(), numberWidth, room.height()}),
                     alignedTo(option, Qt::AlignRight), number);
    room.setLeft(room.left() + numberWidth + space::small);
    drawMarkedText(painter, placed(option, room), option.direction,
                   withMarkInSight({row.text, row.marks, option.font, colors.muted, colors.text,
                                    colors.warningSoft},
                                   room.width()));
}

} // namespace hermes::find
