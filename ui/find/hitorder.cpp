#include "find/hitorder.h"

#include "search/kinds.h"
#include "widgets/collation.h"
#include "widgets/theme.h"

#include <QCoreApplication>
#include <QHash>

#include <algorithm>
#include <tuple>
#include <vector>

namespace hermes::find {

using search::EntryTable;
using search::Hit;

namespace {

class Tr
{
    Q_DECLARE_TR_FUNCTIONS(SearchPane)
};

QString statusTitle(search::Status status)
{
    switch (status) {
    case search::Status::Clean:
        return Tr::tr("Not changed");
    case search::Status::Modified:
        return Tr::tr("Modified");
    case search::Status::Added:
        return Tr::tr("New, not committed");
    case search::Status::Conflicted:
        return Tr::tr("In conflict");
    }
    Q_UNREACHABLE();
}

QString valueOf(const EntryTable &entries, int row, search::Facet facet, const QString &none)
{
    const auto values = entries.valuesOf(row, facet);
    return values.empty() ? none : entries.values(facet).at(values.front());
}

QString groupOf(const EntryTable &entries, const Hit &hit, GroupBy groupBy)
{
    switch (groupBy) {
    case GroupBy::Nothing:
        return {};
    case GroupBy::Kind:
        return search::isFragment(entries.entry(hit.row)) ? Tr::tr("Fragments")
                                                          : widgets::kindGroupLabel(hit.id.kind);
    case GroupBy::Status:
        return statusTitle(entries.entry(hit.row).facts.status);
    case GroupBy::Model:
        return valueOf(entries, hit.row, search::Facet::Model, Tr::tr("No model"));
    case GroupBy::Author:
        return valueOf(entries, hit.row, search::Facet::Author, Tr::tr("No author"));
    }
    Q_UNREACHABLE();
}

void sortByName(const EntryTable &entries, QList<Hit> &hits)
{
    const QCollator collator = widgets::peopleCollator();
    std::vector<std::pair<QCollatorSortKey, Hit>> keyed;
    keyed.reserve(static_cast<size_t>(hits.size()));
    for (const Hit &hit : std::as_const(hits)) {
        keyed.emplace_back(collator.sortKey(shownName(entries.entry(hit.row))), hit);
    }
    std::ranges::sort(keyed, [](const auto &left, const auto &right) {
        const int order = left.first.compare(right.first);
        return order != 0 ? order < 0 : left.second.id < right.second.id;
    });
    std::ranges::transform(keyed, hits.begin(), [](const auto &pair) { return pair.second; });
}

} // namespace

QList<HitGroup> arranged(const EntryTable &entries, QList<Hit> hits, SortBy sortBy, GroupBy groupBy)
{
    switch (sortBy) {
    case SortBy::Relevance:
        std::ranges::sort(hits, [](const Hit &left, const Hit &right) {
            return left.score != right.score ? left.score > right.score : left.row < right.row;
        });
        break;
    case SortBy::Name:
        sortByName(entries, hits);
        break;
    case SortBy::Matches:
        std::ranges::sort(hits, [](const Hit &left, const Hit &right) {
            return std::tie(right.matches, right.score, left.row)
                < std::tie(left.matches, left.score, right.row);
        });
        break;
    }
    QList<HitGroup> groups;
    QHash<QString, qsizetype> places;
    for (const Hit &hit : std::as_const(hits)) {
        const QString title = groupOf(entries, hit, groupBy);
        auto place = places.find(title);
        if (place == places.end()) {
            place = places.insert(title, groups.size());
            groups.append({title, {}});
        }
        groups[*place].hits.append(hit);
    }
    return groups;
}

QString shownName(const EntryTable::Entry &entry)
{
    return entry.name.isEmpty() ? entry.id.id : entry.name;
}

} // namespace hermes::find
