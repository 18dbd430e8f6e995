#include "core/onworker.h"

#include <QTest>
#include <QThread>

#include <memory>

using namespace hermes;

/// Work on a worker, and what comes of it.
class OnWorkerTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workIsDoneOnAnotherThread()
    {
        QThread *worker = nullptr;
        core::whenDone(core::onWorker([] { return QThread::currentThread(); }), this,
                       [&worker](QThread *thread) { worker = thread; });
        QTRY_VERIFY(worker != nullptr);
        QVERIFY(worker != QThread::currentThread());
    }

    void theEndIsToldInTheThreadOfTheReceiver()
    {
        QThread *teller = nullptr;
        core::whenDone(core::onWorker([] { return 1; }), this,
                       [&teller](int) { teller = QThread::currentThread(); });
        QTRY_COMPARE(teller, thread());
    }

    void workThatIsDoneAlreadyIsToldAfterTheCaller()
    {
        int told = 0;
        core::whenDone(QtFuture::makeReadyValueFuture(7), this,
                       [&told](int value) { told = value; });
        QCOMPARE(told, 0);
        QTRY_COMPARE(told, 7);
    }

    void aReceiverThatEndedIsToldNothing()
    {
        int told = 0;
        auto receiver = std::make_unique<QObject>();
        core::whenDone(QtFuture::makeReadyValueFuture(7), receiver.get(),
                       [&told](int value) { told = value; });
        receiver.reset();
        bool isLater = false;
        core::whenDone(QtFuture::makeReadyValueFuture(8), this,
                       [&isLater](int) { isLater = true; });
        QTRY_VERIFY(isLater);
        QCOMPARE(told, 0);
    }
};

QTEST_GUILESS_MAIN(OnWorkerTest)
#include "tst_onworker.moc"
