#include "main/menus.h"

#include "main/actioncatalog.h"

#include <QApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QTextBrowser>
#include <QVBoxLayout>

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
    auto *folding = new QMenu(translated("F&olding"), &bar);
    addEditMenu(folding, actions, foldActions());
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

void showHelp(const ActionCatalog &actions, QWidget *parent)
{
    QString rows;
    const QList<QAction *> all = actions.all();
    for (const QAction *action : all) {
        const QString keys =
            QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText);
        rows +=
            u"<tr><td>%1</td><td>&nbsp;&nbsp;</td><td>%2</td><td>&nbsp;&nbsp;</td><td>%3</td></tr>"_s
                .arg(action->text().remove(u'&').toHtmlEscaped(), keys.toHtmlEscaped(),
                     action->toolTip().toHtmlEscaped());
    }
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(translated("Keys and help"));
    auto *text = new QTextBrowser;
    text->setAccessibleName(dialog->windowTitle());
    text->setHtml(
        translated("<h3>From draft to bundle</h3>"
                   "<p>Choose an entry on the left. Edit its prompt or its manifest; the "
                   "right side shows the assembled prompt while you type. "
                   "What you type is journaled within a second and comes back after a "
                   "crash; Save writes it to its files. "
                   "Compare shows what differs from the newest version, Release makes a "
                   "version of it, Export writes a bundle of what is committed.</p>"
                   "<p>New agent, Duplicate, Rename, Delete and Edit shown entries "
                   "change the registry's files; what they would do is shown before, "
                   "and the last of them can be taken back.</p>"
                   "<p>A prompt that is made from a source with fragments and variables "
                   "shows “source” beside its name: you edit the source, and Save "
                   "writes the assembled prompt with it. Extract to fragment and Where "
                   "used are in the Definition menu and in that of the outline. "
                   "Values, beside its preview, shows each variable and who gives its "
                   "value; what you give there counts for the preview and for "
                   "test-sends, and nothing is written.</p>"
                   "<p>Above the preview you choose the program that takes the prompt: it "
                   "shows where it goes, what is cut, and what project context and skills "
                   "that you add take of the window. Count at… has a provider count the "
                   "tokens; what is measured so is shown as the error of the estimate. Your "
                   "own limits and prices of models belong in <code>models.json</code> in "
                   "the folder <code>hermes-studio</code> of your configuration.</p>"
                   "<p>A fragment opens in a tab of its own: from the list below the "
                   "entries, by F12 or Ctrl and a click on its tag, from the preview or a "
                   "problem. When it is saved you are told which prompts use it; they are "
                   "shown as they would become, and written together. A tag with a version, "
                   "such as <code>{{&gt; tone@1.2.0}}</code>, leads to what differs from that "
                   "version. Rename variable gives a variable another name in every source, "
                   "fragment and file of values that shares it; the prompts stay what they "
                   "are.</p>"
                   "<p>The preview scrolls with the prompt, and a click in it goes to the "
                   "source. Request shows what a connection would be sent. Connections in "
                   "the File menu say which servers are asked; keys are kept in the "
                   "desktop's keyring, or for this session in memory. Runs sends the "
                   "prompt with a message of yours: what will be sent, where and at what "
                   "cost is told before the first time.</p>"
                   "<p>The outline lists the sections with their words and tokens, exact "
                   "or an estimate (≈). A click shows a section, Enter goes there, F2 or a "
                   "double click renames it, dragging or Alt and an arrow moves it with "
                   "all that belongs to it, or makes it higher or deeper. Each is one "
                   "step of undo. The row above the prompt says in which sections the "
                   "caret is; each has a menu of those beside it.</p>"
                   "<p>Snippets: type a short name such as <code>role</code> at the "
                   "beginning of a line and press Tab, or choose one from the Edit menu. "
                   "Tab and Shift+Tab go through its places, Escape ends that. A "
                   "registry's own are files <code>studio/snippets/name.md</code> with "
                   "places such as <code>$1</code>, <code>${2:text}</code>, "
                   "<code>${3|one,two|}</code> and <code>$0</code> for the end.</p>"
                   "<p>Several registries can be open, each behind a tab of its own; what "
                   "was open comes back at the next start.</p>"
                   "<p>Split shows one text in two halves with a caret each.</p>"
                   "<p>Filter and search: words, <code>\"phrases\"</code>, "
                   "<code>/expressions/</code>, <code>-without</code>, "
                   "<code>tag:api</code> <code>tool:Bash</code> "
                   "<code>model:…</code> <code>kind:agent</code> <code>author:…</code> "
                   "<code>status:modified</code> <code>has:problem</code> "
                   "<code>changed:7d</code>.</p>"
                   "<h3>Keys</h3>")
        + u"<table>"_s + rows + u"</table>"_s);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto *column = new QVBoxLayout(dialog);
    column->addWidget(text);
    column->addWidget(buttons);
    dialog->resize(720, 560);
    dialog->open();
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
