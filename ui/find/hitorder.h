#pragma once

#include "search/textsearch.h"

#include <QList>
#include <QString>

namespace hermes::find {

enum class SortBy
{
    Relevance,
    Name,
    Matches
};

enum class GroupBy
{
    Nothing,
    Kind,
    Status,
    Model,
    Author
};

/// Hits that are shown together.
struct HitGroup
{
    QString title; ///< Empty if nothing is grouped.
    QList<search::Hit> hits;

    bool operator==(const HitGroup &) const = default;
};

/// Hits in the order in which they are shown. Groups stand by what they hold first, so that the
/// best hit is in the first one; by name if hits do. Thread: any; a worker if they are many.
[[nodiscard]] QList<HitGroup> arranged(const search::EntryTable &entries, QList<search::Hit> hits,
                                       SortBy sortBy, GroupBy groupBy);

/// Name, or id where there is none.
[[nodiscard]] QString shownName(const search::EntryTable::Entry &entry);

} // namespace hermes::find
