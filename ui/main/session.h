#pragma once

#include "core/entryid.h"

#include <QList>
#include <QObject>
#include <QStringList>

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
    ///
    /// What the program died of while opening it is opened after the others, one by one; at the
    /// second time it is left closed and what the journal has of it is kept aside.
    void restore();
    /// Closes all documents; they come back with restore().
    void closeDocuments();

Q_SIGNALS:
    /// `aside`: where what the journal had of it lies now.
    void leftClosed(const hermes::core::EntryId &id, const QStringList &aside);

private:
    void remember();
    [[nodiscard]] QStringList openedAtOnce(const QStringList &ids);
    void openNextSuspect();

    workspace::Workspace &m_workspace;
    workspace::Settings &m_settings;
    DocumentArea &m_documents;
    QList<core::EntryId> m_suspects; ///< To be opened, one by one.
    bool m_isChanging = false; ///< What is open in the meantime says nothing.
};

} // namespace hermes::mainwindow
