#pragma once

#include "main/editactions.h"

#include <QAction>
#include <QHash>
#include <QObject>

namespace hermes::widgets {
class Theme;
}

namespace hermes::mainwindow {

enum class ActionId
{
    OpenRegistry,
    CloneRegistry,
    OpenSample,
    CloseRegistry,
    NewAgent,
    Save,
    CloseDocument,
    Quit,
    Undo,
    Redo,
    Cut,
    Copy,
    Paste,
    SelectAll,
    GoToAnything,
    ShowCommands,
    GoToFilter,
    SearchPrompts,
    ReplaceInRegistry,
    ShowPrompt,
    ShowManifest,
    ShowComparison,
    ShowRuns,
    NextDocument,
    PreviousDocument,
    NextRegistry,
    PreviousRegistry,
    ShowRegistry,
    ShowTable,
    ShowPreview,
    ShowLowerPane,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    ShowRuler,
    ShowWhiteSpace,
    ShowBreadcrumbs,
    FollowSystem,
    Light,
    Dark,
    Compare,
    TestSend,
    ChooseValues,
    AddContext,
    CountTokens,
    TargetAsWritten,
    TargetHermesAgent,
    TargetClaudeCode,
    TargetCopilot,
    Release,
    Export,
    Connections,
    Duplicate,
    Rename,
    Delete,
    EditShown,
    EditSelected,
    CompareSelected,
    ExtractFragment,
    InlineFragment,
    RenameFragment,
    RenameVariable,
    FollowTag,
    WhereUsed,
    WritePrompts,
    UndoOperation,
    RepairLocks,
    Help,
    About,
};

/// Every action of the window, declared once: id, text, tip, icon and keys. Handlers sit with their
/// features. Thread: UI.
class ActionCatalog final : public QObject
{
    Q_OBJECT

public:
    ActionCatalog(const widgets::Theme &theme, QObject *parent);

    [[nodiscard]] QAction *action(ActionId id) const { return m_actions.value(id); }
    /// Enables or disables; `reason`, if there is one, is what the tip of a disabled action says.
    void setAvailable(ActionId id, bool isAvailable, const QString &reason);
    [[nodiscard]] QAction *action(editor::EditCommand command) const
    {
        return m_edits.value(command);
    }
    [[nodiscard]] QList<QAction *> all() const { return m_order; }
    /// Of the actions that perform edit commands.
    [[nodiscard]] QList<editor::EditCommand> editCommands() const { return m_edits.keys(); }

private:
    void addEdits(const QList<EditAction> &actions);

    QHash<editor::EditCommand, QAction *> m_edits;
    QHash<ActionId, QAction *> m_actions;
    QList<QAction *> m_order;
};

} // namespace hermes::mainwindow
