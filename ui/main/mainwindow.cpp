#include "main/mainwindow.h"

#include "core/onworker.h"
#include "main/registrypage.h"
#include "widgets/theme.h"
#include "workspace/livesearch.h"
#include "workspace/opentarget.h"
#include "workspace/sampleregistry.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QCloseEvent>
#include <QDeadlineTimer>
#include <QDir>
#include <QDragEnterEvent>
#include <QMenuBar>
#include <QMimeData>
#include <QScreen>
#include <QStackedWidget>
#include <QStandardPaths>
#include <QTabBar>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

namespace {

constexpr QSize usualSize(1440, 900);
/// Half of 1280×800: a screen of that size at 200 %.
constexpr QSize smallestSize(620, 360);
constexpr std::chrono::seconds keepingTime(2); ///< Less than session managers wait.

/// A folder with its links resolved; one that is not there stays what it is called. Blocks.
QString resolved(const QString &folder)
{
    const QString path = QDir::cleanPath(QDir(folder).absolutePath());
    const QString canonical = QFileInfo(path).canonicalFilePath();
    return canonical.isEmpty() ? path : canonical;
}

QString sampleFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation)
        + u"/Hermes sample registry"_s;
}

} // namespace

MainWindow::MainWindow(const Folders &folders, workspace::Settings &settings, widgets::Theme &theme,
                       widgets::UserDialogs &dialogs, const workspace::ModelAccess &models)
    : m_folders(folders)
    , m_settings(settings)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_models(models)
    , m_menus(new QStackedWidget)
    , m_tabs(new QTabBar)
    , m_pages(new QStackedWidget)
{
    layOut();
    addPage(0);
    showCurrent();
}

MainWindow::~MainWindow() = default;

void MainWindow::layOut()
{
    m_menus->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_tabs->setAccessibleName(tr("Open registries"));
    m_tabs->setDocumentMode(true);
    m_tabs->setExpanding(false);
    m_tabs->setMovable(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setElideMode(Qt::ElideMiddle);
    auto *top = new QWidget;
    auto *column = new QVBoxLayout(top);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_menus);
    column->addWidget(m_tabs);
    setMenuWidget(top);
    setCentralWidget(m_pages);
    setMinimumSize(smallestSize);
    setAcceptDrops(true);
    constexpr QSize decorations(8, 40); // what a window manager adds around a window
    resize(usualSize.boundedTo(screen()->availableSize() - decorations));
    restoreGeometry(m_settings.windowGeometry());
    connect(m_tabs, &QTabBar::currentChanged, this, [this] {
        showCurrent();
        rememberOpen();
    });
    connect(m_tabs, &QTabBar::tabMoved, this, &MainWindow::rememberOpen);
    connect(m_tabs, &QTabBar::tabCloseRequested, this,
            [this](int tab) { closePage(*pageAt(tab)); });
}

// --- pages
// --------------------------------------------------------------------------------------------------------

RegistryPage &MainWindow::addPage(int tab)
{
    Registry registry;
    registry.workspace = std::make_unique<workspace::Workspace>(m_folders.state);
    registry.search = std::make_unique<workspace::LiveSearch>(*registry.workspace, m_folders.cache);
    registry.page = std::make_unique<RegistryPage>(
        *registry.workspace, *registry.search, m_settings, m_theme, m_dialogs, m_models, size());
    RegistryPage &page = *registry.page;
    m_registries.push_back(std::move(registry));
    m_pages->addWidget(&page);
    m_menus->addWidget(page.menuBar());
    const QSignalBlocker quiet(m_tabs);
    m_tabs->insertTab(tab, QString());
    m_tabs->setTabData(tab, QVariant::fromValue(&page));
    connectPage(page);
    return page;
}

void MainWindow::connectPage(RegistryPage &page)
{
    connect(&page, &RegistryPage::titleChanged, this, &MainWindow::showTabs);
    connect(&page, &RegistryPage::settled, this, [this, &page] { takeSettled(page); });
    connect(&page, &RegistryPage::registryRequested, this, &MainWindow::openRegistry);
    connect(&page, &RegistryPage::sampleRequested, this, &MainWindow::openSample);
    connect(&page, &RegistryPage::closeRequested, this, [this, &page] { closePage(page); });
    connect(&page, &RegistryPage::neighbourRequested, this, [this](int step) {
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + step + m_tabs->count())
                                % m_tabs->count());
    });
    connect(&page, &RegistryPage::quitRequested, this, &QWidget::close);
}

void MainWindow::closePage(RegistryPage &page)
{
    page.close();
    if (m_registries.size() > 1) {
        m_tabs->removeTab(tabOf(page));
        page.hide();
        const auto at = std::ranges::find(m_registries, &page,
                                          [](const Registry &open) { return open.page.get(); });
        m_ended.push_back(std::move(*at));
        m_registries.erase(at);
        QMetaObject::invokeMethod(this, [this] { m_ended.clear(); }, Qt::QueuedConnection);
        showTabs();
    }
    rememberOpen();
}

RegistryPage &MainWindow::pageOf(const QString &root)
{
    for (const Registry &open : m_registries) {
        if (open.workspace->root() == root) {
            return *open.page;
        }
    }
    RegistryPage &page = workspace().root().isEmpty() ? currentPage() : addPage(tabPlace(root));
    page.open(root);
    rememberOpen();
    return page;
}

int MainWindow::tabPlace(const QString &root) const
{
    const qsizetype rank = m_order.indexOf(root);
    int place = m_tabs->count();
    while (rank >= 0 && place > 0
           && m_order.indexOf(pageAt(place - 1)->workspace().root()) > rank) {
        --place;
    }
    return place;
}

RegistryPage *MainWindow::pageAt(int tab) const
{
    return m_tabs->tabData(tab).value<RegistryPage *>();
}

int MainWindow::tabOf(const RegistryPage &page) const
{
    int tab = 0;
    while (pageAt(tab) != &page) {
        ++tab;
    }
    return tab;
}

RegistryPage &MainWindow::currentPage() const
{
    return *pageAt(m_tabs->currentIndex());
}

workspace::Workspace &MainWindow::workspace() const
{
    return currentPage().workspace();
}

workspace::LiveSearch &MainWindow::search() const
{
    return *std::ranges::find(m_registries, &currentPage(), [](const Registry &open) {
                return open.page.get();
            })->search;
}

void MainWindow::showPage(RegistryPage &page)
{
    m_tabs->setCurrentIndex(tabOf(page));
    showTabs();
}

void MainWindow::showCurrent()
{
    m_pages->setCurrentWidget(&currentPage());
    m_menus->setCurrentWidget(currentPage().menuBar());
    showTabs();
}

void MainWindow::showTabs()
{
    QStringList roots;
    QStringList names;
    for (int tab = 0; tab < m_tabs->count(); ++tab) {
        const workspace::Workspace &shown = pageAt(tab)->workspace();
        roots.append(shown.root());
        names.append(shown.root().isEmpty() ? tr("No registry") : shown.name());
    }
    for (int tab = 0; tab < m_tabs->count(); ++tab) {
        const QString &root = roots.at(tab);
        // Two clones of one registry are told apart by where they lie.
        const QString text = root.isEmpty() || names.count(names.at(tab)) == 1
            ? names.at(tab)
            : tr("%1 (%2)", "registry and folder around it")
                  .arg(names.at(tab), QFileInfo(QFileInfo(root).path()).fileName());
        m_tabs->setTabText(tab, QString(text).replace(u'&', u"&&"_s));
        m_tabs->setTabToolTip(tab, QDir::toNativeSeparators(root));
        QStringList others = roots;
        others.removeAt(tab);
        pageAt(tab)->setOtherPages(others);
    }
    m_tabs->setVisible(m_tabs->count() > 1);
    setWindowTitle(workspace().root().isEmpty() ? QString() : workspace().name());
}

// --- what the user starts
// -------------------------------------------------------------------------------------------

void MainWindow::openRegistry(const QString &folder)
{
    core::whenDone(core::onWorker([folder] { return resolved(folder); }), this,
                   [this](const QString &root) { showPage(pageOf(root)); });
}

void MainWindow::openPath(const QString &path)
{
    const auto look = [path] {
        workspace::OpenTarget target = workspace::openTargetOf(path);
        target.registryRoot = resolved(target.registryRoot);
        return target;
    };
    core::whenDone(core::onWorker(look), this, [this](const workspace::OpenTarget &target) {
        RegistryPage &page = pageOf(target.registryRoot);
        showPage(page);
        page.openFile(target.file);
    });
}

void MainWindow::openSample()
{
    const auto make = [folder = sampleFolder()] {
        return workspace::createSampleRegistry(folder).transform(resolved);
    };
    core::whenDone(core::onWorker(make), this, [this](const core::Result<QString> &made) {
        if (made) {
            m_sampleRoot = *made;
            showPage(pageOf(*made));
        } else {
            currentPage().tellError(made.error());
        }
    });
}

void MainWindow::takeSettled(RegistryPage &page)
{
    // A newcomer sees a full window at once.
    if (!m_sampleRoot.isEmpty() && page.workspace().root() == m_sampleRoot) {
        page.openFirstEntry();
    }
    reopenNext();
    rememberOpen();
}

// --- from one run to the next
// ---------------------------------------------------------------------------------------

void MainWindow::reopenRegistries()
{
    m_order = m_settings.openRegistries();
    m_toReopen = m_order;
    const QString inFront = m_settings.lastRegistry();
    if (!inFront.isEmpty()) {
        m_toReopen.removeAll(inFront);
        m_toReopen.prepend(inFront);
    }
    reopenNext();
}

void MainWindow::reopenNext()
{
    if (!m_toReopen.isEmpty()) {
        pageOf(m_toReopen.takeFirst());
    }
}

void MainWindow::rememberOpen()
{
    using Status = workspace::Workspace::Status;
    QStringList open;
    for (int tab = 0; tab < m_tabs->count(); ++tab) {
        const workspace::Workspace &shown = pageAt(tab)->workspace();
        if (shown.status() == Status::Ready) {
            open.append(shown.root());
        }
    }
    m_settings.setOpenRegistries(open + m_toReopen);
    m_settings.setLastRegistry(workspace().status() == Status::Ready ? workspace().root()
                                                                     : QString());
}

void MainWindow::comeToFront()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.size() == 1 && urls.first().isLocalFile()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent *event)
{
    openPath(event->mimeData()->urls().first().toLocalFile());
    event->acceptProposedAction();
}

void MainWindow::keepFrame()
{
    m_settings.setWindowGeometry(saveGeometry());
    for (const Registry &open : m_registries) {
        open.page->rememberView();
    }
    currentPage().rememberView();
}

void MainWindow::keepEverything()
{
    keepFrame();
    const QDeadlineTimer deadline(keepingTime);
    for (const Registry &open : m_registries) {
        // A text that is not on the disk by then is told by its bar.
        open.workspace->keepAll(std::chrono::duration_cast<std::chrono::milliseconds>(
            deadline.remainingTimeAsDuration()));
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    keepFrame();
    for (const Registry &open : m_registries) {
        open.page->close(); // unsaved text goes to the journal and comes back; nothing is asked
    }
    event->accept();
}

} // namespace hermes::mainwindow
