#pragma once

#include "core/latesttask.h"
#include "text/snippet.h"

#include <QObject>

namespace hermes::workspace {
class Workspace;
}

namespace hermes::mainwindow {

class DocumentArea;

/// Gives editors the snippets of the program and of the open registry, and follows its files.
/// Thread: UI.
class SnippetFlow final : public QObject
{
    Q_OBJECT

public:
    SnippetFlow(workspace::Workspace &workspace, DocumentArea &documents, QObject *parent);

private:
    void read();

    workspace::Workspace &m_workspace;
    core::LatestTask<QList<text::Snippet>> m_reading;
};

} // namespace hermes::mainwindow
