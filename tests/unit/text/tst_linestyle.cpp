#include "markedtext.h"

#include "text/linestyle.h"

#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

using Command = std::function<Change(const Lines &, const QList<Selection> &)>;
Q_DECLARE_METATYPE(Command)

class TestLineStyle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void changesLines_data();
    void changesLines();
};

void TestLineStyle::changesLines_data()
{
    QTest::addColumn<Command>("command");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("expected");
    const auto row =
        [](const char *name, LineStyle style, const QString &before, const QString &after) {
            QTest::addRow("%s", name)
                << Command([style](const Lines &lines, const QList<Selection> &selections) {
                       return toggleLineStyle(lines, selections, style);
                   })
                << before << after;
        };
    const LineStyle bullet = LineStyle::BulletList;
    const LineStyle ordered = LineStyle::OrderedList;
    const LineStyle task = LineStyle::TaskList;
    const LineStyle quote = LineStyle::Quote;
    row("bullet", bullet, u"a‸"_s, u"- a‸"_s);
    row("bulletOnEmptyLine", bullet, u"‸"_s, u"- ‸"_s);
    row("bulletLines", bullet, u"«a\n\nb»"_s, u"«- a\n\n- b»"_s);
    row("bulletTakesTheSignAbove", bullet, u"* x\n\nt\n\na‸"_s, u"* x\n\nt\n\n* a‸"_s);
    row("bulletOff", bullet, u"«- a\n- b»"_s, u"«a\nb»"_s);
    row("bulletOffNested", bullet, u"- a\n  - b‸"_s, u"- a\n  b‸"_s);
    row("bulletOfHeading", bullet, u"## a‸"_s, u"- a‸"_s);
    row("bulletOfOrdered", bullet, u"«1. a\n2. b»"_s, u"«- a\n- b»"_s);
    row("bulletOfTask", bullet, u"- [ ] a‸"_s, u"- a‸"_s);
    row("bulletInQuote", bullet, u"> a‸"_s, u"> - a‸"_s);
    row("bulletOffMovesWhatBelongs", bullet, u"- a‸\n  b\n  - c"_s, u"a‸\nb\n- c"_s);
    row("mixedBecomeBullets", bullet, u"«- a\nb\n\n1. c»"_s, u"«- a\nb\n\n- c»"_s);
    row("codeStays", bullet, u"«a\n```\nb\n```»"_s, u"«- a\n```\nb\n```»"_s);
    row("ordered", ordered, u"«a\nb\nc»"_s, u"«1. a\n2. b\n3. c»"_s);
    row("orderedOfBullets", ordered, u"«- a\n- b»"_s, u"«1. a\n2. b»"_s);
    row("orderedMovesWhatBelongs", ordered, u"- a‸\n  - b\n\n  c"_s, u"1. a‸\n   - b\n\n   c"_s);
    row("orderedNested", ordered, u"«- a\n  - b\n  - c\n- d»"_s,
        u"«1. a\n   1. b\n   2. c\n2. d»"_s);
    row("orderedGoesOn", ordered, u"1. a\n- b‸"_s, u"1. a\n2. b‸"_s);
    row("orderedOff", ordered, u"«1. a\n2. b»"_s, u"«a\nb»"_s);
    row("task", task, u"«a\nb»"_s, u"«- [ ] a\n- [ ] b»"_s);
    row("taskOfItem", task, u"1. a‸"_s, u"1. [ ] a‸"_s);
    row("taskOff", task, u"«- [x] a\n- [ ] b»"_s, u"«- a\n- b»"_s);
    row("taskMixed", task, u"«- [x] a\n- b»"_s, u"«- [x] a\n- [ ] b»"_s);
    row("quote", quote, u"«a\n\nb»"_s, u"«> a\n>\n> b»"_s);
    row("quoteOff", quote, u"«> a\n>\n>b»"_s, u"«a\n\nb»"_s);
    row("quoteDeeper", quote, u"«> a\nb»"_s, u"«> > a\n> b»"_s);
    row("quoteInItem", quote, u"- a\n\n  b‸"_s, u"- a\n\n  > b‸"_s);
    row("quoteOfItem", quote, u"- a‸"_s, u"> - a‸"_s);
    row("quoteOfCode", quote, u"«```\na\n```»"_s, u"«> ```\n> a\n> ```»"_s);

    const auto heading =
        [](const char *name, int level, const QString &before, const QString &after) {
            QTest::addRow("%s", name)
                << Command([level](const Lines &lines, const QList<Selection> &selections) {
                       return setHeadingLevel(lines, selections, level);
                   })
                << before << after;
        };
    heading("heading", 2, u"a‸"_s, u"## a‸"_s);
    heading("headingOnEmptyLine", 1, u"‸"_s, u"# ‸"_s);
    heading("headingChanged", 3, u"# a‸"_s, u"### a‸"_s);
    heading("headingLess", 1, u"### a ###‸"_s, u"# a #‸"_s);
    heading("headingOff", 2, u"## a‸"_s, u"a‸"_s);
    heading("headingToText", 0, u"## a ##‸"_s, u"a‸"_s);
    heading("headingOfItem", 2, u"- [ ] a‸"_s, u"## a‸"_s);
    heading("headingOfSetext", 3, u"a‸\n---\nb"_s, u"### a‸\nb"_s);
    heading("headingAtUnderline", 1, u"a\n---‸"_s, u"# a‸"_s);
    heading("headingInQuote", 2, u"> a‸"_s, u"> ## a‸"_s);
    heading("headingsNotOfBlankLines", 2, u"«a\n\nb»"_s, u"«## a\n\n## b»"_s);
    heading("headingNotInCode", 2, u"```\na‸\n```"_s, u"```\na‸\n```"_s);

    const auto shift = [](const char *name, int by, const QString &before, const QString &after) {
        QTest::addRow("%s", name) << Command(
            [by](const Lines &lines, const QList<Selection> &selections) {
                return shiftHeadingLevel(lines, selections, by);
            }) << before << after;
    };
    shift("deeper", 1, u"«# a\nb\n## c ##»"_s, u"«## a\nb\n### c ###»"_s);
    shift("higher", -1, u"## a‸"_s, u"# a‸"_s);
    shift("notHigherThanOne", -1, u"# a‸"_s, u"# a‸"_s);
    shift("notDeeperThanSix", 1, u"###### a‸"_s, u"###### a‸"_s);
    shift("setextDeeper", 1, u"a‸\n---"_s, u"### a‸"_s);

    const auto tick = [](const char *name, const QString &before, const QString &after) {
        QTest::addRow("%s", name) << Command(toggleTaskDone) << before << after;
    };
    tick("tick", u"- [ ] a‸"_s, u"- [x] a‸"_s);
    tick("untick", u"«- [x] a\n- [X] b»"_s, u"«- [ ] a\n- [ ] b»"_s);
    tick("tickTheRest", u"«- [x] a\n- [ ] b»"_s, u"«- [x] a\n- [x] b»"_s);
    tick("nothingToTick", u"- a‸"_s, u"- a‸"_s);
}

void TestLineStyle::changesLines()
{
    QFETCH(Command, command);
    QFETCH(QString, before);
    QTEST(test::after(before, command), "expected");
}

QTEST_GUILESS_MAIN(TestLineStyle)
#include "tst_linestyle.moc"
