#include "editor/textpage.h"

#include "editor/findbar.h"
#include "editor/folding.h"
#include "editor/lookalikemarks.h"
#include "editor/prompteditor.h"
#include "editor/replacepreview.h"
#include "editor/textsearch.h"
#include "workspace/editabletext.h"

#include <QAccessible>
#include <QToolTip>
#include <QVBoxLayout>

namespace hermes::editor {

TextPage::TextPage(const widgets::Theme &theme, EditingTools::Language language, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_editor(new PromptEditor(theme))
    , m_tools(new EditingTools(m_editor, language))
    , m_search(new TextSearch(m_editor, m_tools, theme))
    , m_lookalikes(new LookalikeMarks(m_editor, theme))
    , m_findBar(new FindBar(theme))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins({});
    column->setSpacing(0);
    column->addWidget(m_findBar);
    column->addWidget(m_editor, 1);
    setFocusProxy(m_editor);
    connect(m_tools, &EditingTools::refused, this, [this](const core::Error &error) {
        const QPoint below = m_editor->cursorRect().bottomLeft();
        QToolTip::showText(m_editor->viewport()->mapToGlobal(below), error.message, m_editor);
        QAccessibleAnnouncementEvent announcement(m_editor, error.message);
        QAccessible::updateAccessibility(&announcement);
    });
    joinFindBar();
}

void TextPage::setSpelling(const Spelling &spelling)
{
    new SpellMarks(m_editor, spelling, m_theme);
}

void TextPage::setLook(const workspace::Settings::TextLook &look)
{
    m_editor->setRuler(look.hasRuler ? look.rulerColumn : 0);
    m_editor->setShowsWhiteSpace(look.showsWhiteSpace);
    m_tools->setReflowWidth(look.rulerColumn);
}

void TextPage::perform(EditCommand command)
{
    switch (command) {
    case EditCommand::Find:
    case EditCommand::Replace:
        openFindBar(command);
        break;
    case EditCommand::FindNext:
    case EditCommand::FindPrevious:
        if (m_search->query().pattern.isEmpty()) {
            openFindBar(EditCommand::Find);
        } else if (command == EditCommand::FindNext) {
            m_search->goToNext();
        } else {
            m_search->goToPrevious();
        }
        break;
    case EditCommand::ReplaceLookalikes:
        m_lookalikes->replaceAll();
        break;
    case EditCommand::Fold:
        m_editor->folding().foldAround(m_editor->caretLine() - 1);
        break;
    case EditCommand::Unfold:
        m_editor->folding().unfoldAround(m_editor->caretLine() - 1);
        break;
    case EditCommand::FoldAll:
        m_editor->folding().foldAll();
        break;
    case EditCommand::UnfoldAll:
        m_editor->folding().unfoldAll();
        break;
    case EditCommand::FocusSection:
        m_editor->folding().toggleFocus(m_editor->caretLine() - 1);
        break;
    default:
        if (m_editor->hasFocus()) {
            m_tools->perform(command);
        }
    }
}

// --- find and replace
// -------------------------------------------------------------------------------------------------------

void TextPage::joinFindBar()
{
    connect(m_findBar, &FindBar::queryChanged, this, &TextPage::takeQuery);
    connect(m_findBar, &FindBar::replacementChanged, this,
            [this] { m_search->setReplacement(m_findBar->replacement()); });
    connect(m_findBar, &FindBar::inSelectionChanged, this, [this](bool isInSelection) {
        isInSelection ? m_search->keepToSelection() : m_search->leaveSelection();
        m_findBar->setInSelection(m_search->isInSelection());
    });
    connect(m_findBar, &FindBar::nextRequested, m_search, &TextSearch::goToNext);
    connect(m_findBar, &FindBar::previousRequested, m_search, &TextSearch::goToPrevious);
    connect(m_findBar, &FindBar::replaceRequested, m_search, &TextSearch::replaceOne);
    connect(m_findBar, &FindBar::replaceAllRequested, m_search, &TextSearch::prepareReplaceAll);
    connect(m_findBar, &FindBar::closed, this, &TextPage::closeFindBar);
    connect(m_search, &TextSearch::changed, this, &TextPage::showMatches);
    connect(m_search, &TextSearch::prepared, this, &TextPage::showPreview);
    connect(m_search, &TextSearch::replaced, this, [this](qsizetype count) { m_replaced = count; });
}

void TextPage::openFindBar(EditCommand command)
{
    const QTextCursor cursor = m_editor->textCursor();
    const QString selected = workspace::EditableText::fileText(cursor.selectedText());
    const bool isWithinLine = !selected.contains(u'\n');
    m_search->begin();
    m_search->setMarking(true);
    if (!m_findBar->isVisible() && !isWithinLine) {
        m_search->keepToSelection();
    }
    m_findBar->setInSelection(m_search->isInSelection());
    m_findBar->open(command == EditCommand::Replace ? FindBar::Mode::Replace : FindBar::Mode::Find,
                    isWithinLine ? selected : QString());
    m_replaced = 0;
    m_search->setQuery(m_findBar->query(), TextSearch::Follow::Stay);
}

void TextPage::closeFindBar()
{
    m_search->setMarking(false);
    m_search->leaveSelection();
    m_editor->setFocus();
}

void TextPage::takeQuery()
{
    m_replaced = 0;
    m_search->setQuery(m_findBar->query(), TextSearch::Follow::GoToFirst);
}

void TextPage::showMatches()
{
    const qsizetype count = m_search->matchCount();
    if (m_search->isSearching() && !m_search->error()) {
        return; // what stands there is true in a moment
    }
    const qsizetype current = m_search->currentMatch();
    QString status;
    if (m_replaced > 0) {
        status = tr("%n replaced", nullptr, static_cast<int>(m_replaced));
    } else if (!m_search->query().pattern.isEmpty() && !m_search->error()) {
        status = count == 0 ? tr("No match")
            : current < 0   ? tr("%n match(es)", nullptr, static_cast<int>(count))
                            : tr("%1 of %2").arg(current + 1).arg(count);
    }
    m_findBar->showStatus(status, m_search->error().value_or(core::Error{}).message);
    m_findBar->setCanReplace(!m_editor->isReadOnly() && count > 0);
}

void TextPage::showPreview(const PreparedReplacements &prepared)
{
    auto *preview = new ReplacePreview(prepared, m_theme, this);
    preview->setAttribute(Qt::WA_DeleteOnClose);
    connect(preview, &QDialog::accepted, this, [this, prepared] {
        if (!m_search->replaceAll(prepared)) {
            m_search->prepareReplaceAll(); // the text has changed: look at it again
        }
    });
    preview->open();
}

} // namespace hermes::editor
