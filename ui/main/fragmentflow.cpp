#include "main/fragmentflow.h"

#include "core/latesttask.h"
#include "core/onworker.h"
#include "editor/prompteditor.h"
#include "entries/fragmentdialog.h"
#include "entries/usesdialog.h"
#include "main/actioncatalog.h"
#include "main/documentarea.h"
#include "main/entryflow.h"
#include "workspace/fragmentchanges.h"
#include "workspace/workspace.h"

#include <QDesktopServices>
#include <QRegularExpression>
#include <QTextBlock>
#include <QTextCursor>
#include <QUrl>
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
    on(ActionId::WhereUsed, &FragmentFlow::showUses);
}

DefinitionDocument *FragmentFlow::agent()
{
    DefinitionDocument *document = m_documents.current();
    const bool isAgent = document != nullptr && document->id().kind == core::EntryKind::Agent
        && document->state() == DefinitionDocument::State::Ready
        && m_documents.promptEditor() != nullptr;
    if (!isAgent) {
        Q_EMIT told(tr("Fragments are parts of agents' prompts: open an agent first."));
        return nullptr;
    }
    return m_entries.mayChange() ? document : nullptr;
}

// --- extract and inline

void FragmentFlow::extractSelection()
{
    DefinitionDocument *document = agent();
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
    DefinitionDocument *document = agent();
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
                       stretch](const core::FileSource &files, const QString &chosen) {
        return workspace::extractFragment(files, root, place, stretch, chosen);
    };
    const auto task = std::make_shared<core::LatestTask<Made>>(
        dialog, [dialog](const Made &changes) { dialog->setChanges(changes); });
    connect(dialog, &FragmentDialog::changesWanted, dialog,
            [task, made, files = m_entries.files()](const QString &chosen) {
                task->request([made, files, chosen](const core::CancelFlag &) {
                    return QtConcurrent::run(
                        [made, files, chosen] { return made(*files, chosen); });
                });
            });
    connect(dialog, &QDialog::accepted, &document, [this, dialog, made, open = &document] {
        const auto perform = [this, made, chosen = dialog->name()] {
            m_entries.change(
                [made, chosen](const core::FileSource &files) { return made(files, chosen); });
        };
        // A prompt that gets a source is on the disk as it is assembled from then on.
        if (!open->hasSource() && open->isModified()) {
            afterSaving(*open, this, perform);
        } else {
            perform();
        }
    });
    dialog->open();
}

void FragmentFlow::inlineAtCaret()
{
    DefinitionDocument *document = agent();
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

// --- rename and find

std::optional<FragmentFlow::Tag> FragmentFlow::tagAtCaret() const
{
    const editor::PromptEditor *prompt = m_documents.promptEditor();
    if (prompt == nullptr) {
        return std::nullopt;
    }
    static const QRegularExpression tag(
        u"\\{\\{\\{?\\s*(?<mark>[>#^/&]?)\\s*(?<name>[^\\s{}@]+)[^{}]*\\}\\}"_s);
    const QTextCursor caret = prompt->textCursor();
    auto matches = tag.globalMatch(caret.block().text());
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        if (match.capturedStart() <= caret.positionInBlock()
            && caret.positionInBlock() <= match.capturedEnd()) {
            return Tag{match.captured(u"name"_s), match.captured(u"mark"_s) == u">"_s};
        }
    }
    return std::nullopt;
}

void FragmentFlow::rename()
{
    const std::optional<Tag> tag = tagAtCaret();
    if (!tag || !tag->isFragment) {
        Q_EMIT told(tr("Put the cursor into a tag that includes the fragment, such as "
                       "{{> principles}}."));
    } else if (m_entries.mayChange()) {
        askForName(tag->name);
    }
}

void FragmentFlow::askForName(const QString &from)
{
    using entries::FragmentDialog;
    auto *dialog = new FragmentDialog(m_theme, FragmentDialog::Purpose::Rename, from, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const auto task = std::make_shared<core::LatestTask<Made>>(
        dialog, [dialog](const Made &changes) { dialog->setChanges(changes); });
    connect(dialog, &FragmentDialog::changesWanted, dialog,
            [task, from, files = m_entries.files()](const QString &to) {
                task->request([files, from, to](const core::CancelFlag &) {
                    return QtConcurrent::run(
                        [files, from, to] { return workspace::renameFragment(*files, from, to); });
                });
            });
    connect(dialog, &QDialog::accepted, this, [this, dialog, from] {
        m_entries.change([from, to = dialog->name()](const core::FileSource &files) {
            return workspace::renameFragment(files, from, to);
        });
    });
    dialog->open();
}

void FragmentFlow::showUses()
{
    using entries::UsesDialog;
    const DefinitionDocument *document = m_documents.current();
    const std::optional<workspace::Draft> draft = document != nullptr && document->hasSource()
        ? std::optional(document->draft())
        : std::nullopt;
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
        core::onWorker(subjects), this,
        [this, files, tag = tagAtCaret()](const QList<UsesDialog::Subject> &all) {
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
            connect(dialog, &UsesDialog::useChosen, this, &FragmentFlow::open);
            dialog->start();
            dialog->open();
        });
}

void FragmentFlow::open(const workspace::TemplateUse &use)
{
    DefinitionDocument *document =
        use.entry.id.isEmpty() ? nullptr : m_workspace.document(use.entry);
    if (document == nullptr) {
        QDesktopServices::openUrl(QUrl::fromLocalFile(m_workspace.root() + u'/' + use.file.text()));
        return;
    }
    m_documents.show(document);
    core::Problem place;
    place.file = use.file;
    place.line = use.line;
    place.column = use.column;
    if (document->state() == DefinitionDocument::State::Ready) {
        m_documents.goToProblem(place);
        return;
    }
    auto *once = new QObject(document);
    connect(document, &DefinitionDocument::stateChanged, once, [this, document, place, once] {
        if (document->state() == DefinitionDocument::State::Loading) {
            return;
        }
        once->deleteLater();
        if (document == m_documents.current()) {
            m_documents.goToProblem(place);
        }
    });
}

} // namespace hermes::mainwindow
