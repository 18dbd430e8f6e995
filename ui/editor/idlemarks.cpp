#include "editor/idlemarks.h"

#include "editor/prompteditor.h"
#include "editor/textedits.h"
#include "editor/visibleblock.h"

#include <QMenu>
#include <QScrollBar>

#include <algorithm>
#include <chrono>

using namespace std::chrono_literals;

namespace hermes::editor {

namespace {

constexpr auto pause = 250ms;

} // namespace

IdleMarks::IdleMarks(PromptEditor *editor) : QObject(editor), m_editor(editor)
{
    editor->addOverlay(this);
    m_pause.setSingleShot(true);
    m_pause.setInterval(pause);
    connect(&m_pause, &QTimer::timeout, this, &IdleMarks::look);
    connect(editor, &PromptEditor::textShown, this, &IdleMarks::followText);
    connect(editor, &QPlainTextEdit::cursorPositionChanged, this, &IdleMarks::refresh);
    connect(editor->verticalScrollBar(), &QScrollBar::valueChanged, this, &IdleMarks::refresh);
    connect(editor->verticalScrollBar(), &QScrollBar::rangeChanged, this, &IdleMarks::refresh);
    connect(editor, &PromptEditor::menuRequested, this, [this](QMenu *menu, int position) {
        if (const std::optional<text::Match> place = placeAt(position)) {
            addActions(*menu, *place);
        }
    });
    followText();
}

void IdleMarks::followText()
{
    disconnect(m_textChange);
    m_places = {};
    if (workspace::EditableText *text = m_editor->text()) {
        m_textChange =
            connect(text, &workspace::EditableText::operated, this,
                    [this, text](const workspace::EditOperation &operation) {
                        forEachEdit(operation, text->history(),
                                    [this](qsizetype start, qsizetype removed, qsizetype added) {
                                        m_places.noteEdit(start, removed, added);
                                    });
                        refresh();
                    });
    }
    refresh();
}

void IdleMarks::refresh()
{
    if (!m_pause.isActive()) {
        m_pause.start();
    }
}

void IdleMarks::look()
{
    if (!m_editor->isVisible()) {
        return;
    }
    QList<text::Match> places;
    for (const auto lines = m_editor->visibleBlocks(m_editor->viewport()->rect());
         const VisibleBlock &line : lines) {
        places += placesIn(line.block);
    }
    finish();
    m_places = text::MatchList(places);
    m_editor->viewport()->update();
}

std::optional<text::Match> IdleMarks::placeAt(int position) const
{
    const qsizetype behind = m_places.firstFrom(position + 1);
    if (behind == 0) {
        return std::nullopt;
    }
    const text::Match place = m_places.at(behind - 1);
    return place.end() >= position ? std::optional(place) : std::nullopt;
}

QList<text::Match> IdleMarks::placesOn(const VisibleBlock &line) const
{
    const qsizetype start = line.block.position();
    const qsizetype end = start + line.block.length();
    QList<text::Match> places;
    for (qsizetype i = m_places.firstFrom(start);
         i < m_places.count() && m_places.at(i).start < end; ++i) {
        places.append({m_places.at(i).start - start, m_places.at(i).length});
    }
    return places;
}

void IdleMarks::replace(const text::Match &place, const QString &text)
{
    QTextCursor cursor(m_editor->document());
    cursor.setPosition(static_cast<int>(place.start));
    cursor.setPosition(static_cast<int>(place.end()), QTextCursor::KeepAnchor);
    m_editor->text()->endStep();
    cursor.insertText(text);
    m_editor->text()->endStep();
}

QString IdleMarks::textOf(const text::Match &place) const
{
    QTextCursor cursor(m_editor->document());
    cursor.setPosition(static_cast<int>(place.start));
    cursor.setPosition(static_cast<int>(place.end()), QTextCursor::KeepAnchor);
    return cursor.selectedText();
}

} // namespace hermes::editor
