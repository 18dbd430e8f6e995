#pragma once

#include "core/error.h"
#include "core/repopath.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace hermes::workspace {

/// SHA-256 of a file's bytes: what "has it changed on disk?" is decided by, never by time or size.
[[nodiscard]] QByteArray fingerprint(const QByteArray &content);

struct SaveRequest
{
    QString registryRoot;
    core::RepoPath file;
    QByteArray content;
    /// Fingerprint of what was loaded; another content on disk is ChangedOutside. nullopt: the file
    /// must not exist yet.
    std::optional<QByteArray> expected;
};

/// The only way in which a user's file is written: all or nothing, durable, never over a change
/// made elsewhere.
///
/// Keeps mode bits. After an error the file on disk is the old one, whole.
/// Errors: OutsideRegistry, NotAFile, ChangedOutside, ReadOnly, NotWritable, DiskFull (message says
/// how much is free), NotDurable (fsync failed; save again), NotFound (the folder is gone). Thread:
/// any; blocks until the disk has the bytes.
[[nodiscard]] core::Result<void> saveFile(const SaveRequest &request);

/// The same for a file that the user chose, which may be there and may lie anywhere.
/// Errors: as saveFile().
[[nodiscard]] core::Result<void> saveCopy(const QString &path, const QByteArray &content);

/// Removes what a killed save left behind below `folder`: `<file>.XXXXXX`, older than an hour.
/// Returns what was removed.
[[nodiscard]] QStringList sweepSaveLeftovers(const QString &folder);
/// True for the name of such a leftover; browsers and status hide it.
[[nodiscard]] bool isSaveLeftover(const QString &fileName);

} // namespace hermes::workspace
