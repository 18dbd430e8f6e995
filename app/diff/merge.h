#pragma once

#include "diff/linediff.h"

#include <QString>

namespace hermes::diff {

/// Result of a three-way merge.
struct MergeResult
{
    QString
        text; ///< With git's conflict markers where both sides changed the same lines differently.
    int conflicts = 0;

    bool operator==(const MergeResult &) const = default;
};

/// diff3 over lines: changes of one side are taken, equal changes once. Labels name the sides in
/// the markers.
[[nodiscard]] MergeResult mergeThreeWay(const QString &base, const QString &mine,
                                        const QString &theirs, const QString &mineLabel,
                                        const QString &theirsLabel);

} // namespace hermes::diff
