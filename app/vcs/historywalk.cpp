#include "vcs/repository_p.h"

#include <QHash>

#include <queue>
#include <vector>

namespace hermes::vcs {

using core::ErrorCode;

namespace {

/// What stands at the path in one tree; a null id = nothing.
struct PathState
{
    ObjectId id;
    QByteArray mode; ///< As git writes it, such as `100644`.

    bool operator==(const PathState &) const = default;
};

/// Finds the object at a path without reading more than the trees on the way to it.
///
/// Reads trees as bytes (format: `mode SP name NUL 20-byte-id`, see gitformat documentation of tree
/// objects): in a folder of thousands that is several times cheaper than building a list of entries
/// to look at one.
class PathLookup
{
public:
    PathLookup(git_odb *database, const core::RepoPath &path) : m_database(database)
    {
        const QStringList parts = path.parts();
        for (const QString &part : parts) {
            m_levels.push_back({part.toUtf8(), {}});
        }
    }

    /// nullopt if a tree on the way is damaged.
    std::optional<PathState> operator()(const ObjectId &rootTree)
    {
        PathState state{rootTree, folderMode};
        for (Level &level : m_levels) {
            if (state.mode != folderMode) {
                return PathState{};
            }
            if (const auto known = level.known.constFind(state.id); known != level.known.cend()) {
                state = *known;
                continue;
            }
            const std::optional<PathState> next = findName(state.id, level.name);
            if (!next) {
                return std::nullopt;
            }
            level.known.insert(state.id, *next);
            state = *next;
        }
        return state;
    }

private:
    static constexpr qsizetype idLength = 20;
    inline static const QByteArray folderMode = QByteArrayLiteral("40000");

    struct Level
    {
        QByteArray name;
        QHash<ObjectId, PathState> known; ///< Most commits share the folders they do not touch.
    };

    std::optional<PathState> findName(const ObjectId &tree, const QByteArray &name) const
    {
        const git_oid id = toGit(tree);
        DatabaseObjectPointer object;
        if (git_odb_read(std::out_ptr(object), m_database, &id) < 0
            || git_odb_object_type(object.get()) != GIT_OBJECT_TREE) {
            return std::nullopt;
        }
        QByteArrayView rest(static_cast<const char *>(git_odb_object_data(object.get())),
                            static_cast<qsizetype>(git_odb_object_size(object.get())));
        while (!rest.isEmpty()) {
            const qsizetype space = rest.indexOf(' ');
            const qsizetype nameEnd = rest.indexOf('\0', space + 1);
            if (space < 0 || nameEnd < 0 || rest.size() < nameEnd + 1 + idLength) {
                return std::nullopt;
            }
            if (rest.sliced(space + 1, nameEnd - space - 1) == name) {
                git_oid found{};
                std::copy_n(rest.constData() + nameEnd + 1, idLength,
                            reinterpret_cast<char *>(found.id));
                return PathState{fromGit(found), rest.first(space).toByteArray()};
            }
            rest = rest.sliced(nameEnd + 1 + idLength);
        }
        return PathState{};
    }

    git_odb *m_database;
    std::vector<Level> m_levels;
};

struct WalkedCommit
{
    ObjectId id;
    ObjectId tree;
    git_time_t time = 0;
    std::vector<size_t> parents; ///< Positions in the walk's list.
    int childrenToCome = 0;
    bool isReadable = false;
};

/// All commits reachable from one, children before parents, else newer before older.
class HistoryWalk
{
public:
    HistoryWalk(git_repository *repository, const core::CancelFlag &cancel)
        : m_repository(repository), m_cancel(cancel)
    {
    }

    core::Result<void> readFrom(const ObjectId &from)
    {
        if (const core::Result<CommitPointer> first = findCommit(m_repository, from); !first) {
            return std::unexpected(first.error());
        }
        positionOf(from);
        for (size_t next = 0; next < m_commits.size(); ++next) {
            if (m_cancel.isCancelled()) {
                return cancelled();
            }
            read(next);
        }
        m_ready.push({m_commits.front().time, 0});
        return {};
    }

    [[nodiscard]] const WalkedCommit *next()
    {
        if (m_ready.empty()) {
            return nullptr;
        }
        const WalkedCommit &commit = m_commits[m_ready.top().position];
        m_ready.pop();
        for (const size_t parent : commit.parents) {
            if (--m_commits[parent].childrenToCome == 0) {
                m_ready.push({m_commits[parent].time, parent});
            }
        }
        return &commit;
    }

    /// Not for a commit that is damaged, has a damaged parent, or whose trees are: there it cannot
    /// be told.
    std::optional<bool> hasChanged(const WalkedCommit &commit, PathLookup &lookup) const
    {
        const std::optional<PathState> own = commit.isReadable ? lookup(commit.tree) : std::nullopt;
        if (!own) {
            return std::nullopt;
        }
        bool hasSame = commit.parents.empty() && own->id.isNull();
        for (const size_t position : commit.parents) {
            const WalkedCommit &parent = m_commits[position];
            const std::optional<PathState> before =
                parent.isReadable ? lookup(parent.tree) : std::nullopt;
            if (!before) {
                return std::nullopt;
            }
            hasSame = hasSame || *before == *own;
        }
        return !hasSame;
    }

    static std::unexpected<core::Error> cancelled()
    {
        return core::failure(ErrorCode::Cancelled, Message::tr("Cancelled."));
    }

private:
    struct Ready
    {
        git_time_t time;
        size_t position; ///< In order of discovery, so that equal times keep it.

        bool operator<(const Ready &other) const
        {
            return time != other.time ? time < other.time : position > other.position;
        }
    };

    size_t positionOf(const ObjectId &id)
    {
        const auto known = m_positions.constFind(id);
        if (known != m_positions.cend()) {
            return *known;
        }
        m_positions.insert(id, m_commits.size());
        m_commits.emplace_back().id = id;
        return m_commits.size() - 1;
    }

    void read(size_t position)
    {
        CommitPointer commit;
        const git_oid id = toGit(m_commits[position].id);
        if (git_commit_lookup(std::out_ptr(commit), m_repository, &id) < 0) {
            return; // stays unreadable; what is behind it cannot be reached this way
        }
        std::vector<size_t> parents;
        for (unsigned int i = 0; i < git_commit_parentcount(commit.get()); ++i) {
            parents.push_back(positionOf(fromGit(*git_commit_parent_id(commit.get(), i))));
            ++m_commits[parents.back()].childrenToCome;
        }
        WalkedCommit &walked = m_commits[position];
        walked.tree = fromGit(*git_commit_tree_id(commit.get()));
        walked.time = git_commit_time(commit.get());
        walked.parents = std::move(parents);
        walked.isReadable = true;
    }

    git_repository *m_repository;
    core::CancelFlag m_cancel;
    std::vector<WalkedCommit> m_commits;
    QHash<ObjectId, size_t> m_positions;
    std::priority_queue<Ready> m_ready;
};

std::unexpected<core::Error> damagedHistory(const ObjectId &from, const core::RepoPath &path)
{
    return core::failure(
        ErrorCode::RepositoryDamaged,
        Message::tr("The history of %1 from commit %2 on is damaged or missing. "
                    "Files are intact. A copy of the repository may still have "
                    "it: “git fetch” from there.")
            .arg(path.isRoot() ? Message::tr("the registry") : path.text(), from.shortText()));
}

} // namespace

core::Result<QList<CommitInfo>> Repository::history(const ObjectId &from,
                                                    const core::RepoPath &path, int limit,
                                                    const core::CancelFlag &cancel) const
{
    git_repository *repository = m_handle->git.get();
    DatabasePointer database;
    if (const int result = git_repository_odb(std::out_ptr(database), repository); result < 0) {
        return gitFailure(result, ErrorCode::RepositoryDamaged,
                          Message::tr("The history cannot be read. The files are intact."));
    }
    HistoryWalk walk(repository, cancel);
    if (const core::Result<void> read = walk.readFrom(from); !read) {
        return std::unexpected(read.error());
    }
    PathLookup lookup(database.get(), path);
    QList<CommitInfo> commits;
    ObjectId damaged;
    while (const WalkedCommit *walked = walk.next()) {
        if (cancel.isCancelled()) {
            return HistoryWalk::cancelled();
        }
        const std::optional<bool> hasChanged = walk.hasChanged(*walked, lookup);
        if (!hasChanged && damaged.isNull()) {
            damaged = walked->id;
        }
        if (!hasChanged.value_or(false)) {
            continue;
        }
        const core::Result<CommitInfo> info = commit(walked->id);
        if (!info) {
            return std::unexpected(info.error());
        }
        commits.append(*info);
        if (commits.size() == limit) {
            break;
        }
    }
    if (commits.isEmpty() && !damaged.isNull()) {
        return damagedHistory(damaged, path);
    }
    return commits;
}

} // namespace hermes::vcs
