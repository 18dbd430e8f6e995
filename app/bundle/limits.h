#pragma once

#include <QtTypes>

namespace hermes::bundle {

// The same for export and import: what is written can be read again.
inline constexpr qint64 maxArchiveBytes = 256LL * 1024 * 1024; ///< Also of everything unpacked.
inline constexpr qint64 maxFileBytes = 16LL * 1024 * 1024;
inline constexpr qsizetype maxFiles =
    20'000; ///< Files of the archive, its manifest and sums included.
inline constexpr qint64 maxRatio = 100; ///< Unpacked bytes for each byte of the archive.

} // namespace hermes::bundle
