#pragma once

#include <QByteArrayView>

namespace hermes::registry {

/// Where an offset stands for people. Both 1-based; `column` counts UTF-16 code units, a BOM not at
/// all.
struct Place
{
    int line = 1;
    int column = 1;

    bool operator==(const Place &) const = default;
};

/// `text` is UTF-8; CR LF, LF and CR end a line. An offset behind the end is the end.
[[nodiscard]] Place placeOf(QByteArrayView text, qint64 offset);

} // namespace hermes::registry
