#pragma once

#include "editor/idlemarks.h"

#include <functional>

namespace hermes::text {
class SpellChecker;
}

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

/// What spelling needs of the program.
struct Spelling
{
    text::SpellChecker *checker = nullptr; ///< Outlives the editors.
    std::function<void(const QString &)> addWord; ///< To the registry's list.
    std::function<void(const QString &)> ignoreWord; ///< Until the program ends.
};

/// Waves below words that no dictionary knows; suggestions in the context menu. The word that is
/// being typed has none. Child of the editor. Thread: UI.
class SpellMarks final : public IdleMarks
{
    Q_OBJECT

public:
    SpellMarks(PromptEditor *editor, const Spelling &spelling, const widgets::Theme &theme);

    void paintOverText(QPainter &painter, const VisibleBlock &line) const override;

protected:
    [[nodiscard]] QList<text::Match> placesIn(const QTextBlock &block) override;
    void finish() override;
    void addActions(QMenu &menu, const text::Match &place) override;

private:
    Spelling m_spelling;
    const widgets::Theme &m_theme;
    QStringList m_unknown; ///< To be asked for.
};

} // namespace hermes::editor
