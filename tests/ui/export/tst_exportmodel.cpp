#include "export/exportmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using bundleexport::ExportFilter;
using bundleexport::ExportModel;
using bundleexport::ExportOffer;
using core::EntryId;
using core::EntryKind;
using workspace::EntryState;

namespace {

EntryId agent(const QString &id)
{
    return {EntryKind::Agent, id};
}

ExportOffer someOffer()
{
    ExportOffer offer;
    for (const QString &id : {u"api-designer"_s, u"newcomer"_s, u"reader"_s, u"writer"_s}) {
        registry::EntrySummary entry;
        entry.id = agent(id);
        entry.name = id.left(1).toUpper() + id.mid(1);
        offer.entries.append(entry);
    }
    offer.states = {{agent(u"newcomer"_s), EntryState::Added},
                    {agent(u"reader"_s), EntryState::Modified}};
    return offer;
}

} // namespace

class TestExportModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modelsKeepTheirPromisesToViews()
    {
        ExportModel model(someOffer());
        ExportFilter filter;
        filter.setSourceModel(&model);
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester filterTester(
            &filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setData(model.index(3), Qt::Checked, Qt::CheckStateRole);
        filter.setText(u"r"_s);
        model.setChecked({0, 1, 2}, Qt::Checked);
        filter.setText({});
        QCOMPARE(model.checkedCount(), 3);
    }

    void theChosenAreCheckedToBeginWith()
    {
        ExportOffer offer = someOffer();
        offer.chosen = {agent(u"writer"_s), agent(u"newcomer"_s)};
        const ExportModel model(offer);
        QCOMPARE(model.checkedIds(), QList<EntryId>{agent(u"writer"_s)});
    }

    void whatIsNotCommittedCannotBeChecked()
    {
        ExportModel model(someOffer());
        QVERIFY(!(model.flags(model.index(1)) & Qt::ItemIsUserCheckable));
        QVERIFY(!model.setData(model.index(1), Qt::Checked, Qt::CheckStateRole));
        model.setChecked({0, 1, 2, 3}, Qt::Checked);
        QCOMPARE(
            model.checkedIds(),
            (QList<EntryId>{agent(u"api-designer"_s), agent(u"reader"_s), agent(u"writer"_s)}));
        QCOMPARE(model.index(1).data(ExportModel::NoteRole).toString(), u"not committed yet"_s);
        QCOMPARE(model.committedCount(), 3);
    }

    void draftsAreCountedAmongWhatGoesIn()
    {
        ExportModel model(someOffer());
        QCOMPARE(model.checkedDrafts(), 0);
        QCOMPARE(model.allDrafts(), 2);
        model.setData(model.index(2), Qt::Checked, Qt::CheckStateRole);
        QCOMPARE(model.checkedDrafts(), 1);
        QCOMPARE(model.index(2).data(ExportModel::NoteRole).toString(), u"draft not included"_s);
        QCOMPARE(model.index(2).data(Qt::AccessibleTextRole).toString(),
                 u"Reader, agent/reader, draft not included"_s);
    }

    void manyAreCheckedInOneGo()
    {
        ExportModel model(someOffer());
        const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setChecked({0, 2, 3}, Qt::Checked);
        QCOMPARE(changed.size(), 1);
        model.setChecked({}, Qt::Checked);
        QCOMPARE(changed.size(), 1);
    }

    void filterFindsNamesAndIds()
    {
        ExportModel model(someOffer());
        ExportFilter filter;
        filter.setSourceModel(&model);
        filter.setText(u"WRITER"_s);
        QCOMPARE(filter.sourceRows(), QList<int>{3});
        filter.setText(u"agent/re"_s);
        QCOMPARE(filter.sourceRows(), QList<int>{2});
        filter.setText(u"[a-z"_s); // no pattern
        QCOMPARE(filter.sourceRows(), QList<int>());
        filter.setText({});
        QCOMPARE(filter.rowCount(), 4);
    }
};

QTEST_GUILESS_MAIN(TestExportModel)
#include "tst_exportmodel.moc"
