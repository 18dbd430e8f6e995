#pragma once

#include <QString>

namespace hermes::test {

/// HTML of a Markdown text as md4c itself writes it (with tables, task lists and what else GitHub
/// has), with every run of white space outside `<pre>` as one blank; a line end between characters
/// of scripts that are written without blanks is nothing, as in CSS.
QString renderedHtml(const QString &markdown);

} // namespace hermes::test
