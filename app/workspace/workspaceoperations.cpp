#include "workspace/performchanges.h"
#include "workspace/workspace.h"

using namespace hermes::core;

namespace hermes::workspace {

// What the workspace does for operations on entries.

void Workspace::moveDocument(DefinitionDocument &document, const DefinitionDocument::Location &now)
{
    const EntryId before = document.id();
    m_documents.remove(before);
    m_documents.insert(now.id, &document);
    m_released.remove(before);
    document.endOperation(now);
    if (before != now.id) {
        Q_EMIT documentRenamed(&document);
    }
}

void Workspace::tellUnfinished(const Result<UnfinishedRelease> &release,
                               const Result<UnfinishedChange> &change)
{
    if (!release) {
        if (release.error().code != ErrorCode::NotARepository) {
            Q_EMIT notice(release.error().message);
        }
    } else if (release->outcome == UnfinishedRelease::Outcome::Completed) {
        Q_EMIT notice(
            tr("The release %1, which was interrupted, is complete now.").arg(release->tag));
    } else if (release->outcome == UnfinishedRelease::Outcome::TakenBack) {
        Q_EMIT notice(
            tr("The release %1 was interrupted and could not be completed; its draft is kept.")
                .arg(release->tag));
    }
    if (!change) {
        Q_EMIT notice(change.error().message);
    } else if (change->outcome == UnfinishedChange::Outcome::Completed) {
        Q_EMIT notice(tr("“%1”, which was interrupted, is complete now.").arg(change->title));
    } else if (change->outcome == UnfinishedChange::Outcome::TakenBack) {
        Q_EMIT notice(tr("“%1” was interrupted and taken back: a file was changed meanwhile.")
                          .arg(change->title));
    }
}

} // namespace hermes::workspace
