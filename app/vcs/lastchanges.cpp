#include "vcs/lastchanges.h"

#include "vcs/repository_p.h"

#include <memory>

namespace hermes::vcs {

using core::ErrorCode;

namespace {

using WalkPointer = GitPointer<git_revwalk, git_revwalk_free>;
using DiffPointer = GitPointer<git_diff, git_diff_free>;

/// What a commit changed against its only parent, or against nothing. Null = a merge, or damaged.
DiffPointer changesOf(git_repository *repository, git_commit *commit)
{
    if (git_commit_parentcount(commit) > 1) {
        return {};
    }
    TreePointer tree;
    TreePointer before;
    if (git_commit_tree(std::out_ptr(tree), commit) < 0) {
        return {};
    }
    if (git_commit_parentcount(commit) == 1) {
        CommitPointer parent;
        if (git_commit_parent(std::out_ptr(parent), commit, 0) < 0
            || git_commit_tree(std::out_ptr(before), parent.get()) < 0) {
            return {};
        }
    }
    DiffPointer diff;
    if (git_diff_tree_to_tree(std::out_ptr(diff), repository, before.get(), tree.get(), nullptr)
        < 0) {
        return {};
    }
    return diff;
}

void note(QHash<QByteArray, QDateTime> &changes, const QByteArray &file, const QDateTime &when)
{
    for (qsizetype end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
        const QByteArray folder = file.first(end);
        const auto known = changes.constFind(folder);
        if (known == changes.cend() || *known < when) {
            changes.insert(folder, when);
        }
    }
}

} // namespace

core::Result<QHash<QByteArray, QDateTime>> lastChanges(const QString &workTree,
                                                       const ObjectId &from,
                                                       const core::CancelFlag &cancel,
                                                       int mostCommits)
{
    const core::Result<RepositoryPointer> repository = openRepository(workTree);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    WalkPointer walk;
    git_oid id = toGit(from);
    if (const int result = git_revwalk_new(std::out_ptr(walk), repository->get());
        result < 0 || git_revwalk_push(walk.get(), &id) < 0) {
        return gitFailure(result, ErrorCode::RepositoryDamaged,
                          Message::tr("The history of the registry cannot be read."));
    }
    QHash<QByteArray, QDateTime> changes;
    for (int i = 0; i < mostCommits && git_revwalk_next(&id, walk.get()) == 0; ++i) {
        if (cancel.isCancelled()) {
            return core::failure(ErrorCode::Cancelled, Message::tr("Cancelled."));
        }
        CommitPointer commit;
        if (git_commit_lookup(std::out_ptr(commit), repository->get(), &id) < 0) {
            continue;
        }
        const DiffPointer diff = changesOf(repository->get(), commit.get());
        const size_t count = diff ? git_diff_num_deltas(diff.get()) : 0;
        const auto when = QDateTime::fromSecsSinceEpoch(git_commit_time(commit.get()));
        for (size_t delta = 0; delta < count; ++delta) {
            note(changes, git_diff_get_delta(diff.get(), delta)->new_file.path, when);
        }
    }
    return changes;
}

} // namespace hermes::vcs
