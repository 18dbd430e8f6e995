#pragma once

#include "tokens/encoding.h"

#include <QByteArray>
#include <QList>

namespace hermes::tokens {

/// Whether an encoding counts `e` with an accent behind it as `é`: Unicode's form C.
[[nodiscard]] bool composesFirst(Encoding encoding);

/// A text in Unicode's form C, and where its places are in the text that it was made of. A text
/// that is in that form already, as almost all are, is shared.
///
/// Bytes that are no UTF-8 stay. Thread: any; a value.
class ComposedText
{
public:
    /// A text that stays as it is.
    [[nodiscard]] static ComposedText unchanged(const QByteArray &text);
    [[nodiscard]] static ComposedText of(const QByteArray &text);

    [[nodiscard]] const QByteArray &text() const { return m_text; }
    /// Where what began at this byte offset of the original is now; never smaller for a larger one.
    [[nodiscard]] qint64 placeOf(qint64 offset) const;

private:
    struct Change
    {
        qint64 start = 0; ///< Byte offsets in the original.
        qint64 end = 0;
        qint64 newStart = 0; ///< In the composed text.
        qint64 newEnd = 0;
    };

    QByteArray m_text;
    QList<Change> m_changes; ///< In order.
};

} // namespace hermes::tokens
