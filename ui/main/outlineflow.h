#pragma once

#include "workspace/liveoutline.h"

#include <QObject>

namespace hermes::browser {
class OutlineView;
}

namespace hermes::mainwindow {

class DocumentArea;

/// Joins the outline pane to the document that is shown: its sections, its caret, and what is done
/// to sections there. Thread: UI.
class OutlineFlow final : public QObject
{
    Q_OBJECT

public:
    OutlineFlow(DocumentArea &documents, browser::OutlineView &view, QObject *parent);

private:
    void showCaret();

    DocumentArea &m_documents;
    browser::OutlineView &m_view;
    workspace::LiveOutline m_outline;
};

} // namespace hermes::mainwindow
