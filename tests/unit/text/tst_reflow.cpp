#include "renderedhtml.h"

#include "text/reflow.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

namespace {

QString reflowed(const QString &text, int width)
{
    const TextLines lines(text);
    return text::applied(text, reflow(lines, {0, lines.count() - 1}, width));
}

/// Random blocks of everything that Markdown has.
QString randomMarkdown(QRandomGenerator &random)
{
    static const QStringList words{u"word"_s,
                                   u"a"_s,
                                   u"-"_s,
                                   u"+"_s,
                                   u"1."_s,
                                   u"2)"_s,
                                   u"#"_s,
                                   u"> q"_s,
                                   u"`co de`"_s,
                                   u"**b c**"_s,
                                   u"*d"_s,
                                   u"e*"_s,
                                   u"[l m](u \"t t\")"_s,
                                   u"<b>"_s,
                                   u"</b>"_s,
                                   u"<i x=\"y z\">"_s,
                                   u"{{v w}}"_s,
                                   u"\\"_s,
                                   u"==="_s,
                                   u"---"_s,
                                   u"***"_s,
                                   u"```"_s,
                                   u"|"_s,
                                   u"| - |"_s,
                                   u"日本語、文。"_s,
                                   u"日 本"_s,
                                   u"&amp;"_s,
                                   u"http://x.y"_s,
                                   u"<http://x>"_s,
                                   u"![i j](k)"_s,
                                   u"~~s t~~"_s,
                                   u"`"_s,
                                   u"["_s,
                                   u"]"_s,
                                   u"<div>"_s,
                                   u"sentence."_s,
                                   u":"_s,
                                   u"_"_s,
                                   u"<!-- c -->"_s,
                                   u"{{#f}}"_s,
                                   u"[r s][t u]"_s,
                                   u"\U0001F600"_s};
    static const QStringList starts{u""_s,      u""_s,   u""_s,     u"- "_s,  u"1. "_s,
                                    u"  "_s,    u"> "_s, u"    "_s, u"# "_s,  u"- [ ] "_s,
                                    u"   - "_s, u">"_s,  u"\t"_s,   u"10. "_s};
    static const QStringList ends{u""_s, u""_s, u""_s, u""_s, u"  "_s, u"\\"_s, u" "_s, u"\t"_s};
    static const QStringList blocks{u"```\nx  y\nz\n```"_s,
                                    u"| a | b |\n|---|---|\n| c | d |"_s,
                                    u"<div>\nx\n</div>"_s,
                                    u"[t u]: http://v\n"_s,
                                    u"h\n==="_s,
                                    u"---\na: b\n---"_s,
                                    u"{{#f}}\nx\n{{/f}}"_s,
                                    u"***"_s};
    QString text;
    const int lines = random.bounded(1, 12);
    for (int i = 0; i < lines; ++i) {
        const int kind = random.bounded(10);
        if (kind == 0) {
            text += blocks.at(random.bounded(blocks.size()));
        } else if (kind > 1) {
            text += starts.at(random.bounded(starts.size()));
            const int count = random.bounded(1, 9);
            for (int word = 0; word < count; ++word) {
                text += (word > 0 ? QString(random.bounded(8) == 0 ? 2 : 1, u' ') : QString())
                    + words.at(random.bounded(words.size()));
            }
            text += ends.at(random.bounded(ends.size()));
        }
        text += u'\n';
    }
    return text;
}

} // namespace

class TestReflow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void breaksLines_data();
    void breaksLines();
    void onlyTouchesTheLinesMeant();
    void neverChangesTheMeaning();
    void isDoneWhenDone();
    void longDocumentsTakeLittleTime();
};

void TestReflow::breaksLines_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, int width, const QString &before, const QString &after) {
        QTest::newRow(name) << width << before << after;
    };
    const auto same = [&row](const char *name, const QString &text) { row(name, 10, text, text); };
    row("wraps", 10, u"one two three four"_s, u"one two\nthree four"_s);
    row("exactWidth", 7, u"one two three"_s, u"one two\nthree"_s);
    row("joins", 20, u"one\ntwo\nthree"_s, u"one two three"_s);
    row("unwraps", noWidth, u"one\ntwo\n\nthree\nfour\n"_s, u"one two\n\nthree four\n"_s);
    row("longWord", 5, u"a abcdefgh b"_s, u"a\nabcdefgh\nb"_s);
    row("keepsBlanksWithin", 20, u"one.  two\nthree"_s, u"one.  two three"_s);
    row("dropsBlanksAtTheBreak", 4, u"one.  two"_s, u"one.\ntwo"_s);
    row("item", 12, u"- one two three four"_s, u"- one two\n  three four"_s);
    row("numberedItem", 12, u"10. one two three"_s, u"10. one two\n    three"_s);
    row("nestedItem", 12, u"- a\n  - one two three"_s, u"- a\n  - one two\n    three"_s);
    row("task", 14, u"- [ ] one two three"_s, u"- [ ] one two\n  three"_s);
    row("lazyLine", 30, u"- one\ntwo"_s, u"- one two"_s);
    row("furtherParagraph", 8, u"- a\n\n  one two three"_s, u"- a\n\n  one\n  two\n  three"_s);
    row("quote", 10, u"> one two three"_s, u"> one two\n> three"_s);
    row("itemInQuote", 10, u"> - one two"_s, u"> - one\n>   two"_s);
    row("code", 10, u"one `two three` x"_s, u"one\n`two three`\nx"_s);
    row("codeOverLines", 20, u"one `two\nthree`"_s, u"one `two three`"_s);
    row("address", 10, u"a [one two](http://x \"t u\") b"_s,
        u"a [one\ntwo](http://x \"t u\")\nb"_s);
    row("variable", 8, u"a {{ b c }} d"_s, u"a\n{{ b c }}\nd"_s);
    row("hardBreak", 20, u"one  \ntwo\nthree"_s, u"one  \ntwo three"_s);
    row("hardBreakByBackslash", 20, u"one\\\ntwo\nthree"_s, u"one\\\ntwo three"_s);
    row("noHardBreakMade", 5, u"one \\ two"_s, u"one\n\\ two"_s);
    row("brTag", 30, u"one<br>\ntwo\nthree"_s, u"one<br>\ntwo three"_s);
    row("notBeforeAMarker", 5, u"one - two"_s, u"one -\ntwo"_s);
    row("notBeforeANumber", 5, u"one 1. two"_s, u"one 1.\ntwo"_s);
    row("notBeforeAHash", 5, u"one # two"_s, u"one #\ntwo"_s);
    row("notBeforeAnUnderline", 5, u"one --- two"_s, u"one ---\ntwo"_s);
    row("otherNumbersMayLead", 5, u"one 7. two"_s, u"one\n7.\ntwo"_s);
    row("chinese", 10, u"今天天气很好，我们去公园。"_s, u"今天天气很\n好，我们去\n公园。"_s);
    row("chineseJoined", noWidth, u"今天天气\n很好 abc\n公园"_s, u"今天天气很好 abc 公园"_s);
    row("chineseBlankStays", 10, u"今天天气很 好我们"_s, u"今天天气\n很 好我们"_s);
    row("korean", 10, u"가나 다라 마바"_s, u"가나 다라\n마바"_s);
    row("emojiNeedsItsBlank", noWidth, u"\U0001F600\n\U0001F601"_s, u"\U0001F600 \U0001F601"_s);
    row("alert", 30, u"> [!NOTE]\n> one\n> two"_s, u"> [!NOTE]\n> one two"_s);
    row("tagsAlone", 30, u"a\n{{#x}}\nb\nc\n{{/x}}\nd\ne"_s, u"a\n{{#x}}\nb c\n{{/x}}\nd e"_s);
    row("carriesTrailingBlanks", 4, u"one two \n"_s, u"one\ntwo \n"_s);
    row("paragraphBeforeFence", 30, u"a\nb\n```\nc\nd\n```\ne\nf"_s, u"a b\n```\nc\nd\n```\ne f"_s);
    same("fencedCode", u"```\none two three four\n```"_s);
    same("indentedCode", u"    one two three four"_s);
    same("heading", u"# one two three four"_s);
    same("setext", u"one two three four\n===\n"_s);
    same("table", u"one | two three | four\n--- | --- | ---\na b c d e f g"_s);
    same("frontMatter", u"---\nname: one two three four\n---\n"_s);
    same("html", u"<div>\none two three four\n</div>"_s);
    same("definition", u"[a]: http://one.two.three \"four five\""_s);
    same("footnote", u"[^1]: one two three four"_s);
    same("htmlComment", u"<!--\none two three four\n-->"_s);
}

void TestReflow::breaksLines()
{
    QFETCH(int, width);
    QFETCH(QString, before);
    const QString after = reflowed(before, width);
    QTEST(after, "expected");
    QCOMPARE(test::renderedHtml(after), test::renderedHtml(before));
}

void TestReflow::onlyTouchesTheLinesMeant()
{
    const QString text = u"a\nb\n\nc\nd\n\ne\nf\n"_s;
    const TextLines lines(text);
    QCOMPARE(reflow(lines, {4, 4}, 80), (QList<Edit>{{6, 1, u" "_s}}));
    QCOMPARE(reflow(lines, {2, 2}, 80), QList<Edit>());
}

void TestReflow::neverChangesTheMeaning()
{
    QRandomGenerator random(3);
    int changed = 0;
    for (int round = 0; round < 5'000; ++round) {
        const QString text = randomMarkdown(random);
        const int width = random.bounded(3) == 0 ? noWidth : random.bounded(4, 30);
        const QString after = reflowed(text, width);
        changed += after != text ? 1 : 0;
        if (test::renderedHtml(after) != test::renderedHtml(text)) {
            qWarning().noquote() << "width" << width << "\n" << text << "\n-----\n" << after;
        }
        QCOMPARE(test::renderedHtml(after), test::renderedHtml(text));
    }
    // A check that refused everything would be no reflow.
    QVERIFY2(changed > 3'000, qPrintable(QString::number(changed)));
}

void TestReflow::isDoneWhenDone()
{
    QRandomGenerator random(4);
    for (int round = 0; round < 500; ++round) {
        // Two blanks where a line ends are one blank later, and then more may fit.
        static const QRegularExpression twoBlanks(u"(?<=\\S)  (?=\\S)"_s);
        const QString once = reflowed(randomMarkdown(random).replace(twoBlanks, u" "_s), 20);
        QCOMPARE(reflowed(once, 20), once);
    }
}

void TestReflow::longDocumentsTakeLittleTime()
{
    QString text;
    for (int i = 0; i < 20'000; ++i) {
        text += u"- some words that are [a link](http://x.y) and `code` and more words\n"_s;
    }
    const QString narrow = reflowed(text, 30);
    QVERIFY(narrow.size() > text.size());
    QCOMPARE(reflowed(narrow, noWidth), text);
}

QTEST_GUILESS_MAIN(TestReflow)
#include "tst_reflow.moc"
