#include "core/pacedqueue.h"

#include <QElapsedTimer>
#include <QTest>
#include <QTimer>

using hermes::core::PacedQueue;

class TestPacedQueue final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void piecesRunInOrderAndNeverAtOnce()
    {
        PacedQueue queue;
        QList<int> ran;
        for (int i = 0; i < 5; ++i) {
            queue.add([&ran, i] { ran.append(i); });
        }
        QVERIFY(ran.isEmpty());
        QVERIFY(!queue.isEmpty());
        QTRY_COMPARE(ran, (QList{0, 1, 2, 3, 4}));
        QVERIFY(queue.isEmpty());
    }

    void otherEventsComeBetweenLongPieces()
    {
        PacedQueue queue;
        int pieces = 0;
        int piecesAtEvent = -1;
        const auto busy = [&pieces] {
            QElapsedTimer timer;
            timer.start();
            while (timer.elapsed() < 6) { } // longer than a turn
            ++pieces;
        };
        for (int i = 0; i < 10; ++i) {
            queue.add(busy);
        }
        QMetaObject::invokeMethod(this, [&] { piecesAtEvent = pieces; }, Qt::QueuedConnection);
        QTRY_COMPARE(pieces, 10);
        QVERIFY2(piecesAtEvent >= 0 && piecesAtEvent < 10,
                 qPrintable(QString::number(piecesAtEvent)));
    }

    void aPieceMayAddAndClear()
    {
        PacedQueue queue;
        QStringList ran;
        queue.add([&] {
            ran.append(QStringLiteral("first"));
            queue.add([&] { ran.append(QStringLiteral("added")); });
        });
        QTRY_COMPARE(ran, (QStringList{QStringLiteral("first"), QStringLiteral("added")}));
        queue.add([&] { queue.clear(); });
        queue.add([&] { ran.append(QStringLiteral("forgotten")); });
        QTRY_VERIFY(queue.isEmpty());
        QCOMPARE(ran.size(), 2);
        queue.add([&] { ran.append(QStringLiteral("again")); });
        QTRY_COMPARE(ran.size(), 3);
    }

    void whatWaitsIsForgottenWithTheQueue()
    {
        bool hasRun = false;
        {
            PacedQueue queue;
            queue.add([&hasRun] { hasRun = true; });
        }
        QCoreApplication::processEvents();
        QVERIFY(!hasRun);
    }
};

QTEST_GUILESS_MAIN(TestPacedQueue)
#include "tst_pacedqueue.moc"
