#pragma once

#include "browser/filterquery.h"
#include "registry/catalog.h"
#include "workspace/workspace.h"

#include <QAbstractItemModel>
#include <QCollator>
#include <QHash>

#include <memory>
#include <vector>

namespace hermes::browser {

/// The entries of a registry as a tree: kind → entry, for skills kind → category → entry. One
/// column.
///
/// Groups exist while they hold an entry. Entries stand by name as people sort (numbers by value,
/// case ignored), equal names by id. Every change is reported finely: an update of one entry is
/// dataChanged() or a move, never a reset, and a batch is one insertion for each run of neighbours.
/// Two entries with one id are one row; the later one is shown. Thread: UI.
class CatalogModel final : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum class RowType
    {
        KindGroup,
        CategoryGroup,
        Entry
    };
    /// How an entry stands, worst last.
    enum class Mark
    {
        Clean,
        Modified,
        Broken
    };
    enum Role
    {
        RowTypeRole = Qt::UserRole, ///< RowType
        KindRole, ///< core::EntryKind
        IdRole, ///< core::EntryId; entries only.
        VersionRole, ///< Text; entries only.
        MarkRole, ///< Mark; entries only.
        EntryCountRole, ///< int; groups only.
    };

    /// What a row is made of, for filters and delegates, without a QVariant in between.
    struct Row
    {
        RowType type = RowType::Entry;
        core::EntryKind kind = core::EntryKind::Agent;
        QString category; ///< Of a CategoryGroup.
        registry::EntrySummary entry; ///< Of an Entry, as are the next two.
        workspace::EntryState state = workspace::EntryState::Clean;
        FilterText filterText;
        int entryCount = 0; ///< Of a group: entries in it and in its categories.
    };

    struct Counts
    {
        int modified = 0;
        int withProblems = 0;
    };

    explicit CatalogModel(QObject *parent = nullptr);
    ~CatalogModel() override;

    void addEntries(const QList<registry::EntrySummary> &entries);
    void updateEntry(const registry::EntrySummary &entry); ///< Or adds it.
    void removeEntry(const core::EntryId &id);
    /// Entries that are not named are clean.
    void setEntryStates(const QHash<core::EntryId, workspace::EntryState> &states);
    void clear();

    [[nodiscard]] QModelIndex indexOf(const core::EntryId &id) const;
    [[nodiscard]] const Row &
    row(const QModelIndex &index) const; ///< `index` is valid and of this model.
    [[nodiscard]] int entryCount() const { return static_cast<int>(m_nodes.size()); }
    [[nodiscard]] const Counts &counts() const { return m_counts; }

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex &parent) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex &index) const override;
    [[nodiscard]] int rowCount(const QModelIndex &parent) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex &index) const override;

private:
    struct Node;
    using Nodes = std::vector<std::unique_ptr<Node>>;

    [[nodiscard]] std::unique_ptr<Node> makeNode(const registry::EntrySummary &entry) const;
    [[nodiscard]] QModelIndex indexOf(const Node &node) const;
    /// Where `node` stands among the group's rows, or would stand.
    [[nodiscard]] static int positionIn(const Node &group, const Node &node);
    [[nodiscard]] Node &groupFor(const registry::EntrySummary &entry);
    /// The parent's row that is equal to `group`, which becomes that row if there is none.
    Node &childGroup(Node &parent, std::unique_ptr<Node> group);
    void insertSorted(Node &group, Nodes nodes);
    void removeRow(Node &group, int row);
    void changeCounts(Node &group, int difference);
    void replaceEntry(const registry::EntrySummary &entry);
    /// Takes an entry's row into the counts (`difference` 1) or out of them (-1).
    void count(const Row &row, int difference);
    void setState(const core::EntryId &id, workspace::EntryState state);
    [[nodiscard]] static QString title(const Row &row);
    [[nodiscard]] static QString tooltip(const Row &row);
    [[nodiscard]] static QString accessibleText(const Row &row);

    QCollator m_collator;
    std::unique_ptr<Node> m_root;
    QHash<core::EntryId, Node *> m_nodes;
    QHash<core::EntryId, workspace::EntryState> m_states;
    Counts m_counts;
};

/// Broken: an error among the entry's problems, or a merge conflict.
[[nodiscard]] CatalogModel::Mark markOf(const CatalogModel::Row &row);
/// "modified", "modified, 2 problems", …; empty if there is nothing to tell. What the coloured mark
/// of a row means.
[[nodiscard]] QString stateText(const CatalogModel::Row &row);

} // namespace hermes::browser
