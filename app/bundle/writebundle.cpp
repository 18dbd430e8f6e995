#include "bundle/bundle.h"
#include "bundle/bundletr.h"
#include "bundle/composition.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace hermes::bundle {

using core::ErrorCode;
using core::Result;

namespace {

constexpr mode_t permissionsAtMost = 0644;

std::unexpected<core::Error> notWritten(const QString &path, const QString &reason)
{
    return core::failure(ErrorCode::NotWritable,
                         Tr::tr("The bundle could not be written to %1: %2. Nothing was changed "
                                "there. Choose another folder, or allow "
                                "writing to this one.")
                             .arg(path, reason),
                         reason);
}

std::unexpected<core::Error> diskFull(const QString &path, qint64 bytes)
{
    return core::failure(ErrorCode::DiskFull,
                         Tr::tr("The disk is full: the bundle needs %1 bytes and was not written "
                                "to %2. Nothing was changed there. Free "
                                "some space or choose another disk.")
                             .arg(bytes)
                             .arg(path));
}

std::unexpected<core::Error> notStored(const QString &path, int error)
{
    return core::failure(ErrorCode::NotDurable,
                         Tr::tr("The system could not store the bundle %1 safely. Nothing was "
                                "changed there; try again or choose another "
                                "disk.")
                             .arg(path),
                         QString::fromLocal8Bit(std::strerror(error)));
}

bool isDiskFull(int error)
{
    return error == ENOSPC || error == EDQUOT;
}

/// A new file has 0666 less the umask and a replaced one its predecessor's permissions; both are
/// cut to 0644 at most.
bool limitPermissions(int descriptor)
{
    struct stat status{};
    return ::fstat(descriptor, &status) == 0
        && ::fchmod(descriptor, status.st_mode & permissionsAtMost) == 0;
}

/// Until this has happened a power cut may take the new name away again.
bool syncFolderOf(const QString &path)
{
    const QByteArray folder = QFile::encodeName(QFileInfo(path).absolutePath());
    const int descriptor = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    const bool isSynced = ::fsync(descriptor) == 0;
    ::close(descriptor);
    return isSynced;
}

Result<void> writeDurably(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    file.setDirectWriteFallback(false);
    errno = 0;
    if (!file.open(QIODevice::WriteOnly | QIODevice::Unbuffered)) {
        return isDiskFull(errno) ? diskFull(path, bytes.size())
                                 : notWritten(path, file.errorString());
    }
    // commit() looks at neither of these: on a full disk it would put half a file in place.
    errno = 0;
    if (file.write(bytes) != bytes.size()) {
        const bool isFull = isDiskFull(errno) || file.error() == QFileDevice::ResourceError;
        const QString reason = file.errorString();
        file.cancelWriting();
        return isFull ? diskFull(path, bytes.size()) : notWritten(path, reason);
    }
    if (!limitPermissions(file.handle())) {
        const QString reason = QString::fromLocal8Bit(std::strerror(errno));
        file.cancelWriting();
        return notWritten(path, reason);
    }
    if (::fsync(file.handle()) != 0) {
        const int error = errno;
        file.cancelWriting();
        return isDiskFull(error) ? diskFull(path, bytes.size()) : notStored(path, error);
    }
    if (!file.commit()) {
        return notWritten(path, file.errorString());
    }
    if (!syncFolderOf(path)) {
        return core::failure(ErrorCode::NotDurable,
                             Tr::tr("The bundle %1 is complete, but the system could not promise "
                                    "that it survives a power cut. Write it "
                                    "again, or copy it to another disk.")
                                 .arg(path),
                             QString::fromLocal8Bit(std::strerror(errno)));
    }
    return {};
}

} // namespace

Result<QByteArray> bundleBytes(const core::FileSource &source, const BundleRequest &request,
                               const core::CancelFlag &cancel)
{
    return composeBundle(source, request,
                         {QStringLiteral("hermes-studio"), QStringLiteral(HERMES_VERSION)}, cancel);
}

Result<BundleSummary> writeBundle(const QByteArray &bytes, const QString &path)
{
    // Nothing leaves that an import would refuse.
    const Result<BundleSummary> summary = verifyBundleBytes(bytes);
    if (!summary) {
        return summary;
    }
    return writeDurably(path, bytes).transform([&summary] { return *summary; });
}

} // namespace hermes::bundle
