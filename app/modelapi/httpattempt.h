#pragma once

#include "modelapi/connectionsettings.h"
#include "modelapi/transfer.h"

#include <utility>

namespace hermes::modelapi {

/// One try of one request, over a connection of its own that ends with this object.
///
/// Time-outs, the way through a proxy, and what is told of a way that does not lead there. Thread:
/// the one that made it.
class HttpAttempt final : public QObject
{
    Q_OBJECT

public:
    HttpAttempt();

    /// The key goes into one header of this request and nowhere else.
    void start(const HttpRequest &request, const ConnectionSettings &settings, QByteArrayView key);

    /// Closes the connection before it returns. No signal follows.
    void close();

Q_SIGNALS:
    void headArrived(const hermes::modelapi::AnswerHead &head);
    /// What a proxy says that does not let the request through; a failure follows.
    void proxyRefused(const hermes::modelapi::AnswerHead &head);
    void bytesArrived(const QByteArray &bytes);
    /// The last signal. The failure is one of the way, never an error status; its message is whole.
    void finished(const std::optional<hermes::modelapi::Failure> &failure);

private:
    void goOn(qsizetype left);
    void takeHead(const AnswerHead &head);
    void end(const TransferEnd &end);
    void finish(const std::optional<Failure> &failure);
    [[nodiscard]] Failure timedOut() const;
    [[nodiscard]] Failure failureOf(const TransferEnd &end) const;
    [[nodiscard]] static std::pair<FailureKind, QString> wordsOf(TransferEnd::Fault fault);
    [[nodiscard]] Failure proxyWithoutPassword(const QString &detail) const;
    [[nodiscard]] Failure unsafe(const TransferEnd &end) const;

    Transfer m_transfer;
    QString m_server; ///< Host and port, for messages.
    QString m_proxy; ///< Empty: none.
    QString m_caFile;
    TimeOuts m_timeOuts;
    QTimer m_timer; ///< For the connection and the request first, then for the head.
    bool m_isSent = false;
    bool m_isOver = false;
};

} // namespace hermes::modelapi
