#pragma once

#include "modelapi/jsoncall.h"
#include "modelapi/modelrequest.h"

namespace hermes::modelapi {

/// What a server counted.
enum class CountScope
{
    Request, ///< System prompt, messages and tools together, with what its template adds.
    BarePrompt ///< The text of the system prompt, without what a template adds.
};

/// What came of a TokenCountCall.
struct TokenCountReply
{
    std::optional<Failure> failure; ///< Nothing: the provider counted.
    qint64 inputTokens = 0;
    CountScope scope = CountScope::Request;

    bool operator==(const TokenCountReply &) const = default;
};

/// Has the provider count what a request would cost as input. Nothing is generated or billed.
///
/// Servers of the user's own count at one of several addresses, or at none; those that are not
/// there (404, 405, 501, or an error with status 200, as LM Studio has it) are passed over.
///
/// Cancel and destruction close the connection at once. Thread: the one that made it, which needs
/// an event loop.
class TokenCountCall final : public QObject
{
    Q_OBJECT

public:
    TokenCountCall(const ConnectionSettings &settings, const ModelRequest &request);
    ~TokenCountCall() override;

    /// Once. The key lives as long as this object.
    void start(QByteArrayView key);
    /// `finished` follows.
    void cancel();

Q_SIGNALS:
    /// Exactly once, never from inside start() or cancel().
    void finished(const hermes::modelapi::TokenCountReply &reply);

private:
    void askNext();
    void take(const JsonReply &reply);
    void takeAbsence(const Failure &failure);

    ConnectionSettings m_settings;
    QString m_server;
    QByteArray m_key;
    std::optional<Failure> m_refusal; ///< Why it cannot be asked at all.
    QList<HttpRequest> m_requests; ///< That are still to be made.
    std::unique_ptr<JsonCall> m_call; ///< The one that is under way.
};

} // namespace hermes::modelapi
