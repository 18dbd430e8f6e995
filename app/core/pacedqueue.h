#pragma once

#include <QObject>
#include <QTimer>

#include <deque>
#include <functional>

namespace hermes::core {

/// Work for the UI thread, cut into pieces: a turn of the event loop does as many as fit into a few
/// milliseconds, then keys, mouse and painting have their turn.
///
/// Pieces run in the order in which they were added. Thread: that of the object, which needs a
/// running event loop.
class PacedQueue final : public QObject
{
    Q_OBJECT

public:
    using Piece = std::function<void()>;

    explicit PacedQueue(QObject *parent = nullptr);

    /// Never runs it at once. A piece may add others, and may clear the queue.
    void add(Piece piece);
    /// Forgets what has not run yet.
    void clear();
    [[nodiscard]] bool isEmpty() const { return m_pieces.empty(); }

private:
    void takeTurn();

    std::deque<Piece> m_pieces;
    QTimer m_turn;
};

} // namespace hermes::core
