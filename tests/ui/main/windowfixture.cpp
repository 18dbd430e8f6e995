#include "windowfixture.h"

#include "browser/catalogmodel.h"
#include "browser/catalogtree.h"
#include "editor/prompteditor.h"
#include "main/registrybutton.h"
#include "preview/contextdialog.h"
#include "workspace/definitiondocument.h"

#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QTest>

#include <future>

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

constexpr int patience = 60'000; ///< ms

} // namespace

WindowFixture::WindowFixture(widgets::Theme &theme)
    : m_theme(theme), m_ownHome(std::in_place), m_home(m_ownHome->path())
{
    restart();
}

WindowFixture::WindowFixture(widgets::Theme &theme, const QString &home)
    : m_theme(theme), m_home(home)
{
    restart();
}

void WindowFixture::restart()
{
    m_window.reset();
    m_models.reset();
    m_knownModels.reset();
    m_runs.reset();
    m_keys.reset();
    m_connections.reset();
    m_settings.reset();
    m_settings = std::make_unique<workspace::Settings>(m_home + u"/settings.ini"_s);
    m_connections =
        std::make_unique<workspace::ConnectionStore>(m_home + u"/config/connections.json"_s);
    m_keys = std::make_unique<keys::KeyStore>(keys::KeyStore::usualPatience);
    m_runs =
        std::make_unique<runs::RunHistory>(m_home + u"/state/runs.sqlite"_s, runs::RunLimits{});
    m_knownModels = std::make_unique<workspace::LiveModels>(ownModelsFile());
    m_models.emplace(*m_connections, *m_keys, m_environmentKeys, *m_runs, *m_knownModels);
    m_window = std::make_unique<mainwindow::MainWindow>(
        mainwindow::MainWindow::Folders{m_home + u"/state"_s, m_home + u"/cache"_s}, *m_settings,
        m_theme, m_dialogs, *m_models);
    m_window->resize(1280, 800);
    m_window->show();
}

void WindowFixture::open(const QString &folder)
{
    // On another thread, as a test may have the disk answer slowly.
    const QString root =
        std::async(std::launch::async, [&] { return QFileInfo(folder).canonicalFilePath(); }).get();
    m_window->openRegistry(folder);
    QVERIFY(QTest::qWaitFor(
        [&] {
            const workspace::RepositoryOverview &read = workspace().repository();
            return workspace().root() == root
                && workspace().status() == workspace::Workspace::Status::Ready
                && (read.state || !read.reason.message.isEmpty());
        },
        patience));
}

workspace::DefinitionDocument *WindowFixture::openEntry(const core::EntryId &id)
{
    auto *tree = m_window->currentPage().findChild<browser::CatalogTree *>();
    for (QModelIndex index = tree->model()->index(0, 0); index.isValid();
         index = tree->indexBelow(index)) {
        if (index.data(browser::CatalogModel::IdRole).value<core::EntryId>() == id) {
            tree->setCurrentIndex(index);
            QTest::keyClick(tree, Qt::Key_Return);
        }
    }
    workspace::DefinitionDocument *document = workspace().openDocument(id);
    const bool isReady =
        document != nullptr
        && QTest::qWaitFor(
            [document] {
                return document->state() != workspace::DefinitionDocument::State::Loading;
            },
            patience);
    return isReady ? document : nullptr;
}

QString WindowFixture::ownModelsFile() const
{
    return m_home + u"/config/models.json"_s;
}

QAction *WindowFixture::action(mainwindow::ActionId id)
{
    return m_window->currentPage().findChild<mainwindow::ActionCatalog *>()->action(id);
}

editor::PromptEditor *WindowFixture::prompt()
{
    for (const auto editors = m_window->findChildren<editor::PromptEditor *>();
         auto *editor : editors) {
        if (editor->isVisible()) {
            return editor;
        }
    }
    return nullptr;
}

void WindowFixture::type(const QString &text)
{
    QTest::keyClicks(prompt(), text);
}

widgets::MessageBar *WindowFixture::bar(const QString &words)
{
    for (const auto bars = m_window->findChildren<widgets::MessageBar *>(); auto *bar : bars) {
        if (bar->isVisible() && bar->text().contains(words)) {
            return bar;
        }
    }
    return nullptr;
}

void WindowFixture::click(widgets::MessageBar *bar, const QString &button)
{
    QPushButton *found = nullptr;
    const bool isThere = QTest::qWaitFor(
        [&] {
            for (const auto candidates = bar->findChildren<QPushButton *>();
                 auto *candidate : candidates) {
                found = candidate->isVisible() && candidate->text() == button ? candidate : found;
            }
            return found != nullptr; // a new button is shown with the next turn of the event loop
        },
        60'000);
    QVERIFY2(isThere, qPrintable(u"no button “%1” in: %2"_s.arg(button, bar->text())));
    QTest::mouseClick(found, Qt::LeftButton);
}

QString WindowFixture::registryText()
{
    return m_window->currentPage().findChild<mainwindow::RegistryButton *>()->text();
}

QString WindowFixture::shownTexts()
{
    QStringList texts;
    for (const auto labels = m_window->findChildren<QLabel *>(); const QLabel *label : labels) {
        if (label->isVisible()) {
            texts.append(label->text());
        }
    }
    return texts.join(u'\n');
}

void chooseFirstContextFile(QWidget &window)
{
    preview::ContextDialog *dialog = nullptr;
    QVERIFY(QTest::qWaitFor(
        [&] {
            dialog = window.findChild<preview::ContextDialog *>();
            return dialog != nullptr;
        },
        60'000));
    auto *field = dialog->findChild<QLineEdit *>();
    const auto *list = dialog->findChild<QListView *>();
    QVERIFY(QTest::qWaitFor([list] { return list->currentIndex().isValid(); }, 60'000));
    QTest::keyClick(field, Qt::Key_Return);
    QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
}

} // namespace hermes::test
