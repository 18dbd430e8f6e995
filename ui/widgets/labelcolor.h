#pragma once

#include <QtGlobal>

QT_BEGIN_NAMESPACE
class QColor;
class QLabel;
QT_END_NAMESPACE

namespace hermes::widgets {

/// Has a label show its text in a color; to be called again when the theme changes.
void setTextColor(QLabel &label, const QColor &color);

} // namespace hermes::widgets
