#pragma once

#include "diff/linediff.h"

namespace hermes::diff {

/// Where a run of added or removed lines may lie in several places, it is moved to the last one
/// that begins at a heading; failing that after a blank line, failing that at a blank line, failing
/// that to the last of all. Hunks that touch after that are joined. `left`, `right`: the lines;
/// `hunks` in order.
[[nodiscard]] QList<DiffHunk> slideToParagraphs(QList<DiffHunk> hunks,
                                                const QList<QStringView> &left,
                                                const QList<QStringView> &right);

/// The same towards the end whatever the lines say: equal changes of two texts come to lie in the
/// same place.
[[nodiscard]] QList<DiffHunk> slideToEnd(QList<DiffHunk> hunks, const QList<QStringView> &left,
                                         const QList<QStringView> &right);

} // namespace hermes::diff
