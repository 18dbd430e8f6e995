#include "gitfixture.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using vcs::FileStatus;
using Change = vcs::FileStatus::Change;

namespace {

/// `A path`, one a line, as a test can read it.
QString shown(const QList<FileStatus> &changes)
{
    const QHash<Change, QString> letters{
        {Change::Added, u"A"_s},   {Change::Untracked, u"?"_s},   {Change::Modified, u"M"_s},
        {Change::Deleted, u"D"_s}, {Change::TypeChanged, u"T"_s}, {Change::Conflicted, u"U"_s}};
    QStringList lines;
    for (const FileStatus &change : changes) {
        lines.append(letters.value(change.change) + u' ' + change.path.text());
    }
    return lines.join(u'\n');
}

QString statusOf(const ScratchFolder &folder, const QString &under = {})
{
    return shown(valueOf(openIn(folder).status(at(under))));
}

} // namespace

class WorkTreeStatusTest : public QObject
{
    Q_OBJECT

private:
    GitHome m_home;

private Q_SLOTS:
    void workTreeAgainstHeadWhateverIsStaged_data()
    {
        QTest::addColumn<QList<QStringList>>("steps");
        QTest::addColumn<QString>("expected");
        using Steps = QList<QStringList>;
        const QStringList add{u"git"_s, u"add"_s, u"-A"_s};
        const auto write = [](const QString &text) {
            return QStringList{u"write"_s, u"a"_s, text};
        };
        const QStringList remove{u"rm"_s, u"a"_s};
        QTest::newRow("nothing") << Steps{} << QString();
        QTest::newRow("modified") << Steps{write(u"2"_s)} << u"M a"_s;
        QTest::newRow("modified and staged") << Steps{write(u"2"_s), add} << u"M a"_s;
        QTest::newRow("staged, then again")
            << Steps{write(u"2"_s), add, write(u"33"_s)} << u"M a"_s;
        QTest::newRow("staged, then back") << Steps{write(u"2"_s), add, write(u"1"_s)} << QString();
        QTest::newRow("deleted") << Steps{remove} << u"D a"_s;
        QTest::newRow("deleted and staged") << Steps{remove, add} << u"D a"_s;
        QTest::newRow("staged, then deleted") << Steps{write(u"2"_s), add, remove} << u"D a"_s;
        QTest::newRow("untracked by git, still there")
            << Steps{{u"git"_s, u"rm"_s, u"-q"_s, u"--cached"_s, u"a"_s}} << QString();
        QTest::newRow("untracked by git, changed")
            << Steps{{u"git"_s, u"rm"_s, u"-q"_s, u"--cached"_s, u"a"_s}, write(u"2"_s)}
            << u"M a"_s;
        QTest::newRow("added") << Steps{{u"write"_s, u"b"_s, u"1"_s}, add} << u"A b"_s;
        QTest::newRow("added, then deleted")
            << Steps{{u"write"_s, u"b"_s, u"1"_s}, add, {u"rm"_s, u"b"_s}} << QString();
        QTest::newRow("untracked")
            << Steps{{u"write"_s, u"b/c/d"_s, u"1"_s}, {u"write"_s, u"b/e"_s, u"1"_s}}
            << u"? b/c/d\n? b/e"_s;
        QTest::newRow("renamed") << Steps{remove, {u"write"_s, u"b"_s, u"1"_s}, add}
                                 << u"D a\nA b"_s;
        QTest::newRow("now a link")
            << Steps{remove, {u"link"_s, u"/etc/passwd"_s, u"a"_s}} << u"T a"_s;
        QTest::newRow("link staged, then the file again")
            << Steps{remove, {u"link"_s, u"/etc/passwd"_s, u"a"_s}, add, remove, write(u"1"_s)}
            << QString();
        QTest::newRow("now a folder")
            << Steps{remove, {u"write"_s, u"a/b"_s, u"1"_s}} << u"D a\n? a/b"_s;
        QTest::newRow("made executable") << Steps{{u"chmod"_s, u"a"_s}} << u"M a"_s;
    }

    void workTreeAgainstHeadWhateverIsStaged()
    {
        QFETCH(QList<QStringList>, steps);
        QFETCH(QString, expected);
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "1");
        folder.write(u"z/other"_s, "1");
        folder.commitAll(u"first"_s);
        for (const QStringList &step : std::as_const(steps)) {
            const QString file = folder.path(step.last());
            if (step[0] == u"git") {
                folder.git(step.mid(1));
            } else if (step[0] == u"write") {
                folder.write(step[1], step[2].toUtf8());
            } else if (step[0] == u"link") {
                QVERIFY(QFile::link(step[1], file));
            } else if (step[0] == u"chmod") {
                QVERIFY(QFile::setPermissions(file, QFile::permissions(file) | QFile::ExeOwner));
            } else {
                QVERIFY(QFile::remove(file));
            }
        }
        QCOMPARE(statusOf(folder), expected);
    }

    void onlyBelowTheFolderAskedFor()
    {
        ScratchFolder folder;
        folder.initGit();
        for (const QString &name : {u"a/x"_s, u"a/[b]/x"_s, u"ab/x"_s, u"a-b"_s, u"c"_s}) {
            folder.write(name, "1");
        }
        QCOMPARE(statusOf(folder, u"a"_s), u"? a/[b]/x\n? a/x"_s);
        QCOMPARE(statusOf(folder, u"a/[b]"_s), u"? a/[b]/x"_s);
        QCOMPARE(statusOf(folder, u"c"_s), u"? c"_s);
        QCOMPARE(statusOf(folder, u"none"_s), QString());
    }

    void ignoredFilesAreLeftOut()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u".gitignore"_s, "*.log\nbuild/\n");
        folder.write(u"x.log"_s, "1");
        folder.write(u"build/y"_s, "1");
        QCOMPARE(statusOf(folder), u"? .gitignore"_s);
    }

    void conflictsAreNamed()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "0");
        folder.commitAll(u"0"_s);
        folder.git({u"switch"_s, u"-q"_s, u"-c"_s, u"other"_s});
        folder.write(u"a"_s, "other");
        folder.commitAll(u"other"_s);
        folder.git({u"switch"_s, u"-q"_s, u"main"_s});
        folder.write(u"a"_s, "main");
        folder.commitAll(u"main"_s);
        QCOMPARE(folder.gitExitCode({u"merge"_s, u"-q"_s, u"other"_s}), 1);
        QCOMPARE(statusOf(folder), u"U a"_s);
    }

    void submodulesAndNestedRepositoriesAreNotEntered()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "1");
        folder.commitAll(u"first"_s);
        for (const QString &name : {u"module"_s, u"nested"_s}) {
            folder.git({u"init"_s, u"-q"_s, name});
            folder.git({u"-C"_s, name, u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"x"_s});
        }
        folder.git({u"-c"_s, u"advice.addEmbeddedRepo=false"_s, u"add"_s, u"module"_s});
        folder.git({u"commit"_s, u"-q"_s, u"-m"_s, u"submodule"_s});
        folder.write(u"module/dirty"_s, "1");
        folder.write(u"nested/dirty"_s, "1");
        QCOMPARE(statusOf(folder), u"? nested"_s);
    }

    void noFilterOrHookIsRun()
    {
        ScratchFolder folder;
        folder.initGit();
        const QString marker = folder.path(u".git/HOOKED"_s);
        folder.write(u".gitattributes"_s, "* filter=evil diff=evil merge=evil\n*.bin filter=lfs\n");
        for (const QString &key :
             {u"filter.evil.clean"_s, u"filter.evil.smudge"_s, u"filter.evil.process"_s,
              u"filter.lfs.clean"_s, u"diff.evil.textconv"_s, u"core.fsmonitor"_s}) {
            folder.git({u"config"_s, key, u"touch "_s + marker});
        }
        folder.git({u"config"_s, u"filter.evil.required"_s, u"true"_s});
        folder.write(u"a"_s, "1");
        folder.write(u"big.bin"_s, "version https://git-lfs.github.com/spec/v1\n");
        for (const QString &hook : {u"pre-commit"_s, u"post-commit"_s, u"reference-transaction"_s,
                                    u"post-index-change"_s, u"commit-msg"_s}) {
            const QString name = u".git/hooks/"_s + hook;
            folder.write(name, "#!/bin/sh\ntouch " + marker.toUtf8() + '\n');
            QVERIFY(QFile::setPermissions(folder.path(name),
                                          QFile::permissions(folder.path(name)) | QFile::ExeOwner));
        }
        vcs::Repository repository = openIn(folder);
        QCOMPARE(shown(valueOf(repository.status({}))), u"? .gitattributes\n? a\n? big.bin"_s);
        vcs::CommitRequest request = requestFor({});
        request.changes.append({at(u"a"_s), "1", false});
        QVERIFY(repository.publish(valueOf(repository.prepare(request))));
        folder.write(u"a"_s, "2");
        QCOMPARE(shown(valueOf(repository.status(at(u"a"_s)))), u"M a"_s);
        QVERIFY(!QFile::exists(marker));
    }

    void lineEndingsCompareAsGitDoes()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u".gitattributes"_s, "* text eol=crlf\n");
        folder.write(u"a"_s, "1\r\n2\r\n");
        folder.commitAll(u"first"_s);
        folder.write(u"a"_s, "1\r\n2\r\n3\r\n");
        folder.git({u"add"_s, u"a"_s});
        folder.write(u"a"_s, "1\r\n2\r\n");
        QCOMPARE(statusOf(folder), QString());
    }

    void unusualNamesAreListed()
    {
        ScratchFolder folder;
        folder.initGit();
        const QStringList names{u"CON"_s,    u"Case"_s,    u"b\u0001l"_s,  u"bidi\u202E"_s,
                                u"case"_s,   u"e\u0301"_s, u"new\nline"_s, u"quote\"\\"_s,
                                u"space "_s, u"\u00e9"_s,  u"\U0001F600"_s};
        for (const QString &name : names) {
            folder.write(name, "1");
        }
        QStringList listed;
        for (const auto allChanges = valueOf(openIn(folder).status({}));
             const FileStatus &change : allChanges) {
            QCOMPARE(change.change, Change::Untracked);
            listed.append(change.path.text());
        }
        QCOMPARE(listed, names);
    }

    void linksAreListedAndNotFollowed()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"secret/key"_s, "1");
        folder.commitAll(u"first"_s);
        QVERIFY(QFile::link(u"/etc"_s, folder.path(u"etc"_s)));
        QVERIFY(QFile::link(u"loop"_s, folder.path(u"loop"_s)));
        QCOMPARE(statusOf(folder), u"? etc\n? loop"_s);
    }

    void damagedStagingAreaIsNamed_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("truncated") << QByteArray("DIRC\0\0\0\2\0\0\0\1", 12);
        QTest::newRow("flipped") << QByteArray(300, 'x');
    }

    void damagedStagingAreaIsNamed()
    {
        QFETCH(QByteArray, content);
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "1");
        const vcs::ObjectId head = idOf(folder.commitAll(u"first"_s));
        folder.write(u"a"_s, "2");
        vcs::Repository repository = openIn(folder);
        QCOMPARE(shown(valueOf(repository.status({}))),
                 u"M a"_s); // the open repository must notice, too
        damage(folder.path(u".git/index"_s), content);
        const auto status = repository.status({});
        QCOMPARE(codeOf(status), ErrorCode::StagingAreaDamaged);
        QVERIFY(status.error().message.contains(u"files and history are intact"_s));
        QCOMPARE(codeOf(openIn(folder).status({})), ErrorCode::StagingAreaDamaged);
        const vcs::PreparedCommit prepared = valueOf(repository.prepare(requestFor(head)));
        QCOMPARE(codeOf(repository.publish(prepared)), ErrorCode::StagingAreaDamaged);
        QCOMPARE(headOf(folder), head);
    }
};

QTEST_GUILESS_MAIN(WorkTreeStatusTest)
#include "tst_vcs_worktreestatus.moc"
