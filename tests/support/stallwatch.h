#pragma once

#include <QObject>

#include <atomic>
#include <ctime>
#include <memory>
#include <thread>

QT_BEGIN_NAMESPACE
class QSocketNotifier;
QT_END_NAMESPACE

namespace hermes::test {

/// Measures how long the event loop of its thread leaves something from outside unanswered.
///
/// A thread of its own knocks at a descriptor every two milliseconds, as keys and mouse come
/// through the display's socket, and looks how long the answer takes. Beside the time on the clock
/// it counts the processor time that the watched thread used meanwhile: on a busy machine that is
/// the part the program is to blame for. Thread: the watched one, which needs a running event loop.
class StallWatch final : public QObject
{
    Q_OBJECT

public:
    struct Stall
    {
        double elapsedMilliseconds = 0;
        double processorMilliseconds = 0;
    };

    explicit StallWatch(QObject *parent = nullptr);
    ~StallWatch() override;
    Q_DISABLE_COPY_MOVE(StallWatch)

    /// Forgets what was measured so far.
    void restart();
    /// The largest of each kind so far; not necessarily of the same moment.
    [[nodiscard]] Stall longest() const { return m_longest; }
    /// How often the thread answered.
    [[nodiscard]] int answers() const { return m_answers; }

private:
    struct Moment
    {
        qint64 elapsed = 0; ///< ns
        qint64 processor = 0; ///< ns
    };

    void knock(const std::stop_token &stop);
    void answer();
    [[nodiscard]] Moment now() const;

    int m_descriptor;
    clockid_t m_clock{};
    QSocketNotifier *m_notifier;
    std::atomic<bool> m_isAnswered = true;
    Moment m_knocked; ///< Handed over by m_isAnswered.
    Stall m_longest;
    int m_answers = 0;
    std::jthread m_thread; ///< The last member: it stops before the others go.
};

} // namespace hermes::test
