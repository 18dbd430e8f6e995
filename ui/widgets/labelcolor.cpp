#include "widgets/labelcolor.h"

#include <QLabel>

namespace hermes::widgets {

void setTextColor(QLabel &label, const QColor &color)
{
    QPalette palette = label.palette();
    palette.setColor(QPalette::WindowText, color);
    label.setPalette(palette);
}

} // namespace hermes::widgets
