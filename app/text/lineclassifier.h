#pragma once

#include <QList>
#include <QString>

#include <optional>

namespace hermes::text {

/// What a line is, by its innermost block. Quotes and list items are around it.
enum class LineKind : quint8
{
    Blank,
    Paragraph,
    Heading, ///< ATX: `## Title`.
    SetextUnderline, ///< Makes the paragraph above it a heading.
    ThematicBreak,
    Fence, ///< Opens or closes fenced code.
    FencedCode,
    IndentedCode,
    Html,
    Table, ///< Delimiter row and the rows below it; the header row is a paragraph until then.
    LinkDefinition,
    FrontMatter, ///< Its `---` lines included.
};

/// A quote or list item that is open at the end of a line.
struct Container
{
    enum class Kind : quint8
    {
        Quote,
        Item
    };
    Kind kind = Kind::Quote;
    bool isEmpty = false; ///< An item that has had nothing but its marker.
    qint16 indent = 0; ///< Columns from the surrounding content to that of the item.

    bool operator==(const Container &) const = default;
};

/// All that classifying the next line needs to know of those above it.
struct LineState
{
    enum class Leaf : quint8
    {
        Start, ///< Nothing above: front matter may begin.
        None,
        Paragraph,
        Definition, ///< A link definition whose title may follow.
        Fence,
        Html,
        Table,
        FrontMatter
    };
    QList<Container> containers; ///< Outermost first.
    Leaf leaf = Leaf::Start;
    char fenceSign = '`';
    quint8 htmlKind = 0; ///< Start condition of CommonMark, 1–7.
    bool isFirstLine = false; ///< Of the open paragraph: a delimiter row may follow.
    int fenceLength = 0;
    int fenceIndent = 0; ///< Columns that are taken from the code's lines.

    bool operator==(const LineState &) const = default;
};

/// A marker that opens a list item.
struct ListMarker
{
    bool isOrdered = false;
    QChar sign; ///< `-`, `+`, `*`; after a number `.` or `)`.
    int number = 0;
    qsizetype start = 0; ///< Index in the line.
    qsizetype length = 0; ///< Sign or number and sign.
    int column = 0; ///< Where it stands, from 0, tabs expanded.
    int contentColumn = 0; ///< Where the item's text stands; its further lines need that much.
    qsizetype contentStart = 0; ///< Index of the item's text, a task box being part of it.
    std::optional<QChar> task; ///< What stands in its box: a space, `x` or `X`.

    bool operator==(const ListMarker &) const = default;
    [[nodiscard]] qsizetype end() const { return start + length; }
};

/// A line and its place among the others.
struct LineInfo
{
    LineKind kind = LineKind::Blank;
    int headingLevel = 0; ///< 1–6 for headings and setext underlines.
    int quoteDepth = 0; ///< Quotes around the line.
    int itemDepth = 0; ///< List items around the line, those that it opens included.
    bool continuesParagraph = false; ///< A paragraph line that is not the first of its paragraph.
    QList<ListMarker> markers; ///< Opened by this line, outermost first.
    qsizetype prefixEnd = 0; ///< Index behind quote signs, markers and the indent of items.
    qsizetype textStart = 0; ///< Index of the text: behind indent, heading signs and task box.
    LineState after;

    bool operator==(const LineInfo &) const = default;
};

/// Classifies one line (without its end) by CommonMark with tables, task lists and front matter.
///
/// Cost is linear in the line. What only a later line decides is decided there: the header row of a
/// table and the text of a setext heading are paragraphs.
[[nodiscard]] LineInfo classify(QStringView line, const LineState &before);

/// Columns from `column` to the end of a white space text, with tab stops at every fourth.
[[nodiscard]] int columnAfter(QStringView whiteSpace, int column);

} // namespace hermes::text
