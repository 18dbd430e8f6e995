#include "sendingstudio.h"

#include <QTest>

using namespace hermes;
using namespace hermes::tour;
using namespace Qt::StringLiterals;
using Phase = SendingStudio::Phase;
using Way = SendingStudio::Way;
using Outcome = runs::Run::Outcome;

Q_DECLARE_METATYPE(Phase)
Q_DECLARE_METATYPE(Way)
Q_DECLARE_METATYPE(Outcome)

/// The whole program, closed at whatever moment of a test-send. How long it takes: bench_closing.
class TestClosing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatCameIsKeptAndTheServerIsLeft_data()
    {
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<Way>("way");
        QTest::addColumn<qsizetype>("runs");
        QTest::addColumn<bool>("hasAnswer");
        constexpr bool answered = true;
        constexpr bool unanswered = false;
        QTest::newRow("idle") << Phase::Idle << Way::Window << qsizetype(0) << unanswered;
        QTest::newRow("connecting")
            << Phase::Connecting << Way::Window << qsizetype(1) << unanswered;
        QTest::newRow("beforeTheFirstByte")
            << Phase::FirstByte << Way::Keys << qsizetype(1) << unanswered;
        QTest::newRow("streaming") << Phase::Streaming << Way::Window << qsizetype(1) << answered;
        QTest::newRow("streamingBySignal")
            << Phase::Streaming << Way::Signal << qsizetype(1) << answered;
        QTest::newRow("eightColumns")
            << Phase::EightColumns << Way::Keys << qsizetype(8) << answered;
        QTest::newRow("betweenAttempts")
            << Phase::RetryWait << Way::Window << qsizetype(1) << unanswered;
        QTest::newRow("aQuestionIsOpen")
            << Phase::Question << Way::Signal << qsizetype(0) << unanswered;
    }
    void whatCameIsKeptAndTheServerIsLeft()
    {
        QFETCH(const Phase, phase);
        QFETCH(const Way, way);
        QFETCH(const qsizetype, runs);
        QFETCH(const bool, hasAnswer);
        SendingStudio studio;
        QVERIFY2(studio.reach(phase), qPrintable(studio.what()));
        QCOMPARE(studio.close(way).exitCode, 0);
        QVERIFY(studio.isServerLeft());
        const QList<runs::Run> kept = studio.history();
        QCOMPARE(kept.size(), runs);
        for (const runs::Run &run : kept) {
            QCOMPARE(run.outcome, Outcome::Stopped);
            QCOMPARE(run.turns.constFirst().text, SendingStudio::question());
            QCOMPARE(run.answer.startsWith(SendingStudio::beginning()), hasAnswer);
        }
    }

    void aHistoryThatAnotherHoldsDelaysNobody()
    {
        SendingStudio studio;
        QVERIFY2(studio.reach(Phase::HistoryHeld), qPrintable(studio.what()));
        QCOMPARE(studio.close(Way::Window).exitCode, 0);
        QVERIFY(studio.isServerLeft());
        const QList<runs::Run> kept = studio.history();
        QCOMPARE(kept.size(), 1);
        QVERIFY(kept.first().answer.startsWith(SendingStudio::beginning()));
    }

    void aChangeOfAConnectionIsInItsFile()
    {
        SendingStudio studio;
        QVERIFY2(studio.reach(Phase::StoresHeld), qPrintable(studio.what()));
        QCOMPARE(studio.close(Way::Keys).exitCode, 0);
        QCOMPARE(studio.connectionName(), SendingStudio::newName());
    }
};

QTEST_MAIN(TestClosing)
#include "tst_closing.moc"
