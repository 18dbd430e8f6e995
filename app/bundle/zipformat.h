#pragma once

#include <QtTypes>

// The parts of the zip format that bundles use (PKWARE APPNOTE.TXT 6.3, sections 4.3 and 4.4).
namespace hermes::bundle::zip {

inline constexpr quint32 localSignature = 0x04034b50;
inline constexpr quint32 centralSignature = 0x02014b50;
inline constexpr quint32 endSignature = 0x06054b50;

inline constexpr qsizetype localHeaderBytes = 30;
inline constexpr qsizetype centralHeaderBytes = 46;
inline constexpr qsizetype endRecordBytes = 22;

inline constexpr quint16 flagEncrypted = 0x0001;
inline constexpr quint16 flagsDeflateLevel =
    0x0006; ///< How hard the packer tried; no meaning for a reader.
inline constexpr quint16 flagSizesFollow = 0x0008;
inline constexpr quint16 flagUtf8 = 0x0800;

inline constexpr quint16 methodStored = 0;
inline constexpr quint16 methodDeflated = 8;

inline constexpr quint16 versionNeeded = 20;
inline constexpr quint16 systemUnix = 3;
inline constexpr quint16 versionMadeBy = systemUnix << 8 | versionNeeded;
inline constexpr quint16 fixedTime = 0;
inline constexpr quint16 fixedDate = 0x0021; ///< 1980-01-01, the first day a zip can tell.

inline constexpr quint32 dosDirectory = 0x10;
inline constexpr quint32 unixTypeMask = 0170000;
inline constexpr quint32 unixRegularFile = 0100000;
inline constexpr quint32 unixExecutable = 0111;

/// The fields that a file's local header and its row of the central directory share, in their
/// order.
struct SharedFields
{
    quint16 needed = versionNeeded;
    quint16 flags = 0;
    quint16 method = methodStored;
    quint16 time = fixedTime;
    quint16 date = fixedDate;
    quint32 crc = 0;
    quint32 packedSize = 0;
    quint32 size = 0;
    quint16 nameLength = 0;
    quint16 extraLength = 0;

    bool operator==(const SharedFields &) const = default;
};

} // namespace hermes::bundle::zip
