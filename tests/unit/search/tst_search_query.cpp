#include "search/query.h"

#include <QRandomGenerator>
#include <QTest>

using namespace hermes;
using namespace hermes::search;
using namespace Qt::StringLiterals;

namespace {

using Field = Query::Field;

/// The terms as text, one a line, with every part visible.
QString spelled(const Query &query)
{
    static const QStringList fields{u"text"_s, u"regex"_s,  u"tag"_s,    u"tool"_s, u"model"_s,
                                    u"kind"_s, u"author"_s, u"status"_s, u"has"_s,  u"changed"_s};
    QStringList lines;
    for (const Query::Term &term : query.terms()) {
        lines.append((term.isNegated ? u"-"_s : QString()) + fields.at(static_cast<int>(term.field))
                     + (term.isQuoted ? u"=["_s : u"~["_s) + term.value + u']'
                     + (term.caseRule == CaseRule::Insensitive     ? u"i"_s
                            : term.caseRule == CaseRule::Sensitive ? u"c"_s
                                                                   : QString()));
    }
    return lines.join(u' ');
}

} // namespace

class TestSearchQuery final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTerms_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("words") << u"  retry  timeout "_s << u"text~[retry] text~[timeout]"_s;
        QTest::newRow("phrase") << u"\"at least  once\" x"_s << u"text=[at least once] text~[x]"_s;
        QTest::newRow("unfinished phrase") << u"a \"at lea"_s << u"text~[a] text=[at lea]"_s;
        QTest::newRow("escaped quote") << u"\"say \\\"hi\\\"\""_s << u"text=[say \"hi\"]"_s;
        QTest::newRow("fields")
            << u"tag:api TOOL:Bash model:opus kind:agent author:ada status:mod has:prob changed:7d"_s
            << u"tag~[api] tool~[Bash] model~[opus] kind~[agent] author~[ada] status~[mod] has~[prob] changed~[7d]"_s;
        QTest::newRow("whole value")
            << u"tag:\"two words\" tag:\"api\""_s << u"tag=[two words] tag=[api]"_s;
        QTest::newRow("negated") << u"-draft -tag:old -\"a b\" -/x/"_s
                                 << u"-text~[draft] -tag~[old] -text=[a b] -regex~[x]"_s;
        QTest::newRow("a dash alone") << u"a - b"_s << u"text~[a] text~[-] text~[b]"_s;
        QTest::newRow("regex") << u"/time-?outs? (a|b)/ x"_s
                               << u"regex~[time-?outs? (a|b)] text~[x]"_s;
        QTest::newRow("regex with flags") << u"/a/i /b/c"_s << u"regex~[a]i regex~[b]c"_s;
        QTest::newRow("regex with slash") << u"/a\\/b\\\\/"_s << u"regex~[a/b\\\\]"_s;
        QTest::newRow("unfinished regex") << u"/abc d"_s << u"text~[/abc] text~[d]"_s;
        QTest::newRow("path") << u"/etc/hosts"_s << u"text~[/etc/hosts]"_s;
        QTest::newRow("unknown key")
            << u"foo:bar http://x"_s << u"text~[foo:bar] text~[http://x]"_s;
        QTest::newRow("key without value") << u"tag: x"_s << u"text~[x]"_s;
        QTest::newRow("escaped") << u"\\tag:x \\/a \\-b \\\\c \\d"_s
                                 << u"text~[tag:x] text~[/a] text~[-b] text~[\\c] text~[\\d]"_s;
        QTest::newRow("empty") << u"   \"\" "_s << QString();
    }
    void readsTerms()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const Query query = Query::parse(text);
        QCOMPARE(spelled(query), expected);
        QCOMPARE(spelled(Query::parse(query.toString())), expected);
        QVERIFY(query.problems().isEmpty());
    }

    void whatIsWrittenIsReadAgain()
    {
        QRandomGenerator random(19);
        const QStringList bits{u"a"_s,   u"-"_s, u"\""_s, u"/"_s, u"\\"_s, u":"_s,
                               u"tag"_s, u"é"_s, u" "_s,  u"i"_s, u","_s};
        for (int round = 0; round < 20'000; ++round) {
            QString text;
            for (int i = random.bounded(12); i > 0; --i) {
                text += bits.at(random.bounded(static_cast<int>(bits.size())));
            }
            const Query query = Query::parse(text);
            QVERIFY2(Query::parse(query.toString()) == query,
                     qPrintable(text + u" -> "_s + query.toString()));
        }
    }

    void placesAreThoseOfTheText()
    {
        const QString text = u"ab -tag:\"x y\" /z/i"_s;
        QStringList places;
        const Query query = Query::parse(text);
        for (const Query::Term &term : query.terms()) {
            places.append(text.sliced(term.start, term.length));
        }
        QCOMPARE(places, (QStringList{u"ab"_s, u"-tag:\"x y\""_s, u"/z/i"_s}));
    }

    void tellsWhatIsWrongAndWhere_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("place");
        QTest::newRow("regex") << u"word /a(b/ x"_s << u"/"_s; // where the bracket is missed
        QTest::newRow("regex, inside") << u"/ab[z-a]c/"_s << u"a]c/"_s;
        QTest::newRow("kind") << u"x kind:robot"_s << u"kind:robot"_s;
        QTest::newRow("status") << u"-status:lost"_s << u"-status:lost"_s;
        QTest::newRow("one alternative") << u"kind:agent,robot"_s << u"kind:agent,robot"_s;
        QTest::newRow("has") << u"has:luck"_s << u"has:luck"_s;
        QTest::newRow("changed") << u"changed:soon"_s << u"changed:soon"_s;
    }
    void tellsWhatIsWrongAndWhere()
    {
        QFETCH(QString, text);
        QFETCH(QString, place);
        const QList<Query::Problem> problems = Query::parse(text).problems();
        QCOMPARE(problems.size(), 1);
        QCOMPARE(text.sliced(problems.first().start, problems.first().length), place);
        QVERIFY(!problems.first().message.isEmpty());
    }

    void chipsAreAddedOnceAndTakenAway()
    {
        const Query query = Query::parse(u"retry tag:\"api\""_s);
        Query::Term term;
        term.field = Field::Tool;
        term.value = u"Bash"_s;
        term.isQuoted = true;
        const Query more = query.with(term);
        QCOMPARE(more.toString(), u"retry tag:\"api\" tool:\"Bash\""_s);
        QCOMPARE(more.with(term), more);
        QCOMPARE(more.without(term), query);
        QCOMPARE(more.without(query.terms().first()).toString(), u"tag:\"api\" tool:\"Bash\""_s);
    }

    void changedKnowsTimesDatesAndVersions()
    {
        const QDateTime now(QDate(2026, 3, 10), QTime(12, 0));
        const auto time = [&](const QString &value) {
            return std::get<QDateTime>(*readChangedSince(value, now));
        };
        QCOMPARE(time(u"12h"_s), now.addSecs(-12LL * 3600));
        QCOMPARE(time(u"7d"_s), now.addDays(-7));
        QCOMPARE(time(u"2w"_s), now.addDays(-14));
        QCOMPARE(time(u"1m"_s), now.addMonths(-1));
        QCOMPARE(time(u"1y"_s), now.addYears(-1));
        QCOMPARE(time(u"2026-03-01"_s), QDate(2026, 3, 1).startOfDay());
        QCOMPARE(std::get<core::SemanticVersion>(*readChangedSince(u"v1.2.0"_s, now)).minor, 2U);
        QVERIFY(std::holds_alternative<SinceNewestVersion>(*readChangedSince(u"version"_s, now)));
        for (const QString &text :
             {QString(), u"7"_s, u"d"_s, u"-1d"_s, u"2026-13-01"_s, u"1.2"_s}) {
            QVERIFY2(!readChangedSince(text, now), qPrintable(text));
        }
    }
};

QTEST_GUILESS_MAIN(TestSearchQuery)
#include "tst_search_query.moc"
