#include "modelapi/httpjob.h"

#include "modelapi/keyfilter.h"

#include <QDateTime>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

constexpr qsizetype longestErrorBody = qsizetype(64) * 1024; ///< Bytes; the rest says nothing more.

bool isSuccess(int status)
{
    return status >= 200 && status < 300;
}

} // namespace

HttpJob::HttpJob(const ConnectionSettings &settings, const HttpRequest &request,
                 const RetryPolicy &retries)
    : m_settings(settings), m_request(request), m_retries(retries)
{
    for (QTimer *timer : {&m_idle, &m_total, &m_pause}) {
        timer->setSingleShot(true);
    }
    m_pause.setTimerType(Qt::PreciseTimer); // another may end up to a twentieth too early
    connect(&m_pause, &QTimer::timeout, this, &HttpJob::begin);
    connect(&m_idle, &QTimer::timeout, this, [this] {
        end(makeFailure(FailureKind::TimedOut, ErrorCode::NotReadable,
                        tr("%1 sent nothing for %2 seconds. What came before was kept. Send again, "
                           "or set a longer time-out in the connection.")
                            .arg(server())
                            .arg(std::chrono::duration<double>(m_settings.timeOuts.idle).count())));
    });
    connect(&m_total, &QTimer::timeout, this, [this] {
        end(makeFailure(
            FailureKind::TimedOut, ErrorCode::NotReadable,
            tr("The answer of %1 took longer than %2 seconds. What came before was "
               "kept. Set a longer time-out in the connection.")
                .arg(server())
                .arg(std::chrono::duration<double>(m_settings.timeOuts.total).count())));
    });
}

HttpJob::~HttpJob()
{
    closeConnection();
    m_key.fill('\0');
}

QString HttpJob::server() const
{
    return serverName(m_request.url);
}

void HttpJob::start(QByteArrayView key)
{
    Q_ASSERT(m_state == State::Ready);
    m_state = State::Running;
    m_key = QByteArray(key.data(), key.size());
    if (!m_key.isEmpty() && !mayCarryKey(m_request.url)) {
        end(makeFailure(FailureKind::KeyWithheld, ErrorCode::InvalidArgument,
                        tr("The key was not sent to %1: by http everybody on the way could read "
                           "it. Nothing was sent. Use an https address.")
                            .arg(server())));
        return;
    }
    begin();
}

void HttpJob::cancel()
{
    if (m_state == State::Running) {
        end(makeFailure(FailureKind::Cancelled, ErrorCode::Cancelled,
                        tr("Stopped. What came before was kept.")));
    }
}

void HttpJob::fail(const Failure &failure)
{
    if (m_state == State::Running) {
        end(failure);
    }
}

void HttpJob::noteProgress()
{
    if (m_state == State::Running) {
        m_idle.start(m_settings.timeOuts.idle);
    }
}

void HttpJob::begin()
{
    ++m_attempts;
    m_head = {};
    m_errorBody.clear();
    m_attempt = std::make_unique<HttpAttempt>();
    connect(m_attempt.get(), &HttpAttempt::headArrived, this, &HttpJob::takeHead);
    connect(m_attempt.get(), &HttpAttempt::proxyRefused, this,
            [this](const AnswerHead &head) { m_head = head; });
    connect(m_attempt.get(), &HttpAttempt::bytesArrived, this, &HttpJob::takeBytes);
    connect(m_attempt.get(), &HttpAttempt::finished, this, &HttpJob::takeEnd);
    m_attempt->start(m_request, m_settings, m_key);
}

void HttpJob::takeHead(const AnswerHead &head)
{
    m_head = head;
    m_idle.start(m_settings.timeOuts.idle);
    m_total.start(m_settings.timeOuts.total); // not before: a local server lets requests queue
    if (head.status >= 300 && head.status < 400) {
        end(redirection());
        return;
    }
    const QByteArray encoding = head.value("Content-Encoding").toLower();
    if (isSuccess(head.status) && !encoding.isEmpty() && encoding != "identity") {
        end(makeFailure(FailureKind::Protocol, ErrorCode::InvalidFormat,
                        tr("%1, or a proxy before it, sent packed data though it was asked not to. "
                           "Nothing of it was read. Switch compression off there.")
                            .arg(server())));
    } else if (isSuccess(head.status)) {
        Q_EMIT headArrived(head);
    }
}

void HttpJob::takeBytes(const QByteArray &bytes)
{
    if (m_state != State::Running) {
        return;
    }
    if (isSuccess(m_head.status)) {
        m_hasDelivered = true;
        Q_EMIT bytesArrived(bytes);
        return;
    }
    m_errorBody.append(bytes);
    if (m_errorBody.size() > longestErrorBody) {
        takeEnd({});
    }
}

void HttpJob::takeEnd(const std::optional<Failure> &failure)
{
    if (m_state != State::Running) {
        return;
    }
    const bool isOfProxy = failure && failure->kind == FailureKind::Proxy; // and so is the head
    if (m_head.status != 0 && !isSuccess(m_head.status) && !isOfProxy) {
        // However the rest went: the server has said what is wrong.
        const QByteArray body = beginningWithoutKey(m_errorBody, longestErrorBody, m_key);
        retryOrEnd(failureOfAnswer(server(), m_head, body, m_key, m_retries.now()));
    } else if (failure) {
        retryOrEnd(*failure);
    } else {
        end({});
    }
}

void HttpJob::retryOrEnd(const Failure &failure)
{
    const auto wait = m_hasDelivered ? std::nullopt : retryWait(failure, m_attempts, m_retries);
    if (!wait) {
        end(failure);
        return;
    }
    closeConnection();
    m_pause.start(*wait);
    Q_EMIT waiting(failure, *wait);
}

void HttpJob::end(const std::optional<Failure> &failure)
{
    if (m_state == State::Over) {
        return;
    }
    m_state = State::Over;
    closeConnection();
    m_pause.stop();
    // By the event loop, so that nobody is called back from inside their own call.
    QMetaObject::invokeMethod(
        this, [this, failure] { Q_EMIT finished(failure); }, Qt::QueuedConnection);
}

void HttpJob::closeConnection()
{
    m_idle.stop();
    m_total.stop();
    if (m_attempt) {
        m_attempt->disconnect(this);
        m_attempt->close();
        // It may be the sender of what is being handled.
        m_attempt.release()->deleteLater();
    }
}

Failure HttpJob::redirection() const
{
    const QUrl target = m_request.url.resolved(QUrl(QString::fromLatin1(m_head.value("Location"))));
    Failure failure = makeFailure(
        FailureKind::Redirected, ErrorCode::NotReadable,
        tr("%1 sends requests on to %2. Nothing was sent there, and the key was not either. If "
           "that is right, enter that address in the connection.")
            .arg(server(),
                 shownServerText(target.scheme() + u"://"_s
                                     + target.authority(QUrl::FullyEncoded).section(u'@', -1),
                                 m_key)
                     .left(300)));
    failure.status = m_head.status;
    return failure;
}

} // namespace hermes::modelapi
