#pragma once

#include "text/htmltree.h"
#include "text/inlinewriter.h"

namespace hermes::text {

/// What elements of HTML are, by their names, styles and the habits of those who write them.

/// Hidden, or no content: scripts, form controls, drawings.
[[nodiscard]] bool isDropped(const HtmlNode &node);
/// Begins a paragraph of its own, or holds what does.
[[nodiscard]] bool isBlock(const HtmlNode &node);
/// The style of text within an element.
[[nodiscard]] InlineWriter::Style styled(const HtmlNode &node, InlineWriter::Style style);
/// 1–6; 0 if it is no heading.
[[nodiscard]] int headingLevel(const HtmlNode &node);

/// Code in lines: `<pre>`, or what a code editor copies.
[[nodiscard]] bool isCodeBlock(const HtmlNode &node);
[[nodiscard]] QString codeOf(const HtmlNode &node);
/// Empty if it is not told.
[[nodiscard]] QString codeLanguage(const HtmlNode &node);

/// The address of a link; empty for those that lead nowhere outside the page.
[[nodiscard]] QString linkTarget(const QString &reference);

/// The cells of a table's rows, those of inner tables left out; cells that span columns come with
/// empty ones (nullptr never).
[[nodiscard]] QList<QList<const HtmlNode *>> tableRows(const HtmlNode &table);
/// `---`, with colons by how the cell is aligned.
[[nodiscard]] QString columnRule(const HtmlNode *cell);

} // namespace hermes::text
