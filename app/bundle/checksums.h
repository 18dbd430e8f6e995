#pragma once

#include "bundle/archive.h"

#include <QMap>

namespace hermes::bundle {

/// SHA-256 as 64 hex digits.
[[nodiscard]] QByteArray sha256(QByteArrayView bytes);

/// Path → 64 hex digits, in the order of `SHA256SUMS`: by the paths' UTF-8 bytes.
using Checksums = QMap<QByteArray, QByteArray>;

[[nodiscard]] Checksums checksumsOf(const QList<ArchiveFile> &files);
/// The text that `sha256sum -c` reads: `<64 hex>  <path>` in each line.
[[nodiscard]] QByteArray sumsText(const Checksums &sums);
/// The reverse of sumsText(). Errors: BundleRefused for any other spelling or order.
[[nodiscard]] core::Result<Checksums> readSums(const QByteArray &text);

/// `sha256:` of the sums of the files below `folder`, with paths as seen from there.
[[nodiscard]] QString folderDigest(const Checksums &sums, const QString &folder);

} // namespace hermes::bundle
