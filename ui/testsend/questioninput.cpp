#include "testsend/questioninput.h"

#include "testsend/attachmentbar.h"
#include "widgets/theme.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QKeyEvent>

#include <algorithm>

namespace hermes::testsend {

namespace {

constexpr int leastLines = 2;
constexpr int mostLines = 8;

bool isSendKey(const QKeyEvent &event)
{
    return event.modifiers() == Qt::ControlModifier
        && (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter);
}

} // namespace

QuestionInput::QuestionInput(QWidget *parent) : QPlainTextEdit(parent)
{
    setAccessibleName(tr("Question to the agent"));
    setPlaceholderText(tr("Write to the agent…"));
    setTabChangesFocus(true);
    connect(this, &QPlainTextEdit::textChanged, this, &QuestionInput::fit);
    fit();
}

bool QuestionInput::event(QEvent *event)
{
    // Claimed before shortcuts see it: in the prompt's editor the same keys do something else.
    if (event->type() == QEvent::ShortcutOverride && isSendKey(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QPlainTextEdit::event(event);
}

void QuestionInput::keyPressEvent(QKeyEvent *event)
{
    if (isSendKey(*event)) {
        Q_EMIT sendRequested();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void QuestionInput::dragEnterEvent(QDragEnterEvent *event)
{
    QPlainTextEdit::dragEnterEvent(event);
    if (AttachmentBar::canTake(*event->mimeData())) {
        AttachmentBar::acceptCopy(*event);
    }
}

void QuestionInput::dragMoveEvent(QDragMoveEvent *event)
{
    QPlainTextEdit::dragMoveEvent(event);
    if (AttachmentBar::canTake(*event->mimeData())) {
        AttachmentBar::acceptCopy(*event);
    }
}

void QuestionInput::dropEvent(QDropEvent *event)
{
    QPlainTextEdit::dropEvent(event); // which ends in insertFromMimeData()
    if (AttachmentBar::canTake(*event->mimeData())) {
        AttachmentBar::acceptCopy(*event);
    }
}

bool QuestionInput::canInsertFromMimeData(const QMimeData *given) const
{
    return AttachmentBar::canTake(*given) || QPlainTextEdit::canInsertFromMimeData(given);
}

void QuestionInput::insertFromMimeData(const QMimeData *given)
{
    if (AttachmentBar::canTake(*given)) {
        Q_EMIT attachRequested(*given);
    } else {
        QPlainTextEdit::insertFromMimeData(given);
    }
}

void QuestionInput::fit()
{
    const int lines = std::clamp(document()->blockCount(), leastLines, mostLines);
    setFixedHeight(lines * fontMetrics().lineSpacing() + 2 * widgets::space::medium);
}

} // namespace hermes::testsend
