#include "editor/textpage.h"

#include "editor/breadcrumbs.h"
#include "editor/carets.h"
#include "editor/findbar.h"
#include "editor/folding.h"
#include "editor/lookalikemarks.h"
#include "editor/replacepreview.h"
#include "editor/snippettools.h"
#include "editor/textsearch.h"
#include "workspace/editabletext.h"

#include <QAccessible>
#include <QMouseEvent>
#include <QScrollBar>
#include <QSplitter>
#include <QToolTip>
#include <QVBoxLayout>

#include <utility>

namespace hermes::editor {

TextPage::TextPage(const widgets::Theme &theme, EditingTools::Language language, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_language(language)
    , m_breadcrumbs(new Breadcrumbs(theme))
    , m_findBar(new FindBar(theme))
    , m_splitter(new QSplitter(Qt::Vertical))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_findBar);
    column->addWidget(m_breadcrumbs);
    column->addWidget(m_splitter, 1);
    m_splitter->setChildrenCollapsible(false);
    m_breadcrumbs->setVisible(language == EditingTools::Language::Markdown);
    addView();
    joinFindBar();
    activate(0);
}

TextPage::~TextPage()
{
    // Editors that go lose the focus, which is nothing to a page that goes.
    for (const View &view : std::as_const(m_views)) {
        view.editor->removeEventFilter(this);
        view.editor->disconnect(this);
    }
}

// --- editors

void TextPage::addView()
{
    View view;
    view.editor = new PromptEditor(m_theme);
    view.tools = new EditingTools(view.editor, m_language);
    view.search = new TextSearch(view.editor, view.tools, m_theme);
    view.lookalikes = new LookalikeMarks(view.editor, m_theme);
    view.snippets = new SnippetTools(view.editor, view.tools, m_theme);
    m_splitter->addWidget(view.editor);
    m_views.append(view);
    joinView(view);
}

/// Gives a second editor what the first one has.
void TextPage::equip(const View &view) const
{
    const PromptEditor *first = m_views.first().editor;
    view.editor->setAccessibleName(first->accessibleName());
    view.editor->setZoom(first->zoom());
    view.editor->showText(m_text);
    view.editor->setAccess(m_access);
    view.editor->setProblems(m_problems);
    view.editor->setRuler(m_look.hasRuler ? m_look.rulerColumn : 0);
    view.editor->setShowsWhiteSpace(m_look.showsWhiteSpace);
    view.tools->setReflowWidth(m_look.rulerColumn);
    view.snippets->setSnippets(m_snippets);
    if (m_spelling.checker != nullptr) {
        new SpellMarks(view.editor, m_spelling, m_theme);
    }
}

void TextPage::joinView(const View &view)
{
    view.editor->installEventFilter(this);
    view.editor->viewport()->installEventFilter(this);
    connect(view.editor, &PromptEditor::menuRequested, this, &TextPage::menuRequested);
    const auto isInUse = [this, editor = view.editor] { return active().editor == editor; };
    connect(view.editor, &PromptEditor::caretMoved, this, [this, isInUse](int line, int column) {
        if (isInUse()) {
            Q_EMIT caretMoved(line, column);
        }
    });
    connect(view.editor, &PromptEditor::scrolled, this, [this, isInUse](int topLine) {
        if (isInUse()) {
            Q_EMIT scrolled(topLine);
        }
    });
    // Both halves share the layout of the text, and so the size of its font.
    connect(view.editor, &PromptEditor::zoomChanged, this, &TextPage::setZoom);
    connect(view.tools, &EditingTools::refused, this,
            [this, view](const core::Error &error) { showRefusal(view, error); });
    connect(view.search, &TextSearch::changed, this, [this, isInUse] {
        if (isInUse()) {
            showMatches();
        }
    });
    connect(view.search, &TextSearch::prepared, this,
            [this, search = view.search](const PreparedReplacements &prepared) {
                showPreview(search, prepared);
            });
    connect(view.search, &TextSearch::replaced, this,
            [this](qsizetype count) { m_replaced = count; });
}

void TextPage::showRefusal(const View &view, const core::Error &error)
{
    const QPoint below = view.editor->cursorRect().bottomLeft();
    QToolTip::showText(view.editor->viewport()->mapToGlobal(below), error.message, view.editor);
    QAccessibleAnnouncementEvent announcement(view.editor, error.message);
    QAccessible::updateAccessibility(&announcement);
}

bool TextPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn) {
        for (qsizetype i = 0; i < m_views.size(); ++i) {
            if (m_views.at(i).editor == watched && i != m_active) {
                activate(i);
            }
        }
    }
    if (event->type() == QEvent::MouseButtonRelease && watched == active().editor->viewport()) {
        const auto *click = static_cast<QMouseEvent *>(event);
        const bool isPlain = !active().editor->textCursor().hasSelection();
        if (click->button() == Qt::LeftButton && click->modifiers() == Qt::ControlModifier
            && isPlain) {
            Q_EMIT followRequested();
        }
    }
    return QWidget::eventFilter(watched, event);
}

/// The bars are about this editor from now on.
void TextPage::activate(qsizetype index)
{
    const TextSearch *before = active().search;
    m_active = index;
    setFocusProxy(active().editor);
    if (m_language == EditingTools::Language::Markdown) {
        m_breadcrumbs->follow(active().editor);
    }
    if (before != active().search && m_findBar->isVisible()) {
        for (const View &view : std::as_const(m_views)) {
            view.search->setMarking(view.search == active().search);
        }
        active().search->setReplacement(m_findBar->replacement());
        m_findBar->setInSelection(active().search->isInSelection());
        active().search->setQuery(m_findBar->query(), TextSearch::Follow::Stay);
    }
    Q_EMIT caretMoved(active().editor->caretLine(), active().editor->caretColumn());
}

void TextPage::toggleSplit(Qt::Orientation orientation)
{
    if (!isSplit()) {
        split(orientation);
    } else if (m_splitter->orientation() != orientation) {
        m_splitter->setOrientation(orientation);
        placeHalves();
    } else {
        join();
    }
}

void TextPage::split(Qt::Orientation orientation)
{
    m_splitter->setOrientation(orientation);
    addView();
    equip(m_views.last());
    for (const View &view : std::as_const(m_views)) {
        // The text is laid out once, for one width: both must have it.
        view.editor->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    }
    placeHalves();
    PromptEditor *first = m_views.first().editor;
    PromptEditor *second = m_views.last().editor;
    second->carets().set(first->carets().all());
    second->verticalScrollBar()->setValue(first->verticalScrollBar()->value());
    first->ensureCursorVisible();
    second->ensureCursorVisible();
    second->setFocus();
}

/// One editor is left, with the caret and the place of the one that was in use.
void TextPage::join()
{
    const View gone = m_views.last();
    PromptEditor *first = m_views.first().editor;
    if (m_active > 0) {
        first->carets().set(gone.editor->carets().all());
        first->verticalScrollBar()->setValue(gone.editor->verticalScrollBar()->value());
    }
    activate(0);
    m_views.removeLast();
    gone.editor->removeEventFilter(this);
    gone.editor->viewport()->removeEventFilter(this);
    first->setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    first->setFocus();
    // Later: its key may be what led here.
    gone.editor->hide();
    gone.editor->setParent(nullptr);
    gone.editor->deleteLater();
}

/// Beside each other the halves are equally wide; one above the other the user may say how high.
void TextPage::placeHalves()
{
    const bool isBeside = m_splitter->orientation() == Qt::Horizontal;
    m_splitter->handle(1)->setEnabled(!isBeside);
    const int room = isBeside ? m_splitter->width() : m_splitter->height();
    const int handle = 2 - room % 2; // the rest can be halved
    m_splitter->setHandleWidth(handle);
    m_splitter->setSizes({(room - handle) / 2, (room - handle) / 2});
}

void TextPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (isSplit() && m_splitter->orientation() == Qt::Horizontal) {
        placeHalves();
    }
}

// --- what all editors show

void TextPage::showText(workspace::EditableText *text)
{
    m_text = text;
    m_views.first().editor->showText(text);
}

void TextPage::setTextName(const QString &name)
{
    for (const View &view : std::as_const(m_views)) {
        view.editor->setAccessibleName(name);
    }
}

void TextPage::setAccess(PromptEditor::Access access)
{
    m_access = access;
    for (const View &view : std::as_const(m_views)) {
        view.editor->setAccess(access);
    }
}

void TextPage::setProblems(const QList<core::Problem> &problems)
{
    m_problems = problems;
    for (const View &view : std::as_const(m_views)) {
        view.editor->setProblems(problems);
    }
}

void TextPage::setZoom(int steps)
{
    for (const View &view : std::as_const(m_views)) {
        view.editor->setZoom(steps);
    }
}

void TextPage::setSpelling(const Spelling &spelling)
{
    m_spelling = spelling;
    for (const View &view : std::as_const(m_views)) {
        new SpellMarks(view.editor, spelling, m_theme);
    }
}

void TextPage::setSnippets(const QList<text::Snippet> &snippets)
{
    m_snippets = snippets;
    for (const View &view : std::as_const(m_views)) {
        view.snippets->setSnippets(snippets);
    }
}

void TextPage::setLook(const workspace::Settings::TextLook &look)
{
    m_look = look;
    m_breadcrumbs->setVisible(look.hasBreadcrumbs
                              && m_language == EditingTools::Language::Markdown);
    for (const View &view : std::as_const(m_views)) {
        view.editor->setRuler(look.hasRuler ? look.rulerColumn : 0);
        view.editor->setShowsWhiteSpace(look.showsWhiteSpace);
        view.tools->setReflowWidth(look.rulerColumn);
    }
}

// --- commands

void TextPage::perform(EditCommand command)
{
    if (!performOnPage(command) && !performOnFolds(command) && active().editor->hasFocus()) {
        active().tools->perform(command);
    }
}

bool TextPage::performOnPage(EditCommand command)
{
    switch (command) {
    case EditCommand::Find:
    case EditCommand::Replace:
        openFindBar(command);
        return true;
    case EditCommand::FindNext:
    case EditCommand::FindPrevious:
        if (active().search->query().pattern.isEmpty()) {
            openFindBar(EditCommand::Find);
        } else if (command == EditCommand::FindNext) {
            active().search->goToNext();
        } else {
            active().search->goToPrevious();
        }
        return true;
    case EditCommand::ReplaceLookalikes:
        active().lookalikes->replaceAll();
        return true;
    case EditCommand::InsertSnippet:
        if (m_language == EditingTools::Language::Markdown) {
            active().snippets->choose();
        }
        return true;
    case EditCommand::SectionsBeside:
        m_breadcrumbs->openInnermost();
        return true;
    case EditCommand::SplitBeside:
        toggleSplit(Qt::Horizontal);
        return true;
    case EditCommand::SplitBelow:
        toggleSplit(Qt::Vertical);
        return true;
    case EditCommand::OtherHalf:
        if (isSplit()) {
            m_views.at(1 - m_active).editor->setFocus();
        }
        return true;
    default:
        return false;
    }
}

bool TextPage::performOnFolds(EditCommand command) const
{
    Folding &folding = active().editor->folding();
    const int line = active().editor->caretLine() - 1;
    switch (command) {
    case EditCommand::Fold:
        folding.foldAround(line);
        return true;
    case EditCommand::Unfold:
        folding.unfoldAround(line);
        return true;
    case EditCommand::FoldAll:
        folding.foldAll();
        return true;
    case EditCommand::UnfoldAll:
        folding.unfoldAll();
        return true;
    case EditCommand::FocusSection:
        folding.toggleFocus(line);
        return true;
    default:
        return false;
    }
}

void TextPage::changeSection(const text::SectionRequest &request)
{
    active().tools->changeSection(request);
}

// --- find and replace
// -------------------------------------------------------------------------------------------------------

void TextPage::joinFindBar()
{
    connect(m_findBar, &FindBar::queryChanged, this, &TextPage::takeQuery);
    connect(m_findBar, &FindBar::replacementChanged, this,
            [this] { active().search->setReplacement(m_findBar->replacement()); });
    connect(m_findBar, &FindBar::inSelectionChanged, this, [this](bool isInSelection) {
        isInSelection ? active().search->keepToSelection() : active().search->leaveSelection();
        m_findBar->setInSelection(active().search->isInSelection());
    });
    connect(m_findBar, &FindBar::nextRequested, this, [this] { active().search->goToNext(); });
    connect(m_findBar, &FindBar::previousRequested, this,
            [this] { active().search->goToPrevious(); });
    connect(m_findBar, &FindBar::replaceRequested, this, [this] { active().search->replaceOne(); });
    connect(m_findBar, &FindBar::replaceAllRequested, this,
            [this] { active().search->prepareReplaceAll(); });
    connect(m_findBar, &FindBar::closed, this, &TextPage::closeFindBar);
}

void TextPage::openFindBar(EditCommand command)
{
    TextSearch *search = active().search;
    const QTextCursor cursor = active().editor->textCursor();
    const QString selected = workspace::EditableText::fileText(cursor.selectedText());
    const bool isWithinLine = !selected.contains(u'\n');
    search->begin();
    search->setMarking(true);
    if (!m_findBar->isVisible() && !isWithinLine) {
        search->keepToSelection();
    }
    m_findBar->setInSelection(search->isInSelection());
    m_findBar->open(command == EditCommand::Replace ? FindBar::Mode::Replace : FindBar::Mode::Find,
                    isWithinLine ? selected : QString());
    m_replaced = 0;
    search->setQuery(m_findBar->query(), TextSearch::Follow::Stay);
}

void TextPage::closeFindBar()
{
    for (const View &view : std::as_const(m_views)) {
        view.search->setMarking(false);
        view.search->leaveSelection();
    }
    active().editor->setFocus();
}

void TextPage::takeQuery()
{
    m_replaced = 0;
    active().search->setQuery(m_findBar->query(), TextSearch::Follow::GoToFirst);
}

void TextPage::showMatches()
{
    const TextSearch *search = active().search;
    const qsizetype count = search->matchCount();
    if (search->isSearching() && !search->error()) {
        return; // what stands there is true in a moment
    }
    const qsizetype current = search->currentMatch();
    QString status;
    if (m_replaced > 0) {
        status = tr("%n replaced", nullptr, static_cast<int>(m_replaced));
    } else if (!search->query().pattern.isEmpty() && !search->error()) {
        status = count == 0 ? tr("No match")
            : current < 0   ? tr("%n match(es)", nullptr, static_cast<int>(count))
                            : tr("%1 of %2").arg(current + 1).arg(count);
    }
    m_findBar->showStatus(status, search->error().value_or(core::Error{}).message);
    m_findBar->setCanReplace(!active().editor->isReadOnly() && count > 0);
}

void TextPage::showPreview(TextSearch *search, const PreparedReplacements &prepared)
{
    auto *preview = new ReplacePreview(prepared, m_theme, this);
    preview->setAttribute(Qt::WA_DeleteOnClose);
    connect(preview, &QDialog::accepted, search, [search, prepared] {
        if (!search->replaceAll(prepared)) {
            search->prepareReplaceAll(); // the text has changed: look at it again
        }
    });
    preview->open();
}

} // namespace hermes::editor
