#include "tracedprocess.h"

#include <QFile>
#include <QMap>
#include <QProcess>
#include <QSet>

#include <algorithm>
#include <csignal>
#include <tuple>

using namespace Qt::StringLiterals;

namespace hermes::test {

namespace {

constexpr int patience = 60'000; ///< ms

} // namespace

Ended runToEnd(QStringList command)
{
    QProcess process;
    process.start(command.takeFirst(), command);
    process.waitForFinished(patience);
    // strace ends by the signal that it injected, bwrap reports it as 128 + signal
    const bool wasKilled =
        process.exitStatus() == QProcess::CrashExit || process.exitCode() == 128 + SIGKILL;
    return {process.exitCode(), wasKilled, QString::fromUtf8(process.readAllStandardOutput())};
}

Ended runInjected(const QStringList &command, const QString &call, const QString &injection)
{
    return runToEnd(QStringList{u"strace"_s, u"-f"_s, u"-qq"_s, u"-o"_s, u"/dev/null"_s, u"-e"_s,
                                u"trace="_s + call, u"-e"_s, u"inject="_s + call + u':' + injection}
                    + command);
}

QList<int> concernedCalls(const QStringList &command, const QString &call, const QString &folder,
                          const QString &log)
{
    std::ignore = runToEnd(QStringList{u"strace"_s, u"-f"_s, u"-qq"_s, u"-y"_s, u"-o"_s, log,
                                       u"-e"_s, u"trace="_s + call}
                           + command);
    QFile file(log);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    QMap<QByteArray, int> perThread;
    QSet<int> numbers;
    for (const auto lines = file.readAll().split('\n'); const QByteArray &line : lines) {
        if (!line.contains(call.toUtf8() + '(')) {
            continue;
        }
        const int number = ++perThread[line.split(' ').first()];
        if (line.contains(folder.toUtf8())) {
            numbers.insert(number);
        }
    }
    QList<int> sorted(numbers.begin(), numbers.end());
    std::ranges::sort(sorted);
    return sorted;
}

} // namespace hermes::test
