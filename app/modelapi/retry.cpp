#include "modelapi/retry.h"

#include <QDateTime>
#include <QLocale>
#include <QRandomGenerator>

#include <algorithm>

using namespace std::chrono_literals;

namespace hermes::modelapi {

namespace {

bool isWorthIt(const Failure &failure)
{
    switch (failure.kind) {
    case FailureKind::Billing:
    case FailureKind::Authentication:
    case FailureKind::NotFound:
    case FailureKind::TooLong:
    case FailureKind::Refused:
        return false;
    case FailureKind::Network:
        return true;
    default:
        break;
    }
    const int status = failure.status;
    if ((status >= 400 && status <= 404) || status == 413 || status == 422) {
        return false;
    }
    if (failure.shouldRetry) {
        return *failure.shouldRetry;
    }
    return status == 408 || status == 409 || status == 429 || status >= 500;
}

} // namespace

RetryPolicy usualRetryPolicy()
{
    return {2,
            [](int number) {
                const double seconds =
                    std::min(0.5 * static_cast<double>(1 << std::min(number, 10)), 8.0)
                    * (1 - QRandomGenerator::global()->generateDouble() * 0.25);
                return std::chrono::milliseconds(static_cast<qint64>(seconds * 1000));
            },
            [] { return QDateTime::currentDateTimeUtc(); }};
}

std::optional<std::chrono::milliseconds> retryWait(const Failure &failure, int attempt,
                                                   const RetryPolicy &policy)
{
    if (attempt > policy.retries || !isWorthIt(failure)
        || failure.retryAfter.value_or(0ms) > longestOwnWait) {
        return {};
    }
    return failure.retryAfter.value_or(policy.backoff(attempt - 1));
}

QString shownRetryTime(const QDateTime &retryAt, const QDateTime &now)
{
    const QDateTime local = retryAt.toLocalTime();
    const QLocale locale;
    return local.date() == now.toLocalTime().date()
        ? locale.toString(local.time(), QLocale::ShortFormat)
        : locale.toString(local, QLocale::ShortFormat);
}

} // namespace hermes::modelapi
