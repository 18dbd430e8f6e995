#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace hermes::text {

/// A heading of the prompt and what stands under it, up to the next heading of the same or a higher
/// level.
struct Section
{
    int level = 1; ///< 1–6.
    QString title;
    int line = 1; ///< 1-based line of the heading.
    qint64 start = 0; ///< Byte offset of the heading.
    qint64 length = 0; ///< Bytes up to the next heading of any level.
    int words = 0; ///< In these bytes, those of the heading included.
    bool isNested = false; ///< Within a quote or a list.

    bool operator==(const Section &) const = default;
};
/// Headings by CommonMark (ATX and setext), not those inside code.
[[nodiscard]] QList<Section> sections(QByteArrayView text);
/// Runs of characters other than white space that hold a letter, a digit or anything beyond ASCII.
[[nodiscard]] int wordCount(QByteArrayView text);

} // namespace hermes::text
