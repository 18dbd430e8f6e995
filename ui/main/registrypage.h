#pragma once

#include "core/entryid.h"
#include "core/repopath.h"
#include "registry/catalog.h"
#include "workspace/assemblypreview.h"
#include "workspace/modelaccess.h"

#include <QMenuBar>
#include <QPointer>
#include <QStringList>
#include <QWidget>

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
class ConnectionsFlow;
class DocumentArea;
class EntryFlow;
class ExportFlow;
class FindFlow;
class LowerPane;
class Notices;
class PaneRoom;
class Places;
class ReleaseFlow;
class RepositoryNotice;
class Session;
class SidePane;
class Spelling;
class StatusLine;
class TopBar;
class WelcomePage;

/// All that the window shows of one registry: its panes, its documents, its menus. Lays the panes
/// out, joins their signals to the workspace, keeps the session. Before a registry is open it is
/// the welcome page. Thread: UI.
class RegistryPage final : public QWidget
{
    Q_OBJECT

public:
    /// Everything passed in outlives the page. `room`: what the window will give it.
    RegistryPage(workspace::Workspace &workspace, workspace::LiveSearch &search,
                 workspace::Settings &settings, widgets::Theme &theme,
                 widgets::UserDialogs &dialogs, const workspace::ModelAccess &models,
                 const QSize &room);
    ~RegistryPage() override;

    [[nodiscard]] workspace::Workspace &workspace() const { return m_workspace; }
    /// The menus of this registry; the window shows them while it shows the page.
    [[nodiscard]] QMenuBar *menuBar() const { return m_menuBar; }

    /// `folder`: with its links resolved.
    void open(const QString &folder);
    /// Closes the registry; its documents come back when it is opened again. Nothing is asked:
    /// unsaved text is in the journal.
    void close();
    /// Opens the entry that a file of this registry belongs to, as soon as it is loaded.
    void openFile(const core::RepoPath &file);
    void openFirstEntry();
    /// On the welcome page if that is shown.
    void tellError(const core::Error &error);
    /// Roots of the registries that the other pages have open; empty for a page without one.
    void setOtherPages(const QStringList &roots);
    /// How all is shown, and where one is in the texts, is in the settings afterwards.
    void rememberView();

Q_SIGNALS:
    void titleChanged();
    void settled(); ///< The registry is loaded, or could not be and is closed.
    /// The user wants to see this registry, in this page or another one.
    void registryRequested(const QString &folder);
    void sampleRequested();
    /// The user has done with this registry.
    void closeRequested();
    void neighbourRequested(int step); ///< The next page, or the one before.
    void quitRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void layOut(const QSize &room);
    void makeRegistryMenu();
    void connectActions();
    void connectWorkspace();
    void connectBrowser();
    void connectPanes();
    void connectWelcome();
    void connectFlows();
    void connectEntries();
    void connectFragments();

    void showStatus();
    void showRepository();
    void showCurrent();
    void showEntryStates();
    void updateActions();
    void showSettings(); ///< Another page may have changed them.

    void chooseRegistry();
    void openEntry(const core::EntryId &id);
    void comparePair(const core::EntryId &left, const core::EntryId &right);
    void showFilter(const QString &filter); ///< Empty: the one there is.

    workspace::Workspace &m_workspace;
    workspace::LiveSearch &m_search;
    workspace::Settings &m_settings;
    widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    workspace::ModelAccess m_models;
    ActionCatalog *m_actions;
    QPointer<QMenuBar> m_menuBar; ///< The window may have it, and end before.
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
    Places *m_places;
    workspace::AssemblyPreview m_assembly;
    RepositoryNotice *m_repositoryNotice;
    ReleaseFlow *m_release;
    ExportFlow *m_export;
    EntryFlow *m_entries;
    FindFlow *m_find;
    CloneFlow *m_clone;
    ConnectionsFlow *m_connections;
    Spelling *m_spelling;
    QStringList m_otherRegistries;
};

} // namespace hermes::mainwindow
