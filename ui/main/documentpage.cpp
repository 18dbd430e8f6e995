#include "main/documentpage.h"

#include "diff/diffview.h"
#include "editor/definitioneditor.h"
#include "editor/promptsyntax.h"
#include "testsend/runspane.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"
#include "workspace/filesave.h"
#include "workspace/fragmentdocument.h"
#include "workspace/secretplaces.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QSaveFile>
#include <QUrl>
#include <QtConcurrentRun>

#include <utility>

using namespace Qt::StringLiterals;
using hermes::workspace::ContentRef;
using hermes::workspace::DefinitionDocument;

namespace hermes::mainwindow {

namespace {

constexpr int patchContext = 3;

} // namespace

DocumentPage::DocumentPage(DefinitionDocument *document, workspace::Workspace &workspace,
                           workspace::Settings &settings, const workspace::ModelAccess &models,
                           const widgets::Theme &theme, widgets::UserDialogs &dialogs)
    : m_document(document)
    , m_workspace(workspace)
    , m_settings(settings)
    , m_models(models)
    , m_theme(theme)
    , m_dialogs(dialogs)
{
    connect(document, &DefinitionDocument::saved, this, &DocumentPage::warnOfSecrets);
}

DocumentPage::~DocumentPage()
{
    delete m_editor; // leaves the area by itself
}

void DocumentPage::makeEditor(editor::PromptSyntax &syntax, const TextTools &tools)
{
    m_editor = new editor::DefinitionEditor(m_document, syntax, m_theme);
    m_comparison = new diffview::DiffView(m_theme);
    m_comparisonView = m_editor->addView(tr("Compare"), m_comparison);
    if (!m_document->location().promptFile.isRoot()
        && workspace::fragmentOf(m_document->id()).isEmpty()) {
        makeRuns();
    }
    m_editor->setTextLook(tools.look);
    m_editor->setSnippets(tools.snippets);
    if (tools.spelling.checker != nullptr) {
        m_editor->setSpelling(tools.spelling);
    }
    m_comparing = std::make_unique<core::LatestTask<core::Result<workspace::Comparison>>>(
        m_comparison, [view = m_comparison](const core::Result<workspace::Comparison> &comparison) {
            comparison ? view->setComparison(*comparison) : view->showError(comparison.error());
        });
    connect(m_editor, &editor::DefinitionEditor::comparisonWithDiskRequested, this,
            [this] { compare(ContentRef::saved(), ContentRef::draft()); });
    connect(m_editor, &editor::DefinitionEditor::saveElsewhereRequested, this,
            &DocumentPage::saveElsewhere);
    connectForm();
    connectComparison();
    updateChangeNote();
    readChecksum();
}

void DocumentPage::makeRuns()
{
    const auto makeSession = [this](QObject *parent) {
        auto *session = new workspace::TestSendSession(*m_document, m_workspace, m_models,
                                                       m_models.runs, m_settings, parent);
        connect(session, &workspace::TestSendSession::parametersChanged, this,
                &DocumentPage::sentParametersChanged);
        return session;
    };
    m_runs = new testsend::RunsPane(makeSession, m_theme, m_dialogs);
    m_runsView = m_editor->addView(tr("Runs"), m_runs);
    connect(m_runs, &testsend::RunsPane::connectionsRequested, this,
            &DocumentPage::connectionsRequested);
    connect(m_editor, &editor::DefinitionEditor::viewShown, this, [this](const QWidget *view) {
        if (std::exchange(m_needsHeight, view == m_runs) != m_needsHeight) {
            Q_EMIT needsHeightChanged();
        }
    });
    connect(m_runs, &testsend::RunsPane::linkConfirmed, this,
            [](const QUrl &link) { QDesktopServices::openUrl(link); });
}

modelapi::Parameters DocumentPage::sentParameters() const
{
    const workspace::TestSendSession *session = m_runs != nullptr ? m_runs->session() : nullptr;
    return session != nullptr ? session->parameters()
                              : m_settings.testParameters(m_document->location().registryRoot,
                                                          m_document->id().toString());
}

void DocumentPage::showRuns()
{
    if (m_runs != nullptr) {
        m_editor->showView(m_runsView);
        m_runs->focusQuestion();
    }
}

void DocumentPage::connectForm()
{
    editor::ManifestForm *form = m_editor->manifestForm();
    connect(form, &editor::ManifestForm::iconFileRequested, this, [this, form] {
        m_dialogs.chooseOpenFile(form, {tr("Choose an icon"), {}, tr("Pictures (*.svg *.png)")},
                                 [form](const QString &path) {
                                     if (!path.isEmpty()) {
                                         form->adoptIcon(path);
                                     }
                                 });
    });
}

void DocumentPage::connectComparison()
{
    using diffview::DiffView;
    connect(m_comparison, &DiffView::comparisonRequested, this, &DocumentPage::compare);
    connect(m_comparison, &DiffView::cancelRequested, this, [this] { m_comparing->cancel(); });
    connect(m_comparison, &DiffView::patchSaveRequested, this, &DocumentPage::savePatch);
    connect(m_comparison, &DiffView::patchCopyRequested, this, &DocumentPage::copyPatch);
}

void DocumentPage::setTextLook(const workspace::Settings::TextLook &look)
{
    if (m_editor != nullptr) {
        m_editor->setTextLook(look);
    }
}

void DocumentPage::setSnippets(const QList<text::Snippet> &snippets)
{
    if (m_editor != nullptr) {
        m_editor->setSnippets(snippets);
    }
}

void DocumentPage::updateChangeNote()
{
    if (m_editor == nullptr) {
        return;
    }
    const bool isChanged = m_document->isModified()
        || m_workspace.entryState(m_document->id()) != workspace::EntryState::Clean;
    m_editor->setChangeNote(!isChanged                     ? QString()
                                : m_document->isModified() ? tr("draft · not saved")
                                                           : tr("draft"));
}

void DocumentPage::readChecksum()
{
    if (m_editor == nullptr) {
        return;
    }
    m_workspace.checksum(m_document->id())
        .then(m_editor, [editor = m_editor](const core::Result<QString> &checksum) {
            editor->setChecksum(checksum.value_or(QString()));
        });
}

// --- comparison

void DocumentPage::setHistory(const workspace::DefinitionHistory &history)
{
    m_history = history;
    QList<ContentRef> choices{ContentRef::draft(), ContentRef::saved()};
    for (const vcs::Version &version : history.versions) {
        choices.append(ContentRef::atCommit(version.commit.id, u'v' + version.version));
    }
    m_comparison->setChoices(choices);
    if (m_runs != nullptr) {
        choices.removeAll(ContentRef::saved());
        m_runs->setChoices(choices);
    }
}

void DocumentPage::compare(const ContentRef &left, const ContentRef &right)
{
    m_editor->showView(m_comparisonView);
    m_comparison->showWaiting(left, right);
    m_comparing->request(
        [this, id = m_document->id(), left, right](const core::CancelFlag &cancel) {
            return m_workspace.compare(id, left, right, cancel);
        });
}

void DocumentPage::compareWithNewest()
{
    const auto &versions = m_history.versions;
    compare(versions.isEmpty()
                ? ContentRef::saved()
                : ContentRef::atCommit(versions.first().commit.id, u'v' + versions.first().version),
            ContentRef::draft());
}

void DocumentPage::showComparison()
{
    if (m_comparison->comparison()) {
        m_editor->showView(m_comparisonView);
    } else {
        compareWithNewest();
    }
}

void DocumentPage::savePatch()
{
    const auto &shown = m_comparison->comparison();
    if (!shown) {
        return;
    }
    const QString name = m_document->id().namePart() + u".patch"_s;
    const QString patch = workspace::patchOf(*shown, patchContext);
    m_dialogs.chooseSaveFile(
        m_editor, {tr("Save patch"), name, tr("Patches (*.patch)")},
        [this, patch](const QString &path) {
            if (path.isEmpty()) {
                return;
            }
            QSaveFile out(path);
            const QByteArray bytes = patch.toUtf8();
            if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size()
                || !out.commit()) {
                Q_EMIT failed(
                    {core::ErrorCode::NotWritable,
                     tr("The patch could not be written to %1: %2").arg(path, out.errorString()),
                     {}});
            }
        });
}

void DocumentPage::copyPatch() const
{
    if (const auto &shown = m_comparison->comparison()) {
        QGuiApplication::clipboard()->setText(workspace::patchOf(*shown, patchContext));
    }
}

// --- a text that cannot be saved where it belongs

void DocumentPage::warnOfSecrets()
{
    QtConcurrent::run([draft = m_document->draft(), edited = m_document->location().editedFile()] {
        return workspace::secretPlaces(draft.manifestFile, draft.manifest.bytes())
            + workspace::secretPlaces(edited, draft.prompt.bytes());
    }).then(this, [this](const QList<workspace::SecretPlace> &places) {
        const auto known = std::exchange(m_knownSecrets, places);
        if (!workspace::secretsBeyond(places, known).isEmpty()) {
            Q_EMIT told(tr("%1\nIt is saved, and whoever gets the registry can read it. A release "
                           "or an export with it asks first.")
                            .arg(workspace::secretsInWords(places)));
        }
    });
}

void DocumentPage::saveElsewhere()
{
    const workspace::EditableText *unsaved = m_document->unsavedText();
    const workspace::ExactText text = unsaved->exact();
    const QString name =
        m_document->id().namePart() + (unsaved == m_document->prompt() ? u".md"_s : u".json"_s);
    m_dialogs.chooseSaveFile(m_editor, {tr("Save elsewhere"), name, tr("All files (*)")},
                             [this, text](const QString &path) {
                                 if (!path.isEmpty()) {
                                     saveTo(path, text);
                                 }
                             });
}

void DocumentPage::saveTo(const QString &path, const workspace::ExactText &text)
{
    QtConcurrent::run([path, text] {
        return workspace::saveCopy(path, text.bytes());
    }).then(this, [this, path](const core::Result<void> &saved) {
        if (saved) {
            Q_EMIT told(tr("The text was saved to %1.").arg(path));
        } else {
            Q_EMIT failed(saved.error());
        }
    });
}

} // namespace hermes::mainwindow
