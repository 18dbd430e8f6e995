#pragma once

#include "core/cancelflag.h"
#include "core/error.h"
#include "search/textsearch.h"

#include <QFutureWatcher>
#include <QList>
#include <QObject>

#include <memory>
#include <optional>

QT_BEGIN_NAMESPACE
class QThreadPool;
QT_END_NAMESPACE

namespace hermes::search {

/// One search in the background. One-shot: start(), then found() any number of times, then exactly
/// one finished(), never from within start(). Destroying it cancels silently. Thread: UI.
class SearchJob final : public QObject
{
    Q_OBJECT

public:
    /// `pool`: where it runs. `options` without `onBatch` and `cancel`, which are the job's.
    SearchJob(std::shared_ptr<QThreadPool> pool, const Snapshot &snapshot, const Query &query,
              const SearchOptions &options, QObject *parent = nullptr);
    ~SearchJob() override;

    void start();
    void cancel(); ///< finished() comes soon, with ErrorCode::Cancelled.

    [[nodiscard]] const Snapshot &snapshot() const { return m_snapshot; }
    [[nodiscard]] const Query &query() const { return m_query; }
    [[nodiscard]] const SearchOptions &options() const { return m_options; }

Q_SIGNALS:
    void found(const QList<hermes::search::Hit> &hits); ///< Some more, in no order.
    void finished(const hermes::core::Result<hermes::search::SearchResults> &results);

private:
    /// What the worker tells: a batch, or the end.
    struct Step
    {
        QList<Hit> batch;
        std::optional<core::Result<SearchResults>> end;
    };

    std::shared_ptr<QThreadPool> m_pool;
    Snapshot m_snapshot;
    Query m_query;
    SearchOptions m_options;
    QFutureWatcher<Step> m_watcher;
};

} // namespace hermes::search
