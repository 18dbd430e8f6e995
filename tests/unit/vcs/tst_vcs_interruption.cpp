#include "gitfixture.h"

#include <QFile>
#include <QProcess>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using vcs::ObjectId;
using vcs::PreparedCommit;
using vcs::Repository;
using vcs::RepositoryState;

namespace {

/// How a process ended, and the system calls strace saw.
struct Ended
{
    int exitCode = 0; ///< As a shell gives it: 128 + signal if killed.
    QByteArray said;
    QList<QByteArray> calls;
};

struct Registry
{
    QString folder;
    ObjectId head;
    PreparedCommit expected;
};

void run(const QString &program, const QStringList &arguments)
{
    if (const int code = QProcess::execute(program, arguments); code != 0) {
        qFatal("%s %s: %d", qPrintable(program), qPrintable(arguments.join(u' ')), code);
    }
}

/// The copy a run works on: what happened in the run before must not matter.
QString freshCopy(const ScratchFolder &scratch, const Registry &registry)
{
    const QString copy = scratch.path(u"copy"_s);
    run(u"rm"_s, {u"-rf"_s, copy});
    run(u"cp"_s, {u"-a"_s, registry.folder, copy});
    return copy;
}

/// Publishes under strace, with `injection` (`signal=KILL:when=3`) at calls of one kind; none =
/// only watched.
Ended publishUnderStrace(const ScratchFolder &scratch, const QString &folder,
                         const Registry &registry, const QString &call, const QString &injection)
{
    const QString log = scratch.path(u"log"_s);
    QStringList arguments{u"-f"_s, u"-qq"_s, u"-e"_s, u"signal=none"_s,
                          u"-o"_s, log,      u"-e"_s, u"trace="_s + call};
    if (!injection.isEmpty()) {
        arguments << u"-e"_s << QStringLiteral("inject=%1:%2").arg(call, injection);
    }
    arguments << QStringLiteral(PUBLISH_ONCE) << folder << registry.head.toString();
    QProcess strace;
    strace.start(u"strace"_s, arguments);
    if (!strace.waitForFinished(60'000)) {
        qFatal("strace did not end: %s", qPrintable(strace.errorString()));
    }
    // strace ends as its child did: by the same signal, or with the same code.
    const int exitCode = strace.exitStatus() == QProcess::CrashExit ? 128 + 9 : strace.exitCode();
    return {exitCode, strace.readAllStandardError(), scratch.read(u"log"_s).split('\n')};
}

/// Which of the calls, counted from 1, may touch the repository: the loader's before the first one
/// that names it do not.
struct Range
{
    int first = 0;
    int last = 0;
};

Range callsOf(const Ended &watched, const QString &call)
{
    Range range;
    const QByteArray begin = ' ' + call.toUtf8() + '(';
    for (const QByteArray &line : watched.calls) {
        if (!line.contains(begin)) {
            continue;
        }
        ++range.last;
        const bool namesFile = call != u"openat" || line.contains("/copy/");
        if (range.first == 0 && namesFile) {
            range.first = range.last;
        }
    }
    return range;
}

QByteArray git(const QString &folder, const QStringList &arguments)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    process.start(u"git"_s, arguments);
    if (!process.waitForFinished() || process.exitCode() != 0) {
        qFatal("git %s: %s", qPrintable(arguments.join(u' ')),
               process.readAllStandardError().constData());
    }
    return process.readAllStandardOutput().trimmed();
}

/// What a program does at its next start: locks aside, then the same release again. Empty = it came
/// to its end.
QString finish(const QString &folder, const Registry &registry)
{
    Repository repository = valueOf(Repository::open(folder));
    for (const auto allLocks = repository.locks(); const vcs::StaleLock &lock : allLocks) {
        if (const auto moved = repository.moveLockAside(lock); !moved) {
            return moved.error().message;
        }
    }
    PreparedCommit prepared = registry.expected;
    if (valueOf(repository.state()).commit == registry.head) {
        const auto again = repository.prepare(requestFor(registry.head));
        if (!again) {
            return again.error().message;
        }
        prepared = *again;
    }
    const auto published = repository.publish(prepared);
    return published ? QString() : published.error().message + published.error().detail;
}

/// What is wrong with the repository as the interrupted program left it and after finishing; empty
/// = nothing.
QByteArray complaintsAfter(const QString &folder, const Registry &registry)
{
    if (const QByteArray complaints = fsckComplaints(folder); !complaints.isEmpty()) {
        return "left behind: " + complaints;
    }
    const ObjectId head = valueOf(valueOf(Repository::open(folder)).state()).commit;
    if (head != registry.head && head != registry.expected.commit) {
        return "HEAD is neither old nor new";
    }
    if (const QString error = finish(folder, registry); !error.isEmpty()) {
        return "not finished: " + error.toUtf8();
    }
    if (const QByteArray complaints = fsckComplaints(folder); !complaints.isEmpty()) {
        return "after finishing: " + complaints;
    }
    const QByteArray state = git(folder, {u"rev-parse"_s, u"HEAD"_s, u"agent/a@1.1.0^{commit}"_s})
        + '\n' + git(folder, {u"status"_s, u"--porcelain"_s});
    const QByteArray commit = registry.expected.commit.toString().toLatin1();
    const QByteArray expected = commit + '\n' + commit + "\nM  agents/b/AGENT.md";
    return state == expected ? QByteArray() : "ended as: " + state;
}

} // namespace

/// A release killed, or out of disk, at every system call it makes, and finished afterwards.
class InterruptionTest : public QObject
{
    Q_OBJECT

private:
    GitHome m_home;
    ScratchFolder m_scratch;

    /// A registry whose draft is written and where something else is staged.
    Registry makeRegistry(bool hasHistory) const
    {
        Registry registry;
        registry.folder = m_scratch.path(u"original"_s);
        run(u"rm"_s, {u"-rf"_s, registry.folder});
        m_scratch.git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s, u"original"_s});
        m_scratch.write(u"original/agents/a/AGENT.md"_s, "old prompt\n");
        m_scratch.write(u"original/agents/b/AGENT.md"_s, "old\n");
        if (hasHistory) {
            m_scratch.git({u"-C"_s, u"original"_s, u"add"_s, u"-A"_s});
            m_scratch.git({u"-C"_s, u"original"_s, u"commit"_s, u"-q"_s, u"-m"_s, u"first"_s});
            registry.head =
                idOf(m_scratch.git({u"-C"_s, u"original"_s, u"rev-parse"_s, u"HEAD"_s}));
        }
        m_scratch.write(u"original/agents/a/AGENT.md"_s, "new prompt\n");
        m_scratch.write(u"original/agents/b/AGENT.md"_s, "staged\n");
        m_scratch.git({u"-C"_s, u"original"_s, u"add"_s, u"agents/b"_s});
        Repository repository = valueOf(Repository::open(freshCopy(m_scratch, registry)));
        registry.expected = valueOf(repository.prepare(requestFor(registry.head)));
        return registry;
    }

private Q_SLOTS:
    void killedAtEveryCall_data()
    {
        QTest::addColumn<QString>("call");
        QTest::addColumn<int>("fewest");
        // As many as a release makes at least: fewer would mean that the sweep misses them.
        QTest::newRow("openat") << u"openat"_s << 20;
        QTest::newRow("write") << u"write"_s << 8;
        QTest::newRow("fsync") << u"fsync"_s << 8;
        QTest::newRow("rename") << u"rename"_s << 2;
        QTest::newRow("link") << u"link"_s << 5;
        QTest::newRow("unlink") << u"unlink"_s << 5;
        QTest::newRow("mkdir") << u"mkdir"_s << 3;
    }

    void killedAtEveryCall()
    {
        QFETCH(QString, call);
        QFETCH(int, fewest);
        const Registry registry = makeRegistry(true);
        QString copy = freshCopy(m_scratch, registry);
        const Ended watched = publishUnderStrace(m_scratch, copy, registry, call, {});
        QCOMPARE(watched.exitCode, 0);
        const Range range = callsOf(watched, call);
        QVERIFY2(range.last - range.first + 1 >= fewest,
                 qPrintable(QString::number(range.last - range.first + 1)));
        for (int number = range.first; number <= range.last; ++number) {
            copy = freshCopy(m_scratch, registry);
            const Ended killed = publishUnderStrace(
                m_scratch, copy, registry, call, QStringLiteral("signal=KILL:when=%1").arg(number));
            QCOMPARE(killed.exitCode, 128 + 9);
            const QByteArray complaints = complaintsAfter(copy, registry);
            QVERIFY2(complaints.isEmpty(),
                     call.toUtf8() + ' ' + QByteArray::number(number) + ": " + complaints);
        }
    }

    void diskFullAtEveryWrite_data()
    {
        QTest::addColumn<QString>("call");
        QTest::addColumn<QString>("error");
        QTest::newRow("write, disk full") << u"write"_s << u"ENOSPC"_s;
        QTest::newRow("write, quota") << u"write"_s << u"EDQUOT"_s;
        QTest::newRow("mkdir, disk full") << u"mkdir"_s << u"ENOSPC"_s;
    }

    /// From one call on to the end, as a full disk does.
    void diskFullAtEveryWrite()
    {
        QFETCH(QString, call);
        QFETCH(QString, error);
        const Registry registry = makeRegistry(true);
        QString copy = freshCopy(m_scratch, registry);
        const Range range = callsOf(publishUnderStrace(m_scratch, copy, registry, call, {}), call);
        QVERIFY(range.last >= 3);
        for (int number = range.first; number <= range.last; ++number) {
            copy = freshCopy(m_scratch, registry);
            const Ended failed =
                publishUnderStrace(m_scratch, copy, registry, call,
                                   QStringLiteral("error=%1:when=%2+").arg(error).arg(number));
            QVERIFY2(failed.exitCode == 10 + int(ErrorCode::DiskFull),
                     QByteArray::number(number) + ": " + failed.said);
            const QByteArray complaints = complaintsAfter(copy, registry);
            QVERIFY2(complaints.isEmpty(),
                     call.toUtf8() + ' ' + QByteArray::number(number) + ": " + complaints);
        }
    }

    void killedDuringTheFirstCommit()
    {
        const Registry registry = makeRegistry(false);
        for (const QString &call : {u"link"_s, u"fsync"_s}) {
            QString copy = freshCopy(m_scratch, registry);
            const Range range =
                callsOf(publishUnderStrace(m_scratch, copy, registry, call, {}), call);
            QVERIFY(range.last >= 3);
            for (int number = range.first; number <= range.last; ++number) {
                copy = freshCopy(m_scratch, registry);
                publishUnderStrace(m_scratch, copy, registry, call,
                                   QStringLiteral("signal=KILL:when=%1").arg(number));
                QCOMPARE(fsckComplaints(copy), QByteArray());
                QCOMPARE(finish(copy, registry), QString());
                QCOMPARE(git(copy, {u"rev-parse"_s, u"HEAD"_s}),
                         registry.expected.commit.toString().toLatin1());
                QCOMPARE(git(copy, {u"status"_s, u"--porcelain"_s}),
                         QByteArray("A  agents/b/AGENT.md"));
            }
        }
    }
};

QTEST_GUILESS_MAIN(InterruptionTest)
#include "tst_vcs_interruption.moc"
