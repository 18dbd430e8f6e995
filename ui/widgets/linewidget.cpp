#include "widgets/linewidget.h"

#include <QPainter>

namespace hermes::widgets {

LineWidget::LineWidget(Qt::Orientation orientation, QWidget *parent) : QWidget(parent)
{
    if (orientation == Qt::Horizontal)
        setFixedHeight(1);
    else
        setFixedWidth(1);
}

void LineWidget::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), palette().color(QPalette::Mid)); // the theme's line colour
}

} // namespace hermes::widgets
