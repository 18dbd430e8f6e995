// The window as a victim, offscreen: typing_studio type HOME REGISTRY | abort HOME
//
// type: opens the agent `writer` and types at the end of its prompt, twenty keys a second, saving
// now and then, until it is killed. After each key it writes a line: how many there were, and when
// (CLOCK_MONOTONIC, ms). abort: starts again and ends by abort() when `writer` is open.

#include "editor/prompteditor.h"
#include "typedtext.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QApplication>
#include <QTest>
#include <QTimer>

#include <chrono>
#include <cstdio>
#include <cstdlib>

using namespace hermes;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using mainwindow::ActionId;
using test::WindowFixture;

namespace {

const core::EntryId writer{core::EntryKind::Agent, u"writer"_s};
constexpr auto keyInterval = 50ms;
constexpr int keysPerSave = 37;
constexpr auto patience = 30s;

void typeUntilKilled(WindowFixture &fixture, const QString &registry)
{
    fixture.open(registry);
    if (fixture.openEntry(writer) == nullptr) {
        std::exit(EXIT_FAILURE);
    }
    QTest::keyClick(fixture.prompt(), Qt::Key_End, Qt::ControlModifier);
    auto *keys = new QTimer(qApp);
    QObject::connect(keys, &QTimer::timeout, qApp, [&fixture, count = 0]() mutable {
        fixture.type(test::typedKey(count));
        std::printf("%d %lld\n", ++count, static_cast<long long>(test::monotonicMilliseconds()));
        std::fflush(stdout);
        if (count % keysPerSave == 0) {
            fixture.action(ActionId::Save)->trigger();
        }
    });
    keys->start(keyInterval);
    QApplication::exec();
}

void abortWhenOpened(WindowFixture &fixture)
{
    auto *look = new QTimer(qApp);
    QObject::connect(look, &QTimer::timeout, qApp, [&fixture] {
        const workspace::DefinitionDocument *document = fixture.workspace().openDocument(writer);
        if (document != nullptr
            && document->state() == workspace::DefinitionDocument::State::Ready) {
            std::abort();
        }
    });
    look->start(1ms);
    QTimer::singleShot(patience, qApp, [&fixture] {
        for (const auto allDocuments = fixture.workspace().documents();
             const workspace::DefinitionDocument *document : allDocuments) {
            std::fprintf(stderr, "%s is in state %d: %s\n", qPrintable(document->id().toString()),
                         static_cast<int>(document->state()),
                         qPrintable(document->loadError().message));
        }
        std::fprintf(stderr, "registry in state %d: %s\n",
                     static_cast<int>(fixture.workspace().status()),
                     qPrintable(fixture.shownTexts()));
        std::exit(EXIT_FAILURE);
    });
    fixture.window().reopenRegistries();
    QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    if (arguments.size() < 3 || !vcs::initializeLibrary()) {
        return EXIT_FAILURE;
    }
    widgets::Theme theme(application);
    WindowFixture fixture(theme, arguments.at(2));
    if (arguments.at(1) == u"type"_s && arguments.size() > 3) {
        typeUntilKilled(fixture, arguments.at(3));
    } else {
        abortWhenOpened(fixture);
    }
    return EXIT_SUCCESS;
}
