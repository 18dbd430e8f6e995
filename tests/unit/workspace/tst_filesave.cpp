#include "workspace/filesave.h"

#include "scratchfolder.h"
#include "tracedprocess.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::RepoPath;
using test::Ended;
using test::ScratchFolder;
using workspace::fingerprint;

namespace {

const RepoPath file = RepoPath::fromLiteral(u"agents/a/AGENT.md"_s);
const QByteArray oldText = "old text\n";
const QByteArray newText =
    QByteArray("new text\n").repeated(40'000); // 360 KB: more than the small disk holds

/// Runs savefile_process on the folder's file, behind `wrapper`.
Ended saveBehind(const QStringList &wrapper, const QString &root, const QString &contentFile,
                 const QByteArray &expected)
{
    QStringList command = wrapper;
    command << QStringLiteral(SAVE_PROCESS) << root << file.text() << contentFile
            << QString::fromLatin1(expected.toHex());
    return test::runToEnd(command);
}

int exitCodeOf(ErrorCode code)
{
    return 1 + static_cast<int>(code);
}

} // namespace

class TestFileSave final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<ScratchFolder>();
        m_folder->write(file.text(), oldText);
        m_folder->write(u"content"_s, newText);
    }

    void writesAndKeepsTheMode()
    {
        QVERIFY(::chmod(path().constData(), 0640) == 0);
        QVERIFY(workspace::saveFile({m_folder->path(), file, newText, fingerprint(oldText)}));
        QCOMPARE(m_folder->read(file.text()), newText);
        struct stat status{};
        QVERIFY(::stat(path().constData(), &status) == 0);
        QCOMPARE(status.st_mode & 07777U, 0640U);
        QCOMPARE(leftovers(), QStringList());
    }

    void makesAFileThatWasNotThere()
    {
        const RepoPath fresh = RepoPath::fromLiteral(u"agents/a/notes.md"_s);
        QVERIFY(workspace::saveFile({m_folder->path(), fresh, newText, std::nullopt}));
        QCOMPARE(m_folder->read(fresh.text()), newText);
    }

    void aCopyGoesWhereTheUserSays()
    {
        const QString place = m_folder->path(u"copy.md"_s);
        QVERIFY(workspace::saveCopy(place, newText));
        QVERIFY(workspace::saveCopy(place, "again"));
        QCOMPARE(m_folder->read(u"copy.md"_s), "again");
        QCOMPARE(workspace::saveCopy(m_folder->path(u"none/copy.md"_s), "x").error().code,
                 ErrorCode::NotFound);
    }

    void neverOverwritesAnotherChange()
    {
        m_folder->write(file.text(), "theirs");
        QCOMPARE(errorOfSave(fingerprint(oldText)), ErrorCode::ChangedOutside);
        QCOMPARE(m_folder->read(file.text()), "theirs");
    }

    void neverOverwritesAFileThatAppeared()
    {
        QCOMPARE(errorOfSave(std::nullopt), ErrorCode::ChangedOutside);
        QCOMPARE(m_folder->read(file.text()), oldText);
    }

    void tellsThatTheFileIsGone()
    {
        QVERIFY(QFile::remove(m_folder->path(file.text())));
        QCOMPARE(errorOfSave(fingerprint(oldText)), ErrorCode::NotFound);
        QVERIFY(QDir(m_folder->path(u"agents"_s)).removeRecursively());
        QCOMPARE(errorOfSave(std::nullopt), ErrorCode::NotFound);
    }

    void refusesWhatIsNoRegularFile_data()
    {
        QTest::addColumn<QString>("what");
        for (const QString &what : {u"link"_s, u"folder"_s, u"fifo"_s, u"linkedFolder"_s}) {
            QTest::newRow(qPrintable(what)) << what;
        }
    }
    void refusesWhatIsNoRegularFile()
    {
        QFETCH(QString, what);
        ScratchFolder outside;
        outside.write(u"AGENT.md"_s, oldText);
        QVERIFY(QFile::remove(m_folder->path(file.text())));
        if (what == u"link") {
            QVERIFY(QFile::link(outside.path(u"AGENT.md"_s), m_folder->path(file.text())));
        } else if (what == u"folder") {
            QVERIFY(QDir().mkdir(m_folder->path(file.text())));
        } else if (what == u"fifo") {
            QVERIFY(::mkfifo(path().constData(), 0600) == 0);
        } else {
            QVERIFY(QDir(m_folder->path(u"agents/a"_s)).removeRecursively());
            QVERIFY(QFile::link(outside.path(), m_folder->path(u"agents/a"_s)));
        }
        const auto saved =
            workspace::saveFile({m_folder->path(), file, newText, fingerprint(oldText)});
        QVERIFY(!saved);
        QVERIFY(saved.error().code == ErrorCode::NotAFile
                || saved.error().code == ErrorCode::OutsideRegistry);
        QCOMPARE(outside.read(u"AGENT.md"_s), oldText);
    }

    void aReadOnlyFileOrFolderIsToldAndKept_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("mode");
        QTest::newRow("file") << file.text() << 0444;
        QTest::newRow("folder") << u"agents/a"_s << 0555;
    }
    void aReadOnlyFileOrFolderIsToldAndKept()
    {
        QFETCH(QString, path);
        QFETCH(int, mode);
        QVERIFY(
            ::chmod(QFile::encodeName(m_folder->path(path)).constData(), static_cast<mode_t>(mode))
            == 0);
        QCOMPARE(errorOfSave(fingerprint(oldText)), ErrorCode::ReadOnly);
        QCOMPARE(m_folder->read(file.text()), oldText);
        QVERIFY(::chmod(QFile::encodeName(m_folder->path(path)).constData(), 0755) == 0);
    }

    void aReadOnlyDiskIsToldAndKept()
    {
        const Ended ended =
            saveBehind({u"bwrap"_s, u"--dev-bind"_s, u"/"_s, u"/"_s, u"--ro-bind"_s,
                        m_folder->path(), m_folder->path()},
                       m_folder->path(), m_folder->path(u"content"_s), fingerprint(oldText));
        QCOMPARE(ended.exitCode, exitCodeOf(ErrorCode::ReadOnly));
        QCOMPARE(m_folder->read(file.text()), oldText);
    }

    void aFullDiskLeavesTheOldFile()
    {
        // A disk of 200 KB, made in the sandbox: the file is laid on it, saved, and looked at in
        // one go.
        const QString script =
            u"mkdir -p \"$1/agents/a\" && printf 'old text\\n' >\"$1/agents/a/AGENT.md\" && \"$2\" "
            u"\"$1\" agents/a/AGENT.md \"$3\" \"$4\"; code=$?; "
            "printf 'old text\\n' | cmp -s - \"$1/agents/a/AGENT.md\" || exit 254; [ \"$(ls \"$1/agents/a\" | wc -l)\" = 1 ] || exit 253; exit $code"_s;
        const QString disk = m_folder->path(u"disk"_s);
        QVERIFY(QDir().mkpath(disk));
        QProcess process;
        process.start(u"bwrap"_s,
                      {u"--dev-bind"_s, u"/"_s, u"/"_s, u"--size"_s, u"204800"_s, u"--tmpfs"_s,
                       disk, u"sh"_s, u"-c"_s, script, u"sh"_s, disk, QStringLiteral(SAVE_PROCESS),
                       m_folder->path(u"content"_s),
                       QString::fromLatin1(fingerprint(oldText).toHex())});
        QVERIFY(process.waitForFinished(60'000));
        const QString output = QString::fromUtf8(process.readAllStandardOutput());
        QVERIFY2(process.exitCode() == exitCodeOf(ErrorCode::DiskFull),
                 qPrintable(QString::number(process.exitCode()) + output
                            + QString::fromUtf8(process.readAllStandardError())));
        QVERIFY2(output.contains(u"The disk is full"_s) && output.contains(u"free"_s),
                 qPrintable(output));
    }

    void anErrorOfTheSystemLeavesTheOldFile_data()
    {
        QTest::addColumn<QString>("injection");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("noSpace") << u"write:error=ENOSPC"_s << ErrorCode::DiskFull;
        QTest::newRow("quota") << u"write:error=EDQUOT"_s << ErrorCode::DiskFull;
        QTest::newRow("fsync") << u"fsync,fdatasync:error=EIO:when=1"_s << ErrorCode::NotDurable;
        QTest::newRow("rename") << u"rename,renameat,renameat2,linkat:error=EACCES:when=1+"_s
                                << ErrorCode::ReadOnly;
    }
    void anErrorOfTheSystemLeavesTheOldFile()
    {
        QFETCH(QString, injection);
        QFETCH(ErrorCode, code);
        const QString call = injection.section(u':', 0, 0);
        const QStringList save{QStringLiteral(SAVE_PROCESS), m_folder->path(), file.text(),
                               m_folder->path(u"content"_s),
                               QString::fromLatin1(fingerprint(oldText).toHex())};
        const QList<int> writes = // a sanitizer makes some of its own before
            test::concernedCalls(save, u"write"_s, m_folder->path(), m_folder->path(u"log"_s));
        QVERIFY(!writes.isEmpty());
        init(); // it was a save
        const QString when =
            injection.contains(u":when=") ? QString() : u":when=%1"_s.arg(writes.first());
        const Ended ended =
            saveBehind({u"strace"_s, u"-f"_s, u"-qq"_s, u"-o"_s, u"/dev/null"_s, u"-e"_s,
                        u"trace="_s + call, u"-e"_s, u"inject="_s + injection + when},
                       m_folder->path(), m_folder->path(u"content"_s), fingerprint(oldText));
        QVERIFY2(ended.exitCode == exitCodeOf(code), qPrintable(ended.output));
        QCOMPARE(m_folder->read(file.text()), oldText);
        QVERIFY(workspace::saveFile({m_folder->path(), file, newText,
                                     fingerprint(oldText)})); // the second try rewrites all
        QCOMPARE(m_folder->read(file.text()), newText);
    }

    void syncsBeforeTheNameAndTheFolderAfterIt()
    {
        const Ended ended =
            saveBehind({u"strace"_s, u"-f"_s, u"-qq"_s, u"-o"_s, m_folder->path(u"log"_s), u"-e"_s,
                        u"trace=fsync,fdatasync,rename,renameat,renameat2"_s},
                       m_folder->path(), m_folder->path(u"content"_s), fingerprint(oldText));
        QCOMPARE(ended.exitCode, 0);
        const QByteArray log = m_folder->read(u"log"_s);
        const qsizetype rename = log.indexOf("rename");
        QVERIFY2(log.indexOf("sync(") >= 0 && log.indexOf("sync(") < rename, log.constData());
        QVERIFY2(log.lastIndexOf("fsync(") > rename, log.constData());
    }

    void aKillAtAnyCallGivesOldOrNew()
    {
        int kills = 0;
        for (const QString &call : {u"openat"_s, u"write"_s, u"fsync"_s, u"linkat"_s, u"rename"_s,
                                    u"close"_s, u"fchmod"_s, u"unlink"_s}) {
            for (int n = 1;; ++n) {
                init();
                const Ended ended = saveBehind(
                    {u"strace"_s, u"-f"_s, u"-qq"_s, u"-o"_s, u"/dev/null"_s, u"-e"_s,
                     u"trace="_s + call, u"-e"_s,
                     u"inject=%1:signal=KILL:when=%2"_s.arg(call).arg(n)},
                    m_folder->path(), m_folder->path(u"content"_s), fingerprint(oldText));
                const QByteArray now = m_folder->read(file.text());
                QVERIFY2(now == oldText || now == newText, qPrintable(u"%1 %2"_s.arg(call).arg(n)));
                if (!ended.wasKilled) {
                    QCOMPARE(now, newText);
                    break;
                }
                ++kills;
                // The next save is not hindered by what the dead one left.
                QVERIFY(workspace::saveFile({m_folder->path(), file, "third", fingerprint(now)}));
            }
        }
        QVERIFY2(kills >= 20, qPrintable(QString::number(kills)));
    }

    void sweepsOldLeftoversOnly()
    {
        const QString old = m_folder->path(u"agents/a/AGENT.md.AbCdEf"_s);
        m_folder->write(u"agents/a/AGENT.md.AbCdEf"_s, "x");
        m_folder->write(u"agents/a/AGENT.md.GhIjKl"_s, "x");
        m_folder->write(u"agents/a/other.md.AbCdEf"_s, "x"); // beside no other.md: not ours
        QProcess::execute(
            u"touch"_s,
            {u"-d"_s, u"2 hours ago"_s, old, m_folder->path(u"agents/a/other.md.AbCdEf"_s)});
        QCOMPARE(workspace::sweepSaveLeftovers(m_folder->path()), QStringList{old});
        QVERIFY(!QFile::exists(old));
        QVERIFY(QFile::exists(m_folder->path(u"agents/a/AGENT.md.GhIjKl"_s)));
        QVERIFY(QFile::exists(m_folder->path(u"agents/a/other.md.AbCdEf"_s)));
    }

private:
    [[nodiscard]] QByteArray path() const { return QFile::encodeName(m_folder->path(file.text())); }
    [[nodiscard]] QStringList leftovers() const
    {
        return QDir(m_folder->path(u"agents/a"_s)).entryList({u"*.??????"_s}, QDir::Files);
    }
    [[nodiscard]] ErrorCode errorOfSave(const std::optional<QByteArray> &expected) const
    {
        const auto saved = workspace::saveFile({m_folder->path(), file, newText, expected});
        return saved ? ErrorCode::Internal : saved.error().code;
    }

    std::unique_ptr<ScratchFolder> m_folder;
};

QTEST_GUILESS_MAIN(TestFileSave)
#include "tst_filesave.moc"
