// Has the real window show answers that a server in a process of its own sends at 500 tokens a
// second, while somebody types: first in the question's field beside the answer, then in the prompt
// with the answer out of sight. Prints what a first token takes from the server to the screen, what
// part of a core the program uses, and how long its thread leaves the screen unanswered.
//
// Usage: bench_testsend [SECONDS]   (default 30); needs a display, or QT_QPA_PLATFORM=offscreen.

#include "editor/prompteditor.h"
#include "registryfixture.h"
#include "stallwatch.h"
#include "testsend/answerview.h"
#include "testsend/questioninput.h"
#include "testsend/runspane.h"
#include "timing.h"
#include "tokenserver.h"
#include "vcs/repository.h"
#include "widgets/theme.h"
#include "windowfixture.h"

#include <QApplication>
#include <QEventLoop>
#include <QTest>
#include <QTimer>
#include <QWindow>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

constexpr int tokensPerSecond = 500;
constexpr int patience = 120'000; ///< ms
constexpr int quietTime = 1500; ///< ms; longer than every delay that the window waits for
constexpr int betweenKeys = 60; ///< ms
constexpr double frameAllowed = 16; ///< ms; what typing may wait
constexpr double workAllowed = 8; ///< ms of processor time at a stretch
constexpr double firstTokenAllowed = 15; ///< ms
constexpr double shareAllowed = 0.25; ///< of a core

/// Runs the event loop as the program does: QTest's waiting sleeps between events.
void waitUntil(const std::function<bool()> &isSo)
{
    QEventLoop loop;
    QTimer look;
    QTimer end;
    QObject::connect(&look, &QTimer::timeout, &loop, [&] {
        if (isSo()) {
            loop.quit();
        }
    });
    QObject::connect(&end, &QTimer::timeout, &loop, [] {
        std::fprintf(stderr, "the window is not where it should be\n");
        std::exit(EXIT_FAILURE);
    });
    look.start(1);
    end.start(patience);
    loop.exec();
}

void waitFor(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

double processSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

/// When an answer that has text was first on the screen.
class FirstPaint final : public QObject
{
public:
    FirstPaint() { qApp->installEventFilter(this); }
    [[nodiscard]] std::int64_t nanoseconds() const { return m_moment; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Paint && !m_isSeen) {
            const auto *view = qobject_cast<testsend::AnswerView *>(watched->parent());
            if (view != nullptr && !view->markdown().isEmpty()) {
                m_isSeen = true;
                // Behind the painting of all widgets and the flush to the display.
                QMetaObject::invokeMethod(
                    this, [this] { m_moment = bench::monotonicNanoseconds(); },
                    Qt::QueuedConnection);
            }
        }
        return QObject::eventFilter(watched, event);
    }

private:
    bool m_isSeen = false;
    std::int64_t m_moment = 0;
};

class Bench
{
public:
    Bench(widgets::Theme &theme, bench::TokenServer &server) : m_server(server), m_window(theme)
    {
        m_window.open(m_registry.root());
        workspace::Connection connection;
        connection.id = u"connection"_s;
        connection.name = u"Local"_s;
        connection.settings.type = modelapi::ConnectionType::OpenAiCompatible;
        connection.settings.baseUrl = server.baseUrl();
        connection.settings.modelId = u"story"_s;
        waitUntil([&] { return m_window.connections().isLoaded(); });
        m_window.connections().put(connection);
        waitUntil([&] { return m_window.openEntry(test::RegistryFixture::writer) != nullptr; });
        m_window.action(mainwindow::ActionId::TestSend)->trigger();
        m_pane = m_window.window().findChild<testsend::RunsPane *>();
        waitUntil([&] { return m_window.window().windowHandle()->isExposed(); });
        m_window.window().activateWindow();
        waitFor(quietTime);
    }

    /// From the server to the screen, in ms.
    double firstToken(int tokens)
    {
        m_server.setTokens(tokens);
        const FirstPaint paint;
        ask();
        waitUntil([&] { return paint.nanoseconds() != 0; });
        const double taken = static_cast<double>(paint.nanoseconds() - m_server.firstToken()) / 1e6;
        waitUntil([&] { return !m_pane->session()->isSending(); });
        waitFor(quietTime);
        return taken;
    }

    /// A long answer while somebody types.
    void longAnswer(const char *what, bool isInSight, int seconds)
    {
        m_server.setTokens(seconds * tokensPerSecond);
        ask();
        waitUntil([&] { return m_pane->session()->isSending(); });
        if (!isInSight) {
            m_window.action(mainwindow::ActionId::ShowPrompt)->trigger();
        }
        QWidget *field = isInSight ? static_cast<QWidget *>(input()) : m_window.prompt();
        field->setFocus();
        test::StallWatch watch;
        waitFor(500);
        watch.restart();
        const double before = processSeconds();
        QElapsedTimer clock;
        clock.start();
        double longestKey = 0;
        for (int key = 0; m_pane->session()->isSending(); ++key) {
            longestKey = std::max(longestKey, bench::milliseconds([&] {
                                      QTest::sendKeyEvent(QTest::Click, field, Qt::Key_A,
                                                          key % 6 == 5 ? u" "_s : u"a"_s, {});
                                  }));
            waitFor(betweenKeys);
        }
        const double share =
            (processSeconds() - before) / (static_cast<double>(clock.elapsed()) / 1000);
        const test::StallWatch::Stall stall = watch.longest();
        const qsizetype length = m_pane->session()->column(0).answer().text.size();
        std::printf("%s: %lld characters came\n", what, static_cast<long long>(length));
        std::printf("  of a core                 %.1f %%, ratio to the allowed %.2f\n", share * 100,
                    share / shareAllowed);
        std::printf("  longest block             %.1f ms on the clock, ratio to %.0f ms %.2f\n",
                    stall.elapsedMilliseconds, frameAllowed,
                    stall.elapsedMilliseconds / frameAllowed);
        std::printf("  of it processor time      %.1f ms, ratio to %.0f ms %.2f\n",
                    stall.processorMilliseconds, workAllowed,
                    stall.processorMilliseconds / workAllowed);
        std::printf("  longest key press         %.1f ms\n", longestKey);
        if (!isInSight) {
            m_window.action(mainwindow::ActionId::TestSend)->trigger();
            waitFor(quietTime);
        }
    }

private:
    [[nodiscard]] testsend::QuestionInput *input() const
    {
        return m_pane->findChild<testsend::QuestionInput *>();
    }

    void ask()
    {
        if (!m_pane->session()->column(0).conversation().isEmpty()) {
            m_pane->session()->column(0).clear();
        }
        m_window.dialogs().answerButton(1);
        input()->setPlainText(u"Go on."_s);
        input()->setFocus();
        waitFor(500);
        QTest::keyClick(input(), Qt::Key_Return, Qt::ControlModifier);
    }

    bench::TokenServer &m_server;
    test::RegistryFixture m_registry;
    test::WindowFixture m_window;
    testsend::RunsPane *m_pane = nullptr;
};

} // namespace

int main(int argc, char **argv)
{
    bench::TokenServer server(tokensPerSecond, tokensPerSecond);
    QApplication application(argc, argv);
    const int seconds = argc > 1 ? std::atoi(argv[1]) : 30;
    if (!vcs::initializeLibrary()) {
        return EXIT_FAILURE;
    }
    widgets::Theme theme(application);
    Bench bench(theme, server);
    constexpr int answers = 9;
    constexpr int shortAnswer = 100; // tokens
    const double cold = bench.firstToken(shortAnswer);
    std::vector<double> warm(answers);
    for (double &taken : warm) {
        taken = bench.firstToken(shortAnswer);
    }
    const double usual = bench::median(warm);
    std::printf("first token on the screen   the very first %.1f ms, then %.1f ms (worst %.1f), "
                "ratio to %.0f ms %.2f\n",
                cold, usual, *std::ranges::max_element(warm), firstTokenAllowed,
                usual / firstTokenAllowed);
    bench.longAnswer("typing beside the answer", true, seconds);
    bench.longAnswer("typing in the prompt", false, seconds);
    return EXIT_SUCCESS;
}
