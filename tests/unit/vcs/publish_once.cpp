#include "gitfixture.h"

#include <QCoreApplication>
#include <QTextStream>

/// `publish_once WORKTREE HEAD`: one release, to be killed or failed at a system call of choice.
/// Exit code: 0 = done, 10 + the error's code otherwise.
int main(int argc, char **argv)
{
    using namespace hermes;
    constexpr int firstErrorExit = 10;
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const vcs::ObjectId head = test::idOf(arguments.at(2).toLatin1());

    const core::Result<void> done =
        vcs::initializeLibrary()
            .and_then([&] { return vcs::Repository::open(arguments.at(1)); })
            .and_then([&](vcs::Repository repository) {
                return repository.prepare(test::requestFor(head))
                    .and_then([&](const vcs::PreparedCommit &prepared) {
                        return repository.publish(prepared);
                    });
            });
    if (done) {
        return 0;
    }
    QTextStream(stderr) << done.error().message << '\n' << done.error().detail << '\n';
    return firstErrorExit + static_cast<int>(done.error().code);
}
