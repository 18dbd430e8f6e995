#include "main/gotofield.h"

#include "widgets/icons.h"
#include "widgets/theme.h"

#include <QAction>
#include <QPainter>
#include <QStyleOptionButton>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

namespace {

namespace space = widgets::space;

constexpr int widest = 520;
constexpr int usual = 360;
constexpr int iconSide = 16;
constexpr int narrowest = iconSide + 2 * space::small;

} // namespace

GoToField::GoToField(const widgets::Theme &theme, QAction &action, QWidget *parent)
    : QPushButton(parent), m_theme(theme), m_action(action)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMaximumWidth(widest);
    setAccessibleName(tr("Go to anything"));
    setToolTip(
        tr("%1 (%2)").arg(action.toolTip(), action.shortcut().toString(QKeySequence::NativeText)));
    connect(&theme, &widgets::Theme::changed, this, qOverload<>(&QWidget::update));
    connect(this, &QPushButton::clicked, &action, &QAction::trigger);
}

QSize GoToField::sizeHint() const
{
    return {usual, QPushButton::sizeHint().height()};
}

QSize GoToField::minimumSizeHint() const
{
    return {narrowest, QPushButton::minimumSizeHint().height()};
}

void GoToField::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    style()->drawControl(QStyle::CE_PushButton, &option, &painter, this);

    const auto placed = [this](const QRect &place) {
        return QStyle::visualRect(layoutDirection(), rect(), place);
    };
    const QRect icon(space::small, (height() - iconSide) / 2, iconSide, iconSide);
    widgets::colouredIcon(u"search"_s, m_theme.colors().muted).paint(&painter, placed(icon));
    QRect room = rect().adjusted(icon.right() + 1 + space::small, 0, -space::small, 0);

    const QFont keyFont = m_theme.labelFont();
    const QString keys = m_action.shortcut().toString(QKeySequence::NativeText);
    const int keysWidth = QFontMetrics(keyFont).horizontalAdvance(keys) + 2 * space::tiny;
    const QString words = tr("Go to anything");
    const int wordsWidth = fontMetrics().horizontalAdvance(words);
    painter.setPen(m_theme.colors().muted);
    if (room.width() >= wordsWidth + space::small + keysWidth) {
        const int keysHeight = QFontMetrics(keyFont).height() + 2;
        const QRect box(room.right() - keysWidth + 1, (height() - keysHeight) / 2, keysWidth,
                        keysHeight);
        painter.setFont(keyFont);
        painter.drawText(placed(box), Qt::AlignCenter, keys);
        painter.setFont(font());
        room.setRight(box.left() - space::small);
    }
    if (room.width() > 2 * space::huge) {
        painter.drawText(placed(room),
                         static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft))
                             | Qt::AlignVCenter | Qt::TextSingleLine,
                         fontMetrics().elidedText(words, Qt::ElideRight, room.width()));
    }
}

} // namespace hermes::mainwindow
