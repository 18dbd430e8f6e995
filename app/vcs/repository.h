#pragma once

#include "core/cancelflag.h"
#include "core/error.h"
#include "core/filesource.h"
#include "core/repopath.h"
#include "vcs/objectid.h"

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <memory>
#include <optional>

namespace hermes::vcs {

struct Signature
{
    QString name;
    QString email;
    QDateTime when; ///< With its UTC offset.

    bool operator==(const Signature &) const = default;
};

struct CommitInfo
{
    ObjectId id;
    ObjectId tree;
    QList<ObjectId> parents;
    Signature author;
    Signature committer;
    QString summary; ///< First line of the message.
    QString body; ///< The rest, trimmed.

    bool operator==(const CommitInfo &) const = default;
};

struct TagInfo
{
    QString name; ///< Without `refs/tags/`.
    ObjectId commit; ///< What it points to in the end.
    std::optional<Signature> tagger; ///< Annotated tags only.
    QString message; ///< Annotated tags only.

    bool operator==(const TagInfo &) const = default;
};

struct FileStatus
{
    enum class Change
    {
        Added,
        Untracked,
        Modified,
        Deleted,
        TypeChanged,
        Conflicted
    };
    core::RepoPath path;
    Change change = Change::Modified; ///< Work tree against HEAD, whatever is staged.

    bool operator==(const FileStatus &) const = default;
};

/// What a repository is in the middle of, and how HEAD stands. Decides which actions are safe.
struct RepositoryState
{
    enum class Operation
    {
        None,
        Merge,
        Rebase,
        CherryPick,
        Revert,
        Bisect,
        ApplyMailbox
    };
    enum class Head
    {
        Branch,
        Unborn,
        Detached
    };
    Head head = Head::Branch;
    QString branch; ///< Short name, also when unborn; empty when detached.
    ObjectId commit; ///< Null when unborn.
    Operation operation = Operation::None;
    bool isShallow = false;

    bool operator==(const RepositoryState &) const = default;
};

/// One file of a commit that is to be made.
struct FileChange
{
    core::RepoPath path;
    std::optional<QByteArray> content; ///< nullopt = the file is removed.
    bool isExecutable = false;
};

/// A commit, and perhaps a tag on it, made as one: objects first, references last.
struct CommitRequest
{
    QList<FileChange> changes; ///< On top of the parent's tree; whatever else is staged stays out.
    QString message;
    Signature author; ///< Also the committer.
    ObjectId expectedHead; ///< HEAD when the request was made (null = unborn); another one is
                           ///< BranchMoved.
    QString tagName; ///< Empty = no tag.
    QString tagMessage;
};

/// Objects written and not yet referenced; harmless until `publish`.
struct PreparedCommit
{
    ObjectId commit;
    ObjectId tag; ///< The annotated tag object; null = none.
    QString tagName;
    QString branchRef; ///< Full name of the reference that will move.
    ObjectId previousHead;
    QList<core::RepoPath> paths;

    bool operator==(const PreparedCommit &) const = default;
};

/// A lock file that stands in the way.
struct StaleLock
{
    QString path; ///< Absolute.
    qint64 ageSeconds = -1; ///< By the file's time; -1 if in the future or unknown.
    qint64 holderPid = 0; ///< A process that has the file open; 0 = none found.

    /// Held, or so young that its maker may just have closed it.
    [[nodiscard]] bool isInUse() const
    {
        constexpr qint64 youngSeconds = 3;
        return holderPid != 0 || (ageSeconds >= 0 && ageSeconds < youngSeconds);
    }
    bool operator==(const StaleLock &) const = default;
};

/// A git repository with a work tree, through libgit2.
///
/// Thread: one object, one thread; a worker opens its own. Never runs hooks, filters or submodules;
/// never looks above the folder it is given (no search), so a file's parent repository is not taken
/// for the registry's. Every error message of libgit2 is translated here; its raw text is
/// Error::detail.
class Repository
{
public:
    /// Errors: NotARepository (no `.git` there: files-only mode), OwnedBySomeoneElse,
    /// RepositoryUnsupported (bare, sha256, reftable, unknown extension, a work tree elsewhere),
    /// RepositoryDamaged (config, HEAD).
    [[nodiscard]] static core::Result<Repository> open(const QString &workTree);
    /// Makes a repository with branch `main` and nothing in it. Errors: NotWritable.
    [[nodiscard]] static core::Result<Repository> create(const QString &workTree);

    Repository(Repository &&) noexcept;
    Repository &operator=(Repository &&) noexcept;
    ~Repository();

    [[nodiscard]] QString workTree() const;
    [[nodiscard]] QString gitFolder() const;

    [[nodiscard]] core::Result<RepositoryState> state() const;
    /// Changes of the work tree against HEAD below `under`; untracked files one by one, ignored
    /// ones left out, submodules never entered. Sorted by path.
    [[nodiscard]] core::Result<QList<FileStatus>> status(const core::RepoPath &under) const;
    /// A commit, branch, tag or abbreviated id. Errors: NotFound, RepositoryDamaged.
    [[nodiscard]] core::Result<ObjectId> resolve(const QString &revision) const;
    [[nodiscard]] core::Result<CommitInfo> commit(const ObjectId &id) const;
    /// All tags whose name begins with `prefix`, sorted by name.
    [[nodiscard]] core::Result<QList<TagInfo>> tags(const QString &prefix) const;
    /// Commits reachable from `from` that changed something below `path`, newest first, at most
    /// `limit` (0 = all). A merge is listed only if it differs from all its parents there. A
    /// damaged commit ends the walk there: it, what is behind it and what can only be judged
    /// against it is left out; RepositoryDamaged if that leaves nothing. Children come before
    /// parents, else newer before older. Compares tree ids along the path only.
    [[nodiscard]] core::Result<QList<CommitInfo>> history(const ObjectId &from,
                                                          const core::RepoPath &path, int limit,
                                                          const core::CancelFlag &cancel) const;
    /// The files of a commit. The source reads through its own handle and is used on one thread,
    /// any one.
    [[nodiscard]] core::Result<std::unique_ptr<core::FileSource>>
    files(const ObjectId &commit) const;
    /// Content of one file of a commit, as committed: for reading one file of many commits. Errors:
    /// NotFound, NotAFile, TooLarge (over `maxBytes`), RepositoryDamaged.
    [[nodiscard]] core::Result<QByteArray>
    fileAt(const ObjectId &commit, const core::RepoPath &file, qint64 maxBytes) const;
    /// The signature that git would use. Errors: NotFound if `user.name` or `user.email` is not
    /// set.
    [[nodiscard]] core::Result<Signature> configuredSignature() const;

    /// Writes blobs, trees, the commit and the tag object. Nothing refers to them yet.
    /// Errors: BranchMoved, VersionExists (the tag exists), RepositoryBusy (detached, mid-merge),
    /// DiskFull, NotWritable.
    [[nodiscard]] core::Result<PreparedCommit> prepare(const CommitRequest &request);
    /// Moves the branch (only if it still is at `previousHead`), makes the tag reference, brings
    /// the paths up to date in the staging area, whose other entries stay as they are. Repeating it
    /// after an interruption finishes what was begun. Errors: BranchMoved, RepositoryLocked,
    /// VersionExists, RepositoryDamaged.
    [[nodiscard]] core::Result<void> publish(const PreparedCommit &prepared);

    /// Makes an annotated tag on a commit that exists. Errors: VersionExists, NotFound,
    /// NotWritable.
    [[nodiscard]] core::Result<void> createTag(const QString &name, const ObjectId &commit,
                                               const QString &message, const Signature &tagger);

    /// Lock files left in the git folder: `index.lock`, `HEAD.lock`, `config.lock`,
    /// `packed-refs.lock`, `refs/**.lock`.
    [[nodiscard]] QList<StaleLock> locks() const;
    /// Renames a lock to `<name>.stale-<n>`, so that nothing is lost; one below `refs` becomes
    /// `refs-heads-<branch>.lock.stale-<n>` in the git folder, because git takes every file below
    /// `refs` for a reference. Errors: RepositoryLocked if a process has it open, InvalidArgument
    /// if it is none of locks().
    [[nodiscard]] core::Result<void> moveLockAside(const StaleLock &lock);
    /// Moves a damaged staging area aside and makes a new one from HEAD. Files and history are not
    /// touched.
    [[nodiscard]] core::Result<void> rebuildStagingArea();
    /// Commits that HEAD's branch pointed to, newest first, from the reflog, as far as they still
    /// exist.
    [[nodiscard]] QList<ObjectId> earlierHeads() const;
    /// Points HEAD's branch, whose file is damaged, to a commit. The damaged file stays beside as
    /// `refs-heads-<branch>.damaged-<n>` in the git folder; files and staging area are not touched.
    /// Errors: RepositoryDamaged if there is no such commit, RepositoryLocked, NotWritable.
    [[nodiscard]] core::Result<void> restoreBranch(const ObjectId &commit);

private:
    struct Handle;
    explicit Repository(std::unique_ptr<Handle> handle);
    std::unique_ptr<Handle> m_handle;
};

/// Sets libgit2 up for the process; call once in main() before any Repository. Durable writes, time
/// limits, owner validation on.
[[nodiscard]] core::Result<void> initializeLibrary();

} // namespace hermes::vcs
