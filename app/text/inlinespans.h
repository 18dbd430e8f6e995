#pragma once

#include <QList>
#include <QString>

namespace hermes::text {

/// A stretch of a paragraph that its markup makes something of.
struct InlineSpan
{
    enum class Kind
    {
        Code,
        Emphasis,
        Strong,
        Strikethrough,
        Link, ///< `[text](address)`; the content is the text.
        Image,
        Autolink, ///< `<https://…>`
        Html, ///< One tag or comment.
    };
    Kind kind = Kind::Code;
    qsizetype start = 0; ///< Of the opening marker.
    qsizetype end = 0; ///< Behind the closing one.
    qsizetype contentStart = 0;
    qsizetype contentEnd = 0;

    bool operator==(const InlineSpan &) const = default;
};

/// The spans of the text of one paragraph, heading or table row, ordered by start, outer before
/// inner; they nest and never cross. By CommonMark with strikethrough; links by reference are not
/// seen, as they depend on the rest of the text.
[[nodiscard]] QList<InlineSpan> inlineSpans(QStringView paragraph);

/// The spans whose text is no prose: code, autolinks, HTML, and the address part of links.
[[nodiscard]] QList<InlineSpan> verbatimSpans(const QList<InlineSpan> &spans);

} // namespace hermes::text
