#include "browser/catalogmodel.h"

#include "widgets/theme.h"

#include <QLocale>

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

// The C locale compares code points, whatever the collator is told: agent 10 before Agent 9.
QLocale sortingLocale()
{
    const QLocale locale;
    return locale.language() == QLocale::C ? QLocale(QLocale::English) : locale;
}

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
    Nodes children;

    [[nodiscard]] static const Node &self(const std::unique_ptr<Node> &node) { return *node; }
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

CatalogModel::CatalogModel(QObject *parent)
    : QAbstractItemModel(parent), m_collator(sortingLocale()), m_root(std::make_unique<Node>())
{
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
    m_collator.setNumericMode(true);
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
    const Node *node = m_nodes.take(id);
    if (!node) {
        return;
    }
    Node *group = node->parent;
    const int row = positionIn(*group, *node);
    count(node->row, -1);
    removeRow(*group, row);
    changeCounts(*group, -1);
    while (group != m_root.get() && group->children.empty()) {
        Node *outer = group->parent;
        removeRow(*outer, positionIn(*outer, *group));
        group = outer;
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
    const QModelIndex index = indexOf(*node);
    Q_EMIT dataChanged(index, index);
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
    return node ? indexOf(*node) : QModelIndex();
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
    if (column != 0 || row < 0 || row >= std::ssize(group->children)) {
        return {};
    }
    return createIndex(row, 0, group->children[static_cast<size_t>(row)].get());
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
    return static_cast<int>(group->children.size());
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
    node->row.filterText = FilterText::of(entry);
    node->sortKey = m_collator.sortKey(title(node->row));
    return node;
}

QModelIndex CatalogModel::indexOf(const Node &node) const
{
    return node.parent ? createIndex(positionIn(*node.parent, node), 0, &node) : QModelIndex();
}

int CatalogModel::positionIn(const Node &group, const Node &node)
{
    const auto place = std::ranges::lower_bound(group.children, node, &Node::precedes, &Node::self);
    return static_cast<int>(std::distance(group.children.begin(), place));
}

CatalogModel::Node &CatalogModel::groupFor(const registry::EntrySummary &entry)
{
    auto kind = std::make_unique<Node>();
    kind->row.type = RowType::KindGroup;
    kind->row.kind = entry.id.kind;
    Node &kindGroup = childGroup(*m_root, std::move(kind));
    if (entry.id.kind != core::EntryKind::Skill || entry.category.isEmpty()) {
        return kindGroup;
    }
    auto category = std::make_unique<Node>();
    category->row.type = RowType::CategoryGroup;
    category->row.kind = entry.id.kind;
    category->row.category = entry.category;
    category->sortKey = m_collator.sortKey(entry.category);
    return childGroup(kindGroup, std::move(category));
}

CatalogModel::Node &CatalogModel::childGroup(Node &parent, std::unique_ptr<Node> group)
{
    const int row = positionIn(parent, *group);
    const auto place = std::next(parent.children.begin(), row);
    if (place != parent.children.end() && !Node::precedes(*group, **place)) {
        return **place;
    }
    group->parent = &parent;
    beginInsertRows(indexOf(parent), row, row);
    Node &inserted = **parent.children.insert(place, std::move(group));
    endInsertRows();
    return inserted;
}

void CatalogModel::insertSorted(Node &group, Nodes nodes)
{
    std::ranges::sort(nodes, &Node::precedes, &Node::self);
    const int added = static_cast<int>(nodes.size());
    for (auto first = nodes.begin(); first != nodes.end();) {
        const int row = positionIn(group, **first);
        const auto place = std::next(group.children.begin(), row);
        const auto last = place == group.children.end()
            ? nodes.end()
            : std::ranges::lower_bound(first, nodes.end(), **place, &Node::precedes, &Node::self);
        beginInsertRows(indexOf(group), row,
                        row + static_cast<int>(std::distance(first, last)) - 1);
        for (const std::unique_ptr<Node> &node : std::ranges::subrange(first, last)) {
            node->parent = &group;
            m_nodes.insert(node->row.entry.id, node.get());
            count(node->row, 1);
        }
        group.children.insert(place, std::make_move_iterator(first), std::make_move_iterator(last));
        endInsertRows();
        first = last;
    }
    changeCounts(group, added);
}

void CatalogModel::removeRow(Node &group, int row)
{
    beginRemoveRows(indexOf(group), row, row);
    group.children.erase(std::next(group.children.begin(), row));
    endRemoveRows();
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
    std::unique_ptr<Node> changed = makeNode(entry);
    Nodes &siblings = node.parent->children;
    const int from = positionIn(*node.parent, node);
    const int to = positionIn(*node.parent, *changed);
    const bool moves = to != from && to != from + 1;
    if (moves) {
        const QModelIndex group = indexOf(*node.parent);
        beginMoveRows(group, from, from, group, to);
    }
    count(node.row, -1);
    count(changed->row, 1);
    node.row = std::move(changed->row);
    node.sortKey = std::move(changed->sortKey);
    if (moves) {
        const auto begin = siblings.begin();
        if (to < from) {
            std::rotate(begin + to, begin + from, begin + from + 1);
        } else {
            std::rotate(begin + from, begin + from + 1, begin + to);
        }
        endMoveRows();
    }
    const QModelIndex index = indexOf(node);
    Q_EMIT dataChanged(index, index);
}

QString CatalogModel::title(const Row &row)
{
    switch (row.type) {
    case RowType::KindGroup:
        return widgets::kindGroupLabel(row.kind);
    case RowType::CategoryGroup:
        return row.category;
    case RowType::Entry:
        return row.entry.name.isEmpty() ? row.entry.id.id : row.entry.name;
    }
    Q_UNREACHABLE();
}

QString CatalogModel::tooltip(const Row &row)
{
    if (row.type != RowType::Entry) {
        return tr("%n entries", nullptr, row.entryCount);
    }
    QStringList lines{u"<b>%1</b>"_s.arg(title(row).toHtmlEscaped()),
                      row.entry.id.toString().toHtmlEscaped()};
    if (!row.entry.description.isEmpty()) {
        lines.append(row.entry.description.toHtmlEscaped());
    }
    if (const QString state = stateText(row); !state.isEmpty()) {
        lines.append(u"<i>%1</i>"_s.arg(state));
    }
    return u"<p>%1</p>"_s.arg(lines.join(u"<br>"_s));
}

QString CatalogModel::accessibleText(const Row &row)
{
    if (row.type != RowType::Entry) {
        return tr("%1, %n entries", nullptr, row.entryCount).arg(title(row));
    }
    QStringList parts{title(row)};
    if (!row.entry.version.isEmpty()) {
        parts.append(tr("version %1").arg(row.entry.version));
    }
    if (const QString state = stateText(row); !state.isEmpty()) {
        parts.append(state);
    }
    return parts.join(u", "_s);
}

CatalogModel::Mark markOf(const CatalogModel::Row &row)
{
    const auto isError = [](const core::Problem &problem) {
        return problem.severity == core::Problem::Severity::Error;
    };
    if (row.state == workspace::EntryState::Conflicted
        || std::ranges::any_of(row.entry.problems, isError)) {
        return CatalogModel::Mark::Broken;
    }
    return row.state == workspace::EntryState::Clean ? CatalogModel::Mark::Clean
                                                     : CatalogModel::Mark::Modified;
}

QString stateText(const CatalogModel::Row &row)
{
    QStringList parts;
    switch (row.state) {
    case workspace::EntryState::Clean:
        break;
    case workspace::EntryState::Modified:
        parts.append(CatalogModel::tr("modified"));
        break;
    case workspace::EntryState::Added:
        parts.append(CatalogModel::tr("new, not committed"));
        break;
    case workspace::EntryState::Conflicted:
        parts.append(CatalogModel::tr("in conflict"));
        break;
    }
    if (!row.entry.problems.isEmpty()) {
        parts.append(
            CatalogModel::tr("%n problems", nullptr, static_cast<int>(row.entry.problems.size())));
    }
    return parts.join(u", "_s);
}

} // namespace hermes::browser
