#pragma once

#include "core/entryid.h"

#include <QList>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>

namespace hermes::workspace {
class Settings;
class Workspace;
} // namespace hermes::workspace

namespace hermes::editor {
class DefinitionEditor;
}

namespace hermes::mainwindow {

class DocumentArea;

/// Where someone was in each document, from one run to the next: caret, selection, what was in
/// sight and what was folded. Thread: UI.
class Places final : public QObject
{
    Q_OBJECT

public:
    /// Everything passed in outlives this.
    Places(workspace::Workspace &workspace, workspace::Settings &settings, DocumentArea &documents,
           QObject *parent);

    /// Remembers where someone is now.
    void remember();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void follow(editor::DefinitionEditor *editor);
    void goBack(editor::DefinitionEditor &editor);
    void noteMove(editor::DefinitionEditor *editor);

    workspace::Workspace &m_workspace;
    workspace::Settings &m_settings;
    QSet<const QObject *> m_waiting; ///< Editors whose text is not read, or was not shown, yet.
    QList<QPointer<editor::DefinitionEditor>> m_moved; ///< Since they were remembered.
    QTimer m_delay;
};

} // namespace hermes::mainwindow
