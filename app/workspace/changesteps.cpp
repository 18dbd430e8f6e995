#include "workspace/changesteps.h"

#include "workspace/filesave.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

using changes::Deletion;
using changes::FileWrite;
using changes::PathMove;
using changes::Restoration;

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Changes)
};

std::unexpected<Error> systemFailure(int error, const RepoPath &path)
{
    const QString detail = QString::fromLocal8Bit(std::strerror(error));
    const ErrorCode code = error == ENOSPC || error == EDQUOT ? ErrorCode::DiskFull
        : error == EROFS || error == EACCES || error == EPERM ? ErrorCode::ReadOnly
        : error == EEXIST || error == ENOTEMPTY               ? ErrorCode::ChangedOutside
                                                              : ErrorCode::NotWritable;
    return failure(code, Messages::tr("%1 could not be changed (%2).").arg(path.text(), detail),
                   detail);
}

Result<void> syncFolder(const QString &folder, const RepoPath &path)
{
    const int descriptor =
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const int error = descriptor < 0 || ::fsync(descriptor) != 0 ? errno : 0;
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    if (error != 0) {
        return systemFailure(error, path);
    }
    return {};
}

void makeExecutable(const QString &path)
{
    struct stat status{};
    const QByteArray name = QFile::encodeName(path);
    if (::lstat(name.constData(), &status) == 0 && S_ISREG(status.st_mode)) {
        const mode_t readers = status.st_mode & (S_IRUSR | S_IRGRP | S_IROTH);
        ::chmod(name.constData(), (status.st_mode & 07777U) | (readers >> 2U));
    }
}

} // namespace

ChangeSteps::ChangeSteps(const ChangePlace &place, const QString &folder, ChangeRecord &record)
    : m_root(place.registryRoot)
    , m_source(place.registryRoot)
    , m_record(record)
    , m_trash(folder + u"/trash/"_s + record.name,
              place.registryRoot + u"/.hermes-moving-"_s + record.name)
{
    const changes::ChangeSet &changes = record.changes;
    m_steps.insert(m_steps.end(), changes.restorations.begin(), changes.restorations.end());
    m_steps.insert(m_steps.end(), changes.moves.begin(), changes.moves.end());
    m_steps.insert(m_steps.end(), changes.writes.begin(), changes.writes.end());
    m_steps.insert(m_steps.end(), changes.deletions.begin(), changes.deletions.end());
}

ChangeSteps::State ChangeSteps::state(qsizetype step) const
{
    return std::visit([this](const auto &s) { return stateOf(s); },
                      m_steps.at(static_cast<size_t>(step)));
}

RepoPath ChangeSteps::pathOf(qsizetype step) const
{
    struct PathOf
    {
        RepoPath operator()(const Restoration &s) const { return s.path; }
        RepoPath operator()(const PathMove &s) const { return s.from; }
        RepoPath operator()(const FileWrite &s) const { return s.file; }
        RepoPath operator()(const Deletion &s) const { return s.path; }
    };
    return std::visit(PathOf{}, m_steps.at(static_cast<size_t>(step)));
}

Result<void> ChangeSteps::perform(qsizetype step)
{
    return std::visit([this](const auto &s) { return perform(s); },
                      m_steps.at(static_cast<size_t>(step)));
}

Result<void> ChangeSteps::takeBack(qsizetype step)
{
    return std::visit([this](const auto &s) { return takeBack(s); },
                      m_steps.at(static_cast<size_t>(step)));
}

void ChangeSteps::clean() const
{
    m_trash.clearPassage();
    for (const Restoration &step : std::as_const(m_record.changes.restorations)) {
        Trash::forget(step.storedAt);
    }
}

// --- states
// ---------------------------------------------------------------------------------------

bool ChangeSteps::isThere(const RepoPath &path) const
{
    return !path.isRoot() && m_source.node(path).has_value();
}

QString ChangeSteps::absolute(const RepoPath &path) const
{
    return m_root + u'/' + path.text();
}

ChangeSteps::State ChangeSteps::stateOf(const Restoration &step) const
{
    if (isThere(step.path)) {
        return State::After;
    }
    return QFileInfo::exists(step.storedAt) || QFileInfo(step.storedAt).isSymLink() ? State::Before
                                                                                    : State::Other;
}

ChangeSteps::State ChangeSteps::stateOf(const PathMove &step) const
{
    const bool isOld = isThere(step.from);
    const bool isNew = isThere(step.to);
    return isOld == isNew ? State::Other : isOld ? State::Before : State::After;
}

ChangeSteps::State ChangeSteps::stateOf(const FileWrite &step) const
{
    // The file may still lie where it was before a move that is not done.
    RepoPath place = step.file;
    for (const PathMove &move : std::as_const(m_record.changes.moves)) {
        if (step.file.isInside(move.to) && stateOf(move) == State::Before) {
            place = changes::pathBeforeMoves({move}, step.file);
        }
    }
    const Result<QByteArray> content = m_source.read(place, std::numeric_limits<qint64>::max());
    if (!content && content.error().code != ErrorCode::NotFound) {
        return State::Other;
    }
    const std::optional<QByteArray> now = content ? std::optional(*content) : std::nullopt;
    return now == step.before ? State::Before : now == step.after ? State::After : State::Other;
}

ChangeSteps::State ChangeSteps::stateOf(const Deletion &step) const
{
    const Result<FileNode> node = m_source.node(step.path);
    if (!node) {
        return node.error().code == ErrorCode::NotFound ? State::After : State::Other;
    }
    return node->isFile() || node->type == FileType::Folder ? State::Before : State::Other;
}

// --- doing and undoing
// ----------------------------------------------------------------------------

Result<void> ChangeSteps::perform(const Restoration &step)
{
    if (stateOf(step) == State::After) {
        return {};
    }
    return makeFolder(step.path.parent())
        .and_then([&] { return m_trash.restore(step.storedAt, absolute(step.path)); })
        .and_then([&] { return syncFolder(absolute(step.path.parent()), step.path); });
}

Result<void> ChangeSteps::takeBack(const Restoration &step)
{
    if (stateOf(step) != State::After) {
        return {};
    }
    return m_trash.putBack(absolute(step.path), step.storedAt);
}

Result<void> ChangeSteps::perform(const PathMove &step)
{
    if (stateOf(step) != State::After) {
        return moveAndSync(step.from, step.to);
    }
    removeEmptyFolders(step.from.parent()); // perhaps not reached the first time
    return {};
}

Result<void> ChangeSteps::takeBack(const PathMove &step)
{
    if (stateOf(step) != State::Before) {
        return moveAndSync(step.to, step.from);
    }
    removeEmptyFolders(step.to.parent()); // made for it
    return {};
}

Result<void> ChangeSteps::perform(const FileWrite &step)
{
    if (stateOf(step) != State::After) {
        return write(step.file, step.before, step.after, step.isExecutable);
    }
    // What follows was perhaps not reached the first time.
    if (!step.after) {
        removeEmptyFolders(step.file.parent());
    } else if (!step.before && step.isExecutable) {
        makeExecutable(absolute(step.file));
    }
    return {};
}

Result<void> ChangeSteps::takeBack(const FileWrite &step)
{
    if (stateOf(step) != State::Before) {
        return write(step.file, step.after, step.before, step.isExecutable);
    }
    if (!step.before) {
        removeEmptyFolders(step.file.parent()); // made for it
    }
    return {};
}

Result<void> ChangeSteps::perform(const Deletion &step)
{
    if (stateOf(step) == State::After) {
        if (const QString found = m_trash.find(absolute(step.path)); !found.isEmpty()) {
            m_record.trashed.insert(step.path, found);
        }
        removeEmptyFolders(step.path.parent());
        return {};
    }
    const Result<QString> storedAt = m_trash.put(absolute(step.path));
    if (!storedAt) {
        return std::unexpected(storedAt.error());
    }
    m_record.trashed.insert(step.path, *storedAt);
    removeEmptyFolders(step.path.parent());
    return {};
}

Result<void> ChangeSteps::takeBack(const Deletion &step)
{
    if (stateOf(step) == State::Before) {
        return {};
    }
    QString storedAt = m_record.trashed.value(step.path);
    if (storedAt.isEmpty()) {
        storedAt = m_trash.find(absolute(step.path));
    }
    return makeFolder(step.path.parent()).and_then([&] {
        return m_trash.restore(storedAt, absolute(step.path));
    });
}

// --- files and folders
// ----------------------------------------------------------------------------

Result<void> ChangeSteps::makeFolder(const RepoPath &folder) const
{
    RepoPath path;
    for (const auto allParts = folder.parts(); const QString &part : allParts) {
        path = path.child(part);
        const Result<FileNode> node = m_source.node(path);
        if (node && node->type != FileType::Folder) {
            return failure(
                ErrorCode::NotAFile,
                Messages::tr("%1 is a link or a file where a folder is needed.").arg(path.text()));
        }
        if (!node && node.error().code != ErrorCode::NotFound) {
            return std::unexpected(node.error());
        }
        if (!node
            && ::mkdir(QFile::encodeName(absolute(path)).constData(), 0777) != 0 // less the umask
            && errno != EEXIST) {
            return systemFailure(errno, path);
        }
    }
    return {};
}

/// Folders that lost their last file go too, as git has it; those of a kind stay.
void ChangeSteps::removeEmptyFolders(const RepoPath &folder) const
{
    for (RepoPath path = folder; path.parts().size() > 1; path = path.parent()) {
        if (::rmdir(QFile::encodeName(absolute(path)).constData()) != 0) {
            return;
        }
    }
}

Result<void> ChangeSteps::moveAndSync(const RepoPath &from, const RepoPath &to) const
{
    const Result<FileNode> node = m_source.node(from);
    if (!node) {
        return std::unexpected(node.error());
    }
    if (const Result<void> made = makeFolder(to.parent()); !made) {
        return made;
    }
    const QByteArray source = QFile::encodeName(absolute(from));
    const QByteArray target = QFile::encodeName(absolute(to));
    int error =
        ::renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE)
            != 0
        ? errno
        : 0;
    if (error == EINVAL && !isThere(to)) { // the file system knows no flags
        error = ::rename(source.constData(), target.constData()) != 0 ? errno : 0;
    }
    if (error != 0) {
        removeEmptyFolders(to.parent());
        return systemFailure(error, from);
    }
    return syncFolder(absolute(from.parent()), from)
        .and_then([&] { return syncFolder(absolute(to.parent()), to); })
        .transform([&] { removeEmptyFolders(from.parent()); });
}

Result<void> ChangeSteps::write(const RepoPath &file, const std::optional<QByteArray> &before,
                                const std::optional<QByteArray> &after, bool isExecutable) const
{
    if (after) {
        const Result<void> saved = makeFolder(file.parent()).and_then([&] {
            return saveFile({m_root, file, *after, before.transform(fingerprint)});
        });
        if (saved && !before && isExecutable) {
            makeExecutable(absolute(file));
        }
        return saved;
    }
    const Result<QByteArray> content = m_source.read(file, std::numeric_limits<qint64>::max());
    if (!content || !before || *content != *before) {
        return failure(ErrorCode::ChangedOutside,
                       Messages::tr("%1 was changed by another program.").arg(file.text()));
    }
    if (::unlink(QFile::encodeName(absolute(file)).constData()) != 0) {
        return systemFailure(errno, file);
    }
    return syncFolder(absolute(file.parent()), file).transform([&] {
        removeEmptyFolders(file.parent());
    });
}

} // namespace hermes::workspace
