#include "editor/editingtools.h"

#include "core/onworker.h"
#include "editor/carets.h"
#include "editor/documentlines.h"
#include "editor/prompteditor.h"
#include "text/htmltomarkdown.h"
#include "text/inlinestyle.h"
#include "text/linecommands.h"
#include "text/linestyle.h"
#include "text/listcommands.h"
#include "text/reflow.h"
#include "workspace/editabletext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMimeData>
#include <QTextBlock>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

constexpr int usualReflowWidth = 80;
/// Lines that occurrences are looked for in at once: about a millisecond. The rest is a worker's.
constexpr qsizetype mostLinesRead = 2'000;

/// Commands about Markdown; the others are about lines of any text.
bool isOfMarkdown(EditCommand command)
{
    switch (command) {
    case EditCommand::MoveLinesUp:
    case EditCommand::MoveLinesDown:
    case EditCommand::CopyLinesUp:
    case EditCommand::CopyLinesDown:
    case EditCommand::JoinLines:
    case EditCommand::DeleteLines:
    case EditCommand::SelectLines:
    case EditCommand::LineAbove:
    case EditCommand::LineBelow:
    case EditCommand::NextOccurrence:
    case EditCommand::AllOccurrences:
    case EditCommand::CaretAbove:
    case EditCommand::CaretBelow:
        return false;
    default:
        return true;
    }
}

text::SectionRequest sectionRequest(EditCommand command)
{
    using Action = text::SectionRequest::Action;
    text::SectionRequest request;
    request.action = command == EditCommand::SectionUp ? Action::MoveUp
        : command == EditCommand::SectionDown          ? Action::MoveDown
        : command == EditCommand::PromoteSection       ? Action::Promote
                                                       : Action::Demote;
    return request;
}

int headingLevel(EditCommand command)
{
    return static_cast<int>(command) - static_cast<int>(EditCommand::Heading1) + 1;
}

bool isPlainKey(const QKeyEvent &event)
{
    return (event.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
}

/// Keys that belong to the text whatever shortcuts there are. Qt has more of them: Ctrl+D, Ctrl+E,
/// Ctrl+K and others that are a window's elsewhere.
bool isTextKey(const QKeyEvent &event)
{
    if (event.modifiers().testFlag(Qt::AltModifier)) {
        return false;
    }
    const bool isLetter = event.key() >= Qt::Key_A && event.key() <= Qt::Key_Z;
    return !event.modifiers().testFlag(Qt::ControlModifier) || !isLetter
        || event.matches(QKeySequence::Copy) || event.matches(QKeySequence::Cut)
        || event.matches(QKeySequence::Paste) || event.matches(QKeySequence::SelectAll)
        || event.matches(QKeySequence::Undo) || event.matches(QKeySequence::Redo);
}

} // namespace

EditingTools::EditingTools(PromptEditor *editor, Language language)
    : QObject(editor)
    , m_editor(editor)
    , m_language(language)
    , m_reflowWidth(usualReflowWidth)
    , m_reflow(this,
               [this](const QList<text::Edit> &edits) {
                   if (m_editor->text() != nullptr
                       && m_editor->text()->revision() == m_reflowRevision) {
                       apply({edits, text::moved(selections(), edits)});
                   }
               })
    , m_section(this,
                [this](const SectionChange &section) {
                    if (!section.change) {
                        Q_EMIT refused(section.change.error());
                    } else if (m_editor->text() != nullptr
                               && m_editor->text()->revision() == section.revision) {
                        apply(*section.change);
                    }
                })
    , m_search(this, [this](const FoundOccurrences &found) {
        const bool isAsBefore = m_editor->text() != nullptr
            && m_editor->text()->revision() == found.revision
            && m_editor->carets().all() == found.before.selections;
        if (found.occurrences && isAsBefore) {
            m_occurrences = *found.occurrences;
            select(m_occurrences.selections);
        }
    })
{
    editor->installEventFilter(this);
    connect(editor, &PromptEditor::textShown, this, &EditingTools::followDocument);
    connect(editor, &QPlainTextEdit::cursorPositionChanged, this, [this] {
        if (m_autoClose.isWaiting()) {
            m_autoClose.noteCarets(lines(), selections());
        }
    });
    followDocument();
}

void EditingTools::followDocument()
{
    disconnect(m_documentChange);
    m_autoClose = {};
    (void)lines(); // from now on it keeps up with changes
    if (workspace::EditableText *text = m_editor->text()) {
        // Not the document's own signal: it also tells of text that was only coloured anew.
        m_documentChange =
            connect(text, &workspace::EditableText::operated, this,
                    [this](const workspace::EditOperation &operation) { note(operation); });
    }
}

void EditingTools::note(const workspace::EditOperation &operation)
{
    using Kind = workspace::EditOperation::Kind;
    if (operation.kind == Kind::Change) {
        const workspace::TextChange &change = operation.change;
        m_autoClose.noteEdit(change.position, change.removed.size(), change.inserted.size());
    } else if (operation.kind != Kind::Saved) {
        m_autoClose = {};
    }
}

DocumentLines &EditingTools::lines() const
{
    return DocumentLines::of(m_editor->document());
}

QList<text::Selection> EditingTools::selections() const
{
    return text::joined(m_editor->carets().all());
}

void EditingTools::select(const QList<text::Selection> &selections)
{
    m_editor->carets().set(selections);
}

void EditingTools::apply(const text::Change &change)
{
    make(change, Step::Own);
}

void EditingTools::make(const text::Change &change, Step step)
{
    workspace::EditableText *text = m_editor->text();
    const bool isOwn = step == Step::Own && text != nullptr;
    if (isOwn) {
        text->endStep();
    }
    if (change.edits.isEmpty()) {
        select(change.selections);
        return;
    }
    if (step == Step::Typed && change.selections.size() > 1) {
        m_editor->carets().apply(change, Carets::Run::Typing);
        return;
    }
    QTextCursor cursor(m_editor->document());
    cursor.beginEditBlock();
    for (auto edit = change.edits.rbegin(); edit != change.edits.rend(); ++edit) {
        cursor.setPosition(static_cast<int>(edit->start));
        cursor.setPosition(static_cast<int>(edit->end()), QTextCursor::KeepAnchor);
        cursor.insertText(edit->replacement);
    }
    cursor.endEditBlock();
    select(change.selections);
    if (isOwn) {
        text->endStep();
    }
}

// --- commands
// -----------------------------------------------------------------------------------------------------------

bool EditingTools::canPerform(EditCommand command) const
{
    return !m_editor->isReadOnly() && (m_language == Language::Markdown || !isOfMarkdown(command));
}

void EditingTools::perform(EditCommand command)
{
    if (!canPerform(command)) {
        return;
    }
    switch (command) {
    case EditCommand::Reflow:
        reflow(m_reflowWidth);
        break;
    case EditCommand::Unwrap:
        reflow(text::noWidth);
        break;
    case EditCommand::PasteAsMarkdown:
        pasteAsMarkdown();
        break;
    case EditCommand::NextOccurrence:
    case EditCommand::AllOccurrences:
        selectOccurrences(command);
        break;
    case EditCommand::SectionUp:
    case EditCommand::SectionDown:
    case EditCommand::PromoteSection:
    case EditCommand::DemoteSection:
        changeSection(sectionRequest(command));
        break;
    case EditCommand::CaretAbove:
    case EditCommand::CaretBelow:
        select(text::withCaretBeside(lines(), m_editor->carets().all(),
                                     command == EditCommand::CaretAbove ? text::Direction::Up
                                                                        : text::Direction::Down));
        break;
    default:
        apply(changeBy(command));
    }
}

text::Change EditingTools::changeBy(EditCommand command) const
{
    const text::Lines &all = lines();
    const QList<text::Selection> places = selections();
    switch (command) {
    case EditCommand::Bold:
        return text::toggleInlineStyle(all, places, text::InlineStyle::Bold);
    case EditCommand::Italic:
        return text::toggleInlineStyle(all, places, text::InlineStyle::Italic);
    case EditCommand::Code:
        return text::toggleInlineStyle(all, places, text::InlineStyle::Code);
    case EditCommand::Strikethrough:
        return text::toggleInlineStyle(all, places, text::InlineStyle::Strikethrough);
    case EditCommand::HeadingHigher:
        return text::shiftHeadingLevel(all, places, -1);
    case EditCommand::HeadingDeeper:
        return text::shiftHeadingLevel(all, places, 1);
    case EditCommand::BulletList:
        return text::toggleLineStyle(all, places, text::LineStyle::BulletList);
    case EditCommand::OrderedList:
        return text::toggleLineStyle(all, places, text::LineStyle::OrderedList);
    case EditCommand::TaskList:
        return text::toggleLineStyle(all, places, text::LineStyle::TaskList);
    case EditCommand::Quote:
        return text::toggleLineStyle(all, places, text::LineStyle::Quote);
    case EditCommand::TaskDone:
        return text::toggleTaskDone(all, places);
    case EditCommand::RenumberLists:
        return text::renumberLists(all, places);
    case EditCommand::MoveLinesUp:
        return text::moveLines(all, places, text::Direction::Up);
    case EditCommand::MoveLinesDown:
        return text::moveLines(all, places, text::Direction::Down);
    case EditCommand::CopyLinesUp:
        return text::duplicateLines(all, places, text::Direction::Up);
    case EditCommand::CopyLinesDown:
        return text::duplicateLines(all, places, text::Direction::Down);
    case EditCommand::JoinLines:
        return text::joinLines(all, places);
    case EditCommand::DeleteLines:
        return text::deleteLines(all, places);
    case EditCommand::SelectLines:
        return {{}, text::selectLines(all, places)};
    case EditCommand::LineAbove:
        return text::insertLine(all, places, text::Direction::Up);
    case EditCommand::LineBelow:
        return text::insertLine(all, places, text::Direction::Down);
    default:
        return text::setHeadingLevel(all, places, headingLevel(command));
    }
}

void EditingTools::selectOccurrences(EditCommand command)
{
    text::Occurrences now{m_editor->carets().all(), false};
    if (now.selections == m_occurrences.selections) {
        now.isWord = m_occurrences.isWord;
    }
    const bool isShort = lines().count() <= mostLinesRead;
    if (command == EditCommand::AllOccurrences && isShort) {
        m_occurrences = text::allOccurrences(lines(), now, Carets::mostCarets);
        select(m_occurrences.selections);
        return;
    }
    const auto next = command == EditCommand::NextOccurrence
        ? text::addNextOccurrence(lines(), now, mostLinesRead)
        : std::nullopt;
    if (next) {
        m_occurrences = *next;
        select(m_occurrences.selections);
    } else if (!isShort) {
        selectFarOccurrences(command, now);
    }
}

/// On a worker: the whole text is read for it.
void EditingTools::selectFarOccurrences(EditCommand command, const text::Occurrences &now)
{
    const workspace::EditableText *text = m_editor->text();
    if (text == nullptr) {
        return;
    }
    m_search.request([exact = text->exact(), revision = text->revision(), now,
                      command](const core::CancelFlag &) {
        return core::onWorker([exact, revision, now, command] {
            const text::TextLines all(exact.shown());
            return FoundOccurrences{command == EditCommand::AllOccurrences
                                        ? text::allOccurrences(all, now, Carets::mostCarets)
                                        : text::addNextOccurrence(all, now, all.count() + 1),
                                    now, revision};
        });
    });
}

void EditingTools::changeSection(const text::SectionRequest &request)
{
    const workspace::EditableText *text = m_editor->text();
    if (text == nullptr || m_editor->isReadOnly()) {
        return;
    }
    const qsizetype caret = m_editor->textCursor().position();
    m_section.request([exact = text->exact(), revision = text->revision(), caret,
                       request](const core::CancelFlag &) {
        return core::onWorker([exact, revision, caret, request] {
            return SectionChange{text::changedSection(exact.shown(), caret, request), revision};
        });
    });
}

void EditingTools::reflow(int width)
{
    constexpr qsizetype mostLinesAtOnce = 200;
    const text::LineRange range = text::selectedLines(lines(), selections().constFirst());
    if (range.count() <= mostLinesAtOnce) {
        const QList<text::Edit> edits = text::reflow(lines(), range, width);
        apply({edits, text::moved(selections(), edits)});
        return;
    }
    QString text = m_editor->document()->toRawText();
    text.replace(QChar::ParagraphSeparator, u'\n');
    m_reflowRevision = m_editor->text() != nullptr ? m_editor->text()->revision() : 0;
    m_reflow.request([text, range, width](const core::CancelFlag &) {
        return core::onWorker(
            [text, range, width] { return text::reflow(text::TextLines(text), range, width); });
    });
}

void EditingTools::pasteAsMarkdown()
{
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    const QString markdown = data->hasHtml() ? text::markdownFromHtml(data->html()) : QString();
    QString pasted =
        workspace::EditableText::documentText(markdown.isEmpty() ? data->text() : markdown);
    const text::Selection place = selections().constFirst();
    // Further lines stand in the list or quote that the caret is in.
    const qsizetype line = lines().indexAt(place.start());
    const QString prefix = text::continuationPrefix(lines().line(line), lines().info(line));
    pasted.replace(u'\n', u'\n' + prefix);
    const qsizetype caret = place.start() + pasted.size();
    apply({{{place.start(), place.end() - place.start(), pasted}}, {{caret, caret}}});
}

// --- keys
// ---------------------------------------------------------------------------------------------------------------

bool EditingTools::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress && pressKey(*static_cast<QKeyEvent *>(event))) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride && !isTextKey(*static_cast<QKeyEvent *>(event))) {
        event->ignore();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

bool EditingTools::pressKey(const QKeyEvent &event)
{
    if (m_editor->isReadOnly()) {
        return false;
    }
    if (m_editor->carets().isSeveral()) {
        return typeText(event) || m_editor->carets().pressKey(event);
    }
    switch (event.key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return pressEnter(event);
    case Qt::Key_Tab:
    case Qt::Key_Backtab:
        return pressTab(event);
    case Qt::Key_Home:
        return pressHome(event);
    case Qt::Key_Backspace:
        return isPlainKey(event) && pressBackspace();
    default:
        break;
    }
    return typeText(event);
}

bool EditingTools::typeText(const QKeyEvent &event)
{
    const QString typed = event.text();
    const bool isText = typed.size() == 1 && typed.front().isPrint()
        && (event.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
    return isText && typeCharacter(typed.front());
}

bool EditingTools::pressEnter(const QKeyEvent &event)
{
    const bool isShifted = event.modifiers().testFlag(Qt::ShiftModifier);
    if ((event.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) != Qt::NoModifier) {
        return false;
    }
    const text::Selection place = selections().constFirst();
    const bool isItem = m_language == Language::Markdown && !isShifted;
    make(isItem ? text::breakLine(lines(), place) : text::breakLineInItem(lines(), place),
         Step::Typed);
    return true;
}

bool EditingTools::pressTab(const QKeyEvent &event)
{
    const bool isBack = event.key() == Qt::Key_Backtab;
    if (m_language != Language::Markdown || (!isBack && !isPlainKey(event))) {
        return false;
    }
    const text::Selection place = selections().constFirst();
    const std::optional<text::Change> change =
        isBack ? text::outdentItems(lines(), place) : text::indentItems(lines(), place);
    if (!change) {
        return false;
    }
    apply(*change);
    return true;
}

bool EditingTools::pressHome(const QKeyEvent &event)
{
    const bool isShifted = event.modifiers().testFlag(Qt::ShiftModifier);
    if ((event.modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) != Qt::NoModifier) {
        return false;
    }
    QTextCursor cursor = m_editor->textCursor();
    const QTextLine shown = cursor.block().layout()->lineForTextPosition(cursor.positionInBlock());
    if (shown.isValid() && shown.lineNumber() > 0) {
        return false; // to the start of a line that is wrapped
    }
    cursor.setPosition(static_cast<int>(text::smartHome(lines(), cursor.position())),
                       isShifted ? QTextCursor::KeepAnchor : QTextCursor::MoveAnchor);
    m_editor->setTextCursor(cursor);
    return true;
}

bool EditingTools::pressBackspace()
{
    const std::optional<text::Change> change = m_autoClose.eraseBack(lines(), selections());
    if (change) {
        make(*change, Step::Typed);
    }
    return change.has_value();
}

bool EditingTools::typeCharacter(QChar character)
{
    if (m_language == Language::Json && u"'`*_~"_s.contains(character)) {
        return false;
    }
    const std::optional<text::Change> change = m_autoClose.type(lines(), selections(), character);
    if (!change) {
        return false;
    }
    make(*change, Step::Typed);
    m_autoClose.noteTyped();
    return true;
}

} // namespace hermes::editor
