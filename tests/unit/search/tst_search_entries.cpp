#include "search/anythingfinder.h"
#include "search/facets.h"
#include "search/fieldmatch.h"
#include "searchfixture.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace hermes::search;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

const QDateTime now(QDate(2026, 3, 10), QTime(12, 0));

registry::EntrySummary made(const QString &id, const QString &name, const QStringList &tags,
                            const QStringList &tools, const QString &model, const QString &author)
{
    registry::EntrySummary entry = SearchFixture::entry(id);
    entry.name = name;
    entry.tags = tags;
    entry.tools = tools;
    entry.model = model;
    entry.author = author;
    return entry;
}

EntryTable sample()
{
    QList<registry::EntrySummary> entries{
        made(u"backend-engineer"_s, u"Backend Engineer"_s, {u"api"_s, u"server"_s},
             {u"Bash"_s, u"Read"_s}, u"claude-opus"_s, u"Ada Moreau"_s),
        made(u"api-writer"_s, u"API Writer"_s, {u"rapid-api"_s}, {u"Read"_s}, u"gpt-6"_s,
             u"José Núñez"_s),
        made(u"reviewer"_s, u"Code Reviewer"_s, {}, {}, QString(), u"Ada Moreau"_s)};
    entries[1].id.kind = core::EntryKind::Skill;
    entries[1].description = u"Writes “clear” docs"_s;
    entries[1].version = u"2.1.0"_s;
    entries[2].problems.append(core::Problem());
    EntryTable table(entries);
    table.setFacts(0, {Status::Modified, now.addDays(-2), true});
    table.setFacts(1, {Status::Clean, now.addDays(-20), false});
    return table;
}

QStringList idsOf(const EntryTable &table, const QString &query)
{
    const auto rows = matchingRows(table, Query::parse(query), now);
    if (!rows) {
        return {rows.error().message};
    }
    QStringList ids;
    for (const int row : *rows) {
        ids.append(table.entry(row).id.id);
    }
    return ids;
}

QStringList shown(const QList<FacetCount> &counts)
{
    QStringList result;
    for (const FacetCount &count : counts) {
        result.append(u"%1 %2 %3"_s.arg(count.label).arg(count.count).arg(count.term.toString()));
    }
    return result;
}

} // namespace

class TestSearchEntries final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void filtersByFields_data()
    {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QString>("ids");
        const auto row = [](const QString &query, const QString &ids) {
            QTest::newRow(qPrintable(query)) << query << ids;
        };
        const QString all = u"backend-engineer api-writer reviewer"_s;
        row(QString(), all);
        row(u"engineer"_s, u"backend-engineer"_s);
        row(u"beng"_s, u"backend-engineer"_s); // an abbreviation
        row(u"\"beng\""_s, QString());
        row(u"be"_s, QString()); // too short for one
        row(u"API"_s, u"backend-engineer api-writer"_s); // case never matters in fields
        row(u"nunez"_s, u"api-writer"_s);
        row(u"\"“clear” docs\""_s, u"api-writer"_s);
        row(u"tag:api"_s, u"backend-engineer api-writer"_s);
        row(u"tag:\"api\""_s, u"backend-engineer"_s);
        row(u"-tag:api"_s, u"reviewer"_s);
        row(u"tag:server,rapid"_s, u"backend-engineer api-writer"_s);
        row(u"tool:bash"_s, u"backend-engineer"_s);
        row(u"model:opus"_s, u"backend-engineer"_s);
        row(u"author:moreau -tool:read"_s, u"reviewer"_s);
        row(u"kind:ag"_s, u"backend-engineer reviewer"_s);
        row(u"kind:agent,skill"_s, all);
        row(u"status:mod"_s, u"backend-engineer"_s);
        row(u"has:problem"_s, u"reviewer"_s);
        row(u"has:error"_s, u"reviewer"_s);
        row(u"changed:7d"_s, u"backend-engineer"_s);
        row(u"changed:1m"_s, u"backend-engineer api-writer"_s);
        row(u"changed:2026-03-08"_s, u"backend-engineer"_s);
        row(u"changed:version"_s, u"backend-engineer"_s);
        row(u"changed:1.0.0"_s, u"backend-engineer api-writer"_s);
        row(u"changed:2.1.0"_s, QString());
        row(u"-writer -engineer"_s, u"reviewer"_s);
        row(u"/^code/"_s, u"reviewer"_s);
        row(u"engineer backend"_s, u"backend-engineer"_s);
        row(u"\"engineer backend\""_s, QString()); // not from one field into the next
    }
    void filtersByFields()
    {
        QFETCH(QString, query);
        QFETCH(QString, ids);
        QCOMPARE(idsOf(sample(), query).join(u' '), ids);
    }

    void countsFacets()
    {
        const FacetCounts counts = countFacets(sample(), {0, 1, 2});
        QCOMPARE(shown(counts.kinds),
                 (QStringList{u"agent 2 kind:\"agent\""_s, u"skill 1 kind:\"skill\""_s}));
        QCOMPARE(shown(counts.statuses),
                 (QStringList{u"clean 2 status:\"clean\""_s, u"modified 1 status:\"modified\""_s}));
        QCOMPARE(shown(counts.tools),
                 (QStringList{u"Read 2 tool:\"Read\""_s, u"Bash 1 tool:\"Bash\""_s}));
        QCOMPARE(shown(counts.tags).size(), 3);
        QCOMPARE(shown(counts.models).size(), 2);
        QCOMPARE(shown(counts.authors).constFirst(), u"Ada Moreau 2 author:\"Ada Moreau\""_s);
        QCOMPARE(shown(countFacets(sample(), {2}).authors).size(), 1);
        // The term of a facet keeps as many as its count says.
        for (const auto allCounts = counts.tags + counts.tools + counts.authors + counts.kinds;
             const FacetCount &count : allCounts) {
            QCOMPARE(idsOf(sample(), count.term.toString()).size(), count.count);
        }
    }

    void changedRowsAreAsRowsMadeAnew()
    {
        QRandomGenerator random(53);
        const auto some = [&](int number) {
            QStringList tags;
            for (int i = random.bounded(4); i > 0; --i) {
                tags.append(u"tag-%1"_s.arg(random.bounded(9)));
            }
            return made(u"e-%1"_s.arg(number), u"Name %1"_s.arg(random.bounded(1000)), tags,
                        {u"T"_s}, u"m%1"_s.arg(random.bounded(3)), QString());
        };
        QList<registry::EntrySummary> entries;
        for (int i = 0; i < 700; ++i) {
            entries.append(some(i));
        }
        EntryTable table(entries);
        for (int i = 0; i < 600; ++i) {
            const int row = random.bounded(700);
            const EntryTable before = table; // must not see the change
            const QString old = before.entry(row).name;
            entries[row] = some(row);
            table.replace(row, entries.at(row));
            QCOMPARE(before.entry(row).name, old);
        }
        const EntryTable anew(entries);
        for (const QString &query :
             {u"tag:tag-3"_s, u"name"_s, u"\"name 7\""_s, u"model:m1 -tag:tag-1"_s}) {
            QCOMPARE(idsOf(table, query), idsOf(anew, query));
            QVERIFY(!idsOf(table, query).isEmpty());
        }
        table.remove(5);
        QVERIFY(!idsOf(table, QString()).contains(u"e-5"_s));
        QCOMPARE(idsOf(table, QString()).size(), 699);
    }

    void goesToEntriesTagsAndSections()
    {
        const EntryTable table = sample();
        AnythingFinder finder(table);
        finder.setHeadings(0, {{u"Method"_s, 3}, {u"Output"_s, 9}});
        finder.setHeadings(1, {{u"Method"_s, 5}});
        const auto found = [&](const QString &typed) {
            QStringList result;
            for (const auto ones = finder.find(typed, 10);
                 const AnythingFinder::Found &one : ones) {
                static const QStringList kinds{u"entry"_s, u"tag"_s, u"section"_s};
                result.append(
                    u"%1 %2 %3:%4 ×%5"_s.arg(kinds.at(static_cast<int>(one.kind)), one.text)
                        .arg(one.row)
                        .arg(one.line)
                        .arg(one.count));
            }
            return result;
        };
        QCOMPARE(found(u"beng"_s), QStringList{u"entry Backend Engineer 0:0 ×1"_s});
        QCOMPARE(found(u"backend-eng"_s), QStringList{u"entry Backend Engineer 0:0 ×1"_s});
        QCOMPARE(found(u"server"_s), QStringList{u"tag server -1:0 ×1"_s});
        QCOMPARE(found(u"method"_s), QStringList{u"section Method 0:3 ×2"_s});
        QCOMPARE(found(u"#meth"_s), QStringList{u"section Method 0:3 ×2"_s});
        QCOMPARE(found(u"writer#meth"_s), QStringList{u"section Method 1:5 ×1"_s});
        QCOMPARE(found(u"beng#"_s),
                 (QStringList{u"section Method 0:3 ×1"_s, u"section Output 0:9 ×1"_s}));
        QCOMPARE(found(u"api"_s).constFirst(), u"entry API Writer 1:0 ×1"_s);
        finder.setHeadings(0, {});
        QCOMPARE(found(u"method"_s), QStringList{u"section Method 1:5 ×1"_s});
        EntryTable changed = table;
        changed.remove(1);
        finder.updateRow(changed, 1);
        QCOMPARE(found(u"method"_s), QStringList());
        QCOMPARE(found(u"writer"_s), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestSearchEntries)
#include "tst_search_entries.moc"
