#include "main/previewflow.h"

#include "connections/serverfields.h"
#include "core/onworker.h"
#include "editor/definitioneditor.h"
#include "editor/prompteditor.h"
#include "editor/promptsyntax.h"
#include "main/actioncatalog.h"
#include "main/documentarea.h"
#include "preview/contextdialog.h"
#include "preview/previewchoices.h"
#include "preview/previewpane.h"
#include "preview/requestview.h"
#include "preview/valuespanel.h"
#include "registry/manifesttext.h"
#include "workspace/assemblypreview.h"
#include "workspace/connectionstore.h"
#include "workspace/contextcandidates.h"
#include "workspace/definitiondocument.h"
#include "workspace/fragmentdocument.h"
#include "workspace/livemodels.h"
#include "workspace/opentarget.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <QDesktopServices>
#include <QDir>
#include <QLocale>
#include <QScopedValueRollback>
#include <QUrl>

#include <array>
#include <utility>

namespace hermes::mainwindow {

namespace {

/// As assembly::allTargets.
constexpr std::array targetActions{ActionId::TargetAsWritten, ActionId::TargetHermesAgent,
                                   ActionId::TargetClaudeCode, ActionId::TargetCopilot};
static_assert(targetActions.size() == assembly::allTargets.size());

} // namespace

using preview::PreviewPane;
using workspace::AssemblyPreview;

PreviewFlow::PreviewFlow(DocumentArea &documents, PreviewPane &pane,
                         const AssemblyPreview &assembly, const workspace::Workspace &workspace,
                         const workspace::ModelAccess &models, workspace::Settings &settings,
                         const widgets::Theme &theme, QObject *parent)
    : QObject(parent)
    , m_documents(documents)
    , m_pane(pane)
    , m_workspace(workspace)
    , m_models(models)
    , m_settings(settings)
    , m_theme(theme)
{
    connect(&models.connections, &workspace::ConnectionStore::changed, this,
            &PreviewFlow::showTargets);
    showTargets();
    const auto showModels = [this] {
        m_pane.setKnownModels(m_workspace.catalog().models, m_models.known.known().table);
    };
    connect(&models.known, &workspace::LiveModels::changed, this, showModels);
    connect(&workspace, &workspace::Workspace::loaded, this, showModels);
    connect(&workspace, &workspace::Workspace::filesChanged, this, showModels);
    showModels();
    const auto showParameters = [this] { m_pane.setParameters(m_documents.sentParameters()); };
    connect(&documents, &DocumentArea::sentParametersChanged, this, showParameters);
    connect(&documents, &DocumentArea::currentChanged, this, showParameters);
    connectChoices();
    connectTarget();
    pane.setCodeColors(editor::codeColors());
    connect(&assembly, &AssemblyPreview::updated, &pane, &PreviewPane::setContent);
    connect(&assembly, &AssemblyPreview::updated, this, &PreviewFlow::leaveMissingProfile);
    connect(&assembly, &AssemblyPreview::cleared, &pane, &PreviewPane::clear);
    connect(&pane, &PreviewPane::sourceRequested, this,
            [this](const assembly::Assembly &prompt, qint64 offset) {
                // What was clicked stays under the pointer.
                const QScopedValueRollback following(m_isFollowing, true);
                m_documents.goToAssemblyOffset(prompt, offset);
            });
    connect(&pane, &PreviewPane::contextSourceRequested, this, &PreviewFlow::goToContext);
    connect(&pane, &PreviewPane::linkConfirmed, this,
            [](const QUrl &link) { QDesktopServices::openUrl(link); });
    connect(&pane, &PreviewPane::scrolledByUser, this, &PreviewFlow::followPreview);
    connect(&documents, &DocumentArea::editorMade, this, [this](editor::DefinitionEditor *editor) {
        connect(editor, &editor::DefinitionEditor::promptScrolled, this,
                [this, editor](int topLine) { followEditor(editor, topLine); });
    });
}

void PreviewFlow::connectChoices()
{
    using preview::ValuesPanel;
    using workspace::ValueChoice;
    const ValuesPanel *values = m_pane.choices()->values();
    const auto change = [this](const auto &how) {
        if (workspace::DefinitionDocument *document = m_documents.current()) {
            ValueChoice choice = document->valueChoice();
            how(choice);
            document->setValueChoice(choice);
        }
    };
    connect(values, &ValuesPanel::profileChosen, this, [change](const QString &profile) {
        change([&](ValueChoice &choice) { choice.profile = profile; });
    });
    connect(values, &ValuesPanel::valueGiven, this,
            [change](const QString &name, const QJsonValue &value) {
                change([&](ValueChoice &choice) { choice.given.insert(name, {value, {}, 0}); });
            });
    connect(values, &ValuesPanel::valueTakenBack, this, [change](const QString &name) {
        change([&](ValueChoice &choice) { choice.given.remove(name); });
    });
    connect(values, &ValuesPanel::allTakenBack, this,
            [change] { change([](ValueChoice &choice) { choice = {}; }); });
    connect(m_pane.choices(), &preview::PreviewChoices::problemActivated, &m_documents,
            &DocumentArea::goToProblem);
}

// The program is the same for all documents and windows, and at the next start; the files beside
// a prompt are that prompt's.
void PreviewFlow::connectTarget()
{
    using preview::PreviewChoices;
    const PreviewChoices *choices = m_pane.choices();
    connect(choices, &PreviewChoices::targetChosen, this, [this](assembly::Target target) {
        m_settings.setPreviewTarget(assembly::targetName(target));
        applyTarget();
    });
    connect(choices, &PreviewChoices::contextAdded, this,
            [this](const QString &path) { changeContext({path}, {}); });
    connect(choices, &PreviewChoices::contextRemoved, this,
            [this](const QString &path) { changeContext({}, {path}); });
    connect(choices, &PreviewChoices::contextRequested, this, &PreviewFlow::chooseContext);
    connect(&m_documents, &DocumentArea::currentChanged, this, &PreviewFlow::applyTarget);
}

QStringList PreviewFlow::contextOf(const workspace::DefinitionDocument &document) const
{
    return m_context.value({document.location().registryRoot, document.id()});
}

void PreviewFlow::changeContext(const QStringList &added, const QStringList &removed)
{
    const workspace::DefinitionDocument *document = m_documents.current();
    if (document == nullptr) {
        return;
    }
    QStringList &files = m_context[{document->location().registryRoot, document->id()}];
    for (const QString &path : removed) {
        files.removeAll(path);
    }
    files += added;
    files.removeDuplicates();
    applyTarget();
}

void PreviewFlow::chooseContext()
{
    const workspace::DefinitionDocument *document = m_documents.current();
    if (document == nullptr) {
        return;
    }
    auto *dialog = new preview::ContextDialog(m_theme, contextOf(*document), m_pane.window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &preview::ContextDialog::chosen, this, &PreviewFlow::changeContext);
    connect(dialog, &preview::ContextDialog::otherFileRequested, m_pane.choices(),
            &preview::PreviewChoices::chooseContextFile);
    core::whenDone(
        core::onWorker([root = m_workspace.root(), entries = m_workspace.catalog().entries] {
            return workspace::contextCandidates(root, entries);
        }),
        dialog, [dialog](const QList<workspace::ContextCandidate> &candidates) {
            dialog->setCandidates(candidates);
        });
    dialog->open();
}

// Entries open here; of other files, such as AGENTS.md, it is told where they are.
void PreviewFlow::goToContext(const QString &path, int line)
{
    const auto file = core::RepoPath::parse(QDir(m_workspace.root()).relativeFilePath(path));
    const registry::EntrySummary *entry =
        file ? workspace::entryOf(m_workspace.catalog(), *file) : nullptr;
    if (entry != nullptr && entry->promptFile == *file) {
        // Of an agent the editor may show a source, which has other lines.
        const bool isEdited = entry->id.kind == core::EntryKind::Skill;
        Q_EMIT placeRequested({.file = file->text(), .line = isEdited ? line : 0});
        return;
    }
    const QString place = QDir::toNativeSeparators(path);
    Q_EMIT told(line > 0 ? tr("This is line %2 of %1, which stands beside the prompt.")
                               .arg(place, QLocale().toString(line))
                         : tr("This is from %1, which stands beside the prompt.").arg(place));
}

void PreviewFlow::connectActions(const ActionCatalog &actions)
{
    const auto on = [this, &actions](ActionId id, auto act) {
        connect(actions.action(id), &QAction::triggered, this,
                [show = actions.action(ActionId::ShowPreview), act] {
                    show->setChecked(true);
                    act();
                });
    };
    on(ActionId::ChooseValues, [this] {
        if (!m_pane.choices()->openValues()) {
            Q_EMIT told(tr("This prompt has no source, so it has no variables."));
        }
    });
    on(ActionId::AddContext, [this] { startContext(); });
    on(ActionId::CountTokens, [this] {
        if (!m_pane.openCounters()) {
            Q_EMIT told(tr("No connection counts tokens. Make one in File, Connections."));
        }
    });
    for (size_t i = 0; i < targetActions.size(); ++i) {
        m_targetActions.append(actions.action(targetActions.at(i)));
        on(targetActions.at(i), [this, target = assembly::allTargets.at(i)] {
            m_settings.setPreviewTarget(assembly::targetName(target));
            applyTarget();
        });
    }
    applyTarget();
}

void PreviewFlow::startContext()
{
    const assembly::Target target = chosenTarget();
    if (workspace::takesContext(target)) {
        chooseContext();
        return;
    }
    Q_EMIT told(tr("“%1” puts nothing beside a prompt. Choose Hermes Agent or Claude Code above "
                   "the preview first.")
                    .arg(assembly::targetLabel(target)));
}

assembly::Target PreviewFlow::chosenTarget() const
{
    return assembly::targetFromName(m_settings.previewTarget())
        .value_or(assembly::Target::AsWritten);
}

// A profile that is gone is neither shown nor sent with.
void PreviewFlow::leaveMissingProfile(const workspace::PreviewContent &content)
{
    workspace::DefinitionDocument *document = m_documents.current();
    if (document == nullptr || document->id() != content.id) {
        return;
    }
    workspace::ValueChoice choice = document->valueChoice();
    const QString missing = std::exchange(choice.profile, QString());
    if (!missing.isEmpty() && content.choice.profile.isEmpty()
        && !content.profiles.contains(missing)) {
        document->setValueChoice(choice);
        Q_EMIT told(tr("The profile “%1” is no longer in the registry. %2 is shown and sent with "
                       "the registry's own values.")
                        .arg(missing, workspace::shownId(content.id)));
    }
}

void PreviewFlow::applyTarget()
{
    const assembly::Target chosen = chosenTarget();
    for (qsizetype i = 0; i < m_targetActions.size(); ++i) {
        m_targetActions.at(i)->setChecked(assembly::allTargets.at(static_cast<size_t>(i))
                                          == chosen);
    }
    if (workspace::DefinitionDocument *document = m_documents.current()) {
        document->setPromptTarget({chosen, contextOf(*document)});
    }
}

// The user's connections, then what the providers themselves would be sent.
void PreviewFlow::showTargets()
{
    QList<preview::RequestTarget> targets;
    for (const workspace::Connection &connection : m_models.connections.connections()) {
        targets.append({connection.id, connection.name, connection.settings, connection.told});
    }
    for (const auto types = modelapi::connectionTypes();
         const modelapi::ConnectionType type : types) {
        modelapi::ConnectionSettings settings;
        settings.type = type;
        if (modelapi::usualBaseUrl(type).isEmpty()) {
            settings.baseUrl = connections::exampleBaseUrl(type);
        }
        targets.append({{}, connections::connectionTypeText(type), settings});
    }
    m_pane.setTargets(targets);
}

void PreviewFlow::followEditor(const editor::DefinitionEditor *editor, int topLine)
{
    workspace::DefinitionDocument *document = m_documents.current();
    if (m_isFollowing || !m_pane.canFollow() || document == nullptr
        || document != editor->document()) {
        return;
    }
    m_pane.showPromptOffset(registry::offsetOfLine(document->prompt()->bytes(), topLine));
}

void PreviewFlow::followPreview(const assembly::Assembly &assembly, qint64 offset)
{
    workspace::DefinitionDocument *document = m_documents.current();
    editor::PromptEditor *prompt = m_documents.promptEditor();
    const assembly::Segment *segment = assembly.segmentAt(offset);
    if (document == nullptr || prompt == nullptr || segment == nullptr) {
        return;
    }
    const QScopedValueRollback following(m_isFollowing, true);
    prompt->scrollToLine(
        registry::positionAt(document->prompt()->bytes(), segment->inPromptAt(offset)).line);
}

} // namespace hermes::mainwindow
