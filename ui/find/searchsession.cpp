#include "find/searchsession.h"

#include "search/excerpts.h"
#include "search/registrysearch.h"

#include <QtConcurrentRun>

#include <chrono>
#include <utility>

using namespace std::chrono_literals;

namespace hermes::find {

using search::Excerpt;
using search::Hit;

namespace {

constexpr int hitsPerPage = 40;
constexpr int excerptsPerHit = 3;
constexpr auto interimPause = 100ms;

ResultRow entryRow(const Hit &hit, const search::EntryTable &entries)
{
    ResultRow row;
    row.type = ResultRow::Type::Entry;
    row.text = shownName(entries.entry(hit.row));
    row.id = hit.id;
    row.note = hit.hasMoreMatches ? SearchSession::tr("over %n matches", nullptr, hit.matches)
        : hit.matches > 0         ? SearchSession::tr("%n matches", nullptr, hit.matches)
        : hit.isInFields          ? SearchSession::tr("in its fields")
                                  : QString();
    return row;
}

ResultRow excerptRow(const Hit &hit, const Excerpt &excerpt)
{
    ResultRow row;
    row.type = ResultRow::Type::Excerpt;
    row.text = excerpt.text;
    row.id = hit.id;
    row.line = excerpt.line;
    row.column = excerpt.column;
    for (const Excerpt::Range &range : excerpt.ranges) {
        row.marks.append({range.start, range.length});
    }
    row.length = excerpt.ranges.isEmpty() ? 0 : static_cast<int>(excerpt.ranges.first().length);
    return row;
}

} // namespace

struct SearchSession::Reading
{
    search::Snapshot snapshot;
    search::Query query;
    QList<HitGroup> groups;
    qsizetype group = 0; ///< Where to read on.
    qsizetype hit = 0;
};

SearchSession::SearchSession(QObject *parent)
    : QObject(parent)
    , m_presentTask(this,
                    [this](const Page &page) {
                        m_reading = page.reading;
                        Q_EMIT presented(page.rows, page.hasMore, page.summary);
                    })
    , m_moreTask(this, [this](const Page &page) {
        if (page.reading == m_reading) {
            Q_EMIT added(page.rows, page.hasMore);
        }
    })
{
    m_interim.setSingleShot(true);
    m_interim.setInterval(interimPause);
    connect(&m_interim, &QTimer::timeout, this, &SearchSession::present);
}

SearchSession::~SearchSession() = default;

void SearchSession::start(search::RegistrySearch &search, const search::Query &query)
{
    stop();
    m_query = query;
    m_hits.clear();
    m_summary = {};
    m_clock.start();
    m_job = search.newJob(query, {});
    m_snapshot = m_job->snapshot();
    connect(m_job.get(), &search::SearchJob::found, this, [this](const QList<Hit> &hits) {
        m_hits += hits;
        if (!m_interim.isActive()) {
            m_interim.start();
        }
    });
    connect(m_job.get(), &search::SearchJob::finished, this, &SearchSession::finish);
    m_job->start();
}

void SearchSession::stop()
{
    m_job.reset();
    m_interim.stop();
    m_presentTask.cancel();
    m_moreTask.cancel();
    m_reading.reset();
}

void SearchSession::finish(const core::Result<search::SearchResults> &results)
{
    m_interim.stop();
    m_job.release()->deleteLater(); // it is the one who tells
    if (!results) {
        Q_EMIT failed(results.error());
        return;
    }
    m_hits = results->hits;
    m_summary.milliseconds = m_clock.elapsed();
    m_summary.isComplete = true;
    m_summary.unreadable = results->unreadable.size();
    m_summary.tooCostly = results->incomplete.size();
    present();
}

void SearchSession::setOrder(SortBy sortBy, GroupBy groupBy)
{
    m_sortBy = sortBy;
    m_groupBy = groupBy;
    if (m_summary.isComplete) {
        present();
    }
}

void SearchSession::present()
{
    m_moreTask.cancel();
    m_presentTask.request([reading = Reading{m_snapshot, m_query, {}, 0, 0}, hits = m_hits,
                           summary = m_summary, sortBy = m_sortBy,
                           groupBy = m_groupBy](const core::CancelFlag &) {
        return QtConcurrent::run([reading, hits, summary, sortBy, groupBy] {
            const auto made = std::make_shared<Reading>(reading);
            made->groups = arranged(made->snapshot.entries, hits, sortBy, groupBy);
            Page page = nextPage(made);
            page.summary = summary;
            page.summary.entries = static_cast<int>(hits.size());
            QList<int> rows;
            for (const Hit &hit : hits) {
                rows.append(hit.row);
                page.summary.matches += hit.matches;
                page.summary.hasMoreMatches |= hit.hasMoreMatches;
            }
            page.summary.facets = search::countFacets(made->snapshot.entries, rows);
            return page;
        });
    });
}

void SearchSession::readMore()
{
    if (m_reading != nullptr) {
        m_moreTask.request([reading = m_reading](const core::CancelFlag &) {
            return QtConcurrent::run([reading] { return nextPage(reading); });
        });
    }
}

SearchSession::Page SearchSession::nextPage(const std::shared_ptr<Reading> &reading)
{
    Page page;
    page.reading = reading;
    const search::Snapshot snapshot = search::opened(reading->snapshot);
    const auto excerpts = search::ExcerptReader::create(snapshot, reading->query, {});
    int hits = 0;
    while (reading->group < reading->groups.size() && hits < hitsPerPage) {
        const HitGroup &group = reading->groups.at(reading->group);
        if (reading->hit == 0 && !group.title.isEmpty()) {
            page.rows.append({ResultRow::Type::Group,
                              group.title,
                              {},
                              tr("%n entries", nullptr, static_cast<int>(group.hits.size())),
                              {},
                              0,
                              0,
                              0});
        }
        for (; reading->hit < group.hits.size() && hits < hitsPerPage; ++reading->hit, ++hits) {
            const Hit &hit = group.hits.at(reading->hit);
            page.rows.append(entryRow(hit, snapshot.entries));
            const QList<Excerpt> lines =
                excerpts ? (*excerpts)->read(hit.row, excerptsPerHit) : QList<Excerpt>();
            for (const Excerpt &excerpt : lines) {
                page.rows.append(excerptRow(hit, excerpt));
            }
        }
        if (reading->hit == group.hits.size()) {
            ++reading->group;
            reading->hit = 0;
        }
    }
    page.hasMore = reading->group < reading->groups.size();
    return page;
}

} // namespace hermes::find
