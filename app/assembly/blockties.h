#pragma once

#include <QByteArrayView>
#include <QList>

namespace hermes::assembly {

// What ties the meaning of Markdown to more than its own bytes. The answers come from the lines
// alone, without what is around them: yes where it may be so.

/// Whether md4c may take a text that has a list in another way with another number of bytes, modulo
/// placeModulus, before it.
///
/// To know whether a list item is still empty, it reads the type of the last block where the offset
/// of a line may stand. So much of the text goes into that: two blank lines, or one below what ends
/// its own block, with something indented behind them.
[[nodiscard]] bool dependsOnPlace(QByteArrayView markdown);
inline constexpr qint64 placeModulus = 256; ///< That type is a byte.

/// Where in a text the definition of a link may begin: `[label]:` at the beginning of a line.
[[nodiscard]] QList<qsizetype> definitionStarts(QByteArrayView markdown);

/// Where the line ends that a byte is in; its end is no part of it. A line ends with LF, CR or
/// both.
[[nodiscard]] qsizetype lineEnd(QByteArrayView text, qsizetype place);
/// Where the line of a byte begins.
[[nodiscard]] qsizetype lineStart(QByteArrayView text, qsizetype place);
/// Where the line above begins; -1 = there is none. `line`: the start of one.
[[nodiscard]] qsizetype previousLine(QByteArrayView text, qsizetype line);
/// Where the line below begins, or the end of the text.
[[nodiscard]] qsizetype nextLine(QByteArrayView text, qsizetype place);

} // namespace hermes::assembly
