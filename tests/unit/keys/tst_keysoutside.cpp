#include "keys/environmentkeys.h"
#include "scratchfolder.h"

#include <QProcess>
#include <QTest>

#include <csignal>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

const QByteArray marker = "sk-marker-71f3";

/// Without privileges: to root nothing is closed.
QStringList asOrdinaryUser(const QStringList &command)
{
    return ::getuid() == 0
        ? QStringList{u"setpriv"_s, u"--inh-caps=-all"_s, u"--bounding-set=-all"_s} + command
        : command;
}

QProcessEnvironment withKeys()
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"ACME_API_KEY"_s, QString::fromLatin1(marker));
    environment.insert(u"ACME_OTHER"_s, u"sk-other"_s);
    environment.insert(u"ACME_HOME"_s, u"/srv/acme"_s);
    return environment;
}

void start(QProcess &process, const QStringList &command)
{
    process.setProcessEnvironment(withKeys());
    process.start(command.first(), command.mid(1));
}

QByteArray outputOf(const QStringList &command)
{
    QProcess process;
    process.start(command.first(), command.mid(1));
    process.waitForFinished();
    return process.readAllStandardOutput();
}

} // namespace

/// What other processes can see of a program that holds keys.
class TestKeysOutside final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysAreTakenOutOfTheEnvironment()
    {
        qputenv("TEST_API_KEY", marker);
        qputenv("TEST_AUTH_TOKEN", "token");
        qputenv("TEST_NAMED", "named-key");
        qputenv("TEST_FOLDER", "/srv/x");
        qputenv("TEST_WORDS", "no key");
        keys::EnvironmentKeys environment;
        QVERIFY(environment.names().contains(u"TEST_API_KEY"_s));
        QVERIFY(environment.names().contains(u"TEST_AUTH_TOKEN"_s));
        QVERIFY(!qEnvironmentVariableIsSet("TEST_API_KEY"));
        const auto key = environment.key(u"TEST_API_KEY"_s);
        QVERIFY(key.has_value());
        QCOMPARE(key->reveal(), QByteArrayView(marker));
        QVERIFY(environment.key(u"TEST_API_KEY"_s).has_value()); // as often as it is needed
        QVERIFY(qEnvironmentVariableIsSet("TEST_NAMED"));
        QCOMPARE(environment.key(u"TEST_NAMED"_s)->reveal(), QByteArrayView("named-key"));
        QVERIFY(!qEnvironmentVariableIsSet("TEST_NAMED"));
        for (const QString &name : {u"TEST_FOLDER"_s, u"TEST_WORDS"_s}) {
            QCOMPARE(environment.key(name).error().code, core::ErrorCode::InvalidFormat);
            QVERIFY(qEnvironmentVariableIsSet(name.toLatin1()));
        }
        QCOMPARE(environment.key(u"TEST_ABSENT"_s).error().code, core::ErrorCode::NotFound);
        QCOMPARE(environment.key(QString()).error().code, core::ErrorCode::NotFound);
    }

    void noChildGetsThem()
    {
        QProcess program;
        start(program, {QStringLiteral(KEYHOLDER_PROCESS), u"open"_s, u"child"_s});
        QVERIFY(program.waitForFinished());
        const QByteArray output = program.readAllStandardOutput();
        QVERIFY(output.startsWith("ACME_API_KEY ACME_OTHER\n" + marker + " sk-other\n")
                || output.startsWith("ACME_API_KEY\n" + marker + " sk-other\n"));
        QCOMPARE(output.count(marker), 1);
        QVERIFY(output.contains("ACME_HOME=/srv/acme"));
        QCOMPARE(output.count("sk-other"), 1);
    }

    void theProcessFileSystemShowsNone()
    {
        QProcess program;
        start(program, {QStringLiteral(KEYHOLDER_PROCESS), u"open"_s, u"wait"_s});
        QVERIFY(program.waitForReadyRead());
        const QString folder = u"/proc/%1/"_s.arg(program.processId());
        const QByteArray environment = outputOf({u"cat"_s, folder + u"environ"_s});
        QVERIFY(environment.contains("ACME_HOME=/srv/acme")); // the look itself works
        QVERIFY(!environment.contains(marker));
        QVERIFY(!environment.contains("sk-other"));
        QVERIFY(!outputOf({u"cat"_s, folder + u"cmdline"_s}).contains(marker));
        program.closeWriteChannel();
        QVERIFY(program.waitForFinished());
    }

    void nobodyElseReadsItsMemory_data()
    {
        QTest::addColumn<QString>("protection");
        QTest::addColumn<bool>("isReadable");
        QTest::newRow("open") << u"open"_s << true;
        QTest::newRow("protected") << u"protected"_s << false;
    }

    void nobodyElseReadsItsMemory()
    {
        QFETCH(QString, protection);
        QFETCH(bool, isReadable);
        QProcess program;
        start(program, asOrdinaryUser({QStringLiteral(KEYHOLDER_PROCESS), protection, u"wait"_s}));
        QVERIFY(program.waitForReadyRead());
        const QString folder = u"/proc/%1/"_s.arg(program.processId());
        const bool couldRead =
            !outputOf(asOrdinaryUser({u"cat"_s, folder + u"environ"_s})).isEmpty();
        QCOMPARE(couldRead, isReadable);
        const bool couldOpen =
            outputOf(asOrdinaryUser(
                         {u"sh"_s, u"-c"_s, u"exec 3<\"$0\" && echo open"_s, folder + u"mem"_s}))
                .contains("open");
        QCOMPARE(couldOpen, isReadable);
        program.closeWriteChannel();
        QVERIFY(program.waitForFinished());
    }

    /// As gcore and debuggers begin.
    void nobodyElseAttachesToIt_data() { nobodyElseReadsItsMemory_data(); }

    void nobodyElseAttachesToIt()
    {
        QFETCH(QString, protection);
        QFETCH(bool, isReadable);
        QProcess program;
        start(program, asOrdinaryUser({QStringLiteral(KEYHOLDER_PROCESS), protection, u"wait"_s}));
        QVERIFY(program.waitForReadyRead());
        QProcess tracer;
        tracer.setProcessChannelMode(QProcess::MergedChannels);
        const QStringList command = asOrdinaryUser(
            {u"strace"_s, u"-e"_s, u"trace=none"_s, u"-p"_s, QString::number(program.processId())});
        tracer.start(command.first(), command.mid(1));
        QVERIFY(tracer.waitForReadyRead());
        QByteArray words = tracer.readAll();
        while (!words.contains('\n') && tracer.waitForReadyRead()) {
            words += tracer.readAll();
        }
        program.closeWriteChannel();
        QVERIFY(program.waitForFinished());
        QVERIFY(tracer.waitForFinished());
        if (isReadable && !words.contains(" attached")) {
            QSKIP("this system lets nobody attach to any process");
        }
        QVERIFY2(words.contains(isReadable ? " attached" : "Operation not permitted"), words);
    }

    void aCrashLeavesNoCore_data() { nobodyElseReadsItsMemory_data(); }

    void aCrashLeavesNoCore()
    {
        QFETCH(QString, protection);
        QFETCH(bool, isReadable);
        const pid_t child = ::fork();
        if (child == 0) {
            rlimit limit{};
            ::getrlimit(RLIMIT_CORE, &limit);
            limit.rlim_cur = limit.rlim_max;
            ::setrlimit(RLIMIT_CORE, &limit);
            [[maybe_unused]] const int folder = ::chdir(qPrintable(m_folder.path()));
            ::execl(KEYHOLDER_PROCESS, KEYHOLDER_PROCESS, qPrintable(protection), "crash", nullptr);
            ::_exit(1);
        }
        int status = 0;
        ::waitpid(child, &status, 0);
        QVERIFY(WIFSIGNALED(status));
        if (isReadable && !WCOREDUMP(status)) {
            QSKIP("this system writes no core of any process");
        }
        QCOMPARE(WCOREDUMP(status) != 0, isReadable);
    }

private:
    test::ScratchFolder m_folder;
};

QTEST_GUILESS_MAIN(TestKeysOutside)
#include "tst_keysoutside.moc"
