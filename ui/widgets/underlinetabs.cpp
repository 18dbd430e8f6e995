#include "widgets/underlinetabs.h"

#include "widgets/theme.h"

#include <QMouseEvent>
#include <QPainter>

namespace hermes::widgets {

using namespace Qt::StringLiterals;

namespace {

constexpr int underline = 2; // device-independent pixels

} // namespace

UnderlineTabs::UnderlineTabs(const Theme &theme, QWidget *parent) : QTabBar(parent), m_theme(theme)
{
    setDrawBase(false);
    setExpanding(false);
    setMouseTracking(true);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void UnderlineTabs::setCount(int index, int count)
{
    // The plain word is kept as the tab's data once its text has a number behind it.
    const QString word = tabData(index).isValid() ? tabData(index).toString() : tabText(index);
    setTabData(index, word);
    setTabText(index,
               count > 0 ? tr("%1 %L2", "a tab's word and a count").arg(word).arg(count) : word);
}

QSize UnderlineTabs::tabSizeHint(int index) const
{
    const int width = fontMetrics().size(Qt::TextShowMnemonic, tabText(index)).width();
    return {width + 2 * space::small, qMax(space::tab, fontMetrics().height() + space::large)};
}

QSize UnderlineTabs::minimumTabSizeHint(int index) const
{
    return tabSizeHint(index); // a cut word says nothing; scroll buttons appear instead
}

void UnderlineTabs::mouseMoveEvent(QMouseEvent *event)
{
    m_hovered = tabAt(event->position().toPoint());
    update();
    QTabBar::mouseMoveEvent(event);
}

void UnderlineTabs::leaveEvent(QEvent *event)
{
    m_hovered = -1;
    update();
    QTabBar::leaveEvent(event);
}

void UnderlineTabs::paintTab(QPainter &painter, int index) const
{
    const ThemeColors &colors = m_theme.colors();
    const QRect rect = tabRect(index);
    const bool current = index == currentIndex();
    const bool enabled = isEnabled() && isTabEnabled(index);
    painter.setPen(enabled && (current || index == m_hovered) ? colors.text : colors.muted);
    painter.drawText(rect, Qt::AlignCenter | Qt::TextShowMnemonic, tabText(index));
    if (!current)
        return;
    const QRect word = rect.adjusted(space::small, 0, -space::small, 0);
    painter.fillRect(word.left(), rect.bottom() + 1 - underline, word.width(), underline,
                     colors.accent);
    if (hasFocus()) {
        painter.setPen(colors.accent);
        painter.drawRoundedRect(QRectF(rect).adjusted(1.5, 3.5, -1.5, -5.5), space::tiny,
                                space::tiny);
    }
}

void UnderlineTabs::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    for (int index = 0; index < count(); ++index)
        if (isTabVisible(index))
            paintTab(painter, index);
}

} // namespace hermes::widgets
