#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QThread>

namespace hermes::workspace {

/// Tells which folders of a registry changed on disk, a moment after they did.
///
/// Watches every folder below the root by inotify(7), so that a file written in place is noticed as
/// well as one renamed over (QFileSystemWatcher sees the latter only). Walking and watching happen
/// on a thread of its own. Where the system refuses more watches the rest is looked at every two
/// seconds through the folders' own times. Thread: UI for this object.
class FolderWatch final : public QObject
{
    Q_OBJECT

public:
    explicit FolderWatch(const QString &root, QObject *parent = nullptr);
    ~FolderWatch() override;

Q_SIGNALS:
    /// Paths relative to the root, `/` between parts, "" for the root; coalesced over 100 ms. The
    /// git folder and what lies in it is reported as ".git".
    void changed(const QStringList &folders);
    /// The root itself was deleted, moved or unmounted.
    void rootGone();
    /// Watching has begun; changes from now on are reported.
    void started();

private:
    class Watcher;
    QThread m_thread;
};

} // namespace hermes::workspace
