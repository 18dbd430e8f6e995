#pragma once

#include "core/cancelflag.h"

#include <cstddef>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace hermes::diff {

/// Finds where to divide the comparison of two sequences: the middle of a shortest edit script.
///
/// E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (Algorithmica 1, 1986), section
/// 4b: a search from both ends, in space linear in the input.
class MiddleSplit
{
public:
    explicit MiddleSplit(core::CancelFlag cancel) : m_cancel(std::move(cancel)) { }

    struct Result
    {
        enum class Kind
        {
            Shortest, ///< The split lies on a shortest script.
            Furthest, ///< The limit was reached; the split is the furthest point found, from either
                      ///< end.
            Cancelled,
        };
        Kind kind = Kind::Shortest;
        int left = 0; ///< Elements of the left sequence before the split.
        int right = 0;
    };

    /// Neither sequence may be empty, and first and last elements must differ: then both parts are
    /// smaller than the whole. `limit`: edits searched from each end; the work is at most about its
    /// square.
    [[nodiscard]] Result find(std::span<const int> left, std::span<const int> right, int limit);

private:
    /// The furthest points reached from one end with so many edits, one for each diagonal (left −
    /// right).
    class Frontier
    {
    public:
        void reset(int leftSize, int rightSize);
        void begin(int edits);
        [[nodiscard]] int at(int diagonal) const { return m_points[index(diagonal)]; }
        [[nodiscard]] int firstDiagonal() const;
        [[nodiscard]] int lastDiagonal() const;
        [[nodiscard]] bool holds(int diagonal) const;
        /// Where a further edit may lead on this diagonal; -1 if nowhere.
        [[nodiscard]] int step(int diagonal) const;
        void set(int diagonal, int left) { m_points[index(diagonal)] = left; }

    private:
        [[nodiscard]] size_t index(int diagonal) const
        {
            return static_cast<size_t>(std::ptrdiff_t{m_zero} + diagonal);
        }

        std::vector<int> m_points;
        int m_zero = 0;
        int m_leftSize = 0;
        int m_rightSize = 0;
        int m_edits = 0;
    };
    struct Point
    {
        int left = 0;
        int right = 0;
    };
    enum class MeetingSearch
    {
        Needed,
        Needless
    };
    /// One more edit from one end; the point, seen from that end, at which it met the search from
    /// the other.
    template <typename IsEqual>
    [[nodiscard]] std::optional<Point> advance(Frontier &own, const Frontier &other, int edits,
                                               MeetingSearch search, IsEqual isEqual);
    [[nodiscard]] static Point furthest(const Frontier &frontier);

    core::CancelFlag m_cancel;
    int m_leftSize = 0;
    int m_rightSize = 0;
    Frontier m_forward;
    Frontier m_backward;
};

} // namespace hermes::diff
