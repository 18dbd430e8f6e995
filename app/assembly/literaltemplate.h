#pragma once

#include <QByteArray>

namespace hermes::assembly {

/// A template that gives a text as it is written, whatever stands in it.
struct LiteralTemplate
{
    QByteArray text; ///< The whole file.
    qint64 start = 0; ///< Where the literal text begins in it: the rest of the file is that.
    /// What encloses a tag that is put into it; not `{{` and `}}` if the text has such braces.
    QByteArray opening = "{{";
    QByteArray closing = "}}";

    bool operator==(const LiteralTemplate &) const = default;
};

/// Makes the source (or fragment) of a prompt that was its own source. What stands at its beginning
/// is no front matter, a byte order mark stays, and no brace is touched. Thread: any.
[[nodiscard]] LiteralTemplate literalTemplate(const QByteArray &text);

} // namespace hermes::assembly
