#include "text/lines.h"

#include <algorithm>

namespace hermes::text {

TextLines::TextLines(const QString &text) : m_text(text), m_starts{0}
{
    for (qsizetype end = text.indexOf(u'\n'); end >= 0; end = text.indexOf(u'\n', end + 1)) {
        m_starts.append(end + 1);
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
    while (m_after.size() < index) {
        const LineState before = m_after.isEmpty() ? LineState() : m_after.last();
        m_after.append(classify(line(m_after.size()), before).after);
    }
    return index > 0 ? m_after.at(index - 1) : LineState();
}

void LineStates::reset(qsizetype lineCount)
{
    m_lines.fill({}, lineCount);
    m_next = 0;
    m_changedUntil = 0;
    m_known = 0;
    m_headings.clear();
    ++m_headingRevision;
}

QList<HeadingLine>::iterator LineStates::headingFrom(qsizetype line)
{
    return std::ranges::lower_bound(m_headings, line, {}, &HeadingLine::line);
}

/// Lines were inserted at a place, or taken away from there on.
void LineStates::moveHeadings(qsizetype first, qsizetype difference)
{
    auto heading = headingFrom(first);
    if (difference < 0) {
        const auto behind = headingFrom(first - difference);
        m_headingRevision += behind - heading;
        heading = m_headings.erase(heading, behind);
    }
    for (; heading != m_headings.end(); ++heading) {
        heading->line += difference;
    }
}

/// The line has another level than before; 0 = none.
void LineStates::noteHeading(qsizetype line, int level)
{
    const auto place = headingFrom(line);
    const bool isThere = place != m_headings.end() && place->line == line;
    if (isThere && level > 0) {
        place->level = level;
    } else if (isThere) {
        m_headings.erase(place);
    } else {
        m_headings.insert(place, {line, level});
    }
    ++m_headingRevision;
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
    if (difference != 0) {
        moveHeadings(first, difference);
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
