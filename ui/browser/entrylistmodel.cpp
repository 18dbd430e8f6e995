#include "browser/entrylistmodel.h"

#include "core/semanticversion.h"
#include "widgets/collation.h"
#include "widgets/theme.h"

#include <QLocale>
#include <QtConcurrentRun>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace hermes::browser {

using Row = CatalogModel::Row;
using Column = EntryListModel::Column;

namespace {

QString textOf(const Row &row, Column column)
{
    const registry::EntrySummary &entry = row.entry;
    switch (column) {
    case Column::Name:
        return entry.name.isEmpty() ? entry.id.id : entry.name;
    case Column::Id:
        return entry.id.id;
    case Column::Kind:
        return widgets::kindLabel(entry.id.kind);
    case Column::Category:
        return entry.category;
    case Column::Version:
        return entry.version;
    case Column::Model:
        return entry.model;
    case Column::Tags:
        return entry.tags.join(EntryListModel::tr(", "));
    case Column::Author:
        return entry.author;
    case Column::Status:
        return stateText(row);
    case Column::Modified:
        break; // known beside the row
    }
    return {};
}

/// What a row is sorted by: versions as versions, times as times, all else as people sort.
struct Key
{
    std::optional<core::SemanticVersion> version;
    qint64 time = 0; ///< ms since 1970; 0 = not known, or not what is sorted by.
    QCollatorSortKey text;
    QCollatorSortKey name; ///< Of rows that are equal otherwise.

    [[nodiscard]] int compare(const Key &other) const
    {
        if (version && other.version && *version != *other.version) {
            return *version < *other.version ? -1 : 1;
        }
        if (time != other.time) {
            return time < other.time ? -1 : 1;
        }
        const int order = text.compare(other.text);
        return order != 0 ? order : name.compare(other.name);
    }
};

std::optional<core::SemanticVersion> versionOf(const Row &row)
{
    const auto version = core::SemanticVersion::parse(row.entry.version);
    return version ? std::optional(*version) : std::nullopt;
}

} // namespace

EntryListModel::Sorted EntryListModel::sorted(const QList<Row> &rows,
                                              const search::EntryTable &facts, Column column,
                                              Qt::SortOrder order)
{
    Sorted result;
    for (int row = 0; row < facts.rowCount(); ++row) {
        const search::EntryTable::Entry &entry = facts.entry(row);
        if (!entry.isRemoved && entry.facts.changed) {
            result.changed.insert(entry.id, *entry.facts.changed);
        }
    }
    const QCollator collator = widgets::peopleCollator();
    std::vector<std::pair<Key, const Row *>> keyed;
    keyed.reserve(static_cast<size_t>(rows.size()));
    for (const Row &row : rows) {
        const QDateTime time =
            column == Column::Modified ? result.changed.value(row.entry.id) : QDateTime();
        keyed.emplace_back(Key{column == Column::Version ? versionOf(row) : std::nullopt,
                               time.isValid() ? time.toMSecsSinceEpoch() : 0,
                               collator.sortKey(textOf(row, column)),
                               collator.sortKey(textOf(row, Column::Name))},
                           &row);
    }
    std::ranges::stable_sort(keyed, [order](const auto &left, const auto &right) {
        const int compared = left.first.compare(right.first);
        return order == Qt::AscendingOrder ? compared < 0 : compared > 0;
    });
    result.rows.reserve(rows.size());
    for (const auto &[key, row] : keyed) {
        result.rows.append(*row);
    }
    return result;
}

EntryListModel::EntryListModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_sortTask(this, [this](const Sorted &sorted) { takeSorted(sorted); })
{
}

void EntryListModel::setRows(const QList<Row> &rows, const search::EntryTable &facts)
{
    m_unsorted = rows;
    m_facts = facts;
    sortRows();
}

void EntryListModel::sort(int column, Qt::SortOrder order)
{
    m_sortColumn = static_cast<Column>(std::clamp(column, 0, columns - 1));
    m_sortOrder = order;
    sortRows();
}

void EntryListModel::sortRows()
{
    m_sortTask.request([rows = m_unsorted, facts = m_facts, column = m_sortColumn,
                        order = m_sortOrder](const core::CancelFlag &) {
        return QtConcurrent::run(
            [rows, facts, column, order] { return sorted(rows, facts, column, order); });
    });
}

void EntryListModel::takeSorted(const Sorted &sorted)
{
    beginResetModel();
    m_rows = sorted.rows;
    m_changed = sorted.changed;
    m_places.clear();
    m_places.reserve(m_rows.size());
    for (int place = 0; place < static_cast<int>(m_rows.size()); ++place) {
        m_places.insert(m_rows.at(place).entry.id, place);
    }
    endResetModel();
}

QModelIndex EntryListModel::indexOf(const core::EntryId &id) const
{
    const auto place = m_places.constFind(id);
    return place == m_places.cend() ? QModelIndex() : index(*place, 0);
}

int EntryListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int EntryListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columns;
}

QVariant EntryListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const Row &shown = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        if (static_cast<Column>(index.column()) == Column::Modified) {
            const QDateTime time = m_changed.value(shown.entry.id);
            return time.isValid() ? QLocale().toString(time.toLocalTime(), QLocale::ShortFormat)
                                  : QString();
        }
        return textOf(shown, static_cast<Column>(index.column()));
    case CatalogModel::IdRole:
        return QVariant::fromValue(shown.entry.id);
    case CatalogModel::KindRole:
        return QVariant::fromValue(shown.entry.id.kind);
    case CatalogModel::MarkRole:
        return QVariant::fromValue(markOf(shown));
    default:
        return {};
    }
}

QVariant EntryListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (static_cast<Column>(section)) {
    case Column::Name:
        return tr("Name");
    case Column::Id:
        return tr("ID");
    case Column::Kind:
        return tr("Kind");
    case Column::Category:
        return tr("Category");
    case Column::Version:
        return tr("Version");
    case Column::Model:
        return tr("Model");
    case Column::Tags:
        return tr("Tags");
    case Column::Author:
        return tr("Author");
    case Column::Status:
        return tr("Status");
    case Column::Modified:
        return tr("Modified");
    }
    return {};
}

} // namespace hermes::browser
