#include "assembly/renderedtext.h"
#include "markdownedits.h"

#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace Qt::StringLiterals;
using assembly::ByteRange;
using assembly::RenderedBlock;
using assembly::RenderedText;

namespace {

constexpr qsizetype longSize = 100'000; // bytes
constexpr qint64 little = 2500; // bytes: some neighbours of what was touched

/// Headings, paragraphs, lists and code, as prompts are.
QByteArray promptOf(qsizetype bytes)
{
    QByteArray text = "# Long\n";
    for (int section = 0; text.size() < bytes; ++section) {
        const QByteArray number = QByteArray::number(section);
        text += "\n## Section " + number + "\n\n"
            + QByteArray("Words of **a prompt** that go on for `a while`. ")
                  .repeated(2 + section % 6)
            + "\n\n- one item of section " + number + "\n- [another one](https://x.y)\n\n```json\n"
            + "{\"section\": " + number + "}\n```\n";
    }
    return text;
}

QString described(const QList<RenderedBlock> &blocks)
{
    QStringList lines;
    for (const RenderedBlock &block : blocks) {
        lines.append(u"%1 (%2) %3"_s.arg(block.start).arg(block.imageCount).arg(block.html));
    }
    return lines.join(u'\n');
}

} // namespace

class TestRenderedText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyEditRendersAsTheWholeText_data();
    void everyEditRendersAsTheWholeText();
    void linesComeAndGo_data();
    void linesComeAndGo();
    void marksMayChangeWithoutTheText();
    void listsAreTakenAsTheyAreAtTheirNewOffset_data();
    void listsAreTakenAsTheyAreAtTheirNewOffset();
    void definitionsReachEveryLink_data();
    void definitionsReachEveryLink();
    void aKeyInALongTextParsesLittle_data();
    void aKeyInALongTextParsesLittle();
    void whatOnlyLooksLikeADefinitionCostsNothing();
    void aBlockThatLosesItsWordsBeginsWithTheOneBefore();
    void theSameTextParsesNothing();
    void aCopyIsApart();
};

void TestRenderedText::everyEditRendersAsTheWholeText_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<quint32>("seed");
    constexpr quint32 seeds = 4;
    const QByteArrayList texts = test::tiedMarkdown();
    for (qsizetype i = 0; i < texts.size(); ++i) {
        for (quint32 seed = 0; seed < seeds; ++seed) {
            QTest::addRow("text %lld, seed %u", static_cast<long long>(i), seed)
                << texts.at(i) << static_cast<quint32>(i) * seeds + seed;
        }
    }
}

void TestRenderedText::everyEditRendersAsTheWholeText()
{
    QFETCH(QByteArray, text);
    QFETCH(quint32, seed);
    constexpr int steps = 250;
    test::MarkdownEdits edits(text, seed);
    RenderedText rendered;
    for (int step = 0; step < steps; ++step) {
        // Some that stay in their places, and some that come and go.
        QList<ByteRange> marked{{20, 7}, {60, 300}};
        QList<ByteRange> dropped;
        if (seed % 2 == 1) {
            const qsizetype size = edits.text().size();
            marked.append({edits.below(size), edits.below(30)});
            std::ranges::sort(marked, {}, &ByteRange::start);
            dropped.append({size / 2, edits.below(1) * size / 3});
        }
        rendered.setText(edits.text(), marked, dropped);
        const auto whole = assembly::renderBlocks(edits.text(), marked, dropped);
        if (rendered.blocks() != whole) {
            QFAIL(qPrintable(
                u"step %1 of seed %2, text:\n%3\n--- rendered:\n%4\n--- whole:\n%5"_s.arg(step)
                    .arg(seed)
                    .arg(QString::fromUtf8(edits.text()), described(rendered.blocks()),
                         described(whole))));
        }
        edits.step();
    }
}

void TestRenderedText::linesComeAndGo_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 10; ++seed) {
        QTest::addRow("seed %u", seed) << seed;
    }
}

// Short texts of nothing but lines whose meaning others decide.
void TestRenderedText::linesComeAndGo()
{
    QFETCH(quint32, seed);
    const QByteArrayList pool{
        "",       "",       "",      "",      "a",     "b c",   "# H",     "#",      "- x",
        "-",      "  y",    "    z", "1. n",  "2) m",  "> q",   ">",       "```",    "```js",
        "  ```",  "  ```o", "~~~",   "---",   "===",   "|-|-|", "a|b",     "[x]: u", "[x]",
        "`c`",    "* s",    "\tt",   "  - n", "- # h", "- ```", "> - l",   ">   k",  "- [ ] t",
        "![](i)", "*b*",    "10. t", "- \tw", "`- d",  "~~~ a", "    ```", "[y",     "z]: v"};
    constexpr qsizetype mostLines = 24;
    constexpr int steps = 2500;
    test::MarkdownEdits chance({}, seed);
    QByteArrayList lines;
    QByteArray above;
    RenderedText rendered;
    for (int step = 0; step < steps; ++step) {
        const QByteArray &line = pool.at(chance.below(pool.size() - 1));
        if (lines.size() < mostLines && chance.below(2) > 0) {
            lines.insert(chance.below(lines.size()), line);
        } else if (!lines.isEmpty()) {
            lines.removeAt(chance.below(lines.size() - 1));
        }
        if (chance.below(9) == 0) {
            above = QByteArray(chance.below(300), 'x') + "\n\n";
        }
        const QByteArray text = above + lines.join('\n');
        rendered.setText(text);
        const QString whole = described(assembly::renderBlocks(text));
        if (described(rendered.blocks()) != whole) {
            QFAIL(
                qPrintable(u"step %1, text:\n%2\n--- rendered:\n%3\n--- whole:\n%4"_s.arg(step).arg(
                    QString::fromUtf8(text), described(rendered.blocks()), whole)));
        }
    }
}

void TestRenderedText::marksMayChangeWithoutTheText()
{
    const QByteArray text = promptOf(3000);
    RenderedText rendered;
    rendered.setText(text);
    for (const QList<ByteRange> &marked :
         {QList<ByteRange>{{40, 10}}, {{40, 10}, {1500, 500}}, {{40, 11}, {1500, 500}}, {}}) {
        rendered.setText(text, marked);
        QCOMPARE(rendered.blocks(), assembly::renderBlocks(text, marked));
        QCOMPARE_LT(rendered.parsedBytes(), text.size());
        rendered.setText(text, marked, {{2000, 700}});
        QCOMPARE(rendered.blocks(), assembly::renderBlocks(text, marked, {{2000, 700}}));
    }
}

void TestRenderedText::listsAreTakenAsTheyAreAtTheirNewOffset_data()
{
    QTest::addColumn<QByteArray>("list");
    QTest::newRow("paragraph") << QByteArray("- a\n\n\n  b\n\n  c\n");
    QTest::newRow("heading") << QByteArray("- # a\n\n  b\n");
    QTest::newRow("code") << QByteArray("- a\n  ```\n  code\n  ```\n\n  b\n");
    QTest::newRow("quoted") << QByteArray("> - a\n>\n>\n>   b\n");
    QTest::newRow("nested") << QByteArray("1. a\n   - b\n\n\n     c\n\n   d\n");
    QTest::newRow("ruler") << QByteArray("- a\n\n  ---\n\n  b\n");
}

void TestRenderedText::listsAreTakenAsTheyAreAtTheirNewOffset()
{
    QFETCH(QByteArray, list);
    const QByteArray tail = "\nTail\n\n" + list + "\n# End\n";
    RenderedText rendered;
    for (qsizetype length = 0; length < 600; ++length) {
        const QByteArray text = QByteArray(length, 'x') + "\n\nabove\n\n" + list + tail;
        rendered.setText(text);
        QCOMPARE(described(rendered.blocks()), described(assembly::renderBlocks(text)));
    }
}

void TestRenderedText::definitionsReachEveryLink_data()
{
    QTest::addColumn<QByteArrayList>("texts");
    const QByteArray link = "# A\n\nSee [x].\n\n# B\n\n# C\n\n# D\n\n";
    const QByteArray definition = "[x]: http://x\n";
    QTest::newRow("comes") << QByteArrayList{link, link + definition};
    QTest::newRow("goes") << QByteArrayList{link + definition, link};
    QTest::newRow("changes") << QByteArrayList{link + definition, link + "[x]: http://y\n"};
    QTest::newRow("comesFirst") << QByteArrayList{
        link + definition, link + "[x]: http://first\n\n# E\n\n# F\n\n" + definition};
    QTest::newRow("getsATitle") << QByteArrayList{link + definition + "more\n",
                                                  link + definition + "\"more\"\n"};
    QTest::newRow("inAList") << QByteArrayList{link + "- a\n", link + "- a\n\n  " + definition};
    QTest::newRow("behindATask") << QByteArrayList{link + "- [x] y\n",
                                                   link + "- [x] " + definition};
    QTest::newRow("quoted") << QByteArrayList{link + "> a\n", link + "> " + definition};
    QTest::newRow("aboveAnUnderline") << QByteArrayList{link, link + definition + "===\n"};
    QTest::newRow("overLines") << QByteArrayList{link, link + "[\nx\n]:\nhttp://x\n"};
    QTest::newRow("outOfCode") << QByteArrayList{link + "```\n" + definition + "```\n",
                                                 link + definition + "```\n"};
    QTest::newRow("newLink") << QByteArrayList{
        "# A\n\nSee x.\n\n# B\n\n# C\n\n# D\n\n" + definition, link + definition};
}

void TestRenderedText::definitionsReachEveryLink()
{
    QFETCH(QByteArrayList, texts);
    RenderedText rendered;
    for (const QByteArray &text : texts) {
        rendered.setText(text);
        QCOMPARE(described(rendered.blocks()), described(assembly::renderBlocks(text)));
    }
    QVERIFY(texts.first() == texts.last()
            || assembly::renderBlocks(texts.first()) != assembly::renderBlocks(texts.last()));
}

void TestRenderedText::aKeyInALongTextParsesLittle_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("near");
    const QByteArray text = promptOf(longSize);
    QTest::newRow("paragraph") << text << QByteArray("Words of");
    QTest::newRow("item") << text << QByteArray("one item of");
    QTest::newRow("code") << text << QByteArray("{\"section\":");
    QTest::newRow("heading") << text << QByteArray("Section 1");
    QTest::newRow("windowsLines") << QByteArray(text).replace("\n", "\r\n")
                                  << QByteArray("Words of");
    QTest::newRow("withADefinition") << QByteArray(text).replace("[another one](https://x.y)",
                                                                 "another one")
            + "\n[a]: http://x\n" << QByteArray("Words of");
}

void TestRenderedText::aKeyInALongTextParsesLittle()
{
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, near);
    RenderedText rendered;
    rendered.setText(text);
    QCOMPARE(rendered.parsedBytes(), text.size());
    qsizetype place = text.indexOf(near, longSize / 2) + near.size();
    const QByteArray typed = "typed, word by word\n- \n\n# ";
    for (const char key : typed) {
        text.insert(place++, key);
        rendered.setText(text);
        QCOMPARE_GT(rendered.parsedBytes(), 0);
        QCOMPARE_LE(rendered.parsedBytes(), little);
    }
    QCOMPARE(rendered.blocks(), assembly::renderBlocks(text));
}

void TestRenderedText::whatOnlyLooksLikeADefinitionCostsNothing()
{
    QByteArray text = "[Context]: You are one who helps.\n\n" + promptOf(20'000);
    RenderedText rendered;
    rendered.setText(text);
    text.insert(text.indexOf("another one", 10'000), 'x');
    rendered.setText(text);
    QCOMPARE_LE(rendered.parsedBytes(), little);
    QCOMPARE(rendered.blocks(), assembly::renderBlocks(text));
}

void TestRenderedText::aBlockThatLosesItsWordsBeginsWithTheOneBefore()
{
    const QByteArray above = "One\n\nTwo\n\nThree\n\n[\n";
    RenderedText rendered;
    rendered.setText(above + "# H\n\nend\n");
    rendered.setText(above + "](x)\n\nend\n");
    QCOMPARE(described(rendered.blocks()),
             described(assembly::renderBlocks(above + "](x)\n\nend\n")));
    QCOMPARE(rendered.blocks().at(3).start, rendered.blocks().at(2).start);
}

void TestRenderedText::theSameTextParsesNothing()
{
    const QByteArray text = promptOf(2000);
    RenderedText rendered;
    rendered.setText(text);
    rendered.setText(text);
    QCOMPARE(rendered.parsedBytes(), 0);
    QCOMPARE(rendered.blocks(), assembly::renderBlocks(text));
}

void TestRenderedText::aCopyIsApart()
{
    RenderedText rendered;
    rendered.setText("# A\n\nb\n");
    RenderedText copy = rendered;
    copy.setText("# A\n\nc\n");
    QCOMPARE(rendered.blocks(), assembly::renderBlocks("# A\n\nb\n"));
    QCOMPARE(copy.blocks(), assembly::renderBlocks("# A\n\nc\n"));
}

QTEST_GUILESS_MAIN(TestRenderedText)
#include "tst_renderedtext.moc"
