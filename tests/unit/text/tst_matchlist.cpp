#include "text/matchlist.h"

#include <QRandomGenerator>
#include <QTest>

using namespace hermes::text;
using namespace Qt::StringLiterals;

class TestMatchList final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsByPosition();
    void matchesBehindAnEditMove();
    void matchesThatAreEditedAreGone();
    void randomEditsLeaveWhatIsThere();
};

namespace {

QList<Match> allOf(const MatchList &list)
{
    QList<Match> matches;
    for (qsizetype i = 0; i < list.count(); ++i) {
        matches.append(list.at(i));
    }
    return matches;
}

} // namespace

void TestMatchList::findsByPosition()
{
    const MatchList list({{2, 3}, {8, 1}, {9, 0}});
    QCOMPARE(list.firstFrom(0), 0);
    QCOMPARE(list.firstFrom(2), 0);
    QCOMPARE(list.firstFrom(3), 1);
    QCOMPARE(list.firstFrom(10), 3);
    QCOMPARE(list.indexOf({8, 1}), 1);
    QCOMPARE(list.indexOf({8, 2}), -1);
    QCOMPARE(list.indexOf({20, 2}), -1);
}

void TestMatchList::matchesBehindAnEditMove()
{
    MatchList list({{2, 3}, {8, 1}, {20, 4}});
    list.noteEdit(5, 0, 2);
    QCOMPARE(allOf(list), (QList<Match>{{2, 3}, {10, 1}, {22, 4}}));
    list.noteEdit(12, 4, 1);
    QCOMPARE(allOf(list), (QList<Match>{{2, 3}, {10, 1}, {19, 4}}));
    list.noteEdit(0, 1, 0);
    QCOMPARE(allOf(list), (QList<Match>{{1, 3}, {9, 1}, {18, 4}}));
}

void TestMatchList::matchesThatAreEditedAreGone()
{
    MatchList list({{2, 3}, {8, 2}, {20, 4}});
    list.noteEdit(9, 0, 1);
    QCOMPARE(allOf(list), (QList<Match>{{2, 3}, {21, 4}}));
    list.noteEdit(4, 18, 0);
    QCOMPARE(allOf(list), QList<Match>());
}

void TestMatchList::randomEditsLeaveWhatIsThere()
{
    QRandomGenerator random(20);
    QString text = u"needle hay "_s.repeated(40);
    const Search search = Search::compile({.pattern = u"needle"_s}).value();
    QList<Match> expected = search.all(text, {}, 1000, {}).value();
    MatchList list(expected);
    for (int step = 0; step < 500; ++step) {
        const qsizetype start = random.bounded(text.size() + 1);
        const qsizetype removed = std::min<qsizetype>(random.bounded(4), text.size() - start);
        const QString added = u"x-y"_s.first(random.bounded(4));
        text.replace(start, removed, added);
        list.noteEdit(start, removed, added.size());
        expected.removeIf([&](const Match &match) {
            return match.start < start + removed ? match.end() > start
                                                 : match.start < start && match.end() > start;
        });
        for (Match &match : expected) {
            match.start += match.start >= start + removed ? added.size() - removed : 0;
        }
        QCOMPARE(allOf(list), expected);
        for (const Match &match : std::as_const(expected)) {
            QCOMPARE(text.sliced(match.start, match.length), u"needle"_s);
        }
    }
}

QTEST_GUILESS_MAIN(TestMatchList)
#include "tst_matchlist.moc"
