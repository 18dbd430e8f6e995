#pragma once

#include "modelapi/answerevent.h"
#include "modelapi/failure.h"
#include "modelapi/receivedbytes.h"
#include "modelapi/retry.h"
#include "modelapi/streamlimits.h"

#include <QElapsedTimer>
#include <QObject>

#include <memory>

namespace hermes::modelapi {

class AnswerReader;
class HttpJob;
class KeyFilter;

/// What a test or a careful user changes about an exchange.
struct ExchangeOptions
{
    RetryPolicy retries = usualRetryPolicy();
    StreamLimits limits;
};

/// How an exchange went.
struct ExchangeOutcome
{
    Answer answer; ///< What came, even if it is not all.
    std::optional<Failure> failure; ///< Nothing: the answer is whole.
    AnswerHead head; ///< Of the last answer, an error's or a proxy's too; status 0: none came.
    QByteArray received; ///< The first 256 KiB of its bytes, without the key.
    int attempts = 0;
    std::optional<std::chrono::milliseconds>
        firstToken; ///< From start to the first text or thinking.
    std::chrono::milliseconds total{}; ///< From start to end.
};

/// One request to a model and its answer, told as it comes.
///
/// What a server repeats of the key is in nothing that is told.
///
/// Cancel and destruction close the connection at once. The key lives as long as the request.
/// Thread: the one that made it, which needs an event loop.
class Exchange final : public QObject
{
    Q_OBJECT

public:
    Exchange(const ConnectionSettings &settings, const HttpRequest &request,
             const ExchangeOptions &options, QObject *parent);
    ~Exchange() override;

    /// Once. `key`: empty = none is sent; it is refused where http would show it on the way.
    void start(QByteArrayView key);
    /// `finished` follows with what came so far.
    void cancel();

Q_SIGNALS:
    void eventsArrived(const QList<hermes::modelapi::AnswerEvent> &events);
    /// Another attempt follows after `wait`; cancel() ends the wait, too.
    void waiting(const hermes::modelapi::Failure &failure, std::chrono::milliseconds wait);
    /// Exactly once, never from inside start() or cancel().
    void finished(const hermes::modelapi::ExchangeOutcome &outcome);

private:
    void takeHead(const AnswerHead &head);
    void takeBytes(const QByteArray &bytes);
    /// What a server's error among them means.
    std::optional<Failure> takeEvents(const QList<AnswerEvent> &events);
    void tell(const QList<AnswerEvent> &events);
    void takeEnd(const std::optional<Failure> &failure);
    [[nodiscard]] Failure failureOfUnread() const;
    [[nodiscard]] std::optional<Failure> failureOfReader() const;
    [[nodiscard]] std::optional<Failure> failureAtEnd() const;

    ConnectionSettings m_settings;
    ExchangeOptions m_options;
    std::unique_ptr<HttpJob> m_job;
    std::unique_ptr<AnswerReader> m_reader;
    std::unique_ptr<KeyFilter> m_filter; ///< From start() on.
    ExchangeOutcome m_outcome;
    Extent m_extent = Extent::Whole; ///< Of the received bytes.
    QByteArray m_unread; ///< The beginning of an answer in a form that no API promises.
    qint64 m_eventCount = 0;
    QElapsedTimer m_clock;
};

} // namespace hermes::modelapi
