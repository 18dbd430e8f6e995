#pragma once

#include <QScreen>
#include <QWidget>

namespace hermes::widgets {

/// The size for a window of its own: as it is wanted, where the screen has room for it and for what
/// a window manager adds around it.
[[nodiscard]] inline QSize fittedToScreen(const QSize &wanted, const QWidget &window)
{
    constexpr QSize decorations(8, 40);
    return wanted.boundedTo(window.screen()->availableSize() - decorations);
}

} // namespace hermes::widgets
