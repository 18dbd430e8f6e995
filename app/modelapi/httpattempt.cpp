#include "modelapi/httpattempt.h"

#include "modelapi/proxyroute.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QScopedValueRollback>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>

#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::modelapi {

namespace {

constexpr qint64 readAhead = qint64(256) * 1024; ///< Bytes that may lie unread.

Failure failureOf(FailureKind kind, const QString &message, const QString &detail = {})
{
    Failure failure;
    failure.kind = kind;
    failure.error = {kind == FailureKind::Protocol ? ErrorCode::InvalidFormat
                                                   : ErrorCode::NotReadable,
                     message, detail};
    return failure;
}

QString addressOf(const QUrl &url)
{
    return url.port() < 0 ? url.host() : u"%1:%2"_s.arg(url.host()).arg(url.port());
}

} // namespace

struct HttpAttempt::Tls
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
};

HttpAttempt::HttpAttempt()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        finish(failureOf(
            m_isSent ? FailureKind::TimedOut : FailureKind::Network,
            (m_isSent
                 ? tr("%1 did not begin to answer in time. Send again, or set a longer time-out "
                      "in the connection.")
                 : tr("%1 could not be reached in time. Check address, network and proxy."))
                .arg(m_server)));
    });
}

HttpAttempt::~HttpAttempt()
{
    close();
}

void HttpAttempt::close()
{
    m_isOver = true;
    m_timer.stop();
    if (m_reply) {
        m_reply->disconnect(this);
        m_reply->abort();
    }
    // Qt's thread may be waiting for this one to take a signal of the reply: ended from inside one,
    // each would wait for the other. The destructor does it then.
    if (!m_isInSignal) {
        m_reply.reset();
        m_network.reset(); // ends its thread, and with it the socket
    }
}

void HttpAttempt::start(const HttpRequest &request, const ConnectionSettings &settings,
                        QByteArrayView key)
{
    m_server = addressOf(request.url);
    m_timeOuts = settings.timeOuts;
    m_network = std::make_unique<QNetworkAccessManager>();
    m_tls = std::make_unique<Tls>();
    if (!prepareTls(settings)) {
        return;
    }
    setProxy(settings, request.url);
    QNetworkRequest network(request.url);
    network.setSslConfiguration(m_tls->configuration);
    network.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    network.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    network.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    for (const HttpHeader &header : request.headers) {
        network.setRawHeader(header.name, header.value);
    }
    if (!key.isEmpty() && !request.keyHeader.isEmpty()) {
        network.setRawHeader(request.keyHeader, request.keyPrefix + key.toByteArray());
    }
    m_reply.reset(request.method == "GET" ? m_network->get(network)
                                          : m_network->post(network, request.body));
    connectReply();
    m_timer.start(m_timeOuts.connect);
}

bool HttpAttempt::prepareTls(const ConnectionSettings &settings)
{
    if (settings.caFile.isEmpty()) {
        return true;
    }
    const QList<QSslCertificate> own = QSslCertificate::fromPath(settings.caFile, QSsl::Pem);
    if (own.isEmpty()) {
        const Failure failure =
            failureOf(FailureKind::Certificate,
                      tr("The file %1 holds no certificate in PEM form, or cannot be read. Nothing "
                         "was sent. Choose another in the connection.")
                          .arg(settings.caFile));
        QMetaObject::invokeMethod(this, [this, failure] { finish(failure); }, Qt::QueuedConnection);
        return false;
    }
    m_tls->configuration.setCaCertificates(QSslConfiguration::systemCaCertificates() + own);
    return true;
}

void HttpAttempt::setProxy(const ConnectionSettings &settings, const QUrl &url)
{
    const auto route = proxyRoute(settings.proxy, url, QProcessEnvironment::systemEnvironment());
    if (!route) {
        m_network->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
        return;
    }
    m_proxy = shownProxy(*route);
    m_network->setProxy(QNetworkProxy(route->kind == ProxyChoice::Kind::Socks5
                                          ? QNetworkProxy::Socks5Proxy
                                          : QNetworkProxy::HttpProxy,
                                      route->host, route->port, route->user, route->password));
}

void HttpAttempt::connectReply()
{
    connect(m_reply.get(), &QNetworkReply::requestSent, this, [this] {
        // What Qt is told before is no limit: it would read on and keep all that comes.
        m_reply->setReadBufferSize(readAhead);
        if (m_head.status == 0) {
            m_isSent = true;
            m_timer.start(m_timeOuts.firstByte);
        }
    });
    connect(m_reply.get(), &QNetworkReply::sslErrors, this, [this](const QList<QSslError> &errors) {
        for (const QSslError &error : errors) {
            m_certificateFaults.append(error.errorString());
        }
    });
    connect(m_reply.get(), &QNetworkReply::metaDataChanged, this, &HttpAttempt::readHead);
    connect(m_reply.get(), &QNetworkReply::readyRead, this, &HttpAttempt::readBytes);
    connect(m_reply.get(), &QNetworkReply::finished, this, &HttpAttempt::end);
}

void HttpAttempt::readHead()
{
    const QScopedValueRollback inSignal(m_isInSignal, true);
    const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_isOver || m_head.status != 0 || status == 0) {
        return;
    }
    m_timer.stop();
    m_head.status = status;
    for (const auto pairs = m_reply->rawHeaderPairs(); const auto &[name, value] : pairs) {
        m_head.headers.append(HttpHeader{name, value});
    }
    Q_EMIT headArrived(m_head);
}

void HttpAttempt::readBytes()
{
    const QScopedValueRollback inSignal(m_isInSignal, true);
    readHead();
    while (!m_isOver && m_head.status != 0 && m_reply->bytesAvailable() > 0) {
        Q_EMIT bytesArrived(m_reply->read(readAhead));
    }
}

void HttpAttempt::end()
{
    const QScopedValueRollback inSignal(m_isInSignal, true);
    readBytes();
    if (!m_isOver) {
        finish(failureOfReply());
    }
}

void HttpAttempt::finish(const std::optional<Failure> &failure)
{
    if (std::exchange(m_isOver, true)) {
        return;
    }
    m_timer.stop();
    Q_EMIT finished(failure);
}

std::optional<Failure> HttpAttempt::failureOfReply() const
{
    const QNetworkReply::NetworkError error = m_reply->error();
    const bool isOfAnswer = error == QNetworkReply::NoError
        || (m_head.status >= 400 && error >= QNetworkReply::ContentAccessDenied);
    if (isOfAnswer) {
        return m_head.status != 0
            ? std::nullopt
            : std::optional(failureOf(
                  FailureKind::Network,
                  tr("%1 closed the connection without an answer. Send again.").arg(m_server)));
    }
    const QString detail = m_reply->errorString();
    if (error == QNetworkReply::ProxyAuthenticationRequiredError || m_head.status == 407) {
        return failureOf(FailureKind::Proxy,
                         tr("The proxy %1 asks for a password. The request did not reach %2. Put "
                            "user and password into the environment's https_proxy, or choose "
                            "another proxy.")
                             .arg(m_proxy, m_server),
                         detail);
    }
    if (error >= QNetworkReply::ProxyConnectionRefusedError
        && error <= QNetworkReply::UnknownProxyError) {
        return failureOf(FailureKind::Proxy,
                         tr("The proxy %1 does not let the request through to %2. Check the proxy "
                            "in the connection.")
                             .arg(m_proxy, m_server),
                         detail);
    }
    if (m_head.status != 0) {
        return failureOf(FailureKind::Interrupted,
                         tr("The connection to %1 broke in the middle of the answer. What came "
                            "before was kept. Send again for a whole one.")
                             .arg(m_server),
                         detail);
    }
    return failureBeforeAnswer(error, detail);
}

Failure HttpAttempt::failureBeforeAnswer(int error, const QString &detail) const
{
    switch (error) {
    case QNetworkReply::HostNotFoundError:
        return failureOf(FailureKind::Network,
                         tr("The name %1 was not found. Check the connection's address and the "
                            "network.")
                             .arg(m_server),
                         detail);
    case QNetworkReply::ConnectionRefusedError:
        return failureOf(FailureKind::Network,
                         tr("No server answers at %1. Start it, or check the connection's address "
                            "and port.")
                             .arg(m_server),
                         detail);
    case QNetworkReply::SslHandshakeFailedError:
        return failureOf(FailureKind::Certificate,
                         tr("The connection to %1 is not safe, and nothing was sent: %2 If the "
                            "server is your own, name its certificate as CA file in the "
                            "connection.")
                             .arg(m_server,
                                  m_certificateFaults.isEmpty()
                                      ? detail
                                      : m_certificateFaults.join(u"; "_s) + u'.'),
                         detail);
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
        return failureOf(FailureKind::Protocol,
                         tr("What answers at %1 does not speak HTTP. Check the connection's "
                            "address and port.")
                             .arg(m_server),
                         detail);
    default:
        return failureOf(
            FailureKind::Network,
            tr("The connection to %1 broke before an answer came. Send again.").arg(m_server),
            detail);
    }
}

} // namespace hermes::modelapi
