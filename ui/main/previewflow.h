#pragma once

#include "assembly/target.h"
#include "core/entryid.h"
#include "main/templatetag.h"
#include "workspace/modelaccess.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QStringList>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace hermes::preview {
class PreviewPane;
}

namespace hermes::editor {
class DefinitionEditor;
}

namespace hermes::workspace {
class AssemblyPreview;
class DefinitionDocument;
class Settings;
class Workspace;
struct PreviewContent;
} // namespace hermes::workspace

namespace hermes::widgets {
class Theme;
}

namespace hermes::mainwindow {

class ActionCatalog;
class DocumentArea;

/// Joins the preview to the document that is shown: what is assembled from it, where its parts come
/// from, and that both show the same place. Thread: UI.
class PreviewFlow final : public QObject
{
    Q_OBJECT

public:
    /// Everything passed in outlives the flow.
    PreviewFlow(DocumentArea &documents, preview::PreviewPane &pane,
                const workspace::AssemblyPreview &assembly, const workspace::Workspace &workspace,
                const workspace::ModelAccess &models, workspace::Settings &settings,
                const widgets::Theme &theme, QObject *parent);

    void connectActions(const ActionCatalog &actions);

Q_SIGNALS:
    void told(const QString &text);
    /// Of an entry that stands beside a prompt.
    void placeRequested(const hermes::mainwindow::TemplatePlace &place);

private:
    void connectChoices();
    void connectTarget();
    void applyTarget();
    [[nodiscard]] assembly::Target chosenTarget() const;
    void startContext();
    void chooseContext();
    [[nodiscard]] QStringList contextOf(const workspace::DefinitionDocument &document) const;
    void changeContext(const QStringList &added, const QStringList &removed);
    void goToContext(const QString &path, int line);
    void leaveMissingProfile(const workspace::PreviewContent &content);
    void showTargets();
    void followEditor(const editor::DefinitionEditor *editor, int topLine);
    void followPreview(const assembly::Assembly &assembly, qint64 offset);

    DocumentArea &m_documents;
    preview::PreviewPane &m_pane;
    const workspace::Workspace &m_workspace;
    workspace::ModelAccess m_models;
    workspace::Settings &m_settings;
    const widgets::Theme &m_theme;
    QList<QAction *> m_targetActions; ///< As assembly::allTargets.
    /// What stands beside each prompt; by registry, for the next one in this page may have an entry
    /// of the same id.
    QHash<std::pair<QString, core::EntryId>, QStringList> m_context;
    bool m_isFollowing = false; ///< The editor scrolls because of the preview.
};

} // namespace hermes::mainwindow
