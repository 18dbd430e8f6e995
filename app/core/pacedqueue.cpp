#include "core/pacedqueue.h"

#include <QElapsedTimer>

#include <chrono>
#include <utility>

using namespace std::chrono_literals;

namespace hermes::core {

namespace {

/// Half of what the UI thread may be busy at a time; the last piece of a turn may take the rest.
constexpr qint64 turnMilliseconds = 4;

} // namespace

PacedQueue::PacedQueue(QObject *parent) : QObject(parent)
{
    m_turn.setInterval(0ms); // fires when nothing else is to be done
    connect(&m_turn, &QTimer::timeout, this, &PacedQueue::takeTurn);
}

void PacedQueue::add(Piece piece)
{
    m_pieces.push_back(std::move(piece));
    m_turn.start();
}

void PacedQueue::clear()
{
    m_pieces.clear();
    m_turn.stop();
}

void PacedQueue::takeTurn()
{
    QElapsedTimer timer;
    timer.start();
    do {
        const Piece piece = std::move(m_pieces.front());
        m_pieces.pop_front();
        piece();
    } while (!m_pieces.empty() && timer.elapsed() < turnMilliseconds);
    if (m_pieces.empty()) {
        m_turn.stop();
    }
}

} // namespace hermes::core
