#pragma once

#include "core/error.h"

#include <QString>
#include <QStringList>

namespace hermes::workspace {

/// Words that count as spelled well in a registry: `studio/words.txt`.
///
/// Thread: any; blocks on disk. Errors: those of reading a file; none if there is no list.
[[nodiscard]] core::Result<QStringList> registryWords(const QString &registryRoot);

/// Adds a word at its place; makes the list if there is none. Errors: as saveFile().
[[nodiscard]] core::Result<void> addRegistryWord(const QString &registryRoot, const QString &word);

} // namespace hermes::workspace
