#pragma once

#include "core/latesttask.h"
#include "workspace/dependentprompts.h"

#include <QObject>

QT_BEGIN_NAMESPACE
class QWidget;
QT_END_NAMESPACE

namespace hermes::widgets {
class Theme;
}

namespace hermes::workspace {
class DefinitionDocument;
class Workspace;
} // namespace hermes::workspace

namespace hermes::mainwindow {

class ActionCatalog;
class DocumentArea;
class EntryFlow;

/// Says after a fragment was saved which prompts use it, shows what they become, and writes them as
/// one operation of EntryFlow. Thread: UI.
class DependentsFlow final : public QObject
{
    Q_OBJECT

public:
    /// Everything passed in outlives the flow.
    DependentsFlow(workspace::Workspace &workspace, const widgets::Theme &theme,
                   DocumentArea &documents, EntryFlow &entries, QWidget *window);

    void connectActions(const ActionCatalog &actions);
    /// What is to be written of those that use a fragment.
    void showPrompts(const QString &fragment);
    void saveFragments(const QStringList &names);

Q_SIGNALS:
    /// Prompts are not what their sources give any more; showPrompts() shows them.
    void promptsOutdated(const QString &text, const QString &fragment);
    void told(const QString &text);
    /// A prompt was written without these fragments' unsaved text; saveFragments() saves it.
    void fragmentsLeftOut(const QString &text, const QStringList &names);

private:
    enum class Then
    {
        Tell,
        Show
    };
    struct Found
    {
        QString fragment;
        Then then = Then::Tell;
        core::Result<workspace::DependentPrompts> prompts;
    };

    void follow(workspace::DefinitionDocument *document);
    void look(const QString &fragment, Then then);
    void take(const Found &found);
    void tell(const Found &found);
    void show(const QString &fragment, const changes::ChangeSet &changes);

    workspace::Workspace &m_workspace;
    const widgets::Theme &m_theme;
    DocumentArea &m_documents;
    EntryFlow &m_entries;
    QWidget *m_window;
    core::LatestTask<Found> m_task;
};

} // namespace hermes::mainwindow
