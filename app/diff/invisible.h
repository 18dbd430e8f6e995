#pragma once

#include <QString>
#include <QStringView>

namespace hermes::diff {

/// What a reader sees of a line: without white space, line endings, control and format characters
/// (zero width, direction, soft hyphen, byte order mark) and variation selectors.
[[nodiscard]] QString visiblePart(QStringView line);

} // namespace hermes::diff
