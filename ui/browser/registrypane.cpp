#include "browser/registrypane.h"

#include "browser/catalogmodel.h"
#include "browser/catalogtable.h"
#include "browser/catalogtree.h"
#include "browser/entrydelegate.h"
#include "browser/entrylistmodel.h"
#include "browser/facetbar.h"
#include "browser/fragmentlist.h"
#include "browser/outlineview.h"
#include "search/fieldmatch.h"
#include "search/registrysearch.h"
#include "widgets/buttons.h"
#include "widgets/emptystate.h"
#include "widgets/filterfield.h"
#include "widgets/linewidget.h"
#include "widgets/theme.h"

#include <QAccessible>
#include <QBitArray>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>
#include <memory>

using namespace Qt::StringLiterals;

namespace hermes::browser {

namespace space = widgets::space;
using widgets::EmptyState;
using namespace std::chrono_literals;

namespace {

/// Entries that come and change one after the other are filtered together.
constexpr auto applyPause = 50ms;

} // namespace

RegistryPane::RegistryPane(const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_catalog(new CatalogModel(this))
    , m_field(new widgets::FilterField(theme, tr("Filter agents, tools, text…"), this))
    , m_viewButton(new widgets::IconButton(theme, u"list-tree"_s, tr("View"), this))
    , m_queryProblem(new QLabel(this))
    , m_facets(new FacetBar(theme, this))
    , m_progress(new QLabel(this))
    , m_stack(new QStackedWidget(this))
    , m_tree(new CatalogTree(this))
    , m_list(new EntryListModel(this))
    , m_table(new CatalogTable(*m_list, theme, this))
    , m_empty(new EmptyState(theme, this))
    , m_fragments(new FragmentList(theme, this))
    , m_outline(new OutlineView(theme, this))
    , m_splitter(new QSplitter(Qt::Vertical, this))
{
    m_tree->setModel(m_catalog);
    m_tree->setItemDelegate(new EntryDelegate(theme, m_tree));
    m_field->setToolTip(tr("Words, \"phrases\", /expressions/, -without, tag: tool: model: kind: "
                           "author: status: has:problem changed:7d"));
    m_viewButton->setPopupMode(QToolButton::InstantPopup);
    m_viewButton->setMenu(new QMenu(m_viewButton));
    m_tableDelay.setSingleShot(true);
    m_tableDelay.setInterval(applyPause);
    m_applyDelay.setSingleShot(true);
    m_applyDelay.setInterval(applyPause);
    m_queryProblem->setWordWrap(true);
    m_queryProblem->setTextFormat(Qt::PlainText);
    m_queryProblem->hide();
    widgets::keepFont(*m_queryProblem, theme, &widgets::Theme::labelFont);
    m_field->installEventFilter(this);
    m_progress->setForegroundRole(QPalette::PlaceholderText);
    widgets::keepFont(*m_progress, theme, &widgets::Theme::labelFont);
    arrange();
    joinSignals();
    takeTheme();
    showContent();
}

void RegistryPane::arrange()
{
    m_stack->addWidget(m_tree);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);

    auto *entries = new QWidget(this);
    auto *layout = new QVBoxLayout(entries);
    layout->setContentsMargins(0, space::medium, 0, 0);
    layout->setSpacing(space::small);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(space::medium, 0, space::medium, 0);
    head->setSpacing(space::small);
    auto *first = new QHBoxLayout;
    first->setSpacing(space::tiny);
    first->addWidget(m_field, 1);
    first->addWidget(m_viewButton);
    head->addLayout(first);
    head->addWidget(m_queryProblem);
    head->addWidget(m_facets);
    head->addWidget(m_progress);
    layout->addLayout(head);
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_fragments);

    m_splitter->addWidget(entries);
    m_splitter->addWidget(m_outline);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setChildrenCollapsible(false);
    auto *whole = new QVBoxLayout(this);
    whole->setContentsMargins(0, 0, 0, 0);
    whole->addWidget(m_splitter);
    setFocusProxy(m_field);
}

void RegistryPane::joinSignals()
{
    connect(m_field, &QLineEdit::textChanged, this, &RegistryPane::readFilter);
    connect(&m_applyDelay, &QTimer::timeout, this, &RegistryPane::applyFilter);
    connect(&m_theme, &widgets::Theme::changed, this, &RegistryPane::takeTheme);
    connect(m_catalog, &QAbstractItemModel::rowsInserted, this,
            [this](const QModelIndex &parent, int first, int last) {
                const bool areGroups = m_catalog->row(m_catalog->index(first, 0, parent)).type
                    != CatalogModel::RowType::Entry;
                for (int row = first; row <= last && areGroups && !m_query.isEmpty(); ++row) {
                    m_tree->expand(m_catalog->index(row, 0, parent));
                }
            });
    connect(m_facets, &FacetBar::filterEdited, m_field, &QLineEdit::setText);
    connect(m_tree, &CatalogTree::leftUpwards, this, &RegistryPane::focusFilter);
    connect(m_table, &CatalogTable::leftUpwards, this, &RegistryPane::focusFilter);
    connect(m_tree, &CatalogTree::menuRequested, this, &RegistryPane::openMenu);
    connect(m_table, &CatalogTable::menuRequested, this, &RegistryPane::openMenu);
    const auto activate = [this](const QModelIndex &index) {
        Q_EMIT entryActivated(index.data(CatalogModel::IdRole).value<core::EntryId>());
    };
    connect(m_tree, &CatalogTree::entryChosen, this, activate);
    connect(m_table, &CatalogTable::entryChosen, this, activate);
    connect(m_table, &CatalogTable::columnsChanged, this, &RegistryPane::viewChanged);
    connect(m_viewButton->menu(), &QMenu::aboutToShow, this, &RegistryPane::fillViewMenu);
    connect(&m_tableDelay, &QTimer::timeout, this, &RegistryPane::fillTable);
    const auto fillSoon = [this] {
        if (m_view == View::Table && !m_tableDelay.isActive()) {
            m_tableDelay.start();
        }
    };
    connect(m_catalog, &QAbstractItemModel::rowsInserted, this, fillSoon);
    connect(m_catalog, &QAbstractItemModel::rowsRemoved, this, fillSoon);
    connect(m_catalog, &QAbstractItemModel::dataChanged, this, fillSoon);
    connect(m_catalog, &QAbstractItemModel::modelReset, this, fillSoon);
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_hasOwnSplit = true; });
    connect(m_outline, &OutlineView::outlineChanged, this, &RegistryPane::fitOutline);
}

/// The outline is as high as its sections need, up to two fifths of the pane.
void RegistryPane::fitOutline()
{
    if (!m_hasOwnSplit) {
        const int most = height() * 2 / 5;
        const int outline = std::min(m_outline->sizeHint().height(), most);
        m_splitter->setSizes({height() - outline, outline});
    }
}

void RegistryPane::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_fragments->setMostHeight(height() / 5);
    fitOutline();
}

void RegistryPane::setSearch(const search::RegistrySearch *search)
{
    if (m_search != nullptr) {
        m_search->disconnect(this);
    }
    m_search = search;
    if (search != nullptr) {
        connect(search, &search::RegistrySearch::fieldsChanged, this, [this] {
            if (!m_query.isEmpty() && !m_applyDelay.isActive()) {
                m_applyDelay.start();
            }
            if (m_view == View::Table && !m_tableDelay.isActive()) {
                m_tableDelay.start(); // when entries were changed is among the facts
            }
        });
        connect(search, &search::RegistrySearch::entriesChanged, this, [this] {
            m_catalog->forgetNumbers();
            applyFilter();
        });
    }
    m_catalog->forgetNumbers();
    applyFilter();
}

void RegistryPane::showNoRegistry()
{
    m_content = Content::NoRegistry;
    m_catalog->clear();
    m_expanded.clear();
    entriesChanged();
}

void RegistryPane::startLoading()
{
    m_content = Content::Loading;
    m_catalog->clear();
    m_expanded.clear();
    entriesChanged();
}

void RegistryPane::addEntries(const QList<registry::EntrySummary> &entries)
{
    const bool wasEmpty = m_catalog->entryCount() == 0;
    m_catalog->addEntries(entries);
    if (wasEmpty && m_catalog->entryCount() > 0 && m_query.isEmpty()) {
        // One group open shows what the tree is; the first is what people write most.
        m_tree->expand(m_catalog->index(0, 0, {}));
    }
    entriesChanged();
}

void RegistryPane::finishLoading()
{
    m_content = Content::Ready;
    entriesChanged();
}

void RegistryPane::updateEntry(const registry::EntrySummary &entry)
{
    m_catalog->updateEntry(entry);
    entriesChanged();
}

void RegistryPane::removeEntry(const core::EntryId &id)
{
    m_catalog->removeEntry(id);
    entriesChanged();
}

void RegistryPane::setEntryStates(const QHash<core::EntryId, workspace::EntryState> &states)
{
    m_catalog->setEntryStates(states);
    entriesChanged();
}

void RegistryPane::setCurrentEntry(const std::optional<core::EntryId> &id)
{
    m_current = id;
    if (selectedEntries().size() > 1) {
        return; // what someone has selected is not lost to a tab
    }
    m_tree->setCurrentIndex(currentEntryIndex());
    if (id) {
        m_table->setCurrentEntry(*id);
    }
}

// --- tree and table

void RegistryPane::setView(View view)
{
    if (m_view == view) {
        return;
    }
    m_view = view;
    if (view == View::Table) {
        fillTable();
    } else {
        m_list->setRows({}, {});
    }
    showContent();
    Q_EMIT viewChanged();
}

void RegistryPane::fillTable()
{
    m_list->setRows(m_catalog->shownRows(),
                    m_search != nullptr ? m_search->entries() : search::EntryTable());
}

void RegistryPane::setTableColumns(const QByteArray &state)
{
    m_table->setColumns(state);
}

QByteArray RegistryPane::tableColumns() const
{
    return m_table->columnState();
}

QAbstractItemView *RegistryPane::currentView() const
{
    return m_view == View::Tree ? static_cast<QAbstractItemView *>(m_tree) : m_table;
}

QList<core::EntryId> RegistryPane::selectedEntries() const
{
    return m_view == View::Tree ? m_tree->selectedEntries() : m_table->selectedEntries();
}

QString RegistryPane::filter() const
{
    return m_field->text();
}

void RegistryPane::setFilter(const QString &filter)
{
    m_field->setText(filter);
}

void RegistryPane::focusFilter()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

bool RegistryPane::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        switch (static_cast<QKeyEvent *>(event)->key()) {
        case Qt::Key_Down:
            if (!currentView()->currentIndex().isValid()) {
                currentView()->setCurrentIndex(
                    firstEntry()); // before the focus, which would take the first group
            }
            currentView()->setFocus(Qt::TabFocusReason);
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            openFirst();
            return true;
        default:
            break;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void RegistryPane::readFilter()
{
    const search::Query query = search::Query::parse(m_field->text());
    m_facets->setFilter(m_field->text());
    showQueryProblem(query.problems().isEmpty() ? QString() : query.problems().first().message);
    if (!query.problems().isEmpty()) {
        return; // what was found last stays until there is something else to find
    }
    const bool wasFiltered = !m_query.isEmpty();
    if (!wasFiltered && !query.isEmpty()) {
        rememberExpansion();
    }
    m_query = query;
    m_fragments->setFilter(m_field->text());
    m_tree->setUpdatesEnabled(false);
    applyFilter();
    if (!query.isEmpty()) {
        expandGroups();
    } else if (wasFiltered) {
        restoreExpansion();
        reselectCurrent();
    }
    m_tree->setUpdatesEnabled(true);
}

void RegistryPane::showQueryProblem(const QString &message)
{
    if (m_queryProblem->text() == message) {
        return;
    }
    m_queryProblem->setText(message);
    m_queryProblem->setVisible(!message.isEmpty());
    m_field->setAccessibleDescription(message);
    if (!message.isEmpty()) {
        QAccessibleAnnouncementEvent announcement(m_field, message);
        QAccessible::updateAccessibility(&announcement);
    }
}

void RegistryPane::takeTheme()
{
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, m_theme.colors().error);
    m_queryProblem->setPalette(colors);
}

void RegistryPane::applyFilter()
{
    m_applyDelay.stop();
    const auto wasReset = std::make_shared<bool>(false);
    const auto watch =
        connect(m_catalog, &QAbstractItemModel::modelReset, this, [wasReset] { *wasReset = true; });
    if (m_query.isEmpty() || m_search == nullptr) {
        m_catalog->setFilter(std::nullopt);
    } else {
        const search::EntryTable &entries = m_search->entries();
        const auto rows = search::matchingRows(entries, m_query, QDateTime::currentDateTime());
        if (!rows) {
            showQueryProblem(rows.error().message); // too many words
            return;
        }
        QBitArray accepted(entries.rowCount());
        for (const int row : *rows) {
            accepted.setBit(row);
        }
        const auto numberOf = [search = m_search](const core::EntryId &id) {
            return search != nullptr ? search->rowOf(id) : -1;
        };
        m_catalog->setFilter(CatalogModel::Filter{numberOf, accepted});
    }
    disconnect(watch);
    if (*wasReset && !m_query.isEmpty()) {
        expandGroups();
    }
    entriesChanged();
}

void RegistryPane::expandGroups()
{
    for (const auto allGroups = groups(); const QModelIndex &group : allGroups) {
        m_tree->expand(group);
    }
}

QList<QModelIndex> RegistryPane::groups() const
{
    QList<QModelIndex> found;
    for (int kind = 0; kind < m_catalog->rowCount({}); ++kind) {
        const QModelIndex group = m_catalog->index(kind, 0, {});
        found.append(group);
        for (int row = 0; row < m_catalog->rowCount(group); ++row) {
            const QModelIndex child = m_catalog->index(row, 0, group);
            if (m_catalog->row(child).type == CatalogModel::RowType::Entry) {
                break; // groups come first
            }
            found.append(child);
        }
    }
    return found;
}

void RegistryPane::rememberExpansion()
{
    m_expanded.clear();
    for (const auto allGroups = groups(); const QModelIndex &group : allGroups) {
        if (m_tree->isExpanded(group)) {
            m_expanded.append({m_catalog->row(group).kind, m_catalog->row(group).category});
        }
    }
}

void RegistryPane::restoreExpansion()
{
    m_tree->collapseAll();
    for (const Group &group : std::as_const(m_expanded)) {
        m_tree->expand(m_catalog->groupIndex(group.kind, group.category));
    }
}

void RegistryPane::entriesChanged()
{
    const CatalogModel::Counts &counts = m_catalog->counts();
    m_facets->setCounts(counts.modified, counts.withProblems);
    m_progress->setText(tr("Loading… %n entries", nullptr, m_catalog->entryCount()));
    m_progress->setVisible(m_content == Content::Loading);
    showContent();
    reselectCurrent();
}

void RegistryPane::showContent()
{
    const bool isEmpty = m_catalog->entryCount() == 0;
    m_field->setEnabled(!isEmpty);
    if (isEmpty && m_content == Content::NoRegistry) {
        m_empty->setContent(u"folder-open"_s, tr("No registry is open"),
                            tr("Open a folder with agents, skills, MCP servers or workflows."));
        connect(m_empty->addButton(tr("Open registry…"), EmptyState::Emphasis::Plain),
                &QPushButton::clicked, this, &RegistryPane::openRegistryRequested);
    } else if (isEmpty && m_content == Content::Ready) {
        m_empty->setContent(
            u"bot"_s, tr("No entries yet"),
            tr("This folder holds no agent, skill, MCP server or workflow. Start with an agent."));
        connect(m_empty->addButton(tr("New agent…"), EmptyState::Emphasis::Plain),
                &QPushButton::clicked, this, &RegistryPane::newEntryRequested);
    } else if (!isEmpty && m_catalog->rowCount({}) == 0) {
        m_empty->setContent(u"search"_s, tr("Nothing matches"),
                            tr("No entry matches “%1”.").arg(m_field->text().simplified()));
        connect(m_empty->addButton(tr("Clear filter"), EmptyState::Emphasis::Plain),
                &QPushButton::clicked, m_field, &QLineEdit::clear);
    } else {
        m_stack->setCurrentWidget(currentView());
        return;
    }
    m_stack->setCurrentWidget(m_empty);
}

// After a change the shown document's entry is selected again, but never taken from someone who
// moves through the tree, nor by opening a group that was closed.
void RegistryPane::reselectCurrent()
{
    const QModelIndex index = currentEntryIndex();
    if (!index.isValid() || index == m_tree->currentIndex() || selectedEntries().size() > 1
        || (m_tree->hasFocus() && m_tree->currentIndex().isValid())) {
        return;
    }
    for (QModelIndex group = index.parent(); group.isValid(); group = group.parent()) {
        if (!m_tree->isExpanded(group)) {
            return;
        }
    }
    m_tree->setCurrentIndex(index);
}

QModelIndex RegistryPane::currentEntryIndex() const
{
    return m_current ? m_catalog->indexOf(*m_current) : QModelIndex();
}

void RegistryPane::openFirst()
{
    if (const QModelIndex index = firstEntry(); index.isValid()) {
        currentView()->setCurrentIndex(index);
        Q_EMIT entryActivated(index.data(CatalogModel::IdRole).value<core::EntryId>());
    }
}

QModelIndex RegistryPane::firstEntry() const
{
    if (m_view == View::Table) {
        return m_list->index(0, 0);
    }
    QModelIndex index = m_catalog->index(0, 0, {});
    while (m_catalog->hasChildren(index)) {
        index = m_catalog->index(0, 0, index);
    }
    return index;
}

QList<core::EntryId> RegistryPane::shownEntries() const
{
    QList<core::EntryId> ids;
    QList<QModelIndex> open{QModelIndex()};
    while (!open.isEmpty()) {
        const QModelIndex index = open.takeLast();
        const int children = m_catalog->rowCount(index);
        if (index.isValid() && children == 0) {
            ids.append(index.data(CatalogModel::IdRole).value<core::EntryId>());
        }
        for (int row = children - 1; row >= 0; --row) {
            open.append(m_catalog->index(row, 0, index));
        }
    }
    return ids;
}

} // namespace hermes::browser
