#pragma once

#include "registry/catalog.h"
#include "workspace/registrystate.h"

#include <QAbstractListModel>
#include <QHash>
#include <QSortFilterProxyModel>

namespace hermes::bundleexport {

/// What there is to export.
struct ExportOffer
{
    QList<registry::EntrySummary> entries;
    QHash<core::EntryId, workspace::EntryState> states; ///< Entries that are not here are clean.
    QList<core::EntryId> chosen; ///< Checked to begin with; empty = the whole registry.
    QString registryName;
    QString folder; ///< Where the file is suggested.
    QString source; ///< "main at 3f2c1ab"
};

/// Entries that can be checked. One that is not committed yet cannot: a bundle holds what is
/// committed. Thread: UI.
class ExportModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role
    {
        IdRole = Qt::UserRole, ///< "agent/backend-engineer"
        NoteRole, ///< What of the entry is not in a bundle; empty = nothing.
    };

    explicit ExportModel(const ExportOffer &offer, QObject *parent = nullptr);

    [[nodiscard]] QList<core::EntryId> checkedIds() const;
    [[nodiscard]] int checkedCount() const { return static_cast<int>(m_checked.count(true)); }
    /// Entries that can be checked.
    [[nodiscard]] int committedCount() const;
    /// Entries with a draft that a bundle of the checked ones does not hold.
    [[nodiscard]] int checkedDrafts() const;
    /// The same for a bundle of the whole registry.
    [[nodiscard]] int allDrafts() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    /// Several at once; those that cannot be checked stay as they are.
    void setChecked(const QList<int> &rows, Qt::CheckState state);
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    [[nodiscard]] workspace::EntryState state(int row) const;
    [[nodiscard]] QString note(int row) const;

    QList<registry::EntrySummary> m_entries;
    QHash<core::EntryId, workspace::EntryState> m_states;
    QList<bool> m_checked; ///< By row.
};

/// Those whose name or id contains a text.
class ExportFilter final : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void setText(const QString &text);
    /// Rows of the source that are shown.
    [[nodiscard]] QList<int> sourceRows() const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
};

} // namespace hermes::bundleexport
