#include "find/resultsmodel.h"

#include "widgets/theme.h"
#include "workspace/fragmentdocument.h"

namespace hermes::find {

ResultsModel::ResultsModel(QObject *parent) : QAbstractListModel(parent) { }

void ResultsModel::setRows(const QList<ResultRow> &rows, bool hasMore)
{
    beginResetModel();
    m_rows = rows;
    m_hasMore = hasMore;
    m_isAsked = false;
    endResetModel();
}

void ResultsModel::addRows(const QList<ResultRow> &rows, bool hasMore)
{
    m_hasMore = hasMore;
    m_isAsked = false;
    if (!rows.isEmpty()) {
        beginInsertRows({}, count(), count() + static_cast<int>(rows.size()) - 1);
        m_rows += rows;
        endInsertRows();
    }
}

int ResultsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : count();
}

QVariant ResultsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return {};
    }
    const ResultRow &shown = row(index.row());
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) {
        return shown.text;
    }
    if (role != Qt::AccessibleTextRole) {
        return {};
    }
    switch (shown.type) {
    case ResultRow::Type::Group:
        return tr("%1, %2").arg(shown.text, shown.note);
    case ResultRow::Type::Entry:
        return tr("%1, %2, %3")
            .arg(shown.text,
                 workspace::fragmentOf(shown.id).isEmpty() ? widgets::kindLabel(shown.id.kind)
                                                           : tr("Fragment"),
                 shown.note);
    case ResultRow::Type::Excerpt:
        return tr("Line %1: %2").arg(shown.line).arg(shown.text);
    }
    Q_UNREACHABLE();
}

Qt::ItemFlags ResultsModel::flags(const QModelIndex &index) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
        return Qt::NoItemFlags;
    }
    return row(index.row()).type == ResultRow::Type::Group
        ? Qt::ItemNeverHasChildren
        : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

bool ResultsModel::canFetchMore(const QModelIndex &parent) const
{
    return !parent.isValid() && m_hasMore && !m_isAsked;
}

void ResultsModel::fetchMore(const QModelIndex &parent)
{
    if (canFetchMore(parent)) {
        m_isAsked = true;
        Q_EMIT moreWanted();
    }
}

} // namespace hermes::find
