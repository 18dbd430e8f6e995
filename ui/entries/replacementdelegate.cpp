#include "entries/replacementdelegate.h"

#include "entries/replacementtree.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QPainter>
#include <QTextLayout>

#include <algorithm>

namespace hermes::entries {

namespace {

namespace space = widgets::space;

constexpr int numberDigits = 4; ///< Of a line's number; more take room from the line.

QRect placed(const QStyleOptionViewItem &option, const QRect &room, const QRect &place)
{
    return QStyle::visualRect(option.direction, room, place);
}

int alignedTo(const QStyleOptionViewItem &option, Qt::Alignment edge)
{
    return static_cast<int>(QStyle::visualAlignment(option.direction, edge)) | Qt::AlignVCenter
        | Qt::TextSingleLine;
}

/// From where the style begins a row's text, to the row's end. `option` has the text still.
QRect textRoom(const QStyleOptionViewItem &option)
{
    const QStyle *style = option.widget != nullptr ? option.widget->style() : QApplication::style();
    const QRect text = style->subElementRect(QStyle::SE_ItemViewItemText, &option, option.widget);
    QRect room = option.rect;
    if (option.direction == Qt::RightToLeft) {
        room.setRight(text.right());
    } else {
        room.setLeft(text.left());
    }
    return room.adjusted(space::tiny, 0, -space::tiny, 0);
}

struct Surroundings
{
    QString before;
    QString after;
};

/// What there is room for around a change: it is in sight with as much of both sides as fits.
Surroundings fitting(const ReplacementTree::Shown &match, const QFontMetrics &metrics, int width)
{
    const int room = std::max(0, width - metrics.horizontalAdvance(match.removed + match.inserted));
    const int half = room / 2;
    const int wanted = metrics.horizontalAdvance(match.after);
    const QString before =
        metrics.elidedText(match.before, Qt::ElideLeft, std::max(half, room - wanted));
    return {before,
            metrics.elidedText(match.after, Qt::ElideRight,
                               std::max(0, room - metrics.horizontalAdvance(before)))};
}

} // namespace

ReplacementDelegate::ReplacementDelegate(const ReplacementTree &model, const widgets::Theme &theme,
                                         QObject *parent)
    : QStyledItemDelegate(parent), m_model(model), m_theme(theme)
{
}

/// The style paints all but the text.
void ReplacementDelegate::initStyleOption(QStyleOptionViewItem *option,
                                          const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->text.clear();
    option->features |= QStyleOptionViewItem::HasDisplay;
}

void ReplacementDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    QStyleOptionViewItem item = option;
    QStyledItemDelegate::initStyleOption(&item, index);
    painter->save();
    painter->setFont(option.font);
    if (index.parent().isValid()) {
        paintReplacement(*painter, item, index);
    } else {
        paintFile(*painter, item, index);
    }
    painter->restore();
}

void ReplacementDelegate::paintFile(QPainter &painter, const QStyleOptionViewItem &option,
                                    const QModelIndex &index) const
{
    const QRect room = textRoom(option);
    const QString note = m_model.note(index);
    const int noteWidth = option.fontMetrics.horizontalAdvance(note) + space::small;
    painter.setPen(m_theme.colors().muted);
    painter.drawText(room, alignedTo(option, Qt::AlignRight), note);
    const QRect place(room.left(), room.top(), std::max(0, room.width() - noteWidth),
                      room.height());
    painter.setPen(m_theme.colors().text);
    painter.drawText(
        placed(option, room, place), alignedTo(option, Qt::AlignLeft),
        option.fontMetrics.elidedText(index.data().toString(), Qt::ElideMiddle, place.width()));
}

void ReplacementDelegate::paintReplacement(QPainter &painter, const QStyleOptionViewItem &option,
                                           const QModelIndex &index) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    const ReplacementTree::Shown match = m_model.shown(index);
    const QRect room = textRoom(option);
    const QString number = option.locale.toString(match.line);
    const QFontMetrics &metrics = option.fontMetrics;
    const int numberWidth =
        std::max(metrics.horizontalAdvance(number), numberDigits * metrics.horizontalAdvance(u'0'));
    painter.setPen(colors.muted);
    painter.drawText(placed(option, room, {room.left(), room.top(), numberWidth, room.height()}),
                     alignedTo(option, Qt::AlignRight), number);

    const int start = numberWidth + space::small;
    const QRect line =
        placed(option, room,
               {room.left() + start, room.top(), std::max(0, room.width() - start), room.height()});
    QTextCharFormat gone;
    gone.setForeground(colors.removed);
    gone.setBackground(colors.removedSoft);
    gone.setFontStrikeOut(true);
    QTextCharFormat come;
    come.setForeground(colors.added);
    come.setBackground(colors.addedSoft);
    const Surroundings around = fitting(match, metrics, line.width());
    const auto before = static_cast<int>(around.before.size());
    const auto removed = static_cast<int>(match.removed.size());
    const auto inserted = static_cast<int>(match.inserted.size());
    QTextLayout layout(around.before + match.removed + match.inserted + around.after, option.font);
    layout.setFormats({{before, removed, gone}, {before + removed, inserted, come}});
    layout.beginLayout();
    QTextLine row = layout.createLine();
    row.setNumColumns(static_cast<int>(layout.text().size()));
    layout.endLayout();
    const qreal left = option.direction == Qt::RightToLeft
        ? line.right() + 1 - row.naturalTextWidth()
        : line.left();
    painter.setClipRect(line);
    painter.setPen(colors.text);
    layout.draw(&painter, {left, line.top() + (line.height() - row.height()) / 2});
}

} // namespace hermes::entries
