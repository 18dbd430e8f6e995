#pragma once

#include <QStringView>

namespace hermes::text {

/// True for the characters of scripts that are written without blanks between words and may be
/// broken between any two: Han, kana, their punctuation and full-width forms. Hangul has blanks.
[[nodiscard]] bool isWrittenWithoutBlanks(char32_t character);

/// Columns that a character takes in a fixed font: none, one, or two for wide ones.
[[nodiscard]] int columnsOf(char32_t character);

/// True if a line may end between two characters that no blank separates: both of such a script,
/// but not before closing punctuation or behind an opening bracket.
[[nodiscard]] bool mayBreakBetween(char32_t before, char32_t after);

/// True if a blank comes in place of the line end between two characters.
[[nodiscard]] bool needsBlankBetween(char32_t last, char32_t first);

/// The character that begins at a place, and the one that ends there.
[[nodiscard]] char32_t characterAt(QStringView text, qsizetype at);
[[nodiscard]] char32_t characterBefore(QStringView text, qsizetype at);

} // namespace hermes::text
