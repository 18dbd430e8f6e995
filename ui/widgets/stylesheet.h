#pragma once

#include "widgets/themecolors.h"

#include <QString>

namespace hermes::widgets {

/// The application's style sheet: `:/style/hermes.qss` with `@role` replaced by the colours.
[[nodiscard]] QString styleSheetOf(const ThemeColors &colors);

} // namespace hermes::widgets
