#include "diff/heightindex.h"

#include <algorithm>
#include <bit>

namespace hermes::diffview {

void HeightIndex::reset(const QList<int> &heights)
{
    m_heights = heights;
    m_sums = heights;
    for (qsizetype i = 1; i <= m_sums.size(); ++i) {
        if (const qsizetype next = i + (i & -i); next <= m_sums.size()) {
            m_sums[next - 1] += m_sums.at(i - 1);
        }
    }
}

void HeightIndex::setHeight(int row, int height)
{
    const int difference = height - m_heights.at(row);
    m_heights[row] = height;
    for (qsizetype i = row + 1; i <= m_sums.size(); i += i & -i) {
        m_sums[i - 1] += difference;
    }
}

int HeightIndex::offsetOf(int row) const
{
    int sum = 0;
    for (qsizetype i = row; i > 0; i -= i & -i) {
        sum += m_sums.at(i - 1);
    }
    return sum;
}

int HeightIndex::rowAt(int offset) const
{
    qsizetype row = 0;
    int left = std::max(offset, 0);
    for (auto step = static_cast<qsizetype>(std::bit_floor(static_cast<size_t>(m_sums.size())));
         step > 0; step /= 2) {
        if (row + step <= m_sums.size() && m_sums.at(row + step - 1) <= left) {
            row += step;
            left -= m_sums.at(row - 1);
        }
    }
    return static_cast<int>(std::min(row, m_sums.size() - 1));
}

} // namespace hermes::diffview
