#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace hermes::bundle {

enum class FileMode
{
    Regular,
    Executable
};

struct ArchiveFile
{
    QString path;
    QByteArray content;
    FileMode mode = FileMode::Regular;

    bool operator==(const ArchiveFile &) const = default;
};

/// The files as a zip, in the order given: stored, with fixed headers, so that equal files give
/// equal bytes.
///
/// No dates, extra fields, comments, data descriptors, folders or Zip64. The caller keeps to the
/// limits of limits.h.
[[nodiscard]] QByteArray archiveBytes(const QList<ArchiveFile> &files);

/// Size of what archiveBytes() would give, in bytes.
[[nodiscard]] qint64 archiveSize(const QList<ArchiveFile> &files);

struct OpenedArchive
{
    QList<ArchiveFile>
        files; ///< In the archive's order. `mode` is Regular where the archive does not tell.
    bool isStored = true; ///< No file is compressed.
    bool tellsModes = true; ///< Every file was packed on a Unix system.
};

/// Takes a zip apart in memory, refusing whatever has more than one reading.
///
/// Accepts the files of limits.h with portable and distinct paths, stored or deflated. The central
/// directory and the local headers agree, the files lie without gaps from the first byte to the
/// directory, and the end record ends the archive. Errors: BundleRefused.
[[nodiscard]] core::Result<OpenedArchive> openArchive(const QByteArray &archive);

/// Errors: BundleRefused, with `reason` (a sentence) in the message.
[[nodiscard]] std::unexpected<core::Error> refusal(const QString &reason);

/// Whether a path stands before another one: by UTF-8 bytes, the order of all lists of a bundle.
[[nodiscard]] bool isBefore(const QString &left, const QString &right);

} // namespace hermes::bundle
