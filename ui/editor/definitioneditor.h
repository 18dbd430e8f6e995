#pragma once

#include "assembly/assembly.h"
#include "core/problem.h"
#include "editor/definitionheader.h"
#include "editor/editcommand.h"
#include "editor/manifestform.h"
#include "editor/spellmarks.h"
#include "registry/manifesttext.h"
#include "text/sectioncommands.h"
#include "text/snippet.h"
#include "workspace/settings.h"

#include <QPointer>
#include <QWidget>

QT_BEGIN_NAMESPACE
class QMenu;
class QStackedWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class SegmentedControl;
class Theme;
class UnderlineTabs;
} // namespace hermes::widgets

namespace hermes::workspace {
class DefinitionDocument;
}

namespace hermes::editor {

class DiskMessages;
class PromptEditor;
class PromptSyntax;
class TextPage;

/// The page of one definition: header, bars about its files, and its views: prompt, manifest, and
/// what the window adds. Thread: UI.
class DefinitionEditor final : public QWidget
{
    Q_OBJECT

public:
    /// `document` outlives the editor. `syntax` is shared by all editors.
    DefinitionEditor(workspace::DefinitionDocument *document, PromptSyntax &syntax,
                     const widgets::Theme &theme, QWidget *parent = nullptr);
    ~DefinitionEditor() override;

    /// Adds a view behind the editor's own; returns its index. Becomes its owner.
    int addView(const QString &title, QWidget *view);
    void showView(int index);
    void showPrompt();
    void showManifest();

    void setSuggestions(const FormSuggestions &suggestions);
    /// What git knows, for the badge beside the name: "draft · proposes 1.1.0"; empty = nothing.
    void setChangeNote(const QString &note);
    void setChecksum(const QString &checksum);
    void setProblems(const QList<core::Problem> &problems);
    /// Goes to a problem's place: in the prompt, the form or the manifest's text.
    void goTo(const core::Problem &problem);
    void goToPromptLine(int line); ///< 1-based.
    void showPromptLine(int line); ///< The same, and the focus stays where it is.
    /// Of the prompt, whatever is shown; as one undo step.
    void changeSection(const text::SectionRequest &request);
    void tellCaret(); ///< By caretMoved(), of the text that is shown.
    /// Of the prompt; to be called once.
    void setSpelling(const Spelling &spelling);
    void setTextLook(const workspace::Settings::TextLook &look);
    void setSnippets(const QList<text::Snippet> &snippets);
    void zoom(int steps); ///< 0 = back to the theme's size.
    /// In the text that has the focus; searching in the one that is shown.
    void perform(EditCommand command);

    [[nodiscard]] DefinitionHeader *header() const { return m_header; }
    /// The one that is in use, if the prompt is split.
    [[nodiscard]] PromptEditor *promptEditor() const;
    [[nodiscard]] ManifestForm *manifestForm() const { return m_form; }
    [[nodiscard]] workspace::DefinitionDocument *document() const;

Q_SIGNALS:
    void caretMoved(int line, int column);
    void promptScrolled(int topLine); ///< 1-based.
    /// The context menu of a position of the prompt is about to be shown; for adding to it.
    void promptMenuRequested(QMenu *menu, int position);
    /// Ctrl and a click: the caret stands where the user wants to go on from.
    void followRequested();
    void viewShown(QWidget *view); ///< Another one than before.
    void comparisonWithDiskRequested();
    void saveElsewhereRequested(); ///< The document's unsavedText().

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void layOut();
    QWidget *makeManifestView();
    void showManifestPage(int page);
    void goToManifestText(int line, int column);
    [[nodiscard]] registry::TextPosition placeOf(const QString &field) const;
    void joinSignals();
    void showState();
    void showHeader();
    void showFragmentHeader();
    [[nodiscard]] QString stateText() const;
    void copyText() const;

    const widgets::Theme &m_theme;
    QPointer<workspace::DefinitionDocument> m_document;
    DefinitionHeader *m_header;
    widgets::UnderlineTabs *m_tabs;
    DiskMessages *m_messages;
    QStackedWidget *m_views;
    TextPage *m_promptPage;
    widgets::SegmentedControl *m_manifestChoice;
    QStackedWidget *m_manifestPages;
    ManifestForm *m_form;
    TextPage *m_manifestTextPage;
    bool m_wasReady = false;
    QString m_changeNote;
    QString m_checksum;
};

} // namespace hermes::editor
