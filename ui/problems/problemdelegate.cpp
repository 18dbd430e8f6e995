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
    const QString label = index.data(ProblemsModel::FixRole).toString();
    if (label.isEmpty()) {
        return {};
    }
    const int width =
        std::min(option.fontMetrics.horizontalAdvance(label), longestLink) + 2 * space::small;
    const QRect place(option.rect.right() + 1 - width - space::small, option.rect.top(), width,
                      option.rect.height());
    return QStyle::visualRect(option.direction, option.rect, place);
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
    const QRect fix = fixRect(option, index);
    const QString place = index.data(ProblemsModel::PlaceRole).toString();
    const int available = option.rect.width() - messageStart
        - std::max<int>(fix.width(), space::small) - space::medium;
    const int placeWidth = option.fontMetrics.horizontalAdvance(place) + space::medium;
    const QString message = option.fontMetrics.elidedText(index.data().toString(), Qt::ElideRight,
                                                          std::max(0, available - placeWidth));
    const auto paintText = [&](int start, const QString &text, const QColor &color) {
        const QRect area = option.rect.adjusted(start, 0, 0, 0);
        painter->setPen(color);
        painter->drawText(QStyle::visualRect(option.direction, option.rect, area), alignment, text);
    };
    painter->setFont(option.font);
    paintText(messageStart, message, colors.text);
    paintText(messageStart + option.fontMetrics.horizontalAdvance(message) + space::medium, place,
              colors.muted);

    painter->setPen(colors.accent);
    painter->drawText(fix.adjusted(space::small, 0, -space::small, 0),
                      Qt::AlignRight | Qt::AlignVCenter,
                      option.fontMetrics.elidedText(index.data(ProblemsModel::FixRole).toString(),
                                                    Qt::ElideRight, longestLink));
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
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        if (mouse->button() == Qt::LeftButton
            && fixRect(option, index).contains(mouse->position().toPoint())) {
            Q_EMIT fixClicked(index);
            return true;
        }
    }
    return QStyledItemDelegate::editorEvent(event, model, option, index);
}

} // namespace hermes::problems
