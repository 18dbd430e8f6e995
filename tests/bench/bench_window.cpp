// Opens a generated registry in the real window and measures how long its thread leaves the screen
// unanswered; beside it a bare Qt window that shows as many rows. Then the same while somebody
// types in a prompt of 100 KB beside its preview.
//
// Usage: bench_window [AGENTS]   (default 10000); needs a display, or QT_QPA_PLATFORM=offscreen.

#include "browser/catalogtree.h"
#include "browser/registrypane.h"
#include "editor/prompteditor.h"
#include "generatedregistry.h"
#include "keys/environmentkeys.h"
#include "keys/keystore.h"
#include "main/mainwindow.h"
#include "runs/runhistory.h"
#include "stallwatch.h"
#include "widgets/filterfield.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"
#include "workspace/connectionstore.h"
#include "workspace/livemodels.h"
#include "workspace/livesearch.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 120'000; ///< ms
constexpr int quietTime = 1500; ///< ms; longer than every delay that the window waits for

test::StallWatch::Stall bareWindow(int rows)
{
    QTreeView view;
    view.setUniformRowHeights(true);
    view.resize(400, 800);
    view.show();
    if (!QTest::qWaitForWindowExposed(&view)) {
        std::exit(EXIT_FAILURE);
    }
    test::StallWatch watch;
    QTest::qWait(200);
    watch.restart();
    QStandardItemModel model;
    auto *group = new QStandardItem(u"Agents"_s);
    model.appendRow(group);
    for (int row = 0; row < rows; ++row) {
        group->appendRow(new QStandardItem(u"Agent %1"_s.arg(row)));
    }
    view.setModel(&model);
    view.expandAll();
    QTest::qWait(quietTime);
    return watch.longest();
}

/// When the entry list first painted an entry.
class FirstRows final : public QObject
{
public:
    FirstRows(QTreeView *tree, const QElapsedTimer &clock) : m_tree(tree), m_clock(clock)
    {
        tree->viewport()->installEventFilter(this);
    }
    [[nodiscard]] qint64 milliseconds() const { return m_milliseconds; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        const QModelIndex group = m_tree->model()->index(0, 0);
        if (event->type() == QEvent::Paint && m_milliseconds < 0 && m_tree->isExpanded(group)
            && m_tree->model()->rowCount(group) > 0) {
            m_milliseconds = m_clock.elapsed();
        }
        return QObject::eventFilter(watched, event);
    }

private:
    QTreeView *m_tree;
    const QElapsedTimer &m_clock;
    qint64 m_milliseconds = -1;
};

/// Types filters that let through most, some and no entries, and takes them back, key by key.
test::StallWatch::Stall filterByKeys(mainwindow::MainWindow &window, test::StallWatch &watch)
{
    auto *pane = window.findChild<browser::RegistryPane *>();
    auto *field = pane->findChild<widgets::FilterField *>();
    pane->focusFilter();
    QTest::qWait(quietTime);
    test::StallWatch::Stall worst;
    const auto press = [&](Qt::Key key, const QString &text) {
        watch.restart();
        QTest::sendKeyEvent(QTest::Click, field, key, text, {});
        QTest::qWait(5);
        if (watch.longest().processorMilliseconds > worst.processorMilliseconds) {
            worst = watch.longest();
        }
    };
    const QStringList filters{u"agent 7"_s, u"tag:api"_s, u"-9"_s, u"zzz"_s};
    for (const QString &filter : filters) {
        for (const QChar letter : filter) {
            press(Qt::Key_unknown, letter);
        }
        while (!field->text().isEmpty()) {
            press(Qt::Key_Backspace, {});
        }
    }
    return worst;
}

QByteArray longPrompt()
{
    constexpr int paragraphs = 400;
    QByteArray text = "# Long\n";
    for (int i = 0; i < paragraphs; ++i) {
        text += "\n## Section " + QByteArray::number(i) + "\n\n"
            + QByteArray("Words of **a prompt** that go on for a while. ").repeated(5)
            + "\n- one `item`\n";
    }
    return text;
}

test::StallWatch::Stall typeInLongPrompt(mainwindow::MainWindow &window, const QString &id,
                                         test::StallWatch &watch)
{
    constexpr int keys = 40;
    constexpr int typingPause = 150; // ms
    auto *pane = window.findChild<browser::RegistryPane *>();
    Q_EMIT pane->entryActivated({core::EntryKind::Agent, id});
    editor::PromptEditor *prompt = nullptr;
    const bool isThere = QTest::qWaitFor(
        [&] {
            const QList<editor::PromptEditor *> all = window.findChildren<editor::PromptEditor *>();
            const auto found = std::ranges::find_if(all, [](const editor::PromptEditor *editor) {
                return editor->document()->characterCount() > 50'000;
            });
            prompt = found == all.cend() ? nullptr : *found;
            return prompt != nullptr;
        },
        patience);
    if (!isThere) {
        std::fprintf(stderr, "the long prompt did not open\n");
        std::exit(EXIT_FAILURE);
    }
    QTest::qWait(quietTime);
    prompt->setFocus();
    prompt->goTo(1 + prompt->document()->blockCount() / 2, 1);
    QTest::qWait(quietTime);
    test::StallWatch::Stall worst;
    for (int key = 0; key < keys; ++key) {
        watch.restart();
        QTest::keyClick(prompt, key % 6 == 5 ? Qt::Key_Space : Qt::Key_A);
        QTest::qWait(typingPause);
        if (watch.longest().processorMilliseconds > worst.processorMilliseconds) {
            worst = watch.longest();
        }
    }
    return worst;
}

double processorMilliseconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

void print(const char *what, const test::StallWatch::Stall &stall)
{
    std::printf("%-27s %.1f ms on the clock, %.1f ms of processor time\n", what,
                stall.elapsedMilliseconds, stall.processorMilliseconds);
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const int agents = argc > 1 ? std::atoi(argv[1]) : 10000;
    const QTemporaryDir folder;
    test::generateRegistry(folder.filePath(u"registry"_s), agents);
    QDirIterator first(folder.filePath(u"registry/agents"_s), {u"AGENT.md"_s}, QDir::Files,
                       QDirIterator::Subdirectories);
    QStringList prompts;
    while (first.hasNext()) {
        prompts.append(first.next());
    }
    prompts.sort();
    if (QFile file(prompts.value(0));
        !file.open(QIODevice::WriteOnly) || file.write(longPrompt()) < 0) {
        return EXIT_FAILURE;
    }
    if (!vcs::initializeLibrary()) {
        return EXIT_FAILURE;
    }
    const test::StallWatch::Stall bare = bareWindow(agents);

    widgets::Theme theme(application);
    workspace::Settings settings(folder.filePath(u"settings.ini"_s));
    widgets::SystemUserDialogs dialogs;
    keys::EnvironmentKeys environment;
    keys::KeyStore keyStore(keys::KeyStore::usualPatience);
    workspace::ConnectionStore connections(folder.filePath(u"connections.json"_s));
    runs::RunHistory runs(folder.filePath(u"runs.sqlite"_s), {});
    workspace::LiveModels knownModels({});
    mainwindow::MainWindow window({folder.filePath(u"state"_s), folder.filePath(u"cache"_s)},
                                  settings, theme, dialogs,
                                  {connections, keyStore, environment, runs, knownModels});
    const workspace::Workspace &workspace = window.workspace();
    window.show();
    auto *tree = window.findChild<browser::CatalogTree *>();
    if (!QTest::qWaitForWindowExposed(&window) || tree == nullptr) {
        return EXIT_FAILURE;
    }
    test::StallWatch watch;
    QTest::qWait(quietTime);

    QSignalSpy loaded(&workspace, &workspace::Workspace::loaded);
    QElapsedTimer clock;
    const FirstRows firstRows(tree, clock);
    watch.restart();
    clock.start();
    const double processorBefore = processorMilliseconds();
    window.openRegistry(folder.filePath(u"registry"_s));
    if (!QTest::qWaitFor([&loaded] { return !loaded.isEmpty(); }, patience)) {
        return EXIT_FAILURE;
    }
    const qint64 loadedMilliseconds = clock.elapsed();
    const double loadedProcessor = processorMilliseconds() - processorBefore;
    const test::StallWatch::Stall loading = watch.longest();
    watch.restart();
    if (!QTest::qWaitFor([&workspace] { return workspace.repository().state.has_value(); },
                         patience)) {
        return EXIT_FAILURE;
    }
    QTest::qWait(quietTime);
    const test::StallWatch::Stall settling = watch.longest();
    const test::StallWatch::Stall filtering = filterByKeys(window, watch);
    const test::StallWatch::Stall typing =
        typeInLongPrompt(window, QFileInfo(prompts.first()).dir().dirName(), watch);

    std::printf("agents                      %d\n", agents);
    std::printf("first rows painted          %lld ms\n",
                static_cast<long long>(firstRows.milliseconds()));
    std::printf("loaded                      %lld ms, %.0f of them processor time of its thread\n",
                static_cast<long long>(loadedMilliseconds), loadedProcessor);
    print("longest block, loading", loading);
    print("longest block, afterwards", settling);
    print("longest block, filtering", filtering);
    print("longest block, typing", typing);
    print("bare window, as many rows", bare);
    const double worst = std::max(loading.processorMilliseconds, settling.processorMilliseconds);
    std::printf("ratio to the 50 ms allowed  %.2f\n", worst / 50);
    std::printf("filter: ratio to 8 ms       %.2f\n", filtering.processorMilliseconds / 8);
    std::printf("typing: ratio to 8 ms       %.2f\n", typing.processorMilliseconds / 8);
    std::printf("ratio to the bare window    %.2f\n", worst / bare.processorMilliseconds);
    return EXIT_SUCCESS;
}
