#include "main/documentarea.h"

#include "core/latesttask.h"
#include "diff/diffview.h"
#include "editor/definitioneditor.h"
#include "editor/prompteditor.h"
#include "editor/promptsyntax.h"
#include "main/tabmark.h"
#include "registry/knownwords.h"
#include "widgets/emptystate.h"
#include "widgets/theme.h"
#include "widgets/userdialogs.h"
#include "workspace/filesave.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QSaveFile>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>

using namespace Qt::StringLiterals;
using hermes::workspace::ContentRef;
using hermes::workspace::DefinitionDocument;

namespace hermes::mainwindow {

namespace {

constexpr int patchContext = 3;

} // namespace

struct DocumentArea::Page
{
    DefinitionDocument *document = nullptr;
    editor::DefinitionEditor *editor = nullptr; ///< nullptr until it is shown first.
    diffview::DiffView *comparison = nullptr;
    int comparisonView = 0;
    /// A result belongs to the page that asked, whichever is shown by then.
    std::unique_ptr<core::LatestTask<core::Result<workspace::Comparison>>> comparing;
    workspace::DefinitionHistory history;
};

const DefinitionDocument *DocumentArea::documentOf(const std::unique_ptr<Page> &page)
{
    return page->document;
}

DocumentArea::DocumentArea(workspace::Workspace &workspace, const widgets::Theme &theme,
                           widgets::UserDialogs &dialogs, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
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
            updateChangeNote(*page);
        }
    });
}

DocumentArea::~DocumentArea()
{
    m_tabs->disconnect(this);
}

// --- tabs ----------------------------------------------------------------------------------------

DocumentArea::Page *DocumentArea::currentPage() const
{
    const int index = m_tabs->currentIndex();
    return index < 0 ? nullptr : m_pages.at(static_cast<size_t>(index)).get();
}

DocumentArea::Page *DocumentArea::pageOf(const DefinitionDocument *document) const
{
    const auto found = std::ranges::find(m_pages, document, documentOf);
    return found == m_pages.end() ? nullptr : found->get();
}

DefinitionDocument *DocumentArea::current() const
{
    const Page *page = currentPage();
    return page == nullptr ? nullptr : page->document;
}

QList<core::EntryId> DocumentArea::openIds() const
{
    QList<core::EntryId> ids;
    for (const auto &page : m_pages) {
        ids.append(page->document->id());
    }
    return ids;
}

void DocumentArea::add(DefinitionDocument *document)
{
    if (pageOf(document) != nullptr) {
        return;
    }
    m_pages.push_back(std::make_unique<Page>());
    m_pages.back()->document = document;
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
        updateChangeNote(*pageOf(document));
        Q_EMIT modificationChanged();
    });
    connect(document, &DefinitionDocument::stateChanged, this, [this, document] {
        updateTab(document);
        if (document == current()) {
            Q_EMIT currentChanged(document);
        }
    });
    connect(document, &DefinitionDocument::saved, this,
            [this, document] { readChecksum(*pageOf(document)); });
    connect(document->manifest(), &workspace::EditableText::changed, this,
            [this, document] { updateTab(document); });
}

void DocumentArea::makeEditor(Page &page)
{
    page.editor = new editor::DefinitionEditor(page.document, *m_syntax, m_theme);
    page.comparison = new diffview::DiffView(m_theme);
    page.comparisonView = page.editor->addView(tr("Compare"), page.comparison);
    page.editor->setTextLook(m_textLook);
    if (m_spelling.checker != nullptr) {
        page.editor->setSpelling(m_spelling);
    }
    m_stack->addWidget(page.editor);
    page.comparing = std::make_unique<core::LatestTask<core::Result<workspace::Comparison>>>(
        page.comparison,
        [view = page.comparison](const core::Result<workspace::Comparison> &comparison) {
            comparison ? view->setComparison(*comparison) : view->showError(comparison.error());
        });
    connectEditor(page);
    connectComparison(page);
    updateChangeNote(page);
    readChecksum(page);
}

void DocumentArea::connectEditor(const Page &page)
{
    connect(page.editor, &editor::DefinitionEditor::caretMoved, this, &DocumentArea::caretMoved);
    connect(page.editor, &editor::DefinitionEditor::comparisonWithDiskRequested, this,
            [this] { compare(ContentRef::saved(), ContentRef::draft()); });
    editor::ManifestForm *form = page.editor->manifestForm();
    connect(form, &editor::ManifestForm::entryRequested, this, &DocumentArea::entryRequested);
    connect(form, &editor::ManifestForm::iconFileRequested, this, [this, form] {
        m_dialogs.chooseOpenFile(form, {tr("Choose an icon"), {}, tr("Pictures (*.svg *.png)")},
                                 [form](const QString &path) {
                                     if (!path.isEmpty()) {
                                         form->adoptIcon(path);
                                     }
                                 });
    });
    connect(page.editor, &editor::DefinitionEditor::saveElsewhereRequested, this,
            [this, shown = &page] { saveElsewhere(*shown); });
}

void DocumentArea::connectComparison(const Page &page)
{
    connect(page.comparison, &diffview::DiffView::comparisonRequested, this,
            &DocumentArea::compare);
    connect(page.comparison, &diffview::DiffView::cancelRequested, this,
            [shown = &page] { shown->comparing->cancel(); });
    connect(page.comparison, &diffview::DiffView::patchSaveRequested, this,
            [this, shown = &page] { savePatch(*shown); });
    connect(page.comparison, &diffview::DiffView::patchCopyRequested, this,
            [this, shown = &page] { copyPatch(*shown); });
}

void DocumentArea::closeTab(int index)
{
    const std::unique_ptr<Page> page = std::move(m_pages.at(static_cast<size_t>(index)));
    m_pages.erase(m_pages.begin() + index);
    page->document->disconnect(this);
    const core::EntryId id = page->document->id();
    const bool isUnsaved = page->document->isModified();
    const QString name = m_tabs->tabText(index);
    m_tabs->blockSignals(true);
    m_tabs->removeTab(index);
    m_tabs->blockSignals(false);
    m_tabs->setVisible(m_tabs->count() > 0);
    showTab(m_tabs->currentIndex()); // nobody holds the document any more when it goes
    delete page->editor; // leaves the stack by itself
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
        m_pages, [&id](const auto &each) { return each->document->id() == id; });
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
        Page &page = *m_pages.at(static_cast<size_t>(index));
        if (page.editor == nullptr) {
            makeEditor(page);
        }
        page.editor->setSuggestions(suggestions());
        m_stack->setCurrentWidget(page.editor);
    }
    Q_EMIT currentChanged(current());
    if (const Page *page = currentPage()) {
        page->editor->tellCaret();
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
    const QString name =
        entry == nullptr || entry->name.isEmpty() ? document->id().namePart() : entry->name;
    m_tabs->setTabText(index, QString(name).replace(u'&', u"&&"_s));
    m_tabs->setTabToolTip(index,
                          document->isModified()
                              ? tr("%1 · not saved").arg(document->id().toString())
                              : document->id().toString());
    m_tabs->setTabIcon(index,
                       document->isModified()
                           ? unsavedMark(m_theme.colors().warning, devicePixelRatio())
                           : QIcon());
}

void DocumentArea::updateChangeNote(const Page &page)
{
    if (page.editor == nullptr) {
        return;
    }
    const bool isChanged = page.document->isModified()
        || m_workspace.entryState(page.document->id()) != workspace::EntryState::Clean;
    page.editor->setChangeNote(!isChanged                        ? QString()
                                   : page.document->isModified() ? tr("draft · not saved")
                                                                 : tr("draft"));
}

void DocumentArea::readChecksum(const Page &page)
{
    if (page.editor == nullptr) {
        return;
    }
    m_workspace.checksum(page.document->id())
        .then(page.editor, [editor = page.editor](const core::Result<QString> &checksum) {
            editor->setChecksum(checksum.value_or(QString()));
        });
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
    if (const Page *page = currentPage()) {
        page->editor->showPrompt();
    }
}

void DocumentArea::showManifest()
{
    if (const Page *page = currentPage()) {
        page->editor->showManifest();
    }
}

void DocumentArea::showComparison()
{
    const Page *page = currentPage();
    if (page == nullptr) {
        return;
    }
    if (page->comparison->comparison()) {
        page->editor->showView(page->comparisonView);
    } else {
        compareWithNewest();
    }
}

void DocumentArea::zoom(Zoom zoom)
{
    if (const Page *page = currentPage()) {
        page->editor->zoom(zoom == Zoom::In ? 1 : zoom == Zoom::Out ? -1 : 0);
    }
}

void DocumentArea::setTextLook(const workspace::Settings::TextLook &look)
{
    m_textLook = look;
    for (const auto &page : m_pages) {
        if (page->editor != nullptr) {
            page->editor->setTextLook(look);
        }
    }
}

void DocumentArea::perform(editor::EditCommand command)
{
    if (const Page *page = currentPage()) {
        page->editor->perform(command);
    }
}

void DocumentArea::goToLine(int line)
{
    if (const Page *page = currentPage()) {
        page->editor->goToPromptLine(line);
    }
}

void DocumentArea::selectInPrompt(int line, int column, int length)
{
    if (const Page *page = currentPage()) {
        editor::PromptEditor *prompt = page->editor->promptEditor();
        page->editor->showPrompt();
        prompt->goTo(line, column);
        const int start = prompt->textCursor().position();
        prompt->select(start, std::min(start + length, prompt->document()->characterCount() - 1));
    }
}

void DocumentArea::focusText()
{
    if (const Page *page = currentPage()) {
        if (page->document->location().promptFile.isRoot()) {
            page->editor->showManifest();
            page->editor->setFocus();
        } else {
            page->editor->showPrompt();
        }
    }
}

void DocumentArea::goToProblem(const core::Problem &problem)
{
    if (const Page *page = currentPage()) {
        page->editor->goTo(problem);
    }
}

void DocumentArea::goToAssemblyOffset(const assembly::Assembly &assembly, qint64 offset)
{
    const Page *page = currentPage();
    const assembly::Segment *segment = assembly.segmentAt(offset);
    if (page == nullptr || segment == nullptr) {
        return;
    }
    const qint64 inFile = segment->origin.start + offset - segment->start;
    const QByteArray prompt = page->document->prompt()->bytes();
    page->editor->goToPromptLine(
        registry::positionAt(prompt, std::min(inFile, static_cast<qint64>(prompt.size()))).line);
}

void DocumentArea::applyFix(const core::Problem &problem, int fix)
{
    const Page *page = currentPage();
    if (page == nullptr || fix >= problem.fixes.size()
        || page->document->state() != DefinitionDocument::State::Ready) {
        return;
    }
    const core::Problem::Fix &chosen = problem.fixes.at(fix);
    workspace::EditableText *text = problem.file == page->document->location().promptFile
        ? page->document->prompt()
        : page->document->manifest();
    if (chosen.start + chosen.length <= text->bytes().size()) {
        text->apply({chosen.start, chosen.length, chosen.replacement});
    }
}

void DocumentArea::setProblems(const QList<core::Problem> &problems)
{
    if (const Page *page = currentPage()) {
        page->editor->setProblems(problems);
    }
}

void DocumentArea::setHistory(const workspace::DefinitionHistory &history)
{
    Page *page = currentPage();
    if (page == nullptr) {
        return;
    }
    page->history = history;
    QList<ContentRef> choices{ContentRef::draft(), ContentRef::saved()};
    for (const vcs::Version &version : history.versions) {
        choices.append(ContentRef::atCommit(version.commit.id, u'v' + version.version));
    }
    page->comparison->setChoices(choices);
}

// --- comparison and restoring --------------------------------------------------------------------

void DocumentArea::compare(const ContentRef &left, const ContentRef &right)
{
    const Page *page = currentPage();
    if (page == nullptr) {
        return;
    }
    page->editor->showView(page->comparisonView);
    page->comparison->showWaiting(left, right);
    page->comparing->request(
        [this, id = page->document->id(), left, right](const core::CancelFlag &cancel) {
            return m_workspace.compare(id, left, right, cancel);
        });
}

void DocumentArea::compareWithNewest()
{
    if (const Page *page = currentPage()) {
        const auto &versions = page->history.versions;
        compare(versions.isEmpty() ? ContentRef::saved()
                                   : ContentRef::atCommit(versions.first().commit.id,
                                                          u'v' + versions.first().version),
                ContentRef::draft());
    }
}

void DocumentArea::savePatch(const Page &page)
{
    const QString name = page.document->id().namePart() + u".patch"_s;
    const QString patch = workspace::patchOf(*page.comparison->comparison(), patchContext);
    m_dialogs.chooseSaveFile(
        this, {tr("Save patch"), name, tr("Patches (*.patch)")},
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

void DocumentArea::copyPatch(const Page &page)
{
    QGuiApplication::clipboard()->setText(
        workspace::patchOf(*page.comparison->comparison(), patchContext));
}

void DocumentArea::saveElsewhere(const Page &page)
{
    DefinitionDocument *document = page.document;
    const workspace::EditableText *unsaved = document->unsavedText();
    const workspace::ExactText text = unsaved->exact();
    const QString name =
        document->id().namePart() + (unsaved == document->prompt() ? u".md"_s : u".json"_s);
    m_dialogs.chooseSaveFile(this, {tr("Save elsewhere"), name, tr("All files (*)")},
                             [this, text](const QString &path) {
                                 if (!path.isEmpty()) {
                                     saveTo(path, text);
                                 }
                             });
}

void DocumentArea::saveTo(const QString &path, const workspace::ExactText &text)
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

void DocumentArea::restore(const ContentRef &reference)
{
    const Page *page = currentPage();
    if (page == nullptr) {
        return;
    }
    m_workspace.restore(page->document->id(), reference)
        .then(this, [this, label = reference.label](const core::Result<void> &restored) {
            if (restored) {
                showPrompt();
                Q_EMIT told(tr("%1 is in the editor as a draft. Undo takes it back.").arg(label));
            } else {
                Q_EMIT failed(restored.error());
            }
        });
}

} // namespace hermes::mainwindow
