#include "find/hitorder.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using find::GroupBy;
using find::SortBy;
using search::Hit;

class TestHitOrder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        add(core::EntryKind::Agent, u"a"_s, u"Agent 10"_s, u"opus"_s, 1, 5);
        add(core::EntryKind::Skill, u"b"_s, u"Agent 9"_s, u"haiku"_s, 3, 1);
        add(core::EntryKind::Agent, u"c"_s, u"beta"_s, {}, 2, 9);
        m_entries.setFacts(2, {search::Status::Modified, {}, false});
    }

    void sorts_data()
    {
        QTest::addColumn<SortBy>("sortBy");
        QTest::addColumn<QString>("ids");
        QTest::newRow("best first") << SortBy::Relevance << u"b c a"_s;
        QTest::newRow("by name, numbers by value") << SortBy::Name << u"b a c"_s;
        QTest::newRow("most matches first") << SortBy::Matches << u"c a b"_s;
    }

    void sorts()
    {
        QFETCH(const SortBy, sortBy);
        QFETCH(const QString, ids);
        QCOMPARE(text(find::arranged(m_entries, m_hits, sortBy, GroupBy::Nothing)), ids);
    }

    void groups_data()
    {
        QTest::addColumn<GroupBy>("groupBy");
        QTest::addColumn<QString>("groups");
        QTest::newRow("kind") << GroupBy::Kind << u"Skills: b Agents: c a"_s;
        QTest::newRow("status") << GroupBy::Status << u"Not changed: b a Modified: c"_s;
        QTest::newRow("model") << GroupBy::Model << u"haiku: b No model: c opus: a"_s;
        QTest::newRow("author") << GroupBy::Author << u"No author: b c a"_s;
    }

    void groups()
    {
        QFETCH(const GroupBy, groupBy);
        QFETCH(const QString, groups);
        QCOMPARE(text(find::arranged(m_entries, m_hits, SortBy::Relevance, groupBy)), groups);
    }

    void nothingIsNoGroup()
    {
        QVERIFY(find::arranged(m_entries, {}, SortBy::Name, GroupBy::Kind).isEmpty());
    }

private:
    void add(core::EntryKind kind, const QString &id, const QString &name, const QString &model,
             float score, int matches)
    {
        registry::EntrySummary entry;
        entry.id = {kind, id};
        entry.name = name;
        entry.model = model;
        Hit hit;
        hit.row = m_entries.append(entry);
        hit.id = entry.id;
        hit.score = score;
        hit.matches = matches;
        m_hits.append(hit);
    }

    static QString text(const QList<find::HitGroup> &groups)
    {
        QStringList words;
        for (const find::HitGroup &group : groups) {
            if (!group.title.isEmpty()) {
                words.append(group.title + u':');
            }
            for (const Hit &hit : group.hits) {
                words.append(hit.id.id);
            }
        }
        return words.join(u' ');
    }

    search::EntryTable m_entries;
    QList<Hit> m_hits;
};

QTEST_GUILESS_MAIN(TestHitOrder)
#include "tst_hitorder.moc"
