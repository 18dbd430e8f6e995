#include "main/previewflow.h"

#include "editor/definitioneditor.h"
#include "editor/prompteditor.h"
#include "editor/promptsyntax.h"
#include "main/documentarea.h"
#include "preview/previewchoices.h"
#include "preview/previewpane.h"
#include "preview/requestview.h"
#include "preview/valuespanel.h"
#include "registry/manifesttext.h"
#include "workspace/assemblypreview.h"
#include "workspace/connectionstore.h"
#include "workspace/definitiondocument.h"
#include "workspace/livemodels.h"
#include "workspace/settings.h"

#include <QDesktopServices>
#include <QScopedValueRollback>
#include <QUrl>

namespace hermes::mainwindow {

using preview::PreviewPane;
using workspace::AssemblyPreview;

PreviewFlow::PreviewFlow(DocumentArea &documents, PreviewPane &pane,
                         const AssemblyPreview &assembly, const workspace::ModelAccess &models,
                         workspace::Settings &settings, QObject *parent)
    : QObject(parent), m_documents(documents), m_pane(pane), m_models(models), m_settings(settings)
{
    connect(&models.connections, &workspace::ConnectionStore::changed, this,
            &PreviewFlow::showTargets);
    showTargets();
    const auto showModels = [this] { m_pane.setKnownModels(m_models.known.known().table); };
    connect(&models.known, &workspace::LiveModels::changed, this, showModels);
    showModels();
    connectChoices();
    connectTarget();
    pane.setCodeColors(editor::codeColors());
    connect(&assembly, &AssemblyPreview::updated, &pane, &PreviewPane::setContent);
    connect(&assembly, &AssemblyPreview::cleared, &pane, &PreviewPane::clear);
    connect(&pane, &PreviewPane::sourceRequested, this,
            [this](const assembly::Assembly &prompt, qint64 offset) {
                // What was clicked stays under the pointer.
                const QScopedValueRollback following(m_isFollowing, true);
                m_documents.goToAssemblyOffset(prompt, offset);
            });
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
    const auto change = [this](const auto &how) {
        if (const workspace::DefinitionDocument *document = m_documents.current()) {
            how(m_context[document->id()]);
            applyTarget();
        }
    };
    connect(choices, &PreviewChoices::contextAdded, this, [change](const QString &path) {
        change([&](QStringList &files) {
            if (!files.contains(path)) {
                files.append(path);
            }
        });
    });
    connect(choices, &PreviewChoices::contextRemoved, this, [change](const QString &path) {
        change([&](QStringList &files) { files.removeAll(path); });
    });
    connect(&m_documents, &DocumentArea::currentChanged, this, &PreviewFlow::applyTarget);
}

void PreviewFlow::applyTarget()
{
    if (workspace::DefinitionDocument *document = m_documents.current()) {
        document->setPromptTarget({assembly::targetFromName(m_settings.previewTarget())
                                       .value_or(assembly::Target::AsWritten),
                                   m_context.value(document->id())});
    }
}

// The user's connections, then what the providers themselves would be sent.
void PreviewFlow::showTargets()
{
    QList<preview::RequestTarget> targets;
    for (const workspace::Connection &connection : m_models.connections.connections()) {
        targets.append({connection.name, connection.settings});
    }
    for (const auto types = modelapi::connectionTypes();
         const modelapi::ConnectionType type : types) {
        modelapi::ConnectionSettings settings;
        settings.type = type;
        if (!modelapi::usualBaseUrl(type).isEmpty()) {
            targets.append({modelapi::apiName(type), settings});
        }
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
