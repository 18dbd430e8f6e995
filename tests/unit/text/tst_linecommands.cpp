#include "markedtext.h"

#include "text/linecommands.h"
#include "text/occurrences.h"

#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

using Command = std::function<Change(const Lines &, const QList<Selection> &)>;
Q_DECLARE_METATYPE(Command)

class TestLineCommands : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesLines_data();
    void changesLines();
    void homeGoesToTextAndBack();
    void addsOccurrences_data();
    void addsOccurrences();
    void occurrencesBeyondTheReachAreNotFound();
    void allOccurrencesStopAtTheLimit();
};

void TestLineCommands::changesLines_data()
{
    QTest::addColumn<Command>("command");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, auto command, Direction direction) {
        return [=](const char *what, const QString &before, const QString &after) {
            QTest::addRow("%s-%s", name, what)
                << Command([=](const Lines &lines, const QList<Selection> &selections) {
                       return command(lines, selections, direction);
                   })
                << before << after;
        };
    };
    const auto up = row("up", moveLines, Direction::Up);
    up("one", u"a\nb‸b\nc"_s, u"b‸b\na\nc"_s);
    up("first", u"a‸\nb"_s, u"a‸\nb"_s);
    up("last", u"a\nb‸"_s, u"b‸\na"_s);
    up("several", u"a\n«b\nc»\nd"_s, u"«b\nc»\na\nd"_s);
    up("wholeLines", u"a\n«b\n»c"_s, u"«b\n»a\nc"_s);
    up("twoPlaces", u"a\nb‸\nc\nd‸"_s, u"b‸\na\nd‸\nc"_s);
    up("adjoining", u"a\nb‸\nc‸"_s, u"b‸\nc‸\na"_s);
    up("numbers", u"1. a\n2. b‸\n3. c"_s, u"1. b‸\n2. a\n3. c"_s);
    up("numbersWithGapsStay", u"1. a\n5. b‸"_s, u"5. b‸\n1. a"_s);
    const auto down = row("down", moveLines, Direction::Down);
    down("one", u"a\nb‸b\nc"_s, u"a\nc\nb‸b"_s);
    down("lastStays", u"a\nb‸"_s, u"a\nb‸"_s);
    down("first", u"‸a\nb"_s, u"b\n‸a"_s);
    down("several", u"«a\nb»\nc\nd"_s, u"c\n«a\nb»\nd"_s);
    down("wholeLines", u"«a\n»b\nc"_s, u"b\n«a\n»c"_s);
    down("wholeLinesToTheEnd", u"«a\n»b"_s, u"b\n«a»"_s);
    down("numbers", u"1. a‸\n2. b\n3. c"_s, u"1. b\n2. a‸\n3. c"_s);
    const auto copyDown = row("copyDown", duplicateLines, Direction::Down);
    copyDown("one", u"a‸\nb"_s, u"a\na‸\nb"_s);
    copyDown("last", u"a‸"_s, u"a\na‸"_s);
    copyDown("several", u"«a\nb»"_s, u"a\nb\n«a\nb»"_s);
    const auto copyUp = row("copyUp", duplicateLines, Direction::Up);
    copyUp("one", u"a‸\nb"_s, u"a‸\na\nb"_s);
    const auto below = row("below", insertLine, Direction::Down);
    below("text", u"a‸b\nc"_s, u"ab\n‸\nc"_s);
    below("item", u"- a‸b"_s, u"- ab\n  ‸"_s);
    below("quote", u"> ‸a"_s, u"> a\n> ‸"_s);
    below("indent", u"  a‸"_s, u"  a\n  ‸"_s);
    const auto above = row("above", insertLine, Direction::Up);
    above("text", u"a\nb‸"_s, u"a\n‸\nb"_s);
    above("quote", u"> a‸"_s, u"> ‸\n> a"_s);

    const auto join = [](const char *name, const QString &before, const QString &after) {
        QTest::addRow("join-%s", name) << Command(joinLines) << before << after;
    };
    join("two", u"a‸\nb"_s, u"a‸ b"_s);
    join("blanks", u"a  ‸\n  b"_s, u"a ‸b"_s);
    join("several", u"«a\nb\nc»"_s, u"«a b c»"_s);
    join("item", u"- a‸\n  b"_s, u"- a‸ b"_s);
    join("items", u"- a‸\n- [ ] b"_s, u"- a‸ b"_s);
    join("quote", u"> a‸\n> b"_s, u"> a‸ b"_s);
    join("blankLine", u"a‸\n\nb"_s, u"a‸\nb"_s);
    join("cjk", u"日本‸\n語"_s, u"日本‸語"_s);
    join("cjkAndLatin", u"日本‸\na"_s, u"日本‸ a"_s);
    join("last", u"a‸"_s, u"a‸"_s);

    const auto remove = [](const char *name, const QString &before, const QString &after) {
        QTest::addRow("delete-%s", name) << Command(deleteLines) << before << after;
    };
    remove("middle", u"aa\nb‸b\nccc"_s, u"aa\nc‸cc"_s);
    remove("last", u"abc\nabcd‸"_s, u"abc‸"_s);
    remove("only", u"abc‸"_s, u"‸"_s);
    remove("several", u"a\n«b\nc»\nd"_s, u"a\nd‸"_s);
    remove("twoPlaces", u"a‸\nb\nc‸\nd"_s, u"b‸\nd‸"_s);

    const auto select = [](const char *name, const QString &before, const QString &after) {
        QTest::addRow("select-%s", name)
            << Command([](const Lines &lines, const QList<Selection> &selections) {
                   return Change{{}, selectLines(lines, selections)};
               })
            << before << after;
    };
    select("line", u"a\nb‸c\nd"_s, u"a\n«bc\n»d"_s);
    select("next", u"a\n«bc\n»d\ne"_s, u"a\n«bc\nd\n»e"_s);
    select("last", u"a\nb‸"_s, u"a\n«b»"_s);
}

void TestLineCommands::changesLines()
{
    QFETCH(Command, command);
    QFETCH(QString, before);
    QTEST(test::after(before, command), "expected");
}

void TestLineCommands::homeGoesToTextAndBack()
{
    const QString text = u"  - [ ] abc\n## d"_s;
    const TextLines lines(text);
    QCOMPARE(smartHome(lines, 11), 8);
    QCOMPARE(smartHome(lines, 8), 0);
    QCOMPARE(smartHome(lines, 0), 8);
    QCOMPARE(smartHome(lines, 3), 8);
    QCOMPARE(smartHome(lines, 16), 12);
}

void TestLineCommands::addsOccurrences_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("once");
    QTest::addColumn<QString>("twice");
    const auto row = [](const char *name, const char *before, const char *once, const char *twice) {
        QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(once)
                            << QString::fromUtf8(twice);
    };
    row("word", "fo‸o foobar foo", "«foo» foobar foo", "«foo» foobar «foo»");
    row("text", "«fo» foo bar", "«fo» «fo»o bar", "nothing");
    row("wraps", "a b\na «b»", "a «b»\na «b»", "nothing");
    row("caseMatters", "«A» a A", "«A» a «A»", "nothing");
    row("overLines", "«x\ny»z x\nyy", "«x\ny»z «x\ny»y", "nothing");
    row("noWord", " ‸ ", "nothing", "nothing");
    row("only", "«abc»", "nothing", "nothing");
}

void TestLineCommands::addsOccurrences()
{
    QFETCH(QString, before);
    QFETCH(QString, once);
    QFETCH(QString, twice);
    const test::MarkedText now = test::unmarked(before);
    const TextLines lines(now.text);
    std::optional<Occurrences> found = Occurrences{now.selections, false};
    for (const QString &expected : {once, twice}) {
        found = addNextOccurrence(lines, *found, lines.count() + 1);
        QCOMPARE(found ? test::marked(now.text, found->selections) : u"nothing"_s, expected);
        if (!found) {
            break;
        }
    }
}

void TestLineCommands::occurrencesBeyondTheReachAreNotFound()
{
    const TextLines lines(u"ab\nx\nab\ny"_s);
    const Occurrences first{{{0, 2}}, false};
    QVERIFY(!addNextOccurrence(lines, first, 2));
    QCOMPARE(addNextOccurrence(lines, first, 3)->selections.last(), (Selection{5, 7}));
    const Occurrences last{{{5, 7}}, false};
    QVERIFY(!addNextOccurrence(lines, last, 2)); // up to the end
    QCOMPARE(addNextOccurrence(lines, last, 3)->selections.last(), (Selection{0, 2}));
}

void TestLineCommands::allOccurrencesStopAtTheLimit()
{
    const TextLines lines(u"ab ab\nab abab"_s);
    QCOMPARE(allOccurrences(lines, {{{0, 2}}, false}, 100).selections,
             (QList<Selection>{{0, 2}, {3, 5}, {6, 8}, {9, 11}, {11, 13}}));
    QCOMPARE(allOccurrences(lines, {{{1, 1}}, false}, 100).selections,
             (QList<Selection>{{0, 2}, {3, 5}, {6, 8}}));
    QCOMPARE(allOccurrences(lines, {{{0, 2}}, false}, 2).selections.size(), 2);
}

QTEST_GUILESS_MAIN(TestLineCommands)
#include "tst_linecommands.moc"
