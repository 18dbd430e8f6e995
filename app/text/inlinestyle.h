#pragma once

#include "text/edit.h"
#include "text/lines.h"

namespace hermes::text {

enum class InlineStyle
{
    Bold,
    Italic,
    Code,
    Strikethrough
};

/// Gives the selected text a style, or takes it away where all of it has it.
///
/// Blanks at the ends of a selection stay outside. A selection over several paragraphs is styled
/// in each of them. A caret stands for its word; away from a word it gets an empty pair of markers
/// to type between. Several whole lines as code become a fenced block. Text that is code already,
/// HTML or front matter is left alone.
[[nodiscard]] Change toggleInlineStyle(const Lines &lines, const QList<Selection> &selections,
                                       InlineStyle style);

} // namespace hermes::text
