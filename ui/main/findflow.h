#pragma once

#include "core/entryid.h"
#include "core/repopath.h"

#include <QObject>

#include <optional>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace hermes::workspace {
class DefinitionDocument;
class LiveSearch;
class Settings;
class Workspace;
} // namespace hermes::workspace

namespace hermes::widgets {
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::find {
class GoToAnything;
class SearchPane;
} // namespace hermes::find

namespace hermes::mainwindow {

class ActionCatalog;
class DocumentArea;
class SidePane;
class TopBar;

/// Leads from what is looked for to where it is: "Go to anything", the commands, the search of
/// all prompts. Remembers which entries were opened. Thread: UI.
class FindFlow final : public QObject
{
    Q_OBJECT

public:
    /// Everything passed in outlives the flow.
    FindFlow(workspace::Workspace &workspace, workspace::LiveSearch &search,
             workspace::Settings &settings, const widgets::Theme &theme,
             widgets::UserDialogs &dialogs, DocumentArea &documents, QWidget *window);

    [[nodiscard]] find::SearchPane *searchPane() const { return m_pane; }
    void connectActions(const ActionCatalog &actions, const TopBar &topBar, SidePane &side);
    void setFragments(const QStringList &names); ///< That can be gone to.
    void showSaved(); ///< The searches that the settings have.
    /// Opens the entry or fragment that a file of the registry belongs to, now or in openAwaited().
    /// Root: none.
    void openFile(const core::RepoPath &file);
    void openAwaited(); ///< The registry is loaded.

Q_SIGNALS:
    void filterRequested(const QString &filter); ///< To see some entries in the registry's list.
    void told(const QString &text);
    void fragmentRequested(const QString &name); ///< To be opened.

private:
    /// A piece of a prompt. 1-based, in UTF-16 code units; line 0 is the manifest.
    struct Place
    {
        int line = 1;
        int column = 1;
        int length = 0;
    };

    void connectGoTo();
    void connectPane();
    void askForName(const QString &query);
    void open(const core::EntryId &id, const std::optional<Place> &place);
    void goTo(const std::optional<Place> &place); ///< In the current document.
    void remember(const workspace::DefinitionDocument *document);
    [[nodiscard]] QList<core::EntryId> recentEntries() const;

    workspace::Workspace &m_workspace;
    workspace::LiveSearch &m_search;
    workspace::Settings &m_settings;
    widgets::UserDialogs &m_dialogs;
    DocumentArea &m_documents;
    QWidget *m_window;
    find::GoToAnything *m_goTo;
    find::SearchPane *m_pane; ///< The side pane's.
    core::RepoPath m_awaitedFile; ///< Until the registry is loaded; root if none.
    QMetaObject::Connection m_waiting; ///< For a document to be read, to go to a place of it.
};

} // namespace hermes::mainwindow
