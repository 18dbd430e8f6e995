#pragma once

#include "core/latesttask.h"
#include "find/hitorder.h"
#include "find/resultsmodel.h"
#include "search/facets.h"
#include "search/searchjob.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

namespace hermes::search {
class RegistrySearch;
}

namespace hermes::find {

/// What there is to say about the results of a search.
struct ResultsSummary
{
    int entries = 0;
    qint64 matches = 0; ///< In prompts.
    bool hasMoreMatches = false; ///< Counting was ended in some prompt.
    qint64 milliseconds = 0;
    bool isComplete = false; ///< Else they still come.
    qsizetype unreadable = 0; ///< Prompts that could not be read.
    qsizetype tooCostly = 0; ///< Entries in which an expression was given up.
    search::FacetCounts facets;
};

/// A search and the rows that show it, made in portions on a worker: those at the top first, others
/// as they are asked for. Thread: UI.
class SearchSession final : public QObject
{
    Q_OBJECT

public:
    explicit SearchSession(QObject *parent = nullptr);
    ~SearchSession() override;

    /// `query` has no problems. Ends what runs.
    void start(search::RegistrySearch &search, const search::Query &query);
    void stop();
    void setOrder(SortBy sortBy, GroupBy groupBy);
    [[nodiscard]] SortBy sortBy() const { return m_sortBy; }
    [[nodiscard]] GroupBy groupBy() const { return m_groupBy; }
    void readMore();

Q_SIGNALS:
    /// Other rows: the first ones of what was found until now.
    void presented(const QList<hermes::find::ResultRow> &rows, bool hasMore,
                   const hermes::find::ResultsSummary &summary);
    void added(const QList<hermes::find::ResultRow> &rows, bool hasMore);
    void failed(const hermes::core::Error &error);

private:
    /// Results in their order, and how far they have been read. Used by one worker at a time.
    struct Reading;
    struct Page
    {
        std::shared_ptr<Reading> reading;
        QList<ResultRow> rows;
        bool hasMore = false;
        ResultsSummary summary;
    };

    void finish(const core::Result<search::SearchResults> &results);
    void present();
    [[nodiscard]] static Page nextPage(const std::shared_ptr<Reading> &reading);

    std::unique_ptr<search::SearchJob> m_job;
    search::Snapshot m_snapshot;
    search::Query m_query;
    QList<search::Hit> m_hits;
    ResultsSummary m_summary;
    SortBy m_sortBy = SortBy::Relevance;
    GroupBy m_groupBy = GroupBy::Nothing;
    QElapsedTimer m_clock;
    QTimer m_interim; ///< Until what was found is shown before all is.
    std::shared_ptr<Reading> m_reading;
    core::LatestTask<Page> m_presentTask;
    core::LatestTask<Page> m_moreTask;
};

} // namespace hermes::find
