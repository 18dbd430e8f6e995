#include "search/gramfilter.h"

#include <algorithm>
#include <bit>

namespace hermes::search {

namespace {

int markOf(quint32 gram)
{
    constexpr quint32 spread = 2654435761U;
    constexpr int bits = std::countr_zero(unsigned(gramMarks));
    return static_cast<int>((gram * spread) >> (32 - bits));
}

template <typename Take>
void forEachMark(QByteArrayView folded, Take take)
{
    constexpr quint32 mask = 0xFF'FFFF;
    quint32 gram = 0;
    for (qsizetype i = 0; i < folded.size(); ++i) {
        gram = (gram << 8 | static_cast<uchar>(folded[i])) & mask;
        if (i + 1 >= gramLength) {
            take(markOf(gram));
        }
    }
}

} // namespace

void addGrams(GramSet &set, QByteArrayView folded)
{
    forEachMark(folded, [&set](int mark) {
        set[static_cast<size_t>(mark / 64)] |= quint64(1) << mark % 64;
    });
}

std::vector<int> gramsOf(QByteArrayView folded)
{
    std::vector<int> marks;
    forEachMark(folded, [&marks](int mark) { marks.push_back(mark); });
    std::ranges::sort(marks);
    marks.erase(std::ranges::unique(marks).begin(), marks.end());
    return marks;
}

} // namespace hermes::search
