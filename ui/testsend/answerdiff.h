#pragma once

#include <QString>

namespace hermes::widgets {
struct ThemeColors;
}

namespace hermes::testsend {

/// What differs between two answers, line by line, as the body of an HTML text: `−` and `+` stand
/// before lines that are in one of them only, and their words that differ are marked. Thread: any.
[[nodiscard]] QString answerDiff(const QString &left, const QString &right,
                                 const widgets::ThemeColors &colors);

} // namespace hermes::testsend
