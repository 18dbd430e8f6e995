#pragma once

#include "core/repopath.h"
#include "vcs/repository.h"
#include "workspace/filelock.h"

#include <QByteArray>
#include <QList>

#include <optional>

namespace hermes::workspace {

/// What a release is about to do, kept in the git folder from before its first visible step until
/// after its last.
struct ReleaseNote
{
    struct File
    {
        core::RepoPath path;
        QByteArray before; ///< Fingerprint on disk when the release began; empty = was not there.
        QByteArray after; ///< Fingerprint of what the release writes.

        bool operator==(const File &) const = default;
    };
    vcs::PreparedCommit prepared;
    QList<File> files;

    bool operator==(const ReleaseNote &) const = default;
};

/// Keeps the note of one repository; only its holder may release there. Thread: one.
class ReleaseNoteFile
{
public:
    /// Whether there is a note, or what is left of one.
    [[nodiscard]] static bool exists(const QString &gitFolder);
    /// Errors: RepositoryLocked while another program releases, ReadOnly, NotWritable.
    [[nodiscard]] static core::Result<ReleaseNoteFile> acquire(const QString &gitFolder);

    /// nullopt = no release is unfinished. A note that cannot be read was never complete and is
    /// removed.
    [[nodiscard]] std::optional<ReleaseNote> read() const;
    /// Durable when it returns. Errors: DiskFull, NotWritable.
    [[nodiscard]] core::Result<void> write(const ReleaseNote &note) const;
    void remove() const;

private:
    ReleaseNoteFile(QString path, FileLock lock);
    QString m_path;
    FileLock m_lock;
};

} // namespace hermes::workspace
