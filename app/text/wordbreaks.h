#pragma once

#include <QStringView>

namespace hermes::text {

/// True for the characters of scripts that are written without blanks between words and may be
/// broken between any two: Han, kana, their punctuation and full-width forms. Hangul has blanks.
[[nodiscard]] bool isWrittenWithoutBlanks(char32_t character);

/// True if two texts that end and begin so are joined with a blank.
[[nodiscard]] bool needsBlankBetween(QChar last, QChar first);

} // namespace hermes::text
