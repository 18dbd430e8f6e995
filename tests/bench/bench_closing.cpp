// Brings the real program to where a test-send is in some phase, closes it, and prints how long its
// process lives on from the wish, beside what the same takes when nothing was asked.
//
// Usage: bench_closing [TIMES]   (default 3); needs a display with a window manager.

#include "sendingstudio.h"
#include "timing.h"

#include <QGuiApplication>

#include <cstdio>
#include <cstdlib>

using namespace hermes;
using tour::SendingStudio;
using Phase = SendingStudio::Phase;
using Way = SendingStudio::Way;

namespace {

constexpr double allowed = 200; ///< ms

struct Case
{
    Phase phase;
    const char *name;
};

constexpr std::array cases{Case{Phase::Idle, "nothing asked"},
                           Case{Phase::Connecting, "connecting"},
                           Case{Phase::FirstByte, "before the first byte"},
                           Case{Phase::Streaming, "streaming"},
                           Case{Phase::EightColumns, "eight columns stream"},
                           Case{Phase::RetryWait, "between attempts"},
                           Case{Phase::Question, "a question is open"},
                           Case{Phase::HistoryHeld, "history held by another"},
                           Case{Phase::StoresHeld, "settings held by another"}};

double taken(Phase phase, Way way, int times)
{
    std::vector<double> all;
    for (int i = 0; i < times; ++i) {
        SendingStudio studio;
        if (!studio.reach(phase)) {
            std::fprintf(stderr, "%s\n", qPrintable(studio.what()));
            std::exit(EXIT_FAILURE);
        }
        const SendingStudio::Ending ending = studio.close(way);
        if (ending.exitCode != 0) {
            std::fprintf(stderr, "the program ended with %d\n", ending.exitCode);
            std::exit(EXIT_FAILURE);
        }
        all.push_back(static_cast<double>(ending.time.count()) / 1000);
    }
    return bench::median(std::move(all));
}

} // namespace

int main(int argc, char **argv)
{
    const QGuiApplication application(argc, argv);
    const int times = argc > 1 ? std::max(1, std::atoi(argv[1])) : 3;
    std::printf("from the wish to the end of the process, median of %d\n", times);
    double idle = 0;
    for (const Case &each : cases) {
        const double signal = taken(each.phase, Way::Signal, times);
        idle = each.phase == Phase::Idle ? signal : idle;
        std::printf("  %-26s SIGTERM %5.0f ms, ratio to nothing asked %.2f, to %.0f ms %.2f\n",
                    each.name, signal, signal / idle, allowed, signal / allowed);
        std::fflush(stdout);
    }
    // Whoever clicks pays for the programs that click, too.
    std::printf("  %-26s closed  %5.0f ms with xdotool's own time\n", "streaming",
                taken(Phase::Streaming, Way::Window, times));
    return EXIT_SUCCESS;
}
