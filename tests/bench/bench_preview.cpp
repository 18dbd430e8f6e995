// Types in the middle of prompts in the real window and measures how long it takes from a key press
// until the assembled prompt beside it is painted with what was typed; the peer is ghostwriter,
// measured on the same machine from the key press to the first change in its preview pane. Then how
// long the window's thread leaves the screen unanswered while somebody types at full speed.
//
// Usage: bench_preview   (needs a display, or QT_QPA_PLATFORM=offscreen)

#include "assembly/renderedtext.h"
#include "browser/registrypane.h"
#include "editor/prompteditor.h"
#include "generatedregistry.h"
#include "keys/environmentkeys.h"
#include "keys/keystore.h"
#include "main/mainwindow.h"
#include "preview/renderedview.h"
#include "runs/runhistory.h"
#include "stallwatch.h"
#include "timing.h"
#include "vcs/repository.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"
#include "workspace/connectionstore.h"
#include "workspace/livemodels.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QApplication>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

constexpr int agents = 100;
constexpr int patience = 60'000; // ms
constexpr int quietTime = 1500; // ms; longer than every delay that the window waits for
constexpr int keys = 50;

struct Load
{
    const char *name;
    int bytes;
    double ghostwriterMilliseconds; ///< Median; 0 = it showed nothing in time.
};

constexpr std::array loads{Load{"10 KB", 10'000, 76.4}, Load{"100 KB", 100'000, 159.1},
                           Load{"250 KB", 250'000, 0}};

/// Headings, paragraphs of one long line each, lists, some code.
QByteArray promptOf(int bytes)
{
    QByteArray text = "# Long\n";
    for (int section = 0; text.size() < bytes; ++section) {
        text += "\n## Section " + QByteArray::number(section) + "\n\n"
            + QByteArray("Words of **a prompt** that go on for `a while`. ")
                  .repeated(2 + section % 6)
            + "\n\n- one item of section " + QByteArray::number(section)
            + "\n- another one\n\n```json\n{\"section\": " + QByteArray::number(section)
            + "}\n```\n";
    }
    return text;
}

[[noreturn]] void fail(const char *what)
{
    std::fprintf(stderr, "%s\n", what);
    std::exit(EXIT_FAILURE);
}

editor::PromptEditor &open(mainwindow::MainWindow &window, const QString &id, int bytes)
{
    Q_EMIT window.findChild<browser::RegistryPane *>()->entryActivated(
        {core::EntryKind::Agent, id});
    editor::PromptEditor *prompt = nullptr;
    const bool isThere = QTest::qWaitFor(
        [&] {
            for (auto *editor : window.findChildren<editor::PromptEditor *>()) {
                if (editor->isVisible() && editor->document()->characterCount() > bytes * 9 / 10) {
                    prompt = editor;
                }
            }
            return prompt != nullptr;
        },
        patience);
    if (!isThere) {
        fail("the prompt did not open");
    }
    QTest::qWait(quietTime);
    prompt->setFocus();
    prompt->goTo(prompt->document()
                         ->find(u"Words of"_s, prompt->document()->characterCount() / 2)
                         .blockNumber()
                     + 1,
                 1);
    QTest::qWait(quietTime);
    return *prompt;
}

/// From each key press until the preview is painted. ms, sorted.
QList<double> keyToPreview(editor::PromptEditor &prompt, preview::RenderedView &view)
{
    QElapsedTimer clock;
    QEventLoop loop; // QTest's waiting sleeps for up to 10 ms at a time
    QTimer guard;
    guard.setSingleShot(true);
    QObject::connect(&guard, &QTimer::timeout, &loop, [] { fail("the preview did not follow"); });
    QList<double> times;
    const QMetaObject::Connection watched =
        QObject::connect(&view, &preview::RenderedView::bodyShown, &loop, [&] {
            view.viewport()->repaint();
            times.append(static_cast<double>(clock.nsecsElapsed()) / 1e6);
            loop.quit();
        });
    for (int key = 0; key < keys; ++key) {
        guard.start(patience);
        clock.start();
        QTest::sendKeyEvent(QTest::Click, &prompt, Qt::Key_A, u"a"_s, {});
        loop.exec();
        guard.stop();
        QTest::qWait(120);
    }
    QObject::disconnect(watched);
    std::ranges::sort(times);
    return times;
}

test::StallWatch::Stall typeFast(editor::PromptEditor &prompt)
{
    constexpr int typingPause = 30; // ms
    test::StallWatch watch;
    QTest::qWait(quietTime);
    watch.restart();
    for (int key = 0; key < keys; ++key) {
        QTest::keyClick(&prompt, key % 6 == 5 ? Qt::Key_Space : Qt::Key_A);
        QTest::qWait(typingPause);
    }
    return watch.longest();
}

/// Keys in the middle of a prompt, and the whole of it each time.
void parseKeys(const Load &load)
{
    QByteArray text = promptOf(load.bytes);
    qsizetype place = text.indexOf("Words of", text.size() / 2);
    assembly::RenderedText rendered;
    rendered.setText(text);
    std::vector<double> whole;
    std::vector<double> changed;
    qint64 bytes = 0;
    for (int key = 0; key < keys; ++key) {
        text.insert(place++, 'a');
        changed.push_back(bench::milliseconds([&] { rendered.setText(text); }));
        bytes = std::max(bytes, rendered.parsedBytes());
        QList<assembly::RenderedBlock> all;
        whole.push_back(bench::milliseconds([&] { all = assembly::renderBlocks(text); }));
        if (all != rendered.blocks()) {
            fail("what was parsed for a key is not what the whole text is");
        }
    }
    std::printf(
        "        a key parses %lld of %lld bytes: ratio %.4f; %.3f ms, all of them %.3f ms: "
        "ratio %.3f\n",
        static_cast<long long>(bytes), static_cast<long long>(text.size()),
        static_cast<double>(bytes) / static_cast<double>(text.size()), bench::median(changed),
        bench::median(whole), bench::median(changed) / bench::median(whole));
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QTemporaryDir folder;
    const QString root = folder.filePath(u"registry"_s);
    test::generateRegistry(root, agents);
    QDirIterator found(root + u"/agents"_s, {u"AGENT.md"_s}, QDir::Files,
                       QDirIterator::Subdirectories);
    QStringList prompts;
    while (found.hasNext()) {
        prompts.append(found.next());
    }
    prompts.sort();
    for (size_t i = 0; i < loads.size(); ++i) {
        QFile file(prompts.value(static_cast<qsizetype>(i)));
        if (!file.open(QIODevice::WriteOnly) || file.write(promptOf(loads.at(i).bytes)) < 0) {
            fail("the prompts could not be written");
        }
    }
    if (!vcs::initializeLibrary()) {
        return EXIT_FAILURE;
    }
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
    window.resize(1440, 900);
    window.show();
    if (!QTest::qWaitForWindowExposed(&window)) {
        return EXIT_FAILURE;
    }
    window.openRegistry(root);
    if (!QTest::qWaitFor([&] { return window.workspace().catalog().entries.size() >= agents; },
                         patience)) {
        fail("the registry did not open");
    }
    QTest::qWait(quietTime);
    for (size_t i = 0; i < loads.size(); ++i) {
        const Load &load = loads.at(i);
        editor::PromptEditor &prompt = open(
            window, QFileInfo(prompts.at(static_cast<qsizetype>(i))).dir().dirName(), load.bytes);
        const QList<double> times =
            keyToPreview(prompt, *window.findChild<preview::RenderedView *>());
        const double median = times.at(times.size() / 2);
        std::printf("%-7s key press to painted preview: median %.1f ms [%.1f-%.1f], worst %.1f",
                    load.name, median, times.at(times.size() / 4), times.at(times.size() * 3 / 4),
                    times.last());
        if (load.ghostwriterMilliseconds > 0) {
            std::printf("; ghostwriter %.1f: ratio %.3f (wanted 0.1)", load.ghostwriterMilliseconds,
                        median / load.ghostwriterMilliseconds);
        }
        const test::StallWatch::Stall stall = typeFast(prompt);
        std::printf("\n        longest block while typing at full speed: %.1f ms, %.1f ms of "
                    "processor time (8 allowed: ratio %.2f)\n",
                    stall.elapsedMilliseconds, stall.processorMilliseconds,
                    stall.processorMilliseconds / 8);
        parseKeys(load);
    }
    return EXIT_SUCCESS;
}
