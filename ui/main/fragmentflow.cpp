#include "main/fragmentflow.h"

#include "core/latesttask.h"
#include "core/onworker.h"
#include "editor/prompteditor.h"
#include "entries/deletefragmentdialog.h"
#include "entries/usesdialog.h"
#include "main/actioncatalog.h"
#include "main/documentarea.h"
#include "main/entryflow.h"
#include "registry/place.h"
#include "registry/promptsource.h"
#include "workspace/fragmentdocument.h"
#include "workspace/fragmentinlining.h"
#include "workspace/variablechanges.h"
#include "workspace/workspace.h"

#include <QMenu>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextCursor>
#include <QWidget>
#include <QtConcurrentRun>

#include <algorithm>
#include <memory>
#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::mainwindow {

using core::Result;
using workspace::DefinitionDocument;
using Made = Result<changes::ChangeSet>;

namespace {

/// The byte at which a position of the editor's text stands in its file.
qint64 byteAt(const workspace::ExactText &text, qsizetype position)
{
    return workspace::ExactText::fromUnits(text.mid(0, position), text.traits()).bytes().size();
}

assembly::ByteRange bytesOf(const workspace::ExactText &text, qsizetype start, qsizetype end)
{
    const qint64 first = byteAt(text, start);
    return {first, byteAt(text, end) - first};
}

workspace::PromptPlace placeOf(const DefinitionDocument &document)
{
    return {document.id(), document.location().promptFile};
}

/// A section's title as a fragment could be called.
QString nameFrom(const QString &title)
{
    static const QRegularExpression others(u"[^\\p{L}\\p{N}]+"_s);
    QString name = title.toLower();
    name.replace(others, u"-"_s);
    while (name.startsWith(u'-')) {
        name.removeFirst();
    }
    while (name.endsWith(u'-')) {
        name.chop(1);
    }
    return name;
}

/// Calls `then` when the document is saved; never if it cannot be.
template <typename Then>
void afterSaving(DefinitionDocument &document, QObject *receiver, const Then &then)
{
    auto *once = new QObject(receiver);
    QObject::connect(
        &document, &DefinitionDocument::saved, once,
        [once, then] {
            once->deleteLater();
            then();
        },
        Qt::SingleShotConnection);
    QObject::connect(&document, &DefinitionDocument::saveFailed, once, &QObject::deleteLater);
    document.save();
}

} // namespace

FragmentFlow::FragmentFlow(workspace::Workspace &workspace, const widgets::Theme &theme,
                           DocumentArea &documents, EntryFlow &entries, QWidget *window)
    : QObject(window)
    , m_workspace(workspace)
    , m_theme(theme)
    , m_documents(documents)
    , m_entries(entries)
    , m_window(window)
{
}

void FragmentFlow::connectActions(const ActionCatalog &actions)
{
    const auto on = [&](ActionId id, void (FragmentFlow::*start)()) {
        connect(actions.action(id), &QAction::triggered, this, start);
    };
    on(ActionId::ExtractFragment, &FragmentFlow::extractSelection);
    on(ActionId::InlineFragment, &FragmentFlow::inlineAtCaret);
    on(ActionId::RenameFragment, &FragmentFlow::rename);
    on(ActionId::RenameVariable, &FragmentFlow::renameVariable);
    on(ActionId::WhereUsed, &FragmentFlow::showUses);
    connect(&m_documents, &DocumentArea::promptMenuRequested, this,
            [this, &actions](QMenu *menu, int position) { fillMenu(actions, menu, position); });
}

DefinitionDocument *FragmentFlow::shownTemplate()
{
    DefinitionDocument *document = m_documents.current();
    const bool isTemplate = document != nullptr
        && (document->id().kind == core::EntryKind::Agent
            || !workspace::fragmentOf(document->id()).isEmpty())
        && document->state() == DefinitionDocument::State::Ready
        && m_documents.promptEditor() != nullptr;
    if (!isTemplate) {
        Q_EMIT told(tr("Fragments are parts of agents' prompts: open an agent or a fragment "
                       "first."));
        return nullptr;
    }
    return m_entries.mayChange() ? document : nullptr;
}

// --- extract and inline

void FragmentFlow::extractSelection()
{
    DefinitionDocument *document = shownTemplate();
    if (document == nullptr) {
        return;
    }
    const QTextCursor caret = m_documents.promptEditor()->textCursor();
    if (!caret.hasSelection()) {
        Q_EMIT told(tr("Select the text that is to be a fragment."));
        return;
    }
    extract(*document,
            bytesOf(document->prompt()->exact(), caret.selectionStart(), caret.selectionEnd()), {});
}

void FragmentFlow::extractLines(int first, int end, const QString &title)
{
    DefinitionDocument *document = shownTemplate();
    if (document == nullptr) {
        return;
    }
    const QTextDocument *text = document->prompt()->document();
    const QTextBlock begin = text->findBlockByNumber(first);
    const QTextBlock behind = text->findBlockByNumber(end);
    const workspace::ExactText exact = document->prompt()->exact();
    if (begin.isValid()) {
        extract(*document,
                bytesOf(exact, begin.position(),
                        end >= 0 && behind.isValid() ? behind.position() : exact.size()),
                nameFrom(title));
    }
}

void FragmentFlow::extract(DefinitionDocument &document, const assembly::ByteRange &stretch,
                           const QString &name)
{
    using entries::FragmentDialog;
    auto *dialog = new FragmentDialog(m_theme, FragmentDialog::Purpose::Extract, name, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto made = [root = m_workspace.root(), place = placeOf(document),
                       stretch](const core::FileSource &files, const QString &chosen,
                                const core::CancelFlag &cancel) {
        return workspace::extractFragment(files, root, place, stretch, chosen, cancel);
    };
    const auto task = std::make_shared<core::LatestTask<Made>>(
        dialog, [dialog](const Made &changes) { dialog->setChanges(changes); });
    connect(dialog, &FragmentDialog::changesWanted, dialog,
            [task, made, files = m_entries.files()](const QString &chosen) {
                task->request([made, files, chosen](const core::CancelFlag &cancel) {
                    return QtConcurrent::run(
                        [made, files, chosen, cancel] { return made(*files, chosen, cancel); });
                });
            });
    connect(dialog, &QDialog::accepted, &document, [this, dialog, made, open = &document] {
        const auto perform = [this, made, chosen = dialog->name()] {
            m_entries.change(
                [made, chosen](const core::FileSource &files) { return made(files, chosen, {}); });
        };
        // A prompt that gets a source is on the disk as it is assembled from then on.
        const bool getsSource = !open->hasSource() && workspace::fragmentOf(open->id()).isEmpty();
        if (getsSource && open->isModified()) {
            afterSaving(*open, this, perform);
        } else {
            perform();
        }
    });
    dialog->open();
}

void FragmentFlow::inlineAtCaret()
{
    DefinitionDocument *document = shownTemplate();
    if (document == nullptr) {
        return;
    }
    const qint64 offset =
        byteAt(document->prompt()->exact(), m_documents.promptEditor()->textCursor().position());
    m_entries.change([root = m_workspace.root(), place = placeOf(*document),
                      offset](const core::FileSource &files) {
        return workspace::inlineFragment(files, root, place, offset);
    });
}

void FragmentFlow::make(const QString &name)
{
    if (m_entries.mayChange()) {
        m_entries.change(
            [name](const core::FileSource &files) { return workspace::makeFragment(files, name); },
            [this, name] { Q_EMIT fragmentMade(name); });
    }
}

// --- delete

void FragmentFlow::remove(const QString &name)
{
    if (!m_entries.mayChange()) {
        return;
    }
    struct Plan
    {
        int uses = 0;
        Made dissolved;
    };
    const auto plan = [files = m_entries.files(), root = m_workspace.root(), name] {
        const auto uses = static_cast<int>(workspace::presentUses(*files, name).size());
        return Plan{uses, uses == 0 ? Made() : workspace::dissolveFragment(*files, root, name)};
    };
    core::whenDone(core::onWorker(plan), this, [this, name](const Plan &made) {
        if (made.uses > 0) {
            askToInline(name, made.uses, made.dissolved);
        } else {
            removeBy(name, [name](const core::FileSource &files) {
                return workspace::deleteFragment(files, name);
            });
        }
    });
}

void FragmentFlow::removeBy(const QString &name, const Work &work)
{
    m_entries.change(work, [this, name] { m_documents.close(workspace::fragmentId(name)); });
}

void FragmentFlow::askToInline(const QString &name, int uses, const Made &made)
{
    auto *dialog = new entries::DeleteFragmentDialog(m_theme, name, uses, made, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, name] {
        removeBy(name, [root = m_workspace.root(), name](const core::FileSource &files) {
            return workspace::dissolveFragment(files, root, name);
        });
    });
    dialog->open();
}

// --- rename and find

std::optional<TemplateTagText> FragmentFlow::subjectAt(const QTextCursor &place) const
{
    DefinitionDocument *document = m_documents.current();
    std::optional<TemplateTagText> tag = tagAt(place);
    if (tag || document == nullptr) {
        return tag;
    }
    const QByteArray text = document->prompt()->bytes();
    const QList<registry::Variable> declared =
        registry::readSourceHead(text, document->location().editedFile()).variables;
    const int line = place.blockNumber() + 1;
    const auto found = std::ranges::find_if(declared, [&](const registry::Variable &variable) {
        return registry::placeOf(text, variable.declaredAt).line == line;
    });
    return found == declared.end() ? std::nullopt
                                   : std::optional(TemplateTagText{found->name, {}, false});
}

std::optional<TemplateTagText> FragmentFlow::subjectAtCaret() const
{
    const editor::PromptEditor *prompt = m_documents.promptEditor();
    if (prompt == nullptr) {
        return std::nullopt;
    }
    std::optional<TemplateTagText> subject = subjectAt(prompt->textCursor());
    const QString fragment = workspace::fragmentOf(m_documents.current()->id());
    if (!subject && !fragment.isEmpty()) {
        subject = TemplateTagText{fragment, {}, true};
    }
    return subject;
}

void FragmentFlow::rename()
{
    const auto subject = subjectAtCaret();
    if (!subject || !subject->isFragment) {
        Q_EMIT told(tr("Put the cursor into a tag that includes the fragment, such as "
                       "{{> principles}}."));
    } else {
        renameNamed(subject->name);
    }
}

void FragmentFlow::renameVariable()
{
    const auto subject = subjectAtCaret();
    const DefinitionDocument *document = m_documents.current();
    const bool isTemplate = document != nullptr
        && (document->hasSource() || !workspace::fragmentOf(document->id()).isEmpty());
    if (!subject || subject->isFragment) {
        Q_EMIT told(tr("Put the cursor into a tag of the variable, such as {{name}}, or into the "
                       "line that declares it."));
    } else if (!isTemplate) {
        Q_EMIT told(tr("This prompt has no source: its braces are no variables."));
    } else if (m_entries.mayChange()) {
        askForVariable(document->location().editedFile(), subject->name);
    }
}

/// About what stands at a place, for which the caret goes there.
void FragmentFlow::fillMenu(const ActionCatalog &actions, QMenu *menu, int position)
{
    editor::PromptEditor *prompt = m_documents.promptEditor();
    if (prompt == nullptr) {
        return;
    }
    QTextCursor there(prompt->document());
    there.setPosition(position);
    const auto subject = subjectAt(there);
    if (!subject) {
        return;
    }
    QList<ActionId> offered = subject->isFragment
        ? QList{ActionId::InlineFragment, ActionId::RenameFragment, ActionId::WhereUsed}
        : QList{ActionId::RenameVariable, ActionId::WhereUsed};
    if (tagAt(there)) {
        offered.prepend(ActionId::FollowTag);
    }
    menu->addSeparator();
    for (const ActionId id : offered) {
        QAction *action = actions.action(id);
        QAction *here = menu->addAction(action->icon(), action->text());
        here->setEnabled(action->isEnabled());
        connect(here, &QAction::triggered, this, [prompt, there, action] {
            prompt->setTextCursor(there);
            action->trigger();
        });
    }
}

void FragmentFlow::renameNamed(const QString &name)
{
    if (!m_entries.mayChange()) {
        return;
    }
    ask(entries::FragmentDialog::Purpose::Rename, name,
        [name](const core::FileSource &files, const QString &to, const core::CancelFlag &) {
            return workspace::renameFragment(files, name, to);
        });
}

void FragmentFlow::askForVariable(const core::RepoPath &file, const QString &from)
{
    ask(entries::FragmentDialog::Purpose::RenameVariable, from,
        [root = m_workspace.root(), file, from](const core::FileSource &files, const QString &to,
                                                const core::CancelFlag &cancel) {
            return workspace::renameVariable(files, root, file, from, to, cancel);
        });
}

/// Shows what another name changes while it is typed, and does it.
void FragmentFlow::ask(entries::FragmentDialog::Purpose purpose, const QString &from,
                       const Renaming &renamed)
{
    auto *dialog = new entries::FragmentDialog(m_theme, purpose, from, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto task = std::make_shared<core::LatestTask<Made>>(
        dialog, [dialog](const Made &changes) { dialog->setChanges(changes); });
    connect(dialog, &entries::FragmentDialog::changesWanted, dialog,
            [task, renamed, files = m_entries.files()](const QString &to) {
                task->request([files, renamed, to](const core::CancelFlag &cancel) {
                    return QtConcurrent::run(
                        [files, renamed, to, cancel] { return renamed(*files, to, cancel); });
                });
            });
    connect(dialog, &QDialog::accepted, this, [this, dialog, renamed] {
        m_entries.change([renamed, to = dialog->name()](const core::FileSource &files) {
            return renamed(files, to, {});
        });
    });
    dialog->open();
}

void FragmentFlow::showUses()
{
    showUsesOf(subjectAtCaret());
}

void FragmentFlow::showUsesOf(const QString &name)
{
    showUsesOf(TemplateTagText{name, {}, true});
}

void FragmentFlow::showUsesOf(const std::optional<TemplateTagText> &tag)
{
    using entries::UsesDialog;
    const DefinitionDocument *document = m_documents.current();
    const bool isTemplate = document != nullptr
        && (document->hasSource() || !workspace::fragmentOf(document->id()).isEmpty());
    const std::optional<workspace::Draft> draft =
        isTemplate ? std::optional(document->draft()) : std::nullopt;
    const auto files = m_entries.files();
    const auto subjects = [files, draft] {
        QList<UsesDialog::Subject> all;
        for (const auto names = workspace::fragmentNames(*files); const QString &name : names) {
            all.append({name, true});
        }
        const auto made = draft ? draft->assembled({}) : workspace::PromptAssembly();
        for (const auto variables = made ? made->variables : QList<registry::Variable>();
             const registry::Variable &variable : variables) {
            all.append({variable.name, false});
        }
        return all;
    };
    core::whenDone(
        core::onWorker(subjects), this, [this, files, tag](const QList<UsesDialog::Subject> &all) {
            const auto chosen =
                tag ? all.indexOf(UsesDialog::Subject{tag->name, tag->isFragment}) : qsizetype(0);
            auto *dialog = new UsesDialog(
                m_theme, all,
                static_cast<int>(std::min(std::max<qsizetype>(chosen, 0), all.size() - 1)),
                m_window);
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            const auto task = std::make_shared<core::LatestTask<QList<workspace::TemplateUse>>>(
                dialog,
                [dialog](const QList<workspace::TemplateUse> &uses) { dialog->setUses(uses); });
            connect(dialog, &UsesDialog::usesWanted, dialog,
                    [task, files](const UsesDialog::Subject &subject) {
                        task->request([files, subject](const core::CancelFlag &cancel) {
                            return QtConcurrent::run([files, subject, cancel] {
                                return subject.isFragment
                                    ? workspace::usesOfFragment(*files, subject.name, cancel)
                                    : workspace::usesOfVariable(*files, subject.name, cancel);
                            });
                        });
                    });
            connect(dialog, &UsesDialog::useChosen, this,
                    [this](const workspace::TemplateUse &use) {
                        Q_EMIT placeRequested(
                            {.file = use.file.text(), .line = use.line, .column = use.column});
                    });
            dialog->start();
            dialog->open();
        });
}

} // namespace hermes::mainwindow
