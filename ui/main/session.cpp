#include "main/session.h"

#include "main/documentarea.h"
#include "workspace/settings.h"
#include "workspace/workspace.h"

#include <utility>

namespace hermes::mainwindow {

Session::Session(workspace::Workspace &workspace, workspace::Settings &settings,
                 DocumentArea &documents, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_settings(settings), m_documents(documents)
{
    // A crash comes unannounced: every change is remembered when it happens.
    connect(&documents, &DocumentArea::currentChanged, this, &Session::remember);
    connect(&workspace, &workspace::Workspace::documentSettled, this, &Session::openNextSuspect);
}

void Session::remember()
{
    if (m_isChanging || m_workspace.root().isEmpty()) {
        return;
    }
    workspace::Settings::OpenDocuments open;
    for (const auto allIds = m_documents.openIds(); const core::EntryId &id : allIds) {
        open.ids.append(id.toString());
    }
    for (const core::EntryId &id : std::as_const(m_suspects)) {
        open.ids.append(id.toString());
    }
    if (const workspace::DefinitionDocument *current = m_documents.current()) {
        open.current = current->id().toString();
    }
    m_settings.setOpenDocuments(m_workspace.root(), open);
}

void Session::restore()
{
    const workspace::Settings::OpenDocuments open = m_settings.openDocuments(m_workspace.root());
    workspace::DefinitionDocument *current = nullptr;
    m_isChanging = true;
    for (const auto texts = openedAtOnce(open.ids); const QString &text : texts) {
        const core::Result<core::EntryId> id = core::EntryId::parse(text);
        workspace::DefinitionDocument *document = id ? m_workspace.document(*id) : nullptr;
        if (document != nullptr) {
            m_documents.add(document);
            current = current == nullptr || text == open.current ? document : current;
        }
    }
    if (current != nullptr) {
        m_documents.show(current);
    }
    m_isChanging = false;
    if (current == nullptr) {
        openNextSuspect();
    }
}

QStringList Session::openedAtOnce(const QStringList &ids)
{
    constexpr int patience = 2;
    QStringList atOnce;
    m_suspects.clear();
    for (const QString &text : ids) {
        const core::Result<core::EntryId> id = core::EntryId::parse(text);
        const int times = id ? m_workspace.failedOpenings(*id) : 0;
        if (times >= patience) {
            Q_EMIT leftClosed(*id, m_workspace.putJournalAside(*id));
        } else if (times > 0) {
            m_suspects.append(*id);
        } else {
            atOnce.append(text);
        }
    }
    return atOnce;
}

void Session::openNextSuspect()
{
    if (m_isChanging || m_suspects.isEmpty()) {
        return;
    }
    if (workspace::DefinitionDocument *document = m_workspace.document(m_suspects.takeFirst())) {
        m_documents.show(document);
    } else {
        openNextSuspect();
    }
}

void Session::closeDocuments()
{
    remember();
    m_suspects.clear();
    m_isChanging = true;
    m_documents.closeAll();
    m_isChanging = false;
}

} // namespace hermes::mainwindow
