#pragma once

#include "registry/catalog.h"
#include "workspace/workspace.h"

#include <QAbstractItemModel>
#include <QBitArray>
#include <QCollator>
#include <QHash>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace hermes::browser {

/// The entries of a registry as a tree: kind → entry, for skills kind → category → entry. One
/// column.
///
/// A filter decides which entries are rows; groups are rows while they hold one. Entries stand by
/// name as people sort (numbers by value, case ignored), equal names by id. Every change is
/// reported finely: an update of one entry is dataChanged() or a move, never a reset, and a batch
/// is one insertion for each run of neighbours; only a filter that changes many rows resets. Two
/// entries with one id are one row; the later one is shown. Thread: UI.
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
        int entryCount = 0; ///< Of a group: entries shown in it and in its categories.
    };

    /// Which entries are shown, by numbers that whoever filters has given them.
    struct Filter
    {
        /// -1: it has none, and is not shown. Asked once for each that has one.
        std::function<int(const core::EntryId &)> numberOf;
        QBitArray accepted; ///< By number.
    };

    /// Over all entries, shown or not.
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
    /// nullopt: all are shown. Concerns entries that come later, too.
    void setFilter(const std::optional<Filter> &filter);
    void forgetNumbers(); ///< The filter's numbers mean other entries now.
    void clear();

    /// Invalid if it is not shown.
    [[nodiscard]] QModelIndex indexOf(const core::EntryId &id) const;
    /// Of the kind itself if `category` is empty. Invalid if nothing is shown in it.
    [[nodiscard]] QModelIndex groupIndex(core::EntryKind kind, const QString &category) const;
    [[nodiscard]] const Row &
    row(const QModelIndex &index) const; ///< `index` is valid and of this model.
    /// Of the entries that are shown, in the order of the tree.
    [[nodiscard]] QList<Row> shownRows() const;
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
    using ShownNodes = std::vector<Node *>;

    [[nodiscard]] std::unique_ptr<Node> makeNode(const registry::EntrySummary &entry) const;
    [[nodiscard]] std::unique_ptr<Node> makeGroup(core::EntryKind kind,
                                                  const QString &category) const;
    [[nodiscard]] QModelIndex indexOf(const Node &node) const;
    [[nodiscard]] bool accepts(Node &node) const;
    [[nodiscard]] Node &groupFor(const registry::EntrySummary &entry);
    /// The parent's group that is equal to `group`, which becomes that if there is none.
    static Node &childGroup(Node &parent, std::unique_ptr<Node> group);
    void insertSorted(Node &group, Nodes nodes);
    void show(Node &group, const ShownNodes &nodes); ///< Sorted, of one group, not shown yet.
    void hide(Node &node); ///< With its group if nothing is left in that.
    void changeCounts(Node &group, int difference);
    static void collectShown(const Node &group, QList<Row> &rows);
    void collectChanged(const Node &group, ShownNodes &changed) const;
    void filterGroup(Node &group) const;
    void replaceEntry(const registry::EntrySummary &entry);
    void moveNode(Node &node, const std::unique_ptr<Node> &changed);
    /// Takes an entry's row into the counts (`difference` 1) or out of them (-1).
    void count(const Row &row, int difference);
    void setState(const core::EntryId &id, workspace::EntryState state);
    [[nodiscard]] static QString title(const Row &row);
    [[nodiscard]] static QString tooltip(const Row &row);
    [[nodiscard]] static QString accessibleText(const Row &row);

    QCollator m_collator;
    std::optional<Filter> m_filter;
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
