#include "browser/catalogtable.h"

#include "browser/entrylistmodel.h"
#include "widgets/icons.h"
#include "widgets/kindicon.h"
#include "widgets/theme.h"

#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>
#include <QStyledItemDelegate>

#include <algorithm>

namespace hermes::browser {

namespace {

namespace space = widgets::space;
using Column = EntryListModel::Column;

constexpr int usualWidth = 110;
constexpr int nameWidth = 190;

/// A state of a program that had other columns says nothing of these.
QByteArray stateMark()
{
    return QByteArray::number(EntryListModel::columns) + ' ';
}

/// The name has its kind's icon, whose colour follows the theme; what is broken is told in words by
/// the status.
class TableDelegate final : public QStyledItemDelegate
{
public:
    TableDelegate(const widgets::Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent), m_theme(theme)
    {
    }

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &) const override
    {
        return {usualWidth, std::max(space::row, option.fontMetrics.height() + space::small)};
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const auto column = static_cast<Column>(index.column());
        const widgets::ThemeColors &colors = m_theme.colors();
        if (column == Column::Name) {
            const auto kind = index.data(CatalogModel::KindRole).value<core::EntryKind>();
            option->features |= QStyleOptionViewItem::HasDecoration;
            option->decorationSize = {16, 16};
            option->icon =
                widgets::colouredIcon(widgets::kindIconName(kind), m_theme.kindColor(kind));
            return;
        }
        QColor color = colors.muted;
        if (column == Column::Status) {
            const auto mark = index.data(CatalogModel::MarkRole).value<CatalogModel::Mark>();
            color = mark == CatalogModel::Mark::Broken ? colors.error
                : mark == CatalogModel::Mark::Modified ? colors.warning
                                                       : colors.muted;
        }
        for (const QPalette::ColorRole role : {QPalette::Text, QPalette::HighlightedText}) {
            option->palette.setColor(role, color);
        }
    }

private:
    const widgets::Theme &m_theme;
};

} // namespace

CatalogTable::CatalogTable(EntryListModel &model, const widgets::Theme &theme, QWidget *parent)
    : QTreeView(parent), m_entries(model)
{
    setModel(&model);
    setItemDelegate(new TableDelegate(theme, this));
    setAccessibleName(tr("Entries as a table"));
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setAllColumnsShowFocus(true);
    setExpandsOnDoubleClick(false);
    setSelectionMode(ExtendedSelection);
    setFrameShape(QFrame::NoFrame);
    setSortingEnabled(true);
    header()->setContextMenuPolicy(Qt::CustomContextMenu);
    header()->setStretchLastSection(false);
    header()->setSectionsMovable(true);
    header()->setFirstSectionMovable(false);
    setColumns({});
    connect(&model, &QAbstractItemModel::modelAboutToBeReset, this, &CatalogTable::rememberPlace);
    connect(&model, &QAbstractItemModel::modelReset, this, &CatalogTable::restorePlace);
    connect(header(), &QHeaderView::customContextMenuRequested, this,
            &CatalogTable::showHeaderMenu);
    connect(header(), &QHeaderView::sectionResized, this, &CatalogTable::columnsChanged);
    connect(header(), &QHeaderView::sectionMoved, this, &CatalogTable::columnsChanged);
    connect(header(), &QHeaderView::sortIndicatorChanged, this, &CatalogTable::columnsChanged);
    connect(this, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        const auto modifiers = QGuiApplication::keyboardModifiers();
        if (!(modifiers & (Qt::ControlModifier | Qt::ShiftModifier))) {
            Q_EMIT entryChosen(index);
        }
    });
}

// --- rows

void CatalogTable::setCurrentEntry(const core::EntryId &id)
{
    if (const QModelIndex index = m_entries.indexOf(id); index.isValid()) {
        setCurrentIndex(index);
    }
}

QList<core::EntryId> CatalogTable::selectedEntries() const
{
    QModelIndexList rows = selectionModel()->selectedRows();
    std::ranges::sort(rows, {}, &QModelIndex::row);
    QList<core::EntryId> ids;
    for (const QModelIndex &row : std::as_const(rows)) {
        ids.append(row.data(CatalogModel::IdRole).value<core::EntryId>());
    }
    return ids;
}

void CatalogTable::rememberPlace()
{
    m_selected = selectedEntries();
    m_current = currentIndex().data(CatalogModel::IdRole).value<core::EntryId>();
    m_scrolled = verticalScrollBar()->value();
}

void CatalogTable::restorePlace()
{
    QItemSelection selection;
    for (const core::EntryId &id : std::as_const(m_selected)) {
        if (const QModelIndex index = m_entries.indexOf(id); index.isValid()) {
            selection.select(index, index);
        }
    }
    selectionModel()->select(selection,
                             QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (const QModelIndex current = m_entries.indexOf(m_current); current.isValid()) {
        selectionModel()->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    }
    verticalScrollBar()->setValue(m_scrolled);
}

void CatalogTable::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = !(event->modifiers() & ~Qt::KeypadModifier);
    if (isPlain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        && currentIndex().isValid()) {
        Q_EMIT entryChosen(currentIndex());
        return;
    }
    if (isPlain && event->key() == Qt::Key_Up && currentIndex().row() <= 0) {
        Q_EMIT leftUpwards();
        return;
    }
    QTreeView::keyPressEvent(event);
}

void CatalogTable::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = isByKey ? currentIndex() : indexAt(event->pos());
    if (index.isValid()) {
        Q_EMIT menuRequested(index,
                             isByKey ? viewport()->mapToGlobal(visualRect(index).center())
                                     : event->globalPos());
    }
}

// --- columns

void CatalogTable::addColumnActions(QMenu &menu)
{
    // The name stays: it is what a row is known by.
    for (int column = 1; column < EntryListModel::columns; ++column) {
        QAction *action = menu.addAction(
            m_entries.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool isShown) {
            setColumnHidden(column, !isShown);
            Q_EMIT columnsChanged();
        });
    }
}

void CatalogTable::setColumns(const QByteArray &state)
{
    if (state.startsWith(stateMark()) && header()->restoreState(state.sliced(stateMark().size()))) {
        setColumnHidden(static_cast<int>(Column::Name), false);
        return;
    }
    for (int column = 0; column < EntryListModel::columns; ++column) {
        setColumnWidth(column, usualWidth);
        const auto which = static_cast<Column>(column);
        setColumnHidden(column,
                        which == Column::Id || which == Column::Category || which == Column::Author
                            || which == Column::Modified);
    }
    setColumnWidth(static_cast<int>(Column::Name), nameWidth);
    sortByColumn(static_cast<int>(Column::Name), Qt::AscendingOrder);
}

QByteArray CatalogTable::columnState() const
{
    return stateMark() + header()->saveState();
}

void CatalogTable::showHeaderMenu(const QPoint &place)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addColumnActions(*menu);
    menu->popup(header()->viewport()->mapToGlobal(place));
}

} // namespace hermes::browser
