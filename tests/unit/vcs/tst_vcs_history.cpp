#include "gitfixture.h"

#include <QFile>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using vcs::ObjectId;

namespace {

/// Sets the time of the commits that git makes from here on.
void setClock(int minute)
{
    const QByteArray date =
        "2026-01-02T03:" + QByteArray::number(minute).rightJustified(2, '0') + ":00+00:00";
    qputenv("GIT_AUTHOR_DATE", date);
    qputenv("GIT_COMMITTER_DATE", date);
}

QStringList summariesOf(const QList<vcs::CommitInfo> &commits)
{
    QStringList summaries;
    for (const vcs::CommitInfo &commit : commits) {
        summaries.append(commit.summary);
    }
    return summaries;
}

QStringList historyOf(const ScratchFolder &folder, const QString &path, int limit = 0)
{
    return summariesOf(valueOf(openIn(folder).history(headOf(folder), at(path), limit, {})));
}

} // namespace

class HistoryTest : public QObject
{
    Q_OBJECT

private:
    GitHome m_home;

    /// main: base – m1 – merge – last; side: s1 – s2, merged cleanly. Times interleave.
    static void makeBranches(const ScratchFolder &folder)
    {
        folder.initGit();
        setClock(1);
        folder.write(u"agents/a/AGENT.md"_s, "a\n");
        folder.write(u"agents/b/AGENT.md"_s, "b\n");
        folder.commitAll(u"base"_s);
        folder.git({u"switch"_s, u"-q"_s, u"-c"_s, u"side"_s});
        setClock(2);
        folder.write(u"agents/b/AGENT.md"_s, "b s1\n");
        folder.commitAll(u"s1"_s);
        folder.git({u"switch"_s, u"-q"_s, u"main"_s});
        setClock(3);
        folder.write(u"agents/a/AGENT.md"_s, "a m1\n");
        folder.commitAll(u"m1"_s);
        folder.git({u"switch"_s, u"-q"_s, u"side"_s});
        setClock(4);
        folder.write(u"agents/b/extra"_s, "s2\n");
        folder.commitAll(u"s2"_s);
        folder.git({u"switch"_s, u"-q"_s, u"main"_s});
        setClock(5);
        folder.git({u"merge"_s, u"-q"_s, u"--no-ff"_s, u"-m"_s, u"merge"_s, u"side"_s});
        setClock(6);
        folder.write(u"README"_s, "last\n");
        folder.commitAll(u"last"_s);
    }

private Q_SLOTS:
    void cleanup()
    {
        qunsetenv("GIT_AUTHOR_DATE");
        qunsetenv("GIT_COMMITTER_DATE");
    }

    void commitsThatTouchedAPath_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("root") << QString() << QStringList{u"last"_s, u"merge"_s, u"s2"_s,
                                                          u"m1"_s,   u"s1"_s,    u"base"_s};
        QTest::newRow("agents") << u"agents"_s
                                << QStringList{u"merge"_s, u"s2"_s, u"m1"_s, u"s1"_s, u"base"_s};
        QTest::newRow("one side") << u"agents/a"_s << QStringList{u"m1"_s, u"base"_s};
        QTest::newRow("other side") << u"agents/b"_s << QStringList{u"s2"_s, u"s1"_s, u"base"_s};
        QTest::newRow("file") << u"agents/b/AGENT.md"_s << QStringList{u"s1"_s, u"base"_s};
        QTest::newRow("new file") << u"README"_s << QStringList{u"last"_s};
        QTest::newRow("nothing there") << u"agents/c"_s << QStringList();
        QTest::newRow("below a file") << u"README/x"_s << QStringList();
    }

    void commitsThatTouchedAPath()
    {
        QFETCH(QString, path);
        QFETCH(QStringList, expected);
        ScratchFolder folder;
        makeBranches(folder);
        QCOMPARE(historyOf(folder, path), expected);
        folder.git({u"gc"_s, u"-q"_s});
        QCOMPARE(historyOf(folder, path), expected);
        const QByteArray real =
            folder.git({u"log"_s, u"--full-history"_s, u"--date-order"_s, u"--no-merges"_s,
                        u"--format=%s"_s, u"--"_s, path.isEmpty() ? u"."_s : path});
        expected.removeAll(u"merge"_s);
        QCOMPARE(QString::fromUtf8(real), expected.join(u'\n'));
    }

    void mergeThatDiffersFromAllParentsIsListed()
    {
        ScratchFolder folder;
        makeBranches(folder);
        folder.git({u"switch"_s, u"-q"_s, u"-c"_s, u"again"_s, u"HEAD~1"_s});
        setClock(7);
        folder.write(u"README"_s, "other\n");
        folder.commitAll(u"other"_s);
        setClock(8);
        QCOMPARE(folder.gitExitCode({u"merge"_s, u"-q"_s, u"main"_s}), 1);
        folder.write(u"README"_s, "both\n");
        folder.commitAll(u"conflict solved"_s);
        QCOMPARE(historyOf(folder, u"README"_s),
                 (QStringList{u"conflict solved"_s, u"other"_s, u"last"_s}));
    }

    void parentsComeAfterChildrenThoughTheirClockWasAhead()
    {
        ScratchFolder folder;
        folder.initGit();
        for (const int minute : {9, 5, 7}) {
            setClock(minute);
            folder.write(u"a"_s, QByteArray::number(minute));
            folder.commitAll(QString::number(minute));
        }
        QCOMPARE(historyOf(folder, u"a"_s), (QStringList{u"7"_s, u"5"_s, u"9"_s}));
    }

    void deletionModeChangeAndReturnAreChanges()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "1");
        folder.write(u"keep"_s, "1");
        folder.commitAll(u"add"_s);
        folder.git({u"update-index"_s, u"--chmod=+x"_s, u"a"_s});
        folder.git({u"commit"_s, u"-q"_s, u"-m"_s, u"mode"_s});
        folder.git({u"rm"_s, u"-q"_s, u"-f"_s, u"a"_s});
        folder.git({u"commit"_s, u"-q"_s, u"-m"_s, u"delete"_s});
        folder.write(u"a"_s, "1");
        folder.commitAll(u"return"_s);
        QCOMPARE(historyOf(folder, u"a"_s),
                 (QStringList{u"return"_s, u"delete"_s, u"mode"_s, u"add"_s}));
    }

    void atMostAsManyAsAskedFor()
    {
        ScratchFolder folder;
        makeBranches(folder);
        QCOMPARE(historyOf(folder, {}, 2), (QStringList{u"last"_s, u"merge"_s}));
    }

    void cancelledWalk()
    {
        ScratchFolder folder;
        makeBranches(folder);
        core::CancelFlag cancel;
        cancel.cancel();
        QCOMPARE(codeOf(openIn(folder).history(headOf(folder), {}, 0, cancel)),
                 ErrorCode::Cancelled);
    }

    void damagedCommitEndsTheWalkThere_data()
    {
        QTest::addColumn<QString>("damaged");
        QTest::addColumn<bool>("isMissing");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("oldest commit flipped")
            << u"HEAD~3"_s << false << QStringList{u"4"_s, u"3"_s};
        QTest::newRow("parent missing") << u"HEAD~3"_s << true << QStringList{u"4"_s, u"3"_s};
        QTest::newRow("tree of a commit")
            << u"HEAD~2^{tree}"_s << false << QStringList{u"4"_s, u"1"_s};
        QTest::newRow("folder of a commit") << u"HEAD~2:d"_s << true << QStringList{u"4"_s, u"1"_s};
        QTest::newRow("a file's content does not matter")
            << u"HEAD~2:d/a"_s << true << QStringList{u"4"_s, u"3"_s, u"2"_s, u"1"_s};
    }

    void damagedCommitEndsTheWalkThere()
    {
        QFETCH(QString, damaged);
        QFETCH(bool, isMissing);
        QFETCH(QStringList, expected);
        ScratchFolder folder;
        folder.initGit();
        for (int i = 1; i <= 4; ++i) {
            folder.write(u"d/a"_s, QByteArray::number(i));
            folder.commitAll(QString::number(i));
        }
        const QString file = looseObject(folder, folder.git({u"rev-parse"_s, damaged}));
        if (isMissing) {
            QVERIFY(QFile::remove(file));
        } else {
            damage(file, QByteArray(30, '\0'));
        }
        QCOMPARE(historyOf(folder, u"d/a"_s), expected);
    }

    void damageThatLeavesNothingIsAnError()
    {
        ScratchFolder folder;
        folder.initGit();
        folder.write(u"a"_s, "1");
        const QByteArray first = folder.commitAll(u"first"_s);
        folder.write(u"b"_s, "1");
        const ObjectId second = idOf(folder.commitAll(u"second"_s));
        damage(looseObject(folder, first), "x");
        const vcs::Repository repository = openIn(folder);
        QCOMPARE(codeOf(repository.history(second, at(u"a"_s), 0, {})),
                 ErrorCode::RepositoryDamaged);
        QCOMPARE(codeOf(repository.history(idOf(first), at(u"a"_s), 0, {})),
                 ErrorCode::RepositoryDamaged);
        QCOMPARE(codeOf(repository.commit(idOf(first))), ErrorCode::RepositoryDamaged);
        QVERIFY(repository.commit(second));
        QVERIFY(repository.status({}));
    }

    void shallowHistoryEndsAtItsBoundary()
    {
        ScratchFolder folder;
        folder.git({u"init"_s, u"-q"_s, u"origin"_s});
        for (int i = 1; i <= 4; ++i) {
            folder.write(u"origin/a"_s, QByteArray::number(i));
            folder.git({u"-C"_s, u"origin"_s, u"add"_s, u"-A"_s});
            folder.git({u"-C"_s, u"origin"_s, u"commit"_s, u"-q"_s, u"-m"_s, QString::number(i)});
        }
        folder.git({u"clone"_s, u"-q"_s, u"--depth=2"_s, u"file://"_s + folder.path(u"origin"_s),
                    u"clone"_s});
        const vcs::Repository clone = valueOf(vcs::Repository::open(folder.path(u"clone"_s)));
        const ObjectId head = valueOf(clone.state()).commit;
        QCOMPARE(summariesOf(valueOf(clone.history(head, at(u"a"_s), 0, {}))),
                 (QStringList{u"4"_s, u"3"_s}));
    }
};

QTEST_GUILESS_MAIN(HistoryTest)
#include "tst_vcs_history.moc"
