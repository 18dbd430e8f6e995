#include "browser/catalogtree.h"

#include "browser/catalogmodel.h"

#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>

#include <algorithm>
#include <utility>

namespace hermes::browser {

namespace {

bool isEntry(const QModelIndex &index)
{
    return index.isValid()
        && index.data(CatalogModel::RowTypeRole).value<CatalogModel::RowType>()
        == CatalogModel::RowType::Entry;
}

} // namespace

CatalogTree::CatalogTree(QWidget *parent) : QTreeView(parent)
{
    setHeaderHidden(true);
    // The delegate indents, so that the selection reaches from edge to edge.
    setIndentation(0);
    setRootIsDecorated(false);
    setUniformRowHeights(true);
    setExpandsOnDoubleClick(false);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setAccessibleName(tr("Entries"));
    setSelectionMode(ExtendedSelection);
    connect(this, &QTreeView::clicked, this, [this](const QModelIndex &index) {
        const auto modifiers = QGuiApplication::keyboardModifiers();
        if (!(modifiers & (Qt::ControlModifier | Qt::ShiftModifier))) {
            choose(index);
        }
    });
}

QList<core::EntryId> CatalogTree::selectedEntries() const
{
    QList<std::pair<int, core::EntryId>> rows;
    for (const auto indexes = selectedIndexes(); const QModelIndex &index : indexes) {
        if (isEntry(index)) {
            rows.append(
                {visualRect(index).top(), index.data(CatalogModel::IdRole).value<core::EntryId>()});
        }
    }
    std::ranges::sort(rows);
    QList<core::EntryId> ids;
    for (const auto &[top, id] : std::as_const(rows)) {
        ids.append(id);
    }
    return ids;
}

void CatalogTree::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = !(event->modifiers() & ~(Qt::ShiftModifier | Qt::KeypadModifier));
    if (isPlain && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        choose(currentIndex());
        return;
    }
    if (isPlain && event->key() == Qt::Key_Up && !indexAbove(currentIndex()).isValid()) {
        Q_EMIT leftUpwards();
        return;
    }
    QTreeView::keyPressEvent(event);
}

void CatalogTree::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = isByKey ? currentIndex() : indexAt(event->pos());
    if (isEntry(index)) {
        const QPoint position =
            isByKey ? viewport()->mapToGlobal(visualRect(index).center()) : event->globalPos();
        Q_EMIT menuRequested(index, position);
    }
}

void CatalogTree::choose(const QModelIndex &index)
{
    if (isEntry(index)) {
        Q_EMIT entryChosen(index);
    } else if (index.isValid()) {
        setExpanded(index, !isExpanded(index));
    }
}

} // namespace hermes::browser
