#include "core/latesttask.h"

#include <QPromise>
#include <QTest>

#include <memory>
#include <vector>

using namespace hermes::core;

namespace {

/// Jobs that end when the test says so.
struct Jobs
{
    [[nodiscard]] LatestTask<int>::Launch launch()
    {
        return [this](const CancelFlag &flag) {
            flags.push_back(flag);
            QPromise<int> &promise = *promises.emplace_back(std::make_unique<QPromise<int>>());
            promise.start();
            return promise.future();
        };
    }

    void finish(size_t job, int value) const
    {
        promises.at(job)->addResult(value);
        promises.at(job)->finish();
    }

    std::vector<CancelFlag> flags;
    std::vector<std::unique_ptr<QPromise<int>>> promises;
};

LatestTask<int>::Launch ready(int value)
{
    return [value](const CancelFlag &) { return QtFuture::makeReadyValueFuture(value); };
}

} // namespace

class TestLatestTask : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_delivered.clear();
        m_receiver = std::make_unique<QObject>();
        m_task = std::make_unique<LatestTask<int>>(
            m_receiver.get(), [this](int value) { m_delivered.append(value); });
    }

    void onlyTheNewestOfManyIsDone()
    {
        Jobs jobs;
        for (int i = 0; i < 5; ++i) {
            m_task->request(jobs.launch());
        }
        QCOMPARE(jobs.promises.size(), size_t(1)); // one at a time
        QVERIFY(jobs.flags.at(0).isCancelled());
        jobs.finish(0, 1);
        QTRY_COMPARE(jobs.promises.size(), size_t(2));
        QVERIFY(!jobs.flags.at(1).isCancelled());
        jobs.finish(1, 2);
        QTRY_COMPARE(m_delivered, QList<int>{2});
        QVERIFY(!m_task->isRunning());
    }

    void nothingIsDeliveredWithinARequest()
    {
        for (int i = 0; i < 5; ++i) {
            m_task->request(ready(i));
            QVERIFY(m_delivered.isEmpty());
        }
        QTRY_COMPARE(m_delivered, QList<int>{4});
    }

    void cancelledResultIsNotDelivered()
    {
        Jobs jobs;
        m_task->request(jobs.launch());
        m_task->cancel();
        jobs.finish(0, 1);
        QTRY_VERIFY(!m_task->isRunning());
        QVERIFY(m_delivered.isEmpty());
    }

    void requestAfterCancelIsDone()
    {
        Jobs jobs;
        m_task->request(jobs.launch());
        m_task->cancel();
        m_task->request(ready(7));
        jobs.finish(0, 1);
        QTRY_COMPARE(m_delivered, QList<int>{7});
    }

    void jobThatEndsWithoutAResultLetsTheNextOneRun()
    {
        Jobs jobs;
        m_task->request(jobs.launch());
        jobs.promises.at(0)->future().cancel();
        jobs.promises.at(0)->finish();
        QTRY_VERIFY(!m_task->isRunning());
        QVERIFY(m_delivered.isEmpty());
        m_task->request(ready(3));
        QTRY_COMPARE(m_delivered, QList<int>{3});
    }

    void nothingIsDeliveredAfterTheReceiverIsGone()
    {
        Jobs jobs;
        m_task->request(jobs.launch());
        m_receiver.reset();
        QVERIFY(jobs.flags.at(0).isCancelled());
        jobs.finish(0, 1);
        QTRY_VERIFY(!m_task->isRunning());
        QVERIFY(m_delivered.isEmpty());
    }

    void goneTaskDeliversNothing()
    {
        Jobs jobs;
        m_task->request(jobs.launch());
        m_task.reset();
        QVERIFY(jobs.flags.at(0).isCancelled());
        jobs.finish(0, 1);
        QCoreApplication::sendPostedEvents();
        QVERIFY(m_delivered.isEmpty());
    }

    void taskMayGoWhileItDelivers()
    {
        m_task = std::make_unique<LatestTask<int>>(m_receiver.get(), [this](int value) {
            m_delivered.append(value);
            m_task.reset();
        });
        m_task->request(ready(1));
        QTRY_COMPARE(m_delivered, QList<int>{1});
        QVERIFY(m_task == nullptr);
    }

private:
    QList<int> m_delivered;
    std::unique_ptr<QObject> m_receiver;
    std::unique_ptr<LatestTask<int>> m_task;
};

QTEST_GUILESS_MAIN(TestLatestTask)
#include "tst_latesttask.moc"
