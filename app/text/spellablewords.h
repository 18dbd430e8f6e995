#pragma once

#include "text/lines.h"

namespace hermes::text {

/// A word as a stretch of a line.
struct WordPlace
{
    qsizetype start = 0;
    qsizetype length = 0;

    bool operator==(const WordPlace &) const = default;
};

/// The words of a line that are prose and can be checked for spelling.
///
/// Left out: code, HTML, addresses, paths, variables `{{…}}` and `${…}`, names with digits,
/// underscores or capitals within, words in capitals, scripts without blanks; of front matter all
/// but sentences.
[[nodiscard]] QList<WordPlace> spellableWords(const Lines &lines, qsizetype line);

} // namespace hermes::text
