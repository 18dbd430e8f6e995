#pragma once

#include "editor/promptsyntax.h"
#include "editor/textpage.h"
#include "widgets/theme.h"
#include "workspace/editabletext.h"

#include <QByteArray>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QToolButton;
QT_END_NAMESPACE

namespace hermes::test {

/// A text page in a window of its own, coloured as in the program. The page's editor has the focus.
class PageFixture
{
public:
    explicit PageFixture(const QByteArray &bytes);

    [[nodiscard]] QByteArray bytes() const { return m_text.bytes(); }
    [[nodiscard]] workspace::EditableText &text() { return m_text; }
    [[nodiscard]] editor::TextPage &page() { return m_page; }
    [[nodiscard]] editor::PromptEditor &editor() { return *m_page.editor(); }
    [[nodiscard]] widgets::Theme &theme() { return m_theme; }

    void select(int anchor, int position);
    void placeCaret(int position) { select(position, position); }
    [[nodiscard]] int caret();
    [[nodiscard]] QString selectedText();

    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
    void type(const QString &keys);

    /// Controls by their accessible names, or the start of them.
    [[nodiscard]] QLineEdit *field(const QString &name);
    [[nodiscard]] QToolButton *toggle(const QString &name);
    /// Whether a label that can be seen says this.
    [[nodiscard]] bool shows(const QString &text);

private:
    widgets::Theme m_theme;
    editor::PromptSyntax m_syntax;
    workspace::EditableText m_text;
    editor::TextPage m_page;
};

} // namespace hermes::test
