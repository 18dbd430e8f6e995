#include "workspace/journalwriter.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QLocale>
#include <QStorageInfo>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <fcntl.h>
#include <mutex>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>
#include <utility>

using namespace hermes::core;
using namespace std::chrono_literals;

namespace hermes::workspace {

namespace {

/// How long the end of the program waits for a disk.
constexpr auto patience = 3s;
constexpr mode_t ownerOnly = 0600;

QString tr(const char *text)
{
    return QCoreApplication::translate("EditJournal", text);
}

std::unexpected<Error> journalFailure(int error, const QString &path)
{
    const QString detail =
        path + QStringLiteral(": ") + QString::fromLocal8Bit(std::strerror(error));
    if (error == ENOSPC || error == EDQUOT) {
        const QStorageInfo storage(QFileInfo(path).path());
        return failure(
            ErrorCode::DiskFull,
            tr("The disk that keeps unsaved text is full (%1 free). What you type now is "
               "in this window only. It is stored by itself when there is room again.")
                .arg(QLocale().formattedDataSize(storage.bytesAvailable())),
            detail);
    }
    return failure(ErrorCode::NotWritable,
                   tr("Unsaved text cannot be journaled (%1). What you type now is in this window "
                      "only. It is tried again by itself; save often.")
                       .arg(QString::fromLocal8Bit(std::strerror(error))),
                   detail);
}

/// A file descriptor that closes itself.
class OpenFile
{
public:
    OpenFile(const QString &path, int flags)
        : m_descriptor(::open(QFile::encodeName(path).constData(), flags | O_CLOEXEC, ownerOnly))
    {
    }
    ~OpenFile()
    {
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    Q_DISABLE_COPY_MOVE(OpenFile)

    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }
    [[nodiscard]] int get() const { return m_descriptor; }

    /// 0, or errno.
    [[nodiscard]] int writeAll(const QByteArray &bytes, qint64 at) const
    {
        for (qsizetype done = 0; done < bytes.size();) {
            const ssize_t written = ::pwrite(m_descriptor, bytes.constData() + done,
                                             static_cast<size_t>(bytes.size() - done), at + done);
            if (written < 0 && errno != EINTR) {
                return errno;
            }
            done += std::max<ssize_t>(written, 0);
        }
        return 0;
    }

private:
    int m_descriptor;
};

} // namespace

struct JournalWriter::Queue
{
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> waiting;
    bool isBusy = false;
    bool isEnding = false;

    void work()
    {
        std::unique_lock lock(mutex);
        for (;;) {
            changed.wait(lock, [this] { return isEnding || !waiting.empty(); });
            if (waiting.empty()) {
                return;
            }
            const std::function<void()> next = std::exchange(waiting.front(), {});
            waiting.pop_front();
            isBusy = true;
            lock.unlock();
            next();
            lock.lock();
            isBusy = false;
            changed.notify_all();
        }
    }

    [[nodiscard]] bool waitUntilIdle(std::chrono::milliseconds limit)
    {
        std::unique_lock lock(mutex);
        return changed.wait_for(lock, limit, [this] { return waiting.empty() && !isBusy; });
    }
};

JournalWriter::JournalWriter() : m_queue(std::make_shared<Queue>())
{
    std::thread([queue = m_queue] { queue->work(); }).detach();
}

JournalWriter::~JournalWriter()
{
    {
        const std::lock_guard lock(m_queue->mutex);
        m_queue->isEnding = true;
    }
    m_queue->changed.notify_all();
    std::ignore = m_queue->waitUntilIdle(patience);
}

void JournalWriter::enqueue(std::function<void()> work)
{
    {
        const std::lock_guard lock(m_queue->mutex);
        m_queue->waiting.push_back(std::move(work));
    }
    m_queue->changed.notify_all();
}

bool JournalWriter::waitUntilIdle(std::chrono::milliseconds limit) const
{
    return m_queue->waitUntilIdle(limit);
}

Result<void> appendToJournal(const QString &path, qint64 length, const QByteArray &bytes)
{
    const OpenFile file(path, O_WRONLY | O_NOFOLLOW);
    struct stat status{};
    if (!file.isOpen() || ::fstat(file.get(), &status) != 0 || status.st_size != length) {
        return failure(ErrorCode::ChangedOutside, tr("The journal was changed by another program."),
                       path);
    }
    const int failed = file.writeAll(bytes, length);
    const int error = failed == 0 && ::fdatasync(file.get()) != 0 ? errno : failed;
    if (error != 0) {
        // What fails here as well is found by the length next time.
        std::ignore = ::ftruncate(file.get(), length);
        return journalFailure(error, path);
    }
    return {};
}

Result<void> replaceJournal(const QString &path, const QByteArray &bytes)
{
    const QString next = path + QStringLiteral(".new");
    int error = 0;
    {
        const OpenFile file(next, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
        error = file.isOpen() ? file.writeAll(bytes, 0) : errno;
        error = error == 0 && ::fsync(file.get()) != 0 ? errno : error;
    }
    const QByteArray nextName = QFile::encodeName(next);
    if (error == 0 && ::rename(nextName.constData(), QFile::encodeName(path).constData()) != 0) {
        error = errno;
    }
    if (error != 0) {
        ::unlink(nextName.constData());
        return journalFailure(error, path);
    }
    const OpenFile folder(QFileInfo(path).path(), O_RDONLY | O_DIRECTORY);
    if (!folder.isOpen() || ::fsync(folder.get()) != 0) {
        return journalFailure(errno, path);
    }
    return {};
}

} // namespace hermes::workspace
