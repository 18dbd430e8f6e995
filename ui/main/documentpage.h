#pragma once

#include "core/latesttask.h"
#include "editor/spellmarks.h"
#include "text/snippet.h"
#include "workspace/modelaccess.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QObject>

#include <memory>

namespace hermes::diffview {
class DiffView;
}

namespace hermes::testsend {
class RunsPane;
}

namespace hermes::widgets {
class Theme;
class UserDialogs;
} // namespace hermes::widgets

namespace hermes::editor {
class DefinitionEditor;
class PromptSyntax;
} // namespace hermes::editor

namespace hermes::mainwindow {

/// One open document: its editor, its comparison, its runs, and what they ask the workspace for.
/// Thread: UI.
class DocumentPage final : public QObject
{
    Q_OBJECT

public:
    /// Everything passed in outlives the page.
    DocumentPage(workspace::DefinitionDocument *document, workspace::Workspace &workspace,
                 workspace::Settings &settings, const workspace::ModelAccess &models,
                 const widgets::Theme &theme, widgets::UserDialogs &dialogs);
    ~DocumentPage() override; ///< The editor goes with it.

    [[nodiscard]] workspace::DefinitionDocument *document() const { return m_document; }
    /// nullptr before makeEditor().
    [[nodiscard]] editor::DefinitionEditor *editor() const { return m_editor; }
    /// What editors of texts are given.
    struct TextTools
    {
        workspace::Settings::TextLook look;
        editor::Spelling spelling;
        QList<text::Snippet> snippets;
    };
    void makeEditor(editor::PromptSyntax &syntax, const TextTools &tools);

    // Before there is an editor nothing happens.
    void setTextLook(const workspace::Settings::TextLook &look);
    void setSnippets(const QList<text::Snippet> &snippets);
    void updateChangeNote();
    void readChecksum();

    // To be called when there is an editor.
    void setHistory(const workspace::DefinitionHistory &history);
    /// Shows what differs between two states.
    void compare(const workspace::ContentRef &left, const workspace::ContentRef &right);
    /// The draft against the newest version, or against what is saved if there is none.
    void compareWithNewest();
    /// As it was compared last; with the newest version if it never was.
    void showComparison();
    /// With the caret where a question is typed.
    void showRuns();

    /// With which test-sends go out now, over those of the connections.
    [[nodiscard]] modelapi::Parameters sentParameters() const;

    /// Whether what is shown needs all the height there is.
    [[nodiscard]] bool needsHeight() const { return m_needsHeight; }

Q_SIGNALS:
    void needsHeightChanged();
    void sentParametersChanged();
    void connectionsRequested();
    void failed(const hermes::core::Error &error);
    void told(const QString &text);

private:
    void connectForm();
    void connectComparison();
    void makeRuns();
    void savePatch();
    void copyPatch() const;
    void warnOfSecrets();
    void saveElsewhere();
    void saveTo(const QString &path, const workspace::ExactText &text);

    workspace::DefinitionDocument *m_document;
    workspace::Workspace &m_workspace;
    workspace::Settings &m_settings;
    workspace::ModelAccess m_models;
    const widgets::Theme &m_theme;
    widgets::UserDialogs &m_dialogs;
    editor::DefinitionEditor *m_editor = nullptr;
    bool m_needsHeight = false;
    diffview::DiffView *m_comparison = nullptr;
    int m_comparisonView = 0;
    testsend::RunsPane *m_runs = nullptr;
    int m_runsView = 0;
    /// A result belongs to the page that asked, whichever is shown by then.
    std::unique_ptr<core::LatestTask<core::Result<workspace::Comparison>>> m_comparing;
    workspace::DefinitionHistory m_history;
    QList<workspace::SecretPlace> m_knownSecrets; ///< The user was told of.
};

} // namespace hermes::mainwindow
