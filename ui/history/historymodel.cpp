#include "history/historymodel.h"

#include <QFont>
#include <QLocale>

#include <algorithm>

namespace hermes::history {

void HistoryModel::setHistory(const workspace::DefinitionHistory &history)
{
    if (history == m_history) {
        return;
    }
    beginResetModel(); // another definition, or another tip: every row may differ
    m_history = history;
    endResetModel();
}

QString HistoryModel::label(int row) const
{
    const vcs::HistoryEntry &shown = entry(row);
    return shown.isVersion ? u'v' + shown.version : shown.commit.id.shortText();
}

QString HistoryModel::changelog(int row) const
{
    const vcs::HistoryEntry &shown = entry(row);
    const auto version = std::ranges::find(m_history.versions, shown.commit.id,
                                           [](const vcs::Version &v) { return v.commit.id; });
    const QString text =
        version == m_history.versions.end() ? shown.commit.body : version->changelog;
    return text.trimmed().isEmpty() ? shown.commit.summary : text.trimmed();
}

int HistoryModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_history.entries.size());
}

int HistoryModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columnTotal;
}

QVariant HistoryModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case VersionColumn:
        return tr("Version");
    case SummaryColumn:
        return tr("What");
    case AuthorColumn:
        return tr("Who");
    default:
        return tr("When");
    }
}

QString HistoryModel::text(const vcs::HistoryEntry &entry, int column) const
{
    switch (column) {
    case VersionColumn:
        return entry.isVersion ? u'v' + entry.version : QString();
    case SummaryColumn:
        return entry.commit.summary;
    case AuthorColumn:
        return entry.commit.author.name;
    default:
        return QLocale().toString(entry.commit.author.when.date(), QLocale::ShortFormat);
    }
}

QVariant HistoryModel::data(const QModelIndex &index, int role) const
{
    const vcs::HistoryEntry &shown = entry(index.row());
    if (role == Qt::DisplayRole) {
        return text(shown, index.column());
    }
    if (role == Qt::ToolTipRole) {
        return index.column() == DateColumn
            ? QLocale().toString(shown.commit.author.when, QLocale::LongFormat)
            : changelog(index.row());
    }
    if (role == Qt::FontRole && shown.isVersion && index.column() == VersionColumn) {
        QFont bold;
        bold.setWeight(QFont::DemiBold);
        return bold;
    }
    return {};
}

} // namespace hermes::history
