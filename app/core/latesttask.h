#pragma once

#include "core/cancelflag.h"

#include <QFuture>
#include <QObject>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

namespace hermes::core {

/// Work started by typing: of many requests only the newest matters.
///
/// At most one job runs; a request made meanwhile cancels it and replaces any other that waits.
/// Only the newest result is delivered, on the thread of `receiver`, and none after the receiver or
/// this object is gone. Thread: that of the receiver; `Launch` starts the worker (for instance
/// `QtConcurrent::run`).
template <typename Output>
class LatestTask
{
public:
    using Launch = std::function<QFuture<Output>(CancelFlag)>;
    using Deliver = std::function<void(Output)>;

    LatestTask(QObject *receiver, Deliver deliver) : m_deliver(std::move(deliver))
    {
        // Gone with the receiver at the latest: a continuation never reaches a dead one.
        QObject::connect(receiver, &QObject::destroyed, m_context.get(), [this] {
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
        launch(m_cancel).then(m_context.get(),
                              [this](Output output) { finish(std::move(output)); });
    }

    void finish(Output output)
    {
        m_running = false;
        if (m_waiting) {
            const Launch next = std::move(*m_waiting);
            m_waiting.reset();
            start(next);
        } else if (!m_dropped && m_deliver) {
            m_deliver(std::move(output));
        }
    }

    Deliver m_deliver;
    CancelFlag m_cancel;
    std::optional<Launch> m_waiting;
    bool m_running = false;
    bool m_dropped = false;
    /// Context of the continuations. The last member, so that it dies first and none runs on a
    /// half-dead object.
    std::unique_ptr<QObject> m_context = std::make_unique<QObject>();
};

} // namespace hermes::core
