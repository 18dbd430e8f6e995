#include "testsend/questioninput.h"

#include "widgets/theme.h"

#include <QKeyEvent>

#include <algorithm>

namespace hermes::testsend {

namespace {

constexpr int leastLines = 2;
constexpr int mostLines = 8;

} // namespace

QuestionInput::QuestionInput(QWidget *parent) : QPlainTextEdit(parent)
{
    setAccessibleName(tr("Question to the agent"));
    setPlaceholderText(tr("Write to the agent…"));
    setTabChangesFocus(true);
    connect(this, &QPlainTextEdit::textChanged, this, &QuestionInput::fit);
    fit();
}

void QuestionInput::keyPressEvent(QKeyEvent *event)
{
    if (event->modifiers() == Qt::ControlModifier
        && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        Q_EMIT sendRequested();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void QuestionInput::fit()
{
    const int lines = std::clamp(document()->blockCount(), leastLines, mostLines);
    setFixedHeight(lines * fontMetrics().lineSpacing() + 2 * widgets::space::medium);
}

} // namespace hermes::testsend
