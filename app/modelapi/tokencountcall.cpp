#include "modelapi/tokencountcall.h"

#include "modelapi/answerdialect.h"
#include "modelapi/httpjob.h"
#include "modelapi/modelapitr.h"
#include "modelapi/requests.h"

#include <QJsonArray>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

/// Many servers have no such address. Those that miss the model say so.
bool isOfAddress(const Failure &failure)
{
    const bool isAbsent = failure.status == 404 || failure.status == 405 || failure.status == 501;
    return isAbsent && !failure.body.contains("model");
}

/// By whom it is, whatever API counted.
std::optional<TokenCountReply> countIn(const QJsonObject &json)
{
    for (const QLatin1StringView name : {"input_tokens"_L1, "totalTokens"_L1, "count"_L1}) {
        if (const auto tokens = count(json, name)) {
            return TokenCountReply{{}, *tokens, CountScope::Request};
        }
    }
    // llama.cpp lists the tokens of the text that it was given.
    if (const QJsonValue tokens = json.value("tokens"_L1); tokens.isArray()) {
        return TokenCountReply{{}, tokens.toArray().size(), CountScope::BarePrompt};
    }
    return std::nullopt;
}

} // namespace

TokenCountCall::TokenCountCall(const ConnectionSettings &settings, const ModelRequest &request)
    : m_settings(settings), m_server(effectiveBaseUrl(settings).host())
{
    const auto http = countRequest(settings, request);
    if (!http) {
        m_refusal = makeFailure(FailureKind::BadRequest, http.error().code, http.error().message);
        return;
    }
    m_requests = {*http};
    m_requests += furtherCountRequests(settings, request);
}

TokenCountCall::~TokenCountCall()
{
    m_key.fill('\0');
}

void TokenCountCall::start(QByteArrayView key)
{
    if (m_refusal) {
        QMetaObject::invokeMethod(
            this, [this] { Q_EMIT finished({m_refusal}); }, Qt::QueuedConnection);
        return;
    }
    m_key = QByteArray(key.data(), key.size());
    askNext();
}

void TokenCountCall::cancel()
{
    if (m_call) {
        m_requests.clear();
        m_call->cancel();
    }
}

void TokenCountCall::askNext()
{
    m_call = std::make_unique<JsonCall>(m_settings, m_requests.takeFirst());
    connect(m_call.get(), &JsonCall::finished, this, [this](const JsonReply &reply) {
        // It is the sender of what is being handled.
        m_call.release()->deleteLater();
        take(reply);
    });
    m_call->start(m_key);
}

void TokenCountCall::take(const JsonReply &reply)
{
    if (reply.failure) {
        isOfAddress(*reply.failure) ? takeAbsence(*reply.failure)
                                    : Q_EMIT finished({reply.failure});
        return;
    }
    if (const auto counted = countIn(reply.json)) {
        Q_EMIT finished(*counted);
        return;
    }
    const Failure failure = makeFailure(
        FailureKind::Protocol, ErrorCode::InvalidFormat,
        ModelApiTr::tr("%1 answered without a number of tokens. Check the connection's type and "
                       "address.")
            .arg(m_server));
    reply.json.contains("error"_L1) ? takeAbsence(failure) : Q_EMIT finished({failure});
}

/// This address is not there; perhaps another one is.
void TokenCountCall::takeAbsence(const Failure &failure)
{
    if (!m_requests.isEmpty()) {
        askNext();
        return;
    }
    Failure told = failure;
    told.error.message =
        ModelApiTr::tr("%1 does not count tokens. The number counted here is all there is.")
            .arg(m_server);
    Q_EMIT finished({told});
}

} // namespace hermes::modelapi
