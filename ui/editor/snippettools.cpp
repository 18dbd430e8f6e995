#include "editor/snippettools.h"

#include "editor/carets.h"
#include "editor/documentlines.h"
#include "editor/editingtools.h"
#include "editor/prompteditor.h"
#include "editor/snippetchooser.h"
#include "editor/stretches.h"
#include "text/lineselection.h"
#include "widgets/theme.h"
#include "workspace/editabletext.h"

#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QTextBlock>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using hermes::workspace::EditableText;

namespace hermes::editor {

SnippetTools::SnippetTools(PromptEditor *editor, EditingTools *tools, const widgets::Theme &theme)
    : QObject(editor), m_editor(editor), m_tools(tools), m_theme(theme)
{
    editor->installEventFilter(this);
    editor->addOverlay(this);
    connect(editor, &PromptEditor::textShown, this, &SnippetTools::followText);
    connect(editor, &QPlainTextEdit::cursorPositionChanged, this, &SnippetTools::checkCaret);
    followText();
}

void SnippetTools::followText()
{
    for (const auto before = std::exchange(m_joined, {});
         const QMetaObject::Connection &joined : before) {
        disconnect(joined);
    }
    m_session = {};
    if (EditableText *text = m_editor->text()) {
        m_joined = {connect(text, &EditableText::operated, this, &SnippetTools::note),
                    connect(text, &EditableText::changed, this, &SnippetTools::mirror)};
    }
}

// --- putting one in

bool SnippetTools::expandTrigger()
{
    const QTextCursor cursor = m_editor->textCursor();
    if (cursor.hasSelection() || m_editor->carets().isSeveral()) {
        return false;
    }
    // The word must begin its line: within a sentence Tab is Tab.
    const DocumentLines &lines = DocumentLines::of(m_editor->document());
    const int line = cursor.blockNumber();
    const qsizetype from = lines.info(line).textStart;
    const qsizetype to = cursor.positionInBlock();
    const QString word = from < to ? lines.line(line).sliced(from, to - from) : QString();
    const auto found = std::ranges::find(m_snippets, word, &text::Snippet::prefix);
    if (word.isEmpty() || found == m_snippets.end()) {
        return false;
    }
    insert(text::Snippet(*found), cursor.block().position() + from, cursor.position(), {});
    return true;
}

void SnippetTools::choose()
{
    if (m_editor->isReadOnly() || m_editor->text() == nullptr) {
        return;
    }
    auto *chooser = new SnippetChooser(m_snippets, m_theme, m_editor);
    connect(chooser, &SnippetChooser::chosen, this, [this](const text::Snippet &snippet) {
        const QTextCursor cursor = m_editor->textCursor();
        insert(snippet, cursor.selectionStart(), cursor.selectionEnd(),
               cursor.selectedText().replace(QChar::ParagraphSeparator, u'\n'));
    });
    chooser->openAt(m_editor->viewport()->mapToGlobal(m_editor->cursorRect().bottomLeft()));
}

void SnippetTools::insert(const text::Snippet &snippet, qsizetype start, qsizetype end,
                          const QString &selection)
{
    const DocumentLines &lines = DocumentLines::of(m_editor->document());
    const qsizetype line = lines.indexAt(start);
    const QString indent = text::continuationPrefix(lines.line(line), lines.info(line));
    const text::SnippetExpansion expansion =
        text::expanded(EditableText::documentText(snippet.body), selection, indent);
    m_session = {};
    const qsizetype behind = start + expansion.text.size();
    m_tools->apply({{{start, end - start, expansion.text}}, {{behind, behind}}});
    m_session = text::SnippetSession(expansion, start);
    goToStop();
}

// --- filling it in

void SnippetTools::goToStop()
{
    const text::Selection place = m_session.selection();
    const bool isAtEnd = m_session.isAtEnd();
    m_editor->carets().set({place});
    if (isAtEnd) {
        end();
        return;
    }
    m_editor->viewport()->update();
    offerChoices();
}

void SnippetTools::offerChoices()
{
    const QStringList choices = m_session.choices();
    if (choices.isEmpty()) {
        return;
    }
    auto *menu = new QMenu(m_editor);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString &choice : choices) {
        menu->addAction(QString(choice).replace(u'&', u"&&"_s), this,
                        [this, choice] { fillIn(choice); });
    }
    menu->setActiveAction(menu->actions().constFirst());
    menu->popup(m_editor->viewport()->mapToGlobal(m_editor->cursorRect().bottomLeft()));
}

/// Puts a choice into the stop, and goes on.
void SnippetTools::fillIn(const QString &text)
{
    if (!isFilling()) {
        return;
    }
    const text::Selection place = m_session.selection();
    QTextCursor cursor(m_editor->document());
    cursor.setPosition(static_cast<int>(place.start()));
    cursor.setPosition(static_cast<int>(place.end()), QTextCursor::KeepAnchor);
    if (cursor.selectedText() != text) {
        cursor.insertText(text);
    }
    if (m_session.goToNext()) {
        goToStop();
    }
}

void SnippetTools::end()
{
    m_session = {};
    m_editor->viewport()->update();
}

void SnippetTools::note(const workspace::EditOperation &operation)
{
    using Kind = workspace::EditOperation::Kind;
    if (!isFilling()) {
        return;
    }
    if (operation.kind == Kind::Change) {
        const workspace::TextChange &change = operation.change;
        m_session.noteEdit(change.position, change.removed.size(), change.inserted.size());
    } else if (operation.kind != Kind::Saved) {
        end();
    }
}

/// One place after the other: a document tells of edits made together as of one from the first to
/// the last.
void SnippetTools::mirror()
{
    if (!isFilling() || m_isMirroring) {
        return;
    }
    QTextCursor cursor(m_editor->document());
    const auto textBetween = [&cursor](qsizetype start, qsizetype end) {
        cursor.setPosition(static_cast<int>(start));
        cursor.setPosition(static_cast<int>(end), QTextCursor::KeepAnchor);
        return cursor.selectedText().replace(QChar::ParagraphSeparator, u'\n');
    };
    const QList<text::Edit> edits = m_session.mirrorEdits(textBetween);
    if (edits.isEmpty()) {
        return;
    }
    m_isMirroring = true;
    {
        const EditableText::OneStep step(*m_editor->text(),
                                         EditableText::OneStep::Start::Continued);
        for (auto edit = edits.rbegin(); edit != edits.rend(); ++edit) {
            (void)textBetween(edit->start, edit->end());
            cursor.insertText(edit->replacement);
        }
    }
    m_isMirroring = false;
    m_editor->viewport()->update();
}

void SnippetTools::checkCaret()
{
    if (isFilling() && !m_isMirroring && !m_session.holds(m_editor->textCursor().position())) {
        end();
    }
}

// --- keys

bool SnippetTools::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && !m_editor->isReadOnly()
        && pressKey(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

bool SnippetTools::pressKey(const QKeyEvent &event)
{
    const bool isPlain = (event.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (event.key() == Qt::Key_Tab && isPlain) {
        if (!isFilling()) {
            return expandTrigger();
        }
        if (m_session.goToNext()) {
            goToStop();
        }
        return true;
    }
    if (event.key() == Qt::Key_Backtab && isFilling()) {
        if (m_session.goToPrevious()) {
            goToStop();
        }
        return true;
    }
    if (event.key() == Qt::Key_Escape && isPlain && isFilling()) {
        end();
        return true;
    }
    return false;
}

void SnippetTools::paintUnderText(QPainter &painter, const VisibleBlock &line) const
{
    const int start = line.block.position();
    const int last = start + line.block.length();
    for (qsizetype i = 0; i < m_session.stops().size(); ++i) {
        const bool isCurrent = i == m_session.current();
        painter.setPen(isCurrent ? m_theme.colors().accent : m_theme.colors().line);
        for (const text::SnippetPlace &place : m_session.stops().at(i).places) {
            if (place.start < start || place.start >= last) {
                continue;
            }
            for (const auto places = stretchPlaces(m_editor->spacing(), line, place.start - start,
                                                   place.end - start);
                 const QRectF &rect : places) {
                painter.drawRect(rect.adjusted(-1, 1, 1, -2).toRect());
            }
        }
    }
}

} // namespace hermes::editor
