#include "text/lines.h"

#include <QRandomGenerator>
#include <QTest>

using namespace hermes::text;
using namespace Qt::StringLiterals;

namespace {

QString kindName(LineKind kind)
{
    switch (kind) {
    case LineKind::Blank:
        return u"blank"_s;
    case LineKind::Paragraph:
        return u"text"_s;
    case LineKind::Heading:
        return u"heading"_s;
    case LineKind::SetextUnderline:
        return u"underline"_s;
    case LineKind::ThematicBreak:
        return u"rule"_s;
    case LineKind::Fence:
        return u"fence"_s;
    case LineKind::FencedCode:
        return u"code"_s;
    case LineKind::IndentedCode:
        return u"indented"_s;
    case LineKind::Html:
        return u"html"_s;
    case LineKind::Table:
        return u"table"_s;
    case LineKind::LinkDefinition:
        return u"definition"_s;
    case LineKind::FrontMatter:
        return u"matter"_s;
    }
    return {};
}

/// Kind of each line; `+` for a continued paragraph, `>` for each quote, `*` for each item.
QString kinds(const QString &text)
{
    const TextLines lines(text);
    QStringList result;
    for (qsizetype i = 0; i < lines.count(); ++i) {
        const LineInfo info = lines.info(i);
        result.append(QString(info.quoteDepth, u'>') + QString(info.itemDepth, u'*')
                      + kindName(info.kind) + (info.continuesParagraph ? u"+"_s : QString()));
    }
    return result.join(u' ');
}

} // namespace

class TestLineClassifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classifiesLines_data();
    void classifiesLines();
    void findsTheText_data();
    void findsTheText();
    void readsMarkers();
    void keepsUpWithChanges();
    void countsChangesOfHeadingsAlone();
    void guessesBeforeItIsSettled();
};

void TestLineClassifier::classifiesLines_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QString &text, const QString &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("empty", u""_s, u"blank"_s);
    row("paragraph", u"a\nb\n\nc"_s, u"text text+ blank text"_s);
    row("headings", u"# a\n###### b\n####### c\n#d"_s, u"heading heading text text+"_s);
    row("headingInterrupts", u"a\n# b"_s, u"text heading"_s);
    row("setext", u"a\n===\nb\n---"_s, u"text underline text underline"_s);
    row("rule", u"a\n***\n- - -\n___"_s, u"text rule rule rule"_s);
    row("rulerWithoutParagraph", u"\n---\n==="_s, u"blank rule text"_s);
    row("fence", u"```c++\n# no\n```\n# yes"_s, u"fence code fence heading"_s);
    row("fenceOfTildes", u"~~~\n```\n~~~~\n"_s, u"fence code fence blank"_s);
    row("longerFence", u"````\n```\n````"_s, u"fence code fence"_s);
    row("noFence", u"``` a`b\nx"_s, u"text text+"_s);
    row("fenceInItem", u"- a\n  ```\n  x\n  ```\nb"_s, u"*text *fence *code *fence text"_s);
    row("fenceEndsWithItem", u"- ```\n  x\ny"_s, u"*fence *code text"_s);
    row("indented", u"a\n    b\n\n    c\n\td"_s, u"text text+ blank indented indented"_s);
    row("indentedInItem", u"- a\n\n      code\n\n  b"_s, u"*text *blank *indented *blank *text"_s);
    row("quote", u"> a\n> b\nlazy\n\nc"_s, u">text >text+ text+ blank text"_s);
    row("nestedQuote", u">> a\n> # b"_s, u">>text >heading"_s);
    row("items", u"- a\n- b\n  c\nlazy\n\n  d\ne"_s,
        u"*text *text *text+ text+ *blank *text text+"_s);
    row("nestedItems", u"- a\n  - b\n    - c\n  d"_s, u"*text **text ***text *text+"_s);
    row("ordered", u"1. a\n2) b\n10. c\n   d"_s, u"*text *text *text text+"_s);
    row("orderedInterruptsWithOne", u"a\n2. b\n1. c"_s, u"text text+ *text"_s);
    row("numberTooLong", u"1234567890. a"_s, u"text"_s);
    row("emptyItem", u"-\n  a\n-\n\n  b"_s, u"*blank *text *blank blank text"_s);
    row("emptyItemInParagraph", u"a\n*\nb"_s, u"text text+ text+"_s);
    row("itemWithHeading", u"- # a\n  b"_s, u"*heading *text"_s);
    row("itemInQuote", u"> - a\n>   b\n> c"_s, u">*text >*text+ >text+"_s);
    row("task", u"- [ ] a\n- [x] b"_s, u"*text *text"_s);
    row("tab", u"-\ta\n\tb\n    c"_s, u"*text *text+ *text+"_s);
    row("table", u"| a | b |\n|---|:-:|\n| 1 | 2 |\nx\n\ny"_s,
        u"text table table table blank text"_s);
    row("tableNeedsItsHeaderFirst", u"x\n| a |\n|---|"_s, u"text text+ text+"_s);
    row("tableEnds", u"a|b\n-|-\n1|2\n# h"_s, u"text table table heading"_s);
    row("html", u"<div>\nx\n\ny"_s, u"html html blank text"_s);
    row("htmlComment", u"<!-- a\n\nb -->\nc"_s, u"html html html text"_s);
    row("htmlScript", u"<script>\n\nx</script>\ny"_s, u"html html html text"_s);
    row("loneTag", u"<x-y a=\"b\">\nt\n\n"_s, u"html html blank blank"_s);
    row("loneTagInParagraph", u"a\n<x-y>\nb"_s, u"text text+ text+"_s);
    row("autolink", u"<https://a.b>\n"_s, u"text blank"_s);
    row("definition", u"[a]: /b \"c\"\n[d]: <e>\n'title'\ntext"_s,
        u"definition definition definition text"_s);
    row("noDefinition", u"[a]: b c\na\n[a]: b"_s, u"text text+ text+"_s);
    row("footnote", u"[^1]: A note.\n"_s, u"definition blank"_s);
    row("frontMatter", u"---\nname: x\n# c\nlist:\n  - y\n---\n# a"_s,
        u"matter matter matter matter matter matter heading"_s);
    row("frontMatterWithDots", u"---\na: b\n...\ntext"_s, u"matter matter matter text"_s);
    row("rulerAtTheStart", u"---\nA sentence follows.\n"_s, u"matter text blank"_s);
    row("frontMatterOnlyAtTheStart", u"\n---\na: b\n---"_s, u"blank rule text underline"_s);
}

void TestLineClassifier::classifiesLines()
{
    QFETCH(QString, text);
    QTEST(kinds(text), "expected");
}

void TestLineClassifier::findsTheText_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<QString>("text");
    const auto row = [](const char *name, const QString &line, const QString &prefix,
                        const QString &text) { QTest::newRow(name) << line << prefix << text; };
    row("plain", u"a"_s, u""_s, u"a"_s);
    row("indent", u"  a"_s, u""_s, u"a"_s);
    row("heading", u"##  a ##"_s, u""_s, u"a ##"_s);
    row("headingInQuote", u"> # a"_s, u"> "_s, u"a"_s);
    row("item", u"  -  a"_s, u"  -  "_s, u"a"_s);
    row("itemWithCode", u"-     a"_s, u"- "_s, u"a"_s);
    row("emptyItem", u"-"_s, u"-"_s, u""_s);
    row("task", u"1. [x]  a"_s, u"1. "_s, u"a"_s);
    row("noTask", u"- [x]a"_s, u"- "_s, u"[x]a"_s);
    row("nested", u"> - + a"_s, u"> - + "_s, u"a"_s);
}

void TestLineClassifier::findsTheText()
{
    QFETCH(QString, line);
    const LineInfo info = classify(line, LineState());
    QTEST(line.first(info.prefixEnd), "prefix");
    QTEST(line.sliced(info.textStart), "text");
}

void TestLineClassifier::readsMarkers()
{
    const LineInfo info = classify(u" 12)  [X] a"_s, LineState());
    const ListMarker expected{true, u')', 12, 1, 3, 1, 6, 6, u'X'};
    QCOMPARE(info.markers, (QList<ListMarker>{expected}));
    QCOMPARE(classify(u"- * a"_s, LineState()).markers.size(), 2);
}

namespace {

QList<HeadingLine> headingsOf(const LineStates &states)
{
    QList<HeadingLine> headings;
    for (qsizetype line = 0; line < states.lineCount(); ++line) {
        if (states.facts(line).headingLevel > 0) {
            headings.append({line, states.facts(line).headingLevel});
        }
    }
    return headings;
}

} // namespace

/// Random edits of a document: the states are those of classifying it anew.
void TestLineClassifier::keepsUpWithChanges()
{
    const QStringList pool{u"a"_s,     u""_s,      u"- b"_s,   u"  c"_s,   u"```"_s,   u"> d"_s,
                           u"~~~"_s,   u"# e"_s,   u"---"_s,   u"    f"_s, u"1. g"_s,  u"<!--"_s,
                           u"h -->"_s, u"|a|b|"_s, u"|-|-|"_s, u"k: v"_s,  u"   > i"_s};
    QRandomGenerator random(7);
    QStringList lines{u"a"_s};
    LineStates states;
    states.reset(1);
    const auto text = [&lines](qsizetype i) { return lines.at(i); };
    for (int round = 0; round < 3000; ++round) {
        const auto first = random.bounded(lines.size());
        const auto removed = random.bounded(std::min<qsizetype>(3, lines.size() - first) + 1);
        lines.remove(first, removed);
        auto added = random.bounded(qsizetype(3));
        added += removed == 0 && added == 0 ? 1 : 0;
        for (qsizetype i = 0; i < added; ++i) {
            lines.insert(first, pool.at(random.bounded(pool.size())));
        }
        if (lines.isEmpty()) {
            lines.append(u"a"_s);
        }
        // As a document tells it: the line that a change begins in is one of those changed.
        const qsizetype place = std::min(first, lines.size() - 1);
        const qsizetype last = std::min(first + std::max<qsizetype>(added, 1), lines.size()) - 1;
        states.noteChange(place, std::max(place, last), lines.size());
        states.settle(random.bounded(4) == 0 ? 1 : 1000, text);
        if (states.isSettled()) {
            const TextLines anew(lines.join(u'\n'));
            QCOMPARE(states.headings(), headingsOf(states));
            for (qsizetype i = 0; i < lines.size(); ++i) {
                QCOMPARE(states.before(i), anew.stateBefore(i));
                QCOMPARE(states.facts(i).kind, anew.info(i).kind);
            }
        }
    }
}

void TestLineClassifier::countsChangesOfHeadingsAlone()
{
    QStringList lines{u"# a"_s, u"b"_s, u"## c"_s};
    LineStates states;
    states.reset(3);
    const auto text = [&lines](qsizetype i) { return lines.at(i); };
    states.settle(10, text);
    const qint64 revision = states.headingRevision();
    lines.insert(1, u"more"_s);
    states.noteChange(1, 2, 4);
    states.settle(10, text);
    QCOMPARE(states.headings(), (QList<HeadingLine>{{0, 1}, {3, 2}}));
    QCOMPARE(states.headingRevision(), revision);
    lines[1] = u"# more"_s;
    states.noteChange(1, 1, 4);
    states.settle(10, text);
    QVERIFY(states.headingRevision() != revision);
}

void TestLineClassifier::guessesBeforeItIsSettled()
{
    LineStates states;
    states.reset(3);
    QVERIFY(!states.isSettled());
    QCOMPARE(states.settledUntil(), 0);
    QCOMPARE(states.before(2), LineState());
    states.settle(1, [](qsizetype) { return u"```"_s; });
    QCOMPARE(states.settledUntil(), 1);
    QCOMPARE(states.before(1).leaf, LineState::Leaf::Fence);
}

QTEST_GUILESS_MAIN(TestLineClassifier)
#include "tst_lineclassifier.moc"
