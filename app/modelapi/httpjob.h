#pragma once

#include "modelapi/httpattempt.h"
#include "modelapi/retry.h"

namespace hermes::modelapi {

/// One request with its retries, from the first byte sent to the last one read.
///
/// Error statuses, redirects, time-outs and what may not be sent at all end it with a Failure; only
/// a successful answer's bytes are told. Thread: the one that made it.
class HttpJob final : public QObject
{
    Q_OBJECT

public:
    HttpJob(const ConnectionSettings &settings, const HttpRequest &request,
            const RetryPolicy &retries);
    ~HttpJob() override;

    /// Once. `key` is kept until the end and then overwritten; empty: none is sent.
    void start(QByteArrayView key);
    /// Closes the connection now; `finished` follows.
    void cancel();
    /// Ends it for a reason that the reader of the bytes found; `finished` follows.
    void fail(const Failure &failure);
    /// The reader saw that the server lives: its idle time begins anew.
    void noteProgress();

    /// The server as messages name it.
    [[nodiscard]] QString server() const;
    [[nodiscard]] QByteArrayView key() const { return m_key; }
    [[nodiscard]] int attempts() const { return m_attempts; }
    /// What the last attempt was answered with, an error's or a proxy's too; status 0: nothing.
    [[nodiscard]] const AnswerHead &head() const { return m_head; }

Q_SIGNALS:
    /// Of a successful answer.
    void headArrived(const hermes::modelapi::AnswerHead &head);
    void bytesArrived(const QByteArray &bytes);
    /// `failure` will be followed by another attempt after `wait`.
    void waiting(const hermes::modelapi::Failure &failure, std::chrono::milliseconds wait);
    /// Exactly once, never from inside start(), cancel() or fail().
    void finished(const std::optional<hermes::modelapi::Failure> &failure);

private:
    enum class State
    {
        Ready,
        Running, ///< An attempt or the wait before one.
        Over
    };

    void begin();
    void takeHead(const AnswerHead &head);
    void takeBytes(const QByteArray &bytes);
    void takeEnd(const std::optional<Failure> &failure);
    void retryOrEnd(const Failure &failure);
    void end(const std::optional<Failure> &failure);
    void closeConnection();
    [[nodiscard]] Failure redirection() const;

    ConnectionSettings m_settings;
    HttpRequest m_request;
    RetryPolicy m_retries;
    QByteArray m_key;
    std::unique_ptr<HttpAttempt> m_attempt;
    AnswerHead m_head;
    QByteArray m_errorBody;
    QTimer m_idle;
    QTimer m_total;
    QTimer m_pause;
    int m_attempts = 0;
    bool m_hasDelivered = false; ///< Bytes of a successful answer: from then on there is no retry.
    State m_state = State::Ready;
};

} // namespace hermes::modelapi
