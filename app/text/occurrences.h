#pragma once

#include "text/edit.h"
#include "text/lines.h"

#include <optional>

namespace hermes::text {

/// The selections, and the next place after the last of them that has the same text, or from the
/// start of the text on. Carets first grow to their words. Upper and lower case differ; a word that
/// was found by a caret matches whole words only, which is told by `isWord`.
///
/// Nothing if there is no other place. Reads lines until it has found one, but no more than
/// `reach`: then there may be one further on.
struct Occurrences
{
    QList<Selection> selections; ///< The new one is the last.
    bool isWord = false;

    bool operator==(const Occurrences &) const = default;
};
[[nodiscard]] std::optional<Occurrences> addNextOccurrence(const Lines &lines,
                                                           const Occurrences &now, qsizetype reach);

/// Every place that has the text of the last selection, in order; at most `limit`.
[[nodiscard]] Occurrences allOccurrences(const Lines &lines, const Occurrences &now,
                                         qsizetype limit);

} // namespace hermes::text
