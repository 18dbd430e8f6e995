#pragma once

#include <QStringView>

#include <optional>

namespace hermes::text {

/// How a line begins, by CommonMark. All take the line from its first character that is no white
/// space.

/// 1–6, or 0 if the line is no ATX heading.
[[nodiscard]] int headingLevel(QStringView line);

struct FenceStart
{
    char sign = '`';
    int length = 0;
};
[[nodiscard]] std::optional<FenceStart> fenceStart(QStringView line);
/// True if the line closes code opened by such a fence.
[[nodiscard]] bool closesFence(QStringView line, const FenceStart &opened);

[[nodiscard]] bool isThematicBreak(QStringView line);
/// 1 or 2, or 0 if the line underlines no heading.
[[nodiscard]] int setextLevel(QStringView line);
/// The row below a table's header; one with a `|` at least.
[[nodiscard]] bool isTableDelimiter(QStringView line);
/// A whole link definition or the first line of a footnote.
[[nodiscard]] bool isLinkDefinition(QStringView line);
/// True if such a definition has its title already.
[[nodiscard]] bool hasTitle(QStringView definition);
/// A title on the line after a definition.
[[nodiscard]] bool isDefinitionTitle(QStringView line);

/// Start condition 1–7 of an HTML block; 0 if none. The last cannot interrupt a paragraph.
[[nodiscard]] int htmlStart(QStringView line);
/// True if the line ends an HTML block of that condition; blank lines end 6 and 7.
[[nodiscard]] bool endsHtml(QStringView line, int kind);

/// A list marker at the start of the line.
struct MarkerStart
{
    bool isOrdered = false;
    QChar sign;
    int number = 0;
    qsizetype length = 0;
};
[[nodiscard]] std::optional<MarkerStart> markerStart(QStringView line);

/// The line could be part of front matter: a key, an item, a comment, an indented or closing line.
[[nodiscard]] bool looksLikeFrontMatter(QStringView line);

} // namespace hermes::text
