#include "export/exportmodel.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using hermes::workspace::EntryState;

namespace hermes::bundleexport {

ExportModel::ExportModel(const ExportOffer &offer, QObject *parent)
    : QAbstractListModel(parent)
    , m_entries(offer.entries)
    , m_states(offer.states)
    , m_checked(offer.entries.size())
{
    for (int row = 0; row < m_entries.size(); ++row) {
        m_checked[row] =
            state(row) != EntryState::Added && offer.chosen.contains(m_entries.at(row).id);
    }
}

EntryState ExportModel::state(int row) const
{
    return m_states.value(m_entries.at(row).id, EntryState::Clean);
}

QList<core::EntryId> ExportModel::checkedIds() const
{
    QList<core::EntryId> ids;
    for (int row = 0; row < m_entries.size(); ++row) {
        if (m_checked.at(row)) {
            ids.append(m_entries.at(row).id);
        }
    }
    return ids;
}

int ExportModel::committedCount() const
{
    return static_cast<int>(m_entries.size())
        - static_cast<int>(std::ranges::count(m_states, EntryState::Added));
}

int ExportModel::checkedDrafts() const
{
    int drafts = 0;
    for (int row = 0; row < m_entries.size(); ++row) {
        drafts += m_checked.at(row) && state(row) != EntryState::Clean ? 1 : 0;
    }
    return drafts;
}

int ExportModel::allDrafts() const
{
    return static_cast<int>(m_states.size());
}

int ExportModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

QString ExportModel::note(int row) const
{
    switch (state(row)) {
    case EntryState::Clean:
        return {};
    case EntryState::Added:
        return tr("not committed yet");
    case EntryState::Modified:
    case EntryState::Conflicted:
        return tr("draft not included");
    }
    Q_UNREACHABLE();
}

QVariant ExportModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const registry::EntrySummary &entry = m_entries.at(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return entry.name.isEmpty() ? entry.id.namePart() : entry.name;
    case Qt::CheckStateRole:
        return m_checked.at(index.row()) ? Qt::Checked : Qt::Unchecked;
    case Qt::ToolTipRole:
    case Qt::AccessibleTextRole:
        return note(index.row()).isEmpty()
            ? tr("%1, %2").arg(entry.name, entry.id.toString())
            : tr("%1, %2, %3").arg(entry.name, entry.id.toString(), note(index.row()));
    case IdRole:
        return entry.id.toString();
    case NoteRole:
        return note(index.row());
    default:
        return {};
    }
}

bool ExportModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (!index.isValid() || role != Qt::CheckStateRole
        || !(flags(index) & Qt::ItemIsUserCheckable)) {
        return false;
    }
    m_checked[index.row()] = value.value<Qt::CheckState>() == Qt::Checked;
    Q_EMIT dataChanged(index, index, {Qt::CheckStateRole});
    return true;
}

void ExportModel::setChecked(const QList<int> &rows, Qt::CheckState state)
{
    for (const int row : rows) {
        if (flags(index(row)) & Qt::ItemIsUserCheckable) {
            m_checked[row] = state == Qt::Checked;
        }
    }
    if (!rows.isEmpty()) {
        const auto [first, last] = std::ranges::minmax(rows);
        Q_EMIT dataChanged(index(first), index(last), {Qt::CheckStateRole});
    }
}

Qt::ItemFlags ExportModel::flags(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    return state(index.row()) == EntryState::Added ? Qt::ItemIsSelectable | Qt::ItemNeverHasChildren
                                                   : Qt::ItemIsSelectable | Qt::ItemIsEnabled
            | Qt::ItemIsUserCheckable | Qt::ItemNeverHasChildren;
}

void ExportFilter::setText(const QString &text)
{
    m_text = text;
    invalidateRowsFilter();
}

QList<int> ExportFilter::sourceRows() const
{
    QList<int> rows;
    for (int row = 0; row < rowCount(); ++row) {
        rows.append(mapToSource(index(row, 0)).row());
    }
    return rows;
}

bool ExportFilter::filterAcceptsRow(int row, const QModelIndex &parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    return index.data().toString().contains(m_text, Qt::CaseInsensitive)
        || index.data(ExportModel::IdRole).toString().contains(m_text, Qt::CaseInsensitive);
}

} // namespace hermes::bundleexport
