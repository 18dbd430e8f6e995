#pragma once

#include <QColor>
#include <QIcon>

namespace hermes::mainwindow {

/// The mark of a tab whose draft is not saved, as the list of entries has it.
[[nodiscard]] QIcon unsavedMark(const QColor &color, qreal devicePixelRatio);

} // namespace hermes::mainwindow
