#include "main/outlineflow.h"

#include "browser/outlineview.h"
#include "editor/prompteditor.h"
#include "main/documentarea.h"

namespace hermes::mainwindow {

using browser::OutlineView;

OutlineFlow::OutlineFlow(DocumentArea &documents, OutlineView &view, QObject *parent)
    : QObject(parent), m_documents(documents), m_view(view)
{
    connect(&documents, &DocumentArea::currentChanged, this,
            [this] { m_outline.setDocument(m_documents.current()); });
    connect(&documents, &DocumentArea::caretMoved, this, &OutlineFlow::showCaret);
    connect(&view, &OutlineView::sectionShown, &documents, &DocumentArea::showLine);
    connect(&view, &OutlineView::sectionActivated, &documents, &DocumentArea::goToLine);
    connect(&view, &OutlineView::changeRequested, &documents, &DocumentArea::changeSection);
    connect(&m_outline, &workspace::LiveOutline::updated, this,
            [this](const workspace::Outline &outline) {
                m_view.setOutline(outline);
                showCaret();
            });
}

void OutlineFlow::showCaret()
{
    if (const editor::PromptEditor *prompt = m_documents.promptEditor()) {
        m_view.setCaretLine(prompt->caretLine() - 1);
    }
}

} // namespace hermes::mainwindow
