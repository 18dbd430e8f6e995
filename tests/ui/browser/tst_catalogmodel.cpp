#include "browser/catalogmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using browser::CatalogModel;
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

/// Shows the entries whose ids `accepts` names; numbers are given as they are asked for.
template <typename Accepts>
CatalogModel::Filter filterBy(const QStringList &ids, const Accepts &accepts)
{
    QBitArray accepted(ids.size());
    for (qsizetype i = 0; i < ids.size(); ++i) {
        accepted.setBit(i, accepts(ids.at(i)));
    }
    return {[ids](const core::EntryId &id) { return static_cast<int>(ids.indexOf(id.id)); },
            accepted};
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

    void filterKeepsGroupsWithMatches()
    {
        CatalogModel model;
        const QAbstractItemModelTester tester(&model);
        model.addEntries({entry(EntryKind::Agent, u"architect"_s, u"Architect"_s),
                          entry(EntryKind::Skill, u"pdf"_s, u"PDF"_s, u"documents"_s),
                          entry(EntryKind::Skill, u"sql"_s, u"SQL"_s, u"data"_s)});
        const QStringList ids{u"pdf"_s, u"pdf-server"_s, u"architect"_s, u"sql"_s};
        const auto show = [&](const QStringList &wanted) {
            model.setFilter(filterBy(ids, [&](const QString &id) { return wanted.contains(id); }));
        };
        show({u"pdf"_s, u"pdf-server"_s});
        QCOMPARE(outline(model), (QStringList{u"Skills"_s, u"  documents"_s, u"    PDF"_s}));
        QCOMPARE(model.index(0, 0, {}).data(CatalogModel::EntryCountRole).toInt(), 1);
        QCOMPARE(model.entryCount(), 3);
        QVERIFY(!model.indexOf({EntryKind::Skill, u"sql"_s}).isValid());
        QVERIFY(!model.groupIndex(EntryKind::Agent, {}).isValid());
        QCOMPARE(model.groupIndex(EntryKind::Skill, u"documents"_s).data().toString(),
                 u"documents"_s);
        QVERIFY(!model.groupIndex(EntryKind::Skill, u"data"_s).isValid());
        show({u"pdf"_s, u"pdf-server"_s, u"architect"_s});
        model.updateEntry(entry(EntryKind::Agent, u"architect"_s, u"PDF architect"_s));
        QCOMPARE(outline(model).constFirst(), u"Agents"_s);
        model.addEntries({entry(EntryKind::Mcp, u"pdf-server"_s, u"Server"_s)});
        QCOMPARE(outline(model).constLast(), u"  Server"_s);
        show({u"pdf-server"_s, u"architect"_s});
        model.updateEntry(entry(EntryKind::Skill, u"pdf"_s, u"Portable"_s, u"documents"_s));
        QCOMPARE(outline(model),
                 (QStringList{u"Agents"_s, u"  PDF architect"_s, u"MCP servers"_s, u"  Server"_s}));
        model.setFilter(std::nullopt);
        QCOMPARE(outline(model).size(), 9);
    }

    void hiddenEntriesMoveAndGo()
    {
        CatalogModel model;
        const QAbstractItemModelTester tester(&model);
        model.addEntries(
            {entry(EntryKind::Agent, u"a"_s, u"A"_s), entry(EntryKind::Agent, u"b"_s, u"B"_s),
             entry(EntryKind::Agent, u"c"_s, u"C"_s), entry(EntryKind::Agent, u"d"_s, u"D"_s)});
        model.setFilter(filterBy({u"a"_s, u"b"_s, u"c"_s, u"d"_s},
                                 [](const QString &id) { return id == u"b" || id == u"d"; }));
        model.updateEntry(entry(EntryKind::Agent, u"a"_s, u"Z"_s));
        model.updateEntry(entry(EntryKind::Agent, u"b"_s, u"E"_s));
        model.removeEntry({EntryKind::Agent, u"c"_s});
        QCOMPARE(outline(model), (QStringList{u"Agents"_s, u"  D"_s, u"  E"_s}));
        model.setFilter(std::nullopt);
        QCOMPARE(outline(model), (QStringList{u"Agents"_s, u"  D"_s, u"  E"_s, u"  Z"_s}));
    }

    void aFilterOfManyRowsIsAsOneOfFew()
    {
        CatalogModel model;
        const QAbstractItemModelTester tester(&model);
        model.addEntries(manyEntries(1'000));
        const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        QStringList ids;
        for (int i = 0; i < 1'000; ++i) {
            ids.append(u"agent-%1"_s.arg(i));
        }
        const auto isRound = [](const QString &id) { return id.endsWith(u"00"); };
        model.setFilter(filterBy(ids, isRound));
        QCOMPARE(reset.size(), 1);
        QCOMPARE(model.rowCount(model.index(0, 0, {})), 9);
        model.setFilter(
            filterBy(ids, [&](const QString &id) { return isRound(id) || id == u"agent-7"; }));
        QCOMPARE(reset.size(), 1);
        QCOMPARE(outline(model).at(1), u"  Agent 7"_s);
        QCOMPARE(model.index(0, 0, {}).data(CatalogModel::EntryCountRole).toInt(), 10);
    }

    void loadingInBatches()
    {
        const QList<EntrySummary> entries = manyEntries(10'000);
        QBENCHMARK_ONCE
        {
            CatalogModel model;
            for (qsizetype i = 0; i < entries.size(); i += 200) {
                model.addEntries(entries.sliced(i, 200));
            }
            QCOMPARE(model.rowCount(model.index(0, 0, {})), 10'000);
        }
    }
};

QTEST_MAIN(TestCatalogModel)
#include "tst_catalogmodel.moc"
