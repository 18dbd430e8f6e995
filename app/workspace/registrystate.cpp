#include "workspace/registrystate.h"

#include "workspace/filesave.h"
#include "workspace/fragmentdocument.h"
#include "workspace/fragmentuses.h"

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

EntryState entryStateOf(vcs::FileStatus::Change change)
{
    using Change = vcs::FileStatus::Change;
    switch (change) {
    case Change::Conflicted:
        return EntryState::Conflicted;
    case Change::Added:
    case Change::Untracked:
        return EntryState::Added;
    case Change::Modified:
    case Change::Deleted:
    case Change::TypeChanged:
        return EntryState::Modified;
    }
    Q_UNREACHABLE();
}

/// An entry with one tracked file changed is modified; only one whose files are all new is added.
/// A conflict counts most, then that an entry is new.
EntryState combined(EntryState before, EntryState next)
{
    for (const EntryState state : {EntryState::Conflicted, EntryState::Added}) {
        if (before == state || next == state) {
            return state;
        }
    }
    return EntryState::Modified;
}

constexpr qsizetype offeredHeads = 8;

/// The fragment that a file holds, or the agent whose prompt is made from it; nullopt if it is
/// neither.
std::optional<EntryId> ownerOfTemplate(const RepoPath &file, const FolderIndex &folders)
{
    const RepoPath sources = RepoPath::fromLiteral(u"studio/sources/agents"_s);
    const QString ending = u".md"_s;
    if (const QString fragment = fragmentNameOf(file); !fragment.isEmpty()) {
        return fragmentId(fragment);
    }
    if (!file.isInside(sources) || !file.fileName().endsWith(ending)) {
        return std::nullopt;
    }
    EntryId id{EntryKind::Agent, file.relativeTo(sources).chopped(ending.size())};
    const QString name = id.namePart();
    const bool isThere = !name.isEmpty()
        && folders.find(RepoPath::fromLiteral(u"agents"_s).child(name))
               .transform([&id](const EntryId &owner) { return owner == id; })
               .value_or(false);
    if (!isThere) {
        return std::nullopt;
    }
    return id;
}

QList<vcs::CommitInfo> earlierHeads(const vcs::Repository &repository)
{
    QList<vcs::CommitInfo> commits;
    for (const auto ids = repository.earlierHeads(); const vcs::ObjectId &id : ids) {
        const Result<vcs::CommitInfo> commit = repository.commit(id);
        if (commit && commits.size() < offeredHeads) {
            commits.append(*commit);
        }
    }
    return commits;
}

} // namespace

FolderIndex::FolderIndex(const QList<registry::EntrySummary> &entries)
{
    m_ids.reserve(entries.size());
    for (const registry::EntrySummary &entry : entries) {
        m_ids.insert(entry.folder.text(), entry.id);
    }
}

std::optional<EntryId> FolderIndex::find(RepoPath path) const
{
    for (; !path.isRoot(); path = path.parent()) {
        if (const auto found = m_ids.constFind(path.text()); found != m_ids.constEnd()) {
            return *found;
        }
    }
    return std::nullopt;
}

bool FolderIndex::isManifest(const RepoPath &file) const
{
    return m_ids.contains(file.parent().text())
        && (file.fileName() == u"manifest.json" || file.fileName() == u"SKILL.md");
}

RepositoryReading readRepository(const QString &registryRoot, const FolderIndex &folders)
{
    RepositoryReading reading;
    const Result<vcs::Repository> repository = vcs::Repository::open(registryRoot);
    if (!repository) {
        reading.overview.reason = repository.error();
        return reading;
    }
    reading.overview.locks = repository->locks();
    const Result<vcs::RepositoryState> state = repository->state();
    if (!state) {
        reading.overview.reason = state.error();
        reading.overview.earlierHeads = earlierHeads(*repository);
        return reading;
    }
    reading.overview.state = *state;
    const Result<QList<vcs::FileStatus>> status = repository->status({});
    if (!status) {
        reading.overview.reason = status.error(); // history still works
        return reading;
    }
    for (const vcs::FileStatus &file : *status) {
        std::optional<EntryId> id =
            isSaveLeftover(file.path.fileName()) ? std::nullopt : folders.find(file.path);
        if (!id) {
            id = ownerOfTemplate(file.path, folders);
        }
        if (id) {
            EntryState next = entryStateOf(file.change);
            const bool isWhole = folders.isManifest(file.path) || !fragmentOf(*id).isEmpty();
            if (next == EntryState::Added && !isWhole) {
                next = EntryState::Modified; // a new file of an entry that may be committed
            }
            const auto known = reading.entryStates.constFind(*id);
            reading.entryStates.insert(
                *id, known == reading.entryStates.constEnd() ? next : combined(*known, next));
        }
    }
    return reading;
}

} // namespace hermes::workspace
