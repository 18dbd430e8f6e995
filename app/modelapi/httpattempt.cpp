#include "modelapi/httpattempt.h"

#include "modelapi/proxyroute.h"

#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

ErrorCode codeOf(FailureKind kind)
{
    return kind == FailureKind::Protocol ? ErrorCode::InvalidFormat
        : kind == FailureKind::TooLarge  ? ErrorCode::TooLarge
                                         : ErrorCode::NotReadable;
}

} // namespace

HttpAttempt::HttpAttempt()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { finish(timedOut()); });
    connect(&m_transfer, &Transfer::requestWentOn, this, &HttpAttempt::goOn);
    connect(&m_transfer, &Transfer::headArrived, this, &HttpAttempt::takeHead);
    connect(&m_transfer, &Transfer::bytesArrived, this, [this](const QByteArray &bytes) {
        if (!m_isOver) {
            Q_EMIT bytesArrived(bytes);
        }
    });
    connect(&m_transfer, &Transfer::finished, this, &HttpAttempt::end);
}

void HttpAttempt::close()
{
    m_isOver = true;
    m_timer.stop();
    m_transfer.close();
}

void HttpAttempt::start(const HttpRequest &request, const ConnectionSettings &settings,
                        QByteArrayView key)
{
    m_server = serverName(request.url);
    m_caFile = settings.caFile;
    m_timeOuts = settings.timeOuts;
    TransferRequest transfer{
        request.method,
        request.url,
        request.headers,
        request.body,
        proxyRoute(settings.proxy, request.url, QProcessEnvironment::systemEnvironment()),
        settings.caFile,
        request.keyHeader,
        request.keyPrefix,
        key};
    if (transfer.proxy) {
        m_proxy = shownProxy(*transfer.proxy);
    }
    m_timer.start(m_timeOuts.connect);
    m_transfer.start(transfer);
}

void HttpAttempt::goOn(qsizetype left)
{
    m_isSent = left == 0;
    m_timer.start(m_isSent ? m_timeOuts.firstByte : m_timeOuts.connect);
}

void HttpAttempt::takeHead(const AnswerHead &head)
{
    m_timer.stop();
    if (head.status == 407 && !m_proxy.isEmpty()) {
        Q_EMIT proxyRefused(head);
        finish(proxyWithoutPassword({}));
    } else {
        Q_EMIT headArrived(head);
    }
}

void HttpAttempt::end(const TransferEnd &end)
{
    if (end.proxyHead.status != 0) {
        Q_EMIT proxyRefused(end.proxyHead);
    }
    finish(end.fault == TransferEnd::Fault::None ? std::nullopt : std::optional(failureOf(end)));
}

void HttpAttempt::finish(const std::optional<Failure> &failure)
{
    if (std::exchange(m_isOver, true)) {
        return;
    }
    close();
    Q_EMIT finished(failure);
}

Failure HttpAttempt::timedOut() const
{
    if (m_isSent) {
        return makeFailure(FailureKind::TimedOut, ErrorCode::NotReadable,
                           tr("%1 did not begin to answer in time. Send again, or set a longer "
                              "time-out in the connection.")
                               .arg(m_server));
    }
    return makeFailure(
        FailureKind::Network, ErrorCode::NotReadable,
        tr("%1 could not be reached in time. Check address, network and proxy.").arg(m_server));
}

Failure HttpAttempt::failureOf(const TransferEnd &end) const
{
    using Fault = TransferEnd::Fault;
    switch (end.fault) {
    case Fault::ProxyWithoutPassword:
        return proxyWithoutPassword(end.detail);
    case Fault::ProxyNotReached:
    case Fault::ProxyRefused:
        return makeFailure(FailureKind::Proxy, ErrorCode::NotReadable,
                           tr("The proxy %1 does not let the request through to %2. Check the "
                              "proxy in the connection.")
                               .arg(m_proxy, m_server),
                           end.detail);
    case Fault::UnsafeProxy:
        return makeFailure(FailureKind::Certificate, ErrorCode::NotReadable,
                           tr("The connection to the proxy %1 is not safe, and nothing was sent: "
                              "%2. If the proxy is your own, name its certificate as CA file in "
                              "the connection.")
                               .arg(m_proxy, end.detail),
                           end.detail);
    case Fault::NoCertificates:
    case Fault::UntrustedCertificate:
    case Fault::NoTls:
        return unsafe(end);
    default:
        break;
    }
    const auto [kind, sentence] = wordsOf(end.fault);
    return makeFailure(kind, codeOf(kind), sentence.arg(m_server), end.detail);
}

/// %1: the server.
std::pair<FailureKind, QString> HttpAttempt::wordsOf(TransferEnd::Fault fault)
{
    using Fault = TransferEnd::Fault;
    switch (fault) {
    case Fault::NotSent:
        return {FailureKind::BadRequest,
                tr("The request to %1 cannot be put into HTTP, and nothing was sent. Check the "
                   "connection's address, headers and key.")};
    case Fault::NameNotFound:
        return {FailureKind::Network,
                tr("The name %1 was not found. Check the connection's address and the network.")};
    case Fault::Refused:
        return {FailureKind::Network,
                tr("No server answers at %1. Start it, or check the connection's address and "
                   "port.")};
    case Fault::NotReached:
        return {FailureKind::Network,
                tr("%1 could not be reached. Check address, network and proxy.")};
    case Fault::NotHttp:
        return {FailureKind::Protocol,
                tr("What answers at %1 does not speak HTTP. Check the connection's address and "
                   "port.")};
    case Fault::HeadTooLong:
        return {FailureKind::TooLarge,
                tr("%1 was cut off: the head of its answer does not end. Check the connection's "
                   "address and port.")};
    case Fault::NoAnswer:
        return {FailureKind::Network,
                tr("%1 closed the connection without an answer. Send again.")};
    case Fault::BrokenBefore:
        return {FailureKind::Network,
                tr("The connection to %1 broke before an answer came. Send again.")};
    default:
        return {FailureKind::Interrupted,
                tr("The connection to %1 broke in the middle of the answer. What came before was "
                   "kept. Send again for a whole one.")};
    }
}

Failure HttpAttempt::proxyWithoutPassword(const QString &detail) const
{
    return makeFailure(FailureKind::Proxy, ErrorCode::NotReadable,
                       tr("The proxy %1 asks for a password. The request did not reach %2. Put "
                          "user and password into the environment's https_proxy and have the "
                          "connection take its proxy from there, or choose another proxy.")
                           .arg(m_proxy, m_server),
                       detail);
}

Failure HttpAttempt::unsafe(const TransferEnd &end) const
{
    using Distrust = TransferEnd::Distrust;
    if (end.fault == TransferEnd::Fault::NoCertificates) {
        return makeFailure(FailureKind::Certificate, ErrorCode::NotReadable,
                           tr("The file %1 holds no certificate in PEM form, or cannot be read. "
                              "Nothing was sent. Choose another in the connection.")
                               .arg(m_caFile),
                           end.detail);
    }
    QString why = end.detail + u'.';
    if (end.fault == TransferEnd::Fault::NoTls) {
        why =
            tr("what answers there does not speak TLS as this program does (%1).").arg(end.detail);
    } else if (end.distrust == Distrust::Expired) {
        why = tr("its certificate has expired.");
    } else if (end.distrust == Distrust::NotYetValid) {
        why = tr("its certificate is not yet valid; this computer's clock may be wrong.");
    } else if (end.distrust == Distrust::SelfSigned) {
        why = tr("its certificate is self-signed.");
    } else if (end.distrust == Distrust::UnknownIssuer) {
        why = tr("nobody whom this computer trusts has issued its certificate.");
    } else if (end.distrust == Distrust::OtherHost) {
        why = tr("its certificate is for another host name.");
    }
    return makeFailure(FailureKind::Certificate, ErrorCode::NotReadable,
                       tr("The connection to %1 is not safe, and nothing was sent: %2 If the "
                          "server is your own, name its certificate as CA file in the "
                          "connection.")
                           .arg(m_server, why),
                       end.detail);
}

} // namespace hermes::modelapi
