#include "runs/runhistory.h"

#include "runs/runconditions.h"

#include <QDeadlineTimer>
#include <QHash>
#include <QPromise>
#include <QSet>

#include <atomic>

namespace hermes::runs {

namespace {

using core::ErrorCode;
using core::Result;

constexpr std::chrono::seconds longestWait(5); ///< For another program that writes.

template <typename Output>
bool isLocked(const Result<Output> &done)
{
    return !done && done.error().code == ErrorCode::RepositoryLocked;
}

} // namespace

/// Holds the open file. Thread: the history's own.
class RunHistory::Keeper final : public QObject
{
public:
    Keeper(QString file, const RunLimits &limits, RunHistory *told)
        : m_file(std::move(file)), m_usualLimits(limits), m_told(told)
    {
    }

    template <typename Output, typename Work>
    Result<Output> perform(Work &work)
    {
        const QDeadlineTimer deadline(longestWait);
        Result<Output> done = attempt<Output>(work);
        while (isLocked(done) && !m_isHurried && !deadline.hasExpired()) {
            done = attempt<Output>(work);
        }
        if (done || done.error().code != ErrorCode::InvalidFormat) {
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

    Result<void> put(const Run &run)
    {
        if (m_erased.contains(run.id)) {
            return {}; // the user wants it no more, and its answer still comes
        }
        noteProgress(run);
        auto work = [this, &run](RunDatabase &database) {
            return database.put(run).and_then([&] { return trimmed(database); });
        };
        // One try is enough: whoever holds the file at the end holds it from all that follow.
        Result<void> done =
            m_isGivenUp ? core::failure(ErrorCode::RepositoryLocked, {}) : perform<void>(work);
        if (isLocked(done) && m_isHurried) {
            m_isGivenUp = true;
            return RunDatabase::leave(m_file, run);
        }
        if (done) {
            tellChanged();
        }
        return done;
    }

    Result<void> trimmed(RunDatabase &database) const
    {
        return database.limits(m_usualLimits).and_then([&](const RunLimits &limits) {
            return database.trim(limits, QDateTime::currentDateTimeUtc());
        });
    }
    /// Of those that are under way no more is kept.
    void noteErased(const ErasedRuns &erased)
    {
        m_underWay.removeIf([&](const std::pair<const QString &, Run &> &each) {
            const bool isErased = isAmong(each.second, erased);
            if (isErased) {
                m_erased.insert(each.first);
            }
            return isErased;
        });
    }
    [[nodiscard]] const RunLimits &usualLimits() const { return m_usualLimits; }

    /// Nothing waits for another program any more. Thread: any.
    void hurry() { m_isHurried = true; }
    void tellChanged() const { Q_EMIT m_told->changed(); }

private:
    void noteProgress(const Run &run)
    {
        if (run.outcome == Run::Outcome::Unfinished) {
            m_underWay.insert(run.id, run);
        } else {
            m_underWay.remove(run.id);
        }
    }

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
    RunLimits m_usualLimits;
    RunHistory *m_told; ///< Outlives the thread. Its signals reach other threads by events.
    std::unique_ptr<RunDatabase> m_database;
    std::atomic<bool> m_isHurried = false;
    bool m_isGivenUp = false;
    QHash<QString, Run> m_underWay; ///< Put, and not at their end; by their ids.
    QSet<QString> m_erased; ///< Ids of those of them that were erased.
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
    m_keeper->hurry();
    // Behind everything that was asked before.
    QMetaObject::invokeMethod(m_keeper, [this] { m_thread.quit(); }, Qt::QueuedConnection);
    m_thread.wait();
}

template <typename Output, typename Work>
QFuture<Result<Output>> RunHistory::tell(Work work)
{
    QPromise<Result<Output>> promise;
    QFuture<Result<Output>> future = promise.future();
    promise.start();
    QMetaObject::invokeMethod(
        m_keeper,
        [keeper = m_keeper, promise = std::move(promise), work = std::move(work)]() mutable {
            promise.addResult(work(*keeper));
            promise.finish();
        },
        Qt::QueuedConnection);
    return future;
}

template <typename Output, typename Work>
QFuture<Result<Output>> RunHistory::ask(Work work)
{
    return tell<Output>(
        [work = std::move(work)](Keeper &keeper) mutable { return keeper.perform<Output>(work); });
}

QFuture<Result<void>> RunHistory::put(const Run &run)
{
    return tell<void>([run](Keeper &keeper) { return keeper.put(run); });
}

QFuture<Result<QList<Run>>> RunHistory::find(const RunQuery &query)
{
    return ask<QList<Run>>([query](const RunDatabase &database) { return database.find(query); });
}

QFuture<Result<FoundRuns>> RunHistory::page(const RunQuery &query)
{
    return ask<FoundRuns>([query](const RunDatabase &database) {
        return database.find(query).and_then([&](const QList<Run> &runs) {
            return database.count(query).transform(
                [&runs](qsizetype total) { return FoundRuns{runs, total}; });
        });
    });
}

QFuture<Result<RunLimits>> RunHistory::limits()
{
    return ask<RunLimits>([keeper = m_keeper](const RunDatabase &database) {
        return database.limits(keeper->usualLimits());
    });
}

QFuture<Result<void>> RunHistory::setLimits(const RunLimits &limits)
{
    return ask<void>([limits, keeper = m_keeper](RunDatabase &database) {
        const Result<void> done =
            database.setLimits(limits).and_then([&] { return keeper->trimmed(database); });
        if (done) {
            keeper->tellChanged();
        }
        return done;
    });
}

QFuture<Result<Run>> RunHistory::withFiles(const Run &run)
{
    return ask<Run>([run](const RunDatabase &database) { return database.withFiles(run); });
}

QFuture<Result<void>> RunHistory::erase(const ErasedRuns &erased)
{
    return ask<void>([erased, keeper = m_keeper](RunDatabase &database) {
        const Result<void> done = database.erase(erased);
        if (done) {
            keeper->noteErased(erased);
        }
        if (done || isLocked(done)) { // then they may be erased, but for traces
            keeper->tellChanged();
        }
        return done;
    });
}

} // namespace hermes::runs
