#include "modelapi/jsoncall.h"

#include "modelapi/httpjob.h"
#include "modelapi/keyfilter.h"
#include "modelapi/modelapitr.h"
#include "modelapi/utf8text.h"

#include <QDateTime>
#include <QJsonDocument>

using namespace hermes::core;

namespace hermes::modelapi {

namespace {

constexpr qsizetype longestBody = 4LL * 1024 * 1024; ///< Bytes; the longest list known has one MiB.
constexpr qsizetype shownBytes = 2048; ///< Of an answer that is no JSON.

/// Who asks can ask again; nobody is waiting through three attempts.
RetryPolicy once()
{
    RetryPolicy policy = usualRetryPolicy();
    policy.retries = 0;
    return policy;
}

} // namespace

JsonCall::JsonCall(const ConnectionSettings &settings, const HttpRequest &request)
    : m_job(std::make_unique<HttpJob>(settings, request, once()))
{
    connect(m_job.get(), &HttpJob::headArrived, this,
            [this](const AnswerHead &head) { m_head = head; });
    connect(m_job.get(), &HttpJob::bytesArrived, this, &JsonCall::takeBytes);
    connect(m_job.get(), &HttpJob::finished, this, &JsonCall::takeEnd);
}

JsonCall::~JsonCall() = default;

void JsonCall::start(QByteArrayView key)
{
    m_job->start(key);
}

void JsonCall::cancel()
{
    m_job->cancel();
}

void JsonCall::takeBytes(const QByteArray &bytes)
{
    m_body += bytes;
    m_job->noteProgress();
    if (m_body.size() > longestBody) {
        m_job->fail(makeFailure(
            FailureKind::TooLarge, ErrorCode::TooLarge,
            ModelApiTr::tr("%1 sent more than %2 MiB, which is no answer to this question. Check "
                           "the connection's address and type.")
                .arg(m_job->server())
                .arg(longestBody / 1024 / 1024)));
    }
}

void JsonCall::takeEnd(const std::optional<Failure> &failure)
{
    JsonReply reply;
    reply.failure = failure;
    if (!failure) {
        const QJsonDocument json = QJsonDocument::fromJson(validUtf8(m_body));
        reply.json = json.object();
        if (!json.isObject()) {
            ServerError error;
            error.isUndecodable = true;
            error.message =
                QString::fromUtf8(beginningWithoutKey(m_body, shownBytes, m_job->key()));
            reply.failure = failureOfEvent(m_job->server(), m_head, error, m_job->key());
        }
    }
    Q_EMIT finished(reply);
}

} // namespace hermes::modelapi
