#include "search/excerpts.h"
#include "search/textsearch.h"
#include "searchfixture.h"

#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <functional>

using namespace hermes;
using namespace hermes::search;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int agents = 60;

QString id(int number)
{
    return u"agent-%1"_s.arg(number);
}

/// Matches of a word in a text, counted letter by letter: case, accents and hidden characters
/// aside. Slow, and written without the code under test but for folding one character.
int naiveCount(const QByteArray &prompt, const QString &word)
{
    const QByteArray text = folded(prompt.startsWith("\xef\xbb\xbf") ? prompt.sliced(3) : prompt,
                                   Folding::CaseAndAccents);
    const QByteArray wanted = folded(word, Folding::CaseAndAccents);
    int count = 0;
    for (qsizetype at = text.indexOf(wanted); at >= 0;
         at = text.indexOf(wanted, at + wanted.size())) {
        ++count;
    }
    return count;
}

int naiveRegexCount(const QByteArray &prompt, const QRegularExpression &expression)
{
    int count = 0;
    for (const auto lines = prompt.split('\n'); QByteArray line : lines) {
        if (line.endsWith('\r')) {
            line.chop(1);
        }
        auto matches = expression.globalMatch(QString::fromUtf8(line));
        while (matches.hasNext()) {
            matches.next();
            ++count;
        }
    }
    return count;
}

} // namespace

class TestSearchText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<SearchFixture>(); }

    void findsWhatANaiveSearchFinds_data() { sources(); }
    void findsWhatANaiveSearchFinds()
    {
        QFETCH(Source, source);
        const Snapshot snapshot = randomRegistry(source);
        for (const QString &word :
             {u"retry"_s, u"time"_s, u"resume"_s, u"strasse"_s, u"كتاب"_s, u"検索"_s, u"a"_s,
              u"ut"_s, u"—"_s, u"naive"_s, u"angstrom"_s, u"zerowidth"_s, u"한"_s, u"fine"_s,
              u"k"_s, u"nowhere"_s, u"id-1"_s}) {
            QStringList expected;
            for (int i = 0; i < agents; ++i) {
                const int count = naiveCount(m_prompts.at(i), word);
                if (count > 0) {
                    expected.append(u"%1 ×%2"_s.arg(id(i)).arg(std::min(count, 100)));
                }
            }
            expected.sort();
            const QStringList found = idsFound(snapshot, word, inPrompts());
            QVERIFY2(found == expected, qPrintable(word + u": "_s + found.join(u", "_s)));
        }
    }

    void findsWhatRegularExpressionsMatchLineByLine_data() { sources(); }
    void findsWhatRegularExpressionsMatchLineByLine()
    {
        QFETCH(Source, source);
        const Snapshot snapshot = randomRegistry(source);
        for (const QString &expression :
             {u"retr(y|ies)"_s, u"\\btime\\b"_s, u"^the"_s, u"out$"_s, u"a\\s+the"_s, u"[^a-z]x2"_s,
              u"t.m"_s, u"résum"_s, u"検.エ"_s, u"\\w+e\\b"_s, u"^$"_s, u"\\d+"_s, u"time|retry"_s,
              u"k"_s}) {
            const QRegularExpression naive(expression,
                                           QRegularExpression::CaseInsensitiveOption
                                               | QRegularExpression::UseUnicodePropertiesOption);
            QStringList expected;
            for (int i = 0; i < agents; ++i) {
                // Bytes that are not UTF-8 and NUL are other characters to QString; none of these
                // expressions tells them apart.
                QByteArray prompt = m_prompts.at(i);
                prompt = prompt.startsWith("\xef\xbb\xbf") ? prompt.sliced(3) : prompt;
                prompt = prompt.endsWith('\n') ? prompt.chopped(1) : prompt;
                const int count = naiveRegexCount(prompt, naive);
                if (count > 0) {
                    expected.append(u"%1 ×%2"_s.arg(id(i)).arg(std::min(count, 100)));
                }
            }
            expected.sort();
            const QStringList found = idsFound(snapshot, u'/' + expression + u"/i"_s, inPrompts());
            QVERIFY2(found == expected, qPrintable(expression + u": "_s + found.join(u", "_s)));
        }
    }

    void comparesAsSmartlyAsTheWordAsks_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("query");
        QTest::addColumn<int>("matches");
        const auto row = [](const char *name, const QByteArray &text, const QString &query,
                            int matches) { QTest::newRow(name) << text << query << matches; };
        row("lower case finds both", "API api", u"api"_s, 2);
        row("a capital is meant", "API api Api", u"API"_s, 1);
        row("no accent finds all", "resume résumé re\xcc\x81sume\xcc\x81", u"resume"_s, 3);
        row("an accent is meant", "resume Résumé re\xcc\x81sume\xcc\x81", u"résumé"_s, 2);
        row("typed decomposed", "resume résumé", u"re\u0301sume\u0301"_s, 1);
        row("accent and capital", "résumé Résumé", u"Résumé"_s, 1);
        row("arabic without vowels", "كِتَاب كتاب", u"كتاب"_s, 2);
        row("arabic with vowels", "كِتَاب كتاب", u"كِتَاب"_s, 1);
        row("chinese", "全文搜索 搜索引擎", u"搜索"_s, 2);
        row("japanese", "検索エンジン", u"エンジン"_s, 1);
        row("korean, begun", "한국어", u"하"_s, 1);
        row("turkish dotted i", "İstanbul", u"istanbul"_s, 1);
        row("a hidden character", "ig\xe2\x80\x8bnore", u"ignore"_s, 1);
        row("the hidden character itself", "ig\xe2\x80\x8bnore ignore", u"\u200b"_s, 1);
        row("no-break space", "at\xc2\xa0least once", u"\"at least\""_s, 1);
        row("phrase over a line end", "at\r\n  least once", u"\"at least\""_s, 1);
        row("phrase not over a paragraph", "at\n\nleast", u"\"at least\""_s, 0);
        row("phrase of unequal words", "a the retry of a theretry", u"\"a the\""_s, 2);
        row("phrase with case", "Retry policy retry policy", u"\"Retry policy\""_s, 1);
        row("nul bytes", QByteArray("a\0b", 3), u"b"_s, 1);
        row("invalid bytes", "\xff\xfeword\xff", u"word"_s, 1);
        row("crlf", "one\r\ntwo\r\n", u"/one$/"_s, 1);
        row("byte order mark", "\xef\xbb\xbfone", u"/^one/"_s, 1);
        row("regex case", "API api", u"/api/"_s, 2);
        row("regex with capital", "API api", u"/API/"_s, 1);
        row("regex, case ignored", "API api", u"/API/i"_s, 2);
        row("regex, case minded", "API api", u"/api/c"_s, 1);
        row("regex never over lines", "a\nb", u"/a\\sb/"_s, 0);
        row("regex beyond ascii", "CAFÉ", u"/café/"_s, 1);
        row("regex and a letter like k", "\xe2\x84\xaa", u"/k/i"_s, 1);
        row("empty", "", u"a"_s, 0);
    }
    void comparesAsSmartlyAsTheWordAsks()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, query);
        QFETCH(int, matches);
        m_fixture->write(u"one"_s, text);
        for (const Source source : {Source::Files, Source::Pack}) {
            QCOMPARE(idsFound(m_fixture->snapshot(source), query, inPrompts()),
                     matches > 0 ? QStringList{u"one ×%1"_s.arg(matches)} : QStringList());
        }
    }

    void wholeWords()
    {
        m_fixture->write(u"one"_s, "time timeout timer time-out _time ｔime tíme 時time時");
        SearchOptions options = inPrompts();
        options.text.words = TextOptions::Words::Whole;
        QCOMPARE(idsFound(m_fixture->snapshot(Source::Pack), u"time"_s, options),
                 QStringList{u"one ×5"_s});
        options.text.words = TextOptions::Words::Anywhere;
        options.text.caseRule = CaseRule::Sensitive;
        QCOMPARE(idsFound(m_fixture->snapshot(Source::Pack), u"time"_s, options),
                 QStringList{u"one ×8"_s});
    }

    void everyTermMustBeAnsweredByFieldsOrPrompt()
    {
        registry::EntrySummary api = SearchFixture::entry(u"api-writer"_s);
        api.tags = {u"http"_s};
        m_fixture->write(api, "writes about caching\n");
        m_fixture->write(u"other"_s, "an api with http and caching\n");
        registry::EntrySummary server = SearchFixture::entry(u"server"_s);
        server.id.kind = core::EntryKind::Mcp;
        server.promptFile = {};
        server.description = u"Http API"_s;
        m_fixture->write(server, {});
        for (const Source source : {Source::Files, Source::Pack}) {
            const Snapshot snapshot = m_fixture->snapshot(source);
            QCOMPARE(idsFound(snapshot, u"api caching"_s, {}),
                     (QStringList{u"api-writer ×1"_s, u"other ×2"_s}));
            QCOMPARE(idsFound(snapshot, u"api caching"_s, inPrompts()), QStringList{u"other ×2"_s});
            QCOMPARE(idsFound(snapshot, u"http api"_s, {}),
                     (QStringList{u"api-writer"_s, u"other ×2"_s, u"server"_s}));
            QCOMPARE(idsFound(snapshot, u"caching -http"_s, {}), QStringList());
            QCOMPARE(idsFound(snapshot, u"caching -http"_s, inPrompts()),
                     QStringList{u"api-writer ×1"_s});
            QCOMPARE(idsFound(snapshot, u"-caching"_s, {}), QStringList{u"server"_s});
            QCOMPARE(idsFound(snapshot, u"tag:http caching"_s, {}),
                     QStringList{u"api-writer ×1"_s});
            QCOMPARE(idsFound(snapshot, u"kind:mcp"_s, {}), QStringList{u"server"_s});
            QCOMPARE(idsFound(snapshot, u"/^api/"_s, {}), QStringList{u"api-writer"_s});
            QCOMPARE(idsFound(snapshot, QString(), {}).size(), 3);
        }
    }

    void aQueryWithProblemsIsAnError()
    {
        m_fixture->write(u"one"_s, "text");
        const auto results =
            search::search(m_fixture->snapshot(Source::Files), Query::parse(u"/a(/"_s), {});
        QVERIFY(!results);
        QCOMPARE(results.error().code, core::ErrorCode::InvalidArgument);
    }

    void namesAndHeadingsAndWholeWordsComeFirst()
    {
        m_fixture->write(u"far"_s, "filler " + QByteArray("text ").repeated(500) + "retrying\n");
        m_fixture->write(u"word"_s, "filler " + QByteArray("text ").repeated(500) + "retry\n");
        m_fixture->write(u"heading"_s, "## Retry\n\nfiller\n");
        m_fixture->write(u"often"_s, QByteArray("retry ").repeated(30) + '\n');
        m_fixture->write(u"retry-agent"_s, "how to retry\n");
        const auto results =
            search::search(m_fixture->snapshot(Source::Pack), Query::parse(u"retry"_s), {});
        QStringList order;
        for (const Hit &hit : results->hits) {
            order.append(hit.id.id);
        }
        QCOMPARE(order,
                 (QStringList{u"retry-agent"_s, u"heading"_s, u"often"_s, u"word"_s, u"far"_s}));
    }

    void batchesTogetherAreTheResult()
    {
        const Snapshot snapshot = randomRegistry(Source::Pack);
        QList<Hit> collected;
        SearchOptions options = inPrompts();
        options.onBatch = [&collected](const QList<Hit> &hits) { collected += hits; };
        const auto results = search::search(snapshot, Query::parse(u"retry"_s), options);
        const auto byRow = [](QList<Hit> hits) {
            std::ranges::sort(hits, {}, &Hit::row);
            return hits;
        };
        QVERIFY(!collected.isEmpty());
        QCOMPARE(byRow(collected), byRow(results->hits));
    }

    void aCancelledSearchSaysSo()
    {
        const Snapshot snapshot = randomRegistry(Source::Pack);
        SearchOptions options = inPrompts();
        options.threads = 1;
        int batches = 0;
        options.onBatch = [&](const QList<Hit> &) {
            ++batches;
            options.cancel.cancel();
        };
        const auto results = search::search(snapshot, Query::parse(u"a"_s), options);
        QVERIFY(!results);
        QCOMPARE(results.error().code, core::ErrorCode::Cancelled);
        QCOMPARE(batches, 1);
    }

    void whatCannotBeReadIsTold()
    {
        m_fixture->write(u"one"_s, "word");
        m_fixture->write(u"locked"_s, "word");
        m_fixture->write(u"gone"_s, "word");
        const QString locked = m_fixture->root() + u"/agents/locked/AGENT.md"_s;
        QVERIFY(QFile::setPermissions(locked, {}));
        QVERIFY(QFile::remove(m_fixture->root() + u"/agents/gone/AGENT.md"_s));
        const auto results =
            search::search(m_fixture->snapshot(Source::Pack), Query::parse(u"word"_s), inPrompts());
        QCOMPARE(results->hits.size(), 1);
        QCOMPARE(results->unreadable.size(), 1);
        QVERIFY(results->unreadable.first().message.contains(u"locked"_s));
    }

    void aCostlyExpressionIsGivenUpAndTold()
    {
        m_fixture->write(u"one"_s, QByteArray(80, 'x') + "\nxxz\n");
        const auto results = search::search(m_fixture->snapshot(Source::Files),
                                            Query::parse(u"/(x+x+)+[yz]/"_s), inPrompts());
        QCOMPARE(results->incomplete.size(), 1);
        QCOMPARE(results->hits.size(), 1); // the other line
    }

    void aDraftTakesTheFilesPlace()
    {
        m_fixture->write(u"one"_s, "saved text");
        Snapshot snapshot = m_fixture->snapshot(Source::Pack);
        auto rows = std::make_shared<std::vector<qint32>>(*snapshot.rowOfText);
        rows->front() = -1;
        snapshot.rowOfText = rows;
        snapshot.drafts.insert(m_fixture->entries().first().promptFile, "\xef\xbb\xbfunsaved Text");
        QCOMPARE(idsFound(snapshot, u"unsaved"_s, inPrompts()), QStringList{u"one ×1"_s});
        QCOMPARE(idsFound(snapshot, u"saved text"_s, inPrompts()), QStringList{u"one ×2"_s});
        QCOMPARE(idsFound(snapshot, u"/^saved/"_s, inPrompts()), QStringList());
    }

    void excerptsShowLineColumnAndRanges()
    {
        m_fixture->write(
            u"one"_s,
            "\xef\xbb\xbf# Über\r\n😀 retry and Retry\r\rlast retry\nboth retry timeout\n");
        const Snapshot snapshot = m_fixture->snapshot(Source::Pack);
        QCOMPARE(excerpts(snapshot, u"retry"_s, 9),
                 (QStringList{u"2:4 😀 [retry] and [Retry]"_s, u"4:6 last [retry]"_s,
                              u"5:6 both [retry] timeout"_s}));
        QCOMPARE(excerpts(snapshot, u"retry timeout"_s, 1),
                 QStringList{u"5:6 both [retry] [timeout]"_s});
        QCOMPARE(excerpts(snapshot, u"uber"_s, 9), QStringList{u"1:3 # [Über]"_s});
        QCOMPARE(excerpts(snapshot, u"\"timeout x\""_s, 9), QStringList());
        QCOMPARE(excerpts(snapshot, u"/^b|t$/"_s, 9), QStringList{u"5:1 [b]oth retry timeou[t]"_s});
        QCOMPARE(excerpts(snapshot, u"/retry/ ret"_s, 1),
                 QStringList{u"2:4 😀 [retry] and [Retry]"_s});
        QCOMPARE(excerpts(snapshot, u"\"retry both\""_s, 1), QStringList{u"4:6 last [retry]"_s});
    }

    void aLineOfTenMegabytesIsShownInPart()
    {
        m_fixture->write(u"long"_s,
                         QByteArray("é ").repeated(3'500'000) + "needle"
                             + QByteArray(" y").repeated(500));
        const Snapshot snapshot = m_fixture->snapshot(Source::Pack);
        QCOMPARE(idsFound(snapshot, u"needle"_s, inPrompts()), QStringList{u"long ×1"_s});
        QCOMPARE(idsFound(snapshot, u"/nee[dx]le/"_s, inPrompts()), QStringList{u"long ×1"_s});
        const QStringList found = excerpts(snapshot, u"needle"_s, 3);
        QCOMPARE(found.size(), 1);
        QVERIFY(found.first().startsWith(u"1:7000001 …"_s));
        QVERIFY(found.first().contains(u"é [needle] y"_s));
        QVERIFY(found.first().endsWith(u"…"_s) && found.first().size() < 300);
    }

private:
    static void sources()
    {
        QTest::addColumn<Source>("source");
        QTest::newRow("files") << Source::Files;
        QTest::newRow("pack") << Source::Pack;
    }

    Snapshot randomRegistry(Source source)
    {
        m_prompts.clear();
        for (int i = 0; i < agents; ++i) {
            m_prompts.append(randomPrompt(static_cast<quint32>(i), 10 + i * i));
            m_fixture->write(id(i), m_prompts.last());
        }
        return m_fixture->snapshot(source);
    }

    /// `line:column text` with the ranges in brackets.
    static QStringList excerpts(const Snapshot &snapshot, const QString &query, int most)
    {
        const auto reader = ExcerptReader::create(snapshot, Query::parse(query), {});
        QStringList result;
        for (const auto allExcerpts = (*reader)->read(0, most);
             const Excerpt &excerpt : allExcerpts) {
            QString text = excerpt.text;
            for (qsizetype i = excerpt.ranges.size() - 1; i >= 0; --i) {
                text.insert(excerpt.ranges.at(i).start + excerpt.ranges.at(i).length, u']');
                text.insert(excerpt.ranges.at(i).start, u'[');
            }
            result.append(u"%1:%2 %3"_s.arg(excerpt.line).arg(excerpt.column).arg(text));
        }
        return result;
    }

    std::unique_ptr<SearchFixture> m_fixture;
    QByteArrayList m_prompts;
};

QTEST_GUILESS_MAIN(TestSearchText)
#include "tst_search_text.moc"
