#include "main/places.h"

#include "editor/definitioneditor.h"
#include "editor/folding.h"
#include "editor/prompteditor.h"
#include "editor/textplace.h"
#include "main/documentarea.h"
#include "workspace/definitiondocument.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QEvent>
#include <QScrollBar>

#include <chrono>
#include <utility>

using namespace std::chrono_literals;

namespace hermes::mainwindow {

using editor::DefinitionEditor;
using workspace::DefinitionDocument;

namespace {

/// A crash comes unannounced; who types does not wait for this.
constexpr auto rememberDelay = 1s;

} // namespace

Places::Places(workspace::Workspace &workspace, workspace::Settings &settings,
               DocumentArea &documents, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_settings(settings)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(rememberDelay);
    connect(&m_delay, &QTimer::timeout, this, &Places::remember);
    connect(&documents, &DocumentArea::editorMade, this, &Places::follow);
    // Told before an editor that is closed goes.
    connect(&documents, &DocumentArea::currentChanged, this, &Places::remember);
}

void Places::follow(DefinitionEditor *editor)
{
    m_waiting.insert(editor);
    connect(editor, &QObject::destroyed, this,
            [this](const QObject *gone) { m_waiting.remove(gone); });
    // The editor itself was told before, and has put the caret at the beginning.
    connect(editor->document(), &DefinitionDocument::stateChanged, editor,
            [this, editor] { goBack(*editor); });
    editor->installEventFilter(this);
}

/// Only an editor that is seen has its size.
bool Places::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Show && m_waiting.contains(watched)) {
        goBack(*static_cast<DefinitionEditor *>(watched));
    }
    return QObject::eventFilter(watched, event);
}

void Places::goBack(DefinitionEditor &editor)
{
    if (!editor.isVisible() || editor.document()->state() != DefinitionDocument::State::Ready
        || !m_waiting.remove(&editor)) {
        return;
    }
    editor::PromptEditor &prompt = *editor.promptEditor();
    const auto place = m_settings.textPlace(m_workspace.root(), editor.document()->id().toString());
    if (place) {
        editor::goTo(prompt, *place);
    }
    const auto note = [this, shown = &editor] { noteMove(shown); };
    connect(&prompt, &editor::PromptEditor::caretMoved, this, note);
    connect(&prompt, &QPlainTextEdit::selectionChanged, this, note);
    connect(prompt.verticalScrollBar(), &QScrollBar::valueChanged, this, note);
    connect(&prompt.folding(), &editor::Folding::changed, this, note);
}

void Places::noteMove(DefinitionEditor *editor)
{
    if (!m_moved.contains(editor)) {
        m_moved.append(editor);
    }
    if (!m_delay.isActive()) {
        m_delay.start();
    }
}

void Places::remember()
{
    m_delay.stop();
    for (const auto moved = std::exchange(m_moved, {}); const auto &editor : moved) {
        if (editor != nullptr && editor->document() != nullptr && !m_workspace.root().isEmpty()) {
            m_settings.setTextPlace(m_workspace.root(), editor->document()->id().toString(),
                                    editor::placeIn(*editor->promptEditor()));
        }
    }
}

} // namespace hermes::mainwindow
