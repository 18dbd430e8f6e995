#pragma once

#include "assembly/assembly.h"
#include "core/entryid.h"
#include "editor/editcommand.h"
#include "main/documentpage.h"
#include "main/templatetag.h"
#include "text/sectioncommands.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QWidget>

#include <memory>
#include <vector>

QT_BEGIN_NAMESPACE
class QMenu;
class QStackedWidget;
class QTabBar;
QT_END_NAMESPACE

namespace hermes::widgets {
class EmptyState;
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::editor {
class DefinitionEditor;
class PromptEditor;
class PromptSyntax;
struct FormSuggestions;
} // namespace hermes::editor

namespace hermes::mainwindow {

/// The open documents: one tab each, with its editor and its comparison.
class DocumentArea final : public QWidget
{
    Q_OBJECT

public:
    DocumentArea(workspace::Workspace &workspace, workspace::Settings &settings,
                 const workspace::ModelAccess &models, const widgets::Theme &theme,
                 widgets::UserDialogs &dialogs, QWidget *parent = nullptr);
    ~DocumentArea() override;

    enum class Zoom
    {
        In,
        Out,
        Reset
    };

    /// Makes a tab for the document, behind the others, if there is none. Its editor is made when
    /// it is shown first.
    void add(workspace::DefinitionDocument *document);
    /// Shows the document's tab; makes one if there is none.
    void show(workspace::DefinitionDocument *document);
    void closeCurrent();
    /// Closes the tab of an entry if there is one.
    void close(const core::EntryId &id);
    void closeAll();
    void next(int step);
    [[nodiscard]] workspace::DefinitionDocument *current() const;
    /// Whether what is shown of it needs all the height there is.
    [[nodiscard]] bool needsHeight() const;
    /// With which test-sends of it go out now, over those of the connections.
    [[nodiscard]] modelapi::Parameters sentParameters() const;
    /// Ids in the order of the tabs.
    [[nodiscard]] QList<core::EntryId> openIds() const;

    /// For editors that are made from now on.
    void setSpelling(const editor::Spelling &spelling) { m_textTools.spelling = spelling; }
    /// Of all texts, those that are opened later too.
    void setTextLook(const workspace::Settings::TextLook &look);
    void setSnippets(const QList<text::Snippet> &snippets);

    // About the current document; without one nothing happens.
    void showPrompt();
    void showManifest();
    void showComparison();
    void showRuns();
    void zoom(Zoom zoom);
    void perform(editor::EditCommand command);
    void goToLine(int line); ///< Of the prompt, 1-based.
    /// The same, and the focus stays where it is.
    void showLine(int line);
    void changeSection(const text::SectionRequest &request);
    /// Of the current document; nullptr before it is shown or without one.
    [[nodiscard]] editor::PromptEditor *promptEditor() const;
    /// Selects a piece of a line of the prompt; line and column 1-based, in UTF-16 code units.
    /// With a source, of what it gives: what stands for it in the source is selected, a moment
    /// later.
    void selectInPrompt(int line, int column, int length);
    void focusText(); ///< Of the prompt, or of the manifest where there is none.
    void goToProblem(const core::Problem &problem);
    void goToAssemblyOffset(const assembly::Assembly &assembly, qint64 offset);
    void applyFix(const core::Problem &problem, int fix);
    void setProblems(const QList<core::Problem> &problems);
    void setHistory(const workspace::DefinitionHistory &history);
    /// Shows what differs between two states.
    void compare(const workspace::ContentRef &left, const workspace::ContentRef &right);
    /// The draft against the newest version, or against what is saved if there is none.
    void compareWithNewest();
    /// Puts an older state into the editor.
    void restore(const workspace::ContentRef &reference);

Q_SIGNALS:
    void currentChanged(hermes::workspace::DefinitionDocument *document);
    void editorMade(hermes::editor::DefinitionEditor *editor); ///< Before it is shown.
    void needsHeightChanged();
    void sentParametersChanged();
    void caretMoved(int line, int column);
    void modificationChanged();
    void entryRequested(const hermes::core::EntryId &id); ///< To be opened.
    /// A place outside the document that is shown.
    void placeRequested(const hermes::mainwindow::TemplatePlace &place);
    void followRequested(); ///< Ctrl and a click, in the prompt that is shown.
    /// The context menu of a position in the prompt that is shown, before it opens.
    void promptMenuRequested(QMenu *menu, int position);
    void renameRequested(const hermes::core::EntryId &id);
    void connectionsRequested();
    void failed(const hermes::core::Error &error);
    void told(const QString &text);

private:
    [[nodiscard]] static const workspace::DefinitionDocument *
    documentOf(const std::unique_ptr<DocumentPage> &page);
    [[nodiscard]] DocumentPage *currentPage() const;
    [[nodiscard]] DocumentPage *pageOf(const workspace::DefinitionDocument *document) const;
    void connectDocument(workspace::DefinitionDocument *document);
    void makeEditor(DocumentPage &page);
    void selectText(const core::Problem &place, int length);
    void closeTab(int index);
    void showTab(int index);
    void updateTab(const workspace::DefinitionDocument *document);
    [[nodiscard]] editor::FormSuggestions suggestions() const;

    workspace::Workspace &m_workspace;
    workspace::Settings &m_settings;
    workspace::ModelAccess m_models;
    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    QTabBar *m_tabs;
    QStackedWidget *m_stack;
    widgets::EmptyState *m_empty;
    editor::PromptSyntax *m_syntax;
    DocumentPage::TextTools m_textTools;
    std::vector<std::unique_ptr<DocumentPage>> m_pages; ///< In the order of the tabs.
};

} // namespace hermes::mainwindow
