#include "comparisons.h"
#include "diff/displayrows.h"

#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace hermes::diffview;
using Kind = DisplayRow::Kind;

namespace {

diff::LineDiff diffOf(int count, const QList<int> &changed)
{
    return diff::compareTexts(QString::fromUtf8(test::numberedLines(count, {})),
                              QString::fromUtf8(test::numberedLines(count, changed)));
}

QList<DisplayRow> folded(const diff::LineDiff &diff, const QSet<int> &unfolded = {})
{
    return displayRows(diff, Arrangement::SideBySide, Unchanged::Folded, unfolded);
}

QList<DisplayRow> foldsOf(const QList<DisplayRow> &rows)
{
    QList<DisplayRow> folds;
    std::ranges::copy_if(rows, std::back_inserter(folds),
                         [](const DisplayRow &row) { return row.kind == Kind::Fold; });
    return folds;
}

} // namespace

class TestDisplayRows : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingDiffersIsOneFold()
    {
        const auto rows = folded(diffOf(50, {}));
        QCOMPARE(rows, (QList<DisplayRow>{{Kind::Fold, 0, 50}}));
        QCOMPARE(changeStarts(diffOf(50, {}), rows), QList<int>());
    }

    void longRunsFoldAndKeepTheirContext()
    {
        const diff::LineDiff diff = diffOf(60, {20, 50});
        QCOMPARE(
            foldsOf(folded(diff)),
            (QList<DisplayRow>{{Kind::Fold, 0, 16}, {Kind::Fold, 23, 23}, {Kind::Fold, 53, 7}}));
    }

    void shortRunsStayOpen()
    {
        // 8 lines before, 8 between, 8 after
        QCOMPARE(foldsOf(folded(diffOf(26, {9, 18}))), QList<DisplayRow>());
        QCOMPARE(foldsOf(folded(diffOf(28, {10, 19}))).size(), 2); // 9 before, 9 after
    }

    void anOpenedFoldShowsItsRows()
    {
        const diff::LineDiff diff = diffOf(60, {20, 50});
        QCOMPARE(foldsOf(folded(diff, {23})).size(), 2);
        QCOMPARE(foldsOf(folded(diff, {0, 23, 53})), QList<DisplayRow>());
    }

    void nothingFoldsIfAllIsAskedFor()
    {
        const auto rows =
            displayRows(diffOf(60, {20}), Arrangement::SideBySide, Unchanged::Shown, {});
        QCOMPARE(rows.size(), 60);
        QCOMPARE(foldsOf(rows), QList<DisplayRow>());
    }

    void unifiedShowsRemovedBeforeAdded()
    {
        const diff::LineDiff diff = diffOf(4, {2, 3});
        QCOMPARE(displayRows(diff, Arrangement::Unified, Unchanged::Folded, {}),
                 (QList<DisplayRow>{{Kind::Both, 0},
                                    {Kind::Left, 1},
                                    {Kind::Left, 2},
                                    {Kind::Right, 1},
                                    {Kind::Right, 2},
                                    {Kind::Both, 3}}));
    }

    void changesBeginWhereRowsBeginToDiffer()
    {
        const diff::LineDiff diff = diffOf(60, {20, 21, 50});
        const auto rows = folded(diff);
        QCOMPARE(changeStarts(diff, rows), (QList<int>{4, 13}));
        QCOMPARE(rows.at(4).row, 19);
        QCOMPARE(rows.at(13).row, 49);
    }

    void everyLineIsShownOnce_data()
    {
        QTest::addColumn<QList<int>>("changed");
        QTest::newRow("none") << QList<int>{};
        QTest::newRow("first") << QList<int>{1};
        QTest::newRow("last") << QList<int>{40};
        QTest::newRow("ends") << QList<int>{1, 40};
        QTest::newRow("runs") << QList<int>{10, 11, 12, 30};
    }

    void everyLineIsShownOnce()
    {
        QFETCH(QList<int>, changed);
        const diff::LineDiff diff = diffOf(40, changed);
        for (const Arrangement arrangement : {Arrangement::SideBySide, Arrangement::Unified}) {
            QList<int> left;
            QList<int> right;
            for (const auto allRows = displayRows(diff, arrangement, Unchanged::Folded, {});
                 const DisplayRow &row : allRows) {
                for (int i = 0; i < row.count; ++i) {
                    const diff::DiffRow &compared = diff.rows.at(row.row + i);
                    if (row.kind != Kind::Right && compared.leftLine >= 0) {
                        left.append(compared.leftLine);
                    }
                    if (row.kind != Kind::Left && compared.rightLine >= 0) {
                        right.append(compared.rightLine);
                    }
                }
            }
            for (const QList<int> &lines : {left, right}) {
                QCOMPARE(lines.size(), 40);
                QVERIFY(std::ranges::is_sorted(lines));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestDisplayRows)
#include "tst_displayrows.moc"
