#pragma once

namespace hermes::workspace {
class Settings;
}

namespace hermes::widgets {
class Theme;
}

namespace hermes::mainwindow {

class ActionCatalog;

/// Gives the theme the colours that the settings say, and makes the actions for light and dark
/// change both. All passed in outlive the actions.
void connectAppearance(const ActionCatalog &actions, workspace::Settings &settings,
                       widgets::Theme &theme);
/// Marks the action that the settings say.
void showAppearance(const ActionCatalog &actions, const workspace::Settings &settings);

} // namespace hermes::mainwindow
