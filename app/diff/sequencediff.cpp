#include "diff/sequencediff.h"

#include <algorithm>

namespace hermes::diff {

namespace {

/// Edits searched from each end before a range is divided otherwise: about a millisecond's work,
/// and far more edits than a person makes between two looks.
constexpr int exactEdits = 512;

} // namespace

QList<DiffHunk> SequenceDiff::compare(std::span<const int> left, std::span<const int> right,
                                      int symbolCount)
{
    m_wasCancelled = false;
    keepShared(left, right, symbolCount);
    solve(
        {0, static_cast<int>(m_left.symbols.size()), 0, static_cast<int>(m_right.symbols.size())});
    if (m_wasCancelled) {
        return {{0, static_cast<int>(left.size()), 0, static_cast<int>(right.size())}};
    }
    return hunks();
}

void SequenceDiff::keepShared(std::span<const int> left, std::span<const int> right,
                              int symbolCount)
{
    m_occurrences.assign(static_cast<size_t>(symbolCount), {});
    for (const int symbol : left) {
        m_occurrences[static_cast<size_t>(symbol)].left = 1;
    }
    for (const int symbol : right) {
        m_occurrences[static_cast<size_t>(symbol)].right = 1;
    }
    const auto keep = [this](std::span<const int> sequence, Side &side) {
        side.symbols.clear();
        side.places.clear();
        side.isChanged.assign(sequence.size(), 0);
        for (size_t i = 0; i < sequence.size(); ++i) {
            const Occurrences &found = m_occurrences[static_cast<size_t>(sequence[i])];
            if (found.left != 0 && found.right != 0) {
                side.symbols.push_back(sequence[i]);
                side.places.push_back(static_cast<int>(i));
            } else {
                side.isChanged[i] = 1;
            }
        }
    };
    keep(left, m_left);
    keep(right, m_right);
    // anchorsIn() counts in the same place and expects it clean.
    std::ranges::fill(m_occurrences, Occurrences{});
}

SequenceDiff::Range SequenceDiff::withoutCommonEnds(Range range) const
{
    const std::vector<int> &left = m_left.symbols;
    const std::vector<int> &right = m_right.symbols;
    const auto at = [](const std::vector<int> &symbols, int index) {
        return symbols[static_cast<size_t>(index)];
    };
    while (range.leftBegin < range.leftEnd && range.rightBegin < range.rightEnd
           && at(left, range.leftBegin) == at(right, range.rightBegin)) {
        ++range.leftBegin;
        ++range.rightBegin;
    }
    while (range.leftBegin < range.leftEnd && range.rightBegin < range.rightEnd
           && at(left, range.leftEnd - 1) == at(right, range.rightEnd - 1)) {
        --range.leftEnd;
        --range.rightEnd;
    }
    return range;
}

void SequenceDiff::markChanged(Range range)
{
    for (int i = range.leftBegin; i < range.leftEnd; ++i) {
        m_left.isChanged[static_cast<size_t>(m_left.places[static_cast<size_t>(i)])] = 1;
    }
    for (int i = range.rightBegin; i < range.rightEnd; ++i) {
        m_right.isChanged[static_cast<size_t>(m_right.places[static_cast<size_t>(i)])] = 1;
    }
}

// The first part by recursion, the second by going round: a chain of "furthest" splits costs no
// more depth than it has links of at least `exactEdits` elements.
void SequenceDiff::solve(Range range)
{
    while (!m_wasCancelled) {
        range = withoutCommonEnds(range);
        if (range.leftBegin == range.leftEnd || range.rightBegin == range.rightEnd) {
            markChanged(range);
            return;
        }
        const auto part = [](const Side &side, int begin, int end) {
            return std::span(side.symbols)
                .subspan(static_cast<size_t>(begin), static_cast<size_t>(end - begin));
        };
        const MiddleSplit::Result split =
            m_middle.find(part(m_left, range.leftBegin, range.leftEnd),
                          part(m_right, range.rightBegin, range.rightEnd), exactEdits);
        if (split.kind == MiddleSplit::Result::Kind::Cancelled) {
            m_wasCancelled = true;
            return;
        }
        if (split.kind == MiddleSplit::Result::Kind::Furthest) {
            if (const std::vector<Anchor> anchors = anchorsIn(range); !anchors.empty()) {
                solveBetween(range, anchors);
                return;
            }
        }
        const int leftMiddle = range.leftBegin + split.left;
        const int rightMiddle = range.rightBegin + split.right;
        solve({range.leftBegin, leftMiddle, range.rightBegin, rightMiddle});
        range.leftBegin = leftMiddle;
        range.rightBegin = rightMiddle;
    }
}

void SequenceDiff::solveBetween(Range range, const std::vector<Anchor> &anchors)
{
    Range gap = range;
    for (const Anchor &anchor : anchors) {
        gap.leftEnd = anchor.left;
        gap.rightEnd = anchor.right;
        solve(gap);
        gap.leftBegin = anchor.left + 1;
        gap.rightBegin = anchor.right + 1;
    }
    gap.leftEnd = range.leftEnd;
    gap.rightEnd = range.rightEnd;
    solve(gap);
}

std::vector<SequenceDiff::Anchor> SequenceDiff::anchorsIn(Range range)
{
    const auto symbolAt = [](const Side &side, int index) {
        return static_cast<size_t>(side.symbols[static_cast<size_t>(index)]);
    };
    for (int i = range.leftBegin; i < range.leftEnd; ++i) {
        ++m_occurrences[symbolAt(m_left, i)].left;
    }
    for (int i = range.rightBegin; i < range.rightEnd; ++i) {
        Occurrences &found = m_occurrences[symbolAt(m_right, i)];
        ++found.right;
        found.rightPlace = i;
    }
    std::vector<Anchor> unique;
    for (int i = range.leftBegin; i < range.leftEnd; ++i) {
        const Occurrences &found = m_occurrences[symbolAt(m_left, i)];
        if (found.left == 1 && found.right == 1) {
            unique.push_back({i, found.rightPlace});
        }
    }
    for (int i = range.leftBegin; i < range.leftEnd; ++i) {
        m_occurrences[symbolAt(m_left, i)] = {};
    }
    for (int i = range.rightBegin; i < range.rightEnd; ++i) {
        m_occurrences[symbolAt(m_right, i)] = {};
    }
    return longestRising(unique);
}

// Patience sorting: `ends[n]` is the anchor with the smallest right place that ends a rising chain
// of n + 1 anchors.
std::vector<SequenceDiff::Anchor> SequenceDiff::longestRising(const std::vector<Anchor> &anchors)
{
    std::vector<size_t> ends;
    std::vector<size_t> before(anchors.size());
    for (size_t i = 0; i < anchors.size(); ++i) {
        const auto chain = std::ranges::lower_bound(ends, anchors[i].right, {},
                                                    [&](size_t end) { return anchors[end].right; });
        before[i] = chain == ends.begin() ? i : *(chain - 1);
        if (chain == ends.end()) {
            ends.push_back(i);
        } else {
            *chain = i;
        }
    }
    std::vector<Anchor> rising(ends.size());
    size_t at = ends.empty() ? 0 : ends.back();
    for (size_t i = rising.size(); i-- > 0; at = before[at]) {
        rising[i] = anchors[at];
    }
    return rising;
}

QList<DiffHunk> SequenceDiff::hunks() const
{
    QList<DiffHunk> found;
    const size_t leftSize = m_left.isChanged.size();
    const size_t rightSize = m_right.isChanged.size();
    for (size_t left = 0, right = 0; left < leftSize || right < rightSize;) {
        const size_t leftStart = left;
        const size_t rightStart = right;
        while (left < leftSize && m_left.isChanged[left] != 0) {
            ++left;
        }
        while (right < rightSize && m_right.isChanged[right] != 0) {
            ++right;
        }
        if (left > leftStart || right > rightStart) {
            found.append({static_cast<int>(leftStart), static_cast<int>(left - leftStart),
                          static_cast<int>(rightStart), static_cast<int>(right - rightStart)});
        } else {
            ++left;
            ++right;
        }
    }
    return found;
}

} // namespace hermes::diff
