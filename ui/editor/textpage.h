#pragma once

#include "editor/editcommand.h"
#include "editor/editingtools.h"
#include "editor/spellmarks.h"
#include "workspace/settings.h"

#include <QWidget>

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

class FindBar;
class LookalikeMarks;
class PromptEditor;
class TextSearch;
struct PreparedReplacements;

/// One text under edit with what stands around it: the bar that finds and replaces. Thread: UI.
class TextPage final : public QWidget
{
    Q_OBJECT

public:
    TextPage(const widgets::Theme &theme, EditingTools::Language language,
             QWidget *parent = nullptr);

    [[nodiscard]] PromptEditor *editor() const { return m_editor; }
    [[nodiscard]] TextSearch *search() const { return m_search; }

    /// From now on; to be called once.
    void setSpelling(const Spelling &spelling);
    void setLook(const workspace::Settings::TextLook &look);
    /// Commands of the text are done if it has the focus; those that search always.
    void perform(EditCommand command);

private:
    void joinFindBar();
    void openFindBar(EditCommand command);
    void closeFindBar();
    void takeQuery();
    void showMatches();
    void showPreview(const PreparedReplacements &prepared);

    const widgets::Theme &m_theme;
    PromptEditor *m_editor;
    EditingTools *m_tools;
    TextSearch *m_search;
    LookalikeMarks *m_lookalikes;
    FindBar *m_findBar;
    qsizetype m_replaced = 0; ///< Told until the next search; 0 = nothing to tell.
};

} // namespace hermes::editor
