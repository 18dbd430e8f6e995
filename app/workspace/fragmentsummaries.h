#pragma once

#include "core/filesource.h"
#include "registry/catalog.h"

namespace hermes::workspace {

/// A fragment as a search takes it, beside the entries: name, version and description, and the file
/// as its prompt.
struct FragmentSummary
{
    registry::EntrySummary entry;
    QByteArray fingerprint; ///< Of the file.
};

[[nodiscard]] QList<registry::EntrySummary> entriesOf(const QList<FragmentSummary> &fragments);

/// The fragments of a registry, sorted. Thread: any; blocks on the files.
[[nodiscard]] QList<FragmentSummary> fragmentSummaries(const core::FileSource &files);

} // namespace hermes::workspace
