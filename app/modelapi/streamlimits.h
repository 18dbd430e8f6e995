#pragma once

#include "core/error.h"

#include <QtTypes>

namespace hermes::modelapi {

/// How much of an answer is held at most, in bytes. What goes beyond ends the answer with TooLarge.
struct StreamLimits
{
    qsizetype line = 1024LL * 1024;
    /// Also a whole answer that is no stream. Read as JSON it takes up to ten times as much.
    qsizetype event = 4LL * 1024 * 1024;
    qsizetype stream = 64LL * 1024 * 1024; ///< All that a server sends in one answer.
    /// Text, thinking and calls of an answer, in characters: no model writes as much.
    qsizetype content = 8LL * 1024 * 1024;
};

/// Why a stream with a longer line is not read on.
[[nodiscard]] core::Error lineTooLong(qsizetype limit);

} // namespace hermes::modelapi
