#pragma once

#include "browser/catalogmodel.h"
#include "core/latesttask.h"
#include "search/entrytable.h"

#include <QAbstractTableModel>
#include <QDateTime>
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
        Status,
        Modified
    };
    static constexpr int columns = 10;

    explicit EntryListModel(QObject *parent = nullptr);

    /// `facts`: when entries were last changed, as far as known.
    void setRows(const QList<CatalogModel::Row> &rows, const search::EntryTable &facts);
    [[nodiscard]] const CatalogModel::Row &row(int index) const { return m_rows.at(index); }
    [[nodiscard]] QModelIndex indexOf(const core::EntryId &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    using Times = QHash<core::EntryId, QDateTime>;
    struct Sorted
    {
        QList<CatalogModel::Row> rows;
        Times changed;
    };

    [[nodiscard]] static Sorted sorted(const QList<CatalogModel::Row> &rows,
                                       const search::EntryTable &facts, Column column,
                                       Qt::SortOrder order);
    void sortRows();
    void takeSorted(const Sorted &sorted);

    QList<CatalogModel::Row> m_unsorted;
    search::EntryTable m_facts;
    QList<CatalogModel::Row> m_rows;
    Times m_changed; ///< Of those whose time is known.
    QHash<core::EntryId, int> m_places;
    Column m_sortColumn = Column::Name;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    core::LatestTask<Sorted> m_sortTask;
};

} // namespace hermes::browser
