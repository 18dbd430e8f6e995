#include "main/actioncatalog.h"

#include "widgets/icons.h"

#include <QActionGroup>
#include <QCoreApplication>
#include <QKeySequence>

#include <array>

namespace hermes::mainwindow {

namespace {

struct Declaration
{
    ActionId id;
    const char *text;
    const char *tip;
    const char *icon; ///< nullptr = none.
    QKeySequence::StandardKey standardKey;
    const char *keys; ///< Where there is no standard key; nullptr = none.
};

constexpr auto noKey = QKeySequence::UnknownKey;

constexpr std::array declarations{
    Declaration{ActionId::OpenRegistry, QT_TRANSLATE_NOOP("ActionCatalog", "&Open registry…"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Open a folder as a registry"), "folder-open",
                QKeySequence::Open, nullptr},
    Declaration{ActionId::CloneRegistry, QT_TRANSLATE_NOOP("ActionCatalog", "C&lone registry…"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Copy a registry from a URL and open it"),
                "download", noKey, nullptr},
    Declaration{ActionId::OpenSample,
                QT_TRANSLATE_NOOP("ActionCatalog", "Open the sa&mple registry"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Open a registry to try things in"), "sparkles",
                noKey, nullptr},
    Declaration{ActionId::CloseRegistry, QT_TRANSLATE_NOOP("ActionCatalog", "Close &registry"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Close the registry and its documents"), nullptr,
                noKey, "Ctrl+Shift+W"},
    Declaration{ActionId::NewAgent, QT_TRANSLATE_NOOP("ActionCatalog", "&New agent…"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Make an agent from a starter"), "plus",
                QKeySequence::New, nullptr},
    Declaration{ActionId::Save, QT_TRANSLATE_NOOP("ActionCatalog", "&Save"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Write the draft to its files"), "save",
                QKeySequence::Save, nullptr},
    Declaration{ActionId::CloseDocument, QT_TRANSLATE_NOOP("ActionCatalog", "&Close"),
                QT_TRANSLATE_NOOP("ActionCatalog",
                                  "Close the document; what is not saved stays in the journal"),
                nullptr, noKey, "Ctrl+W"},
    Declaration{ActionId::Quit, QT_TRANSLATE_NOOP("ActionCatalog", "&Quit"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Quit Hermes Studio"), "log-out", noKey,
                "Ctrl+Q"},
    Declaration{ActionId::Undo, QT_TRANSLATE_NOOP("ActionCatalog", "&Undo"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Take the last change back"), "undo-2",
                QKeySequence::Undo, nullptr},
    Declaration{ActionId::Redo, QT_TRANSLATE_NOOP("ActionCatalog", "&Redo"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Make the change again"), "redo-2",
                QKeySequence::Redo, nullptr},
    Declaration{ActionId::Cut, QT_TRANSLATE_NOOP("ActionCatalog", "Cu&t"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Move the selection to the clipboard"),
                "scissors", QKeySequence::Cut, nullptr},
    Declaration{ActionId::Copy, QT_TRANSLATE_NOOP("ActionCatalog", "&Copy"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Copy the selection"), "copy",
                QKeySequence::Copy, nullptr},
    Declaration{ActionId::Paste, QT_TRANSLATE_NOOP("ActionCatalog", "&Paste"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Insert the clipboard"), "clipboard-paste",
                QKeySequence::Paste, nullptr},
    Declaration{ActionId::SelectAll, QT_TRANSLATE_NOOP("ActionCatalog", "Select &all"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Select everything"), nullptr,
                QKeySequence::SelectAll, nullptr},
    Declaration{
        ActionId::GoToAnything, QT_TRANSLATE_NOOP("ActionCatalog", "&Go to anything…"),
        QT_TRANSLATE_NOOP("ActionCatalog", "Type a few letters of an entry, tag or section"),
        "search", noKey, "Ctrl+P"},
    Declaration{ActionId::ShowCommands, QT_TRANSLATE_NOOP("ActionCatalog", "&Commands…"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Type a few letters of a command"), "command",
                noKey, "Ctrl+Shift+P"},
    Declaration{ActionId::GoToFilter, QT_TRANSLATE_NOOP("ActionCatalog", "&Filter entries"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Type to find an entry"), "search", noKey,
                "Ctrl+Shift+E"},
    Declaration{ActionId::SearchPrompts, QT_TRANSLATE_NOOP("ActionCatalog", "&Search all prompts"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Find words in the prompts of all entries"),
                "book-open", noKey, "Ctrl+Shift+F"},
    Declaration{ActionId::ReplaceInRegistry,
                QT_TRANSLATE_NOOP("ActionCatalog", "Re&place in the registry…"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Replace text in many entries at once"),
                "pencil", noKey, "Ctrl+Shift+H"},
    Declaration{ActionId::ShowPrompt, QT_TRANSLATE_NOOP("ActionCatalog", "&Prompt"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Edit the prompt"), "file-text", noKey, "Alt+1"},
    Declaration{ActionId::ShowManifest, QT_TRANSLATE_NOOP("ActionCatalog", "&Manifest"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Edit the manifest"), "braces", noKey, "Alt+2"},
    Declaration{ActionId::ShowComparison, QT_TRANSLATE_NOOP("ActionCatalog", "&Comparison"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Show what differs"), "file-diff", noKey,
                "Alt+3"},
    Declaration{ActionId::ShowRuns, QT_TRANSLATE_NOOP("ActionCatalog", "R&uns"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Show what was sent, and the answers"), "play",
                noKey, "Alt+4"},
    Declaration{ActionId::NextDocument, QT_TRANSLATE_NOOP("ActionCatalog", "&Next document"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Go to the next tab"), nullptr, noKey,
                "Ctrl+Tab"},
    Declaration{ActionId::PreviousDocument,
                QT_TRANSLATE_NOOP("ActionCatalog", "Pre&vious document"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Go to the previous tab"), nullptr, noKey,
                "Ctrl+Shift+Tab"},
    Declaration{ActionId::NextRegistry, QT_TRANSLATE_NOOP("ActionCatalog", "Ne&xt registry"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Go to the next open registry"), nullptr, noKey,
                "Ctrl+Alt+PgDown"},
    Declaration{ActionId::PreviousRegistry,
                QT_TRANSLATE_NOOP("ActionCatalog", "Previo&us registry"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Go to the open registry before"), nullptr,
                noKey, "Ctrl+Alt+PgUp"},
    Declaration{ActionId::ShowRegistry, QT_TRANSLATE_NOOP("ActionCatalog", "&Registry"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Show or hide the registry"), "panel-left",
                noKey, "F9"},
    Declaration{ActionId::ShowTable, QT_TRANSLATE_NOOP("ActionCatalog", "Registry as a &table"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Show the entries as a table or as a tree"),
                "rows-2", noKey, "Ctrl+Alt+T"},
    Declaration{ActionId::ShowPreview, QT_TRANSLATE_NOOP("ActionCatalog", "&Assembled prompt"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Show or hide the assembled prompt"),
                "panel-right", noKey, "Ctrl+Alt+B"},
    Declaration{ActionId::ShowLowerPane,
                QT_TRANSLATE_NOOP("ActionCatalog", "Problems and &history"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Show or hide problems and history"),
                "panel-bottom", noKey, "Ctrl+J"},
    Declaration{ActionId::ZoomIn, QT_TRANSLATE_NOOP("ActionCatalog", "Zoom &in"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Larger text in the editor"), "zoom-in",
                QKeySequence::ZoomIn, nullptr},
    Declaration{ActionId::ZoomOut, QT_TRANSLATE_NOOP("ActionCatalog", "Zoom &out"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Smaller text in the editor"), "zoom-out",
                QKeySequence::ZoomOut, nullptr},
    Declaration{ActionId::ZoomReset, QT_TRANSLATE_NOOP("ActionCatalog", "Actual si&ze"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Text in its own size"), nullptr, noKey,
                "Ctrl+0"},
    Declaration{ActionId::ShowRuler, QT_TRANSLATE_NOOP("ActionCatalog", "Colum&n ruler"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Show where paragraphs are broken"), nullptr,
                noKey, nullptr},
    Declaration{ActionId::ShowWhiteSpace, QT_TRANSLATE_NOOP("ActionCatalog", "&White space"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Draw blanks, tabs and line ends"), nullptr,
                noKey, nullptr},
    Declaration{ActionId::ShowBreadcrumbs,
                QT_TRANSLATE_NOOP("ActionCatalog", "S&ections around the caret"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Show above the prompt where the caret is"),
                nullptr, noKey, nullptr},
    Declaration{ActionId::FollowSystem, QT_TRANSLATE_NOOP("ActionCatalog", "Follow the &system"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Light or dark as the desktop is"), "contrast",
                noKey, nullptr},
    Declaration{ActionId::Light, QT_TRANSLATE_NOOP("ActionCatalog", "Li&ght"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Light colours"), "sun", noKey, nullptr},
    Declaration{ActionId::Dark, QT_TRANSLATE_NOOP("ActionCatalog", "&Dark"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Dark colours"), "moon", noKey, nullptr},
    Declaration{ActionId::Compare, QT_TRANSLATE_NOOP("ActionCatalog", "&Compare"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Compare the draft with the newest version"),
                "git-compare", noKey, "Ctrl+Alt+D"},
    Declaration{ActionId::TestSend, QT_TRANSLATE_NOOP("ActionCatalog", "&Test-send"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Ask a model with the draft as its prompt"),
                "send", noKey, "F5"},
    Declaration{ActionId::ChooseValues, QT_TRANSLATE_NOOP("ActionCatalog", "&Values…"),
                QT_TRANSLATE_NOOP("ActionCatalog",
                                  "Profile and values of the variables, for the preview and for "
                                  "test-sends"),
                "braces", noKey, "Ctrl+Alt+A"},
    Declaration{ActionId::AddContext, QT_TRANSLATE_NOOP("ActionCatalog", "Add conte&xt files…"),
                QT_TRANSLATE_NOOP("ActionCatalog",
                                  "Choose what stands beside the prompt in the program's window"),
                "file-text", noKey, "Ctrl+Alt+C"},
    Declaration{ActionId::CountTokens, QT_TRANSLATE_NOOP("ActionCatalog", "C&ount at…"),
                QT_TRANSLATE_NOOP("ActionCatalog",
                                  "Have a provider count the tokens; nothing is generated or "
                                  "billed"),
                nullptr, noKey, nullptr},
    Declaration{ActionId::TargetAsWritten,
                QT_TRANSLATE_NOOP("ActionCatalog", "Target: as &written"),
                QT_TRANSLATE_NOOP("ActionCatalog", "The prompt as it is, and nothing else"),
                nullptr, noKey, nullptr},
    Declaration{ActionId::TargetHermesAgent,
                QT_TRANSLATE_NOOP("ActionCatalog", "Target: &Hermes Agent"),
                QT_TRANSLATE_NOOP("ActionCatalog", "The prompt as Hermes Agent takes it"), nullptr,
                noKey, nullptr},
    Declaration{ActionId::TargetClaudeCode,
                QT_TRANSLATE_NOOP("ActionCatalog", "Target: &Claude Code"),
                QT_TRANSLATE_NOOP("ActionCatalog", "The prompt as Claude Code takes it"), nullptr,
                noKey, nullptr},
    Declaration{ActionId::TargetCopilot,
                QT_TRANSLATE_NOOP("ActionCatalog", "Target: &GitHub Copilot"),
                QT_TRANSLATE_NOOP("ActionCatalog", "The prompt as GitHub Copilot takes it"),
                nullptr, noKey, nullptr},
    Declaration{ActionId::Release, QT_TRANSLATE_NOOP("ActionCatalog", "&Release…"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Make a version of the draft"), "tag", noKey,
                "Ctrl+Shift+R"},
    Declaration{ActionId::Export, QT_TRANSLATE_NOOP("ActionCatalog", "&Export bundle…"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Write a bundle of what is committed"),
                "package", noKey, "Ctrl+E"},
    Declaration{ActionId::Connections, QT_TRANSLATE_NOOP("ActionCatalog", "Connec&tions…"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Models, where they answer, and their keys"),
                "plug", noKey, nullptr},
    Declaration{ActionId::Duplicate, QT_TRANSLATE_NOOP("ActionCatalog", "D&uplicate…"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Make a copy under another id"), "copy", noKey,
                nullptr},
    Declaration{
        ActionId::Rename, QT_TRANSLATE_NOOP("ActionCatalog", "Re&name…"),
        QT_TRANSLATE_NOOP("ActionCatalog", "Give the entry another id, with every reference to it"),
        "pencil", noKey, "Shift+F6"},
    Declaration{ActionId::Delete, QT_TRANSLATE_NOOP("ActionCatalog", "&Delete"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Put the entry or the fragment into the trash"),
                "trash-2", noKey, nullptr},
    Declaration{ActionId::ExtractFragment,
                QT_TRANSLATE_NOOP("ActionCatalog", "Extract to &fragment…"),
                QT_TRANSLATE_NOOP("ActionCatalog",
                                  "Make a fragment of the selection, which other prompts can "
                                  "include"),
                nullptr, noKey, "Ctrl+Alt+F"},
    Declaration{ActionId::InlineFragment, QT_TRANSLATE_NOOP("ActionCatalog", "&Inline fragment"),
                QT_TRANSLATE_NOOP("ActionCatalog",
                                  "Put the fragment's text where the tag at the cursor includes "
                                  "it"),
                nullptr, noKey, nullptr},
    Declaration{ActionId::RenameFragment, QT_TRANSLATE_NOOP("ActionCatalog", "Rena&me fragment…"),
                QT_TRANSLATE_NOOP("ActionCatalog",
                                  "Give the fragment at the cursor another name, wherever it is "
                                  "included"),
                nullptr, noKey, nullptr},
    Declaration{ActionId::RenameVariable, QT_TRANSLATE_NOOP("ActionCatalog", "Rename &variable…"),
                QT_TRANSLATE_NOOP("ActionCatalog",
                                  "Give the variable at the cursor another name in every source, "
                                  "fragment and file of values that shares it"),
                nullptr, noKey, "Ctrl+Alt+V"},
    Declaration{ActionId::FollowTag,
                QT_TRANSLATE_NOOP("ActionCatalog", "Go to what the ta&g names"),
                QT_TRANSLATE_NOOP("ActionCatalog",
                                  "Open the fragment, or show where the variable is declared; Ctrl "
                                  "and a click do the same"),
                nullptr, noKey, "F12"},
    Declaration{
        ActionId::WhereUsed, QT_TRANSLATE_NOOP("ActionCatalog", "&Where used…"),
        QT_TRANSLATE_NOOP("ActionCatalog", "Find the prompts that use a fragment or a variable"),
        nullptr, noKey, "Ctrl+Alt+U"},
    Declaration{
        ActionId::WritePrompts, QT_TRANSLATE_NOOP("ActionCatalog", "Write &prompts that use it…"),
        QT_TRANSLATE_NOOP("ActionCatalog", "Make the prompts anew that the fragment is a part of"),
        nullptr, noKey, nullptr},
    Declaration{ActionId::EditShown, QT_TRANSLATE_NOOP("ActionCatalog", "&Edit shown entries…"),
                QT_TRANSLATE_NOOP("ActionCatalog",
                                  "Change tags, model or version of all entries that the filter "
                                  "shows"),
                nullptr, noKey, nullptr},
    Declaration{ActionId::EditSelected,
                QT_TRANSLATE_NOOP("ActionCatalog", "Edit &selected entries…"),
                QT_TRANSLATE_NOOP("ActionCatalog",
                                  "Change tags, model or version of the entries that are selected"),
                nullptr, noKey, nullptr},
    Declaration{ActionId::CompareSelected,
                QT_TRANSLATE_NOOP("ActionCatalog", "C&ompare the two selected entries"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Show what differs between two entries"),
                nullptr, noKey, nullptr},
    Declaration{ActionId::UndoOperation,
                QT_TRANSLATE_NOOP("ActionCatalog", "T&ake back the last operation"),
                QT_TRANSLATE_NOOP("ActionCatalog",
                                  "Undo what was last done to entries, such as a deletion"),
                "undo-2", noKey, nullptr},
    Declaration{ActionId::RepairLocks, QT_TRANSLATE_NOOP("ActionCatalog", "Repair stale &locks"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Move lock files of dead programs aside"),
                nullptr, noKey, nullptr},
    Declaration{ActionId::Help, QT_TRANSLATE_NOOP("ActionCatalog", "&Keys and help"),
                QT_TRANSLATE_NOOP("ActionCatalog", "What there is and how to reach it"),
                "circle-help", QKeySequence::HelpContents, nullptr},
    Declaration{ActionId::About, QT_TRANSLATE_NOOP("ActionCatalog", "&About Hermes Studio"),
                QT_TRANSLATE_NOOP("ActionCatalog", "Version and licences"), "info", noKey, nullptr},
};

} // namespace

ActionCatalog::ActionCatalog(const widgets::Theme &theme, QObject *parent) : QObject(parent)
{
    for (const Declaration &declaration : declarations) {
        auto *action =
            new QAction(QCoreApplication::translate("ActionCatalog", declaration.text), this);
        action->setToolTip(QCoreApplication::translate("ActionCatalog", declaration.tip));
        action->setStatusTip(action->toolTip());
        if (declaration.icon != nullptr) {
            action->setIcon(widgets::themedIcon(theme, QString::fromLatin1(declaration.icon)));
        }
        if (declaration.standardKey != noKey) {
            action->setShortcuts(declaration.standardKey);
        } else if (declaration.keys != nullptr) {
            action->setShortcut(QKeySequence(QString::fromLatin1(declaration.keys)));
        }
        m_actions.insert(declaration.id, action);
        m_order.append(action);
    }
    addEdits(formatActions());
    addEdits(lineActions());
    addEdits(searchActions());
    addEdits(foldActions());
    addEdits(caretActions());
    addEdits(splitActions());
    addEdits(
        {{editor::EditCommand::PasteAsMarkdown,
          QT_TRANSLATE_NOOP("ActionCatalog", "Paste as &Markdown"),
          QT_TRANSLATE_NOOP("ActionCatalog",
                            "Insert what was copied from a page or a word processor"),
          "Ctrl+Shift+V"},
         {editor::EditCommand::InsertSnippet,
          QT_TRANSLATE_NOOP("ActionCatalog", "&Insert snippet…"),
          QT_TRANSLATE_NOOP("ActionCatalog",
                            "Put a snippet in; or type its short name at the beginning of a "
                            "line and press Tab"),
          "Ctrl+Shift+I"},
         {editor::EditCommand::SectionsBeside,
          QT_TRANSLATE_NOOP("ActionCatalog", "Go to a section &beside…"),
          QT_TRANSLATE_NOOP("ActionCatalog", "List the sections beside the one around the caret"),
          "Ctrl+Shift+O"}});
    auto *appearance = new QActionGroup(this);
    for (const ActionId id : {ActionId::FollowSystem, ActionId::Light, ActionId::Dark}) {
        action(id)->setCheckable(true);
        appearance->addAction(action(id));
    }
    for (const ActionId id :
         {ActionId::ShowRuler, ActionId::ShowWhiteSpace, ActionId::ShowBreadcrumbs}) {
        action(id)->setCheckable(true);
    }
    auto *targets = new QActionGroup(this);
    for (const ActionId id : {ActionId::TargetAsWritten, ActionId::TargetHermesAgent,
                              ActionId::TargetClaudeCode, ActionId::TargetCopilot}) {
        action(id)->setCheckable(true);
        targets->addAction(action(id));
    }
    action(ActionId::ShowTable)->setCheckable(true);
    for (const ActionId id :
         {ActionId::ShowRegistry, ActionId::ShowPreview, ActionId::ShowLowerPane}) {
        action(id)->setCheckable(true);
        action(id)->setChecked(true);
    }
}

void ActionCatalog::setAvailable(ActionId id, bool isAvailable, const QString &reason)
{
    QAction *shown = action(id);
    shown->setEnabled(isAvailable);
    shown->setToolTip(isAvailable || reason.isEmpty() ? shown->statusTip() : reason);
}

void ActionCatalog::addEdits(const QList<EditAction> &actions)
{
    for (const EditAction &declaration : actions) {
        if (declaration.text == nullptr) {
            continue;
        }
        auto *action =
            new QAction(QCoreApplication::translate("ActionCatalog", declaration.text), this);
        action->setToolTip(QCoreApplication::translate("ActionCatalog", declaration.tip));
        action->setStatusTip(action->toolTip());
        if (declaration.keys != nullptr) {
            action->setShortcut(QKeySequence(QString::fromLatin1(declaration.keys)));
        }
        m_edits.insert(declaration.command, action);
        m_order.append(action);
    }
}

} // namespace hermes::mainwindow
