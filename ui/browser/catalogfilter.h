#pragma once

#include "browser/filterquery.h"

#include <QHash>
#include <QSortFilterProxyModel>

namespace hermes::browser {

class CatalogModel;

/// The rows of a CatalogModel that match a filter, and the groups that hold one.
/// Thread: UI.
class CatalogFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit CatalogFilter(CatalogModel &catalog, QObject *parent = nullptr);

    void setQuery(const FilterQuery &query);
    [[nodiscard]] const FilterQuery &query() const { return m_query; }
    /// As the catalog has it, but a group counts only the entries that match.
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] int
    entryCount(const QModelIndex &group) const; ///< Matching entries below a group, at any depth.

protected:
    [[nodiscard]] bool filterAcceptsRow(int sourceRow,
                                        const QModelIndex &sourceParent) const override;

private:
    CatalogModel &m_catalog;
    FilterQuery m_query;
    /// Group of the catalog → entries of it that match; painting asks again and again.
    mutable QHash<const void *, int> m_entryCounts;
};

} // namespace hermes::browser
