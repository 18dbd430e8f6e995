#pragma once

#include <QObject>

namespace hermes::workspace {
class Settings;
class Workspace;
} // namespace hermes::workspace

namespace hermes::mainwindow {

class DocumentArea;

/// Which documents are open in each registry, from one run to the next. Thread: UI.
class Session final : public QObject
{
    Q_OBJECT

public:
    /// Everything passed in outlives this.
    Session(workspace::Workspace &workspace, workspace::Settings &settings, DocumentArea &documents,
            QObject *parent);

    /// Opens what was open when the registry was last closed. Only the document that was in front
    /// gets its editor at once.
    void restore();
    /// Closes all documents; they come back with restore().
    void closeDocuments();

private:
    void remember();

    workspace::Workspace &m_workspace;
    workspace::Settings &m_settings;
    DocumentArea &m_documents;
    bool m_isChanging = false; ///< What is open in the meantime says nothing.
};

} // namespace hermes::mainwindow
