#include "browser/catalogfilter.h"
#include "browser/catalogmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using browser::CatalogFilter;
using browser::CatalogModel;
using browser::FilterQuery;
using core::EntryKind;
using registry::EntrySummary;
using workspace::EntryState;

namespace {

EntrySummary entry(EntryKind kind, const QString &id, const QString &name,
                   const QString &category = {})
{
    EntrySummary summary;
    summary.id = {kind, id};
    summary.name = name;
    summary.version = u"1.0.0"_s;
    summary.category = category;
    return summary;
}

core::Problem error(const QString &message)
{
    core::Problem problem;
    problem.severity = core::Problem::Severity::Error;
    problem.message = message;
    return problem;
}

/// The tree as text, one row a line, two spaces for each level.
QStringList outline(const QAbstractItemModel &model, const QModelIndex &parent = {}, int level = 0)
{
    QStringList lines;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        lines.append(QString(qsizetype(2) * level, u' ') + index.data().toString());
        lines.append(outline(model, index, level + 1));
    }
    return lines;
}

QList<EntrySummary> manyEntries(int count)
{
    QList<EntrySummary> entries;
    for (int i = 0; i < count; ++i) {
        // 7919 is prime to the counts used: every number once, in an order that is not sorted.
        const int number = static_cast<int>(qint64{i} * 7919 % count);
        EntrySummary summary =
            entry(EntryKind::Agent, u"agent-%1"_s.arg(number), u"Agent %1"_s.arg(number));
        summary.description =
            u"Implements robust, secure server-side services, data access, and business logic."_s;
        summary.tags = {u"api"_s, number % 3 == 0 ? u"backend"_s : u"frontend"_s};
        entries.append(summary);
    }
    return entries;
}

} // namespace

class TestCatalogModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void groupsByKindAndCategory()
    {
        CatalogModel model;
        const QAbstractItemModelTester tester(&model);
        model.addEntries({entry(EntryKind::Workflow, u"ship"_s, u"Ship"_s),
                          entry(EntryKind::Skill, u"pdf"_s, u"PDF"_s, u"documents"_s),
                          entry(EntryKind::Agent, u"architect"_s, u"Architect"_s),
                          entry(EntryKind::Skill, u"sql"_s, u"SQL"_s, u"data"_s),
                          entry(EntryKind::Skill, u"loose"_s, u"Loose"_s),
                          entry(EntryKind::Mcp, u"github"_s, u"GitHub"_s)});
        QCOMPARE(outline(model),
                 (QStringList{u"Agents"_s, u"  Architect"_s, u"Skills"_s, u"  data"_s, u"    SQL"_s,
                              u"  documents"_s, u"    PDF"_s, u"  Loose"_s, u"MCP servers"_s,
                              u"  GitHub"_s, u"Workflows"_s, u"  Ship"_s}));
        QCOMPARE(model.index(1, 0, {}).data(CatalogModel::EntryCountRole).toInt(), 3);
    }

    void ordersNamesAsPeopleDo()
    {
        CatalogModel model;
        const QAbstractItemModelTester tester(&model);
        model.addEntries({entry(EntryKind::Agent, u"c"_s, u"agent 10"_s),
                          entry(EntryKind::Agent, u"b"_s, u"Agent 9"_s),
                          entry(EntryKind::Agent, u"z"_s, u"Same"_s),
                          entry(EntryKind::Agent, u"a"_s, u"Same"_s),
                          entry(EntryKind::Agent, u"nameless"_s, {})});
        QCOMPARE(outline(model),
                 (QStringList{u"Agents"_s, u"  Agent 9"_s, u"  agent 10"_s, u"  nameless"_s,
                              u"  Same"_s, u"  Same"_s}));
        QCOMPARE(model.row(model.index(3, 0, model.index(0, 0, {}))).entry.id.id, u"a"_s);
    }

    void batchIsOneInsertionForEachRun()
    {
        CatalogModel model;
        const QAbstractItemModelTester tester(&model);
        model.addEntries({entry(EntryKind::Agent, u"m"_s, u"M"_s)});
        const QSignalSpy inserted(&model, &CatalogModel::rowsInserted);
        const QSignalSpy reset(&model, &CatalogModel::modelReset);
        model.addEntries({entry(EntryKind::Agent, u"a"_s, u"A"_s),
                          entry(EntryKind::Agent, u"z"_s, u"Z"_s),
                          entry(EntryKind::Agent, u"b"_s, u"B"_s)});
        QCOMPARE(inserted.size(), 2);
        QCOMPARE(inserted.at(0).at(1).toInt(), 0);
        QCOMPARE(inserted.at(0).at(2).toInt(), 1);
        QCOMPARE(reset.size(), 0);
        QCOMPARE(outline(model),
                 (QStringList{u"Agents"_s, u"  A"_s, u"  B"_s, u"  M"_s, u"  Z"_s}));
    }

    void laterEntryWithTheSameIdWins()
    {
        CatalogModel model;
        const QAbstractItemModelTester tester(&model);
        model.addEntries({entry(EntryKind::Agent, u"a"_s, u"First"_s),
                          entry(EntryKind::Agent, u"a"_s, u"Second"_s)});
        QCOMPARE(outline(model), (QStringList{u"Agents"_s, u"  Second"_s}));
        QCOMPARE(model.entryCount(), 1);
    }

    void updateChangesOneRow()
    {
        CatalogModel model;
        const QAbstractItemModelTester tester(&model);
        model.addEntries(manyEntries(50));
        const QSignalSpy changed(&model, &CatalogModel::dataChanged);
        const QSignalSpy moved(&model, &CatalogModel::rowsMoved);
        EntrySummary update = entry(EntryKind::Agent, u"agent-7"_s, u"Agent 7"_s);
        update.version = u"2.0.0"_s;
        model.updateEntry(update);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(moved.size(), 0);
        QCOMPARE(model.indexOf({EntryKind::Agent, u"agent-7"_s})
                     .data(CatalogModel::VersionRole)
                     .toString(),
                 u"2.0.0"_s);
        model.updateEntry(update);
        QCOMPARE(changed.size(), 1);
    }

    void newNameMovesTheRow_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("toTheFront")
            << u"A"_s << QStringList{u"Agents"_s, u"  A"_s, u"  B"_s, u"  D"_s, u"  F"_s};
        QTest::newRow("toTheEnd") << u"G"_s
                                  << QStringList{u"Agents"_s, u"  B"_s, u"  F"_s, u"  G"_s};
        QTest::newRow("stays") << u"E"_s << QStringList{u"Agents"_s, u"  B"_s, u"  E"_s, u"  F"_s};
    }

    void newNameMovesTheRow()
    {
        QFETCH(const QString, name);
        QFETCH(const QStringList, expected);
        CatalogModel model;
        const QAbstractItemModelTester tester(&model);
        model.addEntries({entry(EntryKind::Agent, u"b"_s, u"B"_s),
                          entry(EntryKind::Agent, u"d"_s, u"D"_s),
                          entry(EntryKind::Agent, u"f"_s, u"F"_s)});
        const QPersistentModelIndex watched = model.indexOf({EntryKind::Agent, u"d"_s});
        model.updateEntry(entry(EntryKind::Agent, u"d"_s, name));
        QStringList shown = expected;
        shown.removeAll(u"  D"_s);
        QCOMPARE(outline(model), shown);
        QCOMPARE(watched.data().toString(), name);
    }

    void newCategoryMovesTheEntryAndDropsTheEmptyGroup()
    {
        CatalogModel model;
        const QAbstractItemModelTester tester(&model);
        model.addEntries({entry(EntryKind::Skill, u"pdf"_s, u"PDF"_s, u"documents"_s)});
        model.updateEntry(entry(EntryKind::Skill, u"pdf"_s, u"PDF"_s, u"office"_s));
        QCOMPARE(outline(model), (QStringList{u"Skills"_s, u"  office"_s, u"    PDF"_s}));
        model.removeEntry({EntryKind::Skill, u"pdf"_s});
        QCOMPARE(outline(model), QStringList());
        QVERIFY(!model.indexOf({EntryKind::Skill, u"pdf"_s}).isValid());
    }

    void removalOfAnUnknownEntryDoesNothing()
    {
        CatalogModel model;
        const QAbstractItemModelTester tester(&model);
        model.addEntries({entry(EntryKind::Agent, u"a"_s, u"A"_s)});
        model.removeEntry({EntryKind::Skill, u"a"_s});
        QCOMPARE(model.entryCount(), 1);
    }

    void statesBecomeMarks()
    {
        CatalogModel model;
        const QAbstractItemModelTester tester(&model);
        EntrySummary broken = entry(EntryKind::Agent, u"broken"_s, u"Broken"_s);
        broken.problems = {error(u"The manifest has no version."_s)};
        EntrySummary warned = entry(EntryKind::Agent, u"warned"_s, u"Warned"_s);
        warned.problems = {error(u"Weak wording."_s)};
        warned.problems.front().severity = core::Problem::Severity::Warning;
        model.addEntries({broken, warned, entry(EntryKind::Agent, u"draft"_s, u"Draft"_s),
                          entry(EntryKind::Agent, u"torn"_s, u"Torn"_s)});
        model.setEntryStates({{{EntryKind::Agent, u"draft"_s}, EntryState::Modified},
                              {{EntryKind::Agent, u"torn"_s}, EntryState::Conflicted}});
        const auto mark = [&model](const QString &id) {
            return model.indexOf({EntryKind::Agent, id})
                .data(CatalogModel::MarkRole)
                .value<CatalogModel::Mark>();
        };
        QCOMPARE(mark(u"broken"_s), CatalogModel::Mark::Broken);
        QCOMPARE(mark(u"warned"_s), CatalogModel::Mark::Clean);
        QCOMPARE(mark(u"draft"_s), CatalogModel::Mark::Modified);
        QCOMPARE(mark(u"torn"_s), CatalogModel::Mark::Broken);
        const QModelIndex draft = model.indexOf({EntryKind::Agent, u"draft"_s});
        QCOMPARE(draft.data(Qt::AccessibleTextRole).toString(),
                 u"Draft, version 1.0.0, modified"_s);
        QCOMPARE(model.counts().modified, 1);
        model.setEntryStates({});
        QCOMPARE(mark(u"draft"_s), CatalogModel::Mark::Clean);
        QCOMPARE(model.counts().modified, 0);
        QCOMPARE(model.counts().withProblems, 2);
        model.setEntryStates({{{EntryKind::Agent, u"warned"_s}, EntryState::Modified}});
        QCOMPARE(mark(u"draft"_s), CatalogModel::Mark::Clean);
        QCOMPARE(mark(u"warned"_s), CatalogModel::Mark::Modified);
        QCOMPARE(mark(u"torn"_s), CatalogModel::Mark::Clean);
        QCOMPARE(model.counts().modified, 1);
        model.updateEntry(entry(EntryKind::Agent, u"broken"_s, u"Mended"_s));
        model.removeEntry({EntryKind::Agent, u"warned"_s});
        QCOMPARE(model.counts().modified, 0);
        QCOMPARE(model.counts().withProblems, 0);
    }

    void tooltipShowsMarkupAsText()
    {
        CatalogModel model;
        EntrySummary summary = entry(EntryKind::Agent, u"a"_s, u"<img src=x>"_s);
        summary.description = u"<b>bold</b>"_s;
        model.addEntries({summary});
        const QString tip = model.indexOf(summary.id).data(Qt::ToolTipRole).toString();
        QVERIFY2(!tip.contains(u"<img"_s) && tip.contains(u"&lt;b&gt;bold"_s), qPrintable(tip));
    }

    void filterMatches_data()
    {
        QTest::addColumn<QString>("filter");
        QTest::addColumn<bool>("matches");
        QTest::newRow("empty") << u""_s << true;
        QTest::newRow("name") << u"backend"_s << true;
        QTest::newRow("caseIgnored") << u"BACKend"_s << true;
        QTest::newRow("everyWord") << u"engineer robust"_s << true;
        QTest::newRow("oneWordMissing") << u"backend poetry"_s << false;
        QTest::newRow("abbreviation") << u"beng"_s << true;
        QTest::newRow("lettersInTheMiddle") << u"ckgin"_s << false;
        QTest::newRow("lettersOverNameAndId") << u"engbac"_s << false;
        QTest::newRow("description") << u"robust"_s << true;
        QTest::newRow("tag") << u"tag:api"_s << true;
        QTest::newRow("tagOfOther") << u"tag:poetry"_s << false;
        QTest::newRow("toolAnyCase") << u"tool:bash"_s << true;
        QTest::newRow("tagIsNotATool") << u"tool:api"_s << false;
        QTest::newRow("model") << u"model:sonnet"_s << true;
        QTest::newRow("kind") << u"kind:agent"_s << true;
        QTest::newRow("otherKind") << u"kind:skill"_s << false;
        QTest::newRow("status") << u"status:modified"_s << true;
        QTest::newRow("statusHalfTyped") << u"status:mod"_s << true;
        QTest::newRow("otherStatus") << u"status:clean"_s << false;
        QTest::newRow("problem") << u"has:problem"_s << true;
        QTest::newRow("keyAlone") << u"tag:"_s << true;
        QTest::newRow("unknownKeyIsAWord") << u"note:urgent"_s << true;
        QTest::newRow("unknownKeyNotThere") << u"colour:red"_s << false;
    }

    void filterMatches()
    {
        QFETCH(const QString, filter);
        QFETCH(const bool, matches);
        EntrySummary summary =
            entry(EntryKind::Agent, u"backend-engineer"_s, u"Backend Engineer"_s);
        summary.description = u"Implements robust services; note:urgent"_s;
        summary.tags = {u"api"_s, u"server"_s};
        summary.tools = {u"Read"_s, u"Bash"_s};
        summary.model = u"claude-sonnet-4.6"_s;
        summary.problems = {error(u"x"_s)};
        QCOMPARE(FilterQuery::parse(filter).matches(browser::FilterText::of(summary), summary,
                                                    EntryState::Modified),
                 matches);
    }

    void filterKeepsGroupsWithMatches()
    {
        CatalogModel model;
        CatalogFilter filter(model);
        const QAbstractItemModelTester tester(&filter);
        model.addEntries({entry(EntryKind::Agent, u"architect"_s, u"Architect"_s),
                          entry(EntryKind::Skill, u"pdf"_s, u"PDF"_s, u"documents"_s),
                          entry(EntryKind::Skill, u"sql"_s, u"SQL"_s, u"data"_s)});
        filter.setQuery(FilterQuery::parse(u"pdf"_s));
        QCOMPARE(outline(filter), (QStringList{u"Skills"_s, u"  documents"_s, u"    PDF"_s}));
        QCOMPARE(filter.index(0, 0).data(CatalogModel::EntryCountRole).toInt(), 1);
        model.updateEntry(entry(EntryKind::Agent, u"architect"_s, u"PDF architect"_s));
        QCOMPARE(outline(filter).constFirst(), u"Agents"_s);
        model.addEntries({entry(EntryKind::Mcp, u"pdf-server"_s, u"Server"_s)});
        QCOMPARE(outline(filter).constLast(), u"  Server"_s);
        filter.setQuery({});
        QCOMPARE(outline(filter).size(), 9);
    }

    void loadingInBatches()
    {
        const QList<EntrySummary> entries = manyEntries(10'000);
        QBENCHMARK_ONCE
        {
            CatalogModel model;
            const CatalogFilter filter(model);
            QCOMPARE(filter.rowCount(), 0);
            for (qsizetype i = 0; i < entries.size(); i += 200) {
                model.addEntries(entries.sliced(i, 200));
            }
            QCOMPARE(filter.entryCount(filter.index(0, 0)), 10'000);
        }
    }

    void filteringManyEntries()
    {
        CatalogModel model;
        CatalogFilter filter(model);
        model.addEntries(manyEntries(10'000));
        QCOMPARE(filter.entryCount(filter.index(0, 0)), 10'000);
        QBENCHMARK
        {
            filter.setQuery(FilterQuery::parse(u"backend"_s));
            filter.setQuery({});
        }
    }
};

QTEST_MAIN(TestCatalogModel)
#include "tst_catalogmodel.moc"
