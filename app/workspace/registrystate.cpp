#include "workspace/registrystate.h"

#include "workspace/filesave.h"

using namespace hermes::core;

namespace hermes::workspace {

namespace {

/// The entry whose folder holds a file; entries' folders do not lie in each other.
class FolderIndex
{
public:
    explicit FolderIndex(const QList<registry::EntrySummary> &entries)
    {
        for (const registry::EntrySummary &entry : entries) {
            m_ids.insert(entry.folder.text(), entry.id);
        }
    }
    [[nodiscard]] std::optional<EntryId> find(RepoPath path) const
    {
        for (; !path.isRoot(); path = path.parent()) {
            if (const auto found = m_ids.constFind(path.text()); found != m_ids.constEnd()) {
                return *found;
            }
        }
        return std::nullopt;
    }
    /// True for the file that makes a folder an entry.
    [[nodiscard]] bool isManifest(const RepoPath &file) const
    {
        return m_ids.contains(file.parent().text())
            && (file.fileName() == u"manifest.json" || file.fileName() == u"SKILL.md");
    }

private:
    QHash<QString, EntryId> m_ids;
};

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

} // namespace

RepositoryReading readRepository(const QString &registryRoot,
                                 const QList<registry::EntrySummary> &entries)
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
        return reading;
    }
    reading.overview.state = *state;
    const Result<QList<vcs::FileStatus>> status = repository->status({});
    if (!status) {
        reading.overview.reason = status.error();
        return reading;
    }
    const FolderIndex index(entries);
    for (const vcs::FileStatus &file : *status) {
        const std::optional<EntryId> id =
            isSaveLeftover(file.path.fileName()) ? std::nullopt : index.find(file.path);
        if (id) {
            EntryState next = entryStateOf(file.change);
            if (next == EntryState::Added && !index.isManifest(file.path)) {
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
