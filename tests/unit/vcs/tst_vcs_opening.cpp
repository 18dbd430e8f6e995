#include "gitfixture.h"

#include <QDir>
#include <QFile>
#include <QTest>

#include <unistd.h>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using vcs::Repository;

class OpeningTest : public QObject
{
    Q_OBJECT

private:
    GitHome m_home;

private Q_SLOTS:
    void folderWithoutRepositoryInsideOne()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"sub/file"_s, "x");
        QCOMPARE(codeOf(Repository::open(folder.path(u"sub"_s))), ErrorCode::NotARepository);
        QCOMPARE(codeOf(Repository::open(folder.path(u"gone"_s))), ErrorCode::NotARepository);
        QVERIFY(QDir().mkpath(folder.path(u"sub/.git"_s)));
        QCOMPARE(codeOf(Repository::open(folder.path(u"sub"_s))), ErrorCode::NotARepository);
    }

    void ordinaryRepositoryThroughALink()
    {
        ScratchFolder folder;
        folder.git({u"init"_s, u"-q"_s, u"registry"_s});
        QVERIFY(QFile::link(folder.path(u"registry"_s), folder.path(u"link"_s)));
        const Repository repository = valueOf(Repository::open(folder.path(u"link"_s)));
        QCOMPARE(repository.workTree(), QFileInfo(folder.path(u"registry"_s)).canonicalFilePath());
        QCOMPARE(repository.gitFolder(), repository.workTree() + u"/.git"_s);
    }

    void newRepositoryHasBranchMainAndNothingElse()
    {
        ScratchFolder folder;
        const Repository repository = valueOf(Repository::create(folder.path(u"new"_s)));
        const vcs::RepositoryState state = valueOf(repository.state());
        QCOMPARE(state.head, vcs::RepositoryState::Head::Unborn);
        QCOMPARE(state.branch, u"main"_s);
        QCOMPARE(folder.git({u"-C"_s, u"new"_s, u"status"_s, u"--porcelain=v2"_s, u"--branch"_s}),
                 QByteArray("# branch.oid (initial)\n# branch.head main"));
        QCOMPARE(codeOf(Repository::create(folder.path(u"new"_s))), ErrorCode::NotWritable);
        folder.write(u"file"_s, {});
        QCOMPARE(codeOf(Repository::create(folder.path(u"file/below"_s))), ErrorCode::NotWritable);
    }

    void bareRepositoryIsRefusedByName()
    {
        ScratchFolder folder;
        folder.git({u"init"_s, u"-q"_s, u"--bare"_s, u"bare"_s});
        folder.git({u"init"_s, u"-q"_s, u"set"_s});
        folder.git({u"-C"_s, u"set"_s, u"config"_s, u"core.bare"_s, u"true"_s});
        for (const QString &name : {u"bare"_s, u"set"_s}) {
            const auto opened = Repository::open(folder.path(name));
            QCOMPARE(codeOf(opened), ErrorCode::RepositoryUnsupported);
            QVERIFY2(opened.error().message.contains(u"bare"_s),
                     qPrintable(opened.error().message));
        }
    }

    void featuresThatCannotBeReadAreNamed_data()
    {
        QTest::addColumn<QList<QStringList>>("commands");
        QTest::addColumn<QString>("name");
        const QStringList init{u"init"_s, u"-q"_s};
        const QStringList versionOne{u"config"_s, u"core.repositoryformatversion"_s, u"1"_s};
        QTest::newRow("reftable") << QList<QStringList>{{u"init"_s, u"-q"_s,
                                                         u"--ref-format=reftable"_s}}
                                  << u"reftable"_s;
        QTest::newRow("sha256") << QList<QStringList>{{u"init"_s, u"-q"_s,
                                                       u"--object-format=sha256"_s}}
                                << u"sha256"_s;
        QTest::newRow("unknown extension")
            << QList<QStringList>{init,
                                  versionOne,
                                  {u"config"_s, u"extensions.futuristic"_s, u"1"_s}}
            << u"futuristic"_s;
        QTest::newRow("later format")
            << QList<QStringList>{init, {u"config"_s, u"core.repositoryformatversion"_s, u"7"_s}}
            << u"7"_s;
        QTest::newRow("partial clone, old style")
            << QList<QStringList>{init,
                                  versionOne,
                                  {u"config"_s, u"extensions.partialClone"_s, u"origin"_s}}
            << u"partial clone"_s;
        QTest::newRow("partial clone, new style")
            << QList<QStringList>{init, {u"config"_s, u"remote.origin.promisor"_s, u"true"_s}}
            << u"partial clone"_s;
    }

    void featuresThatCannotBeReadAreNamed()
    {
        QFETCH(QList<QStringList>, commands);
        QFETCH(QString, name);
        ScratchFolder folder;
        for (const QStringList &command : std::as_const(commands)) {
            folder.git(command);
        }
        const auto opened = Repository::open(folder.path());
        QCOMPARE(codeOf(opened), ErrorCode::RepositoryUnsupported);
        QVERIFY2(opened.error().message.contains(name), qPrintable(opened.error().message));
    }

    void realPartialCloneIsRefused()
    {
        ScratchFolder folder;
        folder.git({u"init"_s, u"-q"_s, u"origin"_s});
        folder.git(
            {u"-C"_s, u"origin"_s, u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"x"_s});
        folder.git({u"-C"_s, u"origin"_s, u"config"_s, u"uploadpack.allowFilter"_s, u"true"_s});
        folder.git({u"clone"_s, u"-q"_s, u"--filter=blob:none"_s,
                    u"file://"_s + folder.path(u"origin"_s), u"clone"_s});
        QCOMPARE(codeOf(Repository::open(folder.path(u"clone"_s))),
                 ErrorCode::RepositoryUnsupported);
    }

    void damagedGitFolderIsNamed_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("named");
        QTest::newRow("settings") << u".git/config"_s << QByteArray("[core\nbare = ?")
                                  << u"config"_s;
        QTest::newRow("HEAD empty") << u".git/HEAD"_s << QByteArray() << u"HEAD"_s;
        QTest::newRow("HEAD of zeros") << u".git/HEAD"_s << QByteArray(21, '\0') << u"HEAD"_s;
        QTest::newRow("HEAD half") << u".git/HEAD"_s << QByteArray("ref:") << u"HEAD"_s;
    }

    void damagedGitFolderIsNamed()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        QFETCH(QString, named);
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "a");
        folder.commitAll(u"a"_s);
        damage(folder.path(file), content);
        const auto opened = Repository::open(folder.path());
        QCOMPARE(codeOf(opened), ErrorCode::RepositoryDamaged);
        QVERIFY2(opened.error().message.contains(named), qPrintable(opened.error().message));
        QVERIFY(!opened.error().detail.isEmpty());
    }

    void missingHeadIsDamageAndNotAbsence()
    {
        ScratchFolder folder;
        folder.initGit();
        QVERIFY(QFile::remove(folder.path(u".git/HEAD"_s)));
        const auto opened = Repository::open(folder.path());
        QCOMPARE(codeOf(opened), ErrorCode::RepositoryDamaged);
        QVERIFY(opened.error().message.contains(u"HEAD"_s));
    }

    void workTreeElsewhereIsRefused()
    {
        ScratchFolder folder;
        folder.git({u"init"_s, u"-q"_s, u"registry"_s});
        folder.write(u"secrets/id_ed25519"_s, "x");
        folder.git(
            {u"-C"_s, u"registry"_s, u"config"_s, u"core.worktree"_s, folder.path(u"secrets"_s)});
        const auto opened = Repository::open(folder.path(u"registry"_s));
        QCOMPARE(codeOf(opened), ErrorCode::RepositoryUnsupported);
        QVERIFY(opened.error().message.contains(u"core.worktree"_s));
    }

    void linkedWorkTreeOpensAndAMovedOneIsExplained()
    {
        ScratchFolder folder;
        folder.git({u"init"_s, u"-q"_s, u"-b"_s, u"main"_s, u"registry"_s});
        folder.git(
            {u"-C"_s, u"registry"_s, u"commit"_s, u"-q"_s, u"--allow-empty"_s, u"-m"_s, u"x"_s});
        folder.git({u"-C"_s, u"registry"_s, u"worktree"_s, u"add"_s, u"-q"_s, u"../linked"_s});
        QCOMPARE(valueOf(valueOf(Repository::open(folder.path(u"linked"_s))).state()).branch,
                 u"linked"_s);

        QVERIFY(QDir().rename(folder.path(u"linked"_s), folder.path(u"moved"_s)));
        const auto moved = Repository::open(folder.path(u"moved"_s));
        QCOMPARE(codeOf(moved), ErrorCode::RepositoryUnsupported);
        QVERIFY(moved.error().message.contains(u"git worktree repair"_s));

        QVERIFY(QDir().rename(folder.path(u"registry"_s), folder.path(u"elsewhere"_s)));
        const auto orphan = Repository::open(folder.path(u"moved"_s));
        QCOMPARE(codeOf(orphan), ErrorCode::RepositoryDamaged);
        QVERIFY(orphan.error().message.contains(u"moved"_s));
    }

    /// Root gives the folder away (packaging/dev grants CAP_CHOWN). Another user cannot; for him a
    /// repository whose work tree is the system's own folder is owned by someone else just as well.
    void repositoryOfAnotherUser()
    {
        constexpr uid_t stranger = 4242;
        ScratchFolder folder;
        folder.git({u"init"_s, u"-q"_s, u"registry"_s});
        const QString registry = folder.path(u"registry"_s);
        QString owned = registry;
        if (::geteuid() == 0) {
            QCOMPARE(::chown(QFile::encodeName(registry).constData(), stranger, stranger), 0);
        } else {
            owned = u"/usr"_s;
            folder.git({u"-C"_s, u"registry"_s, u"config"_s, u"core.worktree"_s, owned});
        }
        const auto refused = Repository::open(registry);
        QCOMPARE(codeOf(refused), ErrorCode::OwnedBySomeoneElse);
        QVERIFY(refused.error().message.contains(u"safe.directory"_s));

        m_home.writeSettings("[safe]\n\tdirectory = " + owned.toUtf8() + '\n');
        const auto trusted = Repository::open(registry);
        m_home.writeSettings({});
        if (::geteuid() == 0) {
            QVERIFY2(trusted.has_value(), trusted ? "" : qPrintable(trusted.error().message));
        } else {
            QCOMPARE(codeOf(trusted), ErrorCode::RepositoryUnsupported); // the work tree elsewhere
        }
    }
};

QTEST_GUILESS_MAIN(OpeningTest)
#include "tst_vcs_opening.moc"
