#pragma once

#include "assembly/assembly.h"

#include <QColor>
#include <QList>

namespace hermes::widgets {
struct ThemeColors;
}

namespace hermes::preview {

/// What a colour of the preview says about where text comes from.
enum class OriginRole
{
    Prompt,
    Fragment,
    NextFragment, ///< The colour of every other fragment, so that neighbours differ.
    Variable,
    Context ///< Not of the prompt: what the target puts beside it.
};

/// One for each segment. The same fragment has the same colour wherever it stands.
[[nodiscard]] QList<OriginRole> originRoles(const QList<assembly::Segment> &segments);
[[nodiscard]] QColor originColor(const widgets::ThemeColors &colors, OriginRole role);

} // namespace hermes::preview
