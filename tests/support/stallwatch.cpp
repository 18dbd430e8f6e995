#include "stallwatch.h"

#include <QSocketNotifier>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace hermes::test {

namespace {

constexpr auto pause = std::chrono::milliseconds(2);

qint64 nanoseconds(clockid_t clock)
{
    timespec time{};
    ::clock_gettime(clock, &time);
    return time.tv_sec * qint64(1'000'000'000) + time.tv_nsec;
}

double milliseconds(qint64 nanoseconds)
{
    return static_cast<double>(nanoseconds) / 1e6;
}

} // namespace

StallWatch::StallWatch(QObject *parent)
    : QObject(parent)
    , m_descriptor(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
    , m_notifier(new QSocketNotifier(m_descriptor, QSocketNotifier::Read, this))
{
    ::pthread_getcpuclockid(::pthread_self(), &m_clock);
    connect(m_notifier, &QSocketNotifier::activated, this, &StallWatch::answer);
    m_thread = std::jthread([this](const std::stop_token &stop) { knock(stop); });
}

StallWatch::~StallWatch()
{
    m_thread.request_stop();
    m_thread.join();
    delete m_notifier;
    ::close(m_descriptor);
}

void StallWatch::restart()
{
    m_longest = {};
    m_answers = 0;
}

StallWatch::Moment StallWatch::now() const
{
    return {nanoseconds(CLOCK_MONOTONIC), nanoseconds(m_clock)};
}

void StallWatch::knock(const std::stop_token &stop)
{
    while (!stop.stop_requested()) {
        if (m_isAnswered.load(std::memory_order_acquire)) {
            m_knocked = now();
            m_isAnswered.store(false, std::memory_order_release);
            const std::uint64_t one = 1;
            [[maybe_unused]] const ssize_t written = ::write(m_descriptor, &one, sizeof one);
        }
        std::this_thread::sleep_for(pause);
    }
}

void StallWatch::answer()
{
    std::uint64_t count = 0;
    if (::read(m_descriptor, &count, sizeof count) != sizeof count
        || m_isAnswered.load(std::memory_order_acquire)) {
        return;
    }
    const Moment here = now();
    m_longest.elapsedMilliseconds =
        std::max(m_longest.elapsedMilliseconds, milliseconds(here.elapsed - m_knocked.elapsed));
    m_longest.processorMilliseconds = std::max(m_longest.processorMilliseconds,
                                               milliseconds(here.processor - m_knocked.processor));
    ++m_answers;
    m_isAnswered.store(true, std::memory_order_release);
}

} // namespace hermes::test
