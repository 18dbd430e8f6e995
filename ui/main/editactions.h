#pragma once

#include "editor/editcommand.h"

#include <QKeySequence>
#include <QList>

namespace hermes::mainwindow {

/// An action that performs an edit command.
struct EditAction
{
    editor::EditCommand command;
    const char *text; ///< To be translated in the context "ActionCatalog".
    const char *tip;
    const char *keys; ///< nullptr = none.
};

/// In the order of the menu; a row without a text is a line between two.
[[nodiscard]] QList<EditAction> formatActions();
[[nodiscard]] QList<EditAction> lineActions();
[[nodiscard]] QList<EditAction> searchActions();
[[nodiscard]] QList<EditAction> foldActions();
[[nodiscard]] QList<EditAction> caretActions();
[[nodiscard]] QList<EditAction> splitActions();

} // namespace hermes::mainwindow
