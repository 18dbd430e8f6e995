#include "markedtext.h"
#include "text/pairs.h"

#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

class TestPairs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pairs_data();
    void pairs();
    void aFarPartnerIsNotLookedFor();
};

void TestPairs::pairs_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::newRow("behindTheCaret") << u"a ‸(b [c]) d"_s << u"a «(»b [c]«)» d"_s;
    QTest::newRow("beforeTheCaret") << u"a (b [c])‸ d"_s << u"a «(»b [c]«)» d"_s;
    QTest::newRow("nested") << u"((a)‸)"_s << u"«(»(a)«)»"_s;
    QTest::newRow("overLines") << u"{‸\n  [1]\n}\n"_s << u"«{»\n  [1]\n«}»\n"_s;
    QTest::newRow("alone") << u"a) ‸b("_s << QString();
    QTest::newRow("none") << u"a ‸b"_s << QString();
    QTest::newRow("inEmphasis") << u"a **b‸c** d"_s << u"a «**»bc«**» d"_s;
    QTest::newRow("innermost") << u"a **b *c‸* d** e"_s << u"a **b «*»c«*» d** e"_s;
    QTest::newRow("besideCode") << u"a ``b``‸ c"_s << u"a «``»b«``» c"_s;
    QTest::newRow("overTheLinesOfAQuote") << u"> a ~~b\n> c‸~~\n"_s << u"> a «~~»b\n> c«~~»\n"_s;
    QTest::newRow("codeHasNoEmphasis") << u"```\na *b‸*\n```\n"_s << QString();
    QTest::newRow("emptyText") << u"‸"_s << QString();
}

void TestPairs::pairs()
{
    QFETCH(const QString, text);
    QFETCH(const QString, expected);
    const test::MarkedText marked = test::unmarked(text);
    const std::optional<Pair> pair =
        pairAt(TextLines(marked.text), marked.selections.first().caret);
    QCOMPARE(pair ? test::marked(marked.text, {pair->opening, pair->closing}) : QString(),
             expected);
}

void TestPairs::aFarPartnerIsNotLookedFor()
{
    const QString text = u"("_s + u"a\n"_s.repeated(100'000) + u")"_s;
    QVERIFY(!pairAt(TextLines(text), 0));
}

QTEST_GUILESS_MAIN(TestPairs)
#include "tst_pairs.moc"
