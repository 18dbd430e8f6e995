#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace hermes::test {

/// How a process of a test ended.
struct Ended
{
    int exitCode = 0;
    bool wasKilled = false;
    QString output; ///< What it wrote to standard output.
};

/// Runs a command to its end, at most a minute.
[[nodiscard]] Ended runToEnd(QStringList command);
/// The same under strace, with an injection at calls of one kind: "signal=KILL:when=3".
[[nodiscard]] Ended runInjected(const QStringList &command, const QString &call,
                                const QString &injection);
/// Which calls of one kind concern a folder: their numbers within their thread, as `when=` takes
/// them. What the loader and Qt do before is nobody's concern. Runs the command; `log` is a file of
/// the test's.
[[nodiscard]] QList<int> concernedCalls(const QStringList &command, const QString &call,
                                        const QString &folder, const QString &log);

} // namespace hermes::test
