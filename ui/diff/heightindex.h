#pragma once

#include <QList>

namespace hermes::diffview {

/// Heights of rows, and where each begins: a Fenwick tree, so that one height changes and one
/// position is found in O(log n). Heights are in pixels and at least 1.
class HeightIndex
{
public:
    void reset(const QList<int> &heights);
    void setHeight(int row, int height);

    [[nodiscard]] int height(int row) const { return m_heights.at(row); }
    [[nodiscard]] int offsetOf(int row) const; ///< `row` may be the number of rows.
    /// The row at a distance from the top; the last one below the end; -1 without rows.
    [[nodiscard]] int rowAt(int offset) const;
    [[nodiscard]] int total() const { return offsetOf(static_cast<int>(m_heights.size())); }

private:
    QList<int> m_heights;
    QList<int> m_sums; ///< m_sums[i - 1]: sum of the (i & -i) heights that end with the i-th.
};

} // namespace hermes::diffview
