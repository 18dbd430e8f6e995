#include "text/search.h"

#include <QTest>

using namespace hermes;
using namespace hermes::text;
using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype noLimit = 1'000'000;

SearchQuery literal(const QString &pattern)
{
    return {pattern, SearchQuery::Syntax::Literal, Qt::CaseInsensitive, false};
}

SearchQuery expression(const QString &pattern)
{
    return {pattern, SearchQuery::Syntax::RegularExpression, Qt::CaseSensitive, false};
}

QString places(const QList<Match> &matches)
{
    QStringList result;
    for (const Match &match : matches) {
        result.append(u"%1+%2"_s.arg(match.start).arg(match.length));
    }
    return result.join(u' ');
}

QString replaced(const QString &text, const SearchQuery &query, const QString &by)
{
    const auto search = Search::compile(query);
    const auto replacement = Replacement::compile(by, *search);
    if (!replacement) {
        return u"%1: %2"_s.arg(replacement.error().offset).arg(replacement.error().error.message);
    }
    const auto matches = search->all(text, {}, noLimit, {});
    return text::applied(text, *replacements(text, *search, *replacement, *matches, {}));
}

} // namespace

Q_DECLARE_METATYPE(hermes::text::SearchQuery)

class TestSearch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsAll_data();
    void findsAll();
    void findsWithinRanges();
    void saysWhereAPatternIsWrong_data();
    void saysWhereAPatternIsWrong();
    void stopsWhenCancelled();
    void stopsAtTheLimit();
    void saysWhenAPatternNeedsTooManySteps();
    void replaces_data();
    void replaces();
    void refusesToReplaceInAnotherText();
    void leavesOutWhatIsEqual();
    void showsChangedLines();
};

void TestSearch::findsAll_data()
{
    QTest::addColumn<SearchQuery>("query");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const SearchQuery &query, const QString &text,
                        const QString &expected) {
        QTest::newRow(name) << query << text << expected;
    };
    row("literal", literal(u"a.b"_s), u"a.b axb A.B"_s, u"0+3 8+3"_s);
    SearchQuery query = literal(u"ab"_s);
    query.caseSensitivity = Qt::CaseSensitive;
    row("case", query, u"ab AB aB"_s, u"0+2"_s);
    row("caseBeyondAscii", literal(u"straße"_s), u"STRAßE"_s, u"0+6"_s);
    row("overlapping", literal(u"aa"_s), u"aaaa"_s, u"0+2 2+2"_s);
    row("empty", literal(u""_s), u"abc"_s, u""_s);
    query = literal(u"ab"_s);
    query.wholeWords = true;
    row("wholeWord", query, u"ab abc cab ab_ ab"_s, u"0+2 15+2"_s);
    query.pattern = u"{{a}}"_s;
    row("wholeWordOfSigns", query, u"x{{a}}y"_s, u"1+5"_s);
    query.pattern = u"größe"_s;
    row("wholeWordBeyondAscii", query, u"größe größen"_s, u"0+5"_s);
    row("expression", expression(u"a+"_s), u"aa b a"_s, u"0+2 5+1"_s);
    row("lineStarts", expression(u"^"_s), u"a\nb"_s, u"0+0 2+0"_s);
    row("lineEnds", expression(u"b$"_s), u"b\nb"_s, u"0+1 2+1"_s);
    row("overLines", expression(u"a\\nb"_s), u"a\nb"_s, u"0+3"_s);
    row("emptyMatchesPassSurrogates", expression(u"x*"_s), u"\U0001F600"_s, u"0+0 2+0"_s);
    query = expression(u"a|ab"_s);
    query.wholeWords = true;
    row("wholeWordExpression", query, u"ab a"_s, u"0+2 3+1"_s);
    row("unicodeClasses", expression(u"\\w+"_s), u"größe, 日本"_s, u"0+5 7+2"_s);
}

void TestSearch::findsAll()
{
    QFETCH(SearchQuery, query);
    QFETCH(QString, text);
    const auto search = Search::compile(query);
    QVERIFY(search.has_value());
    QTEST(places(search->all(text, {}, noLimit, {}).value()), "expected");
}

void TestSearch::findsWithinRanges()
{
    const QString text = u"ab ab ab abc"_s;
    const auto search = Search::compile(literal(u"ab"_s));
    QCOMPARE(places(*search->all(text, {{1, 4}, {6, 6}}, noLimit, {})), u"3+2 6+2 9+2"_s);
    SearchQuery words = literal(u"ab"_s);
    words.wholeWords = true;
    QCOMPARE(places(*Search::compile(words)->all(text, {{6, 5}}, noLimit, {})), u"6+2"_s);
    const auto behind = Search::compile(expression(u"(?<=a)b"_s));
    QCOMPARE(places(*behind->all(text, {{1, 1}}, noLimit, {})), u"1+1"_s);
}

void TestSearch::saysWhereAPatternIsWrong_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<bool>("wholeWords");
    QTest::addColumn<qsizetype>("offset");
    QTest::newRow("group") << u"ab(c"_s << false << qsizetype(4);
    QTest::newRow("quantifier") << u"a**+b"_s << false << qsizetype(2);
    QTest::newRow("bracket") << u"x[a-"_s << false << qsizetype(4);
    QTest::newRow("wholeWords") << u"ab)c"_s << true << qsizetype(4);
}

void TestSearch::saysWhereAPatternIsWrong()
{
    QFETCH(QString, pattern);
    QFETCH(bool, wholeWords);
    SearchQuery query = expression(pattern);
    query.wholeWords = wholeWords;
    const auto search = Search::compile(query);
    QVERIFY(!search.has_value());
    QCOMPARE(search.error().error.code, core::ErrorCode::InvalidArgument);
    QVERIFY2(search.error().error.message.startsWith(u"The regular expression is wrong"_s),
             qPrintable(search.error().error.message));
    QTEST(search.error().offset, "offset");
}

void TestSearch::stopsWhenCancelled()
{
    core::CancelFlag cancel;
    cancel.cancel();
    const auto search = Search::compile(literal(u"a"_s));
    const auto found = search->all(u"aaa"_s, {}, noLimit, cancel);
    QCOMPARE(found.error().code, core::ErrorCode::Cancelled);
    const auto replacement = Replacement::compile(u"b"_s, *search);
    QCOMPARE(replacements(u"a"_s, *search, *replacement, {{0, 1}}, cancel).error().code,
             core::ErrorCode::Cancelled);
}

void TestSearch::stopsAtTheLimit()
{
    const auto search = Search::compile(literal(u"a"_s));
    QCOMPARE(search->all(u"aaa"_s, {}, 3, {})->size(), 3);
    QCOMPARE(search->all(u"aaa"_s, {}, 2, {}).error().code, core::ErrorCode::TooLarge);
}

void TestSearch::saysWhenAPatternNeedsTooManySteps()
{
    const auto search = Search::compile(expression(u"^(a+)+$"_s));
    const auto found = search->all(QString(60, u'a') + u'b', {}, noLimit, {});
    QVERIFY(!found.has_value());
    QCOMPARE(found.error().code, core::ErrorCode::TooLarge);
}

void TestSearch::replaces_data()
{
    QTest::addColumn<SearchQuery>("query");
    QTest::addColumn<QString>("by");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const SearchQuery &query, const QString &by,
                        const QString &text, const QString &expected) {
        QTest::newRow(name) << query << by << text << expected;
    };
    row("literalIsLiteral", literal(u"a"_s), u"$1\\n"_s, u"xaY"_s, u"x$1\\nY"_s);
    row("groups", expression(u"(\\w+) (\\w+)"_s), u"$2 ${1}0"_s, u"a b"_s, u"b a0"_s);
    row("whole", expression(u"b+"_s), u"<$0$&>"_s, u"abbc"_s, u"a<bbbb>c"_s);
    row("named", expression(u"(?<x>a)"_s), u"${x}${x}"_s, u"a"_s, u"aa"_s);
    row("twoDigits", expression(u"(a)"_s), u"$12"_s, u"a"_s, u"a2"_s);
    row("escapes", expression(u"a"_s), u"\\n\\t\\\\$$\\$\\d"_s, u"a"_s, u"\n\t\\$$\\d"_s);
    row("loneDollar", expression(u"a"_s), u"$ $x"_s, u"a"_s, u"$ $x"_s);
    row("nextUpper", expression(u"(\\w+)"_s), u"\\u$1"_s, u"ab cd"_s, u"Ab Cd"_s);
    row("nextLower", expression(u"(\\w+)"_s), u"\\l$1"_s, u"AB"_s, u"aB"_s);
    row("upper", expression(u"(\\w+) (\\w+)"_s), u"\\U$1\\E $2"_s, u"ab cd"_s, u"AB cd"_s);
    row("lowerThenNextUpper", expression(u"(\\w+)"_s), u"\\L\\u$1"_s, u"ABC"_s, u"Abc"_s);
    row("upperSharpS", expression(u"ß"_s), u"\\U$0"_s, u"ß"_s, u"SS"_s);
    row("unmatchedGroup", expression(u"(a)|(b)"_s), u"[$1$2]"_s, u"ab"_s, u"[a][b]"_s);
    row("lookbehind", expression(u"(?<=a)b(?=c)"_s), u"X"_s, u"abc b"_s, u"aXc b"_s);
    row("insertion", expression(u"^"_s), u"> "_s, u"a\nb"_s, u"> a\n> b"_s);
    row("noSuchGroup", expression(u"(a)"_s), u"x$2"_s, u"a"_s,
        u"1: The regular expression has no group “2”."_s);
    row("noSuchName", expression(u"(a)"_s), u"${b}"_s, u"a"_s,
        u"0: The regular expression has no group “b”."_s);
    row("openName", expression(u"(a)"_s), u"ab${1"_s, u"a"_s, u"2: The “${” has no “}”."_s);
}

void TestSearch::replaces()
{
    QFETCH(SearchQuery, query);
    QFETCH(QString, by);
    QFETCH(QString, text);
    QTEST(replaced(text, query, by), "expected");
}

void TestSearch::refusesToReplaceInAnotherText()
{
    const auto search = Search::compile(literal(u"ab"_s));
    const auto replacement = Replacement::compile(u"c"_s, *search);
    for (const QString &text : {u"xab"_s, u"a"_s, u""_s}) {
        const auto edits = replacements(text, *search, *replacement, {{0, 2}}, {});
        QCOMPARE(edits.error().code, core::ErrorCode::ChangedOutside);
    }
}

void TestSearch::leavesOutWhatIsEqual()
{
    const auto search = Search::compile(literal(u"ab"_s));
    const auto replacement = Replacement::compile(u"AB"_s, *search);
    const auto edits = replacements(u"ab AB"_s, *search, *replacement, {{0, 2}, {3, 2}}, {});
    QCOMPARE(*edits, (QList<Edit>{{0, 2, u"AB"_s}}));
}

void TestSearch::showsChangedLines()
{
    const QString text = u"a b a\nc\na\nd\ne"_s;
    const QList<Edit> edits{{0, 1, u"xx"_s}, {4, 1, u""_s}, {8, 2, u"y"_s}};
    const ChangedLines first{0, u"a b a"_s, u"xx b "_s, {{0, 1}, {4, 1}}, {{0, 2}, {5, 0}}};
    const ChangedLines second{2, u"a\nd"_s, u"yd"_s, {{0, 2}}, {{0, 1}}};
    QCOMPARE(changedLines(text, edits, 10), (QList<ChangedLines>{first, second}));
    QCOMPARE(changedLines(text, edits, 1), (QList<ChangedLines>{first}));
    QCOMPARE(changedLines(text, {}, 10), QList<ChangedLines>());
}

QTEST_GUILESS_MAIN(TestSearch)
#include "tst_search.moc"
