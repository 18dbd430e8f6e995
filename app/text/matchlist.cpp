#include "text/matchlist.h"

#include <numeric>

namespace hermes::text {

MatchList::MatchList(const QList<Match> &matches) : m_before(matches) { }

Match MatchList::at(qsizetype index) const
{
    if (index < m_before.size()) {
        return m_before.at(index);
    }
    const Match &match = m_after.at(count() - 1 - index);
    return {match.start + m_shift, match.length};
}

qsizetype MatchList::firstFrom(qsizetype position) const
{
    qsizetype low = 0;
    qsizetype high = count();
    while (low < high) {
        const qsizetype middle = std::midpoint(low, high);
        if (at(middle).start < position) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

qsizetype MatchList::indexOf(const Match &match) const
{
    const qsizetype index = firstFrom(match.start);
    return index < count() && at(index) == match ? index : -1;
}

void MatchList::noteEdit(qsizetype start, qsizetype removed, qsizetype added)
{
    while (!m_before.isEmpty() && m_before.last().end() > start) {
        const Match match = m_before.takeLast();
        m_after.append({match.start - m_shift, match.length});
    }
    while (!m_after.isEmpty() && m_after.last().start + m_shift + m_after.last().length <= start) {
        const Match match = m_after.takeLast();
        m_before.append({match.start + m_shift, match.length});
    }
    while (!m_after.isEmpty()) {
        const qsizetype matchStart = m_after.last().start + m_shift;
        if (matchStart >= start + removed) {
            break;
        }
        m_after.removeLast();
    }
    m_shift += added - removed;
}

} // namespace hermes::text
