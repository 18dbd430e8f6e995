#pragma once

#include "modelapi/connectionsettings.h"
#include "modelapi/failure.h"

#include <QObject>
#include <QTimer>

#include <memory>

QT_BEGIN_NAMESPACE
class QNetworkAccessManager;
class QNetworkReply;
QT_END_NAMESPACE

namespace hermes::modelapi {

/// One try of one request, over a connection of its own that ends with this object.
///
/// Qt itself sends a request again, twice at most, if its connection closes before a byte came
/// back. Redirects, cookies, caches and passwords of servers are left alone; nothing is unpacked.
/// Thread: the one that made it.
class HttpAttempt final : public QObject
{
    Q_OBJECT

public:
    HttpAttempt();
    ~HttpAttempt() override;

    /// The key goes into one header of this request and nowhere else.
    void start(const HttpRequest &request, const ConnectionSettings &settings, QByteArrayView key);

    /// Closes the connection before it returns; called from inside a signal of this, the destructor
    /// does. No signal follows.
    void close();

Q_SIGNALS:
    void headArrived(const hermes::modelapi::AnswerHead &head);
    void bytesArrived(const QByteArray &bytes);
    /// The last signal. The failure is one of the way, never an error status; its message is whole.
    void finished(const std::optional<hermes::modelapi::Failure> &failure);

private:
    [[nodiscard]] bool prepareTls(const ConnectionSettings &settings);
    void connectReply();
    void setProxy(const ConnectionSettings &settings, const QUrl &url);
    void readHead();
    void readBytes();
    void end();
    void finish(const std::optional<Failure> &failure);
    [[nodiscard]] std::optional<Failure> failureOfReply() const;
    /// `error`: a QNetworkReply::NetworkError.
    [[nodiscard]] Failure failureBeforeAnswer(int error, const QString &detail) const;

    struct Tls;
    std::unique_ptr<QNetworkAccessManager> m_network;
    std::unique_ptr<QNetworkReply> m_reply;
    std::unique_ptr<Tls> m_tls;
    QString m_server; ///< Host and port, for messages.
    QString m_proxy; ///< Empty: none.
    QStringList m_certificateFaults;
    TimeOuts m_timeOuts;
    QTimer m_timer; ///< For the connection first, then for the head.
    AnswerHead m_head;
    bool m_isInSignal = false;
    bool m_isSent = false;
    bool m_isOver = false;
};

} // namespace hermes::modelapi
