#include "workspace/filelock.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

std::unexpected<Error> lockFailure(int error, const QString &path)
{
    return failure(error == EROFS || error == EACCES || error == EPERM ? ErrorCode::ReadOnly
                                                                       : ErrorCode::NotWritable,
                   QCoreApplication::translate("FileLock",
                                               "%1 cannot be written; nothing was "
                                               "changed.")
                       .arg(path),
                   QString::fromLocal8Bit(std::strerror(error)));
}

} // namespace

Result<FileLock> FileLock::acquire(const QString &path, const QString &heldMessage)
{
    const int descriptor = ::open(QFile::encodeName(path).constData(),
                                  O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        return lockFailure(errno, path);
    }
    FileLock lock(descriptor);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
        return lock;
    }
    if (errno == EWOULDBLOCK) {
        return failure(ErrorCode::RepositoryLocked, heldMessage);
    }
    return lockFailure(errno, path);
}

FileLock &FileLock::operator=(FileLock &&other) noexcept
{
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

FileLock::~FileLock()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

} // namespace hermes::workspace
