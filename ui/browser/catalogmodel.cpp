#include "browser/catalogmodel.h"

#include "widgets/collation.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>
#include <ranges>
#include <tuple>
#include <unordered_map>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::browser {

namespace {

// The order of the design's groups: what people write most comes first.
constexpr std::array kindOrder{core::EntryKind::Agent, core::EntryKind::Skill, core::EntryKind::Mcp,
                               core::EntryKind::Workflow};

/// A filter that changes more rows than these makes the tree anew.
constexpr size_t mostFineChanges = 64;

int rankOf(core::EntryKind kind)
{
    return static_cast<int>(std::distance(kindOrder.begin(), std::ranges::find(kindOrder, kind)));
}

} // namespace

/// A row and its place. A group owns its rows.
struct CatalogModel::Node
{
    Row row;
    std::optional<QCollatorSortKey> sortKey; ///< Of entries and categories.
    Node *parent = nullptr;
    Nodes children; ///< Sorted.
    ShownNodes shown; ///< Those that the filter lets through, sorted.
    bool isShown = false;
    int number = -1; ///< The filter's, of an entry; -1: not known.

    [[nodiscard]] bool isEntry() const { return row.type == RowType::Entry; }
    /// The order of rows below one parent; no two rows are equal in it.
    [[nodiscard]] static bool precedes(const Node &left, const Node &right)
    {
        if (left.row.type != right.row.type) {
            return left.row.type < right.row.type;
        }
        if (left.row.type == RowType::KindGroup) {
            return rankOf(left.row.kind) < rankOf(right.row.kind);
        }
        const int order = left.sortKey->compare(*right.sortKey);
        return order != 0 ? order < 0
                          : std::tie(left.row.category, left.row.entry.id)
                < std::tie(right.row.category, right.row.entry.id);
    }
};

namespace {

const auto self = [](const auto &node) -> const auto & { return *node; };

/// Where `node` stands among sorted nodes, or would stand.
template <typename Nodes, typename Node>
int positionIn(const Nodes &nodes, const Node &node)
{
    const auto place = std::ranges::lower_bound(nodes, node, &Node::precedes, self);
    return static_cast<int>(std::distance(nodes.begin(), place));
}

/// Moves one of a row of things to before the one that is at `to`.
template <typename Nodes>
void moveWithin(Nodes &nodes, int from, int to)
{
    const auto begin = nodes.begin();
    if (to < from) {
        std::rotate(begin + to, begin + from, begin + from + 1);
    } else if (to > from + 1) {
        std::rotate(begin + from, begin + from + 1, begin + to);
    }
}

} // namespace

CatalogModel::CatalogModel(QObject *parent)
    : QAbstractItemModel(parent)
    , m_collator(widgets::peopleCollator())
    , m_root(std::make_unique<Node>())
{
}

CatalogModel::~CatalogModel() = default;

void CatalogModel::addEntries(const QList<registry::EntrySummary> &entries)
{
    QHash<core::EntryId, const registry::EntrySummary *> latest;
    latest.reserve(entries.size());
    for (const registry::EntrySummary &entry : entries) {
        latest.insert(entry.id, &entry);
    }
    std::unordered_map<Node *, Nodes> fresh;
    for (const registry::EntrySummary *entry : std::as_const(latest)) {
        if (m_nodes.contains(entry->id)) {
            replaceEntry(*entry);
        } else {
            fresh[&groupFor(*entry)].push_back(makeNode(*entry));
        }
    }
    for (auto &[group, nodes] : fresh) {
        insertSorted(*group, std::move(nodes));
    }
}

void CatalogModel::updateEntry(const registry::EntrySummary &entry)
{
    addEntries({entry});
}

void CatalogModel::removeEntry(const core::EntryId &id)
{
    Node *node = m_nodes.take(id);
    if (node == nullptr) {
        return;
    }
    count(node->row, -1);
    if (node->isShown) {
        hide(*node);
    }
    // With groups that held nothing else.
    for (Node *group = node->parent; group != nullptr; node = group, group = group->parent) {
        group->children.erase(group->children.begin() + positionIn(group->children, *node));
        if (!group->children.empty()) {
            return;
        }
    }
}

void CatalogModel::setFilter(const std::optional<Filter> &filter)
{
    m_filter = filter;
    ShownNodes changed;
    collectChanged(*m_root, changed);
    if (changed.size() > mostFineChanges) {
        beginResetModel();
        filterGroup(*m_root);
        endResetModel();
        return;
    }
    for (Node *node : changed) {
        if (node->isShown) {
            hide(*node);
        } else {
            show(*node->parent, {node});
        }
    }
}

QList<CatalogModel::Row> CatalogModel::shownRows() const
{
    QList<Row> rows;
    rows.reserve(m_root->row.entryCount);
    collectShown(*m_root, rows);
    return rows;
}

void CatalogModel::collectShown(const Node &group, QList<Row> &rows)
{
    for (const Node *node : group.shown) {
        if (node->isEntry()) {
            rows.append(node->row);
        } else {
            collectShown(*node, rows);
        }
    }
}

void CatalogModel::forgetNumbers()
{
    for (Node *node : std::as_const(m_nodes)) {
        node->number = -1;
    }
}

bool CatalogModel::accepts(Node &node) const
{
    if (!m_filter) {
        return true;
    }
    if (node.number < 0) {
        node.number = m_filter->numberOf(node.row.entry.id);
    }
    return node.number >= 0 && node.number < m_filter->accepted.size()
        && m_filter->accepted.testBit(node.number);
}

/// Stops when they are too many for fine changes.
void CatalogModel::collectChanged(const Node &group, ShownNodes &changed) const
{
    for (const std::unique_ptr<Node> &child : group.children) {
        if (changed.size() > mostFineChanges) {
            return;
        }
        if (!child->isEntry()) {
            collectChanged(*child, changed);
        } else if (child->isShown != accepts(*child)) {
            changed.push_back(child.get());
        }
    }
}

void CatalogModel::filterGroup(Node &group) const
{
    group.shown.clear();
    group.row.entryCount = 0;
    for (const std::unique_ptr<Node> &child : group.children) {
        if (child->isEntry()) {
            child->isShown = accepts(*child);
            group.row.entryCount += child->isShown ? 1 : 0;
        } else {
            filterGroup(*child);
            child->isShown = !child->shown.empty();
            group.row.entryCount += child->row.entryCount;
        }
        if (child->isShown) {
            group.shown.push_back(child.get());
        }
    }
}

void CatalogModel::setEntryStates(const QHash<core::EntryId, workspace::EntryState> &states)
{
    // Those that are not clean are few: they alone are looked at.
    const auto before = std::exchange(m_states, states);
    for (const auto &[id, state] : before.asKeyValueRange()) {
        if (!states.contains(id)) {
            setState(id, workspace::EntryState::Clean);
        }
    }
    for (const auto &[id, state] : states.asKeyValueRange()) {
        setState(id, state);
    }
}

void CatalogModel::setState(const core::EntryId &id, workspace::EntryState state)
{
    Node *node = m_nodes.value(id);
    if (node == nullptr || node->row.state == state) {
        return;
    }
    count(node->row, -1);
    node->row.state = state;
    count(node->row, 1);
    if (node->isShown) {
        const QModelIndex index = indexOf(*node);
        Q_EMIT dataChanged(index, index);
    }
}

void CatalogModel::count(const Row &row, int difference)
{
    m_counts.modified += row.state == workspace::EntryState::Modified ? difference : 0;
    m_counts.withProblems += row.entry.problems.isEmpty() ? 0 : difference;
}

void CatalogModel::clear()
{
    beginResetModel();
    m_root = std::make_unique<Node>();
    m_nodes.clear();
    m_states.clear();
    m_counts = {};
    endResetModel();
}

QModelIndex CatalogModel::indexOf(const core::EntryId &id) const
{
    const Node *node = m_nodes.value(id);
    return node != nullptr && node->isShown ? indexOf(*node) : QModelIndex();
}

QModelIndex CatalogModel::groupIndex(core::EntryKind kind, const QString &category) const
{
    const auto shownLike = [](const Node &parent, const Node &group) -> const Node * {
        const auto row = static_cast<size_t>(positionIn(parent.shown, group));
        return row < parent.shown.size() && !Node::precedes(group, *parent.shown[row])
            ? parent.shown[row]
            : nullptr;
    };
    const Node *group = shownLike(*m_root, *makeGroup(kind, {}));
    if (group != nullptr && !category.isEmpty()) {
        group = shownLike(*group, *makeGroup(kind, category));
    }
    return group != nullptr ? indexOf(*group) : QModelIndex();
}

const CatalogModel::Row &CatalogModel::row(const QModelIndex &index) const
{
    Q_ASSERT(index.isValid() && index.model() == this);
    return static_cast<const Node *>(index.constInternalPointer())->row;
}

QModelIndex CatalogModel::index(int row, int column, const QModelIndex &parent) const
{
    const Node *group =
        parent.isValid() ? static_cast<const Node *>(parent.constInternalPointer()) : m_root.get();
    if (column != 0 || row < 0 || row >= std::ssize(group->shown)) {
        return {};
    }
    return createIndex(row, 0, group->shown[static_cast<size_t>(row)]);
}

QModelIndex CatalogModel::parent(const QModelIndex &index) const
{
    const Node *node = static_cast<const Node *>(index.constInternalPointer());
    return node && node->parent != m_root.get() ? indexOf(*node->parent) : QModelIndex();
}

int CatalogModel::rowCount(const QModelIndex &parent) const
{
    const Node *group =
        parent.isValid() ? static_cast<const Node *>(parent.constInternalPointer()) : m_root.get();
    return static_cast<int>(group->shown.size());
}

int CatalogModel::columnCount(const QModelIndex &) const
{
    return 1;
}

QVariant CatalogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid()) {
        return {};
    }
    const Row &shown = row(index);
    switch (role) {
    case Qt::DisplayRole:
        return title(shown);
    case Qt::ToolTipRole:
        return tooltip(shown);
    case Qt::AccessibleTextRole:
        return accessibleText(shown);
    case RowTypeRole:
        return QVariant::fromValue(shown.type);
    case KindRole:
        return QVariant::fromValue(shown.kind);
    case IdRole:
        return shown.type == RowType::Entry ? QVariant::fromValue(shown.entry.id) : QVariant();
    case VersionRole:
        return shown.type == RowType::Entry ? shown.entry.version : QVariant();
    case MarkRole:
        return shown.type == RowType::Entry ? QVariant::fromValue(markOf(shown)) : QVariant();
    case EntryCountRole:
        return shown.type == RowType::Entry ? QVariant() : shown.entryCount;
    default:
        return {};
    }
}

Qt::ItemFlags CatalogModel::flags(const QModelIndex &index) const
{
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    const Qt::ItemFlags usable = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    return row(index).type == RowType::Entry ? usable | Qt::ItemNeverHasChildren : usable;
}

std::unique_ptr<CatalogModel::Node>
CatalogModel::makeNode(const registry::EntrySummary &entry) const
{
    auto node = std::make_unique<Node>();
    node->row.type = RowType::Entry;
    node->row.kind = entry.id.kind;
    node->row.entry = entry;
    node->row.state = m_states.value(entry.id, workspace::EntryState::Clean);
    node->sortKey = m_collator.sortKey(title(node->row));
    return node;
}

QModelIndex CatalogModel::indexOf(const Node &node) const
{
    return node.parent != nullptr ? createIndex(positionIn(node.parent->shown, node), 0, &node)
                                  : QModelIndex();
}

std::unique_ptr<CatalogModel::Node> CatalogModel::makeGroup(core::EntryKind kind,
                                                            const QString &category) const
{
    auto group = std::make_unique<Node>();
    group->row.kind = kind;
    group->row.type = category.isEmpty() ? RowType::KindGroup : RowType::CategoryGroup;
    group->row.category = category;
    group->sortKey = m_collator.sortKey(category);
    return group;
}

CatalogModel::Node &CatalogModel::groupFor(const registry::EntrySummary &entry)
{
    Node &kindGroup = childGroup(*m_root, makeGroup(entry.id.kind, {}));
    if (entry.id.kind != core::EntryKind::Skill || entry.category.isEmpty()) {
        return kindGroup;
    }
    return childGroup(kindGroup, makeGroup(entry.id.kind, entry.category));
}

CatalogModel::Node &CatalogModel::childGroup(Node &parent, std::unique_ptr<Node> group)
{
    const auto place = parent.children.begin() + positionIn(parent.children, *group);
    if (place != parent.children.end() && !Node::precedes(*group, **place)) {
        return **place;
    }
    group->parent = &parent;
    return **parent.children.insert(place, std::move(group));
}

void CatalogModel::insertSorted(Node &group, Nodes nodes)
{
    std::ranges::sort(nodes, &Node::precedes, self);
    ShownNodes accepted;
    for (const std::unique_ptr<Node> &node : nodes) {
        node->parent = &group;
        m_nodes.insert(node->row.entry.id, node.get());
        count(node->row, 1);
        if (accepts(*node)) {
            accepted.push_back(node.get());
        }
    }
    const auto middle = std::ssize(group.children);
    group.children.insert(group.children.end(), std::make_move_iterator(nodes.begin()),
                          std::make_move_iterator(nodes.end()));
    std::ranges::inplace_merge(group.children, group.children.begin() + middle, &Node::precedes,
                               self);
    show(group, accepted);
}

void CatalogModel::show(Node &group, const ShownNodes &nodes)
{
    if (nodes.empty()) {
        return;
    }
    if (&group != m_root.get() && !group.isShown) {
        show(*group.parent, {&group});
    }
    for (auto first = nodes.begin(); first != nodes.end();) {
        const int row = positionIn(group.shown, **first);
        const auto place = std::next(group.shown.begin(), row);
        const auto last = place == group.shown.end()
            ? nodes.end()
            : std::ranges::lower_bound(first, nodes.end(), **place, &Node::precedes, self);
        beginInsertRows(indexOf(group), row,
                        row + static_cast<int>(std::distance(first, last)) - 1);
        for (Node *node : std::ranges::subrange(first, last)) {
            node->isShown = true;
        }
        group.shown.insert(place, first, last);
        endInsertRows();
        first = last;
    }
    if (nodes.front()->isEntry()) {
        changeCounts(group, static_cast<int>(nodes.size()));
    }
}

void CatalogModel::hide(Node &node)
{
    Node &group = *node.parent;
    const int row = positionIn(group.shown, node);
    beginRemoveRows(indexOf(group), row, row);
    group.shown.erase(std::next(group.shown.begin(), row));
    node.isShown = false;
    endRemoveRows();
    if (node.isEntry()) {
        changeCounts(group, -1);
    }
    if (&group != m_root.get() && group.shown.empty()) {
        hide(group);
    }
}

void CatalogModel::changeCounts(Node &group, int difference)
{
    for (Node *counted = &group; counted != m_root.get(); counted = counted->parent) {
        counted->row.entryCount += difference;
        const QModelIndex index = indexOf(*counted);
        Q_EMIT dataChanged(index, index);
    }
}

void CatalogModel::replaceEntry(const registry::EntrySummary &entry)
{
    Node &node = *m_nodes.value(entry.id);
    if (node.row.entry == entry) {
        return;
    }
    if (node.row.entry.category != entry.category) {
        removeEntry(entry.id);
        addEntries({entry});
        return;
    }
    const bool isAccepted = accepts(node);
    if (node.isShown && !isAccepted) {
        hide(node);
    }
    moveNode(node, makeNode(entry));
    if (node.isShown) {
        const QModelIndex index = indexOf(node);
        Q_EMIT dataChanged(index, index);
    } else if (isAccepted) {
        show(*node.parent, {&node});
    }
}

void CatalogModel::moveNode(Node &node, const std::unique_ptr<Node> &changed)
{
    Node &group = *node.parent;
    const int from = positionIn(group.children, node);
    const int to = positionIn(group.children, *changed);
    const int shownFrom = positionIn(group.shown, node);
    const int shownTo = positionIn(group.shown, *changed);
    const bool moves = node.isShown && shownTo != shownFrom && shownTo != shownFrom + 1;
    if (moves) {
        const QModelIndex parent = indexOf(group);
        beginMoveRows(parent, shownFrom, shownFrom, parent, shownTo);
    }
    count(node.row, -1);
    count(changed->row, 1);
    node.row = std::move(changed->row);
    node.sortKey = std::move(changed->sortKey);
    moveWithin(group.children, from, to);
    if (moves) {
        moveWithin(group.shown, shownFrom, shownTo);
        endMoveRows();
    }
}

} // namespace hermes::browser
