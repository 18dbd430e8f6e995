#pragma once

#include "changes/changeset.h"
#include "inmemoryfilesource.h"
#include "registry/catalog.h"

namespace hermes::test {

/// A registry in memory with entries of all kinds that refer to each other: `agent/writer` is
/// required by `workflow/publish`, depended on by `agent/editor`, in two channels, mentioned in a
/// prompt, and has a source, a suite and a review in `studio/`.
[[nodiscard]] InMemoryFileSource connectedRegistry();

[[nodiscard]] registry::Catalog catalogOf(const core::FileSource &source);
[[nodiscard]] registry::EntrySummary entryOf(const core::FileSource &source, const QString &id);

/// Every file of a source with its content, `path: bytes`.
[[nodiscard]] QMap<QString, QByteArray> filesOf(const core::FileSource &source);

/// What a registry is after a change set; what goes into the trash is gone. Fails the test if a
/// write does not find what it expects.
[[nodiscard]] InMemoryFileSource performed(const InMemoryFileSource &source,
                                           const changes::ChangeSet &changes);

} // namespace hermes::test
