#include "gitfixture.h"

#include <QFile>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using vcs::CommitRequest;
using vcs::ObjectId;
using vcs::PreparedCommit;
using vcs::Repository;

class PublishingTest : public QObject
{
    Q_OBJECT

private:
    GitHome m_home;

    static ObjectId makeRegistry(const ScratchFolder &folder)
    {
        folder.initGit();
        folder.write(u"agents/a/AGENT.md"_s, "old prompt\n");
        folder.write(u"agents/a/icon.svg"_s, "<svg/>\n");
        folder.write(u"agents/b/AGENT.md"_s, "b\n");
        return idOf(folder.commitAll(u"first"_s));
    }

private Q_SLOTS:
    void preparedCommitIsInvisible()
    {
        ScratchFolder folder;
        const ObjectId head = makeRegistry(folder);
        Repository repository = openIn(folder);
        const PreparedCommit prepared = valueOf(repository.prepare(requestFor(head)));
        QCOMPARE(prepared.previousHead, head);
        QCOMPARE(prepared.branchRef, u"refs/heads/main"_s);
        QCOMPARE(headOf(folder), head);
        QCOMPARE(folder.git({u"tag"_s}), QByteArray());
        QCOMPARE(folder.git({u"status"_s, u"--porcelain"_s}), QByteArray());
        QCOMPARE(fsckComplaints(folder.path()), QByteArray());
        QCOMPARE(valueOf(repository.prepare(requestFor(head))), prepared);
    }

    void publishedCommitIsWhatGitReads()
    {
        ScratchFolder folder;
        const ObjectId head = makeRegistry(folder);
        folder.write(u"agents/a/AGENT.md"_s, "new prompt\n");
        Repository repository = openIn(folder);
        CommitRequest request = requestFor(head);
        request.changes.append({at(u"agents/a/icon.svg"_s), std::nullopt, false});
        request.changes.append({at(u"agents/a/run.sh"_s), "#!/bin/sh\n", true});
        QVERIFY(QFile::remove(folder.path(u"agents/a/icon.svg"_s)));
        const PreparedCommit prepared = valueOf(repository.prepare(request));
        QVERIFY(repository.publish(prepared));

        QCOMPARE(headOf(folder), prepared.commit);
        QCOMPARE(folder.git({u"cat-file"_s, u"-p"_s, u"HEAD"_s}),
                 "tree " + folder.git({u"rev-parse"_s, u"HEAD^{tree}"_s}) + "\nparent "
                     + head.toString().toLatin1()
                     + "\nauthor Åsa Author <asa@example.org> 1772613367 -0330"
                       "\ncommitter Åsa Author <asa@example.org> 1772613367 -0330"
                       "\n\nRelease a 1.1.0\n\nWhat is new.");
        QCOMPARE(folder.git({u"cat-file"_s, u"-p"_s, u"refs/tags/agent/a@1.1.0"_s}),
                 "object " + prepared.commit.toString().toLatin1()
                     + "\ntype commit\ntag agent/a@1.1.0"
                       "\ntagger Åsa Author <asa@example.org> 1772613367 -0330\n\nWhat is new.");
        QCOMPARE(
            folder.git({u"ls-tree"_s, u"-r"_s, u"--format=%(objectmode) %(path)"_s, u"HEAD"_s}),
            QByteArray(
                "100644 agents/a/AGENT.md\n100755 agents/a/run.sh\n100644 agents/b/AGENT.md"));
        QCOMPARE(folder.git({u"show"_s, u"HEAD:agents/a/AGENT.md"_s}), QByteArray("new prompt"));
        QCOMPARE(folder.git({u"reflog"_s, u"-1"_s, u"--format=%gn %gs"_s, u"main"_s}),
                 QByteArray("Åsa Author commit: Release a 1.1.0"));
        QCOMPARE(folder.git({u"reflog"_s, u"-1"_s, u"--format=%gs"_s, u"HEAD"_s}),
                 QByteArray("commit: Release a 1.1.0"));
        QCOMPARE(folder.git({u"status"_s, u"--porcelain"_s}), QByteArray("D agents/a/run.sh"));
        QCOMPARE(fsckComplaints(folder.path()), QByteArray());
    }

    void firstCommitOfARepository()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"agents/a/AGENT.md"_s, "new prompt\n");
        Repository repository = openIn(folder);
        const PreparedCommit prepared = valueOf(repository.prepare(requestFor({})));
        QVERIFY(repository.publish(prepared));
        QCOMPARE(headOf(folder), prepared.commit);
        QCOMPARE(folder.git({u"log"_s, u"--format=%s %P"_s}), QByteArray("Release a 1.1.0"));
        QCOMPARE(folder.git({u"status"_s, u"--porcelain"_s}), QByteArray());
        QCOMPARE(fsckComplaints(folder.path()), QByteArray());
    }

    void whatElseIsStagedStaysStagedAndStaysOut()
    {
        ScratchFolder folder;
        const ObjectId head = makeRegistry(folder);
        folder.write(u"agents/b/AGENT.md"_s, "b staged\n");
        folder.write(u"agents/c/AGENT.md"_s, "c staged\n");
        folder.git({u"add"_s, u"-A"_s});
        folder.write(u"agents/b/AGENT.md"_s, "b in work\n");
        folder.write(u"agents/a/AGENT.md"_s, "edited since\n");
        Repository repository = openIn(folder);
        QVERIFY(repository.publish(valueOf(repository.prepare(requestFor(head)))));
        QCOMPARE(folder.git({u"show"_s, u"--format="_s, u"--name-status"_s, u"HEAD"_s}),
                 QByteArray("M\tagents/a/AGENT.md"));
        QCOMPARE(folder.git({u"diff"_s, u"--cached"_s, u"--name-status"_s}),
                 QByteArray("M\tagents/b/AGENT.md\nA\tagents/c/AGENT.md"));
        QCOMPARE(folder.git({u"show"_s, u":agents/b/AGENT.md"_s}), QByteArray("b staged"));
        QCOMPARE(folder.git({u"diff"_s, u"--name-only"_s}),
                 QByteArray("agents/a/AGENT.md\nagents/b/AGENT.md"));
        QCOMPARE(folder.read(u"agents/a/AGENT.md"_s), QByteArray("edited since\n"));
        QCOMPARE(folder.read(u"agents/b/AGENT.md"_s), QByteArray("b in work\n"));
    }

    void repeatedPublicationChangesNothing()
    {
        ScratchFolder folder;
        const ObjectId head = makeRegistry(folder);
        Repository repository = openIn(folder);
        const PreparedCommit prepared = valueOf(repository.prepare(requestFor(head)));
        QVERIFY(repository.publish(prepared));
        const QByteArray reflog = folder.read(u".git/logs/refs/heads/main"_s);
        QVERIFY(repository.publish(prepared));
        QCOMPARE(headOf(folder), prepared.commit);
        QCOMPARE(folder.read(u".git/logs/refs/heads/main"_s), reflog);
    }

    void tagIsStillMadeWhenOthersHaveBuiltOnTheCommit()
    {
        ScratchFolder folder;
        const ObjectId head = makeRegistry(folder);
        Repository repository = openIn(folder);
        const PreparedCommit prepared = valueOf(repository.prepare(requestFor(head)));
        folder.git({u"reset"_s, u"-q"_s, u"--hard"_s,
                    prepared.commit.toString()}); // as if killed before the tag
        folder.write(u"agents/b/AGENT.md"_s, "later\n");
        const ObjectId later = idOf(folder.commitAll(u"later"_s));
        QVERIFY(repository.publish(prepared));
        QCOMPARE(headOf(folder), later);
        QCOMPARE(folder.git({u"rev-parse"_s, u"agent/a@1.1.0^{commit}"_s}),
                 prepared.commit.toString().toLatin1());
        QCOMPARE(folder.git({u"status"_s, u"--porcelain"_s}), QByteArray());
    }

    void branchThatMovedMeanwhileIsLeftAlone()
    {
        ScratchFolder folder;
        const ObjectId head = makeRegistry(folder);
        Repository repository = openIn(folder);
        const PreparedCommit prepared = valueOf(repository.prepare(requestFor(head)));
        folder.write(u"agents/b/AGENT.md"_s, "by another program\n");
        const ObjectId other = idOf(folder.commitAll(u"other"_s));
        QCOMPARE(codeOf(repository.publish(prepared)), ErrorCode::BranchMoved);
        QCOMPARE(codeOf(repository.prepare(requestFor(head))), ErrorCode::BranchMoved);
        QCOMPARE(headOf(folder), other);
        QCOMPARE(folder.git({u"tag"_s}), QByteArray());
    }

    void unbornBranchThatWasBornMeanwhileIsLeftAlone()
    {
        ScratchFolder folder;
        folder.initGit();
        Repository repository = openIn(folder);
        const PreparedCommit prepared = valueOf(repository.prepare(requestFor({})));
        folder.write(u"x"_s, "x");
        const ObjectId other = idOf(folder.commitAll(u"other"_s));
        QCOMPARE(codeOf(repository.publish(prepared)), ErrorCode::BranchMoved);
        QCOMPARE(headOf(folder), other);
    }

    void publicationAfterABranchSwitchLeavesTheStagingAreaAlone()
    {
        ScratchFolder folder;
        const ObjectId head = makeRegistry(folder);
        Repository repository = openIn(folder);
        const PreparedCommit prepared = valueOf(repository.prepare(requestFor(head)));
        folder.git({u"switch"_s, u"-q"_s, u"-c"_s, u"other"_s});
        QVERIFY(repository.publish(prepared));
        QCOMPARE(folder.git({u"rev-parse"_s, u"main"_s}), prepared.commit.toString().toLatin1());
        QCOMPARE(headOf(folder), head);
        QCOMPARE(folder.git({u"status"_s, u"--porcelain"_s}), QByteArray());
    }

    void tagThatExistsIsNeverMoved()
    {
        ScratchFolder folder;
        const ObjectId head = makeRegistry(folder);
        Repository repository = openIn(folder);
        const PreparedCommit prepared = valueOf(repository.prepare(requestFor(head)));
        folder.git({u"tag"_s, u"agent/a@1.1.0"_s});
        QCOMPARE(codeOf(repository.prepare(requestFor(head))), ErrorCode::VersionExists);
        QCOMPARE(codeOf(repository.publish(prepared)), ErrorCode::VersionExists);
        QCOMPARE(headOf(folder), head);
        QCOMPARE(folder.git({u"rev-parse"_s, u"agent/a@1.1.0"_s}), head.toString().toLatin1());
    }

    void commitWithoutTag()
    {
        ScratchFolder folder;
        const ObjectId head = makeRegistry(folder);
        Repository repository = openIn(folder);
        CommitRequest request = requestFor(head);
        request.tagName.clear();
        const PreparedCommit prepared = valueOf(repository.prepare(request));
        QVERIFY(prepared.tag.isNull());
        QVERIFY(repository.publish(prepared));
        QCOMPARE(folder.git({u"tag"_s}), QByteArray());
    }

    void unsafeStatesAreRefused_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("detached") << QStringList{u"switch"_s, u"-q"_s, u"--detach"_s};
        QTest::newRow("merge") << QStringList{u"merge"_s, u"-q"_s, u"--no-commit"_s, u"--no-ff"_s,
                                              u"side"_s};
        QTest::newRow("bisect") << QStringList{u"bisect"_s, u"start"_s};
    }

    void unsafeStatesAreRefused()
    {
        QFETCH(QStringList, command);
        ScratchFolder folder;
        const ObjectId head = makeRegistry(folder);
        folder.git({u"switch"_s, u"-q"_s, u"-c"_s, u"side"_s});
        folder.write(u"side"_s, "x");
        folder.commitAll(u"side"_s);
        folder.git({u"switch"_s, u"-q"_s, u"main"_s});
        folder.git(command);
        QCOMPARE(codeOf(openIn(folder).prepare(requestFor(head))), ErrorCode::RepositoryBusy);
    }

    void badRequestsAreRefused_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("tag");
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("code");
        const auto bad = int(ErrorCode::InvalidArgument);
        QTest::newRow("inside .git") << u".git/config"_s << QString() << u"A"_s << bad;
        QTest::newRow("in disguise") << u"x/.GIT/hooks/post-commit"_s << QString() << u"A"_s << bad;
        QTest::newRow("tag name") << u"a"_s << u"agent/a 1..0"_s << u"A"_s << bad;
        QTest::newRow("no author") << u"a"_s << QString() << QString() << bad;
        QTest::newRow("through a link")
            << u"link/passwd"_s << QString() << u"A"_s << int(ErrorCode::OutsideRegistry);
        QTest::newRow("onto a link")
            << u"link"_s << QString() << u"A"_s << int(ErrorCode::NotAFile);
        QTest::newRow("into a submodule")
            << u"module/x"_s << QString() << u"A"_s << int(ErrorCode::OutsideRegistry);
    }

    void badRequestsAreRefused()
    {
        QFETCH(QString, path);
        QFETCH(QString, tag);
        QFETCH(QString, name);
        QFETCH(int, code);
        ScratchFolder folder;
        makeRegistry(folder);
        QVERIFY(QFile::link(u"/etc"_s, folder.path(u"link"_s)));
        folder.git({u"update-index"_s, u"--add"_s, u"--cacheinfo"_s,
                    u"160000,1111111111111111111111111111111111111111,module"_s});
        folder.git({u"add"_s, u"link"_s});
        folder.git({u"commit"_s, u"-q"_s, u"-m"_s, u"link"_s});
        CommitRequest request = requestFor(headOf(folder));
        request.changes = {{at(path), "x", false}};
        request.tagName = tag;
        request.author.name = name;
        QCOMPARE(int(codeOf(openIn(folder).prepare(request))), code);
    }

    void fileInPlaceOfAFolder()
    {
        ScratchFolder folder;
        CommitRequest request = requestFor(makeRegistry(folder));
        request.changes = {{at(u"agents/a/AGENT.md"_s), std::nullopt, false},
                           {at(u"agents/a/icon.svg"_s), std::nullopt, false},
                           {at(u"agents/a"_s), "now a file\n", false},
                           {at(u"never/there"_s), std::nullopt, false}};
        Repository repository = openIn(folder);
        QVERIFY(repository.publish(valueOf(repository.prepare(request))));
        QCOMPARE(folder.git({u"ls-tree"_s, u"-r"_s, u"--name-only"_s, u"HEAD"_s}),
                 QByteArray("agents/a\nagents/b/AGENT.md"));
        QCOMPARE(fsckComplaints(folder.path()), QByteArray());
    }
};

QTEST_GUILESS_MAIN(PublishingTest)
#include "tst_vcs_publishing.moc"
