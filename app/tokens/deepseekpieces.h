#pragma once

#include "tokens/splitter.h"

namespace hermes::tokens {

/// nextPiece() of the encoding deepseek_v3.
[[nodiscard]] Piece nextPieceOfDeepSeek(QByteArrayView text, qsizetype start);

} // namespace hermes::tokens
