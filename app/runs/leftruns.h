#pragma once

#include "runs/run.h"

namespace hermes::runs {

/// A run that waits beside the history's file, which another program held when it was to be put.
struct LeftRun
{
    QString file; ///< Its own.
    Run run;
};

// `history`: the path of the history's file. Thread: any; all block.

/// Errors: NotWritable.
[[nodiscard]] core::Result<void> leaveRun(const QString &history, const Run &run);
/// Those that can be understood; what a newer program left stays for that.
[[nodiscard]] QList<LeftRun> leftRuns(const QString &history);
/// Errors: NotWritable: it would be taken in again.
[[nodiscard]] core::Result<void> removeLeftFile(const QString &file);
/// Everything, understood or not. Errors: NotWritable.
[[nodiscard]] core::Result<void> removeAllLeft(const QString &history);

} // namespace hermes::runs
