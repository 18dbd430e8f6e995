#pragma once

#include "core/cancelflag.h"
#include "diff/linediff.h"
#include "diff/middlesplit.h"

#include <span>
#include <vector>

namespace hermes::diff {

/// Compares two sequences of symbols (see SymbolTable).
///
/// What occurs on one side alone is set aside at once: it is a difference whatever happens. The
/// rest is divided at the middle of a shortest script, which is exact; where that would take too
/// long, at the elements unique on both sides (patience); and where there is none, at the furthest
/// point reached. Keeps its memory between calls; one thread.
class SequenceDiff
{
public:
    explicit SequenceDiff(const core::CancelFlag &cancel) : m_cancel(cancel), m_middle(cancel) { }

    /// `symbolCount`: all symbols are smaller. Cancelled: one hunk over everything.
    [[nodiscard]] QList<DiffHunk> compare(std::span<const int> left, std::span<const int> right,
                                          int symbolCount);

private:
    struct Range
    {
        int leftBegin = 0;
        int leftEnd = 0;
        int rightBegin = 0;
        int rightEnd = 0;
    };
    struct Side
    {
        std::vector<int> symbols; // those that occur on both sides
        std::vector<int> places; // their places in the sequence
        std::vector<char> isChanged; // of the whole sequence
    };
    struct Anchor
    {
        int left = 0;
        int right = 0;
    };
    struct Occurrences
    {
        int left = 0;
        int right = 0;
        int rightPlace = 0;
    };

    void keepShared(std::span<const int> left, std::span<const int> right, int symbolCount);
    void solve(Range range);
    void solveBetween(Range range, const std::vector<Anchor> &anchors);
    [[nodiscard]] Range withoutCommonEnds(Range range) const;
    void markChanged(Range range);
    [[nodiscard]] std::vector<Anchor> anchorsIn(Range range);
    [[nodiscard]] static std::vector<Anchor> longestRising(const std::vector<Anchor> &anchors);
    [[nodiscard]] QList<DiffHunk> hunks() const;

    core::CancelFlag m_cancel;
    MiddleSplit m_middle;
    Side m_left;
    Side m_right;
    std::vector<Occurrences> m_occurrences;
    bool m_wasCancelled = false;
};

} // namespace hermes::diff
