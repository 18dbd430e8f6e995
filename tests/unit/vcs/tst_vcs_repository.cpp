#include "gitfixture.h"

#include <QTest>
#include <QTimeZone>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using vcs::ObjectId;
using vcs::Repository;
using vcs::RepositoryState;

class RepositoryTest : public QObject
{
    Q_OBJECT

private:
    GitHome m_home;

private Q_SLOTS:
    void objectIdsAreFortyHexDigits_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isValid");
        QTest::newRow("digits") << u"0123456789abcdef0123456789abcdef01234567"_s << true;
        QTest::newRow("capitals") << u"0123456789ABCDEF0123456789abcdef01234567"_s << true;
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("short") << u"0123456789abcdef0123456789abcdef0123456"_s << false;
        QTest::newRow("long") << u"0123456789abcdef0123456789abcdef012345678"_s << false;
        QTest::newRow("letter") << u"g123456789abcdef0123456789abcdef01234567"_s << false;
        QTest::newRow("blank") << u"0123456789abcdef0123456789abcdef0123456 "_s << false;
        QTest::newRow("not ASCII") << u"0123456789abcdef0123456789abcdef0123456\u0661"_s << false;
    }

    void objectIdsAreFortyHexDigits()
    {
        QFETCH(QString, text);
        QFETCH(bool, isValid);
        const core::Result<ObjectId> id = ObjectId::parse(text);
        QCOMPARE(id.has_value(), isValid);
        if (isValid) {
            QCOMPARE(id->toString(), text.toLower());
            QCOMPARE(id->shortText(), text.left(7).toLower());
            QVERIFY(!id->isNull());
        } else {
            QCOMPARE(id.error().code, ErrorCode::InvalidArgument);
        }
    }

    void stateOnABranchUnbornAndDetached()
    {
        ScratchFolder folder;
        folder.initGit();
        const Repository repository = openIn(folder);
        QCOMPARE(valueOf(repository.state()),
                 (RepositoryState{RepositoryState::Head::Unborn, u"main"_s, {}, {}, false}));
        const ObjectId commit = idOf(folder.commitAll(u"first"_s));
        folder.git({u"switch"_s, u"-q"_s, u"-c"_s, u"topic/deep"_s});
        QCOMPARE(
            valueOf(repository.state()),
            (RepositoryState{RepositoryState::Head::Branch, u"topic/deep"_s, commit, {}, false}));
        folder.git({u"switch"_s, u"-q"_s, u"--detach"_s});
        QCOMPARE(valueOf(repository.state()),
                 (RepositoryState{RepositoryState::Head::Detached, QString(), commit, {}, false}));
    }

    void runningOperationsAreSeen_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::addColumn<int>("operation");
        using Operation = RepositoryState::Operation;
        QTest::newRow("merge") << QStringList{u"merge"_s, u"other"_s} << int(Operation::Merge);
        QTest::newRow("cherry-pick")
            << QStringList{u"cherry-pick"_s, u"other"_s} << int(Operation::CherryPick);
        QTest::newRow("rebase") << QStringList{u"rebase"_s, u"other"_s} << int(Operation::Rebase);
        QTest::newRow("revert") << QStringList{u"revert"_s, u"--no-edit"_s, u"main~1"_s}
                                << int(Operation::Revert);
        QTest::newRow("bisect") << QStringList{u"bisect"_s, u"start"_s} << int(Operation::Bisect);
    }

    void runningOperationsAreSeen()
    {
        QFETCH(QStringList, command);
        QFETCH(int, operation);
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "0");
        folder.commitAll(u"0"_s);
        folder.git({u"switch"_s, u"-q"_s, u"-c"_s, u"other"_s});
        folder.write(u"a"_s, "other");
        folder.commitAll(u"other"_s);
        folder.git({u"switch"_s, u"-q"_s, u"main"_s});
        folder.write(u"a"_s, "1");
        folder.commitAll(u"1"_s);
        folder.write(u"a"_s, "2");
        folder.commitAll(u"2"_s);
        Q_UNUSED(folder.gitExitCode(command)); // most of them stop at the conflict
        QCOMPARE(int(valueOf(openIn(folder).state()).operation), operation);
    }

    void shallowCloneIsSeen()
    {
        ScratchFolder folder;
        folder.git({u"init"_s, u"-q"_s, u"origin"_s});
        for (int i = 0; i < 3; ++i) {
            folder.git(
                {u"-C"_s, u"origin"_s, u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"x"_s});
        }
        folder.git({u"clone"_s, u"-q"_s, u"--depth=1"_s, u"file://"_s + folder.path(u"origin"_s),
                    u"clone"_s});
        const Repository clone = valueOf(Repository::open(folder.path(u"clone"_s)));
        const RepositoryState state = valueOf(clone.state());
        QVERIFY(state.isShallow);
        QVERIFY(!valueOf(valueOf(Repository::open(folder.path(u"origin"_s))).state()).isShallow);
    }

    void commitIsDescribedAsGitShowsIt()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "a");
        const ObjectId first = idOf(folder.commitAll(u"first"_s));
        folder.write(u"a"_s, "b");
        const ObjectId second =
            idOf(folder.commitAll(u"Große Änderung\n\nBody one.\n\nBody two.\n"_s));
        const vcs::CommitInfo info = valueOf(openIn(folder).commit(second));
        QCOMPARE(info.id, second);
        QCOMPARE(info.parents, QList{first});
        QCOMPARE(info.tree.toString().toLatin1(), folder.git({u"rev-parse"_s, u"HEAD^{tree}"_s}));
        QCOMPARE(info.summary, u"Große Änderung"_s);
        QCOMPARE(info.body, u"Body one.\n\nBody two."_s);
        QCOMPARE(info.author.name, u"Test Author"_s);
        QCOMPARE(info.author.email, u"author@example.org"_s);
        QCOMPARE(info.author.when,
                 QDateTime::fromString(u"2026-01-02T03:04:05+01:00"_s, Qt::ISODate));
        QCOMPARE(info.author.when.offsetFromUtc(), 3600);
    }

    void revisionsResolveToCommits()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "a");
        const ObjectId first = idOf(folder.commitAll(u"first"_s));
        folder.git({u"tag"_s, u"-a"_s, u"-m"_s, u"m"_s, u"agent/a@1.0.0"_s});
        folder.write(u"a"_s, "b");
        const ObjectId second = idOf(folder.commitAll(u"second"_s));
        const Repository repository = openIn(folder);
        QCOMPARE(valueOf(repository.resolve(u"main"_s)), second);
        QCOMPARE(valueOf(repository.resolve(u"HEAD~1"_s)), first);
        QCOMPARE(valueOf(repository.resolve(u"agent/a@1.0.0"_s)), first);
        QCOMPARE(valueOf(repository.resolve(first.shortText())), first);
        for (const QString &wrong :
             {u"nothing"_s, QString(), u"main^{"_s, u"HEAD:a"_s, u"HEAD~9"_s}) {
            QCOMPARE(codeOf(repository.resolve(wrong)), ErrorCode::NotFound);
        }
    }

    void tagsWithAPrefix()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "a");
        const ObjectId commit = idOf(folder.commitAll(u"first"_s));
        folder.git({u"tag"_s, u"-a"_s, u"-m"_s, u"Line one\n\nLine two"_s, u"agent/a@1.0.0"_s});
        folder.git({u"tag"_s, u"agent/a@1.1.0"_s});
        folder.git({u"tag"_s, u"agent/ab@1.0.0"_s});
        folder.git({u"tag"_s, u"skill/a@1.0.0"_s});
        folder.git({u"tag"_s, u"agent/a@blob"_s, u"HEAD:a"_s});
        folder.git({u"pack-refs"_s, u"--all"_s});
        folder.git({u"tag"_s, u"agent/a@2.0.0"_s});
        folder.write(u".git/refs/tags/agent/a@3.0.0"_s, "damaged");
        const QList<vcs::TagInfo> tags = valueOf(openIn(folder).tags(u"agent/a@"_s));
        QCOMPARE(tags.size(), 3);
        QCOMPARE(tags[0].name, u"agent/a@1.0.0"_s);
        QCOMPARE(tags[0].commit, commit);
        QCOMPARE(tags[0].message, u"Line one\n\nLine two"_s);
        QCOMPARE(tags[0].tagger.value().name, u"Test Author"_s);
        QCOMPARE(tags[1], (vcs::TagInfo{u"agent/a@1.1.0"_s, commit, std::nullopt, {}}));
        QCOMPARE(tags[2].name, u"agent/a@2.0.0"_s);
        QCOMPARE(valueOf(openIn(folder).tags({})).size(), 5);
        QCOMPARE(valueOf(openIn(folder).tags(u"agent/[a]"_s)).size(), 0);
    }

    void signatureIsTheConfiguredOne()
    {
        ScratchFolder folder;
        folder.git({u"init"_s, u"-q"_s});
        const auto missing = openIn(folder).configuredSignature();
        QCOMPARE(codeOf(missing), ErrorCode::NotFound);
        QVERIFY(missing.error().message.contains(u"user.name"_s));
        folder.git({u"config"_s, u"user.name"_s, u"Åsa"_s});
        folder.git({u"config"_s, u"user.email"_s, u"asa@example.org"_s});
        const vcs::Signature signature = valueOf(openIn(folder).configuredSignature());
        QCOMPARE(signature.name, u"Åsa"_s);
        QCOMPARE(signature.email, u"asa@example.org"_s);
        QVERIFY(qAbs(signature.when.secsTo(QDateTime::currentDateTimeUtc())) < 60);
    }

    void damagedBranchIsNotAnUnbornOne_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("half") << QByteArray("0123456789abcdef\n");
        QTest::newRow("zeros") << QByteArray(41, '\0');
        QTest::newRow("no such commit") << QByteArray(40, '1');
    }

    void damagedBranchIsNotAnUnbornOne()
    {
        QFETCH(QByteArray, content);
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "a");
        const ObjectId first = idOf(folder.commitAll(u"first"_s));
        folder.write(u"a"_s, "b");
        const ObjectId second = idOf(folder.commitAll(u"second"_s));
        damage(folder.path(u".git/refs/heads/main"_s), content);
        const Repository repository = openIn(folder);
        QCOMPARE(codeOf(repository.state()), ErrorCode::RepositoryDamaged);
        QCOMPARE(codeOf(repository.status({})), ErrorCode::RepositoryDamaged);
        QCOMPARE(repository.earlierHeads(), (QList{second, first}));
    }

    void earlierHeadsThatNoLongerExistAreLeftOut()
    {
        ScratchFolder folder;
        folder.initGit();
        QCOMPARE(openIn(folder).earlierHeads(), QList<ObjectId>());
        QVERIFY(!QFile::exists(folder.path(u".git/logs/refs/heads/main"_s)));
        folder.write(u"a"_s, "a");
        const QByteArray first = folder.commitAll(u"first"_s);
        folder.write(u"a"_s, "b");
        const QByteArray second = folder.commitAll(u"second"_s);
        QVERIFY(QFile::remove(looseObject(folder, first)));
        QCOMPARE(openIn(folder).earlierHeads(), QList{idOf(second)});
    }
};

QTEST_GUILESS_MAIN(RepositoryTest)
#include "tst_vcs_repository.moc"
