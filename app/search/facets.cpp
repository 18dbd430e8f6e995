#include "search/facets.h"

#include "search/kinds.h"

#include <algorithm>
#include <array>
#include <vector>

namespace hermes::search {

namespace {

using Counts = std::vector<int>;

QList<FacetCount> listed(const Counts &counts, const QStringList &values, Query::Field field)
{
    QList<FacetCount> result;
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (counts[static_cast<size_t>(i)] == 0) {
            continue;
        }
        Query::Term term;
        term.field = field;
        term.value = values.at(i);
        term.isQuoted = true;
        result.append({term, values.at(i), counts[static_cast<size_t>(i)]});
    }
    std::ranges::sort(result, [](const FacetCount &left, const FacetCount &right) {
        return left.count != right.count ? left.count > right.count : left.label < right.label;
    });
    return result;
}

} // namespace

FacetCounts countFacets(const EntryTable &entries, const QList<int> &rows)
{
    Counts kinds(static_cast<size_t>(kindWords().size()));
    Counts statuses(static_cast<size_t>(statusWords().size()));
    constexpr std::array facets{Facet::Tag, Facet::Tool, Facet::Model, Facet::Author};
    std::array<Counts, facetCount> counts;
    for (size_t i = 0; i < facets.size(); ++i) {
        counts[i].resize(static_cast<size_t>(entries.values(facets[i]).size()));
    }
    for (const int row : rows) {
        const EntryTable::Entry &entry = entries.entry(row);
        ++kinds[kindOf(entry)];
        ++statuses[static_cast<size_t>(entry.facts.status)];
        for (size_t i = 0; i < facets.size(); ++i) {
            for (const quint32 value : entries.valuesOf(row, facets[i])) {
                ++counts[i][value];
            }
        }
    }
    const auto facet = [&](Facet which, Query::Field field) {
        return listed(counts[static_cast<size_t>(which)], entries.values(which), field);
    };
    return {listed(kinds, kindWords(), Query::Field::Kind),
            listed(statuses, statusWords(), Query::Field::Status),
            facet(Facet::Tag, Query::Field::Tag),
            facet(Facet::Tool, Query::Field::Tool),
            facet(Facet::Model, Query::Field::Model),
            facet(Facet::Author, Query::Field::Author)};
}

} // namespace hermes::search
