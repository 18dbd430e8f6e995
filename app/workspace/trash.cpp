#include "workspace/trash.h"

#include <QCoreApplication>
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <QStorageInfo>
#include <QUrl>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(Trash)
};

QByteArray encoded(const QString &path)
{
    return QFile::encodeName(path);
}

bool exists(const QString &path)
{
    struct stat status{};
    return ::lstat(encoded(path).constData(), &status) == 0;
}

std::unexpected<Error> systemFailure(int error, const QString &path)
{
    const QString detail = QString::fromLocal8Bit(std::strerror(error));
    return failure(
        error == ENOSPC || error == EDQUOT ? ErrorCode::DiskFull : ErrorCode::NotWritable,
        Messages::tr("%1 could not be moved (%2). It is still where it was.").arg(path, detail),
        detail);
}

/// rename(2) that never replaces anything. False with errno set.
bool renameTo(const QString &from, const QString &to)
{
    const QByteArray source = encoded(from);
    const QByteArray target = encoded(to);
    if (::renameat2(AT_FDCWD, source.constData(), AT_FDCWD, target.constData(), RENAME_NOREPLACE)
        == 0) {
        return true;
    }
    if (errno != EINVAL) { // the file system knows no flags
        return false;
    }
    if (exists(to)) {
        errno = EEXIST;
        return false;
    }
    return ::rename(source.constData(), target.constData()) == 0;
}

bool copyFile(const QString &from, const QString &to)
{
    QFile source(from);
    QFile target(to);
    if (!source.open(QIODevice::ReadOnly)
        || !target.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered)) {
        return false;
    }
    while (!source.atEnd()) {
        const QByteArray piece = source.read(1 << 20);
        if (piece.isEmpty() || target.write(piece) != piece.size()) {
            return false;
        }
    }
    return target.setPermissions(source.permissions()) && ::fsync(target.handle()) == 0;
}

/// A copy of a file, link or folder. False with errno set; what was copied so far stays.
bool copyTree(const QString &from, const QString &to)
{
    const QFileInfo info(from);
    if (info.isSymLink()) {
        return ::symlink(encoded(info.readSymLink()).constData(), encoded(to).constData()) == 0;
    }
    if (!info.isDir()) {
        return copyFile(from, to);
    }
    if (!QDir().mkdir(to)) {
        return false;
    }
    QDirIterator walk(from, QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    while (walk.hasNext()) {
        const QFileInfo child = walk.nextFileInfo();
        if (!copyTree(child.filePath(), to + u'/' + child.fileName())) {
            return false;
        }
    }
    return true;
}

void removeTree(const QString &path)
{
    const QFileInfo info(path);
    if (info.isDir() && !info.isSymLink()) {
        QDir(path).removeRecursively();
    } else {
        QFile::remove(path);
    }
}

/// The freedesktop.org trash folders that can hold files of a path: the user's, and those of its
/// disk.
QStringList trashFolders(const QString &path)
{
    const QString disk = QStorageInfo(QFileInfo(path).path()).rootPath();
    const QString user = QString::number(::getuid());
    return {QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + u"/Trash"_s,
            QDir(disk).filePath(u".Trash/"_s + user), QDir(disk).filePath(u".Trash-"_s + user)};
}

/// The note that the trash keeps beside what it holds; empty if `storedAt` is not in such a trash.
QString noteOf(const QString &storedAt)
{
    const QFileInfo stored(storedAt);
    return stored.dir().dirName() == u"files"
        ? QDir::cleanPath(stored.path() + u"/../info/"_s + stored.fileName() + u".trashinfo"_s)
        : QString();
}

/// The path that a note says its file came from. Those on other disks are relative to the disk.
QString originOf(const QString &note)
{
    QFile file(note);
    if (!file.open(QIODevice::ReadOnly)) {
        return {};
    }
    while (!file.atEnd()) {
        const QByteArray line = file.readLine().trimmed();
        if (line.startsWith("Path=")) {
            const QString origin = QUrl::fromPercentEncoding(line.sliced(5));
            return origin.startsWith(u'/') ? origin
                                           : QDir(QStorageInfo(note).rootPath()).filePath(origin);
        }
    }
    return {};
}

} // namespace

Trash::Trash(QString ownFolder, QString passage)
    : m_ownFolder(std::move(ownFolder)), m_passage(std::move(passage))
{
}

QString Trash::ownPlaceOf(const QString &path) const
{
    return m_ownFolder + u'/' + QFileInfo(path).fileName();
}

Result<QString> Trash::put(const QString &path) const
{
    QString storedAt;
    if (QFile::moveToTrash(path, &storedAt) && !storedAt.isEmpty()) {
        return storedAt;
    }
    if (!QDir().mkpath(m_ownFolder)) {
        return systemFailure(errno, path);
    }
    QString place = ownPlaceOf(path);
    for (int number = 2; exists(place); ++number) {
        place = u"%1.%2"_s.arg(ownPlaceOf(path), QString::number(number));
    }
    return putAside(path, place).transform([&] { return place; });
}

Result<void> Trash::putAside(const QString &path, const QString &place) const
{
    if (renameTo(path, place)) {
        return {};
    }
    if (errno != EXDEV) {
        return systemFailure(errno, path);
    }
    // Another disk: whole in the trash before it goes here, and gone here at once.
    const QString partial = place + u".partial"_s;
    removeTree(partial);
    if (!copyTree(path, partial) || !renameTo(partial, place) || !renameTo(path, m_passage)) {
        const int error = errno;
        removeTree(partial);
        return systemFailure(error, path);
    }
    clearPassage();
    return {};
}

Result<void> Trash::restore(const QString &storedAt, const QString &path) const
{
    if (!exists(storedAt)) {
        return failure(ErrorCode::NotFound, Messages::tr("%1 is no longer in the trash.").arg(path),
                       storedAt);
    }
    if (!renameTo(storedAt, path)) {
        if (errno != EXDEV) {
            return systemFailure(errno, path);
        }
        clearPassage();
        if (!copyTree(storedAt, m_passage) || !renameTo(m_passage, path)) {
            const int error = errno;
            clearPassage();
            return systemFailure(error, path);
        }
        removeTree(storedAt);
    }
    return {};
}

Result<void> Trash::putBack(const QString &path, const QString &storedAt) const
{
    return putAside(path, storedAt);
}

void Trash::forget(const QString &storedAt)
{
    if (const QString note = noteOf(storedAt); !note.isEmpty() && !exists(storedAt)) {
        QFile::remove(note);
    }
}

QString Trash::find(const QString &path) const
{
    if (exists(ownPlaceOf(path))) {
        return ownPlaceOf(path);
    }
    QString found;
    QDateTime newest;
    for (const auto trashs = trashFolders(path); const QString &trash : trashs) {
        QDirIterator notes(trash + u"/info"_s, {u"*.trashinfo"_s}, QDir::Files);
        while (notes.hasNext()) {
            const QFileInfo note = notes.nextFileInfo();
            const QString stored = trash + u"/files/"_s + note.completeBaseName();
            if (originOf(note.filePath()) == path && exists(stored)
                && (!newest.isValid() || note.lastModified() > newest)) {
                newest = note.lastModified();
                found = stored;
            }
        }
    }
    return found;
}

void Trash::clearPassage() const
{
    if (exists(m_passage)) {
        removeTree(m_passage);
    }
}

} // namespace hermes::workspace
