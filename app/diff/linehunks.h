#pragma once

#include "diff/linediff.h"

namespace hermes::diff {

/// diffLines() before hunks are slid: where equal choices exist, any of them.
[[nodiscard]] QList<DiffHunk> shortestHunks(const QList<QStringView> &left,
                                            const QList<QStringView> &right,
                                            const core::CancelFlag &cancel);

} // namespace hermes::diff
