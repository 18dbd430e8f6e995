#pragma once

#include "assembly/assembly.h"

#include <QByteArrayView>

namespace hermes::preview {

/// Indented JSON as blocks for a RenderedView, one for each line; keys, strings, numbers and words
/// are of the classes `key`, `string`, `number` and `word`. What is no JSON is shown as it is.
[[nodiscard]] QList<assembly::RenderedBlock> jsonBlocks(QByteArrayView indented);

} // namespace hermes::preview
