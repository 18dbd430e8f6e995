#include "search/fuzzyfinder.h"
#include "search/headings.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace hermes::search;
using namespace Qt::StringLiterals;

namespace {

QStringList textsFound(const QStringList &texts, const QString &typed, int most = 10)
{
    QStringList found;
    for (const auto matches = FuzzyFinder(texts).find(typed, most);
         const FuzzyMatch &match : matches) {
        found.append(texts.at(match.item));
    }
    return found;
}

/// The text with the letters found in brackets.
QString marked(const QString &text, const QString &typed)
{
    const QList<FuzzyMatch> found = FuzzyFinder({text}).find(typed, 1);
    if (found.isEmpty()) {
        return {};
    }
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        result +=
            found.first().positions.contains(i) ? u'[' + text.mid(i, 1) + u']' : text.mid(i, 1);
    }
    return result;
}

} // namespace

class TestSearchFuzzy final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsLettersInOrder()
    {
        const QStringList texts{u"Backend Engineer"_s, u"Frontend Engineer"_s, u"Code Reviewer"_s};
        QCOMPARE(textsFound(texts, u"beng"_s), QStringList{u"Backend Engineer"_s});
        QCOMPARE(textsFound(texts, u"eng"_s),
                 (QStringList{u"Backend Engineer"_s, u"Frontend Engineer"_s}));
        QCOMPARE(textsFound(texts, u"gneb"_s), QStringList());
        QCOMPARE(textsFound(texts, u"  "_s), QStringList());
        QCOMPARE(textsFound(texts, u"reviewer code"_s), QStringList{u"Code Reviewer"_s});
        QCOMPARE(textsFound(texts, u"code engineer"_s), QStringList());
    }

    void marksTheLettersOfTheBestWay()
    {
        QCOMPARE(marked(u"Backend Engineer"_s, u"be"_s), u"[B]ackend [E]ngineer"_s);
        QCOMPARE(marked(u"Backend Engineer"_s, u"eng"_s), u"Backend [E][n][g]ineer"_s);
        QCOMPARE(marked(u"camelCaseName"_s, u"cn"_s), u"[c]amelCase[N]ame"_s);
        QCOMPARE(marked(u"Étude No 5"_s, u"etude5"_s), u"[É][t][u][d][e] No [5]"_s);
        QCOMPARE(marked(u"Re\u0301sume\u0301"_s, u"sum"_s), u"Re\u0301[s][u][m]e\u0301"_s);
        QCOMPARE(marked(u"الذكاء الاصطناعي"_s, u"ذكاء"_s), u"ال[ذ][ك][ا][ء] الاصطناعي"_s);
        QCOMPARE(marked(u"😀 検索エンジン"_s, u"検エ"_s), u"😀 [検]索[エ]ンジン"_s);
    }

    void whatSeparatesWordsIsAllOne()
    {
        QCOMPARE(textsFound({u"Backend Engineer"_s}, u"backend-engineer"_s).size(), 1);
        QCOMPARE(textsFound({u"backend_engineer"_s}, u"backend-eng"_s).size(), 1);
    }

    void prefersBeginningsNeighboursCaseAndShortTexts()
    {
        const auto best = [](const QStringList &texts, const QString &typed) {
            return textsFound(texts, typed).constFirst();
        };
        QCOMPARE(best({u"xapi"_s, u"the api"_s, u"api"_s}, u"api"_s), u"api"_s);
        QCOMPARE(best({u"about pick"_s, u"a api tool"_s}, u"api"_s), u"a api tool"_s);
        QCOMPARE(best({u"api"_s, u"API"_s}, u"API"_s), u"API"_s);
        QCOMPARE(best({u"writer of code"_s, u"writer"_s}, u"wr"_s), u"writer"_s);
        QCOMPARE(textsFound({u"a"_s, u"a"_s}, u"a"_s).size(), 2);
    }

    void theBestAreTheBestOfAll()
    {
        QRandomGenerator random(31);
        QStringList texts;
        for (int i = 0; i < 3000; ++i) {
            QString text;
            for (int j = random.bounded(1, 24); j > 0; --j) {
                text += u"abcdeAB- é1"[random.bounded(11)];
            }
            texts.append(text);
        }
        const FuzzyFinder finder(texts);
        for (int round = 0; round < 300; ++round) {
            QString typed;
            for (int j = random.bounded(1, 6); j > 0; --j) {
                typed += u"abcdeAB1-é "[random.bounded(11)];
            }
            // Asked for all, nothing is ruled out by its limit.
            const QList<FuzzyMatch> all = finder.find(typed, static_cast<int>(texts.size()));
            const QList<FuzzyMatch> best = finder.find(typed, 20);
            QCOMPARE(best, all.first(std::min<qsizetype>(all.size(), 20)));
            for (int item = 0; item < texts.size(); item += 97) {
                const QList<FuzzyMatch> alone = FuzzyFinder({texts.at(item)}).find(typed, 1);
                const auto same = std::ranges::find(
                    all, item, [](const FuzzyMatch &match) { return match.item; });
                QCOMPARE(alone.isEmpty(), same == all.end());
                QVERIFY(alone.isEmpty()
                        || (alone.first().score == same->score
                            && alone.first().positions == same->positions));
            }
        }
    }

    void itemsAreReplacedAndTakenOut()
    {
        FuzzyFinder finder({u"alpha"_s, u"beta"_s});
        finder.replace(0, u"gamma"_s);
        QCOMPARE(finder.find(u"alpha"_s, 5).size(), 0);
        QCOMPARE(finder.find(u"gam"_s, 5).constFirst().item, 0);
        for (int i = 0; i < 100; ++i) { // leaves much behind, which is cleared away
            finder.replace(1, u"delta %1"_s.arg(i));
        }
        QCOMPARE(finder.find(u"delta99"_s, 5).constFirst().item, 1);
        QCOMPARE(finder.find(u"gamma"_s, 5).constFirst().item, 0);
        finder.replace(1, {});
        QCOMPARE(finder.find(u"delta"_s, 5).size(), 0);
    }

    void readsHeadings()
    {
        const QByteArray text =
            "---\n# not: one\n---\n# Title #\r\n\n## C# and F#\n  ### Indented\n"
            "    # code\n#no space\n```\n# in code\n```\n~~~\n```\n# too\n~~~~\n"
            "####### seven\n#\n###### Last";
        QStringList found;
        for (const auto headings = headingsOf(text); const Heading &heading : headings) {
            found.append(u"%1:%2"_s.arg(heading.line).arg(heading.title));
        }
        QCOMPARE(found,
                 (QStringList{u"4:Title"_s, u"6:C# and F#"_s, u"7:Indented"_s, u"19:Last"_s}));
    }
};

QTEST_GUILESS_MAIN(TestSearchFuzzy)
#include "tst_search_fuzzy.moc"
