#pragma once

#include "core/directoryfilesource.h"
#include "search/folding.h"
#include "search/gramfilter.h"

#include <QtTypes>

#include <array>
#include <type_traits>

// A pack on disk: the blocks, one behind the other; the filter, if there is one; the tables; the
// trailer. Numbers are in the machine's own byte order: a pack is never carried elsewhere.
// Internal to this folder.

namespace hermes::search {

/// A stretch of texts that are packed together.
struct BlockRecord
{
    quint64 offset = 0; ///< In the file.
    quint64 checksum = 0; ///< Of the bytes as stored.
    quint32 storedSize = 0; ///< Equal to textSize: stored as it is.
    quint32 textSize = 0;
};

struct TextRecord
{
    quint32 block = 0;
    quint32 offset = 0; ///< In the block's text.
    quint32 size = 0;
    quint32 pathOffset = 0;
    quint16 pathSize = 0;
    TextClass textClass = TextClass::Ascii;
    bool hasByteOrderMark = false; ///< Which is not part of the stored text.
};

/// The filter tells which blocks have a mark: one row of bits a mark, one bit a block. Rows are
/// read, and guarded by a checksum, in groups.
inline constexpr int rowsPerGroup = 64;
inline constexpr int rowGroups = gramMarks / rowsPerGroup;
/// Fewer blocks are searched as quickly without a filter.
inline constexpr qsizetype leastBlocksForFilter = 32;

struct PackTrailer
{
    static constexpr std::array<char, 8> expectedMagic{'H', 'r', 'm', 's', 'T', 'e', 'x', 't'};
    static constexpr quint32 expectedVersion = 1;
    static constexpr quint32 expectedByteOrder = 0x0102'0304;

    std::array<char, 8> magic = expectedMagic;
    quint32 version = expectedVersion;
    quint32 byteOrder = expectedByteOrder;
    quint64 filterOffset = 0;
    quint64 tablesOffset = 0;
    quint64 tablesSize = 0; ///< Blocks, texts, stamps, checksums of the filter's groups, paths.
    quint64 tablesChecksum = 0;
    quint64 textBytes = 0;
    quint32 rowSize = 0; ///< Bytes of a row of the filter; 0 = no filter.
    quint32 blockCount = 0;
    quint32 textCount = 0;
    quint32 pathBytes = 0;
    quint64 checksum = 0; ///< Of this trailer up to here.
};

static_assert(std::is_trivially_copyable_v<BlockRecord> && std::is_trivially_copyable_v<TextRecord>
              && std::is_trivially_copyable_v<core::FileStamp>);
static_assert(std::has_unique_object_representations_v<PackTrailer>);

} // namespace hermes::search
