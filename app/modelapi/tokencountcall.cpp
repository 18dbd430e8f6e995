#include "modelapi/tokencountcall.h"

#include "modelapi/answerdialect.h"
#include "modelapi/httpjob.h"
#include "modelapi/modelapitr.h"
#include "modelapi/requests.h"

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::modelapi {

TokenCountCall::TokenCountCall(const ConnectionSettings &settings, const ModelRequest &request)
    : m_server(effectiveBaseUrl(settings).host())
{
    const auto http = countRequest(settings, request);
    if (!http) {
        m_refusal = makeFailure(FailureKind::BadRequest, http.error().code, http.error().message);
        return;
    }
    m_call = std::make_unique<JsonCall>(settings, *http);
    connect(m_call.get(), &JsonCall::finished, this, &TokenCountCall::take);
}

void TokenCountCall::start(QByteArrayView key)
{
    if (m_call) {
        m_call->start(key);
        return;
    }
    QMetaObject::invokeMethod(
        this, [this] { Q_EMIT finished({m_refusal, 0}); }, Qt::QueuedConnection);
}

void TokenCountCall::cancel()
{
    if (m_call) {
        m_call->cancel();
    }
}

void TokenCountCall::take(const JsonReply &reply)
{
    if (reply.failure) {
        Failure failure = *reply.failure;
        const bool isOfAddress =
            failure.status == 404 || failure.status == 405 || failure.status == 501;
        // Many servers have no such address. Those that miss the model say so.
        if (isOfAddress && !failure.body.contains("model")) {
            failure.error.message =
                ModelApiTr::tr("%1 does not count tokens. The number counted here is all there is.")
                    .arg(m_server);
        }
        Q_EMIT finished({failure, 0});
        return;
    }
    auto tokens = count(reply.json, "input_tokens"_L1);
    if (!tokens) {
        tokens = count(reply.json, "totalTokens"_L1);
    }
    if (!tokens) {
        Q_EMIT finished({makeFailure(FailureKind::Protocol, ErrorCode::InvalidFormat,
                                     ModelApiTr::tr("%1 answered without a number of tokens. Check "
                                                    "the connection's type and address.")
                                         .arg(m_server)),
                         0});
        return;
    }
    Q_EMIT finished({{}, *tokens});
}

} // namespace hermes::modelapi
