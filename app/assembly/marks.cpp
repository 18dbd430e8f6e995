#include "assembly/marks.h"

#include <algorithm>

namespace hermes::assembly {

QList<Mark> marksOf(const QList<ByteRange> &marked, const QList<ByteRange> &dropped)
{
    QList<Mark> marks;
    for (const ByteRange &range : dropped) {
        marks.append({range, true});
    }
    for (const ByteRange &range : marked) {
        const bool isDropped = std::ranges::any_of(dropped, [&](const ByteRange &gone) {
            return range.start < gone.start + gone.length
                && gone.start < range.start + range.length;
        });
        if (!isDropped) {
            marks.append({range, false});
        }
    }
    std::ranges::stable_sort(marks, {}, [](const Mark &mark) { return mark.range.start; });
    QList<Mark> apart;
    qint64 done = 0;
    for (const Mark &mark : std::as_const(marks)) {
        const qint64 start = std::max(mark.range.start, done);
        if (start < mark.end()) {
            apart.append({{start, mark.end() - start}, mark.isDropped});
            done = mark.end();
        }
    }
    return apart;
}

QList<Mark> marksWithin(const QList<Mark> &marks, const ByteRange &range)
{
    QList<Mark> within;
    const qint64 end = range.start + range.length;
    for (auto mark = std::ranges::upper_bound(marks, range.start, {}, &Mark::end);
         mark != marks.cend() && mark->range.start < end; ++mark) {
        const qint64 from = std::max(mark->range.start, range.start);
        within.append({{from - range.start, std::min(mark->end(), end) - from}, mark->isDropped});
    }
    return within;
}

} // namespace hermes::assembly
