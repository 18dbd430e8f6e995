#pragma once

#include "modelapi/failure.h"

#include <functional>

namespace hermes::modelapi {

/// A server that wants a longer wait is not asked again without the user.
inline constexpr std::chrono::milliseconds longestOwnWait = std::chrono::minutes(1);

/// Clock and chance of retries; a test turns both by hand.
struct RetryPolicy
{
    int retries = 2;
    /// The wait before retry `number` (0-based) if the server names none.
    std::function<std::chrono::milliseconds(int number)> backoff;
    std::function<QDateTime()> now;
};

/// What the providers' own libraries do: half a second, doubled up to 8 s, less a random quarter.
[[nodiscard]] RetryPolicy usualRetryPolicy();

/// How long to wait before the next attempt; nothing: there is none.
///
/// `attempt`: failed attempts so far, 1-based. Never after a failure that sending again cannot
/// mend, never when the server wants more than longestOwnWait: then the time is shown and the user
/// decides.
[[nodiscard]] std::optional<std::chrono::milliseconds>
retryWait(const Failure &failure, int attempt, const RetryPolicy &policy);

/// A time to come back at, for people: with its day if that is not today's.
[[nodiscard]] QString shownRetryTime(const QDateTime &retryAt, const QDateTime &now);

} // namespace hermes::modelapi
