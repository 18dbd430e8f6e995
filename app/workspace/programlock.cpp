#include "workspace/programlock.h"

#include <QFile>

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace hermes::workspace {

namespace {

constexpr mode_t readableByAll = 0644;

/// A lock of the open file, not of the process: it conflicts within one program too, and goes with
/// the last descriptor.
struct flock wholeFile()
{
    struct flock lock{};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    return lock;
}

/// Whether the path still names the file that is open: a holder removes it when it lets go.
bool isStillThere(int descriptor, const QByteArray &path)
{
    struct stat open{};
    struct stat named{};
    return ::fstat(descriptor, &open) == 0 && ::stat(path.constData(), &named) == 0
        && open.st_ino == named.st_ino && open.st_dev == named.st_dev;
}

} // namespace

ProgramLock::~ProgramLock()
{
    release();
}

ProgramLock::ProgramLock(ProgramLock &&other) noexcept
    : m_path(std::move(other.m_path))
    , m_descriptor(std::exchange(other.m_descriptor, -1))
    , m_state(std::exchange(other.m_state, State::Free))
{
}

ProgramLock &ProgramLock::operator=(ProgramLock &&other) noexcept
{
    if (this != &other) {
        release();
        m_path = std::move(other.m_path);
        m_descriptor = std::exchange(other.m_descriptor, -1);
        m_state = std::exchange(other.m_state, State::Free);
    }
    return *this;
}

ProgramLock::State ProgramLock::take()
{
    if (m_state == State::Held) {
        return m_state;
    }
    const QByteArray path = QFile::encodeName(m_path);
    for (;;) {
        const int descriptor =
            ::open(path.constData(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, readableByAll);
        if (descriptor < 0) {
            return m_state = State::Impossible;
        }
        struct flock lock = wholeFile();
        if (::fcntl(descriptor, F_OFD_SETLK, &lock) != 0) {
            const bool isHeld = errno == EAGAIN || errno == EACCES;
            ::close(descriptor);
            return m_state = isHeld ? State::HeldByAnother : State::Impossible;
        }
        if (isStillThere(descriptor, path)) {
            m_descriptor = descriptor;
            return m_state = State::Held;
        }
        ::close(descriptor); // removed by the holder that let go a moment ago
    }
}

void ProgramLock::release()
{
    if (m_state == State::Held) {
        ::unlink(QFile::encodeName(m_path).constData());
        ::close(m_descriptor);
    }
    m_descriptor = -1;
    m_state = State::Free;
}

bool ProgramLock::isHeld(const QString &path)
{
    const int descriptor =
        ::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0) {
        return errno == EACCES; // of another user: not ours to judge
    }
    struct flock lock = wholeFile();
    const bool isHeld = ::fcntl(descriptor, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
    ::close(descriptor);
    return isHeld;
}

} // namespace hermes::workspace
