#pragma once

#include "core/error.h"

#include <QString>

namespace hermes::workspace {

/// Makes the sample registry in `folder` as a real git repository with its history and tags; an
/// existing one is left as it is. The same program makes the same commits everywhere. An
/// interrupted making starts again: the folder gets its name last. Errors: NotWritable, DiskFull.
/// Returns the folder. Thread: any; blocks.
[[nodiscard]] core::Result<QString> createSampleRegistry(const QString &folder);

} // namespace hermes::workspace
