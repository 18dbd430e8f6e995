#pragma once

#include <QString>

namespace hermes::text {

/// Markdown of what a web page or a word processor has put on the clipboard: headings, lists,
/// emphasis, links, code, quotes, tables, images as links to their addresses. Whatever has no
/// Markdown keeps its text; scripts, styles and what is hidden are dropped. Signs that would mean
/// something in Markdown are escaped.
///
/// Knows the ways of Google Docs, Word (desktop and web) and code editors. No line end at the end.
[[nodiscard]] QString markdownFromHtml(const QString &html);

} // namespace hermes::text
