#include "changefixture.h"

#include <QCoreApplication>
#include <QTextStream>

using namespace Qt::StringLiterals;

/// changes_process ROOT STATE perform|undo: performs the fixture's change set, or undoes the newest
/// change, as a process that can be killed, starved or run under other mounts. The error's message
/// on standard output, its code as exit code (0 = done, else 1 + ErrorCode).
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const hermes::workspace::ChangePlace place{arguments.value(1), arguments.value(2)};
    const bool undoes = arguments.value(3) == u"undo";
    const auto recorded = hermes::workspace::performedChanges(place);
    const auto done = undoes
        ? hermes::workspace::undoChanges(place,
                                         recorded.isEmpty() ? QString() : recorded.first().name)
        : hermes::workspace::performChanges(
              place, hermes::test::ChangeFixture::changesOf(place.registryRoot));
    if (!done) {
        QTextStream(stdout) << done.error().message << Qt::endl;
        return 1 + static_cast<int>(done.error().code);
    }
    return 0;
}
