#pragma once

#include <QColor>
#include <QList>
#include <QString>

#include <functional>

namespace hermes::widgets {

struct ThemeColors;

/// A stretch of code in a colour. UTF-16 code units.
struct CodeStretch
{
    qsizetype start = 0;
    qsizetype length = 0;
    QColor color;

    bool operator==(const CodeStretch &) const = default;
};

/// Tells what of a code has a colour of its own; in order. `language`: as fences name it. Code in a
/// language that is not known has none. Thread: any.
using CodeColors = std::function<QList<CodeStretch>(const QString &language, const QString &code,
                                                    const ThemeColors &colors)>;

} // namespace hermes::widgets
