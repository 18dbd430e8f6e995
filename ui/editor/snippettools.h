#pragma once

#include "editor/lineoverlay.h"
#include "text/snippet.h"
#include "text/snippetexpansion.h"

#include <QObject>

QT_BEGIN_NAMESPACE
class QKeyEvent;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::workspace {
struct EditOperation;
}

namespace hermes::editor {

class EditingTools;
class PromptEditor;

/// Snippets of an editor: put in by Tab behind the word that begins a line, or from a list. While
/// one is filled in, Tab and Shift+Tab go through its stops, what is typed at one is typed at its
/// mirrors, and Escape ends it; so does a caret that goes elsewhere. Child of the editor. Thread:
/// UI.
class SnippetTools final : public QObject, public LineOverlay
{
    Q_OBJECT

public:
    /// To be made after the tools: keys come here first.
    SnippetTools(PromptEditor *editor, EditingTools *tools, const widgets::Theme &theme);

    void setSnippets(const QList<text::Snippet> &snippets) { m_snippets = snippets; }
    /// Lets the user choose one, to be put in place of what is selected.
    void choose();
    [[nodiscard]] bool isFilling() const { return !m_session.isOver(); }

    void paintUnderText(QPainter &painter, const VisibleBlock &line) const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] bool pressKey(const QKeyEvent &event);
    [[nodiscard]] bool expandTrigger();
    void insert(const text::Snippet &snippet, qsizetype start, qsizetype end,
                const QString &selection);
    void goToStop();
    void offerChoices();
    void fillIn(const QString &text);
    void end();
    void followText();
    void note(const workspace::EditOperation &operation);
    void mirror();
    void checkCaret();

    PromptEditor *m_editor;
    EditingTools *m_tools;
    const widgets::Theme &m_theme;
    QList<text::Snippet> m_snippets;
    text::SnippetSession m_session;
    bool m_isMirroring = false;
    QList<QMetaObject::Connection> m_joined; ///< To the text.
};

} // namespace hermes::editor
