#pragma once

#include "assembly/assembly.h"
#include "core/entryid.h"
#include "workspace/modelaccess.h"

#include <QHash>
#include <QObject>
#include <QStringList>

namespace hermes::preview {
class PreviewPane;
}

namespace hermes::editor {
class DefinitionEditor;
}

namespace hermes::workspace {
class AssemblyPreview;
class Settings;
} // namespace hermes::workspace

namespace hermes::mainwindow {

class DocumentArea;

/// Joins the preview to the document that is shown: what is assembled from it, where its parts come
/// from, and that both show the same place. Thread: UI.
class PreviewFlow final : public QObject
{
    Q_OBJECT

public:
    PreviewFlow(DocumentArea &documents, preview::PreviewPane &pane,
                const workspace::AssemblyPreview &assembly, const workspace::ModelAccess &models,
                workspace::Settings &settings, QObject *parent);

private:
    void connectChoices();
    void connectTarget();
    void applyTarget();
    void showTargets();
    void followEditor(const editor::DefinitionEditor *editor, int topLine);
    void followPreview(const assembly::Assembly &assembly, qint64 offset);

    DocumentArea &m_documents;
    preview::PreviewPane &m_pane;
    workspace::ModelAccess m_models;
    workspace::Settings &m_settings;
    QHash<core::EntryId, QStringList> m_context; ///< What stands beside each prompt.
    bool m_isFollowing = false; ///< The editor scrolls because of the preview.
};

} // namespace hermes::mainwindow
