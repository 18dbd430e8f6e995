#include "main/menus.h"

#include "main/actioncatalog.h"

#include <QApplication>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>

#include <optional>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

namespace {

QString translated(const char *text)
{
    return QCoreApplication::translate("Menus", text);
}

QAction *separator(QMenu *menu)
{
    auto *line = new QAction(menu);
    line->setSeparator(true);
    return line;
}

void addMenu(QMenuBar &bar, const QString &title, const ActionCatalog &actions,
             std::initializer_list<std::optional<ActionId>> ids)
{
    QMenu *menu = bar.addMenu(title);
    for (const std::optional<ActionId> &id : ids) {
        menu->addAction(id ? actions.action(*id) : separator(menu));
    }
}

/// Calls the slot of that name on the focused text widget, or on what it is a part of; those
/// widgets share names, not a base class.
void onFocusedText(const char *slot)
{
    QWidget *widget = QApplication::focusWidget();
    while (widget != nullptr && widget->metaObject()->indexOfMethod(QByteArray(slot) + "()") < 0) {
        widget = widget->parentWidget();
    }
    if (widget != nullptr) {
        QMetaObject::invokeMethod(widget, slot);
    }
}

void addEditMenu(QMenu *menu, const ActionCatalog &actions, const QList<EditAction> &edits)
{
    for (const EditAction &edit : edits) {
        menu->addAction(edit.text == nullptr ? separator(menu) : actions.action(edit.command));
    }
}

/// What is chosen for the preview, below the action that shows it.
void addPreviewMenu(QMenuBar &bar, const ActionCatalog &actions)
{
    auto *menu = new QMenu(translated("&Values and target"), &bar);
    for (const ActionId id :
         {ActionId::ChooseValues, ActionId::AddContext, ActionId::CountTokens}) {
        menu->addAction(actions.action(id));
    }
    menu->addSeparator();
    for (const ActionId id : {ActionId::TargetAsWritten, ActionId::TargetHermesAgent,
                              ActionId::TargetClaudeCode, ActionId::TargetCopilot}) {
        menu->addAction(actions.action(id));
    }
    bar.actions().constLast()->menu()->insertMenu(actions.action(ActionId::ShowLowerPane), menu);
}

void addViewMenu(QMenuBar &bar, const ActionCatalog &actions)
{
    constexpr std::nullopt_t line = std::nullopt;
    addMenu(bar, translated("&View"), actions,
            {ActionId::ShowPrompt,
             ActionId::ShowManifest,
             ActionId::ShowComparison,
             ActionId::ShowRuns,
             line,
             ActionId::ShowRegistry,
             ActionId::ShowTable,
             ActionId::ShowPreview,
             ActionId::ShowLowerPane,
             line,
             ActionId::ZoomIn,
             ActionId::ZoomOut,
             ActionId::ZoomReset,
             line,
             ActionId::ShowRuler,
             ActionId::ShowWhiteSpace,
             ActionId::ShowBreadcrumbs,
             line,
             ActionId::FollowSystem,
             ActionId::Light,
             ActionId::Dark});
    auto *folding = new QMenu(translated("&Folding"), &bar);
    addEditMenu(folding, actions, foldActions());
    addPreviewMenu(bar, actions);
    auto *split = new QMenu(translated("Sp&lit"), &bar);
    addEditMenu(split, actions, splitActions());
    for (QMenu *menu : {folding, split}) {
        bar.actions().constLast()->menu()->insertMenu(actions.action(ActionId::ShowRuler), menu);
    }
}

} // namespace

void makeMenus(QMenuBar &bar, const ActionCatalog &actions)
{
    constexpr std::nullopt_t line = std::nullopt;
    addMenu(bar, translated("&File"), actions,
            {ActionId::NewAgent, line, ActionId::OpenRegistry, ActionId::CloneRegistry,
             ActionId::OpenSample, line, ActionId::Save, ActionId::CloseDocument, line,
             ActionId::Export, line, ActionId::Connections, line, ActionId::CloseRegistry,
             ActionId::Quit});
    addMenu(bar, translated("&Edit"), actions,
            {ActionId::Undo, ActionId::Redo, line, ActionId::Cut, ActionId::Copy, ActionId::Paste,
             ActionId::SelectAll});
    QMenu *edit = bar.actions().constLast()->menu();
    edit->insertAction(actions.action(ActionId::SelectAll),
                       actions.action(editor::EditCommand::PasteAsMarkdown));
    edit->insertAction(actions.action(ActionId::SelectAll),
                       actions.action(editor::EditCommand::InsertSnippet));
    edit->addSeparator();
    addEditMenu(edit, actions, searchActions());
    edit->addSeparator();
    edit->addMenu(translated("&Spelling"))->setObjectName(spellingMenuName);
    addEditMenu(edit->addMenu(translated("Carets")), actions, caretActions());
    addEditMenu(edit->addMenu(translated("&Lines")), actions, lineActions());
    addEditMenu(bar.addMenu(translated("F&ormat")), actions, formatActions());
    addMenu(bar, translated("&Go"), actions,
            {ActionId::GoToAnything, ActionId::ShowCommands, line, ActionId::GoToFilter,
             ActionId::SearchPrompts, ActionId::ReplaceInRegistry, line, ActionId::NextDocument,
             ActionId::PreviousDocument, ActionId::NextRegistry, ActionId::PreviousRegistry});
    QMenu *go = bar.actions().constLast()->menu();
    go->insertAction(actions.action(ActionId::NextDocument),
                     actions.action(editor::EditCommand::SectionsBeside));
    addViewMenu(bar, actions);
    addMenu(bar, translated("&Definition"), actions,
            {ActionId::Compare,
             ActionId::TestSend,
             ActionId::Release,
             line,
             ActionId::Duplicate,
             ActionId::Rename,
             ActionId::Delete,
             line,
             ActionId::ExtractFragment,
             ActionId::InlineFragment,
             ActionId::RenameFragment,
             ActionId::RenameVariable,
             ActionId::FollowTag,
             ActionId::WhereUsed,
             ActionId::WritePrompts,
             line,
             ActionId::EditShown,
             ActionId::EditSelected,
             ActionId::CompareSelected,
             ActionId::UndoOperation,
             line,
             ActionId::RepairLocks});
    addMenu(bar, translated("&Help"), actions, {ActionId::Help, ActionId::About});
}

void connectEditing(const ActionCatalog &actions)
{
    const auto pass = [&actions](ActionId id, const char *slot) {
        QAction *action = actions.action(id);
        QObject::connect(action, &QAction::triggered, action, [slot] { onFocusedText(slot); });
    };
    pass(ActionId::Undo, "undo");
    pass(ActionId::Redo, "redo");
    pass(ActionId::Cut, "cut");
    pass(ActionId::Copy, "copy");
    pass(ActionId::Paste, "paste");
    pass(ActionId::SelectAll, "selectAll");
}

void showAbout(QWidget *parent)
{
    auto *box =
        new QMessageBox(QMessageBox::NoIcon, translated("About Hermes Studio"),
                        translated("<h3>Hermes Studio %1</h3><p>A native editor for agent prompts. "
                                   "Everything is plain files in a git repository: "
                                   "no server, no account, no telemetry.</p><p>MIT licence. Icons: "
                                   "Lucide, ISC licence.</p>")
                            .arg(QApplication::applicationVersion()),
                        QMessageBox::Close, parent);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIconPixmap(QApplication::windowIcon().pixmap(64, 64));
    box->open();
}

} // namespace hermes::mainwindow
