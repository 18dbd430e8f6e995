#pragma once

#include <QStringView>

#include <vector>

namespace hermes::diff {

/// A text cut into words, white space and marks, without gaps. Cuts as QTextBoundaryFinder::Word,
/// faster for ASCII.
[[nodiscard]] std::vector<QStringView> wordsAndGaps(QStringView text);

/// True for a piece with a letter or digit in it; else it is white space or punctuation.
[[nodiscard]] bool isWord(QStringView piece);

/// Words of a text, for counts.
[[nodiscard]] int countWords(QStringView text);

} // namespace hermes::diff
