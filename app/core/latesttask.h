#pragma once

#include "core/cancelflag.h"

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

#include <functional>
#include <optional>
#include <utility>

namespace hermes::core {

/// Work started by typing: of many requests only the newest matters.
///
/// At most one job runs; a request made meanwhile cancels it and replaces any other that waits.
/// Only the newest result is delivered, from the event loop of the receiver's thread, never within
/// request(), and none after the receiver or this object is gone. A job that ends without a result
/// delivers nothing. Thread: that of the receiver; `Launch` starts the worker (for instance
/// `QtConcurrent::run`).
template <typename Output>
class LatestTask
{
public:
    using Launch = std::function<QFuture<Output>(CancelFlag)>;
    using Deliver = std::function<void(Output)>;

    LatestTask(QObject *receiver, Deliver deliver) : m_deliver(std::move(deliver))
    {
        QObject::connect(&m_watcher, &QFutureWatcherBase::finished, &m_watcher,
                         [this] { finish(); });
        QObject::connect(receiver, &QObject::destroyed, &m_watcher, [this] {
            cancel();
            m_deliver = {};
        });
    }
    ~LatestTask() { cancel(); }
    Q_DISABLE_COPY_MOVE(LatestTask)

    [[nodiscard]] bool isRunning() const { return m_running; }

    void request(Launch launch)
    {
        m_cancel.cancel();
        if (m_running) {
            m_waiting = std::move(launch);
        } else {
            start(launch);
        }
    }

    void cancel()
    {
        m_cancel.cancel();
        m_waiting.reset();
        m_dropped = m_running;
    }

private:
    void start(const Launch &launch)
    {
        m_running = true;
        m_dropped = false;
        m_cancel = {};
        m_watcher.setFuture(launch(m_cancel));
    }

    void finish()
    {
        m_running = false;
        if (m_waiting) {
            const Launch next = std::move(*m_waiting);
            m_waiting.reset();
            start(next);
            return;
        }
        QFuture<Output> done = m_watcher.future();
        if (!m_dropped && m_deliver && done.isValid() && done.resultCount() > 0) {
            const Deliver deliver = m_deliver; // who takes the result may destroy this task
            deliver(done.takeResult());
        }
    }

    Deliver m_deliver;
    CancelFlag m_cancel;
    std::optional<Launch> m_waiting;
    bool m_running = false;
    bool m_dropped = false;
    /// Tells of the end of a job by an event, even of one that is done before it is watched. The
    /// last member, so that it dies first and nothing reaches a half-dead object.
    QFutureWatcher<Output> m_watcher;
};

} // namespace hermes::core
