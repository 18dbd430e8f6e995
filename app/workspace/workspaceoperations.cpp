#include "workspace/editjournal.h"
#include "workspace/performchanges.h"
#include "workspace/workspace.h"

#include <QTimer>

#include <chrono>

using namespace hermes::core;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

/// A document that is shown brings the program down sooner than this, or not by being opened.
constexpr auto settlingTime = 2s;

} // namespace

// What the workspace does for operations on entries.

void Workspace::moveDocument(DefinitionDocument &document, const DefinitionDocument::Location &now)
{
    const EntryId before = document.id();
    m_documents.remove(before);
    m_documents.insert(now.id, &document);
    m_released.remove(before);
    m_openings.end(before);
    document.endOperation(now);
    if (before != now.id) {
        Q_EMIT documentRenamed(&document);
    }
}

int Workspace::failedOpenings(const EntryId &id) const
{
    return m_openings.unfinished(id) - (openDocument(id) != nullptr ? 1 : 0);
}

QStringList Workspace::putJournalAside(const EntryId &id)
{
    const registry::EntrySummary *entry = m_catalog.find(id);
    if (entry == nullptr || openDocument(id) != nullptr) {
        return {};
    }
    QStringList aside;
    for (const RepoPath &file : {entry->folder.child(u"manifest.json"_s), entry->promptFile}) {
        aside += m_journal->putAside(file);
    }
    return aside;
}

void Workspace::recordOpening(DefinitionDocument *document)
{
    m_openings.begin(document->id());
    connect(document, &DefinitionDocument::stateChanged, document, [this, document] {
        if (document->state() != DefinitionDocument::State::Loading) {
            QTimer::singleShot(settlingTime, document, [this, document] {
                m_openings.end(document->id());
                Q_EMIT documentSettled(document);
            });
        }
    });
}

void Workspace::forgetOpenings()
{
    for (const auto allDocuments = documents(); const DefinitionDocument *document : allDocuments) {
        m_openings.end(document->id());
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
