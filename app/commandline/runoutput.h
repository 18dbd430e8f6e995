#pragma once

#include "commandline/commandline.h"

#include <QList>

namespace hermes::commandline {

/// What one of several runs prints: held back until it is that run's turn, so that none is printed
/// into another. Thread: one.
class RunOutput
{
public:
    /// `streams` outlives it.
    explicit RunOutput(const Streams &streams) : m_streams(streams) { }

    void output(const QByteArray &bytes);
    void errors(const QByteArray &bytes);
    /// Prints what was held back, and from now on at once.
    void release();

    /// Text of others as a terminal may show it; to a file or a pipe the very text.
    [[nodiscard]] QByteArray printable(const QString &text) const;

private:
    struct Piece
    {
        QByteArray bytes;
        const std::function<void(const QByteArray &)> *stream = nullptr;
    };
    void put(const Piece &piece);

    const Streams &m_streams;
    QList<Piece> m_held;
    bool m_isHeld = true;
};

} // namespace hermes::commandline
