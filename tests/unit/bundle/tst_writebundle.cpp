#include "bundle/bundle.h"
#include "samples.h"
#include "scratchfolder.h"
#include "tracedprocess.h"

#include <QDir>
#include <QProcess>
#include <QTest>

#include <sys/stat.h>

using namespace hermes::bundle;
using namespace hermes::core;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

const QString makerProgram = QStringLiteral(HERMES_BUNDLE_MAKER);

struct Outcome
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

Outcome run(const QString &program, const QStringList &arguments, const QString &folder,
            const QStringList &environment = {})
{
    QProcess process;
    QProcessEnvironment variables = QProcessEnvironment::systemEnvironment();
    for (const QString &variable : environment) {
        variables.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    }
    process.setProcessEnvironment(variables);
    process.setWorkingDirectory(folder);
    process.start(program, arguments);
    if (!process.waitForFinished(120'000) || process.exitStatus() != QProcess::NormalExit) {
        qFatal("%s did not end", qPrintable(program));
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

Outcome shell(const QString &script, const QString &folder, const QStringList &environment = {})
{
    return run(u"sh"_s, {u"-c"_s, script}, folder, environment);
}

/// The sample registry as a folder, committed to a git repository.
void writeRegistry(const ScratchFolder &folder)
{
    for (const auto files = sampleFiles(); const SampleFile &file : files) {
        folder.write(file.path, file.content);
        if (file.type == FileType::ExecutableFile) {
            QFile(folder.path(file.path))
                .setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner
                                | QFileDevice::ExeOwner);
        }
    }
    folder.initGit();
    folder.commitAll(u"registry: add samples"_s);
}

QStringList namesIn(const QString &folder)
{
    return QDir(folder).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
}

uint permissionsOf(const QString &file)
{
    struct stat status{};
    return ::stat(QFile::encodeName(file).constData(), &status) == 0 ? status.st_mode & 07777 : 0;
}

} // namespace

class WriteBundleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void writesWhatBundleBytesGives();
    void doesNotDependOnItsSurroundings();
    void isReadByOrdinaryPrograms();
    void limitsPermissions_data();
    void limitsPermissions();
    void replacesAnExistingFile();
    void leavesNothingBehind_data();
    void leavesNothingBehind();
    void leavesNothingOnAFullDisk();
    void leavesNothingInAReadOnlyFolder();
    void leavesNothingWhereNoFileCanBe();
    void saysWhenTheFolderIsNotDurable();
    void storesTheFileBeforeItsName();

private:
    ScratchFolder m_registry;
};

void WriteBundleTest::initTestCase()
{
    writeRegistry(m_registry);
}

void WriteBundleTest::writesWhatBundleBytesGives()
{
    const ScratchFolder out;
    const QString path = out.path(u"a.hermes.zip"_s);
    const Result<BundleSummary> summary = writeBundle(sampleBundle(), path);
    QVERIFY2(summary, summary ? "" : qPrintable(summary.error().message));
    QCOMPARE(out.read(u"a.hermes.zip"_s), sampleBundle());
    QCOMPARE(*summary, verifyBundle(path).value());
    QCOMPARE(namesIn(out.path()), QStringList{u"a.hermes.zip"_s});
}

void WriteBundleTest::doesNotDependOnItsSurroundings()
{
    // Two clones, made under other umasks; two processes with everything different that a process
    // inherits.
    const ScratchFolder folder;
    for (const QString &command :
         {u"umask 022; git clone -q %1 one"_s, u"umask 077; git clone -q %1 two"_s}) {
        const Outcome cloned = shell(command.arg(m_registry.path()), folder.path());
        QVERIFY2(cloned.exitCode == 0, cloned.errors.constData());
    }
    folder.write(u"elsewhere/x"_s, {});
    const Outcome first = shell(u"umask 022; '%1' one a.zip"_s.arg(makerProgram), folder.path(),
                                {u"TZ=Pacific/Auckland"_s, u"LC_ALL=C.UTF-8"_s, u"LANG=C"_s});
    QVERIFY2(first.exitCode == 0, first.errors.constData());
    const Outcome second =
        shell(u"umask 077; '%1' ../two ../b.zip"_s.arg(makerProgram), folder.path(u"elsewhere"_s),
              {u"TZ=America/St_Johns"_s, u"LC_ALL=C"_s, u"LANG=tr_TR.UTF-8"_s, u"HOME=/nowhere"_s,
               u"QT_HASH_SEED=0"_s, u"SOURCE_DATE_EPOCH=1"_s});
    QVERIFY2(second.exitCode == 0, second.errors.constData());
    QCOMPARE(folder.read(u"a.zip"_s), folder.read(u"b.zip"_s));
    QCOMPARE(folder.read(u"a.zip"_s), sampleBundle());
}

void WriteBundleTest::isReadByOrdinaryPrograms()
{
    const ScratchFolder folder;
    folder.write(u"a.zip"_s, sampleBundle());
    const Outcome tested = run(u"unzip"_s, {u"-t"_s, u"a.zip"_s}, folder.path());
    QVERIFY2(tested.exitCode == 0, tested.output.constData());
    const Outcome unpacked =
        shell(u"unzip -q a.zip -d out && cd out && sha256sum -c --strict SHA256SUMS"_s,
              folder.path(), {u"LC_ALL=C.UTF-8"_s});
    QVERIFY2(unpacked.exitCode == 0, (unpacked.output + unpacked.errors).constData());
    for (const auto files = sampleFiles(); const SampleFile &file : files) {
        const QString path = u"out/registry/"_s + file.path;
        if (QFile::exists(folder.path(path))) {
            QCOMPARE(folder.read(path), file.content);
            QCOMPARE(permissionsOf(folder.path(path)) & 0100,
                     file.type == FileType::ExecutableFile ? 0100u : 0u);
        }
    }
    QVERIFY(QFile::exists(folder.path(u"out/registry/skills/tools/notes/Größe.md"_s)));
}

void WriteBundleTest::limitsPermissions_data()
{
    QTest::addColumn<QString>("umaskText");
    QTest::addColumn<uint>("permissions");
    QTest::newRow("000") << u"000"_s << 0644u;
    QTest::newRow("002") << u"002"_s << 0644u;
    QTest::newRow("022") << u"022"_s << 0644u;
    QTest::newRow("077") << u"077"_s << 0600u;
}

void WriteBundleTest::limitsPermissions()
{
    QFETCH(QString, umaskText);
    const ScratchFolder out;
    const Outcome made = shell(
        u"umask %1; '%2' '%3' a.zip"_s.arg(umaskText, makerProgram, m_registry.path()), out.path());
    QVERIFY2(made.exitCode == 0, made.errors.constData());
    QTEST(permissionsOf(out.path(u"a.zip"_s)), "permissions");
}

void WriteBundleTest::replacesAnExistingFile()
{
    const ScratchFolder out;
    out.write(u"a.zip"_s, "old");
    QVERIFY(QFile::setPermissions(out.path(u"a.zip"_s),
                                  QFileDevice::ReadOwner | QFileDevice::WriteOwner));
    QVERIFY(writeBundle(sampleBundle(), out.path(u"a.zip"_s)));
    QCOMPARE(out.read(u"a.zip"_s), sampleBundle());
    QCOMPARE(permissionsOf(out.path(u"a.zip"_s)), 0600u);
    QCOMPARE(namesIn(out.path()), QStringList{u"a.zip"_s});
}

void WriteBundleTest::leavesNothingBehind_data()
{
    QTest::addColumn<QString>("fault");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("disk full while writing") << u"write:error=ENOSPC"_s << ErrorCode::DiskFull;
    QTest::newRow("quota used up while writing") << u"write:error=EDQUOT"_s << ErrorCode::DiskFull;
    QTest::newRow("I/O error while writing") << u"write:error=EIO"_s << ErrorCode::NotWritable;
    QTest::newRow("disk full at fsync") << u"fsync:error=ENOSPC:when=1"_s << ErrorCode::DiskFull;
    QTest::newRow("I/O error at fsync") << u"fsync:error=EIO:when=1"_s << ErrorCode::NotDurable;
    QTest::newRow("permissions refused")
        << u"fchmod:error=EPERM:when=1+"_s << ErrorCode::NotWritable;
    QTest::newRow("name refused") << u"rename,renameat,renameat2,link,linkat:error=EACCES"_s
                                  << ErrorCode::NotWritable;
}

void WriteBundleTest::leavesNothingBehind()
{
    QFETCH(QString, fault);
    QFETCH(ErrorCode, code);
    QString when;
    if (fault.startsWith(u"write"_s)) { // a sanitizer makes some of its own around it
        const ScratchFolder out;
        const ScratchFolder elsewhere;
        const QList<int> writes =
            concernedCalls({makerProgram, m_registry.path(), out.path(u"a.zip"_s)}, u"write"_s,
                           out.path(), elsewhere.path(u"log"_s));
        QVERIFY(!writes.isEmpty());
        when = u":when=%1"_s.arg(writes.first());
    }
    for (const bool exists : {false, true}) {
        const ScratchFolder out;
        if (exists) {
            out.write(u"a.zip"_s, "old");
        }
        const QStringList expected = namesIn(out.path());
        const QStringList arguments{u"-f"_s,
                                    u"-o"_s,
                                    u"/dev/null"_s,
                                    u"-e"_s,
                                    u"inject=%1"_s.arg(fault + when),
                                    makerProgram,
                                    m_registry.path(),
                                    out.path(u"a.zip"_s)};
        const Outcome made = run(u"strace"_s, arguments, out.path());
        QCOMPARE(made.exitCode, 1);
        QCOMPARE(namesIn(out.path()), expected);
        if (exists) {
            QCOMPARE(out.read(u"a.zip"_s), "old");
        }
        if (!fault.startsWith(u"write"_s)) { // where even the message cannot be written
            QVERIFY2(made.errors.startsWith(QByteArray::number(static_cast<int>(code)) + ": "),
                     made.errors.constData());
        }
    }
}

void WriteBundleTest::leavesNothingOnAFullDisk()
{
    const ScratchFolder out;
    out.write(
        u"registry/agents/x/manifest.json"_s,
        R"({ "type": "agent", "id": "x", "name": "X", "version": "1.0.0", "entry": "AGENT.md" })");
    out.write(u"registry/agents/x/AGENT.md"_s, QByteArray(400'000, 'x'));
    // A disk of 200 KB on which a smaller bundle stands already.
    const QString script =
        u"echo old > disk/a.zip; '%1' registry disk/a.zip; code=$?; ls -A disk; cat disk/a.zip; exit $code"_s;
    QVERIFY(QDir().mkpath(out.path(u"disk"_s)));
    const Outcome made =
        run(u"bwrap"_s,
            {u"--dev-bind"_s, u"/"_s, u"/"_s, u"--size"_s, u"204800"_s, u"--tmpfs"_s,
             out.path(u"disk"_s), u"sh"_s, u"-c"_s, script.arg(makerProgram)},
            out.path());
    QCOMPARE(made.exitCode, 1);
    QCOMPARE(made.output, "a.zip\nold\n");
    QVERIFY2(
        made.errors.startsWith(QByteArray::number(static_cast<int>(ErrorCode::DiskFull)) + ": "),
        made.errors.constData());
}

void WriteBundleTest::leavesNothingInAReadOnlyFolder()
{
    const ScratchFolder out;
    out.write(u"locked/a.zip"_s, "old");
    const Outcome made =
        run(u"bwrap"_s,
            {u"--dev-bind"_s, u"/"_s, u"/"_s, u"--ro-bind"_s, out.path(u"locked"_s),
             out.path(u"locked"_s), makerProgram, m_registry.path(), out.path(u"locked/a.zip"_s)},
            out.path());
    QCOMPARE(made.exitCode, 1);
    QVERIFY2(
        made.errors.startsWith(QByteArray::number(static_cast<int>(ErrorCode::NotWritable)) + ": "),
        made.errors.constData());
    QCOMPARE(out.read(u"locked/a.zip"_s), "old");
    QCOMPARE(namesIn(out.path(u"locked"_s)), QStringList{u"a.zip"_s});
}

void WriteBundleTest::leavesNothingWhereNoFileCanBe()
{
    const ScratchFolder out;
    out.write(u"file"_s, "x");
    for (const QString &target : {u"absent/a.zip"_s, u"file/a.zip"_s, u"."_s}) {
        const Result<BundleSummary> summary = writeBundle(sampleBundle(), out.path(target));
        QVERIFY(!summary);
        QCOMPARE(summary.error().code, ErrorCode::NotWritable);
        QCOMPARE(namesIn(out.path()), QStringList{u"file"_s});
    }
    const Result<BundleSummary> refused =
        writeBundle(sampleBundle().chopped(1), out.path(u"a.zip"_s));
    QVERIFY(!refused);
    QCOMPARE(namesIn(out.path()), QStringList{u"file"_s});
}

void WriteBundleTest::saysWhenTheFolderIsNotDurable()
{
    const ScratchFolder out;
    const Outcome made =
        run(u"strace"_s,
            {u"-f"_s, u"-o"_s, u"/dev/null"_s, u"-e"_s, u"inject=fsync:error=EIO:when=2"_s,
             makerProgram, m_registry.path(), out.path(u"a.zip"_s)},
            out.path());
    QCOMPARE(made.exitCode, 1);
    QVERIFY2(
        made.errors.startsWith(QByteArray::number(static_cast<int>(ErrorCode::NotDurable)) + ": "),
        made.errors.constData());
    QCOMPARE(out.read(u"a.zip"_s), sampleBundle());
}

void WriteBundleTest::storesTheFileBeforeItsName()
{
    const ScratchFolder out;
    const Outcome made = run(u"strace"_s,
                             {u"-f"_s, u"-o"_s, out.path(u"log"_s), u"-e"_s,
                              u"trace=fsync,rename,renameat,renameat2,link,linkat"_s, makerProgram,
                              m_registry.path(), out.path(u"a.zip"_s)},
                             out.path());
    QVERIFY2(made.exitCode == 0, made.errors.constData());
    const QByteArray log = out.read(u"log"_s);
    const qsizetype fileStored = log.indexOf("fsync(");
    const qsizetype named = log.indexOf("a.zip\"");
    const qsizetype folderStored = log.lastIndexOf("fsync(");
    QVERIFY2(fileStored >= 0 && fileStored < named && named < folderStored, log.constData());
}

QTEST_GUILESS_MAIN(WriteBundleTest)
#include "tst_writebundle.moc"
