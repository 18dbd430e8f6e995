#pragma once

#include "core/error.h"

#include <QByteArrayView>

namespace hermes::modelapi {

/// How much of an answer is held at most. What goes beyond ends the answer with TooLarge.
///
/// Servers of the Responses API repeat the whole prompt in events of one line, so a line may be as
/// long as an event. With these limits no answer takes more than 64 MiB of memory.
struct StreamLimits
{
    qsizetype line = 8LL * 1024 * 1024; ///< Bytes.
    qsizetype event = 8LL * 1024 * 1024; ///< Bytes; also of a whole answer that is no stream.
    qsizetype stream = 64LL * 1024 * 1024; ///< Bytes: all that a server sends in one answer.
    /// Text, thinking and calls of an answer, in characters: no model writes as much.
    qsizetype content = 4LL * 1024 * 1024;
    /// Of the JSON of an event or a whole answer, as jsonWeight() counts it.
    qsizetype weight = 2LL * 1024 * 1024;
};

/// How much memory the values of a JSON text take once it is read, texts aside: in units of one
/// number, which is 16 bytes. Cheap to count, and so few bytes as `[0],` may take much.
[[nodiscard]] qsizetype jsonWeight(QByteArrayView json);

/// Why a stream with a longer line is not read on.
[[nodiscard]] core::Error lineTooLong(qsizetype limit);

} // namespace hermes::modelapi
