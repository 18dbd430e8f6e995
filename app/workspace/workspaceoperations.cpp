#include "changes/references.h"
#include "workspace/editjournal.h"
#include "workspace/fragmentdocument.h"
#include "workspace/performchanges.h"
#include "workspace/registryhold.h"
#include "workspace/workspace.h"

#include <QThreadPool>
#include <QTimer>
#include <QtConcurrentRun>

#include <chrono>
#include <utility>

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

// --- fragments under edit

/// What the others are assembled from follows what is typed here.
void Workspace::followFragment(DefinitionDocument &fragment)
{
    const auto share = [this, &fragment] { shareFragments(&fragment); };
    connect(fragment.prompt(), &EditableText::changed, this, share);
    connect(&fragment, &DefinitionDocument::modificationChanged, this, share);
    connect(&fragment, &DefinitionDocument::stateChanged, this, share);
}

QHash<RepoPath, ExactText> Workspace::unsavedFragments() const
{
    QHash<RepoPath, ExactText> texts;
    for (DefinitionDocument *document : std::as_const(m_documents)) {
        if (document->isModified() && document->state() == DefinitionDocument::State::Ready
            && !fragmentOf(document->id()).isEmpty()) {
            texts.insert(document->location().promptFile, document->prompt()->exact());
        }
    }
    return texts;
}

void Workspace::shareFragments(const DefinitionDocument *changed)
{
    const QHash<RepoPath, ExactText> texts = unsavedFragments();
    for (DefinitionDocument *document : std::as_const(m_documents)) {
        if (document != changed) {
            QHash<RepoPath, ExactText> ofOthers = texts;
            ofOthers.remove(document->location().promptFile);
            document->setUnsavedFragments(ofOthers);
        }
    }
}

// --- who may write

Result<void> Workspace::writable() const
{
    if (m_heldElsewhere.isEmpty()) {
        return {};
    }
    return failure(ErrorCode::ReadOnly, tr("%1 Nothing was changed.").arg(m_heldElsewhere));
}

void Workspace::setHeldElsewhere(const QString &obstacle)
{
    if (std::exchange(m_heldElsewhere, obstacle) == obstacle) {
        return;
    }
    for (DefinitionDocument *document : std::as_const(m_documents)) {
        document->setHeldElsewhere(obstacle);
    }
    Q_EMIT holdChanged();
}

void Workspace::tryToHold()
{
    if (!m_hold->isWaiting()) {
        return;
    }
    struct Held
    {
        QString obstacle;
        Result<UnfinishedRelease> release;
        Result<UnfinishedChange> change;
    };
    QtConcurrent::run([root = m_root, state = m_stateFolder, hold = m_hold] {
        const bool wasHeldElsewhere = !hold->obstacle().isEmpty();
        hold->take();
        Held held{hold->obstacle(), {}, {}};
        if (wasHeldElsewhere && held.obstacle.isEmpty()) {
            held.change = finishChanges({root, state}); // what the one before left undone
            held.release = finishRelease(root);
        }
        return held;
    }).then(m_session.get(), [this](const Held &held) {
        const bool isFreed = !m_heldElsewhere.isEmpty() && held.obstacle.isEmpty();
        setHeldElsewhere(held.obstacle);
        if (isFreed) {
            Q_EMIT notice(tr("The registry is free now. What is edited here can be saved."));
            tellUnfinished(held.release, held.change);
            foldersChanged({QString()});
        }
        m_holdTimer.start();
    });
}

/// A folder on a network may take its time with that, too.
void Workspace::letGo()
{
    m_holdTimer.stop();
    if (m_hold != nullptr) {
        QThreadPool::globalInstance()->start([hold = std::exchange(m_hold, nullptr)] { });
    }
}

bool Workspace::keepAll(std::chrono::milliseconds limit)
{
    for (DefinitionDocument *document : std::as_const(m_documents)) {
        document->keep();
    }
    return m_journal == nullptr || m_journal->flush(limit);
}

int Workspace::failedOpenings(const EntryId &id) const
{
    return m_openings.unfinished(id) - (openDocument(id) != nullptr ? 1 : 0);
}

QStringList Workspace::putJournalAside(const EntryId &id)
{
    if (openDocument(id) != nullptr) {
        return {};
    }
    const registry::EntrySummary *entry = m_catalog.find(id);
    if (entry == nullptr) {
        const Result<DefinitionLocation> fragment = fragmentLocation(m_root, fragmentOf(id));
        return fragment ? m_journal->putAside(fragment->promptFile) : QStringList();
    }
    QStringList aside;
    for (const RepoPath &file :
         {entry->folder.child(u"manifest.json"_s), entry->promptFile, changes::sourceFileOf(id)}) {
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
