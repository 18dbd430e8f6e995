#include "core/directoryfilesource.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

namespace hermes::core {

namespace {

class FileDescriptor
{
public:
    explicit FileDescriptor(int descriptor) : m_descriptor(descriptor) { }
    FileDescriptor(FileDescriptor &&other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1))
    {
    }
    FileDescriptor &operator=(FileDescriptor &&other) noexcept
    {
        std::swap(m_descriptor, other.m_descriptor);
        return *this;
    }
    FileDescriptor(const FileDescriptor &) = delete;
    FileDescriptor &operator=(const FileDescriptor &) = delete;
    ~FileDescriptor()
    {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    [[nodiscard]] int get() const { return m_descriptor; }
    [[nodiscard]] int release() { return std::exchange(m_descriptor, -1); }

private:
    int m_descriptor;
};

QString tr(const char *text)
{
    return QCoreApplication::translate("DirectoryFileSource", text);
}

std::unexpected<Error> systemFailure(int error, const RepoPath &path)
{
    const QString detail = QString::fromLocal8Bit(std::strerror(error));
    const QString shown = path.isRoot() ? tr("the registry's folder") : path.text();
    switch (error) {
    case ENOENT:
        return failure(ErrorCode::NotFound, tr("%1 is not there.").arg(shown), detail);
    case ELOOP:
    case ENOTDIR:
    case ENXIO:
        return failure(ErrorCode::NotAFile,
                       tr("%1 is, or lies behind, a symbolic link or something that is not a "
                          "folder. It was not opened.")
                           .arg(shown),
                       detail);
    default:
        return failure(ErrorCode::NotReadable, tr("%1 cannot be read: %2").arg(shown, detail),
                       detail);
    }
}

FileType typeOfMode(mode_t mode)
{
    if (S_ISREG(mode)) {
        return (mode & S_IXUSR) != 0 ? FileType::ExecutableFile : FileType::File;
    }
    if (S_ISDIR(mode)) {
        return FileType::Folder;
    }
    return S_ISLNK(mode) ? FileType::SymbolicLink : FileType::Other;
}

/// Opens what stands at a path, one folder after the other, so that no link is followed.
FileDescriptor openStepwise(int root, const RepoPath &path, int flags)
{
    constexpr int folderFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    FileDescriptor current(::openat(root, ".", folderFlags));
    const QStringList parts = path.parts();
    for (qsizetype i = 0; i < parts.size() && current.get() >= 0; ++i) {
        current =
            FileDescriptor(::openat(current.get(), parts.at(i).toUtf8().constData(),
                                    i + 1 == parts.size() ? flags | O_NOFOLLOW : folderFlags));
    }
    return current;
}

/// Opens what stands at a path and follows no link on the way. `errno` tells why not.
FileDescriptor openBelow(int root, const RepoPath &path, int flags)
{
    open_how how{};
    how.flags = static_cast<quint64>(flags);
    how.resolve = RESOLVE_NO_SYMLINKS;
    const QByteArray name = path.isRoot() ? QByteArrayLiteral(".") : path.bytes();
    FileDescriptor opened(
        static_cast<int>(::syscall(SYS_openat2, root, name.constData(), &how, sizeof how)));
    // A kernel before 5.6, or a sandbox that does not know the call.
    return opened.get() < 0 && (errno == ENOSYS || errno == EPERM) ? openStepwise(root, path, flags)
                                                                   : std::move(opened);
}

Result<FileDescriptor> openFolder(int root, const RepoPath &folder)
{
    FileDescriptor opened = openBelow(root, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened.get() < 0) {
        return systemFailure(errno, folder);
    }
    return opened;
}

Result<QByteArray> readAll(int descriptor, qint64 size, qint64 maxBytes, const RepoPath &file)
{
    // One byte more than expected, so that a file that grows meanwhile is noticed without another
    // stat.
    QByteArray bytes(size + 1, Qt::Uninitialized);
    qint64 filled = 0;
    while (true) {
        const ssize_t count =
            ::read(descriptor, bytes.data() + filled, static_cast<size_t>(bytes.size() - filled));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return systemFailure(errno, file);
        }
        if (count == 0) {
            break;
        }
        filled += count;
        if (filled > maxBytes) {
            return failure(ErrorCode::TooLarge,
                           tr("%1 is larger than %2 bytes and was not read.")
                               .arg(file.text(), QString::number(maxBytes)));
        }
        if (filled == bytes.size()) {
            bytes.resize(bytes.size() * 2);
        }
    }
    bytes.truncate(filled);
    return bytes;
}

/// What stands at a path that is not the root; a link is not followed.
Result<struct stat> statusOf(int root, const RepoPath &path)
{
    if (root < 0) {
        return systemFailure(ENOENT, {});
    }
    const Result<FileDescriptor> folder = openFolder(root, path.parent());
    if (!folder) {
        return std::unexpected(
            folder.error().code == ErrorCode::NotAFile
                ? Error{ErrorCode::OutsideRegistry, folder.error().message, folder.error().detail}
                : folder.error());
    }
    struct stat status{};
    if (::fstatat(folder->get(), path.fileName().toUtf8().constData(), &status, AT_SYMLINK_NOFOLLOW)
        != 0) {
        return systemFailure(errno, path);
    }
    return status;
}

qint64 nanoseconds(const timespec &time)
{
    constexpr qint64 perSecond = 1'000'000'000;
    return time.tv_sec * perSecond + time.tv_nsec;
}

} // namespace

DirectoryFileSource::DirectoryFileSource(const QString &root)
    : m_root(root)
    , m_directory(::open(QFile::encodeName(root).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC))
{
}

DirectoryFileSource::~DirectoryFileSource()
{
    if (m_directory >= 0) {
        ::close(m_directory);
    }
}

Result<QList<FileNode>> DirectoryFileSource::list(const RepoPath &folder) const
{
    if (m_directory < 0) {
        return systemFailure(ENOENT, {});
    }
    Result<FileDescriptor> opened = openFolder(m_directory, folder);
    if (!opened) {
        return std::unexpected(opened.error());
    }
    DIR *stream = ::fdopendir(opened->get());
    if (stream == nullptr) {
        return systemFailure(errno, folder);
    }
    const int descriptor = opened->release(); // closedir() closes it
    std::vector<std::pair<QByteArray, FileNode>> found;
    while (const dirent *item = ::readdir(stream)) {
        const QByteArray bytes(item->d_name);
        if (bytes == "." || bytes == ".." || (folder.isRoot() && bytes == ".git")) {
            continue;
        }
        FileNode node{QString::fromUtf8(bytes), FileType::Other, -1};
        if (item->d_type == DT_DIR) {
            node.type = FileType::Folder;
        } else if (item->d_type == DT_LNK) {
            node.type = FileType::SymbolicLink;
        } else if (struct stat status{};
                   ::fstatat(descriptor, item->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
            node.type = typeOfMode(status.st_mode);
            node.size = node.isFile() ? status.st_size : -1;
        }
        if (node.name.toUtf8() != bytes) {
            node.type = FileType::Other; // not UTF-8: it cannot be named in a RepoPath
        }
        found.emplace_back(bytes, std::move(node));
    }
    ::closedir(stream);
    std::sort(found.begin(), found.end(),
              [](const auto &a, const auto &b) { return a.first < b.first; });
    QList<FileNode> nodes;
    nodes.reserve(static_cast<qsizetype>(found.size()));
    for (auto &[bytes, node] : found) {
        nodes.append(std::move(node));
    }
    return nodes;
}

Result<QByteArray> DirectoryFileSource::read(const RepoPath &file, qint64 maxBytes) const
{
    if (m_directory < 0) {
        return systemFailure(ENOENT, {});
    }
    // O_NONBLOCK: opening a FIFO must not wait for its writer.
    const FileDescriptor opened = openBelow(m_directory, file, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    if (opened.get() < 0) {
        return systemFailure(errno, file);
    }
    struct stat status{};
    if (::fstat(opened.get(), &status) != 0) {
        return systemFailure(errno, file);
    }
    if (!S_ISREG(status.st_mode)) {
        return failure(ErrorCode::NotAFile,
                       tr("%1 is not a regular file. It was not read.").arg(file.text()));
    }
    if (status.st_size > maxBytes) {
        return failure(ErrorCode::TooLarge,
                       tr("%1 is larger than %2 bytes and was not read.")
                           .arg(file.text(), QString::number(maxBytes)));
    }
    return readAll(opened.get(), status.st_size, maxBytes, file);
}

Result<FileNode> DirectoryFileSource::node(const RepoPath &path) const
{
    if (path.isRoot() && m_directory >= 0) {
        return FileNode{{}, FileType::Folder, -1};
    }
    return statusOf(m_directory, path).transform([&path](const struct stat &status) {
        return FileNode{path.fileName(), typeOfMode(status.st_mode),
                        S_ISREG(status.st_mode) ? status.st_size : -1};
    });
}

Result<FileStamp> DirectoryFileSource::stamp(const RepoPath &file) const
{
    return statusOf(m_directory, file)
        .and_then([&file](const struct stat &status) -> Result<FileStamp> {
            if (!S_ISREG(status.st_mode)) {
                return failure(ErrorCode::NotAFile,
                               tr("%1 is not a regular file.").arg(file.text()));
            }
            return FileStamp{status.st_size, nanoseconds(status.st_mtim),
                             nanoseconds(status.st_ctim), status.st_ino};
        });
}

} // namespace hermes::core
