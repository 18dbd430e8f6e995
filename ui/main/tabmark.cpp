#include "main/tabmark.h"

#include <QPainter>
#include <QPixmap>

namespace hermes::mainwindow {

QIcon unsavedMark(const QColor &color, qreal devicePixelRatio)
{
    constexpr int side = 16;
    constexpr QRectF disc(4.5, 4.5, 7, 7);
    QPixmap pixmap(QSize(side, side) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawEllipse(disc);
    return pixmap;
}

} // namespace hermes::mainwindow
