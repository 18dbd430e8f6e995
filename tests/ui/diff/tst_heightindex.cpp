#include "diff/heightindex.h"

#include <QTest>

using hermes::diffview::HeightIndex;

class TestHeightIndex : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingHasNoRow()
    {
        HeightIndex index;
        index.reset({});
        QCOMPARE(index.total(), 0);
        QCOMPARE(index.rowAt(0), -1);
        QCOMPARE(index.rowAt(100), -1);
    }

    void rowsAreFoundByTheirPlace()
    {
        HeightIndex index;
        index.reset({10, 20, 30});
        QCOMPARE(index.total(), 60);
        QCOMPARE(index.rowAt(0), 0);
        QCOMPARE(index.rowAt(9), 0);
        QCOMPARE(index.rowAt(10), 1);
        QCOMPARE(index.rowAt(29), 1);
        QCOMPARE(index.rowAt(30), 2);
        QCOMPARE(index.rowAt(59), 2);
        QCOMPARE(index.rowAt(60), 2); // below the end: the last one
        QCOMPARE(index.rowAt(-5), 0);
    }

    void agreesWithPlainSums()
    {
        QList<int> heights;
        quint32 state = 11;
        const auto next = [&state](quint32 limit) {
            state = state * 1664525u + 1013904223u;
            return static_cast<int>((state >> 16) % limit);
        };
        for (int i = 0; i < 333; ++i) {
            heights.append(1 + next(40));
        }
        HeightIndex index;
        index.reset(heights);
        for (int round = 0; round < 200; ++round) {
            const int row = next(333);
            heights[row] = 1 + next(80);
            index.setHeight(row, heights.at(row));
            int sum = 0;
            for (int i = 0; i < heights.size(); ++i) {
                QCOMPARE(index.offsetOf(i), sum);
                QCOMPARE(index.rowAt(sum), i);
                QCOMPARE(index.rowAt(sum + heights.at(i) - 1), i);
                sum += heights.at(i);
            }
            QCOMPARE(index.total(), sum);
        }
    }
};

QTEST_APPLESS_MAIN(TestHeightIndex)
#include "tst_heightindex.moc"
