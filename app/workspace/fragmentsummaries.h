#pragma once

#include "core/filesource.h"
#include "registry/catalog.h"

namespace hermes::workspace {

/// The fragments of a registry as a search takes them, beside the entries: name, version and
/// description, and the file as their prompt; sorted. Thread: any; blocks on the files.
[[nodiscard]] QList<registry::EntrySummary> fragmentSummaries(const core::FileSource &files);

} // namespace hermes::workspace
