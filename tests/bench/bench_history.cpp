#include "scratchfolder.h"
#include "vcs/repository.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QTextStream>

#include <algorithm>
#include <functional>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

constexpr int commitCount = 1000;
constexpr int fileCount = 2000;
constexpr int filesPerAgent = 4;
constexpr int hotEvery = 10; ///< Each tenth commit touches the hot file.
constexpr int rounds = 9;

const QString hotFile = u"agents/a7/f0.md"_s;

/// A history for `git fast-import`: much faster than commits one by one.
QByteArray importStream()
{
    QByteArray stream;
    for (int commit = 1; commit <= commitCount; ++commit) {
        const QByteArray number = QByteArray::number(commit);
        stream += "commit refs/heads/main\ncommitter A <a@example.org> "
            + QByteArray::number(1'700'000'000 + commit * 60) + " +0000\ndata "
            + QByteArray::number(number.size()) + '\n' + number + '\n';
        const auto file = [&](int index) {
            stream += "M 100644 inline agents/a" + QByteArray::number(index / filesPerAgent) + "/f"
                + QByteArray::number(index % filesPerAgent) + ".md\ndata "
                + QByteArray::number(number.size()) + '\n' + number + '\n';
        };
        for (int index = 0; commit == 1 && index < fileCount; ++index) {
            file(index);
        }
        file(commit % hotEvery == 0 ? 7 * filesPerAgent : (commit * 37) % fileCount);
    }
    return stream;
}

double medianMilliseconds(const std::function<void()> &work)
{
    QList<double> times;
    for (int round = 0; round < rounds; ++round) {
        QElapsedTimer timer;
        timer.start();
        work();
        times.append(static_cast<double>(timer.nsecsElapsed()) / 1e6);
    }
    std::ranges::sort(times);
    return times.at(rounds / 2);
}

QByteArray gitOutput(const QString &folder, const QStringList &arguments,
                     const QByteArray &input = {})
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(u"git"_s, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(-1) || process.exitCode() != 0) {
        qFatal("git %s: %s", qPrintable(arguments.join(u' ')),
               process.readAllStandardError().constData());
    }
    return process.readAllStandardOutput();
}

} // namespace

/// History of one often changed file among 2,000 over 1,000 commits, against `git log -- file`;
/// both cold, that is with the repository opened anew.
int main()
{
    QTextStream out(stdout);
    if (const auto ready = vcs::initializeLibrary(); !ready) {
        out << ready.error().message << '\n';
        return 1;
    }
    const test::ScratchFolder folder;
    folder.initGit();
    gitOutput(folder.path(), {u"fast-import"_s, u"--quiet"_s}, importStream());

    qsizetype found = 0;
    const double ours = medianMilliseconds([&] {
        const auto repository = vcs::Repository::open(folder.path());
        const auto commits = repository->history(*repository->resolve(u"main"_s),
                                                 core::RepoPath::fromLiteral(hotFile), 0, {});
        found = commits->size();
    });
    qsizetype expected = 0;
    const double peer = medianMilliseconds([&] {
        expected = gitOutput(folder.path(),
                             {u"log"_s, u"--format=%H %an %at %s"_s, u"main"_s, u"--"_s, hotFile})
                       .count('\n');
    });
    const double start = medianMilliseconds([&] { gitOutput(folder.path(), {u"--version"_s}); });
    out << QStringLiteral("history of one file, %1 commits, %2 files: hermes %3 ms, git log %4 ms "
                          "(its start alone %5 ms), ratio %6\n")
               .arg(commitCount)
               .arg(fileCount)
               .arg(ours, 0, 'f', 1)
               .arg(peer, 0, 'f', 1)
               .arg(start, 0, 'f', 1)
               .arg(ours / peer, 0, 'f', 2);
    if (found != expected) {
        out << QStringLiteral("wrong: %1 commits found, git finds %2\n").arg(found).arg(expected);
        return 1;
    }
    return 0;
}
