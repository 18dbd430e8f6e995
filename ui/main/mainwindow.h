#pragma once

#include "core/entryid.h"
#include "registry/catalog.h"
#include "workspace/assemblypreview.h"

#include <QMainWindow>

QT_BEGIN_NAMESPACE
class QSplitter;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::workspace {
class LiveSearch;
class Settings;
class Workspace;
} // namespace hermes::workspace

namespace hermes::widgets {
class MessageBar;
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::browser {
class RegistryPane;
}

namespace hermes::preview {
class PreviewPane;
}

namespace hermes::mainwindow {

class ActionCatalog;
class CloneFlow;
class DocumentArea;
class EntryFlow;
class ExportFlow;
class FindFlow;
class LowerPane;
class Notices;
class PaneRoom;
class ReleaseFlow;
class RepositoryNotice;
class Session;
class SidePane;
class StatusLine;
class TopBar;
class WelcomePage;

/// The frame: lays the panes out, joins their signals to the workspace, keeps the session. Thread:
/// UI.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// Everything passed in outlives the window.
    MainWindow(workspace::Workspace &workspace, workspace::LiveSearch &search,
               workspace::Settings &settings, widgets::Theme &theme, widgets::UserDialogs &dialogs);
    ~MainWindow() override;

    void openRegistry(const QString &folder);
    /// Another start of the program wants this window to be seen.
    void comeToFront();
    /// A registry's folder, or a file of an entry: its registry, with the entry in the editor.
    void openPath(const QString &path);
    /// Opens what was open when the program ended, if anything was.
    void reopenRegistry();
    /// Makes the sample registry in the documents folder if it is not there yet, and opens it.
    void openSample();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void layOut();
    void makeRegistryMenu();
    void connectActions();
    void connectWorkspace();
    void connectBrowser();
    void connectPanes();
    void connectWelcome();
    void connectFlows();
    void connectEntries();

    void showStatus();
    void showRepository();
    void showCurrent();
    void showEntryStates();
    void updateActions();
    void tellWhereSeen(const core::Error &error); ///< On the welcome page if that is shown.

    void chooseRegistry();
    void closeRegistry();
    void openEntry(const core::EntryId &id);
    void comparePair(const core::EntryId &left, const core::EntryId &right);
    void showFilter(const QString &filter); ///< Empty: the one there is.

    workspace::Workspace &m_workspace;
    workspace::LiveSearch &m_search;
    workspace::Settings &m_settings;
    widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    ActionCatalog *m_actions;
    TopBar *m_topBar;
    widgets::MessageBar *m_repositoryBar;
    widgets::MessageBar *m_message;
    Notices *m_notices;
    QStackedWidget *m_pages;
    WelcomePage *m_welcome;
    QSplitter *m_columns;
    QSplitter *m_middle;
    browser::RegistryPane *m_browser;
    SidePane *m_side = nullptr;
    DocumentArea *m_documents;
    LowerPane *m_lower;
    preview::PreviewPane *m_preview;
    StatusLine *m_status;
    PaneRoom *m_room;
    Session *m_session;
    workspace::AssemblyPreview m_assembly;
    RepositoryNotice *m_repositoryNotice;
    ReleaseFlow *m_release;
    ExportFlow *m_export;
    EntryFlow *m_entries;
    FindFlow *m_find;
    CloneFlow *m_clone;
};

} // namespace hermes::mainwindow
