#include "main/registrybutton.h"

#include "widgets/theme.h"

#include <QEvent>
#include <QPainter>
#include <QStyleOptionButton>

#include <algorithm>
#include <cmath>

namespace hermes::mainwindow {

namespace {

namespace space = widgets::space;

constexpr int menuArrow = 26; ///< As the style sheet has it.
constexpr int widest = 380;
constexpr int narrowest = 96;

/// Rounded up: a text that has a part of a pixel less than it needs is elided.
int widthOf(const QFont &font, const QString &text)
{
    return static_cast<int>(std::ceil(QFontMetricsF(font).horizontalAdvance(text)));
}

} // namespace

RegistryButton::RegistryButton(const widgets::Theme &theme, QMenu *menu, QWidget *parent)
    : PopupButton({}, menu, parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &widgets::Theme::changed, this, qOverload<>(&QWidget::update));
}

void RegistryButton::setRegistry(const QString &name, const QString &state)
{
    m_name = name;
    m_state = state;
    // For assistive technology; painted in two weights below.
    setText(state.isEmpty() ? name : tr("%1 %2", "registry and branch").arg(name, state));
    updateGeometry();
    update();
}

QFont RegistryButton::nameFont() const
{
    QFont bold = font();
    bold.setWeight(QFont::DemiBold);
    return bold;
}

QSize RegistryButton::sizeHint() const
{
    const int texts = widthOf(nameFont(), m_name)
        + (m_state.isEmpty() ? 0 : space::small + widthOf(font(), m_state));
    return {std::min(space::medium + texts + space::small + menuArrow, widest),
            PopupButton::sizeHint().height()};
}

QSize RegistryButton::minimumSizeHint() const
{
    return {std::min(narrowest, sizeHint().width()), sizeHint().height()};
}

void RegistryButton::changeEvent(QEvent *event)
{
    PopupButton::changeEvent(event);
    if (event->type() == QEvent::FontChange) { // the style sheet's comes after the first size
        updateGeometry();
    }
}

void RegistryButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    option.text.clear();
    style()->drawControl(QStyle::CE_PushButton, &option, &painter, this);

    const auto draw = [&](const QRect &place, const QFont &used, const QColor &color,
                          const QString &text) {
        painter.setFont(used);
        painter.setPen(color);
        painter.drawText(QStyle::visualRect(layoutDirection(), rect(), place),
                         static_cast<int>(QStyle::visualAlignment(layoutDirection(), Qt::AlignLeft))
                             | Qt::AlignVCenter | Qt::TextSingleLine,
                         QFontMetrics(used).elidedText(text, Qt::ElideRight, place.width()));
    };
    QRect room = rect().adjusted(space::medium, 0, -menuArrow, 0);
    const int stateWidth = m_state.isEmpty() ? 0 : widthOf(font(), m_state) + space::small;
    // The state says what can be done, and is short: the name gives way.
    const int nameWidth = std::min(widthOf(nameFont(), m_name),
                                   std::max(room.width() - stateWidth, room.width() / 3));
    draw({room.left(), room.top(), nameWidth, room.height()}, nameFont(), m_theme.colors().text,
         m_name);
    room.setLeft(room.left() + nameWidth + space::small);
    draw(room, font(), m_theme.colors().muted, m_state);
}

} // namespace hermes::mainwindow
