#include "browser/outlinelist.h"

#include "browser/outlinemodel.h"

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QKeyEvent>

namespace hermes::browser {

using Place = text::SectionTree::Place;

OutlineList::OutlineList(OutlineModel *model, QWidget *parent) : QListView(parent), m_outline(model)
{
    setModel(model);
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setAutoFillBackground(false);
    setEditTriggers(EditKeyPressed | DoubleClicked);
    setDragDropMode(InternalMove);
    setDefaultDropAction(Qt::MoveAction);
}

void OutlineList::renameCurrent()
{
    edit(currentIndex());
}

// --- keys

std::optional<OutlineList::Shift> OutlineList::shiftOf(const QKeyEvent &event) const
{
    if ((event.modifiers() & ~Qt::KeypadModifier) != Qt::AltModifier) {
        return std::nullopt;
    }
    switch (event.key()) {
    case Qt::Key_Up:
        return Shift::Up;
    case Qt::Key_Down:
        return Shift::Down;
    case Qt::Key_Left:
        return isRightToLeft() ? Shift::Deeper : Shift::Higher;
    case Qt::Key_Right:
        return isRightToLeft() ? Shift::Higher : Shift::Deeper;
    default:
        return std::nullopt;
    }
}

bool OutlineList::event(QEvent *event)
{
    // Keys of this list that are a window's elsewhere.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (shiftOf(*key) || key->key() == Qt::Key_F2) {
            event->accept();
            return true;
        }
    }
    return QListView::event(event);
}

void OutlineList::keyPressEvent(QKeyEvent *event)
{
    if (const std::optional<Shift> shift = shiftOf(*event)) {
        if (currentIndex().isValid()) {
            Q_EMIT shiftRequested(currentIndex().row(), *shift);
        }
        event->accept();
        return;
    }
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (isEnter && !isEditing() && currentIndex().isValid()) {
        Q_EMIT chosen(currentIndex().row());
        event->accept();
        return;
    }
    QListView::keyPressEvent(event);
}

void OutlineList::contextMenuEvent(QContextMenuEvent *event)
{
    const bool isByKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = isByKey ? currentIndex() : indexAt(event->pos());
    if (index.isValid()) {
        setCurrentIndex(index);
        Q_EMIT menuRequested(index.row(),
                             isByKey ? viewport()->mapToGlobal(visualRect(index).bottomLeft())
                                     : event->globalPos());
    }
}

void OutlineList::closeEditor(QWidget *editor, QAbstractItemDelegate::EndEditHint hint)
{
    QListView::closeEditor(editor, hint);
    Q_EMIT editingEnded();
}

// --- drag and drop

/// Where the current row would go from there; nothing if it would stay or belongs to itself.
std::optional<OutlineList::Target> OutlineList::targetAt(const QPoint &position) const
{
    const int row = currentIndex().row();
    const int over = indexAt(position).row();
    Target target{over, Place::Into};
    switch (dropIndicatorPosition()) {
    case AboveItem:
        target.place = Place::Before;
        break;
    case BelowItem:
        // Between a section and the first within it the line means the latter's place.
        target = m_outline->endOf(over) > over + 1 ? Target{over + 1, Place::Before}
                                                   : Target{over, Place::After};
        break;
    case OnViewport:
        target = {m_outline->rowCount({}) - 1, Place::After};
        while (target.row > 0 && m_outline->section(target.row).parent >= 0) {
            target.row = static_cast<int>(m_outline->section(target.row).parent);
        }
        break;
    case OnItem:
        break;
    }
    const bool isWithin = target.row >= row && target.row < m_outline->endOf(row);
    return row < 0 || target.row < 0 || isWithin ? std::nullopt : std::optional(target);
}

void OutlineList::dragMoveEvent(QDragMoveEvent *event)
{
    QListView::dragMoveEvent(event);
    if (event->isAccepted() && !targetAt(event->position().toPoint())) {
        event->ignore();
    }
}

void OutlineList::dropEvent(QDropEvent *event)
{
    const std::optional<Target> target = targetAt(event->position().toPoint());
    const bool isOwn = event->source() == this;
    stopAutoScroll();
    setState(NoState);
    viewport()->update();
    if (!isOwn || !target) {
        event->ignore();
        return;
    }
    // The text moves, and the next outline says so: nothing is taken out of the list.
    event->setDropAction(Qt::CopyAction);
    event->accept();
    Q_EMIT moveRequested(currentIndex().row(), target->row, target->place);
}

} // namespace hermes::browser
