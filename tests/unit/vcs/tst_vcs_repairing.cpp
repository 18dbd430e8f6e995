#include "gitfixture.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using vcs::ObjectId;
using vcs::PreparedCommit;
using vcs::Repository;
using vcs::StaleLock;

class RepairingTest : public QObject
{
    Q_OBJECT

private:
    GitHome m_home;

    static ObjectId makeRegistry(const ScratchFolder &folder)
    {
        folder.initGit();
        folder.write(u"a"_s, "1");
        folder.write(u"b"_s, "1");
        return idOf(folder.commitAll(u"first"_s));
    }

private Q_SLOTS:
    void locksInTheWayAreNamedAndMovedAside_data()
    {
        QTest::addColumn<QString>("lock");
        QTest::addColumn<QString>("aside");
        QTest::newRow("staging area") << u"index.lock"_s << u"index.lock.stale-1"_s;
        QTest::newRow("branch") << u"refs/heads/main.lock"_s << u"refs-heads-main.lock.stale-1"_s;
        QTest::newRow("tag") << u"refs/tags/agent/a@1.1.0.lock"_s
                             << u"refs-tags-agent-a@1.1.0.lock.stale-1"_s;
    }

    void locksInTheWayAreNamedAndMovedAside()
    {
        QFETCH(QString, lock);
        QFETCH(QString, aside);
        ScratchFolder folder;
        const ObjectId head = makeRegistry(folder);
        folder.write(u".git/"_s + lock, "kept");
        Repository repository = openIn(folder);
        const PreparedCommit prepared = valueOf(repository.prepare(requestFor(head)));
        QCOMPARE(codeOf(repository.publish(prepared)), ErrorCode::RepositoryLocked);

        const QList<StaleLock> locks = repository.locks();
        QCOMPARE(locks.size(), 1);
        QCOMPARE(locks[0].path, repository.gitFolder() + u'/' + lock);
        QCOMPARE(locks[0].holderPid, 0);
        QVERIFY(locks[0].ageSeconds >= 0 && locks[0].ageSeconds < 60);
        QVERIFY(repository.moveLockAside(locks[0]));
        QCOMPARE(folder.read(u".git/"_s + aside), QByteArray("kept"));
        QVERIFY(repository.locks().isEmpty());
        QVERIFY(repository.publish(prepared));
        QCOMPARE(headOf(folder), prepared.commit);
        QCOMPARE(folder.git({u"tag"_s}), QByteArray("agent/a@1.1.0"));
        QCOMPARE(fsckComplaints(folder.path()), QByteArray());
    }

    void allKindsOfLocksAreFound()
    {
        ScratchFolder folder;
        makeRegistry(folder);
        const QStringList names{u"HEAD.lock"_s, u"config.lock"_s, u"index.lock"_s,
                                u"packed-refs.lock"_s, u"refs/heads/topic/x.lock"_s};
        for (const QString &name : names) {
            folder.write(u".git/"_s + name, {});
        }
        const Repository repository = openIn(folder);
        QStringList found;
        for (const auto allLocks = repository.locks(); const StaleLock &lock : allLocks) {
            found.append(QDir(repository.gitFolder()).relativeFilePath(lock.path));
        }
        QCOMPARE(found, names);
    }

    void lockFromTheFutureHasNoAge()
    {
        ScratchFolder folder;
        makeRegistry(folder);
        folder.write(u".git/index.lock"_s, {});
        QFile lock(folder.path(u".git/index.lock"_s));
        QVERIFY(lock.open(QIODevice::ReadWrite));
        QVERIFY(lock.setFileTime(QDateTime::currentDateTime().addDays(1),
                                 QFileDevice::FileModificationTime));
        lock.close();
        QCOMPARE(openIn(folder).locks().first().ageSeconds, -1);
    }

    void lockThatAProcessHoldsStays()
    {
        ScratchFolder folder;
        makeRegistry(folder);
        const QString lock = folder.path(u".git/index.lock"_s);
        QProcess holder;
        holder.start(u"sh"_s, {u"-c"_s, u"exec 9>\"$1\"; echo held; read line"_s, u"sh"_s, lock});
        QVERIFY(holder.waitForReadyRead());
        Repository repository = openIn(folder);
        const QList<StaleLock> locks = repository.locks();
        QCOMPARE(locks.size(), 1);
        QCOMPARE(locks[0].holderPid, holder.processId());
        StaleLock claimedFree = locks[0];
        claimedFree.holderPid = 0;
        QCOMPARE(codeOf(repository.moveLockAside(claimedFree)), ErrorCode::RepositoryLocked);
        QVERIFY(QFile::exists(lock));
        holder.closeWriteChannel();
        QVERIFY(holder.waitForFinished());
        QVERIFY(repository.moveLockAside(locks[0]));
        QVERIFY(!QFile::exists(lock));
    }

    void onlyLocksAreMovedAside()
    {
        ScratchFolder folder;
        makeRegistry(folder);
        Repository repository = openIn(folder);
        QCOMPARE(codeOf(repository.moveLockAside({folder.path(u"a"_s), 1, 0})),
                 ErrorCode::InvalidArgument);
        QCOMPARE(
            codeOf(repository.moveLockAside({repository.gitFolder() + u"/index.lock"_s, 1, 0})),
            ErrorCode::InvalidArgument);
        QVERIFY(QFile::exists(folder.path(u"a"_s)));
    }

    void secondLockGetsTheNextNumber()
    {
        ScratchFolder folder;
        makeRegistry(folder);
        Repository repository = openIn(folder);
        for (const QByteArray &content : {QByteArray("first"), QByteArray("second")}) {
            folder.write(u".git/index.lock"_s, content);
            QVERIFY(repository.moveLockAside(repository.locks().constFirst()));
        }
        QCOMPARE(folder.read(u".git/index.lock.stale-1"_s), QByteArray("first"));
        QCOMPARE(folder.read(u".git/index.lock.stale-2"_s), QByteArray("second"));
    }

    void damagedStagingAreaIsRebuiltFromHead()
    {
        ScratchFolder folder;
        makeRegistry(folder);
        folder.write(u"a"_s, "changed");
        Repository repository = openIn(folder);
        const QByteArray flipped = [&] {
            QByteArray bytes = folder.read(u".git/index"_s);
            bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 1);
            return bytes;
        }();
        damage(folder.path(u".git/index"_s), flipped);
        QCOMPARE(codeOf(repository.status({})), ErrorCode::StagingAreaDamaged);
        QVERIFY(repository.rebuildStagingArea());
        QCOMPARE(folder.read(u".git/index.damaged-1"_s), flipped);
        QCOMPARE(valueOf(repository.status({})),
                 (QList<vcs::FileStatus>{{at(u"a"_s), vcs::FileStatus::Change::Modified}}));
        QCOMPARE(folder.git({u"status"_s, u"--porcelain"_s}), QByteArray("M a"));
        QCOMPARE(folder.read(u"a"_s), QByteArray("changed"));
        QCOMPARE(fsckComplaints(folder.path()), QByteArray());
    }

    void stagingAreaOfAnUnbornBranchIsRebuiltEmpty()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "1");
        damage(folder.path(u".git/index"_s), "x");
        Repository repository = openIn(folder);
        QVERIFY(repository.rebuildStagingArea());
        QCOMPARE(folder.git({u"status"_s, u"--porcelain"_s}), QByteArray("?? a"));
    }

    void damagedBranchIsRestoredFromItsLog_data()
    {
        QTest::addColumn<QByteArray>("damaged");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("half") << QByteArray("0123456789");
        QTest::newRow("zeros") << QByteArray(41, '\0');
    }

    void damagedBranchIsRestoredFromItsLog()
    {
        QFETCH(QByteArray, damaged);
        ScratchFolder folder;
        const ObjectId first = makeRegistry(folder);
        folder.write(u"a"_s, "2");
        const ObjectId second = idOf(folder.commitAll(u"second"_s));
        folder.write(u"a"_s, "3");
        damage(folder.path(u".git/refs/heads/main"_s), damaged);
        Repository repository = openIn(folder);
        QCOMPARE(codeOf(repository.state()), ErrorCode::RepositoryDamaged);
        QCOMPARE(repository.earlierHeads(), (QList<ObjectId>{second, first}));

        QVERIFY(repository.restoreBranch(second));
        QCOMPARE(valueOf(repository.state()).commit, second);
        QCOMPARE(folder.git({u"rev-parse"_s, u"main"_s}), second.toString().toLatin1());
        QCOMPARE(folder.git({u"status"_s, u"--porcelain"_s}), QByteArray("M a"));
        QCOMPARE(folder.read(u".git/refs-heads-main.damaged-1"_s), damaged);
        QCOMPARE(folder.read(u"a"_s), QByteArray("3"));
        QCOMPARE(fsckComplaints(folder.path()), QByteArray());
    }

    void branchIsNotRestoredUnderALockNorToWhatIsNotThere()
    {
        ScratchFolder folder;
        const ObjectId first = makeRegistry(folder);
        damage(folder.path(u".git/refs/heads/main"_s), "x");
        Repository repository = openIn(folder);
        folder.write(u".git/refs/heads/main.lock"_s, {});
        QCOMPARE(codeOf(repository.restoreBranch(first)), ErrorCode::RepositoryLocked);
        QVERIFY(QFile::remove(folder.path(u".git/refs/heads/main.lock"_s)));
        QCOMPARE(codeOf(repository.restoreBranch(ObjectId())), ErrorCode::RepositoryDamaged);
        QCOMPARE(folder.read(u".git/refs/heads/main"_s), QByteArray("x"));
    }

    void lockedStagingAreaIsNotRebuilt()
    {
        ScratchFolder folder;
        makeRegistry(folder);
        const QByteArray before = folder.read(u".git/index"_s);
        folder.write(u".git/index.lock"_s, {});
        QCOMPARE(codeOf(openIn(folder).rebuildStagingArea()), ErrorCode::RepositoryLocked);
        QCOMPARE(folder.read(u".git/index"_s), before);
    }
};

QTEST_GUILESS_MAIN(RepairingTest)
#include "tst_vcs_repairing.moc"
