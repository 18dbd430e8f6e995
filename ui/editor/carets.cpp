#include "editor/carets.h"

#include "editor/documentlines.h"
#include "editor/folding.h"
#include "editor/indentation.h"
#include "editor/prompteditor.h"
#include "editor/rowmovement.h"
#include "editor/stretches.h"
#include "editor/visibleblock.h"
#include "text/linecommands.h"
#include "widgets/theme.h"
#include "workspace/editabletext.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QSet>

#include <algorithm>
#include <optional>
#include <ranges>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

std::optional<QTextCursor::MoveOperation> movementOf(const QKeyEvent &event)
{
    const bool isByWord = event.modifiers().testFlag(Qt::ControlModifier);
    if (event.modifiers().testFlag(Qt::AltModifier)) {
        return std::nullopt;
    }
    switch (event.key()) {
    case Qt::Key_Left:
        return isByWord ? QTextCursor::WordLeft : QTextCursor::Left;
    case Qt::Key_Right:
        return isByWord ? QTextCursor::WordRight : QTextCursor::Right;
    case Qt::Key_Up:
        return isByWord ? std::nullopt : std::optional(QTextCursor::Up);
    case Qt::Key_Down:
        return isByWord ? std::nullopt : std::optional(QTextCursor::Down);
    case Qt::Key_Home:
        return isByWord ? std::nullopt : std::optional(QTextCursor::StartOfLine);
    case Qt::Key_End:
        return isByWord ? std::nullopt : std::optional(QTextCursor::EndOfLine);
    default:
        return std::nullopt;
    }
}

text::Selection selectionOf(const QTextCursor &cursor)
{
    return {cursor.anchor(), cursor.position()};
}

} // namespace

Carets::Carets(PromptEditor *editor, const widgets::Theme &theme)
    : QObject(editor), m_editor(editor), m_theme(theme)
{
    connect(editor, &PromptEditor::textShown, this, &Carets::clear);
}

QList<text::Selection> Carets::all() const
{
    QList<text::Selection> selections;
    for (const QTextCursor &cursor : m_others) {
        selections.append(selectionOf(cursor));
    }
    selections.append(selectionOf(m_editor->textCursor()));
    return selections;
}

void Carets::set(const QList<text::Selection> &selections)
{
    if (selections.isEmpty()) {
        return;
    }
    const bool wasSeveral = isSeveral();
    m_run = Run::None;
    // What meets another is one with it.
    const QList<text::Selection> apart = text::joined(selections);
    const auto holding = [&apart](const text::Selection &selection) {
        return std::ranges::upper_bound(apart, selection.start(), {}, &text::Selection::start)
            - apart.begin() - 1;
    };
    const qsizetype own = holding(selections.last());
    QSet<qsizetype> taken{own};
    m_others.clear();
    for (const text::Selection &selection : selections) {
        const qsizetype index = holding(selection);
        if (taken.contains(index) || taken.size() >= mostCarets) {
            continue;
        }
        taken.insert(index);
        QTextCursor cursor(m_editor->document());
        cursor.setPosition(static_cast<int>(apart.at(index).anchor));
        cursor.setPosition(static_cast<int>(apart.at(index).caret), QTextCursor::KeepAnchor);
        m_others.append(cursor);
    }
    m_editor->showCaret(static_cast<int>(apart.at(own).anchor),
                        static_cast<int>(apart.at(own).caret));
    update();
    if (wasSeveral && !isSeveral()) {
        Q_EMIT cleared();
    }
}

void Carets::clear()
{
    if (!isSeveral()) {
        return;
    }
    m_others.clear();
    m_run = Run::None;
    update();
    Q_EMIT cleared();
}

QString Carets::selectedText() const
{
    QList<QTextCursor> cursors = m_others;
    cursors.append(m_editor->textCursor());
    std::ranges::sort(cursors, {}, &QTextCursor::selectionStart);
    QStringList parts;
    for (const QTextCursor &cursor : std::as_const(cursors)) {
        parts.append(cursor.selectedText());
    }
    return parts.join(QChar::ParagraphSeparator);
}

// --- changing the text
// -----------------------------------------------------------------------------------------------------

void Carets::type(const QString &text)
{
    apply(text::inserted(ordered(), {text}), Run::Typing);
    if (!text.isEmpty() && text.back().isSpace()) {
        m_run = Run::None;
    }
}

void Carets::apply(const text::Change &change, Run run)
{
    using OneStep = workspace::EditableText::OneStep;
    workspace::EditableText *text = m_editor->text();
    if (text == nullptr || m_editor->isReadOnly()) {
        return;
    }
    {
        const bool isSame = run != Run::None && run == m_run;
        const OneStep step(*text, isSame ? OneStep::Start::Continued : OneStep::Start::Own);
        QTextCursor cursor(m_editor->document());
        for (const text::Edit &edit : change.edits | std::views::reverse) {
            cursor.setPosition(static_cast<int>(edit.start));
            cursor.setPosition(static_cast<int>(edit.end()), QTextCursor::KeepAnchor);
            cursor.insertText(edit.replacement);
        }
    }
    set(change.selections);
    m_run = run;
}

void Carets::cut()
{
    QGuiApplication::clipboard()->setText(workspace::EditableText::fileText(selectedText()));
    apply(text::inserted(ordered(), {QString()}), Run::None);
}

void Carets::paste(const QString &text)
{
    const QStringList lines = text.split(u'\n');
    const bool isOneForEach = lines.size() == m_others.size() + 1;
    apply(text::inserted(ordered(), isOneForEach ? lines : QStringList{text}), Run::None);
}

// --- keys
// ------------------------------------------------------------------------------------------------------------------

bool Carets::pressKey(const QKeyEvent &event)
{
    switch (event.key()) {
    case Qt::Key_Escape:
        clear();
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        type(u"\n"_s);
        return true;
    case Qt::Key_Tab:
        type(indentationStep(m_editor->textCursor()));
        return true;
    case Qt::Key_Backspace:
    case Qt::Key_Delete:
        return erase(event);
    default:
        break;
    }
    const Qt::KeyboardModifiers commands = Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier;
    if (!event.text().isEmpty() && event.text().front().isPrint()
        && !(event.modifiers() & commands)) {
        type(event.text());
        return true;
    }
    if (useClipboard(event) || move(event)) {
        return true;
    }
    const bool isElsewhere = event.key() == Qt::Key_PageUp || event.key() == Qt::Key_PageDown
        || event.key() == Qt::Key_Home || event.key() == Qt::Key_End
        || event.matches(QKeySequence::SelectAll);
    if (isElsewhere) {
        clear();
    }
    return false;
}

bool Carets::useClipboard(const QKeyEvent &event)
{
    if (event.matches(QKeySequence::Copy)) {
        m_editor->copy();
    } else if (event.matches(QKeySequence::Cut)) {
        cut();
    } else if (event.matches(QKeySequence::Paste)) {
        m_editor->paste();
    } else {
        return false;
    }
    return true;
}

bool Carets::erase(const QKeyEvent &event)
{
    const bool isWord = event.modifiers().testFlag(Qt::ControlModifier);
    const bool isBack = event.key() == Qt::Key_Backspace;
    const text::Erasing erasing = isBack ? isWord ? text::Erasing::WordBack : text::Erasing::Back
        : isWord                         ? text::Erasing::WordForward
                                         : text::Erasing::Forward;
    apply(text::erased(DocumentLines::of(m_editor->document()), ordered(), erasing),
          erasing == text::Erasing::Back ? Run::Erasing : Run::None);
    return true;
}

bool Carets::move(const QKeyEvent &event)
{
    const auto movement = movementOf(event);
    if (!movement) {
        return false;
    }
    const auto mode = event.modifiers().testFlag(Qt::ShiftModifier) ? QTextCursor::KeepAnchor
                                                                    : QTextCursor::MoveAnchor;
    const auto moved = [&](QTextCursor &cursor) {
        const bool leaves = mode == QTextCursor::MoveAnchor && cursor.hasSelection();
        if (leaves && *movement == QTextCursor::Left) {
            cursor.setPosition(cursor.selectionStart());
        } else if (leaves && *movement == QTextCursor::Right) {
            cursor.setPosition(cursor.selectionEnd());
        } else if (m_editor->folding().isActive()
                   && (*movement == QTextCursor::Up || *movement == QTextCursor::Down)) {
            moveByRow(cursor, *movement == QTextCursor::Up ? -1 : 1, rowX(cursor), mode);
        } else {
            cursor.movePosition(*movement, mode);
        }
        return selectionOf(cursor);
    };
    if (*movement == QTextCursor::StartOfLine) {
        goHome(mode);
        return true;
    }
    QList<text::Selection> selections;
    for (QTextCursor &cursor : m_others) {
        selections.append(moved(cursor));
    }
    QTextCursor own = m_editor->textCursor();
    selections.append(moved(own));
    set(selections);
    return true;
}

void Carets::goHome(QTextCursor::MoveMode mode)
{
    QList<text::Selection> selections = all();
    for (text::Selection &selection : selections) {
        selection.caret = text::smartHome(DocumentLines::of(m_editor->document()), selection.caret);
        if (mode == QTextCursor::MoveAnchor) {
            selection.anchor = selection.caret;
        }
    }
    set(selections);
}

// --- looks
// -----------------------------------------------------------------------------------------------------------------

void Carets::update()
{
    m_editor->viewport()->update();
}

void Carets::paintUnderText(QPainter &painter, const VisibleBlock &line) const
{
    const int start = line.block.position();
    for (const QTextCursor &cursor : m_others) {
        if (!cursor.hasSelection() || cursor.selectionEnd() < start
            || cursor.selectionStart() >= start + line.block.length()) {
            continue;
        }
        for (const auto places =
                 stretchPlaces(m_editor->spacing(), line, cursor.selectionStart() - start,
                               cursor.selectionEnd() - start);
             const QRectF &place : places) {
            painter.fillRect(place, m_theme.colors().accentSoft);
            painter.fillRect(QRectF(place.left(), place.bottom() - 1, place.width(), 1),
                             m_theme.colors().accent);
        }
    }
}

void Carets::paintOverText(QPainter &painter, const VisibleBlock &line) const
{
    for (const QTextCursor &cursor : m_others) {
        const int at = cursor.position() - line.block.position();
        if (at < 0 || at >= line.block.length()) {
            continue;
        }
        for (const auto allPlaces = stretchPlaces(m_editor->spacing(), line, at, at);
             const QRectF &place : allPlaces) {
            painter.fillRect(
                QRectF(place.left(), place.top() + 2, m_editor->cursorWidth(), place.height() - 4),
                m_theme.colors().accent);
        }
    }
}

} // namespace hermes::editor
