#pragma once

#include "workspace/definitionhistory.h"

#include <QAbstractTableModel>

namespace hermes::history {

/// Commits of one definition, newest first. Thread: UI.
class HistoryModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        VersionColumn,
        SummaryColumn,
        AuthorColumn,
        DateColumn,
        columnTotal
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// Commits on top of those shown are inserted, so that the selection survives a release.
    void setHistory(const workspace::DefinitionHistory &history);
    [[nodiscard]] const vcs::HistoryEntry &entry(int row) const
    {
        return m_history.entries.at(row);
    }
    /// What a row's state is called: "v1.1.0" for a version, else the short commit.
    [[nodiscard]] QString label(int row) const;
    /// The tag's message of a version, else the rest of the commit's message.
    [[nodiscard]] QString changelog(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] QString text(const vcs::HistoryEntry &entry, int column) const;
    [[nodiscard]] QString toolTip(const QModelIndex &index) const;

    workspace::DefinitionHistory m_history;
};

} // namespace hermes::history
