#pragma once

#include "modelapi/exchange.h"
#include "modelserver.h"

namespace hermes::test {

/// Long enough to be hidden wherever a server repeats it.
inline constexpr auto canaryKey = "sk-canary-4711";

/// An error answer, whole.
[[nodiscard]] QJsonArray
errorReply(int status, const QByteArray &body, const QJsonArray &headers = {},
           const QString &contentType = QStringLiteral("application/json"));
/// The request of a short question.
[[nodiscard]] modelapi::HttpRequest question(const modelapi::ConnectionSettings &settings);
/// Retries come at once, unless a server names a wait.
[[nodiscard]] modelapi::ExchangeOptions quick();

/// How an exchange went; without anything if it did not end exactly once and after start().
/// `waits`: gets the pauses before further attempts.
[[nodiscard]] modelapi::ExchangeOutcome
exchanged(const modelapi::ConnectionSettings &settings,
          const modelapi::ExchangeOptions &options = quick(), QByteArrayView withKey = canaryKey,
          QList<std::chrono::milliseconds> *waits = nullptr);
/// Whether it ended so, keeping that text, and says why.
[[nodiscard]] bool isCut(const modelapi::ExchangeOutcome &outcome, modelapi::FailureKind kind,
                         const QString &text);
/// What its failure says, for a test's own message.
[[nodiscard]] const char *why(const modelapi::ExchangeOutcome &outcome);

} // namespace hermes::test
