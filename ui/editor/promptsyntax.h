#pragma once

#include "widgets/codecolors.h"

#include <QObject>

#include <memory>

QT_BEGIN_NAMESPACE
class QTextDocument;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

/// Colours documents by their grammar, in the theme's colours.
///
/// The grammars (Markdown with the languages of its code blocks, JSON) are read once, on a worker;
/// documents given earlier wait for them and are plain until then. A key press colours the line it
/// changed; what follows from it further down is coloured in slices of a few milliseconds between
/// events. Text above maximumLength and lines above maximumLineLength stay plain. Also widens the
/// places of invisible characters, so that PromptEditor can name them.
///
/// Thread: UI. One object for the program; documents keep what they need of it.
class PromptSyntax final : public QObject
{
    Q_OBJECT

public:
    enum class Language
    {
        Markdown,
        Json
    };

    static constexpr int maximumLength = 1'000'000; ///< UTF-16 code units.
    static constexpr int maximumLineLength = 10'000; ///< UTF-16 code units.

    explicit PromptSyntax(const widgets::Theme &theme, QObject *parent = nullptr);
    ~PromptSyntax() override;

    /// Colours the document from now on, as long as it lives. A document that is coloured already
    /// is left as it is.
    void highlight(QTextDocument *document, Language language);

Q_SIGNALS:
    void loaded(); ///< The grammars are there.

private:
    struct Grammars;
    class Highlighter;

    const widgets::Theme &m_theme;
    std::shared_ptr<const Grammars> m_grammars; ///< Null until loaded().
};

/// Colours code by the same grammars and colours, of every language that there is. They are read
/// when they are first asked for, which takes a while: for workers.
[[nodiscard]] widgets::CodeColors codeColors();

} // namespace hermes::editor
