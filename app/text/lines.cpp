#include "text/lines.h"

#include <algorithm>

namespace hermes::text {

TextLines::TextLines(const QString &text) : m_text(text), m_starts{0}
{
    for (qsizetype end = text.indexOf(u'\n'); end >= 0; end = text.indexOf(u'\n', end + 1)) {
        m_starts.append(end + 1);
    }
    m_after.reserve(m_starts.size());
    LineState state;
    for (qsizetype i = 0; i < m_starts.size(); ++i) {
        state = classify(line(i), state).after;
        m_after.append(state);
    }
}

QString TextLines::line(qsizetype index) const
{
    const qsizetype first = m_starts.at(index);
    const qsizetype end = index + 1 < m_starts.size() ? m_starts.at(index + 1) - 1 : m_text.size();
    return m_text.sliced(first, end - first);
}

qsizetype TextLines::indexAt(qsizetype position) const
{
    const auto after = std::upper_bound(m_starts.begin(), m_starts.end(), position);
    return std::max<qsizetype>(0, after - m_starts.begin() - 1);
}

LineState TextLines::stateBefore(qsizetype index) const
{
    return index > 0 ? m_after.at(index - 1) : LineState();
}

void LineStates::reset(qsizetype lineCount)
{
    m_lines.fill({}, lineCount);
    m_next = 0;
    m_changedUntil = 0;
    m_known = 0;
}

void LineStates::noteChange(qsizetype first, qsizetype last, qsizetype lineCount)
{
    const qsizetype difference = lineCount - m_lines.size();
    // The state after the last line that was replaced stays the last: reaching it again means that
    // nothing below changed.
    if (difference > 0) {
        m_lines.insert(first, difference, {});
    } else {
        m_lines.remove(first, -difference);
    }
    const auto shifted = [first, difference](qsizetype line) {
        return line > first ? std::max(first, line + difference) : line;
    };
    const bool isWaiting = m_next < m_known;
    // What is known below a line that waits is older than what is known above it.
    const qsizetype waiting = std::max(shifted(m_changedUntil), shifted(m_next) + 1);
    m_changedUntil = std::max(isWaiting ? waiting : 0, last + 1);
    m_known = shifted(m_known);
    m_next = std::min({shifted(m_next), first, m_lines.size()});
}

LineState LineStates::before(qsizetype line) const
{
    return line > 0 ? m_lines.at(line - 1).after : LineState();
}

} // namespace hermes::text
