#pragma once

#include "text/snippet.h"

#include <QList>

namespace hermes::workspace {

/// The snippets that come with the program and those of a registry, `studio/snippets/<prefix>.md`,
/// by name. One of the registry's takes the place of another with the same prefix.
///
/// Files above 64 KiB, those that cannot be read and links are left out, and more than 1000 files
/// are not read. `registryRoot`: empty = none. Thread: any; blocks on disk.
[[nodiscard]] QList<text::Snippet> availableSnippets(const QString &registryRoot);

} // namespace hermes::workspace
