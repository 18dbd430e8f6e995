#include "diff/merge.h"
#include "editedpair.h"
#include "scratchfolder.h"

#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

struct GitMerge
{
    QString text;
    int conflicts = 0;
};

GitMerge mergedByGit(const QString &base, const QString &mine, const QString &theirs)
{
    const ScratchFolder folder;
    folder.write(u"base"_s, base.toUtf8());
    folder.write(u"mine"_s, mine.toUtf8());
    folder.write(u"theirs"_s, theirs.toUtf8());
    GitMerge result;
    result.conflicts =
        folder.gitExitCode({u"merge-file"_s, u"-L"_s, u"mine"_s, u"-L"_s, u"base"_s, u"-L"_s,
                            u"theirs"_s, u"mine"_s, u"base"_s, u"theirs"_s});
    result.text = QString::fromUtf8(folder.read(u"mine"_s));
    return result;
}

diff::MergeResult merged(const QString &base, const QString &mine, const QString &theirs)
{
    return diff::mergeThreeWay(base, mine, theirs, u"mine"_s, u"theirs"_s);
}

/// The lines, each `edited` one with another word, from `first` on every `step`-th.
QStringList editedEvery(QStringList lines, qsizetype first, qsizetype step, const QString &suffix)
{
    for (qsizetype i = first; i < lines.size(); i += step) {
        lines[i] += suffix;
    }
    return lines;
}

} // namespace

class TestMerge : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void mergesLikeGit_data();
    void mergesLikeGit();
    void randomEditsMergeLikeGit_data();
    void randomEditsMergeLikeGit();
    void disjointEditsAreAllTaken();
    void bothSidesMadeTheSameChange();
    void conflictsAreCounted();
};

void TestMerge::mergesLikeGit_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("mine");
    QTest::addColumn<QString>("theirs");
    QTest::newRow("allEmpty") << u""_s << u""_s << u""_s;
    QTest::newRow("onlyMine") << u"a\nb\n"_s << u"a\nx\n"_s << u"a\nb\n"_s;
    QTest::newRow("onlyTheirs") << u"a\nb\n"_s << u"a\nb\n"_s << u"b\n"_s;
    QTest::newRow("bothEnds") << u"a\nb\nc\n"_s << u"x\nb\nc\n"_s << u"a\nb\ny\n"_s;
    QTest::newRow("sameChange") << u"a\nb\nc\n"_s << u"a\nx\nc\n"_s << u"a\nx\nc\n"_s;
    QTest::newRow("conflict") << u"a\nb\nc\n"_s << u"a\nx\nc\n"_s << u"a\ny\nc\n"_s;
    QTest::newRow("changedAndDeleted") << u"a\nb\nc\n"_s << u"a\nx\nc\n"_s << u"a\nc\n"_s;
    QTest::newRow("neighbours") << u"a\nb\nc\nd\n"_s << u"a\nx\nc\nd\n"_s << u"a\nb\ny\nd\n"_s;
    QTest::newRow("addedOnBothSides") << u""_s << u"a\n"_s << u"b\n"_s;
    QTest::newRow("sharedPartOfAConflict")
        << u"s\nb\ne\n"_s << u"s\nn1\nn2\nn3\nn4\nx\ne\n"_s << u"s\nn1\nn2\nn3\nn4\ny\ne\n"_s;
    QTest::newRow("conflictsFarApart")
        << u"a\n1\n2\n3\n4\nb\n"_s << u"x\n1\n2\n3\n4\nx\n"_s << u"y\n1\n2\n3\n4\ny\n"_s;
    QTest::newRow("conflictsNear")
        << u"a\n1\n2\n3\nb\n"_s << u"x\n1\n2\n3\nx\n"_s << u"y\n1\n2\n3\ny\n"_s;
    QTest::newRow("conflictsApartByBlanks")
        << u"a\n\n\n\n\n\nb\n"_s << u"x\n\n\n\n\n\nx\n"_s << u"y\n\n\n\n\n\ny\n"_s;
    QTest::newRow("carriageReturnsKept")
        << u"a\r\nb\r\nc\r\n"_s << u"x\r\nb\r\nc\r\n"_s << u"a\r\nb\r\ny\r\n"_s;
    QTest::newRow("conflictWithCarriageReturns")
        << u"a\r\nb\r\n"_s << u"a\r\nx\r\n"_s << u"a\r\ny\r\n"_s;
    QTest::newRow("conflictWithoutFinalNewline") << u"a\nb"_s << u"a\nx"_s << u"a\ny"_s;
    QTest::newRow("finalNewlineRemoved")
        << u"a\nb\nc\nd\n"_s << u"x\nb\nc\nd\n"_s << u"a\nb\nc\nd"_s;
    QTest::newRow("deletionAtEndOfFile")
        << u"a\nb\nc\nd\n"_s << u"a\nb\nc\n"_s << u"x\nb\nc\nd\n"_s;
    QTest::newRow("emptiedByTheirs") << u"a\nb\n"_s << u"a\nb\n"_s << u""_s;
}

void TestMerge::mergesLikeGit()
{
    QFETCH(QString, base);
    QFETCH(QString, mine);
    QFETCH(QString, theirs);
    const GitMerge git = mergedByGit(base, mine, theirs);
    const diff::MergeResult result = merged(base, mine, theirs);
    QCOMPARE(result.text, git.text);
    QCOMPARE(result.conflicts, git.conflicts);
}

void TestMerge::randomEditsMergeLikeGit_data()
{
    QTest::addColumn<int>("percent");
    QTest::newRow("rarelyInConflict") << 3;
    QTest::newRow("oftenInConflict") << 15;
}

void TestMerge::randomEditsMergeLikeGit()
{
    QFETCH(int, percent);
    std::mt19937 random(41);
    int clean = 0;
    for (int round = 0; round < 150; ++round) {
        const QStringList lines = promptLines(4000, nextSeed(random));
        const QString base = lines.join(u'\n') + u'\n';
        const QString mine = editedLines(lines, percent, nextSeed(random)).join(u'\n') + u'\n';
        const QString theirs = editedLines(lines, percent, nextSeed(random)).join(u'\n') + u'\n';
        const GitMerge git = mergedByGit(base, mine, theirs);
        const diff::MergeResult result = merged(base, mine, theirs);
        QCOMPARE(result.conflicts > 0, git.conflicts > 0);
        if (git.conflicts == 0) {
            ++clean;
            QCOMPARE(result.text, git.text);
        }
    }
    QVERIFY(clean > 5);
}

void TestMerge::disjointEditsAreAllTaken()
{
    for (quint32 seed = 0; seed < 50; ++seed) {
        QStringList lines = promptLines(6000, seed);
        for (qsizetype i = 0; i < lines.size(); ++i) {
            lines[i] += QString::number(i); // all different, so that there is one right answer
        }
        const QStringList mine = editedEvery(lines, 0, 4, u" mine"_s);
        const QStringList theirs = editedEvery(lines, 2, 4, u" theirs"_s);
        const QString both = editedEvery(mine, 2, 4, u" theirs"_s).join(u'\n');
        const diff::MergeResult result =
            merged(lines.join(u'\n'), mine.join(u'\n'), theirs.join(u'\n'));
        QCOMPARE(result.text, both);
        QCOMPARE(result.conflicts, 0);
    }
}

void TestMerge::bothSidesMadeTheSameChange()
{
    const QStringList lines = promptLines(20'000, 42);
    const QString edited = editedLines(lines, 20, 43).join(u'\n');
    QCOMPARE(merged(lines.join(u'\n'), edited, edited), (diff::MergeResult{edited, 0}));
}

void TestMerge::conflictsAreCounted()
{
    const diff::MergeResult result =
        merged(u"a\n1\n2\n3\n4\nb\n"_s, u"x\n1\n2\n3\n4\nx\n"_s, u"y\n1\n2\n3\n4\ny\n"_s);
    QCOMPARE(result.conflicts, 2);
    QCOMPARE(result.text,
             u"<<<<<<< mine\nx\n=======\ny\n>>>>>>> theirs\n1\n2\n3\n4\n"
             u"<<<<<<< mine\nx\n=======\ny\n>>>>>>> theirs\n"_s);
}

QTEST_GUILESS_MAIN(TestMerge)
#include "tst_merge.moc"
