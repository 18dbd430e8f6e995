#include "history/historymodel.h"

#include <QFont>
#include <QLocale>
#include <QTextDocument>

#include <algorithm>

namespace hermes::history {

void HistoryModel::setHistory(const workspace::DefinitionHistory &history)
{
    if (history == m_history) {
        return;
    }
    const qsizetype come = history.entries.size() - m_history.entries.size();
    const bool isContinued = history.id == m_history.id && !m_history.entries.isEmpty() && come >= 0
        && std::ranges::equal(
                                 m_history.entries, history.entries.sliced(come), {},
                                 [](const vcs::HistoryEntry &entry) { return entry.commit.id; },
                                 [](const vcs::HistoryEntry &entry) { return entry.commit.id; });
    if (!isContinued) {
        beginResetModel(); // another definition, or history was rewritten: every row may differ
        m_history = history;
        endResetModel();
        return;
    }
    if (come > 0) {
        beginInsertRows({}, 0, static_cast<int>(come) - 1);
        m_history = history;
        endInsertRows();
    } else {
        m_history = history;
    }
    // A tag may have come to a commit that was there.
    Q_EMIT dataChanged(index(0, 0), index(rowCount({}) - 1, columnTotal - 1));
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
        return entry.isVersion ? u'v' + entry.version : entry.commit.id.shortText();
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
    if (!index.isValid()) {
        return {};
    }
    const vcs::HistoryEntry &shown = entry(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(shown, index.column());
    case Qt::ToolTipRole:
        return toolTip(index);
    case Qt::AccessibleTextRole:
        // A reader that goes down the first column hears the whole row.
        return index.column() != VersionColumn
            ? text(shown, index.column())
            : tr("%1, %2, %3, %4")
                  .arg(text(shown, VersionColumn), text(shown, SummaryColumn),
                       text(shown, AuthorColumn), text(shown, DateColumn));
    case Qt::FontRole:
        if (shown.isVersion && index.column() == VersionColumn) {
            QFont bold;
            bold.setWeight(QFont::DemiBold);
            return bold;
        }
        return {};
    default:
        return {};
    }
}

QString HistoryModel::toolTip(const QModelIndex &index) const
{
    const vcs::CommitInfo &commit = entry(index.row()).commit;
    switch (index.column()) {
    case AuthorColumn:
        return tr("%1 <%2>").arg(commit.author.name, commit.author.email).toHtmlEscaped();
    case DateColumn:
        return QLocale().toString(commit.author.when, QLocale::LongFormat);
    default:
        return Qt::convertFromPlainText(changelog(index.row()));
    }
}

} // namespace hermes::history
