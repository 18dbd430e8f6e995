#pragma once

#include "modelapi/jsoncall.h"
#include "modelapi/modelrequest.h"

namespace hermes::modelapi {

/// What came of a TokenCountCall.
struct TokenCountReply
{
    std::optional<Failure> failure; ///< Nothing: the provider counted.
    qint64 inputTokens = 0; ///< Of system prompt, messages and tools together.

    bool operator==(const TokenCountReply &) const = default;
};

/// Has the provider count what a request would cost as input. Nothing is generated or billed.
///
/// Cancel and destruction close the connection at once. Thread: the one that made it, which needs
/// an event loop.
class TokenCountCall final : public QObject
{
    Q_OBJECT

public:
    TokenCountCall(const ConnectionSettings &settings, const ModelRequest &request);

    /// Once. The key lives as long as this object.
    void start(QByteArrayView key);
    /// `finished` follows.
    void cancel();

Q_SIGNALS:
    /// Exactly once, never from inside start() or cancel().
    void finished(const hermes::modelapi::TokenCountReply &reply);

private:
    void take(const JsonReply &reply);

    QString m_server;
    std::optional<Failure> m_refusal; ///< Why it cannot be asked at all.
    std::unique_ptr<JsonCall> m_call;
};

} // namespace hermes::modelapi
