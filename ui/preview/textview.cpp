#include "preview/textview.h"

#include "preview/madedocument.h"

#include <QKeyEvent>
#include <QPlainTextDocumentLayout>
#include <QPointer>
#include <QScrollBar>
#include <QTextBlock>
#include <QtConcurrentRun>

#include <algorithm>

namespace hermes::preview {

namespace {

std::shared_ptr<MadeDocument> makeDocument(const QString &text, const QFont &font)
{
    auto made = std::make_shared<MadeDocument>(std::make_unique<QTextDocument>());
    QTextDocument *document = made->document.get();
    document->setUndoRedoEnabled(false);
    document->setDefaultFont(font);
    document->setDocumentLayout(new QPlainTextDocumentLayout(document));
    document->setPlainText(text);
    document->moveToThread(nullptr);
    return made;
}

} // namespace

TextView::TextView(QWidget *parent)
    : QPlainTextEdit(parent)
    , m_task(this, [this](const std::shared_ptr<MadeDocument> &made) { take(made); })
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setFrameShape(QFrame::NoFrame);
}

void TextView::setText(const QString &text)
{
    if (text == m_text) {
        return;
    }
    const auto [oldStart, newStart] = std::ranges::mismatch(m_text, text);
    const qsizetype start = oldStart - m_text.cbegin();
    const qsizetype most = std::min(m_text.size(), text.size()) - start;
    qsizetype same = 0;
    while (same < most && m_text.at(m_text.size() - 1 - same) == text.at(text.size() - 1 - same)) {
        ++same;
    }
    const qsizetype gone = m_text.size() - start - same;
    const qsizetype come = text.size() - start - same;
    const bool isSmall = std::max(gone, come) <= largestEdit;
    m_text = text;
    if (isSmall && !m_isWaiting) {
        changeInPlace(start, gone, QStringView(text).sliced(start, come));
        return;
    }
    m_isWaiting = true;
    m_task.request([text, font = font()](const core::CancelFlag &) {
        return QtConcurrent::run([text, font] { return makeDocument(text, font); });
    });
}

void TextView::setStruck(const QList<workspace::PreviewContent::TextRange> &ranges)
{
    m_struck = ranges;
    if (!m_isWaiting) {
        strike();
    }
}

void TextView::strike()
{
    QList<QTextEdit::ExtraSelection> marks;
    for (const auto &[start, length] : std::as_const(m_struck)) {
        QTextEdit::ExtraSelection mark;
        mark.format.setFontStrikeOut(true);
        mark.format.setForeground(palette().brush(QPalette::PlaceholderText));
        mark.cursor = QTextCursor(document());
        mark.cursor.setPosition(static_cast<int>(start));
        mark.cursor.setPosition(static_cast<int>(start + length), QTextCursor::KeepAnchor);
        marks.append(mark);
    }
    setExtraSelections(marks);
}

void TextView::changeInPlace(qsizetype start, qsizetype oldLength, QStringView replacement)
{
    QTextCursor top(firstVisibleBlock()); // moves with its text
    const int line = verticalScrollBar()->value() - top.block().firstLineNumber();
    const QTextCursor caret = textCursor();
    const bool isHere = !caret.hasSelection() && caret.position() == start;
    QTextCursor edit(document());
    edit.setPosition(static_cast<int>(start));
    edit.setPosition(static_cast<int>(start + oldLength), QTextCursor::KeepAnchor);
    edit.insertText(replacement.toString());
    if (isHere) { // new text comes behind the caret, it does not push it on
        edit.setPosition(static_cast<int>(start));
        setTextCursor(edit);
    }
    scrollTo(top.block(), line);
}

void TextView::take(const std::shared_ptr<MadeDocument> &made)
{
    m_isWaiting = false;
    const int top = firstVisibleBlock().blockNumber();
    const QPointer<QTextDocument> before = document();
    setDocument(made->takeFor(this));
    if (before) { // the editor's own first one goes by itself
        before->deleteLater();
    }
    scrollTo(document()->findBlockByNumber(std::min(top, document()->blockCount() - 1)), 0);
    strike();
}

void TextView::scrollTo(const QTextBlock &top, int lineInBlock)
{
    verticalScrollBar()->setValue(top.firstLineNumber()
                                  + std::clamp(lineInBlock, 0, std::max(0, top.lineCount() - 1)));
}

void TextView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        Q_EMIT lineActivated(textCursor().blockNumber());
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void TextView::mouseDoubleClickEvent(QMouseEvent *event)
{
    QPlainTextEdit::mouseDoubleClickEvent(event);
    Q_EMIT lineActivated(textCursor().blockNumber());
}

} // namespace hermes::preview
