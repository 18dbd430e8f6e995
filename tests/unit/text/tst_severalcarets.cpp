#include "markedtext.h"
#include "text/severalcarets.h"

#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(hermes::text::Erasing)

class TestSeveralCarets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void selectionsThatMeetAreOne();
    void insertsTheSameOrOneForEach();
    void erases_data();
    void erases();
    void columnsOverLines();
    void caretsAboveAndBelow();
};

namespace {

QString after(const test::MarkedText &before, const Change &change)
{
    return test::marked(applied(before.text, change.edits), change.selections);
}

} // namespace

void TestSeveralCarets::selectionsThatMeetAreOne()
{
    QCOMPARE(joined({{5, 7}, {0, 2}, {1, 3}}), (QList<Selection>{{0, 3}, {5, 7}}));
    QCOMPARE(joined({{4, 1}, {2, 2}, {4, 4}}), (QList<Selection>{{4, 1}}));
    QCOMPARE(joined({{3, 3}, {3, 3}, {5, 3}}), (QList<Selection>{{5, 3}}));
    QCOMPARE(joined({{0, 2}, {2, 4}}), (QList<Selection>{{0, 2}, {2, 4}}));
}

void TestSeveralCarets::insertsTheSameOrOneForEach()
{
    const test::MarkedText text = test::unmarked(u"a‸ b«c»\nd‸"_s);
    QCOMPARE(after(text, inserted(text.selections, {u"xy"_s})), u"axy‸ bxy‸\ndxy‸"_s);
    QCOMPARE(after(text, inserted(text.selections, {u"1"_s, u"22"_s, u""_s})), u"a1‸ b22‸\nd‸"_s);
}

void TestSeveralCarets::erases_data()
{
    QTest::addColumn<Erasing>("erasing");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("expected");
    QTest::newRow("back") << Erasing::Back << u"ab‸\n‸c«d»"_s << u"a‸‸c‸"_s;
    QTest::newRow("backAtTheStart") << Erasing::Back << u"‸ab‸"_s << u"‸a‸"_s;
    QTest::newRow("backOverAPair") << Erasing::Back << u"a😀‸"_s << u"a‸"_s;
    QTest::newRow("forward") << Erasing::Forward << u"‸e\u0301a‸\nb‸"_s << u"‸a‸b‸"_s;
    QTest::newRow("wordBack") << Erasing::WordBack << u"one two‸ x == ‸"_s << u"one ‸ x ‸"_s;
    QTest::newRow("wordForward") << Erasing::WordForward << u"‸one‸ two!"_s << u"‸!"_s;
}

void TestSeveralCarets::erases()
{
    QFETCH(const Erasing, erasing);
    QFETCH(const QString, before);
    QFETCH(const QString, expected);
    const test::MarkedText text = test::unmarked(before);
    QString shown = after(text, erased(TextLines(text.text), text.selections, erasing));
    QCOMPARE(shown, QString(expected).replace(u"‸‸"_s, u"‸"_s));
}

void TestSeveralCarets::columnsOverLines()
{
    const QString text = u"abcd\na\nabc\n"_s;
    QCOMPARE(test::marked(text, columnSelections(TextLines(text), 2, 10)), u"ab«c»d\na\nab«c»\n"_s);
    QCOMPARE(test::marked(text, columnSelections(TextLines(text), 9, 2)), u"ab‸cd\na‸\nab‸c\n"_s);
}

void TestSeveralCarets::caretsAboveAndBelow()
{
    const TextLines lines(u"abc\na\nabc\n"_s);
    QList<Selection> carets = withCaretBeside(lines, {{2, 2}}, Direction::Up);
    QCOMPARE(carets.size(), 1);
    carets = withCaretBeside(lines, carets, Direction::Down);
    QCOMPARE(carets, (QList<Selection>{{2, 2}, {5, 5}}));
    carets = withCaretBeside(lines, carets, Direction::Down);
    QCOMPARE(carets.last(), (Selection{7, 7}));
}

QTEST_GUILESS_MAIN(TestSeveralCarets)
#include "tst_severalcarets.moc"
