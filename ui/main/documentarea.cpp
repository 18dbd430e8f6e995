#include "main/documentarea.h"

#include "core/onworker.h"
#include "editor/definitioneditor.h"
#include "editor/prompteditor.h"
#include "editor/promptsyntax.h"
#include "main/tabmark.h"
#include "modelapi/connectionsettings.h"
#include "registry/knownwords.h"
#include "widgets/emptystate.h"
#include "widgets/theme.h"
#include "workspace/fragmentdocument.h"
#include "workspace/fragmentuses.h"
#include "workspace/originproblems.h"

#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;
using hermes::workspace::ContentRef;
using hermes::workspace::DefinitionDocument;

namespace hermes::mainwindow {

const DefinitionDocument *DocumentArea::documentOf(const std::unique_ptr<DocumentPage> &page)
{
    return page->document();
}

DocumentArea::DocumentArea(workspace::Workspace &workspace, workspace::Settings &settings,
                           const workspace::ModelAccess &models, const widgets::Theme &theme,
                           widgets::UserDialogs &dialogs, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_settings(settings)
    , m_models(models)
    , m_theme(theme)
    , m_dialogs(dialogs)
    , m_tabs(new QTabBar)
    , m_stack(new QStackedWidget)
    , m_empty(new widgets::EmptyState(theme))
    , m_syntax(new editor::PromptSyntax(theme, this))
{
    m_tabs->setAccessibleName(tr("Open documents"));
    m_tabs->setDocumentMode(true);
    m_tabs->setTabsClosable(true);
    m_tabs->setMovable(false);
    m_tabs->setExpanding(false);
    m_tabs->setElideMode(Qt::ElideRight);
    m_tabs->setUsesScrollButtons(true);
    m_tabs->setVisible(false);
    m_empty->setContent(
        u"file-text"_s, tr("No document open"),
        tr("Choose an entry on the left, or press Ctrl+P and type a few letters of its name."));
    m_stack->addWidget(m_empty);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_tabs);
    column->addWidget(m_stack, 1);
    connect(m_tabs, &QTabBar::currentChanged, this, &DocumentArea::showTab);
    connect(m_tabs, &QTabBar::tabCloseRequested, this, &DocumentArea::closeTab);
    connect(&workspace, &workspace::Workspace::entryChanged, this,
            [this](const registry::EntrySummary &entry) {
                if (const DefinitionDocument *document = m_workspace.openDocument(entry.id)) {
                    updateTab(document);
                }
            });
    connect(&workspace, &workspace::Workspace::documentRenamed, this,
            [this](DefinitionDocument *document) {
                updateTab(document);
                if (document == current()) {
                    Q_EMIT currentChanged(document);
                }
            });
    connect(&workspace, &workspace::Workspace::entryStatesChanged, this, [this] {
        for (const auto &page : m_pages) {
            page->updateChangeNote();
        }
    });
}

DocumentArea::~DocumentArea()
{
    m_tabs->disconnect(this);
}

// --- tabs ----------------------------------------------------------------------------------------

DocumentPage *DocumentArea::currentPage() const
{
    const int index = m_tabs->currentIndex();
    return index < 0 ? nullptr : m_pages.at(static_cast<size_t>(index)).get();
}

DocumentPage *DocumentArea::pageOf(const DefinitionDocument *document) const
{
    const auto found = std::ranges::find(m_pages, document, documentOf);
    return found == m_pages.end() ? nullptr : found->get();
}

DefinitionDocument *DocumentArea::current() const
{
    const DocumentPage *page = currentPage();
    return page == nullptr ? nullptr : page->document();
}

QList<core::EntryId> DocumentArea::openIds() const
{
    QList<core::EntryId> ids;
    for (const auto &page : m_pages) {
        ids.append(page->document()->id());
    }
    return ids;
}

void DocumentArea::add(DefinitionDocument *document)
{
    if (pageOf(document) != nullptr) {
        return;
    }
    m_pages.push_back(std::make_unique<DocumentPage>(document, m_workspace, m_settings, m_models,
                                                     m_theme, m_dialogs));
    connect(m_pages.back().get(), &DocumentPage::connectionsRequested, this,
            &DocumentArea::connectionsRequested);
    connect(m_pages.back().get(), &DocumentPage::failed, this, &DocumentArea::failed);
    connect(m_pages.back().get(), &DocumentPage::told, this, &DocumentArea::told);
    connect(m_pages.back().get(), &DocumentPage::sentParametersChanged, this,
            &DocumentArea::sentParametersChanged);
    connectDocument(document);
    {
        const QSignalBlocker quiet(m_tabs); // the first tab becomes the current one by itself
        m_tabs->addTab({});
    }
    m_tabs->setVisible(true);
    updateTab(document);
}

void DocumentArea::show(DefinitionDocument *document)
{
    add(document);
    const auto page = std::ranges::find(m_pages, document, documentOf);
    const int index = static_cast<int>(page - m_pages.begin());
    if (index != m_tabs->currentIndex()) {
        m_tabs->setCurrentIndex(index);
    } else {
        showTab(index);
    }
}

void DocumentArea::connectDocument(DefinitionDocument *document)
{
    connect(document, &DefinitionDocument::modificationChanged, this, [this, document] {
        updateTab(document);
        pageOf(document)->updateChangeNote();
        Q_EMIT modificationChanged();
    });
    connect(document, &DefinitionDocument::stateChanged, this, [this, document] {
        updateTab(document);
        if (document == current()) {
            Q_EMIT currentChanged(document);
        }
    });
    connect(document, &DefinitionDocument::saved, this,
            [this, document] { pageOf(document)->readChecksum(); });
    connect(document->manifest(), &workspace::EditableText::changed, this,
            [this, document] { updateTab(document); });
}

void DocumentArea::makeEditor(DocumentPage &page)
{
    page.makeEditor(*m_syntax, m_textTools);
    m_stack->addWidget(page.editor());
    connect(page.editor(), &editor::DefinitionEditor::caretMoved, this, &DocumentArea::caretMoved);
    connect(page.editor(), &editor::DefinitionEditor::followRequested, this,
            &DocumentArea::followRequested);
    connect(page.editor(), &editor::DefinitionEditor::promptMenuRequested, this,
            &DocumentArea::promptMenuRequested);
    connect(page.editor()->manifestForm(), &editor::ManifestForm::entryRequested, this,
            &DocumentArea::entryRequested);
    connect(page.editor()->manifestForm(), &editor::ManifestForm::renameRequested, this,
            &DocumentArea::renameRequested);
    connect(&page, &DocumentPage::needsHeightChanged, this, &DocumentArea::needsHeightChanged);
    Q_EMIT editorMade(page.editor());
}

bool DocumentArea::needsHeight() const
{
    const DocumentPage *page = currentPage();
    return page != nullptr && page->needsHeight();
}

modelapi::Parameters DocumentArea::sentParameters() const
{
    const DocumentPage *page = currentPage();
    return page != nullptr ? page->sentParameters() : modelapi::Parameters();
}

void DocumentArea::closeTab(int index)
{
    std::unique_ptr<DocumentPage> page = std::move(m_pages.at(static_cast<size_t>(index)));
    m_pages.erase(m_pages.begin() + index);
    page->document()->disconnect(this);
    const core::EntryId id = page->document()->id();
    const bool isUnsaved = page->document()->isModified();
    const QString name = m_tabs->tabText(index);
    m_tabs->blockSignals(true);
    m_tabs->removeTab(index);
    m_tabs->blockSignals(false);
    m_tabs->setVisible(m_tabs->count() > 0);
    showTab(m_tabs->currentIndex()); // nobody holds the document any more when it goes
    page.reset(); // its editor leaves the stack by itself
    m_workspace.closeDocument(id);
    if (isUnsaved) {
        Q_EMIT told(
            tr("The unsaved text of %1 is kept and comes back when you open it.").arg(name));
    }
}

void DocumentArea::closeCurrent()
{
    if (m_tabs->currentIndex() >= 0) {
        closeTab(m_tabs->currentIndex());
    }
}

void DocumentArea::close(const core::EntryId &id)
{
    const auto page = std::ranges::find_if(
        m_pages, [&id](const auto &each) { return each->document()->id() == id; });
    if (page != m_pages.end()) {
        closeTab(static_cast<int>(page - m_pages.begin()));
    }
}

void DocumentArea::closeAll()
{
    while (m_tabs->count() > 0) {
        closeTab(m_tabs->count() - 1);
    }
}

void DocumentArea::next(int step)
{
    if (const int count = m_tabs->count(); count > 0) {
        m_tabs->setCurrentIndex((m_tabs->currentIndex() + step + count) % count);
    }
}

void DocumentArea::showTab(int index)
{
    if (index < 0) {
        m_stack->setCurrentWidget(m_empty);
    } else {
        DocumentPage &page = *m_pages.at(static_cast<size_t>(index));
        if (page.editor() == nullptr) {
            makeEditor(page);
        }
        page.editor()->setSuggestions(suggestions());
        m_stack->setCurrentWidget(page.editor());
    }
    Q_EMIT currentChanged(current());
    if (const DocumentPage *page = currentPage()) {
        page->editor()->tellCaret();
    }
}

void DocumentArea::updateTab(const DefinitionDocument *document)
{
    const auto page = std::ranges::find(m_pages, document, documentOf);
    if (page == m_pages.end()) {
        return;
    }
    const int index = static_cast<int>(page - m_pages.begin());
    const registry::EntrySummary *entry = m_workspace.catalog().find(document->id());
    const QString fragment = workspace::fragmentOf(document->id());
    const QString name = !fragment.isEmpty()        ? fragment
        : entry == nullptr || entry->name.isEmpty() ? document->id().namePart()
                                                    : entry->name;
    m_tabs->setTabText(index, QString(name).replace(u'&', u"&&"_s));
    m_tabs->setTabToolTip(index,
                          document->isModified()
                              ? tr("%1 · not saved").arg(workspace::shownId(document->id()))
                              : workspace::shownId(document->id()));
    m_tabs->setTabIcon(index,
                       document->isModified()
                           ? unsavedMark(m_theme.colors().warning, devicePixelRatio())
                           : QIcon());
}

editor::FormSuggestions DocumentArea::suggestions() const
{
    const workspace::Vocabulary &vocabulary = m_workspace.vocabulary();
    QStringList tools = registry::knownTools() + vocabulary.tools;
    tools.sort();
    tools.removeDuplicates();
    return {m_workspace.catalog().models, tools, vocabulary.tags, vocabulary.entryIds};
}

// --- the current document ------------------------------------------------------------------------

void DocumentArea::showPrompt()
{
    if (const DocumentPage *page = currentPage()) {
        page->editor()->showPrompt();
    }
}

void DocumentArea::showManifest()
{
    if (const DocumentPage *page = currentPage()) {
        page->editor()->showManifest();
    }
}

void DocumentArea::showComparison()
{
    if (DocumentPage *page = currentPage()) {
        page->showComparison();
    }
}

void DocumentArea::showRuns()
{
    if (DocumentPage *page = currentPage()) {
        page->showRuns();
    }
}

void DocumentArea::zoom(Zoom zoom)
{
    if (const DocumentPage *page = currentPage()) {
        page->editor()->zoom(zoom == Zoom::In ? 1 : zoom == Zoom::Out ? -1 : 0);
    }
}

void DocumentArea::setTextLook(const workspace::Settings::TextLook &look)
{
    m_textTools.look = look;
    for (const auto &page : m_pages) {
        page->setTextLook(look);
    }
}

void DocumentArea::setSnippets(const QList<text::Snippet> &snippets)
{
    m_textTools.snippets = snippets;
    for (const auto &page : m_pages) {
        page->setSnippets(snippets);
    }
}

void DocumentArea::perform(editor::EditCommand command)
{
    if (const DocumentPage *page = currentPage()) {
        page->editor()->perform(command);
    }
}

void DocumentArea::goToLine(int line)
{
    if (const DocumentPage *page = currentPage()) {
        page->editor()->goToPromptLine(line);
    }
}

void DocumentArea::showLine(int line)
{
    if (const DocumentPage *page = currentPage()) {
        page->editor()->showPromptLine(line);
    }
}

void DocumentArea::changeSection(const text::SectionRequest &request)
{
    if (const DocumentPage *page = currentPage()) {
        page->editor()->changeSection(request);
    }
}

editor::PromptEditor *DocumentArea::promptEditor() const
{
    const DocumentPage *page = currentPage();
    return page == nullptr || page->editor() == nullptr ? nullptr : page->editor()->promptEditor();
}

void DocumentArea::selectInPrompt(int line, int column, int length)
{
    DefinitionDocument *document = current();
    if (document == nullptr) {
        return;
    }
    core::Problem place;
    place.file = document->location().promptFile;
    place.line = line;
    place.column = column;
    if (!document->hasSource()) {
        selectText(place, length);
        return;
    }
    const auto inSource = [draft = document->draft(), place] {
        return draft.assembled({})
            .transform([&](const workspace::PromptAssembly &made) {
                return workspace::problemsAtOrigins({place}, draft, made).constFirst();
            })
            .value_or(place);
    };
    core::whenDone(core::onWorker(inSource), document,
                   [this, document, length](const core::Problem &found) {
                       if (document == current()) {
                           selectText(found, length);
                       }
                   });
}

void DocumentArea::selectText(const core::Problem &place, int length)
{
    const DocumentPage *page = currentPage();
    page->editor()->goTo(place);
    if (place.file == page->document()->location().editedFile()) {
        editor::PromptEditor *prompt = page->editor()->promptEditor();
        const int start = prompt->textCursor().position();
        prompt->select(start, std::min(start + length, prompt->document()->characterCount() - 1));
    }
}

void DocumentArea::focusText()
{
    if (const DocumentPage *page = currentPage()) {
        if (page->document()->location().promptFile.isRoot()) {
            page->editor()->showManifest();
            page->editor()->setFocus();
        } else {
            page->editor()->showPrompt();
        }
    }
}

void DocumentArea::goToProblem(const core::Problem &problem)
{
    const DocumentPage *page = currentPage();
    if (page == nullptr) {
        return;
    }
    const DefinitionDocument::Location &location = page->document()->location();
    const bool isElsewhere =
        problem.file != location.editedFile() && !workspace::fragmentNameOf(problem.file).isEmpty();
    if (isElsewhere) {
        Q_EMIT placeRequested({.file = problem.file.text(),
                               .line = std::max(problem.line, 1),
                               .column = std::max(problem.column, 1)});
    } else {
        page->editor()->goTo(problem);
    }
}

void DocumentArea::goToAssemblyOffset(const assembly::Assembly &assembly, qint64 offset)
{
    const DocumentPage *page = currentPage();
    const assembly::Segment *segment = assembly.segmentAt(offset);
    if (page == nullptr || segment == nullptr) {
        return;
    }
    const assembly::Origin &origin = segment->origin;
    if (origin.kind == assembly::Origin::Kind::Fragment) {
        Q_EMIT placeRequested({.file = origin.file.text(),
                               .version = origin.version,
                               .offset = origin.start + offset - segment->start});
        return;
    }
    const qint64 inFile = segment->inPromptAt(offset);
    const QByteArray prompt = page->document()->prompt()->bytes();
    page->editor()->goToPromptLine(
        registry::positionAt(prompt, std::min(inFile, static_cast<qint64>(prompt.size()))).line);
}

void DocumentArea::applyFix(const core::Problem &problem, int fix)
{
    const DocumentPage *page = currentPage();
    if (page == nullptr || fix >= problem.fixes.size()
        || page->document()->state() != DefinitionDocument::State::Ready) {
        return;
    }
    const core::Problem::Fix &chosen = problem.fixes.at(fix);
    const DefinitionDocument::Location &location = page->document()->location();
    if (page->document()->hasSource() && problem.file == location.promptFile) {
        page->document()->save(); // it becomes what its source gives
        return;
    }
    if (problem.file != location.editedFile() && problem.file != location.manifestFile) {
        return;
    }
    workspace::EditableText *text = problem.file == location.editedFile()
        ? page->document()->prompt()
        : page->document()->manifest();
    if (chosen.start + chosen.length <= text->bytes().size()) {
        text->apply({chosen.start, chosen.length, chosen.replacement});
    }
}

void DocumentArea::setProblems(const QList<core::Problem> &problems)
{
    if (const DocumentPage *page = currentPage()) {
        page->editor()->setProblems(problems);
    }
}

void DocumentArea::setHistory(const workspace::DefinitionHistory &history)
{
    if (DocumentPage *page = currentPage()) {
        page->setHistory(history);
    }
}

// --- comparison and restoring --------------------------------------------------------------------

void DocumentArea::compare(const ContentRef &left, const ContentRef &right)
{
    if (DocumentPage *page = currentPage()) {
        page->compare(left, right);
    }
}

void DocumentArea::compareWithNewest()
{
    if (DocumentPage *page = currentPage()) {
        page->compareWithNewest();
    }
}

void DocumentArea::restore(const ContentRef &reference)
{
    const DocumentPage *page = currentPage();
    if (page == nullptr) {
        return;
    }
    m_workspace.restore(page->document()->id(), reference)
        .then(this,
              [this, label = reference.label](
                  const core::Result<workspace::Workspace::Restored> &restored) {
                  using Restored = workspace::Workspace::Restored;
                  if (restored) {
                      showPrompt();
                      Q_EMIT told(
                          *restored == Restored::AsItWas
                              ? tr("%1 is in the editor as a draft. Undo takes it back.").arg(label)
                              : tr("%1 had no source. Its prompt is in the editor as one that "
                                   "gives it, "
                                   "as a draft. Undo takes it back.")
                                    .arg(label));
                  } else {
                      Q_EMIT failed(restored.error());
                  }
              });
}

} // namespace hermes::mainwindow
