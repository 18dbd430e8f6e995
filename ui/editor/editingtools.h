#pragma once

#include "core/error.h"
#include "core/latesttask.h"
#include "editor/editcommand.h"
#include "text/autoclose.h"
#include "text/occurrences.h"
#include "text/sectioncommands.h"

#include <QObject>

QT_BEGIN_NAMESPACE
class QKeyEvent;
QT_END_NAMESPACE

namespace hermes::workspace {
struct EditOperation;
}

namespace hermes::editor {

class DocumentLines;
class PromptEditor;

/// Edit commands, and the keys that do more in a text of some structure than in plain text: Enter
/// goes on with lists, Tab moves items, brackets come in pairs. Child of the editor. Thread: UI.
class EditingTools final : public QObject
{
    Q_OBJECT

public:
    enum class Language
    {
        Markdown,
        Json ///< Commands about lines alone.
    };

    EditingTools(PromptEditor *editor, Language language);

    void perform(EditCommand command);
    [[nodiscard]] bool canPerform(EditCommand command) const;
    /// Column that paragraphs are broken at.
    void setReflowWidth(int columns) { m_reflowWidth = columns; }
    /// Reads the text on a worker, then makes the change as one undo step; not if the text has
    /// changed meanwhile.
    void changeSection(const text::SectionRequest &request);

    [[nodiscard]] QList<text::Selection> selections() const;
    /// Makes a change as one undo step, and what it selects the selection.
    void apply(const text::Change &change);

Q_SIGNALS:
    void refused(const hermes::core::Error &error); ///< A command cannot be done here.

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct SectionChange
    {
        core::Result<text::Change> change;
        qint64 revision = 0; ///< Of the text that it is for.
    };
    struct FoundOccurrences
    {
        std::optional<text::Occurrences> occurrences;
        text::Occurrences before;
        qint64 revision = 0; ///< Of the text that they were found in.
    };
    enum class Step
    {
        Own, ///< An undo step by itself.
        Typed ///< Part of the typing around it.
    };

    [[nodiscard]] DocumentLines &lines() const;
    [[nodiscard]] text::Change changeBy(EditCommand command) const;
    void make(const text::Change &change, Step step);
    void select(const QList<text::Selection> &selections);
    void selectOccurrences(EditCommand command);
    void selectFarOccurrences(EditCommand command, const text::Occurrences &now);
    void reflow(int width);
    void pasteAsMarkdown();
    [[nodiscard]] bool pressKey(const QKeyEvent &event);
    [[nodiscard]] bool pressEnter(const QKeyEvent &event);
    [[nodiscard]] bool pressTab(const QKeyEvent &event);
    [[nodiscard]] bool pressHome(const QKeyEvent &event);
    [[nodiscard]] bool pressBackspace();
    [[nodiscard]] bool typeText(const QKeyEvent &event);
    [[nodiscard]] bool typeCharacter(QChar character);
    void followDocument();
    void note(const workspace::EditOperation &operation);

    PromptEditor *m_editor;
    Language m_language;
    int m_reflowWidth;
    text::AutoClose m_autoClose;
    text::Occurrences m_occurrences; ///< As they were selected last.
    QMetaObject::Connection m_documentChange;
    core::LatestTask<QList<text::Edit>> m_reflow;
    core::LatestTask<SectionChange> m_section;
    core::LatestTask<FoundOccurrences> m_search;
    qint64 m_reflowRevision = 0; ///< Of the text that is being broken anew.
};

} // namespace hermes::editor
