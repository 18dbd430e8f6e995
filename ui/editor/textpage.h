#pragma once

#include "editor/editcommand.h"
#include "editor/editingtools.h"
#include "editor/prompteditor.h"
#include "editor/spellmarks.h"
#include "text/snippet.h"
#include "workspace/settings.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QMenu;
class QSplitter;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::editor {

class Breadcrumbs;
class FindBar;
class LookalikeMarks;
class SnippetTools;
class TextSearch;
struct PreparedReplacements;

/// One text under edit with what stands around it: the sections around the caret, the bar that
/// finds and replaces, and a second editor of the same text when it is split. The halves have
/// carets, selections and places of their own; folds belong to the text. Thread: UI.
class TextPage final : public QWidget
{
    Q_OBJECT

public:
    TextPage(const widgets::Theme &theme, EditingTools::Language language,
             QWidget *parent = nullptr);
    ~TextPage() override;

    /// To be called once.
    void showText(workspace::EditableText *text);
    /// The editor that has the focus, or had it last. The first one stays as long as the page.
    [[nodiscard]] PromptEditor *editor() const { return active().editor; }
    [[nodiscard]] TextSearch *search() const { return active().search; }
    [[nodiscard]] bool isSplit() const { return m_views.size() > 1; }

    /// For screen readers.
    void setTextName(const QString &name);
    void setAccess(PromptEditor::Access access);
    void setProblems(const QList<core::Problem> &problems);
    void setZoom(int steps);
    /// From now on; to be called once.
    void setSpelling(const Spelling &spelling);
    void setSnippets(const QList<text::Snippet> &snippets);
    void setLook(const workspace::Settings::TextLook &look);
    /// Commands of the text are done if it has the focus; those that search always.
    void perform(EditCommand command);
    /// Done whatever has the focus.
    void changeSection(const text::SectionRequest &request);

Q_SIGNALS:
    void caretMoved(int line, int column); ///< Of the editor in use, or another one is in use.
    void scrolled(int topLine); ///< The editor in use; 1-based.
    /// The context menu of a position is about to be shown; for adding to it.
    void menuRequested(QMenu *menu, int position);
    /// A click with Ctrl has put the caret where the user wants to go on from.
    void followRequested();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    /// An editor with what belongs to it.
    struct View
    {
        PromptEditor *editor = nullptr;
        EditingTools *tools = nullptr;
        TextSearch *search = nullptr;
        LookalikeMarks *lookalikes = nullptr;
        SnippetTools *snippets = nullptr;
    };

    [[nodiscard]] const View &active() const { return m_views.at(m_active); }
    void addView();
    void equip(const View &view) const;
    void joinView(const View &view);
    void activate(qsizetype index);
    void toggleSplit(Qt::Orientation orientation);
    void split(Qt::Orientation orientation);
    void join();
    void placeHalves();
    void showRefusal(const View &view, const core::Error &error);
    void joinFindBar();
    void openFindBar(EditCommand command);
    void closeFindBar();
    void takeQuery();
    void showMatches();
    void showPreview(TextSearch *search, const PreparedReplacements &prepared);
    [[nodiscard]] bool performOnPage(EditCommand command);
    [[nodiscard]] bool performOnFolds(EditCommand command) const;

    const widgets::Theme &m_theme;
    EditingTools::Language m_language;
    Breadcrumbs *m_breadcrumbs;
    FindBar *m_findBar;
    QSplitter *m_splitter;
    QList<View> m_views; ///< One or two.
    qsizetype m_active = 0;
    // What a second editor is given too.
    workspace::EditableText *m_text = nullptr;
    PromptEditor::Access m_access = PromptEditor::Access::Editable;
    QList<core::Problem> m_problems;
    Spelling m_spelling;
    QList<text::Snippet> m_snippets;
    workspace::Settings::TextLook m_look;
    qsizetype m_replaced = 0; ///< Told until the next search; 0 = nothing to tell.
};

} // namespace hermes::editor
