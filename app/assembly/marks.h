#pragma once

#include "assembly/assembly.h"

#include <QList>

namespace hermes::assembly {

/// Text that stands in an element of its own.
struct Mark
{
    ByteRange range;
    bool isDropped = false; ///< Otherwise it is marked.

    bool operator==(const Mark &) const = default;
    [[nodiscard]] qint64 end() const { return range.start + range.length; }
};

/// In order, none empty and none upon another; what is dropped is not marked, too.
[[nodiscard]] QList<Mark> marksOf(const QList<ByteRange> &marked, const QList<ByteRange> &dropped);

/// What of them lies in a range, counted from its start. `marks`: by marksOf().
[[nodiscard]] QList<Mark> marksWithin(const QList<Mark> &marks, const ByteRange &range);

} // namespace hermes::assembly
