#pragma once

#include "editor/prompteditor.h"
#include "editor/promptsyntax.h"
#include "widgets/theme.h"
#include "workspace/editabletext.h"

#include <QByteArray>

namespace hermes::test {

/// Returns when all that waits to be coloured is, however many slices that takes.
void letColoursSettle(const QTextDocument &document);

/// A prompt editor in a window of its own, on a text, coloured as in the program.
class TextFixture
{
public:
    /// The window is active and the editor has the focus.
    explicit TextFixture(const QByteArray &bytes);

    [[nodiscard]] QByteArray bytes() const { return m_text.bytes(); }
    [[nodiscard]] workspace::EditableText &text() { return m_text; }
    [[nodiscard]] QTextDocument *document() const { return m_text.document(); }
    [[nodiscard]] editor::PromptEditor &editor() { return m_editor; }
    [[nodiscard]] editor::PromptSyntax &syntax() { return m_syntax; }
    [[nodiscard]] const widgets::Theme &theme() const { return m_theme; }
    void setScheme(widgets::Theme::Scheme scheme) { m_theme.setScheme(scheme); }

    void placeCaret(int position);
    void select(int anchor, int position);
    [[nodiscard]] int caret() const { return m_editor.textCursor().position(); }
    [[nodiscard]] QString selectedText() const { return m_editor.textCursor().selectedText(); }
    /// The middle of the left edge of a character, in the viewport.
    [[nodiscard]] QPoint pointOf(int position) const;
    /// Waits until the text has its colours and the room for marks, then paints the viewport.
    [[nodiscard]] QImage picture();

private:
    widgets::Theme m_theme;
    editor::PromptSyntax m_syntax;
    workspace::EditableText m_text;
    editor::PromptEditor m_editor;
};

} // namespace hermes::test
