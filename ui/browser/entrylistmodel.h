#pragma once

#include "browser/catalogmodel.h"
#include "core/latesttask.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QList>

namespace hermes::browser {

/// The entries that a CatalogModel shows, one a row, with a column for each of their facts.
///
/// Sorted on a worker: the rows come a moment after setRows() and sort(). Thread: UI.
class EntryListModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum class Column
    {
        Name,
        Id,
        Kind,
        Category,
        Version,
        Model,
        Tags,
        Author,
        Status
    };
    static constexpr int columns = 9;

    explicit EntryListModel(QObject *parent = nullptr);

    void setRows(const QList<CatalogModel::Row> &rows);
    [[nodiscard]] const CatalogModel::Row &row(int index) const { return m_rows.at(index); }
    [[nodiscard]] QModelIndex indexOf(const core::EntryId &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void sortRows();
    void takeSorted(const QList<CatalogModel::Row> &rows);

    QList<CatalogModel::Row> m_unsorted;
    QList<CatalogModel::Row> m_rows;
    QHash<core::EntryId, int> m_places;
    Column m_sortColumn = Column::Name;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    core::LatestTask<QList<CatalogModel::Row>> m_sortTask;
};

} // namespace hermes::browser
