#pragma once

#include "workspace/editabletext.h"

#include <ranges>

namespace hermes::editor {

/// Calls `edit(start, removed, added)` for each stretch that an operation replaces, one after the
/// other. To be used where EditableText::operated() is told. Unlike QTextDocument's own signal that
/// one is silent about text that is only coloured anew.
template <typename Edit>
void forEachEdit(const workspace::EditOperation &operation, const workspace::EditHistory &history,
                 Edit edit)
{
    using Kind = workspace::EditOperation::Kind;
    const auto tell = [&edit](const workspace::TextChange &change) {
        edit(change.position, change.removed.size(), change.inserted.size());
    };
    if (operation.kind == Kind::Change) {
        tell(operation.change);
    } else if (operation.kind == Kind::Undo) {
        // The history has taken the step back by now.
        for (const workspace::TextChange &change :
             history.nextRedo()->changes | std::views::reverse) {
            tell(change.reversed());
        }
    } else if (operation.kind == Kind::Redo) {
        for (const workspace::TextChange &change : history.nextUndo()->changes) {
            tell(change);
        }
    }
}

} // namespace hermes::editor
