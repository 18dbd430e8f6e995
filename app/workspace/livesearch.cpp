#include "workspace/livesearch.h"

#include "core/directoryfilesource.h"
#include "search/registrysearch.h"
#include "vcs/lastchanges.h"
#include "workspace/definitiondocument.h"
#include "workspace/fragmentdocument.h"
#include "workspace/workspace.h"

#include <QSet>
#include <QTimer>
#include <QtConcurrentRun>

#include <algorithm>
#include <chrono>
#include <utility>

using namespace hermes::core;
using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

/// What is typed meanwhile comes along. Short enough that searches are current within 100 ms.
constexpr auto typingPause = 60ms;

search::Status statusOf(EntryState state)
{
    switch (state) {
    case EntryState::Clean:
        return search::Status::Clean;
    case EntryState::Modified:
        return search::Status::Modified;
    case EntryState::Added:
        return search::Status::Added;
    case EntryState::Conflicted:
        return search::Status::Conflicted;
    }
    Q_UNREACHABLE();
}

} // namespace

/// Tells the search of one document's unsaved prompt.
class LiveSearch::PromptFollower final : public QObject
{
public:
    PromptFollower(LiveSearch &owner, DefinitionDocument &document)
        : m_owner(owner)
        , m_document(document)
        , m_task(this, [this](const QByteArray &text) { take(text); })
    {
        m_delay.setSingleShot(true);
        m_delay.setInterval(typingPause);
        connect(&m_delay, &QTimer::timeout, this, &PromptFollower::read);
        connect(&document, &DefinitionDocument::changed, this, [this] {
            if (!m_delay.isActive()) {
                m_delay.start();
            }
        });
        connect(&document, &DefinitionDocument::modificationChanged, this, &PromptFollower::read);
        connect(&document, &DefinitionDocument::modificationChanged, &owner,
                &LiveSearch::tellFacts);
        connect(&document, &DefinitionDocument::saved, this, [this] { tellSaved(); });
    }

    ~PromptFollower() override { drop(); }

private:
    [[nodiscard]] search::RegistrySearch *search() const { return m_owner.m_search.get(); }

    void read()
    {
        if (!m_document.isModified()) {
            m_task.cancel();
            drop();
            return;
        }
        m_task.request([draft = m_document.draft()](const CancelFlag &) {
            return QtConcurrent::run([draft] {
                return draft.hasSource() ? draft.definition().promptText : draft.prompt.bytes();
            });
        });
    }

    void take(const QByteArray &text)
    {
        const RepoPath file = m_document.location().promptFile;
        if (!m_document.isModified() || file.isRoot() || search() == nullptr) {
            return;
        }
        if (m_file != file) {
            drop(); // it was renamed meanwhile
        }
        m_file = file;
        search()->setDraft(file, text);
    }

    void drop()
    {
        if (const RepoPath file = std::exchange(m_file, {});
            !file.isRoot() && search() != nullptr) {
            search()->dropDraft(file);
        }
    }

    // The disk has it now; the look at the disk that will say so comes later.
    void tellSaved()
    {
        const registry::EntrySummary *entry = m_owner.m_workspace.catalog().find(m_document.id());
        if (entry != nullptr && search() != nullptr) {
            search()->updateEntry(*entry);
        } else if (!fragmentOf(m_document.id()).isEmpty()) {
            m_owner.readFragments();
        }
    }

    LiveSearch &m_owner;
    DefinitionDocument &m_document;
    RepoPath m_file; ///< Whose draft the search has; root if none.
    QTimer m_delay;
    LatestTask<QByteArray> m_task;
};

LiveSearch::LiveSearch(Workspace &workspace, const QString &cacheFolder, QObject *parent)
    : QObject(parent)
    , m_workspace(workspace)
    , m_cacheFolder(cacheFolder)
    , m_fragmentsTask(this,
                      [this](const QList<FragmentSummary> &fragments) { takeFragments(fragments); })
    , m_timesTask(this, [this](const EntryFactsById &times) {
        m_times = times;
        tellFacts();
    })
{
    connect(&workspace, &Workspace::statusChanged, this, &LiveSearch::followWorkspace);
    connect(
        &workspace, &Workspace::entriesAdded, this,
        [this](const QList<registry::EntrySummary> &entries) { m_search->addEntries(entries); });
    connect(&workspace, &Workspace::loaded, this, [this] {
        setEntries();
        readFragments();
    });
    // What changed before is seen by the check, what changes from now on is told.
    connect(&workspace, &Workspace::watched, this, [this] { m_search->checkIndex(); });
    connect(&workspace, &Workspace::entryChanged, this,
            [this](const registry::EntrySummary &entry) { m_search->updateEntry(entry); });
    connect(&workspace, &Workspace::entryRemoved, this,
            [this](const EntryId &id) { m_search->removeEntry(id); });
    connect(&workspace, &Workspace::filesChanged, this, &LiveSearch::rereadFiles);
    connect(&workspace, &Workspace::entryStatesChanged, this, &LiveSearch::tellFacts);
    connect(&workspace, &Workspace::repositoryChanged, this, &LiveSearch::readChangeTimes);
    connect(&workspace, &Workspace::documentOpened, this,
            [this](DefinitionDocument *document) { follow(*document); });
    followWorkspace();
}

LiveSearch::~LiveSearch() = default;

void LiveSearch::followWorkspace()
{
    const Workspace::Status status = m_workspace.status();
    if (status == Workspace::Status::Ready) {
        return;
    }
    const auto before = status == Workspace::Status::Loading
        ? std::exchange(m_search,
                        std::make_unique<search::RegistrySearch>(m_workspace.root(), m_cacheFolder))
        : std::exchange(m_search, nullptr);
    m_fragmentsTask.cancel();
    m_fragments.clear();
    m_timesTask.cancel();
    m_times.clear();
    m_timesHead = {};
    Q_EMIT replaced();
}

// A file's name in a folder of an entry says nothing about the entry's own: a prompt is what
// counts.
void LiveSearch::rereadFiles(const QStringList &folders)
{
    const QSet<QString> changed(folders.cbegin(), folders.cend());
    const bool haveFragments = std::ranges::any_of(folders, [](const QString &folder) {
        return folder.isEmpty() || folder == u"studio" || folder.startsWith(u"studio/fragments");
    });
    if (haveFragments) {
        readFragments();
    }
    if (changed.contains(QString())) {
        setEntries();
        m_search->checkIndex();
        return;
    }
    for (const registry::EntrySummary &entry : m_workspace.catalog().entries) {
        if (changed.contains(entry.folder.text())) {
            m_search->updateEntry(entry);
        }
    }
}

void LiveSearch::setEntries()
{
    m_search->setEntries(m_workspace.catalog().entries + entriesOf(m_fragments));
}

void LiveSearch::readFragments()
{
    m_fragmentsTask.request([root = m_workspace.root()](const CancelFlag &) {
        return QtConcurrent::run([root] { return fragmentSummaries(DirectoryFileSource(root)); });
    });
}

/// A file that is another one is looked at anew, whatever its front matter says.
void LiveSearch::takeFragments(const QList<FragmentSummary> &fragments)
{
    QHash<EntryId, QByteArray> before;
    for (const FragmentSummary &fragment : std::as_const(m_fragments)) {
        before.insert(fragment.entry.id, fragment.fingerprint);
    }
    m_fragments = fragments;
    for (const FragmentSummary &fragment : fragments) {
        if (before.take(fragment.entry.id) != fragment.fingerprint) {
            m_search->updateEntry(fragment.entry);
        }
    }
    for (const auto &[gone, fingerprint] : std::as_const(before).asKeyValueRange()) {
        m_search->removeEntry(gone);
    }
}

void LiveSearch::follow(DefinitionDocument &document)
{
    m_followers.emplace(&document, std::make_unique<PromptFollower>(*this, document));
    connect(&document, &QObject::destroyed, this,
            [this](const QObject *gone) { m_followers.erase(gone); });
}

void LiveSearch::tellFacts()
{
    if (m_search == nullptr) {
        return;
    }
    m_search->setFacts(searchFacts(m_times, statesWithDrafts(m_workspace)));
}

void LiveSearch::readChangeTimes()
{
    const auto &state = m_workspace.repository().state;
    const vcs::ObjectId head = state ? state->commit : vcs::ObjectId();
    if (m_workspace.status() != Workspace::Status::Ready || head == m_timesHead) {
        return;
    }
    m_timesHead = head;
    m_timesTask.request([root = m_workspace.root(), head,
                         entries = m_workspace.catalog().entries](const CancelFlag &cancel) {
        return QtConcurrent::run(
            [root, head, entries, cancel] { return committedFacts(root, head, entries, cancel); });
    });
}

EntryFactsById committedFacts(const QString &root, const vcs::ObjectId &head,
                              const QList<registry::EntrySummary> &entries,
                              const CancelFlag &cancel)
{
    EntryFactsById facts;
    if (head.isNull()) {
        return facts;
    }
    const auto changes = vcs::lastChanges(root, head, cancel);
    if (!changes) {
        return facts; // the repository's own notice tells what is wrong with it
    }
    for (const registry::EntrySummary &entry : entries) {
        const auto when = changes->constFind(entry.folder.bytes());
        if (when != changes->cend()) {
            facts.insert(entry.id, {search::Status::Clean, *when, false});
        }
    }
    return facts;
}

EntryFactsById searchFacts(EntryFactsById committed, const QHash<EntryId, EntryState> &states)
{
    const QDateTime now = QDateTime::currentDateTime();
    for (const auto &[id, state] : states.asKeyValueRange()) {
        if (state != EntryState::Clean) {
            committed.insert(id, {statusOf(state), now, true});
        }
    }
    return committed;
}

QHash<EntryId, EntryState> statesWithDrafts(const Workspace &workspace)
{
    QHash<EntryId, EntryState> states = workspace.entryStates();
    const QList<DefinitionDocument *> open = workspace.documents();
    for (const DefinitionDocument *document : open) {
        if (document->isModified() && !states.contains(document->id())) {
            states.insert(document->id(), EntryState::Modified);
        }
    }
    return states;
}

} // namespace hermes::workspace
