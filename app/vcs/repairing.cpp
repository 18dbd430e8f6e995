#include "vcs/repository_p.h"

#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <unistd.h>

namespace hermes::vcs {

using core::ErrorCode;

namespace {

qint64 ageOf(const QFileInfo &file)
{
    const qint64 age = file.lastModified().secsTo(QDateTime::currentDateTimeUtc());
    return age < 0 ? -1 : age;
}

/// The lowest process that has the file open, as far as /proc shows this user's processes.
qint64 holderOf(const QString &path)
{
    const QStringList processes =
        QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QList<qint64> holders;
    for (const QString &process : processes) {
        bool isProcess = false;
        const qint64 pid = process.toLongLong(&isProcess);
        if (!isProcess) {
            continue;
        }
        const QDir descriptors(QStringLiteral("/proc/%1/fd").arg(process));
        // Read as links and not opened: a descriptor may be a pipe that would block.
        const QFileInfoList links =
            descriptors.entryInfoList(QDir::Files | QDir::System | QDir::NoDotAndDotDot);
        for (const QFileInfo &descriptor : links) {
            if (descriptor.symLinkTarget() == path) {
                holders.append(pid);
            }
        }
    }
    return holders.isEmpty() ? 0 : *std::ranges::min_element(holders);
}

/// The first name of its kind in the folder that is free: `<name>-1`, `<name>-2`, …
QString freeName(const QString &folder, const QString &name)
{
    int number = 1;
    QString path;
    do {
        path = QStringLiteral("%1/%2-%3").arg(folder, name, QString::number(number++));
    } while (QFileInfo::exists(path));
    return path;
}

std::unexpected<core::Error> notMoved(const QString &path, const QString &detail)
{
    return core::failure(ErrorCode::NotWritable,
                         Message::tr("%1 could not be moved aside. Nothing was changed. Check the "
                                     "permissions of the folder.")
                             .arg(path),
                         detail);
}

/// The full name of what HEAD stands for: its branch, or HEAD itself where it names a commit.
QByteArray currentReference(git_repository *repository)
{
    ReferencePointer head;
    const bool isBranch = git_reference_lookup(std::out_ptr(head), repository, "HEAD") == 0
        && git_reference_type(head.get()) == GIT_REFERENCE_SYMBOLIC;
    return isBranch ? QByteArray(git_reference_symbolic_target(head.get())) : QByteArray("HEAD");
}

/// Replaces a reference's file in one step, under git's own lock. libgit2 refuses to write over a
/// damaged one.
core::Result<void> writeReference(const QString &path, const ObjectId &commit)
{
    QFile lock(path + QStringLiteral(".lock"));
    const QByteArray content = commit.toString().toLatin1() + '\n';
    if (!QDir().mkpath(QFileInfo(path).path())
        || !lock.open(QIODevice::NewOnly | QIODevice::Unbuffered)) {
        return lock.exists()
            ? gitFailure(GitError{GIT_ELOCKED, GIT_ERROR_REFERENCE, lock.fileName()},
                         ErrorCode::RepositoryLocked, {})
            : notMoved(path, lock.errorString());
    }
    const bool isSafe = lock.write(content) == content.size() && ::fsync(lock.handle()) == 0;
    lock.close();
    if (!isSafe
        || ::rename(QFile::encodeName(lock.fileName()).constData(),
                    QFile::encodeName(path).constData())
            != 0) {
        const QString reason = QString::fromLocal8Bit(std::strerror(errno));
        lock.remove();
        return notMoved(path, reason);
    }
    return {};
}

core::Result<void> writeNewIndex(git_repository *repository, const QString &file)
{
    IndexPointer index;
    int result = git_index_open(std::out_ptr(index), QFile::encodeName(file).constData());
    const core::Result<HeadPosition> head = readHead(repository);
    if (!head) {
        return std::unexpected(head.error());
    }
    if (result == 0 && !head->commit.isNull()) {
        const core::Result<TreePointer> tree = findTree(repository, head->commit);
        if (!tree) {
            return std::unexpected(tree.error());
        }
        result = git_index_read_tree(index.get(), tree->get());
    }
    if (result == 0) {
        result = git_index_write(index.get());
    }
    if (result < 0) {
        return gitFailure(result, ErrorCode::NotWritable,
                          Message::tr("A new staging area could not be written. The damaged one is "
                                      "still in place; files and history are intact."));
    }
    return {};
}

} // namespace

QList<StaleLock> Repository::locks() const
{
    const QDir own(gitFolderOf(m_handle->git.get()));
    const QDir common(commonFolderOf(m_handle->git.get()));
    QStringList candidates = {
        own.filePath(QStringLiteral("HEAD.lock")),
        own.filePath(QStringLiteral("index.lock")),
        common.filePath(QStringLiteral("config.lock")),
        common.filePath(QStringLiteral("packed-refs.lock")),
    };
    QDirIterator references(common.filePath(QStringLiteral("refs")), {QStringLiteral("*.lock")},
                            QDir::Files | QDir::Hidden | QDir::System,
                            QDirIterator::Subdirectories);
    while (references.hasNext()) {
        candidates.append(references.next());
    }
    QList<StaleLock> locks;
    for (const QString &path : std::as_const(candidates)) {
        if (const QFileInfo file(path); file.exists() || file.isSymLink()) {
            locks.append({path, ageOf(file), holderOf(path)});
        }
    }
    std::ranges::sort(locks, {}, &StaleLock::path);
    return locks;
}

core::Result<void> Repository::moveLockAside(const StaleLock &lock)
{
    const QList<StaleLock> present = locks();
    const auto found = std::ranges::find(present, lock.path, &StaleLock::path);
    if (found == present.cend()) {
        return core::failure(
            ErrorCode::InvalidArgument,
            Message::tr("%1 is no lock of this repository, or it is gone.").arg(lock.path));
    }
    if (found->holderPid != 0) {
        return core::failure(ErrorCode::RepositoryLocked,
                             Message::tr("%1 is in use by process %2. Wait until it has finished.")
                                 .arg(lock.path, QString::number(found->holderPid)));
    }
    const QString shared = commonFolderOf(m_handle->git.get());
    const QFileInfo file(lock.path);
    const QString references = shared + QStringLiteral("/refs/");
    const bool isReference = lock.path.startsWith(references);
    const QString folder = isReference ? shared : file.path();
    const QString name = isReference ? QDir(shared).relativeFilePath(lock.path).replace(u'/', u'-')
                                     : file.fileName();
    // QFile::rename() replaces nothing, so a name taken meanwhile is an error and no loss.
    if (QFile stale(lock.path); !stale.rename(freeName(folder, name + QStringLiteral(".stale")))) {
        return notMoved(lock.path, stale.errorString());
    }
    return {};
}

core::Result<void> Repository::rebuildStagingArea()
{
    const QString folder = gitFolder();
    const QString index = folder + QStringLiteral("/index");
    if (QFileInfo::exists(index + QStringLiteral(".lock"))) {
        return gitFailure(GitError{GIT_ELOCKED, GIT_ERROR_INDEX, QStringLiteral("index.lock")},
                          ErrorCode::RepositoryLocked, {});
    }
    // Complete beside the damaged one first, so that an interruption leaves either the old or the
    // new state.
    const QString rebuilt = folder + QStringLiteral("/index.rebuilt");
    QFile::remove(rebuilt);
    if (const core::Result<void> written = writeNewIndex(m_handle->git.get(), rebuilt); !written) {
        return written;
    }
    if (QFile damaged(index);
        damaged.exists() && !damaged.copy(freeName(folder, QStringLiteral("index.damaged")))) {
        return notMoved(index, damaged.errorString());
    }
    // Replaces in one step, which QFile::rename() does not.
    if (::rename(QFile::encodeName(rebuilt).constData(), QFile::encodeName(index).constData())
        != 0) {
        return notMoved(index, QString::fromLocal8Bit(std::strerror(errno)));
    }
    return {};
}

QList<ObjectId> Repository::earlierHeads() const
{
    git_repository *repository = m_handle->git.get();
    const QByteArray name = currentReference(repository);
    ReflogPointer log;
    // Reading a log that is not there would make an empty one.
    if (git_reference_has_log(repository, name.constData()) != 1
        || git_reflog_read(std::out_ptr(log), repository, name.constData()) < 0) {
        return {};
    }
    QList<ObjectId> heads;
    for (size_t i = 0; i < git_reflog_entrycount(log.get()); ++i) {
        const ObjectId id =
            fromGit(*git_reflog_entry_id_new(git_reflog_entry_byindex(log.get(), i)));
        if (!heads.contains(id) && findCommit(repository, id)) {
            heads.append(id);
        }
    }
    return heads;
}

core::Result<void> Repository::restoreBranch(const ObjectId &commit)
{
    git_repository *repository = m_handle->git.get();
    if (const core::Result<CommitPointer> found = findCommit(repository, commit); !found) {
        return std::unexpected(found.error());
    }
    const QString name = QString::fromUtf8(currentReference(repository));
    const QString shared = commonFolderOf(repository);
    const QString file =
        (name == QStringLiteral("HEAD") ? gitFolderOf(repository) : shared) + u'/' + name;
    const QString kept =
        freeName(shared, QString(name).replace(u'/', u'-') + QStringLiteral(".damaged"));
    if (QFile damaged(file); damaged.exists() && !damaged.copy(kept)) {
        return notMoved(file, damaged.errorString());
    }
    return writeReference(file, commit);
}

} // namespace hermes::vcs
