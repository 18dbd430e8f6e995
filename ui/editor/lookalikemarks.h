#pragma once

#include "core/latesttask.h"
#include "editor/idlemarks.h"
#include "text/edit.h"

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

/// Boxes around letters of another alphabet that look like those beside them; the tool tip names
/// them, the context menu replaces them. Child of the editor. Thread: UI.
class LookalikeMarks final : public IdleMarks
{
    Q_OBJECT

public:
    LookalikeMarks(PromptEditor *editor, const widgets::Theme &theme);

    /// Replaces those within the selection, or all of the text if nothing is selected, as one undo
    /// step. They are found on a worker; nothing is done if the text has changed meanwhile.
    void replaceAll();

    void paintUnderText(QPainter &painter, const VisibleBlock &line) const override;
    [[nodiscard]] QString tipAt(int position) const override;

protected:
    [[nodiscard]] QList<text::Match> placesIn(const QTextBlock &block) override;
    void addActions(QMenu &menu, const text::Match &place) override;

private:
    struct Found
    {
        QList<text::Edit> edits; ///< A letter for a letter.
        qint64 revision = 0; ///< Of the text that they were found in.
    };
    void take(const Found &found);

    const widgets::Theme &m_theme;
    core::LatestTask<Found> m_finding;
};

} // namespace hermes::editor
