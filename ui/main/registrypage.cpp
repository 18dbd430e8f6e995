#include "main/registrypage.h"

#include "browser/fragmentlist.h"
#include "browser/registrypane.h"
#include "history/historypane.h"
#include "main/actionavailability.h"
#include "main/actioncatalog.h"
#include "main/appearance.h"
#include "main/cloneflow.h"
#include "main/connectionsflow.h"
#include "main/countflow.h"
#include "main/documentarea.h"
#include "main/entryflow.h"
#include "main/exportflow.h"
#include "main/findflow.h"
#include "main/helpdialog.h"
#include "main/lowerpane.h"
#include "main/menus.h"
#include "main/modelsnotice.h"
#include "main/notices.h"
#include "main/outlineflow.h"
#include "main/paneroom.h"
#include "main/places.h"
#include "main/previewflow.h"
#include "main/releaseflow.h"
#include "main/repositorynotice.h"
#include "main/session.h"
#include "main/sidepane.h"
#include "main/snippetflow.h"
#include "main/spelling.h"
#include "main/statusline.h"
#include "main/textlook.h"
#include "main/topbar.h"
#include "main/welcomepage.h"
#include "preview/previewpane.h"
#include "problems/problemspane.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"
#include "workspace/fragmentdocument.h"
#include "workspace/livesearch.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QDir>
#include <QGuiApplication>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QResizeEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

namespace {

constexpr int previewNeeds = 900; ///< Width of the page.
constexpr int registryNeeds = 700; ///< Width of the page.
constexpr int lowerPaneNeeds = 514; ///< Height of the page.
constexpr int usualLowerHeight = 160;

/// Registry, documents, preview. The sides keep their width when the window grows.
QList<int> columnsFor(int width)
{
    const int registry = std::clamp(width * 19 / 100, 208, 300);
    const int preview = std::clamp(width * 30 / 100, 280, 460);
    return {registry, std::max(width - registry - preview, 0), preview};
}

} // namespace

RegistryPage::RegistryPage(workspace::Workspace &workspace, workspace::LiveSearch &search,
                           workspace::Settings &settings, widgets::Theme &theme,
                           widgets::UserDialogs &dialogs, const workspace::ModelAccess &models,
                           const QSize &room)
    : m_workspace(workspace)
    , m_search(search)
    , m_settings(settings)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_models(models)
    , m_actions(new ActionCatalog(theme, this))
    , m_menuBar(new QMenuBar(this))
    , m_topBar(new TopBar(*m_actions, theme))
    , m_repositoryBar(new widgets::MessageBar(theme))
    , m_message(new widgets::MessageBar(theme))
    , m_notices(new Notices(*m_message, this))
    , m_pages(new QStackedWidget)
    , m_welcome(new WelcomePage(theme))
    , m_columns(new QSplitter(Qt::Horizontal))
    , m_middle(new QSplitter(Qt::Vertical))
    , m_browser(new browser::RegistryPane(theme))
    , m_documents(new DocumentArea(workspace, settings, models, theme, dialogs))
    , m_lower(new LowerPane(workspace, theme))
    , m_preview(new preview::PreviewPane(theme, dialogs))
    , m_status(new StatusLine(theme))
    , m_room(new PaneRoom(this))
    , m_session(new Session(workspace, settings, *m_documents, this))
    , m_places(new Places(workspace, settings, *m_documents, this))
    , m_assembly(models.known)
    , m_repositoryNotice(new RepositoryNotice(workspace, *m_repositoryBar, this))
    , m_release(new ReleaseFlow(workspace, theme, this))
    , m_export(new ExportFlow(workspace, theme, dialogs, this))
    , m_entries(new EntryFlow(workspace, theme, this))
    , m_find(new FindFlow(workspace, search, settings, theme, dialogs, *m_documents, this))
    , m_clone(new CloneFlow(dialogs, this))
    , m_connections(new ConnectionsFlow(m_models, theme, dialogs, this))
    , m_spelling(new Spelling(workspace, settings, *m_documents, this))
{
    layOut(room);
    makeMenus(*m_menuBar, *m_actions);
    makeRegistryMenu();
    connectActions();
    connectWorkspace();
    connectBrowser();
    connectPanes();
    connectWelcome();
    connectFlows();
    connectEntries();
    connectFragments();
    connectAppearance(*m_actions, settings, theme);
    connectTextLook(*m_actions, settings, *m_documents);
    new SnippetFlow(workspace, *m_documents, this);
    m_spelling->fillMenu(m_menuBar->findChild<QMenu *>(spellingMenuName));
    connect(m_spelling, &Spelling::failed, m_notices, &Notices::tellError);
    showStatus();
}

RegistryPage::~RegistryPage()
{
    m_search.disconnect(this);
    m_workspace.disconnect(this); // closing documents must not reach a half-dead page
    delete m_menuBar;
}

// --- frame
// ----------------------------------------------------------------------------------------------------------

void RegistryPage::layOut(const QSize &room)
{
    m_middle->addWidget(m_documents);
    m_middle->addWidget(m_lower);
    m_middle->setChildrenCollapsible(false);
    m_middle->setStretchFactor(0, 1);
    m_columns->addWidget(m_middle);
    m_columns->addWidget(m_preview);
    m_side = new SidePane(*m_columns, *m_actions->action(ActionId::ShowRegistry), m_browser,
                          m_find->searchPane());
    m_columns->setChildrenCollapsible(false);
    m_columns->setStretchFactor(1, 1);

    auto *work = new QWidget;
    auto *workColumn = new QVBoxLayout(work);
    workColumn->setContentsMargins({});
    workColumn->setSpacing(0);
    workColumn->addWidget(m_topBar);
    workColumn->addWidget(m_repositoryBar);
    workColumn->addWidget(m_message);
    workColumn->addWidget(m_columns, 1);
    workColumn->addWidget(m_status);
    m_status->setFixedHeight(widgets::space::row);
    m_pages->addWidget(m_welcome);
    m_pages->addWidget(work);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->addWidget(m_pages);
    m_columns->setSizes(columnsFor(room.width()));
    m_middle->setSizes({room.height() - usualLowerHeight, usualLowerHeight});
    m_room->add(m_actions->action(ActionId::ShowPreview), Qt::Horizontal, previewNeeds);
    m_room->add(m_actions->action(ActionId::ShowRegistry), Qt::Horizontal, registryNeeds);
    m_room->add(m_actions->action(ActionId::ShowLowerPane), Qt::Vertical, lowerPaneNeeds);
    m_columns->restoreState(m_settings.splitterState(u"columns"_s));
    m_middle->restoreState(m_settings.splitterState(u"middle"_s));
    m_side->keepView(m_settings, *m_actions->action(ActionId::ShowTable));
    m_welcome->setRecentRegistries(m_settings.recentRegistries());
}

void RegistryPage::makeRegistryMenu()
{
    QMenu *menu = m_topBar->registryMenu();
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        const auto offer = [this, menu](const QString &folder) {
            QAction *action = menu->addAction(QDir(folder).dirName(), this,
                                              [this, folder] { Q_EMIT registryRequested(folder); });
            action->setToolTip(folder);
            return action;
        };
        for (const QString &folder : std::as_const(m_otherRegistries)) {
            QAction *action = offer(folder);
            action->setText(tr("%1 (open)").arg(action->text()));
        }
        menu->addSeparator();
        const QStringList folders = m_settings.recentRegistries();
        for (const QString &folder : folders) {
            if (folder != m_workspace.root() && !m_otherRegistries.contains(folder)) {
                offer(folder);
            }
        }
        menu->addSeparator();
        for (const ActionId id : {ActionId::OpenRegistry, ActionId::CloneRegistry,
                                  ActionId::OpenSample, ActionId::CloseRegistry}) {
            menu->addAction(m_actions->action(id));
        }
    });
}

void RegistryPage::connectActions()
{
    const auto on = [this](ActionId id, auto handler) {
        connect(m_actions->action(id), &QAction::triggered, this, handler);
    };
    on(ActionId::OpenRegistry, [this] { chooseRegistry(); });
    on(ActionId::OpenSample, [this] { Q_EMIT sampleRequested(); });
    on(ActionId::CloseRegistry, [this] { Q_EMIT closeRequested(); });
    on(ActionId::NextRegistry, [this] { Q_EMIT neighbourRequested(1); });
    on(ActionId::PreviousRegistry, [this] { Q_EMIT neighbourRequested(-1); });
    on(ActionId::Save, [this] {
        if (workspace::DefinitionDocument *document = m_documents->current()) {
            document->save();
        }
    });
    on(ActionId::CloseDocument, [this] { m_documents->closeCurrent(); });
    on(ActionId::Quit, [this] { Q_EMIT quitRequested(); });
    on(ActionId::GoToFilter, [this] { showFilter({}); });
    on(ActionId::ShowPrompt, [this] { m_documents->showPrompt(); });
    on(ActionId::ShowManifest, [this] { m_documents->showManifest(); });
    on(ActionId::ShowComparison, [this] { m_documents->showComparison(); });
    on(ActionId::ShowRuns, [this] { m_documents->showRuns(); });
    on(ActionId::TestSend, [this] { m_documents->showRuns(); });
    on(ActionId::Compare, [this] { m_documents->compareWithNewest(); });
    on(ActionId::NextDocument, [this] { m_documents->next(1); });
    on(ActionId::PreviousDocument, [this] { m_documents->next(-1); });
    on(ActionId::ZoomIn, [this] { m_documents->zoom(DocumentArea::Zoom::In); });
    on(ActionId::ZoomOut, [this] { m_documents->zoom(DocumentArea::Zoom::Out); });
    on(ActionId::ZoomReset, [this] { m_documents->zoom(DocumentArea::Zoom::Reset); });
    on(ActionId::RepairLocks, [this] { m_repositoryNotice->repairLocks(); });
    on(ActionId::Help, [this] { showHelp(*m_actions, this); });
    on(ActionId::About, [this] { showAbout(this); });
    connectEditing(*m_actions);
    m_find->connectActions(*m_actions, *m_topBar, *m_side);
    for (const auto commands = m_actions->editCommands();
         const editor::EditCommand command : commands) {
        connect(m_actions->action(command), &QAction::triggered, m_documents,
                [this, command] { m_documents->perform(command); });
    }
    connect(m_actions->action(ActionId::ShowPreview), &QAction::toggled, m_preview,
            &QWidget::setVisible);
    connect(m_actions->action(ActionId::ShowLowerPane), &QAction::toggled, m_lower,
            &QWidget::setVisible);
}

// --- workspace and panes
// --------------------------------------------------------------------------------------------

void RegistryPage::connectWorkspace()
{
    using workspace::Workspace;
    connect(&m_workspace, &Workspace::statusChanged, this, &RegistryPage::showStatus);
    connect(&m_workspace, &Workspace::entriesAdded, m_browser, &browser::RegistryPane::addEntries);
    connect(&m_workspace, &Workspace::entryChanged, m_browser, &browser::RegistryPane::updateEntry);
    connect(&m_workspace, &Workspace::entryRemoved, m_browser, &browser::RegistryPane::removeEntry);
    connect(&m_workspace, &Workspace::entryStatesChanged, this, &RegistryPage::showEntryStates);
    connect(&m_workspace, &Workspace::repositoryChanged, this, &RegistryPage::showRepository);
    connect(&m_workspace, &Workspace::holdChanged, this, &RegistryPage::updateActions);
    connect(&m_workspace, &Workspace::loaded, this, [this] {
        m_browser->finishLoading();
        m_settings.addRecentRegistry(m_workspace.root());
        m_welcome->setRecentRegistries(m_settings.recentRegistries());
        m_session->restore();
        m_find->openAwaited();
        Q_EMIT settled();
    });
    connect(&m_workspace, &Workspace::failed, this, [this](const core::Error &error) {
        m_workspace.close();
        m_welcome->showError(error.message);
        Q_EMIT settled();
    });
    connect(&m_workspace, &Workspace::registryGone, this,
            [this] { m_notices->tellRegistryGone(m_workspace.root()); });
    connect(&m_workspace, &Workspace::notice, m_notices, &Notices::tell);
    connect(m_session, &Session::leftClosed, m_notices, &Notices::tellLeftClosed);
}

void RegistryPage::connectBrowser()
{
    const auto takeSearch = [this] { m_browser->setSearch(m_search.search()); };
    connect(&m_search, &workspace::LiveSearch::replaced, this, takeSearch);
    takeSearch();
    connect(m_browser, &browser::RegistryPane::entryActivated, this, &RegistryPage::openEntry);
    connect(m_find, &FindFlow::filterRequested, this, &RegistryPage::showFilter);
    connect(m_browser, &browser::RegistryPane::openRegistryRequested, this,
            &RegistryPage::chooseRegistry);
    connect(m_browser, &browser::RegistryPane::compareRequested, this,
            [this](const core::EntryId &id) {
                openEntry(id);
                m_documents->compareWithNewest();
            });
    connect(m_browser, &browser::RegistryPane::copyIdRequested, this,
            [](const core::EntryId &id) { QGuiApplication::clipboard()->setText(id.id); });
    connect(m_browser, &browser::RegistryPane::revealRequested, this,
            [this](const core::EntryId &id) {
                if (const registry::EntrySummary *entry = m_workspace.catalog().find(id)) {
                    QDesktopServices::openUrl(
                        QUrl::fromLocalFile(m_workspace.root() + u'/' + entry->folder.text()));
                }
            });
    connect(m_browser, &browser::RegistryPane::exportRequested, this,
            [this](const core::EntryId &id) { m_export->start({id}); });
}

void RegistryPage::connectPanes()
{
    connect(m_documents, &DocumentArea::currentChanged, this, &RegistryPage::showCurrent);
    const auto giveHeight = [this] { m_room->setMiddleNeedsHeight(m_documents->needsHeight()); };
    connect(m_documents, &DocumentArea::currentChanged, this, giveHeight);
    connect(m_documents, &DocumentArea::needsHeightChanged, this, giveHeight);
    connect(m_documents, &DocumentArea::modificationChanged, this, &RegistryPage::showEntryStates);
    connect(m_documents, &DocumentArea::entryRequested, this, &RegistryPage::openEntry);
    connect(m_documents, &DocumentArea::caretMoved, m_status, &StatusLine::setCaret);
    connect(m_documents, &DocumentArea::told, m_notices, &Notices::tell);
    connect(m_documents, &DocumentArea::failed, m_notices, &Notices::tellError);
    connect(m_lower, &LowerPane::problemsChanged, this,
            [this](const QList<core::Problem> &problems) {
                m_documents->setProblems(problems);
                m_status->setProblemCount(static_cast<int>(problems.size()));
            });
    connect(m_lower, &LowerPane::historyChanged, m_documents, &DocumentArea::setHistory);
    connect(m_lower->problemsPane(), &problems::ProblemsPane::problemActivated, m_documents,
            &DocumentArea::goToProblem);
    connect(m_lower->problemsPane(), &problems::ProblemsPane::fixRequested, m_documents,
            &DocumentArea::applyFix);
    connect(m_lower->historyPane(), &history::HistoryPane::comparisonRequested, m_documents,
            &DocumentArea::compare);
    connect(m_lower->historyPane(), &history::HistoryPane::restoreRequested, m_documents,
            &DocumentArea::restore);
    connect(m_status, &StatusLine::problemsRequested, this, [this] {
        m_actions->action(ActionId::ShowLowerPane)->setChecked(true);
        m_lower->showProblems();
    });
    auto *previewFlow = new PreviewFlow(*m_documents, *m_preview, m_assembly, m_workspace, m_models,
                                        m_settings, m_theme, this);
    previewFlow->connectActions(*m_actions);
    connect(previewFlow, &PreviewFlow::told, m_notices, &Notices::tell);
    connect(previewFlow, &PreviewFlow::placeRequested, m_documents, &DocumentArea::placeRequested);
    new ModelsNotice(m_workspace, m_models.known, *m_notices, this);
    auto *countFlow = new CountFlow(*m_preview, m_models, m_settings, m_dialogs, this);
    connect(&m_assembly, &workspace::AssemblyPreview::updated, countFlow, &CountFlow::follow);
    connect(&m_assembly, &workspace::AssemblyPreview::cleared, countFlow, &CountFlow::follow);
    new OutlineFlow(*m_documents, *m_browser->outline(), this);
}

// --- state shown
// ----------------------------------------------------------------------------------------------------

void RegistryPage::showStatus()
{
    using Status = workspace::Workspace::Status;
    const bool isOpen =
        m_workspace.status() == Status::Loading || m_workspace.status() == Status::Ready;
    m_pages->setCurrentIndex(isOpen ? 1 : 0);
    if (m_workspace.status() == Status::Loading) {
        m_welcome->clearError();
        m_message->dismiss();
        m_browser->startLoading();
    } else if (!isOpen) {
        m_browser->showNoRegistry();
    }
    showRepository();
    showCurrent();
}

void RegistryPage::showRepository()
{
    const workspace::RepositoryOverview &overview = m_workspace.repository();
    m_topBar->setRegistry(m_workspace.name(), repositoryLabel(overview),
                          overview.reason.message.isEmpty()
                              ? m_workspace.root()
                              : tr("%1\n%2").arg(m_workspace.root(), overview.reason.message));
    updateActions();
    Q_EMIT titleChanged();
}

void RegistryPage::showEntryStates()
{
    m_browser->setEntryStates(workspace::statesWithDrafts(m_workspace));
}

void RegistryPage::showCurrent()
{
    workspace::DefinitionDocument *document = m_documents->current();
    m_assembly.setDocument(document, m_workspace.catalog().models);
    m_lower->setDocument(document);
    m_status->setDocument(document);
    m_browser->setCurrentEntry(document != nullptr ? std::optional(document->id()) : std::nullopt);
    m_browser->fragments()->setCurrent(document != nullptr ? workspace::fragmentOf(document->id())
                                                           : QString());
    updateActions();
}

void RegistryPage::updateActions()
{
    setAvailability(*m_actions, m_workspace, m_documents->current());
}

void RegistryPage::tellError(const core::Error &error)
{
    if (m_workspace.root().isEmpty()) {
        m_welcome->showError(error.message);
    } else {
        m_notices->tellError(error);
    }
}

void RegistryPage::setOtherPages(const QStringList &roots)
{
    m_otherRegistries = roots;
    m_otherRegistries.removeAll(QString());
    for (const ActionId id : {ActionId::NextRegistry, ActionId::PreviousRegistry}) {
        m_actions->setAvailable(id, !roots.isEmpty(), tr("No other registry is open."));
    }
}

void RegistryPage::showSettings()
{
    showAppearance(*m_actions, m_settings);
    showTextLook(*m_actions, m_settings);
    m_spelling->readSettings();
    m_find->showSaved();
    m_welcome->setRecentRegistries(m_settings.recentRegistries());
}

// --- what the user starts
// -------------------------------------------------------------------------------------------

void RegistryPage::open(const QString &folder)
{
    close();
    m_workspace.open(folder);
}

void RegistryPage::close()
{
    if (!m_workspace.root().isEmpty()) {
        m_places->remember();
        m_session->closeDocuments();
        m_workspace.close();
    }
}

void RegistryPage::openFile(const core::RepoPath &file)
{
    m_find->openFile(file);
}

void RegistryPage::openFirstEntry()
{
    const QList<registry::EntrySummary> &entries = m_workspace.catalog().entries;
    if (m_documents->current() == nullptr && !entries.isEmpty()) {
        openEntry(entries.first().id);
    }
}

void RegistryPage::chooseRegistry()
{
    m_dialogs.chooseFolder(this, {tr("Open registry"), m_workspace.root(), {}},
                           [this](const QString &folder) {
                               if (!folder.isEmpty()) {
                                   Q_EMIT registryRequested(folder);
                               }
                           });
}

void RegistryPage::openEntry(const core::EntryId &id)
{
    if (workspace::DefinitionDocument *document = m_workspace.document(id)) {
        m_documents->show(document);
    }
}

void RegistryPage::comparePair(const core::EntryId &left, const core::EntryId &right)
{
    if (const registry::EntrySummary *entry = m_workspace.catalog().find(left)) {
        openEntry(right);
        m_documents->compare(
            workspace::ContentRef::ofEntry(left.kind, entry->folder,
                                           entry->name.isEmpty() ? left.id : entry->name),
            workspace::ContentRef::draft());
    }
}

void RegistryPage::showFilter(const QString &filter)
{
    m_side->showRegistry();
    if (!filter.isEmpty()) {
        m_browser->setFilter(filter);
    }
    m_browser->focusFilter();
}

void RegistryPage::rememberView()
{
    m_places->remember();
    m_settings.setSplitterState(u"columns"_s, m_columns->saveState());
    m_settings.setSplitterState(u"middle"_s, m_middle->saveState());
}

void RegistryPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_room->fit(event->size());
}

void RegistryPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    showSettings();
}

} // namespace hermes::mainwindow
