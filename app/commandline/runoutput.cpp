#include "commandline/runoutput.h"

#include "commandline/report.h"

#include <utility>

namespace hermes::commandline {

void RunOutput::output(const QByteArray &bytes)
{
    put({bytes, &m_streams.output});
}

void RunOutput::errors(const QByteArray &bytes)
{
    put({bytes, &m_streams.errors});
}

void RunOutput::put(const Piece &piece)
{
    if (m_isHeld) {
        m_held.append(piece);
    } else {
        (*piece.stream)(piece.bytes);
    }
}

void RunOutput::release()
{
    m_isHeld = false;
    for (const auto pieces = std::exchange(m_held, {}); const Piece &piece : pieces) {
        (*piece.stream)(piece.bytes);
    }
}

QByteArray RunOutput::printable(const QString &text) const
{
    return (m_streams.isTerminal ? shown(text) : text).toUtf8();
}

} // namespace hermes::commandline
