#pragma once

#include "keys/environmentkeys.h"
#include "keys/keystore.h"
#include "main/actioncatalog.h"
#include "main/mainwindow.h"
#include "main/registrypage.h"
#include "runs/runhistory.h"
#include "scratchfolder.h"
#include "scripteduserdialogs.h"
#include "widgets/messagebar.h"
#include "workspace/connectionstore.h"
#include "workspace/livemodels.h"
#include "workspace/livesearch.h"
#include "workspace/modelaccess.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <memory>
#include <optional>

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {
class PromptEditor;
}

namespace hermes::test {

/// The whole window with a real workspace. State and settings lie in a home, by default one of its
/// own. Two of them on one registry are two programs.
class WindowFixture
{
public:
    explicit WindowFixture(widgets::Theme &theme);
    WindowFixture(widgets::Theme &theme, const QString &home);

    /// Opens a registry and waits until it is in front, loaded, and its repository read.
    void open(const QString &folder);
    /// Goes to an entry in the list and opens it with Enter; waits for its document.
    workspace::DefinitionDocument *openEntry(const core::EntryId &id);
    /// Another window of the same user, as after a restart.
    void restart();

    [[nodiscard]] mainwindow::MainWindow &window() { return *m_window; }
    [[nodiscard]] workspace::Workspace &workspace() { return m_window->workspace(); }
    [[nodiscard]] workspace::LiveSearch &search() { return m_window->search(); }
    [[nodiscard]] workspace::Settings &settings() { return *m_settings; }
    [[nodiscard]] workspace::ConnectionStore &connections() { return *m_connections; }
    [[nodiscard]] keys::KeyStore &keys() { return *m_keys; }
    [[nodiscard]] runs::RunHistory &runs() { return *m_runs; }
    [[nodiscard]] workspace::LiveModels &knownModels() { return *m_knownModels; }
    /// The user's own catalog of models.
    [[nodiscard]] QString ownModelsFile() const;
    [[nodiscard]] ScriptedUserDialogs &dialogs() { return m_dialogs; }
    [[nodiscard]] QAction *action(mainwindow::ActionId id);
    /// The editor of the prompt that is shown; nullptr if none is.
    [[nodiscard]] editor::PromptEditor *prompt();
    /// Types at the caret of the shown prompt.
    void type(const QString &text);

    /// The bar that is shown and whose message holds the words; nullptr if there is none.
    [[nodiscard]] widgets::MessageBar *bar(const QString &words);
    /// Clicks a button of that bar.
    void click(widgets::MessageBar *bar, const QString &button);
    /// The registry button's text: name and branch.
    [[nodiscard]] QString registryText();
    /// Text of every label that can be seen, a line each.
    [[nodiscard]] QString shownTexts();

private:
    widgets::Theme &m_theme;
    std::optional<ScratchFolder> m_ownHome;
    QString m_home;
    ScriptedUserDialogs m_dialogs;
    std::unique_ptr<workspace::Settings> m_settings;
    std::unique_ptr<workspace::ConnectionStore> m_connections;
    keys::EnvironmentKeys m_environmentKeys;
    std::unique_ptr<keys::KeyStore> m_keys;
    std::unique_ptr<runs::RunHistory> m_runs;
    std::unique_ptr<workspace::LiveModels> m_knownModels;
    std::optional<workspace::ModelAccess> m_models;
    std::unique_ptr<mainwindow::MainWindow> m_window;
};

/// In the dialog about context files that has just opened: the first, by keys.
void chooseFirstContextFile(QWidget &window);

} // namespace hermes::test
