#include "find/gotomodel.h"

namespace hermes::find {

GoToModel::GoToModel(QObject *parent) : QAbstractListModel(parent) { }

void GoToModel::setItems(const QList<GoToItem> &items)
{
    beginResetModel();
    m_items = items;
    endResetModel();
}

int GoToModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QVariant GoToModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const GoToItem &shown = item(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown.text;
    case Qt::AccessibleTextRole:
        return shown.spoken;
    default:
        return {};
    }
}

} // namespace hermes::find
