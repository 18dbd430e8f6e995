#include "widgets/fieldinputs.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>

#include <algorithm>

namespace hermes::widgets {

using namespace Qt::StringLiterals;

namespace {

template <typename Input>
bool takeKey(Input &input, QKeyEvent &event)
{
    if (event.matches(QKeySequence::Undo)) {
        input.undo();
    } else if (event.matches(QKeySequence::Redo)) {
        input.redo();
    } else {
        return false;
    }
    event.accept();
    return true;
}

/// The standard menu, whose undo and redo are the input's own.
template <typename Input>
void openMenu(Input &input, const QPoint &place)
{
    QMenu *menu = input.createStandardContextMenu();
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto join = [menu, &input](const QString &name, void (Input::*slot)()) {
        if (auto *action = menu->findChild<QAction *>(name)) {
            action->disconnect();
            action->setEnabled(true);
            QObject::connect(action, &QAction::triggered, &input, slot);
        }
    };
    join(u"edit-undo"_s, &Input::undo);
    join(u"edit-redo"_s, &Input::redo);
    menu->popup(place);
}

} // namespace

void FieldLine::showText(const QString &text)
{
    const QString before = this->text();
    if (text == before) {
        return;
    }
    const qsizetype shorter = std::min(text.size(), before.size());
    qsizetype same = 0; // at the end
    while (same < shorter
           && text.at(text.size() - 1 - same) == before.at(before.size() - 1 - same)) {
        ++same;
    }
    setText(text);
    setCursorPosition(static_cast<int>(text.size() - same));
}

void FieldLine::undo()
{
    Q_EMIT undoRequested();
}

void FieldLine::redo()
{
    Q_EMIT redoRequested();
}

void FieldLine::keyPressEvent(QKeyEvent *event)
{
    if (!takeKey(*this, *event)) {
        QLineEdit::keyPressEvent(event);
    }
}

void FieldLine::contextMenuEvent(QContextMenuEvent *event)
{
    openMenu(*this, event->globalPos());
}

FieldText::FieldText(QWidget *parent) : QPlainTextEdit(parent)
{
    setUndoRedoEnabled(false);
}

void FieldText::undo()
{
    Q_EMIT undoRequested();
}

void FieldText::redo()
{
    Q_EMIT redoRequested();
}

void FieldText::keyPressEvent(QKeyEvent *event)
{
    if (!takeKey(*this, *event)) {
        QPlainTextEdit::keyPressEvent(event);
    }
}

void FieldText::contextMenuEvent(QContextMenuEvent *event)
{
    openMenu(*this, event->globalPos());
}

} // namespace hermes::widgets
