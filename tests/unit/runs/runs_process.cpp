// Puts runs into the history that its argument names, for ever; tells the id of each that is kept.

#include "runs/runhistory.h"
#include "samplerun.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    hermes::runs::RunHistory history(QCoreApplication::arguments().at(1), {});
    for (int number = 0;; ++number) {
        hermes::runs::Run run = hermes::test::sampleRun(number);
        run.outcome = hermes::runs::Run::Outcome::Unfinished;
        auto begun = history.put(run);
        begun.waitForFinished();
        run.outcome = hermes::runs::Run::Outcome::Complete;
        auto kept = history.put(run);
        kept.waitForFinished();
        if (!begun.result() || !kept.result()) {
            return EXIT_FAILURE;
        }
        std::printf("%s\n", qPrintable(run.id));
        std::fflush(stdout);
    }
}
