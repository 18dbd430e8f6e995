#pragma once

#include "text/edit.h"
#include "text/lineselection.h"

namespace hermes::text {

/// Width that stands for "each paragraph on one line".
inline constexpr int noWidth = 0;

/// Breaks the paragraphs of some lines anew, so that no line is wider than `width` columns where it
/// can be helped.
///
/// Never changes what the text means: only paragraphs are touched, also those in lists and quotes,
/// whose lines get the indent that they need. Code, tables, headings, HTML, definitions, front
/// matter, hard breaks, code spans, links' addresses, tags such as `{{#flag}}` alone on their lines
/// stay as they are; the result is checked by parsing both, and a paragraph for which it would
/// differ is left alone. Wide characters count two columns; scripts without blanks are broken
/// between their characters.
///
/// Cost: several parses of the blocks that the lines belong to. Thread: any.
[[nodiscard]] QList<Edit> reflow(const Lines &lines, const LineRange &range, int width);

} // namespace hermes::text
