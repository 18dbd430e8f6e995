#pragma once

#include "workspace/modelaccess.h"

#include <QMainWindow>
#include <QStringList>

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QStackedWidget;
class QTabBar;
QT_END_NAMESPACE

namespace hermes::workspace {
class LiveSearch;
class Settings;
class Workspace;
} // namespace hermes::workspace

namespace hermes::widgets {
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::mainwindow {

class RegistryPage;

/// The window: a page for each registry that is open, one of them in front, with tabs where there
/// are several. One page is always there; without a registry it is the welcome page. Thread: UI.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// Where the program keeps what is about registries; see workspace::stateFolder() and
    /// cacheFolder().
    struct Folders
    {
        QString state;
        QString cache;
    };

    /// Everything passed in outlives the window.
    MainWindow(const Folders &folders, workspace::Settings &settings, widgets::Theme &theme,
               widgets::UserDialogs &dialogs, const workspace::ModelAccess &models);
    ~MainWindow() override;

    [[nodiscard]] RegistryPage &currentPage() const;
    /// Of the page in front.
    [[nodiscard]] workspace::Workspace &workspace() const;
    [[nodiscard]] workspace::LiveSearch &search() const;

    /// Shows the page that has this registry; else opens it, in the page in front if that has none.
    void openRegistry(const QString &folder);
    /// A registry's folder, or a file of an entry: its registry, with the entry in the editor.
    void openPath(const QString &path);
    /// Makes the sample registry in the documents folder if it is not there yet, and opens it.
    void openSample();
    /// Opens what was open when the program ended.
    void reopenRegistries();
    /// The desktop session is about to end: everything that quitting keeps is on the disk when it
    /// returns. Nothing is asked, and it takes no longer than a moment.
    void keepEverything();
    /// Another start of the program wants this window to be seen.
    void comeToFront();

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    /// A page with what it shows. Its parts end in the order that they need each other in.
    struct Registry
    {
        std::unique_ptr<workspace::Workspace> workspace;
        std::unique_ptr<workspace::LiveSearch> search;
        std::unique_ptr<RegistryPage> page;
    };

    void layOut();
    RegistryPage &addPage(int tab);
    void connectPage(RegistryPage &page);
    void closePage(RegistryPage &page);
    /// The page that has the registry open, made if there is none. `root`: its links resolved.
    RegistryPage &pageOf(const QString &root);
    [[nodiscard]] int tabPlace(const QString &root) const;
    [[nodiscard]] RegistryPage *pageAt(int tab) const;
    [[nodiscard]] int tabOf(const RegistryPage &page) const;
    void showPage(RegistryPage &page);
    void showCurrent();
    void showTabs(); ///< Their names, and to the pages what the others have.
    void rememberOpen();
    void keepFrame();
    void takeSettled(RegistryPage &page); ///< Its registry is loaded, or could not be.
    void reopenNext();

    Folders m_folders;
    workspace::Settings &m_settings;
    widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    workspace::ModelAccess m_models;
    QStackedWidget *m_menus;
    QTabBar *m_tabs;
    QStackedWidget *m_pages;
    std::vector<Registry> m_registries; ///< As they were opened; the tabs have the user's order.
    std::vector<Registry> m_ended; ///< To be deleted as soon as no signal of theirs is under way.
    QStringList m_order; ///< Of the tabs in the last run.
    QStringList m_toReopen; ///< Of the last run, one after the other.
    QString m_sampleRoot;
};

} // namespace hermes::mainwindow
