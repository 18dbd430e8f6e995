#include "diff/middlesplit.h"

#include <algorithm>

namespace hermes::diff {

namespace {
constexpr int unreached = -1;
constexpr int editsBetweenCancelChecks = 64;
} // namespace

void MiddleSplit::Frontier::reset(int leftSize, int rightSize)
{
    m_leftSize = leftSize;
    m_rightSize = rightSize;
    m_zero = rightSize + 1;
    m_edits = 0;
    // Grown only: old points are never read, begin() clears each diagonal before it comes into
    // reach.
    const auto needed = static_cast<size_t>(leftSize) + static_cast<size_t>(rightSize) + 3;
    if (m_points.size() < needed) {
        m_points.resize(needed);
    }
    set(0, unreached);
}

void MiddleSplit::Frontier::begin(int edits)
{
    m_edits = edits;
    if (edits <= m_rightSize) {
        set(-edits - 1, unreached);
    }
    if (edits <= m_leftSize) {
        set(edits + 1, unreached);
    }
}

int MiddleSplit::Frontier::firstDiagonal() const
{
    return m_edits <= m_rightSize ? -m_edits : -m_rightSize + ((m_edits - m_rightSize) & 1);
}

int MiddleSplit::Frontier::lastDiagonal() const
{
    return m_edits <= m_leftSize ? m_edits : m_leftSize - ((m_edits - m_leftSize) & 1);
}

bool MiddleSplit::Frontier::holds(int diagonal) const
{
    return diagonal >= -std::min(m_edits, m_rightSize) && diagonal <= std::min(m_edits, m_leftSize);
}

int MiddleSplit::Frontier::step(int diagonal) const
{
    if (m_edits == 0) {
        return 0;
    }
    int best = at(diagonal); // of two edits ago: still reachable, and all there is at the border
    const int removal = at(diagonal - 1);
    if (removal != unreached && removal < m_leftSize) {
        best = std::max(best, removal + 1);
    }
    const int addition = at(diagonal + 1);
    if (addition != unreached && addition - diagonal <= m_rightSize) {
        best = std::max(best, addition);
    }
    return best;
}

MiddleSplit::Point MiddleSplit::furthest(const Frontier &frontier)
{
    Point best;
    for (int diagonal = frontier.firstDiagonal(); diagonal <= frontier.lastDiagonal();
         diagonal += 2) {
        const int left = frontier.at(diagonal);
        if (left != unreached && 2 * left - diagonal > best.left + best.right) {
            best = {left, left - diagonal};
        }
    }
    return best;
}

template <typename IsEqual>
std::optional<MiddleSplit::Point> MiddleSplit::advance(Frontier &own, const Frontier &other,
                                                       int edits, MeetingSearch search,
                                                       IsEqual isEqual)
{
    own.begin(edits);
    for (int diagonal = own.firstDiagonal(); diagonal <= own.lastDiagonal(); diagonal += 2) {
        int x = own.step(diagonal);
        if (x == unreached) {
            own.set(diagonal, unreached);
            continue;
        }
        while (x < m_leftSize && x - diagonal < m_rightSize && isEqual(x, x - diagonal)) {
            ++x;
        }
        own.set(diagonal, x);
        const int mirrored = m_leftSize - m_rightSize - diagonal;
        if (search == MeetingSearch::Needed && other.holds(mirrored)
            && other.at(mirrored) != unreached && x + other.at(mirrored) >= m_leftSize) {
            return Point{x, x - diagonal};
        }
    }
    return std::nullopt;
}

MiddleSplit::Result MiddleSplit::find(std::span<const int> left, std::span<const int> right,
                                      int limit)
{
    m_leftSize = static_cast<int>(left.size());
    m_rightSize = static_cast<int>(right.size());
    m_forward.reset(m_leftSize, m_rightSize);
    m_backward.reset(m_leftSize, m_rightSize);
    // The searches can meet only after an odd number of edits in all if the lengths differ by an
    // odd number, else after an even one.
    const bool isOdd = (m_leftSize - m_rightSize) % 2 != 0;
    const MeetingSearch whenAhead = isOdd ? MeetingSearch::Needed : MeetingSearch::Needless;
    const MeetingSearch whenBack = isOdd ? MeetingSearch::Needless : MeetingSearch::Needed;
    const int *const a = left.data();
    const int *const b = right.data();
    const int *const lastOfA = a + m_leftSize - 1;
    const int *const lastOfB = b + m_rightSize - 1;

    for (int edits = 0; edits <= limit; ++edits) {
        if (edits % editsBetweenCancelChecks == 0 && m_cancel.isCancelled()) {
            return {Result::Kind::Cancelled, 0, 0};
        }
        if (const auto met = advance(m_forward, m_backward, edits, whenAhead,
                                     [=](int x, int y) { return a[x] == b[y]; })) {
            return {Result::Kind::Shortest, met->left, met->right};
        }
        if (const auto met = advance(m_backward, m_forward, edits, whenBack, [=](int x, int y) {
                return *(lastOfA - x) == *(lastOfB - y);
            })) {
            return {Result::Kind::Shortest, m_leftSize - met->left, m_rightSize - met->right};
        }
    }
    const Point ahead = furthest(m_forward);
    const Point back = furthest(m_backward);
    if (ahead.left + ahead.right >= back.left + back.right) {
        return {Result::Kind::Furthest, ahead.left, ahead.right};
    }
    return {Result::Kind::Furthest, m_leftSize - back.left, m_rightSize - back.right};
}

} // namespace hermes::diff
