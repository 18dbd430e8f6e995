#include "search/regexpattern.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>

using namespace hermes::search;
using namespace Qt::StringLiterals;

namespace {

QString joined(const RequiredLiterals &literals)
{
    return QString::fromUtf8(literals.join('|'));
}

} // namespace

class TestSearchRegex final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knowsWhatMustBeThere_data()
    {
        QTest::addColumn<QString>("expression");
        QTest::addColumn<QString>("literals");
        QTest::newRow("plain") << u"timeout"_s << u"timeout"_s;
        QTest::newRow("the longest run") << u"ab.cdef.gh"_s << u"cdef"_s;
        QTest::newRow("escaped") << u"a\\.b\\/c\\t"_s << u"a.b/c\t"_s;
        QTest::newRow("classes end runs") << u"id[a-z]+nt"_s << u"id"_s;
        QTest::newRow("odd class") << u"[]x]abc[^]y]"_s << u"abc"_s;
        QTest::newRow("optional letter") << u"abcd?ef"_s << u"abc"_s;
        QTest::newRow("star") << u"abx*cde"_s << u"cde"_s;
        QTest::newRow("plus") << u"abc+d"_s << u"abc"_s;
        QTest::newRow("lazy and possessive") << u"ab??cde*+fgh"_s << u"fgh"_s;
        QTest::newRow("count") << u"abc{2}d"_s << u"abc"_s;
        QTest::newRow("count from none") << u"xabc{0,3}d"_s << u"xab"_s;
        QTest::newRow("alternatives") << u"error|warning"_s << u"error|warning"_s;
        QTest::newRow("an alternative without") << u"error|.*"_s << QString();
        QTest::newRow("group") << u"x(?:timeout)y"_s << u"timeout"_s;
        QTest::newRow("group of alternatives") << u"a(bcd|efg)"_s << u"bcd|efg"_s;
        QTest::newRow("optional group") << u"ab(cdef)?"_s << u"ab"_s;
        QTest::newRow("repeated group") << u"a(cdef)+"_s << u"cdef"_s;
        QTest::newRow("nested") << u"((a|bc)d(ef))"_s << u"ef"_s;
        QTest::newRow("word class") << u"\\w+ing\\b"_s << u"ing"_s;
        QTest::newRow("nothing fixed") << u"[0-9]{4}-?\\d"_s << QString();
        QTest::newRow("beyond ascii") << u"käse.*"_s << u"käse"_s;
        QTest::newRow("options") << u"(?i)abc"_s << QString();
        QTest::newRow("looking around") << u"abc(?!d)"_s << QString();
        QTest::newRow("quoting") << u"\\Qa.b\\E"_s << QString();
        QTest::newRow("code") << u"\\x41bc"_s << QString();
        QTest::newRow("bare brace") << u"a{b"_s << QString();
        QTest::newRow("from nothing up") << u"abc{,3}"_s << QString();
    }
    void knowsWhatMustBeThere()
    {
        QFETCH(QString, expression);
        QFETCH(QString, literals);
        QCOMPARE(joined(requiredLiterals(expression)), literals);
    }

    void neverDemandsWhatAMatchLacks()
    {
        QRandomGenerator random(23);
        const QStringList bits{u"a"_s,    u"b"_s,    u"c"_s,     u"."_s,    u"*"_s,    u"+"_s,
                               u"?"_s,    u"|"_s,    u"("_s,     u")"_s,    u"(?:"_s,  u"[ab]"_s,
                               u"[^c]"_s, u"{2}"_s,  u"{0,1}"_s, u"{1,}"_s, u"\\w"_s,  u"\\b"_s,
                               u"^"_s,    u"$"_s,    u"\\."_s,   u"{"_s,    u"[]a]"_s, u"(?=a)"_s,
                               u"\\\\"_s, u"{,2}"_s, u"(?i)"_s};
        int matched = 0;
        for (int round = 0; round < 60'000; ++round) {
            QString expression;
            for (int i = random.bounded(1, 9); i > 0; --i) {
                expression += bits.at(random.bounded(static_cast<int>(bits.size())));
            }
            const auto pattern = RegexPattern::compile(expression, CaseRule::Sensitive);
            if (!pattern || pattern->literals().isEmpty()) {
                continue;
            }
            RegexMatcher matcher(*pattern);
            for (int i = 0; i < 20; ++i) {
                QByteArray line;
                for (int j = random.bounded(8); j > 0; --j) {
                    line += "abc.\\ "[random.bounded(6)];
                }
                if (matcher.match(line, 0, true)) {
                    ++matched;
                    QVERIFY2(std::ranges::any_of(
                                 pattern->literals(),
                                 [&](const QByteArray &text) { return line.contains(text); }),
                             qPrintable(expression + u" : "_s + QString::fromUtf8(line)));
                }
            }
        }
        QVERIFY(matched > 10'000);
    }

    void bytesAndCharactersAgreeOnAscii()
    {
        QRandomGenerator random(29);
        for (const QString &expression : {u"\\w+ing\\b"_s, u"[^a]b"_s, u"\\s\\S"_s, u"(?i)k"_s,
                                          u"[[:alpha:]]{3}"_s, u"a.c|\\d"_s, u"\\bab"_s}) {
            const auto pattern = RegexPattern::compile(expression, CaseRule::Insensitive);
            QVERIFY(pattern.has_value());
            RegexMatcher matcher(*pattern);
            for (int i = 0; i < 2000; ++i) {
                QByteArray line;
                for (int j = random.bounded(12); j > 0; --j) {
                    line += static_cast<char>(random.bounded(1, 128));
                }
                const auto bytes = matcher.match(line, 0, true);
                const auto characters = matcher.match(line, 0, false);
                QCOMPARE(bytes.has_value(), characters.has_value());
                QVERIFY(!bytes
                        || (bytes->start == characters->start && bytes->end == characters->end));
            }
        }
    }

    void caseIsSmart()
    {
        const auto ignores = [](const QString &expression) {
            return RegexPattern::compile(expression, CaseRule::Smart)->ignoresCase();
        };
        QVERIFY(ignores(u"api\\W\\D\\pL\\P{Lu}"_s));
        QVERIFY(!ignores(u"Api"_s));
        QVERIFY(!ignores(u"\\wÉ"_s));
        QVERIFY(RegexPattern::compile(u"A"_s, CaseRule::Insensitive)->ignoresCase());
        QVERIFY(!RegexPattern::compile(u"a"_s, CaseRule::Sensitive)->ignoresCase());
    }

    void matchesCharactersAndSurvivesInvalidBytes()
    {
        RegexMatcher matcher(*RegexPattern::compile(u"^.é\\w$"_s, CaseRule::Smart));
        QVERIFY(matcher.match("検Éx", 0, false));
        RegexMatcher bytes(*RegexPattern::compile(u"b"_s, CaseRule::Smart));
        const auto match = bytes.match("\xff\xfe b", 0, false);
        QVERIFY(match && match->start == 3);
    }

    void tellsTheOffsetInCharacters()
    {
        const auto pattern = RegexPattern::compile(u"éé[b"_s, CaseRule::Smart);
        QVERIFY(!pattern);
        QCOMPARE(pattern.error().offset, 4);
        QVERIFY(pattern.error().message.contains(u"missing"_s));
    }

    void givesUpWhatTakesTooLong()
    {
        RegexMatcher matcher(*RegexPattern::compile(u"(x+x+)+[yz]"_s, CaseRule::Smart));
        QVERIFY(!matcher.match(QByteArray(60, 'x'), 0, true));
        QVERIFY(matcher.hasGivenUp());
        QVERIFY(matcher.match("xxxy", 0, true));
        QVERIFY(!matcher.hasGivenUp());
    }
};

QTEST_GUILESS_MAIN(TestSearchRegex)
#include "tst_search_regex.moc"
