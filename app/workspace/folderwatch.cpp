#include "workspace/folderwatch.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QHash>
#include <QLoggingCategory>
#include <QSet>
#include <QSocketNotifier>
#include <QTimer>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <sys/inotify.h>
#include <unistd.h>
#include <utility>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

Q_LOGGING_CATEGORY(log, "hermes.workspace.watch")

constexpr auto coalescing = 100ms;
constexpr auto pollInterval = 2s;
constexpr uint32_t interesting = IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM
    | IN_MOVED_TO | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT | IN_ONLYDIR
    | IN_DONT_FOLLOW;

} // namespace

/// Lives on the watch's thread.
class FolderWatch::Watcher final : public QObject
{
    Q_OBJECT

public:
    explicit Watcher(const QString &root)
        : m_root(root), m_descriptor(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
    {
    }
    ~Watcher() override
    {
        delete m_notifier; // before its descriptor goes
        if (m_descriptor >= 0) {
            ::close(m_descriptor);
        }
    }
    Q_DISABLE_COPY_MOVE(Watcher)

    void start()
    {
        m_tell.setSingleShot(true);
        m_tell.setInterval(coalescing);
        connect(&m_tell, &QTimer::timeout, this, &Watcher::tell);
        m_poll.setInterval(pollInterval);
        connect(&m_poll, &QTimer::timeout, this, &Watcher::lookAtUnwatched);
        if (m_descriptor >= 0) {
            m_notifier = new QSocketNotifier(m_descriptor, QSocketNotifier::Read);
            connect(m_notifier, &QSocketNotifier::activated, this, &Watcher::read);
        }
        watchParent();
        watchTree({});
        Q_EMIT started();
    }

Q_SIGNALS:
    void changed(const QStringList &folders);
    void rootGone();
    void started();

private:
    static QString joined(const QString &folder, const QString &name)
    {
        return folder.isEmpty() ? name : folder + u'/' + name;
    }
    QString absolute(const QString &folder) const
    {
        return folder.isEmpty() ? m_root : m_root + u'/' + folder;
    }

    /// A folder that a program stands in or has open says nothing about its own deletion.
    void watchParent()
    {
        if (m_descriptor >= 0) {
            m_parent = ::inotify_add_watch(m_descriptor,
                                           QFile::encodeName(QFileInfo(m_root).path()).constData(),
                                           IN_DELETE | IN_MOVED_FROM | IN_ONLYDIR);
        }
    }

    void watchTree(const QString &folder)
    {
        watch(folder);
        QDirIterator walk(absolute(folder),
                          QDir::Dirs | QDir::Hidden | QDir::NoDotAndDotDot | QDir::NoSymLinks);
        while (walk.hasNext() && !QThread::currentThread()->isInterruptionRequested()) {
            walk.next();
            const QString below = joined(folder, walk.fileName());
            if (below == u".git") {
                watchGit(below);
            } else {
                watchTree(below);
            }
        }
    }

    /// HEAD, the staging area and the references say all there is to know; objects come in
    /// thousands.
    void watchGit(const QString &git)
    {
        watch(git);
        const QString references = git + u"/refs"_s;
        watch(references);
        QDirIterator walk(absolute(references), QDir::Dirs | QDir::NoDotAndDotDot,
                          QDirIterator::Subdirectories);
        while (walk.hasNext()) {
            walk.next();
            watch(walk.filePath().mid(m_root.size() + 1));
        }
    }

    void watch(const QString &folder)
    {
        const int id = m_descriptor < 0
            ? -1
            : ::inotify_add_watch(m_descriptor, QFile::encodeName(absolute(folder)).constData(),
                                  interesting);
        if (id >= 0) {
            m_folders.insert(id, folder);
        } else if (errno == ENOSPC || m_descriptor < 0) {
            if (m_unwatched.isEmpty()) {
                qCWarning(log, "no more watches: looking every few seconds instead");
                m_poll.start();
            }
            m_unwatched.insert(folder,
                               QFileInfo(absolute(folder)).lastModified().toMSecsSinceEpoch());
        }
    }

    void read()
    {
        constexpr std::size_t bufferBytes = 65536;
        alignas(inotify_event) std::array<char, bufferBytes> buffer{};
        while (true) {
            const ssize_t count = ::read(m_descriptor, buffer.data(), buffer.size());
            if (count <= 0) {
                return;
            }
            for (ssize_t at = 0; at < count;) {
                inotify_event event{};
                std::memcpy(&event, buffer.data() + at, sizeof event);
                const char *name = buffer.data() + at + sizeof event;
                take(event, event.len > 0 ? QString::fromUtf8(name) : QString());
                at += static_cast<ssize_t>(sizeof event + event.len);
            }
        }
    }

    void take(const inotify_event &event, const QString &name)
    {
        if ((event.mask & IN_Q_OVERFLOW) != 0) {
            note({}); // something was lost: everything may have changed
            return;
        }
        if (event.wd == m_parent && name == QFileInfo(m_root).fileName()
            && !QFileInfo::exists(m_root)) {
            Q_EMIT rootGone();
            return;
        }
        if (!m_folders.contains(event.wd)) {
            return;
        }
        const QString folder = m_folders.value(event.wd);
        if ((event.mask & IN_IGNORED) != 0) {
            m_folders.remove(event.wd);
            return;
        }
        if ((event.mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT)) != 0 && folder.isEmpty()) {
            Q_EMIT rootGone();
            return;
        }
        const bool isNewFolder =
            (event.mask & IN_ISDIR) != 0 && (event.mask & (IN_CREATE | IN_MOVED_TO)) != 0;
        if (isNewFolder) {
            const QString below = joined(folder, name);
            isGit(below) ? watchGit(u".git"_s) : watchTree(below);
            note(below);
        }
        note(folder);
    }

    static bool isGit(const QString &folder)
    {
        return folder == u".git" || folder.startsWith(u".git/");
    }

    void note(const QString &folder)
    {
        m_changed.insert(isGit(folder) ? u".git"_s : folder);
        if (!m_tell.isActive()) {
            m_tell.start();
        }
    }

    void tell()
    {
        const QStringList folders(m_changed.cbegin(), m_changed.cend());
        m_changed.clear();
        Q_EMIT changed(folders);
    }

    void lookAtUnwatched()
    {
        if (!QFileInfo::exists(m_root)) {
            Q_EMIT rootGone();
            return;
        }
        for (auto it = m_unwatched.begin(); it != m_unwatched.end(); ++it) {
            const qint64 time = QFileInfo(absolute(it.key())).lastModified().toMSecsSinceEpoch();
            if (std::exchange(it.value(), time) != time) {
                note(it.key());
            }
        }
    }

    QString m_root;
    int m_descriptor;
    int m_parent = -1; ///< Watch of the folder that holds the root.
    QSocketNotifier *m_notifier = nullptr;
    QHash<int, QString> m_folders;
    QHash<QString, qint64> m_unwatched; ///< Folder → its last modification, ms since 1970; compared
                                        ///< for being different only.
    QSet<QString> m_changed;
    QTimer m_tell{this};
    QTimer m_poll{this};
};

FolderWatch::FolderWatch(const QString &root, QObject *parent) : QObject(parent)
{
    auto *watcher = new Watcher(root); // deleted by its thread when that ends
    watcher->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, watcher, &Watcher::start);
    connect(&m_thread, &QThread::finished, watcher, &QObject::deleteLater);
    connect(watcher, &Watcher::changed, this, &FolderWatch::changed);
    connect(watcher, &Watcher::rootGone, this, &FolderWatch::rootGone);
    connect(watcher, &Watcher::started, this, &FolderWatch::started);
    m_thread.start(QThread::LowPriority);
}

FolderWatch::~FolderWatch()
{
    m_thread.requestInterruption(); // a long walk ends early
    m_thread.quit();
    m_thread.wait();
}

} // namespace hermes::workspace

#include "folderwatch.moc"
