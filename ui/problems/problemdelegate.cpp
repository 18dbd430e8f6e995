#include "problems/problemdelegate.h"

#include "problems/problemsmodel.h"
#include "widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace hermes::problems {

namespace {

namespace space = widgets::space;

constexpr int signSize = 10;
constexpr int messageStart = space::large + signSize + space::medium;
constexpr int longestLink = 220; // px

} // namespace

ProblemDelegate::ProblemDelegate(const widgets::Theme &theme, QObject *parent)
    : QStyledItemDelegate(parent), m_theme(theme)
{
}

QSize ProblemDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {0, std::max(space::row, option.fontMetrics.height() + space::small)};
}

QRect ProblemDelegate::fixRect(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return rowFor(option, index).linkArea;
}

// The message is what one has to read: where room is short, the link is called "Fix" first, then
// the place goes, and only then the message is cut.
ProblemDelegate::Row ProblemDelegate::rowFor(const QStyleOptionViewItem &option,
                                             const QModelIndex &index)
{
    const QFontMetrics &metrics = option.fontMetrics;
    Row row{index.data().toString(),
            index.data(ProblemsModel::PlaceRole).toString(),
            index.data(ProblemsModel::FixRole).toString(),
            {}};
    const auto linkWidth = [&] {
        return row.link.isEmpty()
            ? space::small
            : std::min(metrics.horizontalAdvance(row.link), longestLink) + 3 * space::small;
    };
    const auto room = [&] { return option.rect.width() - messageStart - linkWidth(); };
    const int messageWidth = metrics.horizontalAdvance(row.message) + space::medium;
    const int placeWidth = metrics.horizontalAdvance(row.place) + space::medium;
    if (!row.link.isEmpty() && messageWidth + placeWidth > room()) {
        row.link = tr("Fix");
    }
    if (messageWidth + placeWidth > room()) {
        row.place.clear();
    }
    row.message = metrics.elidedText(row.message, Qt::ElideRight, std::max(0, room()));
    if (!row.link.isEmpty()) {
        const int width = linkWidth() - space::small;
        const QRect area(option.rect.right() + 1 - linkWidth(), option.rect.top(), width,
                         option.rect.height());
        row.linkArea = QStyle::visualRect(option.direction, option.rect, area);
    }
    return row;
}

void ProblemDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                            const QModelIndex &index) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    painter->save();
    if (option.state & QStyle::State_Selected) {
        painter->fillRect(option.rect, colors.accentSoft);
    } else if (option.state & QStyle::State_MouseOver) {
        painter->fillRect(option.rect, colors.hover);
    }
    paintSign(*painter, option, index);

    const int alignment = static_cast<int>(QStyle::visualAlignment(option.direction, Qt::AlignLeft)
                                           | Qt::AlignVCenter);
    const Row row = rowFor(option, index);
    const auto paintText = [&](int start, const QString &text, const QColor &color) {
        const QRect area = option.rect.adjusted(start, 0, 0, 0);
        painter->setPen(color);
        painter->drawText(QStyle::visualRect(option.direction, option.rect, area), alignment, text);
    };
    painter->setFont(option.font);
    paintText(messageStart, row.message, colors.text);
    paintText(messageStart + option.fontMetrics.horizontalAdvance(row.message) + space::medium,
              row.place, colors.muted);
    painter->setPen(colors.accent);
    painter->drawText(row.linkArea, Qt::AlignCenter,
                      option.fontMetrics.elidedText(row.link, Qt::ElideRight, longestLink));
    painter->restore();
}

// A disc, a triangle, a ring: told apart without their colours.
void ProblemDelegate::paintSign(QPainter &painter, const QStyleOptionViewItem &option,
                                const QModelIndex &index) const
{
    const widgets::ThemeColors &colors = m_theme.colors();
    const QRect place(option.rect.left() + space::large, option.rect.center().y() - signSize / 2,
                      signSize, signSize);
    const QRectF sign = QStyle::visualRect(option.direction, option.rect, place);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    switch (index.data(ProblemsModel::SeverityRole).value<core::Problem::Severity>()) {
    case core::Problem::Severity::Error:
        painter.setBrush(colors.error);
        painter.drawEllipse(sign);
        return;
    case core::Problem::Severity::Warning:
        painter.setBrush(colors.warning);
        painter.drawPolygon(
            QPolygonF({{sign.center().x(), sign.top()}, sign.bottomRight(), sign.bottomLeft()}));
        return;
    case core::Problem::Severity::Note:
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colors.muted, 1.5));
        painter.drawEllipse(sign.adjusted(1, 1, -1, -1));
        return;
    }
    Q_UNREACHABLE();
}

bool ProblemDelegate::editorEvent(QEvent *event, QAbstractItemModel *model,
                                  const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const bool isPress = event->type() == QEvent::MouseButtonPress;
    if (isPress || event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        const bool isOnFix = mouse->button() == Qt::LeftButton
            && fixRect(option, index).contains(mouse->position().toPoint());
        // A click is a press and a release on the same link; the second half of a double click is
        // neither.
        const bool isClick = !isPress && isOnFix && m_pressed == index;
        m_pressed = isPress && isOnFix ? index : QModelIndex();
        if (isClick) {
            Q_EMIT fixClicked(index);
        }
        if (isOnFix) {
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace hermes::problems
