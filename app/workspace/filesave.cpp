#include "workspace/filesave.h"

#include "core/directoryfilesource.h"

#include <QCoreApplication>
#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QLocale>
#include <QRegularExpression>
#include <QSaveFile>
#include <QStorageInfo>
#include <QTimeZone>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <sys/stat.h>
#include <unistd.h>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

constexpr qint64 leftoverAgeSeconds = 3600;

QString tr(const char *text)
{
    return QCoreApplication::translate("FileSave", text);
}

/// Why the system refused, at the moment it did.
std::unexpected<Error> writeFailure(int error, const SaveRequest &request,
                                    const QString &absolutePath)
{
    const QString name = request.file.text();
    const QString detail = QString::fromLocal8Bit(std::strerror(error));
    if (error == ENOSPC || error == EDQUOT) {
        const QStorageInfo storage(QFileInfo(absolutePath).path());
        return failure(ErrorCode::DiskFull,
                       tr("The disk is full (%1 free). %2 was not changed and your text is kept. "
                          "Free some space, then save again.")
                           .arg(QLocale().formattedDataSize(storage.bytesAvailable()), name),
                       detail);
    }
    if (error == EROFS || error == EACCES || error == EPERM) {
        return failure(ErrorCode::ReadOnly,
                       tr("%1 cannot be written: its folder or disk is read-only. The file was not "
                          "changed and your text is kept.")
                           .arg(name),
                       detail);
    }
    return failure(
        ErrorCode::NotWritable,
        tr("%1 could not be written (%2). The file was not changed and your text is kept.")
            .arg(name, detail),
        detail);
}

/// Steps 1 and 2 of the save routine: a regular file inside the registry that holds what was
/// loaded.
Result<void> checkTarget(const SaveRequest &request)
{
    const DirectoryFileSource source(request.registryRoot);
    const Result<FileNode> node = source.node(request.file);
    const QString name = request.file.text();
    if (!node && node.error().code != ErrorCode::NotFound) {
        return std::unexpected(node.error());
    }
    if (!node) {
        const Result<FileNode> folder = source.node(request.file.parent());
        if (!folder) {
            return failure(ErrorCode::NotFound,
                           tr("The folder of %1 is gone. Your text is kept.").arg(name),
                           folder.error().detail);
        }
        if (request.expected) {
            return failure(
                ErrorCode::NotFound,
                tr("%1 is gone from the disk. Your text is kept; save again to write it anew.")
                    .arg(name));
        }
        return {};
    }
    if (!node->isFile()) {
        return failure(ErrorCode::NotAFile,
                       tr("%1 is a link, a folder or a special file now. It was not touched and "
                          "your text is kept.")
                           .arg(name));
    }
    const Result<QByteArray> onDisk = source.read(request.file, std::numeric_limits<qint64>::max());
    if (!onDisk) {
        return std::unexpected(onDisk.error());
    }
    if (!request.expected || fingerprint(*onDisk) != *request.expected) {
        return failure(
            ErrorCode::ChangedOutside,
            tr("%1 was changed on disk by another program. Nothing was overwritten.").arg(name));
    }
    return {};
}

Result<void> syncFolder(const QString &folder)
{
    const int descriptor =
        ::open(QFile::encodeName(folder).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
    const QString detail = synced ? QString() : QString::fromLocal8Bit(std::strerror(errno));
    if (descriptor >= 0) {
        ::close(descriptor);
    }
    if (!synced) {
        return failure(ErrorCode::NotDurable,
                       tr("%1 could not be made durable. Save again.").arg(folder), detail);
    }
    return {};
}

/// Steps 3 to 6: nothing takes the file's name before its bytes are on the disk.
Result<void> writeDurably(const SaveRequest &request, const QString &path,
                          const struct stat *before)
{
    QSaveFile file(path);
    file.setDirectWriteFallback(false);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
        return writeFailure(errno, request, path);
    }
    errno = 0;
    if (file.write(request.content)
        != request.content.size()) { // commit() does not notice a full disk
        const int error = errno != 0 ? errno : ENOSPC;
        file.cancelWriting();
        return writeFailure(error, request, path);
    }
    if (before != nullptr) {
        // Modes are kept as far as this user may set them; what may not be kept stays the user's
        // own.
        if (::fchown(file.handle(), before->st_uid, before->st_gid) != 0 && errno != EPERM) {
            const int error = errno;
            file.cancelWriting();
            return writeFailure(error, request, path);
        }
        if (::fchmod(file.handle(), before->st_mode & 07777U) != 0) {
            const int error = errno;
            file.cancelWriting();
            return writeFailure(error, request, path);
        }
    }
    if (::fsync(file.handle()) != 0) { // commit() ignores this failure
        const QString detail = QString::fromLocal8Bit(std::strerror(errno));
        file.cancelWriting();
        return failure(ErrorCode::NotDurable,
                       tr("%1 was not safely stored: the disk reported an error. The old file and "
                          "your text are kept. Save again.")
                           .arg(request.file.text()),
                       detail);
    }
    if (!file.commit()) {
        return writeFailure(errno, request, path);
    }
    return syncFolder(QFileInfo(path).path());
}

} // namespace

QByteArray fingerprint(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256);
}

Result<void> saveFile(const SaveRequest &request)
{
    if (const Result<void> target = checkTarget(request); !target) {
        return target;
    }
    const QString path = request.registryRoot + u'/' + request.file.text();
    struct stat before{};
    const bool exists = ::lstat(QFile::encodeName(path).constData(), &before) == 0;
    constexpr mode_t anyWriteBit = S_IWUSR | S_IWGRP | S_IWOTH;
    if (exists
        && ((before.st_mode & anyWriteBit) == 0
            || ::access(QFile::encodeName(path).constData(), W_OK) != 0)) {
        return failure(ErrorCode::ReadOnly,
                       tr("%1 is read-only. It was not changed and your text is kept.")
                           .arg(request.file.text()));
    }
    return writeDurably(request, path, exists ? &before : nullptr);
}

Result<void> saveCopy(const QString &path, const QByteArray &content)
{
    const QFileInfo info(path);
    const Result<RepoPath> name = RepoPath::parse(info.fileName());
    if (!name) {
        return std::unexpected(name.error());
    }
    const DirectoryFileSource folder(info.absolutePath());
    const Result<QByteArray> before = folder.read(*name, std::numeric_limits<qint64>::max());
    if (!before && before.error().code != ErrorCode::NotFound) {
        return std::unexpected(before.error());
    }
    return saveFile({info.absolutePath(), *name, content,
                     before ? std::optional(fingerprint(*before)) : std::nullopt});
}

bool isSaveLeftover(const QString &fileName)
{
    // QSaveFile's template, on the names that this program writes.
    static const QRegularExpression pattern(
        QStringLiteral("\\A.+\\.(md|json|yaml|svg|zip)\\.[A-Za-z]{6}\\z"));
    return pattern.match(fileName).hasMatch();
}

QStringList sweepSaveLeftovers(const QString &folder)
{
    QStringList removed;
    const QDateTime limit = QDateTime::currentDateTimeUtc().addSecs(-leftoverAgeSeconds);
    QDirIterator walk(folder, QDir::Files | QDir::Hidden | QDir::NoSymLinks,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QFileInfo file = walk.nextFileInfo();
        if (!isSaveLeftover(file.fileName()) || file.lastModified(QTimeZone::UTC) > limit) {
            continue;
        }
        // Only beside the file it was meant to become: another program's file of such a name is not
        // ours to remove.
        if (QFile::exists(file.path() + u'/' + file.completeBaseName())
            && QFile::remove(file.filePath())) {
            removed.append(file.filePath());
        }
    }
    return removed;
}

} // namespace hermes::workspace
