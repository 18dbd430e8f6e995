#pragma once

#include "workspace/settings.h"

namespace hermes::editor {

class PromptEditor;

/// Where someone is in a text: caret, selection, what is in sight, what is folded.
[[nodiscard]] workspace::Settings::TextPlace placeIn(const PromptEditor &editor);
/// Goes back there, as far as the text is still the same. The editor must have its size.
void goTo(PromptEditor &editor, const workspace::Settings::TextPlace &place);

} // namespace hermes::editor
