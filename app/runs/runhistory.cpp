#include "runs/runhistory.h"

#include <QPromise>

namespace hermes::runs {

using core::Result;

/// Holds the open file. Thread: the history's own.
class RunHistory::Keeper final : public QObject
{
public:
    Keeper(QString file, const RunLimits &limits, RunHistory *told)
        : m_file(std::move(file)), m_limits(limits), m_told(told)
    {
    }

    template <typename Output, typename Work>
    Result<Output> perform(Work &work)
    {
        Result<Output> done = attempt<Output>(work);
        if (done || done.error().code != core::ErrorCode::InvalidFormat) {
            return done;
        }
        m_database.reset();
        const Result<QString> aside =
            RunDatabase::setAside(m_file, QDateTime::currentDateTimeUtc());
        if (!aside) {
            return std::unexpected(aside.error());
        }
        Q_EMIT m_told->setAside(*aside);
        return attempt<Output>(work);
    }

    void tellChanged() const { Q_EMIT m_told->changed(); }
    Result<void> trim() { return m_database->trim(m_limits, QDateTime::currentDateTimeUtc()); }

private:
    template <typename Output, typename Work>
    Result<Output> attempt(Work &work)
    {
        if (m_database == nullptr) {
            auto opened = RunDatabase::open(m_file);
            if (!opened) {
                return std::unexpected(opened.error());
            }
            m_database = std::move(*opened);
        }
        return work(*m_database);
    }

    QString m_file;
    RunLimits m_limits;
    RunHistory *m_told; ///< Outlives the thread. Its signals reach other threads by events.
    std::unique_ptr<RunDatabase> m_database;
};

RunHistory::RunHistory(const QString &file, const RunLimits &limits, QObject *parent)
    : QObject(parent), m_keeper(new Keeper(file, limits, this))
{
    m_thread.setObjectName(QStringLiteral("runs"));
    m_keeper->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_keeper, &QObject::deleteLater);
    m_thread.start();
}

RunHistory::~RunHistory()
{
    // Behind everything that was asked before.
    QMetaObject::invokeMethod(m_keeper, [this] { m_thread.quit(); }, Qt::QueuedConnection);
    m_thread.wait();
}

template <typename Output, typename Work>
QFuture<Result<Output>> RunHistory::ask(Work work)
{
    QPromise<Result<Output>> promise;
    QFuture<Result<Output>> future = promise.future();
    promise.start();
    QMetaObject::invokeMethod(
        m_keeper,
        [keeper = m_keeper, promise = std::move(promise), work = std::move(work)]() mutable {
            promise.addResult(keeper->perform<Output>(work));
            promise.finish();
        },
        Qt::QueuedConnection);
    return future;
}

QFuture<Result<void>> RunHistory::put(const Run &run)
{
    return ask<void>([run, keeper = m_keeper](RunDatabase &database) {
        const Result<void> done = database.put(run).and_then([keeper] { return keeper->trim(); });
        if (done) {
            keeper->tellChanged();
        }
        return done;
    });
}

QFuture<Result<QList<Run>>> RunHistory::find(const RunQuery &query)
{
    return ask<QList<Run>>([query](const RunDatabase &database) { return database.find(query); });
}

QFuture<Result<Run>> RunHistory::withPictures(const Run &run)
{
    return ask<Run>([run](const RunDatabase &database) { return database.withPictures(run); });
}

QFuture<Result<void>> RunHistory::erase(const ErasedRuns &erased)
{
    return ask<void>([erased, keeper = m_keeper](RunDatabase &database) {
        const Result<void> done = database.erase(erased);
        if (done) {
            keeper->tellChanged();
        }
        return done;
    });
}

} // namespace hermes::runs
