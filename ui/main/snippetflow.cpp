#include "main/snippetflow.h"

#include "core/onworker.h"
#include "main/documentarea.h"
#include "workspace/snippetfiles.h"
#include "workspace/workspace.h"

namespace hermes::mainwindow {

using workspace::Workspace;

SnippetFlow::SnippetFlow(Workspace &workspace, DocumentArea &documents, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_reading(this, [&documents](const QList<text::Snippet> &snippets) {
        documents.setSnippets(snippets);
    })
{
    connect(&workspace, &Workspace::loaded, this, &SnippetFlow::read);
    // A file of another folder costs a look into one small folder, on a worker.
    connect(&workspace, &Workspace::filesChanged, this, &SnippetFlow::read);
    connect(&documents, &DocumentArea::currentChanged, this, &SnippetFlow::read);
}

void SnippetFlow::read()
{
    m_reading.request([root = m_workspace.root()](const core::CancelFlag &) {
        return core::onWorker([root] { return workspace::availableSnippets(root); });
    });
}

} // namespace hermes::mainwindow
