#include "diff/linediff.h"
#include "editedpair.h"

#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

/// One sign a row: `=` same, `~` changed, `?` changed invisibly, `-` removed, `+` added.
QString outline(const diff::LineDiff &comparison)
{
    QString signs;
    for (const diff::DiffRow &row : comparison.rows) {
        switch (row.kind) {
        case diff::DiffRow::Kind::Same:
            signs += u'=';
            break;
        case diff::DiffRow::Kind::Changed:
            signs += row.onlyInvisible ? u'?' : u'~';
            break;
        case diff::DiffRow::Kind::Removed:
            signs += u'-';
            break;
        case diff::DiffRow::Kind::Added:
            signs += u'+';
            break;
        }
    }
    return signs;
}

/// Every line once and in order, fillers only where they belong, and same rows the same.
bool isCompleteAlignment(const diff::LineDiff &comparison)
{
    int left = 0;
    int right = 0;
    for (const diff::DiffRow &row : comparison.rows) {
        const bool hasLeft = row.kind != diff::DiffRow::Kind::Added;
        const bool hasRight = row.kind != diff::DiffRow::Kind::Removed;
        if (row.leftLine != (hasLeft ? left++ : -1) || row.rightLine != (hasRight ? right++ : -1)) {
            return false;
        }
        if (row.kind == diff::DiffRow::Kind::Same
            && comparison.leftLines[row.leftLine] != comparison.rightLines[row.rightLine]) {
            return false;
        }
    }
    return left == comparison.leftLines.size() && right == comparison.rightLines.size();
}

} // namespace

class TestComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void alignsRows_data();
    void alignsRows();
    void rowsCoverAllLinesOnceInOrder();
    void countsWords();
    void changedRowsCarryMarks();
    void lineEndingsOfALargeFileAreInvisibleChanges();
    void viewsSurviveAMove();
    void cancelledStillCoversAllLines();
};

void TestComparison::alignsRows_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("rows");
    QTest::newRow("bothEmpty") << u""_s << u""_s << u""_s;
    QTest::newRow("identical") << u"a\nb"_s << u"a\nb"_s << u"=="_s;
    QTest::newRow("leftEmpty") << u""_s << u"a\nb\n"_s << u"++"_s;
    QTest::newRow("rightEmpty") << u"a\nb\n"_s << u""_s << u"--"_s;
    QTest::newRow("deletionAtEndOfFile") << u"a\nb\nc\n"_s << u"a\n"_s << u"=--"_s;
    QTest::newRow("similar") << u"Keep the answers short.\n"_s << u"Keep all answers short.\n"_s
                             << u"~"_s;
    QTest::newRow("unlike") << u"Keep the answers short.\n"_s << u"Run every migration twice.\n"_s
                            << u"-+"_s;
    QTest::newRow("unlikeButForSmallWords")
        << u"- the tests of a service\n"_s << u"- the colour of a button\n"_s << u"-+"_s;
    QTest::newRow("similarAfterNewLine")
        << u"Keep the answers short.\n"_s
        << u"Something unrelated entirely.\nKeep all answers short.\n"_s << u"+~"_s;
    QTest::newRow("similarBeforeOldLine")
        << u"Keep the answers short.\nSomething unrelated entirely.\n"_s
        << u"Keep all answers short.\n"_s << u"~-"_s;
    QTest::newRow("indented") << u"return value;\n"_s << u"    return value;\n"_s << u"?"_s;
    QTest::newRow("blankWithSpaces") << u"a\n\nb\n"_s << u"a\n  \nb\n"_s << u"=?="_s;
    QTest::newRow("lineEnding") << u"a\nb\n"_s << u"a\r\nb\n"_s << u"?="_s;
    QTest::newRow("finalNewline") << u"a\nb"_s << u"a\nb\n"_s << u"=?"_s;
    QTest::newRow("zeroWidth") << u"pass\u200bword\n"_s << u"password\n"_s << u"?"_s;
    QTest::newRow("noBreakSpace") << u"10\u00a0ms\n"_s << u"10 ms\n"_s << u"?"_s;
    QTest::newRow("tagCharacter") << u"go\U000E0041\n"_s << u"go\n"_s << u"?"_s;
    QTest::newRow("hangulFiller") << u"go\u3164\n"_s << u"go\n"_s << u"?"_s;
    QTest::newRow("lookAlikeLetterIsVisible")
        << u"the p\u0430ssword here\n"_s << u"the password here\n"_s << u"~"_s;
}

void TestComparison::alignsRows()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    const diff::LineDiff comparison = diff::compareTexts(left, right);
    QTEST(outline(comparison), "rows");
    QVERIFY(isCompleteAlignment(comparison));
}

void TestComparison::rowsCoverAllLinesOnceInOrder()
{
    std::mt19937 random(21);
    for (int round = 0; round < 200; ++round) {
        const QStringList before =
            round % 2 == 0 ? promptLines(4000, nextSeed(random)) : repetitiveLines(80, 9, random);
        const QString right =
            editedLines(before, 30, nextSeed(random)).join(round % 3 == 0 ? u"\r\n"_s : u"\n"_s);
        const diff::LineDiff comparison = diff::compareTexts(before.join(u'\n'), right);
        QVERIFY(isCompleteAlignment(comparison));
    }
}

void TestComparison::countsWords()
{
    const diff::LineDiff comparison =
        diff::compareTexts(u"Keep the answers short.\nold line gone\nend\n"_s,
                           u"Keep all the answers brief.\nend\n"_s);
    QCOMPARE(outline(comparison), u"~-="_s);
    QCOMPARE(comparison.wordsRemoved, 4);
    QCOMPARE(comparison.wordsAdded, 2);
}

void TestComparison::changedRowsCarryMarks()
{
    const diff::LineDiff comparison =
        diff::compareTexts(u"Keep the answers short.\n"_s, u"Keep all answers short.\n"_s);
    QCOMPARE(comparison.rows.size(), 1);
    QCOMPARE(comparison.rows.constFirst().leftMarks, (QList<diff::TextSpan>{{5, 3}}));
    QCOMPARE(comparison.rows.constFirst().rightMarks, (QList<diff::TextSpan>{{5, 3}}));
}

void TestComparison::lineEndingsOfALargeFileAreInvisibleChanges()
{
    const QStringList prompt = promptLines(400'000, 22);
    QStringList edited = prompt;
    edited.insert(1000, u"quite another thing"_s);
    const diff::LineDiff comparison =
        diff::compareTexts(prompt.join(u'\n') + u'\n', edited.join(u"\r\n"_s) + u"\r\n"_s);
    QCOMPARE(outline(comparison), QString(1000, u'?') + u'+' + QString(prompt.size() - 1000, u'?'));
    QCOMPARE(comparison.wordsRemoved, 0);
    QCOMPARE(comparison.wordsAdded, 3);
}

void TestComparison::viewsSurviveAMove()
{
    diff::LineDiff comparison = diff::compareTexts(u"one\ntwo\n"_s, u"one\nthree\n"_s);
    const diff::LineDiff moved = std::move(comparison);
    QCOMPARE(moved.leftLines.at(1), u"two");
    QCOMPARE(moved.leftLines.at(0).data(), moved.leftText.constData());
}

void TestComparison::cancelledStillCoversAllLines()
{
    core::CancelFlag cancel;
    cancel.cancel();
    const QStringList prompt = promptLines(50'000, 23);
    const diff::LineDiff comparison =
        diff::compareTexts(prompt.join(u'\n'), editedLines(prompt, 20, 24).join(u'\n'), cancel);
    QVERIFY(isCompleteAlignment(comparison));
    QVERIFY(!outline(comparison).contains(u'~'));
}

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"
