#pragma once

#include <QColor>
#include <QIcon>
#include <QString>

namespace hermes::widgets {

class Theme;

/// The icon `name` of the program's icon set (`:/icons/<name>.svg`), drawn in the theme's colours
/// at any scale.
///
/// The icon asks the theme at each painting, so it follows a change from light to dark by itself.
[[nodiscard]] QIcon themedIcon(const Theme &theme, const QString &name);
/// The same in one fixed colour role.
[[nodiscard]] QIcon colouredIcon(const QString &name, const QColor &color);

} // namespace hermes::widgets
