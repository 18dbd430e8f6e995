#pragma once

#include "tokens/encoding.h"

#include <QByteArrayView>

namespace hermes::tokens {

/// What an encoding's pattern matches at a place. Tokens never cross the ends of pieces.
struct Piece
{
    qsizetype end = 0; ///< Byte offset.
    /// A change at this byte offset or later leaves the piece as it is. Looking for a piece goes
    /// beyond its end, and may find the end of the text.
    qsizetype seen = 0;
};

/// The piece that begins at `start`, which lies within the text. What stands before does not
/// matter. Bytes that are no UTF-8 count as signs. A text is to be composed before, where
/// composesFirst().
///
/// Cost: linear in what is seen; a whole text is linear as well. Thread: any.
[[nodiscard]] Piece nextPiece(Encoding encoding, QByteArrayView text, qsizetype start);

} // namespace hermes::tokens
