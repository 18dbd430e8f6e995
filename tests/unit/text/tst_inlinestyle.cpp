#include "markedtext.h"

#include "text/inlinestyle.h"

#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

class TestInlineStyle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void toggles_data();
    void toggles();
    void togglingTwiceRestores_data();
    void togglingTwiceRestores();
};

Q_DECLARE_METATYPE(hermes::text::InlineStyle)

void TestInlineStyle::toggles_data()
{
    QTest::addColumn<InlineStyle>("style");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("expected");
    const auto bold = [](const char *name, const QString &before, const QString &after) {
        QTest::addRow("bold-%s", name) << InlineStyle::Bold << before << after;
    };
    const auto italic = [](const char *name, const QString &before, const QString &after) {
        QTest::addRow("italic-%s", name) << InlineStyle::Italic << before << after;
    };
    const auto code = [](const char *name, const QString &before, const QString &after) {
        QTest::addRow("code-%s", name) << InlineStyle::Code << before << after;
    };
    bold("selection", u"a «b c» d"_s, u"a **«b c»** d"_s);
    bold("backwards", u"a »b c« d"_s, u"a **»b c«** d"_s);
    bold("selectionWithBlanks", u"a« b »c"_s, u"a« **b** »c"_s);
    bold("word", u"so be‸tter now"_s, u"so **be‸tter** now"_s);
    bold("wordStart", u"so ‸better"_s, u"so **‸better**"_s);
    bold("wordEnd", u"so better‸"_s, u"so **better‸**"_s);
    bold("off", u"a **«b»** c"_s, u"a «b» c"_s);
    bold("offWithMarkers", u"a «**b**» c"_s, u"a «b» c"_s);
    bold("offAtCaret", u"a **b ‸c** d"_s, u"a b ‸c d"_s);
    bold("offUnderscores", u"a __«b»__"_s, u"a «b»"_s);
    bold("partOff", u"**a «b» c**"_s, u"**a** «b» **c**"_s);
    bold("firstPartOff", u"**«a» b**"_s, u"«a» **b**"_s);
    bold("mergesInner", u"«a **b** c»"_s, u"**«a b c»**"_s);
    bold("mergesTouching", u"**a**«b»"_s, u"**a«b»**"_s);
    bold("extendsOverCode", u"a `b «c` d»"_s, u"a **`b «c` d»**"_s);
    bold("aroundCode", u"`a «b» c`"_s, u"**`a «b» c`**"_s);
    bold("inLinkText", u"[a «b»](c)"_s, u"[a **«b»**](c)"_s);
    bold("aroundItalic", u"«*a*»"_s, u"**«*a*»**"_s);
    bold("emptyPair", u"a ‸ b"_s, u"a **‸** b"_s);
    bold("emptyPairAway", u"a **‸** b"_s, u"a ‸ b"_s);
    bold("emptyLine", u"‸"_s, u"**‸**"_s);
    bold("emptyItem", u"- ‸"_s, u"- **‸**"_s);
    bold("item", u"- [ ] «a»"_s, u"- [ ] **«a»**"_s);
    bold("itemAsAWhole", u"«- [ ] a»"_s, u"«- [ ] **a»**"_s);
    bold("heading", u"«## a ##»"_s, u"«## **a** ##»"_s);
    bold("paragraphOverLines", u"a «b\nc» d"_s, u"a **«b\nc»** d"_s);
    bold("twoParagraphs", u"«a\n\nb»"_s, u"**«a**\n\n**b»**"_s);
    bold("oneOfTwoLacks", u"«**a**\n\nb»"_s, u"**«a**\n\n**b»**"_s);
    bold("twoOff", u"«**a**\n\n**b**»"_s, u"«a\n\nb»"_s);
    bold("items", u"«- a\n- b»"_s, u"«- **a**\n- **b»**"_s);
    bold("quote", u"> «a\n> b»"_s, u"> **«a\n> b»**"_s);
    bold("notInCode", u"```\n«a»\n```"_s, u"```\n«a»\n```"_s);
    bold("notAtCaretInCode", u"    a‸b"_s, u"    a‸b"_s);
    bold("severalCarets", u"‸a b‸"_s, u"**‸a** **b‸**"_s);
    bold("severalCaretsInOneSpan", u"**a‸ b‸**"_s, u"a‸ b‸"_s);
    bold("apostrophe", u"don‸'t"_s, u"**don‸'t**"_s);
    italic("selection", u"«a»"_s, u"*«a»*"_s);
    italic("inBold", u"**«a»**"_s, u"***«a»***"_s);
    italic("outOfBoth", u"***«a»***"_s, u"**«a»**"_s);
    italic("underscores", u"_«a»_"_s, u"«a»"_s);
    italic("emptyInBold", u"**‸**"_s, u"***‸***"_s);
    code("selection", u"«a b»"_s, u"`«a b»`"_s);
    code("withBacktick", u"«a`b»"_s, u"``«a`b»``"_s);
    code("atBacktick", u"«`»"_s, u"`` «`» ``"_s);
    code("off", u"`«a»`"_s, u"«a»"_s);
    code("offPadded", u"`` «`a` »``"_s, u"«`a`»"_s);
    code("wholeLines", u"x\n«a\nb»\ny"_s, u"x\n```\n«a\nb»\n```\ny"_s);
    code("wholeLinesWithEnd", u"«a\nb\n»y"_s, u"```\n«a\nb»\n```\ny"_s);
    code("wholeLinesOff", u"x\n```\n«a\nb»\n```\ny"_s, u"x\n«a\nb»\ny"_s);
    code("wholeBlockOff", u"«```sh\na\n```»\ny"_s, u"«a\n»y"_s);
    code("fenceInText", u"«a\n    ```»"_s, u"````\n«a\n    ```»\n````"_s);
    code("inItem", u"- x\n\n  «a\n  b»"_s, u"- x\n\n  ```\n  «a\n  b»\n  ```"_s);
    code("partOfTwoLines", u"a «b\nc» d"_s, u"a `«b\nc»` d"_s);
}

void TestInlineStyle::toggles()
{
    QFETCH(InlineStyle, style);
    QFETCH(QString, before);
    QTEST(test::after(before,
                      [style](const Lines &lines, const QList<Selection> &selections) {
                          return toggleInlineStyle(lines, selections, style);
                      }),
          "expected");
}

void TestInlineStyle::togglingTwiceRestores_data()
{
    QTest::addColumn<InlineStyle>("style");
    QTest::addColumn<QString>("text");
    for (const InlineStyle style :
         {InlineStyle::Bold, InlineStyle::Italic, InlineStyle::Code, InlineStyle::Strikethrough}) {
        for (const char *text : {"a «b c» d", "«a»", "- «x y»\n- z", "> # «h»", "*a* «b» `c`"}) {
            QTest::addRow("%d %s", static_cast<int>(style), text)
                << style << QString::fromUtf8(text);
        }
    }
}

void TestInlineStyle::togglingTwiceRestores()
{
    QFETCH(InlineStyle, style);
    QFETCH(QString, text);
    const auto toggle = [style](const Lines &lines, const QList<Selection> &selections) {
        return toggleInlineStyle(lines, selections, style);
    };
    const QString once = test::after(text, toggle);
    QVERIFY(once != text);
    QCOMPARE(test::after(once, toggle), text);
}

QTEST_GUILESS_MAIN(TestInlineStyle)
#include "tst_inlinestyle.moc"
