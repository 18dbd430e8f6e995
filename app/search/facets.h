#pragma once

#include "search/entrytable.h"
#include "search/query.h"

#include <QList>
#include <QString>

namespace hermes::search {

/// How often one value occurs among the entries found.
struct FacetCount
{
    Query::Term term; ///< Added to the query it keeps only these.
    QString label; ///< The value.
    int count = 0;

    bool operator==(const FacetCount &) const = default;
};

/// Counts by kind, status, tag, tool, model and author; of each the most frequent first, values
/// that do not occur left out.
struct FacetCounts
{
    QList<FacetCount> kinds;
    QList<FacetCount> statuses;
    QList<FacetCount> tags;
    QList<FacetCount> tools;
    QList<FacetCount> models;
    QList<FacetCount> authors;

    bool operator==(const FacetCounts &) const = default;
};

/// Counts over rows of a table. Thread: any. Costs about a millisecond for 50,000 rows.
[[nodiscard]] FacetCounts countFacets(const EntryTable &entries, const QList<int> &rows);

} // namespace hermes::search
