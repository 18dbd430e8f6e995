#include "diff/linediff.h"
#include "editedpair.h"
#include "scratchfolder.h"

#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

QString text(const QStringList &lines)
{
    return lines.isEmpty() ? QString() : lines.join(u'\n') + u'\n';
}

QString concatenated(const QList<QStringView> &lines, qsizetype start, qsizetype count)
{
    QString result;
    for (const auto allLines = lines.sliced(start, count); const QStringView line : allLines) {
        result += line;
    }
    return result;
}

/// What the hunks make of the left text; also checks that they are in order, apart, and leave equal
/// lines between them.
QString applied(const QList<diff::DiffHunk> &hunks, const QList<QStringView> &left,
                const QList<QStringView> &right)
{
    QString result;
    qsizetype leftNext = 0;
    qsizetype rightNext = 0;
    for (const diff::DiffHunk &hunk : hunks) {
        const qsizetype same = hunk.leftStart - leftNext;
        if (same < 0 || hunk.rightStart - rightNext != same
            || (leftNext + rightNext > 0 && same == 0)
            || (hunk.leftCount == 0 && hunk.rightCount == 0)) {
            return u"hunks out of order"_s;
        }
        result += concatenated(left, leftNext, same)
            + concatenated(right, hunk.rightStart, hunk.rightCount);
        leftNext = hunk.leftStart + hunk.leftCount;
        rightNext = hunk.rightStart + hunk.rightCount;
    }
    return result + concatenated(left, leftNext, left.size() - leftNext);
}

QList<diff::DiffHunk> hunksOf(const QString &left, const QString &right)
{
    return diff::diffLines(diff::splitLinesKeepingEnds(left), diff::splitLinesKeepingEnds(right));
}

int changedLines(const QList<diff::DiffHunk> &hunks)
{
    int count = 0;
    for (const diff::DiffHunk &hunk : hunks) {
        count += hunk.leftCount + hunk.rightCount;
    }
    return count;
}

/// Lines that `git diff --minimal` calls added or removed.
int changedLinesOfGit(const QString &left, const QString &right)
{
    const ScratchFolder folder;
    folder.initGit();
    folder.write(u"text.md"_s, left.toUtf8());
    folder.commitAll(u"left"_s);
    folder.write(u"text.md"_s, right.toUtf8());
    const QByteArray counts = folder.git({u"diff"_s, u"--minimal"_s, u"--numstat"_s});
    const QList<QByteArray> fields = counts.split('\t');
    return fields.size() < 2 ? 0 : fields[0].toInt() + fields[1].toInt();
}

} // namespace

class TestLineDiff : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void splitsLines_data();
    void splitsLines();
    void findsHunks_data();
    void findsHunks();
    void hunksMakeTheRightTextOfTheLeft_data();
    void hunksMakeTheRightTextOfTheLeft();
    void isAsShortAsGitMinimal_data();
    void isAsShortAsGitMinimal();
    void hopelessInputEndsBeforeTheTestsTime();
    void cancelledIsOneHunkThatStillApplies();
};

void TestLineDiff::splitsLines_data()
{
    QTest::addColumn<QString>("input");
    QTest::addColumn<QStringList>("lines");
    QTest::addColumn<QStringList>("withEnds");
    QTest::newRow("empty") << u""_s << QStringList{} << QStringList{};
    QTest::newRow("noFinalNewline")
        << u"a\nb"_s << QStringList{u"a"_s, u"b"_s} << QStringList{u"a\n"_s, u"b"_s};
    QTest::newRow("finalNewline") << u"a\nb\n"_s << QStringList{u"a"_s, u"b"_s}
                                  << QStringList{u"a\n"_s, u"b\n"_s};
    QTest::newRow("allEndings") << u"a\r\nb\rc\nd"_s << QStringList{u"a"_s, u"b"_s, u"c"_s, u"d"_s}
                                << QStringList{u"a\r\n"_s, u"b\r"_s, u"c\n"_s, u"d"_s};
    QTest::newRow("emptyLines") << u"\n\r\r\n\n"_s << QStringList{u""_s, u""_s, u""_s, u""_s}
                                << QStringList{u"\n"_s, u"\r"_s, u"\r\n"_s, u"\n"_s};
    QTest::newRow("finalCarriageReturn")
        << u"a\r"_s << QStringList{u"a"_s} << QStringList{u"a\r"_s};
}

void TestLineDiff::splitsLines()
{
    QFETCH(QString, input);
    QFETCH(QStringList, lines);
    QFETCH(QStringList, withEnds);
    const auto strings = [](const QList<QStringView> &views) {
        QStringList result;
        for (const QStringView view : views) {
            result.append(view.toString());
        }
        return result;
    };
    QCOMPARE(strings(diff::splitLines(input)), lines);
    QCOMPARE(strings(diff::splitLinesKeepingEnds(input)), withEnds);
}

void TestLineDiff::findsHunks_data()
{
    using Hunks = QList<diff::DiffHunk>;
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<Hunks>("hunks");
    QTest::newRow("bothEmpty") << u""_s << u""_s << Hunks{};
    QTest::newRow("identical") << u"a\nb\n"_s << u"a\nb\n"_s << Hunks{};
    QTest::newRow("leftEmpty") << u""_s << u"a\nb\n"_s << Hunks{{0, 0, 0, 2}};
    QTest::newRow("rightEmpty") << u"a\nb\n"_s << u""_s << Hunks{{0, 2, 0, 0}};
    QTest::newRow("changedLine") << u"a\nb\nc\n"_s << u"a\nx\nc\n"_s << Hunks{{1, 1, 1, 1}};
    QTest::newRow("deletionAtEndOfFile") << u"a\nb\nc\n"_s << u"a\n"_s << Hunks{{1, 2, 1, 0}};
    QTest::newRow("finalNewlineAdded") << u"a\nb"_s << u"a\nb\n"_s << Hunks{{1, 1, 1, 1}};
    QTest::newRow("lineEndingsMatter") << u"a\nb\n"_s << u"a\r\nb\r\n"_s << Hunks{{0, 2, 0, 2}};
    QTest::newRow("movedLineAmongEqualOnes")
        << u"u\nx\nx\nx\nx\n"_s << u"x\nx\nx\nx\nu\n"_s << Hunks{{0, 1, 0, 0}, {5, 0, 4, 1}};
    QTest::newRow("sectionInserted")
        << u"# A\n\ntext\n\n# C\n\nend\n"_s << u"# A\n\ntext\n\n# B\n\nmore\n\n# C\n\nend\n"_s
        << Hunks{{4, 0, 4, 4}};
    QTest::newRow("paragraphInserted")
        << u"one\n\nthree\n"_s << u"one\n\ntwo\n\nthree\n"_s << Hunks{{2, 0, 2, 2}};
    QTest::newRow("paragraphAppended") << u"one\n"_s << u"one\n\ntwo\n"_s << Hunks{{1, 0, 1, 2}};
    QTest::newRow("repeatedItemRemoved")
        << u"a\na\na\nb\n"_s << u"a\na\nb\n"_s << Hunks{{0, 1, 0, 0}};
}

void TestLineDiff::findsHunks()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QFETCH(QList<diff::DiffHunk>, hunks);
    QCOMPARE(hunksOf(left, right), hunks);
}

void TestLineDiff::hunksMakeTheRightTextOfTheLeft_data()
{
    QTest::addColumn<int>("distinctLines");
    QTest::newRow("twoDifferentLines") << 2;
    QTest::newRow("someDifferentLines") << 12;
    QTest::newRow("manyDifferentLines") << 500;
}

void TestLineDiff::hunksMakeTheRightTextOfTheLeft()
{
    QFETCH(int, distinctLines);
    std::mt19937 random(20251122);
    for (int round = 0; round < 400; ++round) {
        const QStringList before = repetitiveLines(below(random, 60), distinctLines, random);
        const QStringList after = round % 4 == 0
            ? repetitiveLines(below(random, 60), distinctLines, random)
            : editedLines(before, 25, nextSeed(random));
        const QString left = text(before);
        QString right = text(after);
        if (round % 7 == 0) {
            right.chop(1);
        }
        const QList<QStringView> leftLines = diff::splitLinesKeepingEnds(left);
        const QList<QStringView> rightLines = diff::splitLinesKeepingEnds(right);
        QCOMPARE(applied(diff::diffLines(leftLines, rightLines), leftLines, rightLines), right);
    }
}

void TestLineDiff::isAsShortAsGitMinimal_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    const QStringList prompt = promptLines(300'000, 1);
    QTest::newRow("promptOnePercent") << text(prompt) << text(editedLines(prompt, 1, 2));
    QTest::newRow("promptTwentyPercent") << text(prompt) << text(editedLines(prompt, 20, 3));
    const QStringList large = promptLines(3'000'000, 4);
    QTest::newRow("largeTwentyPercent") << text(large) << text(editedLines(large, 20, 5));
    std::mt19937 random(6);
    const QStringList repetitive = repetitiveLines(3000, 200, random);
    QTest::newRow("repetitive") << text(repetitive) << text(editedLines(repetitive, 10, 7));
}

void TestLineDiff::isAsShortAsGitMinimal()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    const int best = changedLinesOfGit(left, right);
    QVERIFY(best > 0);
    const int ours = changedLines(hunksOf(left, right));
    QVERIFY2(ours <= best * 1.01, qPrintable(u"%1 lines, git %2"_s.arg(ours).arg(best)));
}

void TestLineDiff::hopelessInputEndsBeforeTheTestsTime()
{
    // Myers' algorithm alone would need about 10^10 steps here.
    std::mt19937 random(8);
    const QString left = text(repetitiveLines(150'000, 40, random));
    const QString right = text(repetitiveLines(150'000, 40, random));
    const QList<QStringView> leftLines = diff::splitLinesKeepingEnds(left);
    const QList<QStringView> rightLines = diff::splitLinesKeepingEnds(right);
    const QList<diff::DiffHunk> hunks = diff::diffLines(leftLines, rightLines);
    QCOMPARE(applied(hunks, leftLines, rightLines), right);
}

void TestLineDiff::cancelledIsOneHunkThatStillApplies()
{
    const QStringList prompt = promptLines(100'000, 9);
    const QString left = text(prompt);
    const QString right = text(editedLines(prompt, 20, 10));
    const QList<QStringView> leftLines = diff::splitLinesKeepingEnds(left);
    const QList<QStringView> rightLines = diff::splitLinesKeepingEnds(right);
    core::CancelFlag cancel;
    cancel.cancel();
    const QList<diff::DiffHunk> hunks = diff::diffLines(leftLines, rightLines, cancel);
    QCOMPARE(hunks.size(), 1);
    QCOMPARE(applied(hunks, leftLines, rightLines), right);
}

QTEST_GUILESS_MAIN(TestLineDiff)
#include "tst_linediff.moc"
