#include "browser/catalogfilter.h"

#include "browser/catalogmodel.h"

namespace hermes::browser {

CatalogFilter::CatalogFilter(CatalogModel &catalog, QObject *parent)
    : QSortFilterProxyModel(parent), m_catalog(catalog)
{
    setRecursiveFilteringEnabled(true);
    setSourceModel(&catalog);
    const auto forgetCounts = [this] { m_entryCounts.clear(); };
    connect(this, &QAbstractItemModel::rowsInserted, this, forgetCounts);
    connect(this, &QAbstractItemModel::rowsRemoved, this, forgetCounts);
    connect(this, &QAbstractItemModel::layoutChanged, this, forgetCounts);
    connect(this, &QAbstractItemModel::modelReset, this, forgetCounts);
}

void CatalogFilter::setQuery(const FilterQuery &query)
{
    if (m_query != query) {
        m_query = query;
        invalidateRowsFilter();
    }
}

QVariant CatalogFilter::data(const QModelIndex &index, int role) const
{
    const QVariant value = QSortFilterProxyModel::data(index, role);
    return role == CatalogModel::EntryCountRole && value.isValid() ? entryCount(index) : value;
}

int CatalogFilter::entryCount(const QModelIndex &group) const
{
    const QModelIndex source = mapToSource(group);
    if (m_query.isEmpty()) {
        return m_catalog.row(source).entryCount;
    }
    const auto known = m_entryCounts.constFind(source.constInternalPointer());
    if (known != m_entryCounts.cend()) {
        return *known;
    }
    const int rows = rowCount(group);
    int count = 0;
    for (int row = 0; row < rows; ++row) {
        const QModelIndex child = index(row, 0, group);
        const bool isEntry = m_catalog.row(mapToSource(child)).type == CatalogModel::RowType::Entry;
        count += isEntry ? 1 : entryCount(child);
    }
    m_entryCounts.insert(source.constInternalPointer(), count);
    return count;
}

bool CatalogFilter::filterAcceptsRow(int sourceRow, const QModelIndex &sourceParent) const
{
    const CatalogModel::Row &row = m_catalog.row(m_catalog.index(sourceRow, 0, sourceParent));
    // A group stays for the sake of a row in it, which is what recursive filtering looks for.
    return row.type == CatalogModel::RowType::Entry
        && m_query.matches(row.filterText, row.entry, row.state);
}

} // namespace hermes::browser
