#pragma once

#include "assembly/assembly.h"

#include <QHash>

namespace hermes::test {

/// What an assembly is made of.
struct OriginTexts
{
    QHash<QString, QByteArray> files; ///< By path; a version of a fragment by `path@version`.
    QHash<QString, QByteArray> values; ///< Of variables that have one.
};

/// What is wrong about where an assembly's bytes come from; empty = nothing.
///
/// Each byte has exactly one segment, which names the file where the very byte stands, or the
/// variable whose value has it; its place in the prompt's own file leads back to the first byte
/// that this place became.
[[nodiscard]] QString originFault(const assembly::Assembly &assembly, const OriginTexts &texts);

} // namespace hermes::test
