#include "scratchfolder.h"
#include "workspace/filesave.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <csignal>
#include <ctime>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

constexpr int wantedKills = 200;
const QString promptFile = u"agents/writer/AGENT.md"_s;
const QString manifestFile = u"agents/writer/manifest.json"_s;
const QByteArray newPrompt = "# Writer\n\nYou write better.\n";

void makeRegistry(const test::ScratchFolder &folder)
{
    folder.initGit();
    folder.write(manifestFile, R"({
  "schemaVersion": "1", "type": "agent", "id": "writer", "name": "Writer", "version": "1.0.0", "description": "Writes.",
  "compatibility": { "hermes": "*", "desktop": "*" }, "entry": "AGENT.md"
}
)");
    folder.write(promptFile, "# Writer\n\nYou write.\n");
    folder.commitAll(u"Begin"_s);
    folder.write(promptFile, newPrompt);
}

/// Runs a program and kills it after a number of microseconds. True if it was still running then.
bool killAfter(const QString &program, const QStringList &arguments, qint64 microseconds)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForStarted();
    const timespec delay{static_cast<time_t>(microseconds / 1'000'000),
                         static_cast<long>((microseconds % 1'000'000) * 1000)};
    ::nanosleep(&delay, nullptr); // the random moment itself; nothing is waited for
    ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
    process.waitForFinished();
    return process.exitStatus() == QProcess::CrashExit;
}

/// How long the program takes when nobody interrupts it, in microseconds.
qint64 durationOf(const QString &program, const QStringList &arguments)
{
    QElapsedTimer timer;
    timer.start();
    QProcess::execute(program, arguments);
    return timer.nsecsElapsed() / 1000;
}

/// For a process that ended before its kill: the run that was timed may have been a slow one.
qint64 shortened(qint64 duration)
{
    constexpr qint64 shortest = 2000;
    return std::max(duration * 9 / 10, shortest);
}

} // namespace

class TestKills final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aReleaseIsDoneOrNotDone()
    {
        test::ScratchFolder trial;
        makeRegistry(trial);
        // The first start of a new program takes longer than those that are to be killed.
        QProcess::execute(QStringLiteral(HERMESCTL), {u"-C"_s, trial.path(), u"list"_s});
        qint64 duration = durationOf(QStringLiteral(HERMESCTL), releaseArguments(trial));
        QCOMPARE(trial.git({u"tag"_s}), "agent/writer@1.0.1");
        int kills = 0;
        int released = 0;
        for (int i = 0; kills < wantedKills && i < 4 * wantedKills; ++i) {
            const test::ScratchFolder folder;
            makeRegistry(folder);
            const QByteArray before = folder.git({u"rev-parse"_s, u"HEAD"_s});
            const bool isKilled = killAfter(QStringLiteral(HERMESCTL), releaseArguments(folder),
                                            m_random.bounded(duration));
            kills += isKilled ? 1 : 0;
            duration = isKilled ? duration : shortened(duration);
            // What the next start of the program finds and settles.
            QCOMPARE(QProcess::execute(QStringLiteral(HERMESCTL),
                                       {u"-C"_s, folder.path(), u"list"_s, u"--kind"_s, u"mcp"_s}),
                     0);
            const bool isNew = folder.git({u"rev-parse"_s, u"HEAD"_s}) != before;
            verifyState(folder, isNew);
            released += isNew ? 1 : 0;
        }
        QVERIFY2(kills >= wantedKills, qPrintable(QString::number(kills)));
        qInfo("%d kills of a release: %d ended new, the others old", kills, released);
    }

    void aSaveIsDoneOrNotDone()
    {
        const test::ScratchFolder folder;
        const QByteArray oldText = "old\n";
        const QByteArray newText = QByteArray("new text of a prompt\n").repeated(200'000);
        folder.write(promptFile, oldText);
        folder.write(u"content"_s, newText);
        const QStringList arguments{folder.path(), promptFile, folder.path(u"content"_s),
                                    QString::fromLatin1(workspace::fingerprint(oldText).toHex())};
        qint64 duration = durationOf(QStringLiteral(SAVE_PROCESS), arguments);
        int kills = 0;
        int written = 0;
        for (int i = 0; kills < wantedKills && i < 4 * wantedKills; ++i) {
            folder.write(promptFile, oldText);
            const bool isKilled =
                killAfter(QStringLiteral(SAVE_PROCESS), arguments, m_random.bounded(duration));
            kills += isKilled ? 1 : 0;
            duration = isKilled ? duration : shortened(duration);
            const QByteArray now = folder.read(promptFile);
            QVERIFY2(now == oldText || now == newText, "the file is neither old nor new");
            written += now == newText ? 1 : 0;
        }
        QVERIFY2(kills >= wantedKills, qPrintable(QString::number(kills)));
        qInfo("%d kills of a save: %d ended new, the others old", kills, written);
    }

private:
    static QStringList releaseArguments(const test::ScratchFolder &folder)
    {
        return {u"-C"_s, folder.path(), u"release"_s, u"writer"_s, u"--changelog"_s, u"Better."_s};
    }

    /// A kill within a save may leave the unfinished copy, `manifest.json.XXXXXX`, which a later
    /// start sweeps.
    static QByteArray statusWithoutLeftovers(const test::ScratchFolder &folder)
    {
        QByteArrayList lines = folder.git({u"status"_s, u"--porcelain"_s}).split('\n');
        lines.removeIf([](const QByteArray &line) {
            const QString name = QString::fromUtf8(line).section(u'/', -1);
            return line.startsWith("??") && workspace::isSaveLeftover(name);
        });
        return lines.join('\n');
    }

    static void verifyState(const test::ScratchFolder &folder, bool isNew)
    {
        QCOMPARE(folder.gitExitCode({u"fsck"_s, u"--strict"_s, u"--no-dangling"_s}), 0);
        QCOMPARE(folder.read(promptFile), newPrompt); // the draft is never lost
        QCOMPARE(folder.read(manifestFile).contains("\"1.0.1\""), isNew);
        QCOMPARE(folder.git({u"tag"_s}), isNew ? "agent/writer@1.0.1" : "");
        QCOMPARE(statusWithoutLeftovers(folder), isNew ? "" : "M agents/writer/AGENT.md");
        if (isNew) {
            QCOMPARE(folder.git({u"rev-parse"_s, u"agent/writer@1.0.1^{commit}"_s}),
                     folder.git({u"rev-parse"_s, u"HEAD"_s}));
        }
    }

    QRandomGenerator m_random{20261122};
};

QTEST_GUILESS_MAIN(TestKills)
#include "tst_kills.moc"
