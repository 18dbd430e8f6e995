#include "search/searchjob.h"

#include <QPromise>
#include <QThreadPool>
#include <QtConcurrentRun>

#include <utility>

namespace hermes::search {

SearchJob::SearchJob(std::shared_ptr<QThreadPool> pool, const Snapshot &snapshot,
                     const Query &query, const SearchOptions &options, QObject *parent)
    : QObject(parent)
    , m_pool(std::move(pool))
    , m_snapshot(snapshot)
    , m_query(query)
    , m_options(options)
{
    m_options.cancel = {};
    connect(&m_watcher, &QFutureWatcher<Step>::resultReadyAt, this, [this](int index) {
        const Step step = m_watcher.resultAt(index);
        if (step.end && m_options.cancel.isCancelled()) {
            // Also where the worker was done before it saw that.
            Q_EMIT finished(core::failure(core::ErrorCode::Cancelled, {}));
        } else if (step.end) {
            Q_EMIT finished(*step.end);
        } else {
            Q_EMIT found(step.batch);
        }
    });
}

SearchJob::~SearchJob()
{
    m_options.cancel.cancel();
}

void SearchJob::start()
{
    const auto work = [](QPromise<Step> &promise, const Snapshot &snapshot, const Query &query,
                         SearchOptions options) {
        options.onBatch = [&promise](const QList<Hit> &hits) { promise.addResult(Step{hits, {}}); };
        promise.addResult(Step{{}, search(opened(snapshot), query, options)});
    };
    m_watcher.setFuture(QtConcurrent::run(m_pool.get(), work, m_snapshot, m_query, m_options));
}

void SearchJob::cancel()
{
    m_options.cancel.cancel();
}

} // namespace hermes::search
