#include "main/helpdialog.h"

#include "main/actioncatalog.h"
#include "widgets/screenroom.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <array>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(Help)
};

// HTML; each is told what no label of the window has room for.
constexpr std::array paragraphs{
    QT_TRANSLATE_NOOP("Help",
                      "Choose an entry on the left. Edit its prompt or its manifest; the right "
                      "side shows the assembled prompt while you type. What you type is "
                      "journaled within a second and comes back after a crash; Save writes it "
                      "to its files. Compare shows what differs from the newest version, "
                      "Release makes a version of it, Export writes a bundle of what is "
                      "committed: of the very commit that its dialog names."),
    QT_TRANSLATE_NOOP("Help",
                      "New agent, Duplicate, Rename, Delete and Edit shown entries change the "
                      "registry's files; what they would do is shown before, and the last of "
                      "them can be taken back."),
    QT_TRANSLATE_NOOP("Help",
                      "A prompt that is made from a source with fragments and variables shows "
                      "“source” beside its name: you edit the source, and Save writes the "
                      "assembled prompt with it. Extract to fragment and Where used are in the "
                      "Definition menu and in that of the outline. Values, beside its preview, "
                      "shows each variable and who gives its value; what you give there counts "
                      "for the preview and for test-sends, and nothing is written."),
    QT_TRANSLATE_NOOP("Help",
                      "Above the preview you choose the program that takes the prompt: it shows "
                      "where it goes, what is cut, and what project context and skills that you "
                      "add take of the window. Test-sends go out the same way, and Request shows "
                      "it. Tokens are exact for the vocabularies of OpenAI, Qwen and DeepSeek "
                      "that the program has. Count at… has a provider or your own server count "
                      "them; what is measured so is shown as the error of the estimate. The "
                      "window that a server told when you tested its connection goes before "
                      "what catalogs say. Your own limits "
                      "and prices of models belong in <code>models.json</code> in the folder "
                      "<code>hermes-studio</code> of your configuration."),
    QT_TRANSLATE_NOOP("Help",
                      "A fragment opens in a tab of its own: from the list below the entries, "
                      "by F12 or Ctrl and a click on its tag, from the preview or a problem. "
                      "When it is saved you are told which prompts use it; they are shown as "
                      "they would become, and written together. A tag with a version, such as "
                      "<code>{{&gt; tone@1.2.0}}</code>, leads to what differs from that "
                      "version. Rename variable gives a variable another name in every source, "
                      "fragment and file of values that shares it; the prompts stay what they "
                      "are."),
    QT_TRANSLATE_NOOP("Help",
                      "What you type in a fragment shows at once in the previews of the prompts "
                      "that include it, which say so, and in their test-sends. A prompt is saved "
                      "and released with what is saved of its fragments. Extract and Inline work "
                      "within a fragment, too. Delete puts a fragment into the trash; while "
                      "something includes it, its text can be put there first. A fragment's own "
                      "preview has the defaults of the prompts around it; where they differ, its "
                      "tag shows. Search and Replace in registry reach fragments."),
    QT_TRANSLATE_NOOP(
        "Help",
        "The preview scrolls with the prompt, and a click in it goes to the "
        "source, or tells the file of what stands beside the prompt; a double "
        "click selects a word. As text it has the colours of what it is made of, named by a tool "
        "tip. A link to a heading goes there; one to the web asks first. "
        "Request shows what a connection would be sent, and what each type of connection would; "
        "a large one without colours. Connections in "
        "the File menu say which servers are asked; keys are kept in the "
        "desktop's keyring, or for this session in memory. Runs sends the prompt "
        "with a message of yours: what will be sent, where and at what cost is "
        "told before the first time, and again when the server or the proxy is "
        "another one. Parameters that are set there stay with the definition until "
        "they are reset. Pictures, PDFs and texts go with it, where the model takes "
        "them. Below an answer stands why it ended, where it is cut or "
        "refused; a server that wants a longer wait is asked again at its time if "
        "you choose Retry at. The history of runs keeps as many as you set there, "
        "with those of hermesctl run."),
    QT_TRANSLATE_NOOP("Help",
                      "What looks like a key is marked in the problems and told when it is "
                      "saved. A send, a release or an export that would hold it asks first; "
                      "what stands there is nowhere repeated. Nobody looks for keys in pictures "
                      "and PDFs."),
    QT_TRANSLATE_NOOP("Help",
                      "The outline lists the sections with their words and tokens, exact or an "
                      "estimate (≈). A click shows a section, Enter goes there, F2 or a double "
                      "click renames it, dragging or Alt and an arrow moves it with all that "
                      "belongs to it, or makes it higher or deeper. Each is one step of undo. "
                      "The row above the prompt says in which sections the caret is; each has a "
                      "menu of those beside it."),
    QT_TRANSLATE_NOOP("Help",
                      "Snippets: type a short name such as <code>role</code> at the beginning "
                      "of a line and press Tab, or choose one from the Edit menu. Tab and "
                      "Shift+Tab go through its places, Escape ends that. A registry's own are "
                      "files <code>studio/snippets/name.md</code> with places such as "
                      "<code>$1</code>, <code>${2:text}</code>, <code>${3|one,two|}</code> and "
                      "<code>$0</code> for the end."),
    QT_TRANSLATE_NOOP("Help",
                      "Several registries can be open, each behind a tab of its own; what was "
                      "open comes back at the next start."),
    QT_TRANSLATE_NOOP("Help", "Split shows one text in two halves with a caret each."),
    QT_TRANSLATE_NOOP("Help",
                      "Filter and search: words, <code>\"phrases\"</code>, "
                      "<code>/expressions/</code>, <code>-without</code>, <code>tag:api</code> "
                      "<code>tool:Bash</code> <code>model:…</code> <code>kind:agent</code> "
                      "<code>kind:fragment</code> "
                      "<code>author:…</code> <code>status:modified</code> "
                      "<code>has:problem</code> <code>changed:7d</code>.")};

QString guide()
{
    QString html = u"<h3>%1</h3>"_s.arg(Tr::tr("From draft to bundle"));
    for (const char *paragraph : paragraphs) {
        html += u"<p>%1</p>"_s.arg(Tr::tr(paragraph));
    }
    return html;
}

/// Every action with its keys.
QString keys(const ActionCatalog &actions)
{
    QString rows;
    const QList<QAction *> all = actions.all();
    for (const QAction *action : all) {
        rows +=
            u"<tr><td>%1</td><td>&nbsp;&nbsp;</td><td>%2</td><td>&nbsp;&nbsp;</td><td>%3</td></tr>"_s
                .arg(action->text().remove(u'&').toHtmlEscaped(),
                     QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText)
                         .toHtmlEscaped(),
                     action->toolTip().toHtmlEscaped());
    }
    return u"<h3>%1</h3><table>%2</table>"_s.arg(Tr::tr("Keys"), rows);
}

} // namespace

void showHelp(const ActionCatalog &actions, QWidget *parent)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Tr::tr("Keys and help"));
    auto *text = new QTextBrowser;
    text->setAccessibleName(dialog->windowTitle());
    text->setHtml(guide() + keys(actions));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    auto *column = new QVBoxLayout(dialog);
    column->addWidget(text);
    column->addWidget(buttons);
    dialog->resize(widgets::fittedToScreen({720, 560}, *dialog));
    dialog->open();
}

} // namespace hermes::mainwindow
