#pragma once

namespace hermes::workspace {
class Settings;
}

namespace hermes::mainwindow {

class ActionCatalog;
class DocumentArea;

/// Joins the actions about how texts look to the settings and to the open documents. All outlive
/// the actions.
void connectTextLook(const ActionCatalog &actions, workspace::Settings &settings,
                     DocumentArea &documents);
/// Marks the actions, and with them the documents, as the settings say.
void showTextLook(const ActionCatalog &actions, const workspace::Settings &settings);

} // namespace hermes::mainwindow
