#include "editor/definitioneditor.h"

#include "editor/diskmessages.h"
#include "editor/prompteditor.h"
#include "editor/promptsyntax.h"
#include "editor/textpage.h"
#include "registry/promptsource.h"
#include "widgets/icons.h"
#include "widgets/linewidget.h"
#include "widgets/segmentedcontrol.h"
#include "widgets/theme.h"
#include "widgets/underlinetabs.h"
#include "workspace/definitiondocument.h"
#include "workspace/fragmentdocument.h"

#include <QClipboard>
#include <QFileInfo>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;
using hermes::workspace::DefinitionDocument;

namespace hermes::editor {

namespace {

constexpr int formPage = 0;
constexpr int textPage = 1;
constexpr int promptView = 0;
constexpr int manifestView = 1;
constexpr int compactBelow = 460; ///< Height at which the header gives room to the text. Pixels.
constexpr qint64 maximumIconBytes = 256LL * 1024;

/// The icon file of an entry; null if there is none that may be read: links are never followed.
QIcon ownIcon(const DefinitionDocument::Location &location, const QString &name)
{
    if (name.isEmpty() || name.contains(u':') || name.contains(u'/')) {
        return {};
    }
    const QFileInfo file(location.registryRoot + u'/' + location.folder.text() + u'/' + name);
    return file.isFile() && !file.isSymLink() && file.size() <= maximumIconBytes
        ? QIcon(file.filePath())
        : QIcon();
}

} // namespace

DefinitionEditor::DefinitionEditor(DefinitionDocument *document, PromptSyntax &syntax,
                                   const widgets::Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_document(document)
    , m_header(new DefinitionHeader(theme))
    , m_tabs(new widgets::UnderlineTabs(theme))
    , m_messages(new DiskMessages(theme, document))
    , m_views(new QStackedWidget)
    , m_promptPage(new TextPage(theme, EditingTools::Language::Markdown))
    , m_manifestChoice(new widgets::SegmentedControl(theme, tr("View of the manifest"),
                                                     {tr("Form"), tr("JSON")}))
    , m_manifestPages(new QStackedWidget)
    , m_form(new ManifestForm(theme))
    , m_manifestTextPage(new TextPage(theme, EditingTools::Language::Json))
{
    m_promptPage->setTextName(tr("Prompt"));
    m_manifestTextPage->setTextName(tr("Manifest, JSON"));
    m_tabs->setAccessibleName(tr("Views of the definition"));
    m_promptPage->showText(document->prompt());
    m_manifestTextPage->showText(document->manifest());
    syntax.highlight(document->prompt()->document(), PromptSyntax::Language::Markdown);
    syntax.highlight(document->manifest()->document(), PromptSyntax::Language::Json);
    m_form->setDocument(document);
    layOut();
    joinSignals();
    if (document->location().promptFile.isRoot()) {
        m_tabs->setTabVisible(promptView, false);
        showManifest();
    }
    m_tabs->setTabVisible(manifestView, !document->location().manifestFile.isRoot());
    if (!workspace::fragmentOf(document->id()).isEmpty()) {
        m_tabs->setTabText(promptView, tr("Fragment"));
        m_promptPage->setTextName(tr("Fragment"));
    }
    showState();
    showHeader();
}

DefinitionEditor::~DefinitionEditor() = default;

DefinitionDocument *DefinitionEditor::document() const
{
    return m_document;
}

void DefinitionEditor::layOut()
{
    auto *tabRow = new QHBoxLayout;
    tabRow->setContentsMargins(widgets::space::large, 0, widgets::space::large, 0);
    tabRow->addWidget(m_tabs);
    tabRow->addStretch();
    m_tabs->addTab(tr("Prompt"));
    m_tabs->addTab(tr("Manifest"));
    m_views->addWidget(m_promptPage);
    m_views->addWidget(makeManifestView());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addLayout(tabRow);
    column->addWidget(new widgets::LineWidget(Qt::Horizontal));
    column->addWidget(m_messages);
    column->addWidget(m_views, 1);
}

QWidget *DefinitionEditor::makeManifestView()
{
    auto *choiceRow = new QHBoxLayout;
    choiceRow->setContentsMargins(widgets::space::large, widgets::space::small,
                                  widgets::space::large, widgets::space::tiny);
    choiceRow->addWidget(m_manifestChoice);
    choiceRow->addStretch();
    m_manifestPages->addWidget(m_form);
    m_manifestPages->addWidget(m_manifestTextPage);
    auto *view = new QWidget;
    auto *column = new QVBoxLayout(view);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addLayout(choiceRow);
    column->addWidget(m_manifestPages, 1);
    return view;
}

void DefinitionEditor::joinSignals()
{
    connect(m_tabs, &QTabBar::currentChanged, m_views, &QStackedWidget::setCurrentIndex);
    connect(m_views, &QStackedWidget::currentChanged, this,
            [this] { Q_EMIT viewShown(m_views->currentWidget()); });
    connect(m_manifestChoice, &widgets::SegmentedControl::currentChanged, m_manifestPages,
            &QStackedWidget::setCurrentIndex);
    connect(m_form, &ManifestForm::textRequested, this, [this] {
        showManifestPage(textPage);
        m_manifestTextPage->setFocus();
    });
    connect(m_promptPage, &TextPage::caretMoved, this, &DefinitionEditor::caretMoved);
    connect(m_promptPage, &TextPage::scrolled, this, &DefinitionEditor::promptScrolled);
    connect(m_promptPage, &TextPage::menuRequested, this, &DefinitionEditor::promptMenuRequested);
    connect(m_promptPage, &TextPage::followRequested, this, &DefinitionEditor::followRequested);
    connect(m_manifestTextPage, &TextPage::caretMoved, this, &DefinitionEditor::caretMoved);
    connect(m_messages, &DiskMessages::comparisonRequested, this,
            &DefinitionEditor::comparisonWithDiskRequested);
    connect(m_messages, &DiskMessages::copyRequested, this, &DefinitionEditor::copyText);
    connect(m_messages, &DiskMessages::saveElsewhereRequested, this,
            &DefinitionEditor::saveElsewhereRequested);
    connect(m_document, &DefinitionDocument::stateChanged, this, &DefinitionEditor::showState);
    connect(m_document, &DefinitionDocument::modificationChanged, this,
            &DefinitionEditor::showHeader);
    connect(m_document->manifest(), &workspace::EditableText::changed, this,
            &DefinitionEditor::showHeader);
}

void DefinitionEditor::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_header->setCompact(height() < compactBelow);
}

int DefinitionEditor::addView(const QString &title, QWidget *view)
{
    m_tabs->addTab(title);
    return m_views->addWidget(view);
}

void DefinitionEditor::showView(int index)
{
    m_tabs->setCurrentIndex(index);
    m_views->setCurrentIndex(index);
}

void DefinitionEditor::showPrompt()
{
    showView(promptView);
    promptEditor()->setFocus();
}

void DefinitionEditor::showManifest()
{
    showView(manifestView);
    if (m_manifestPages->currentIndex() == textPage) {
        m_manifestTextPage->editor()->setFocus();
    } else {
        m_form->focusField(u"name"_s);
    }
}

void DefinitionEditor::showManifestPage(int page)
{
    m_manifestChoice->setCurrentIndex(page);
    m_manifestPages->setCurrentIndex(page);
}

void DefinitionEditor::goToManifestText(int line, int column)
{
    showManifestPage(textPage);
    m_manifestTextPage->editor()->goTo(line, column);
    m_manifestTextPage->editor()->setFocus();
}

void DefinitionEditor::showState()
{
    const bool isReady = m_document->state() == DefinitionDocument::State::Ready;
    if (isReady && !std::exchange(m_wasReady, true)) {
        // Text that arrives pushes a caret before it to its end.
        promptEditor()->moveCursor(QTextCursor::Start);
        m_manifestTextPage->editor()->moveCursor(QTextCursor::Start);
    }
    const auto access = isReady ? PromptEditor::Access::Editable : PromptEditor::Access::ReadOnly;
    m_promptPage->setAccess(access);
    m_manifestTextPage->setAccess(access);
    m_views->setEnabled(m_document->state() != DefinitionDocument::State::Loading);
    showHeader();
}

void DefinitionEditor::showHeader()
{
    if (m_document->state() == DefinitionDocument::State::Loading) {
        return;
    }
    if (!workspace::fragmentOf(m_document->id()).isEmpty()) {
        showFragmentHeader();
        return;
    }
    const registry::Manifest manifest = m_document->draft().readManifest().manifest;
    HeaderContent content;
    content.id = m_document->id();
    content.name = manifest.name.isEmpty() ? m_document->id().namePart() : manifest.name;
    content.author = manifest.author ? manifest.author->name : QString();
    content.version = manifest.version;
    content.description = manifest.description;
    content.model = manifest.model;
    content.tools = manifest.tools.value_or(QStringList());
    content.tags = manifest.tags;
    content.hermesRange = manifest.compatibility ? manifest.compatibility->hermes : QString();
    content.checksum = m_checksum;
    content.state = stateText();
    if (m_document->hasSource()) {
        content.sourceNote = tr("You edit %1. Saving it writes %2, which is what it gives.")
                                 .arg(m_document->location().sourceFile.text(),
                                      m_document->location().promptFile.text());
    }
    content.icon = ownIcon(m_document->location(), manifest.icon);
    m_header->setContent(content);
}

QString DefinitionEditor::stateText() const
{
    return !m_document->readOnlyReason().isEmpty() ? tr("read-only")
        : !m_changeNote.isEmpty()                  ? m_changeNote
        : m_document->isModified()                 ? tr("not saved")
                                                   : QString();
}

void DefinitionEditor::showFragmentHeader()
{
    const registry::SourceHead head =
        registry::readSourceHead(m_document->prompt()->bytes(), m_document->location().promptFile);
    HeaderContent content;
    content.id = m_document->id();
    content.name = workspace::fragmentOf(m_document->id());
    content.fragmentFile = m_document->location().promptFile.text();
    content.version = head.version;
    content.description = head.description;
    content.state = stateText();
    content.icon = widgets::colouredIcon(u"package"_s, m_theme.colors().accent);
    m_header->setContent(content);
}

void DefinitionEditor::setSuggestions(const FormSuggestions &suggestions)
{
    m_form->setSuggestions(suggestions);
}

void DefinitionEditor::setChangeNote(const QString &note)
{
    m_changeNote = note;
    showHeader();
}

void DefinitionEditor::setChecksum(const QString &checksum)
{
    m_checksum = checksum;
    showHeader();
}

void DefinitionEditor::setProblems(const QList<core::Problem> &problems)
{
    QList<core::Problem> ofPrompt;
    QList<core::Problem> ofManifest;
    const DefinitionDocument::Location &location = m_document->location();
    for (const core::Problem &problem : problems) {
        if (problem.file == location.editedFile()) {
            ofPrompt.append(problem);
        } else if (problem.file == location.manifestFile) {
            ofManifest.append(problem);
        }
    }
    m_promptPage->setProblems(ofPrompt);
    m_manifestTextPage->setProblems(ofManifest);
}

void DefinitionEditor::goTo(const core::Problem &problem)
{
    const DefinitionDocument::Location &location = m_document->location();
    if (problem.file == location.editedFile() || problem.file == location.promptFile) {
        showPrompt();
        promptEditor()->goTo(std::max(problem.line, 1), std::max(problem.column, 1));
        return;
    }
    showManifest();
    if (problem.line > 0) {
        goToManifestText(problem.line, std::max(problem.column, 1));
        return;
    }
    showManifestPage(formPage); // what is not shown cannot take the focus
    if (!m_form->focusField(problem.field)) {
        const registry::TextPosition place = placeOf(problem.field);
        goToManifestText(place.line, place.column);
    }
}

/// Where a field stands in the manifest's text; its beginning if there is none.
registry::TextPosition DefinitionEditor::placeOf(const QString &field) const
{
    const QByteArray text = m_document->manifest()->bytes();
    const auto span = registry::ManifestText::parse(text).and_then(
        [&field](const registry::ManifestText &manifest) { return manifest.span({field}); });
    return span ? registry::positionAt(text, std::max<qint64>(span->keyStart, 0))
                : registry::TextPosition();
}

void DefinitionEditor::goToPromptLine(int line)
{
    showPrompt();
    promptEditor()->goTo(line, 1);
}

void DefinitionEditor::showPromptLine(int line)
{
    showView(promptView);
    promptEditor()->goTo(line, 1);
}

void DefinitionEditor::changeSection(const text::SectionRequest &request)
{
    m_promptPage->changeSection(request);
}

void DefinitionEditor::tellCaret()
{
    const PromptEditor *shown = m_views->currentIndex() == manifestView
        ? m_manifestTextPage->editor()
        : m_promptPage->editor();
    Q_EMIT caretMoved(shown->caretLine(), shown->caretColumn());
}

void DefinitionEditor::setSpelling(const Spelling &spelling)
{
    m_promptPage->setSpelling(spelling);
}

void DefinitionEditor::setTextLook(const workspace::Settings::TextLook &look)
{
    m_promptPage->setLook(look);
    m_manifestTextPage->setLook(look);
}

void DefinitionEditor::setSnippets(const QList<text::Snippet> &snippets)
{
    m_promptPage->setSnippets(snippets);
}

PromptEditor *DefinitionEditor::promptEditor() const
{
    return m_promptPage->editor();
}

void DefinitionEditor::zoom(int steps)
{
    const int size = steps == 0 ? 0 : promptEditor()->zoom() + steps;
    m_promptPage->setZoom(size);
    m_manifestTextPage->setZoom(size);
}

void DefinitionEditor::perform(EditCommand command)
{
    if (isSearchCommand(command) && !m_promptPage->isVisible()
        && !m_manifestTextPage->isVisible()) {
        showPrompt();
    }
    for (TextPage *page : {m_promptPage, m_manifestTextPage}) {
        if (page->isVisible()) {
            page->perform(command);
        }
    }
}

void DefinitionEditor::copyText() const
{
    QGuiApplication::clipboard()->setText(QString::fromUtf8(m_document->unsavedText()->bytes()));
}

} // namespace hermes::editor
