#pragma once

#include "core/cancelflag.h"

#include <QList>
#include <QStringView>

namespace hermes::diff {

/// Two lines that are versions of each other, as indices into the lists that were compared.
struct LinePair
{
    int left = 0;
    int right = 0;

    bool operator==(const LinePair &) const = default;
};

/// Which lines of a hunk belong together: those that look alike, and those that share at least two
/// fifths of their words by length. In order on both sides; a line is in one pair at most. The best
/// choice for small hunks, a good one for large. Cancelled: no pairs.
[[nodiscard]] QList<LinePair> pairSimilarLines(const QList<QStringView> &left,
                                               const QList<QStringView> &right,
                                               const core::CancelFlag &cancel);

} // namespace hermes::diff
