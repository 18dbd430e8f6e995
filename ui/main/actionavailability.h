#pragma once

namespace hermes::workspace {
class DefinitionDocument;
class Workspace;
} // namespace hermes::workspace

namespace hermes::mainwindow {

class ActionCatalog;

/// Enables what can be done now and disables the rest, with the reason where there is one.
/// `document`: the one in front; nullptr = none.
void setAvailability(ActionCatalog &actions, const workspace::Workspace &workspace,
                     const workspace::DefinitionDocument *document);

} // namespace hermes::mainwindow
