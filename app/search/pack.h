#pragma once

#include "core/directoryfilesource.h"
#include "core/error.h"
#include "search/packformat.h"

#include <QBitArray>
#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <atomic>
#include <memory>
#include <span>
#include <vector>

namespace hermes::search {

/// Room for one block; a thread reuses it for many.
class BlockBuffer
{
public:
    [[nodiscard]] QByteArrayView text() const { return QByteArrayView(m_text).first(m_size); }

private:
    friend class Pack;
    QByteArray m_stored;
    QByteArray m_text;
    qsizetype m_size = 0;
};

/// The texts of many files in one, with the means to leave out most of it.
///
/// Read through a descriptor that stays open, so that a new pack may take its name meanwhile, and
/// checked at each reading: what is damaged is never taken for text. Thread: any, several at once.
class Pack
{
public:
    /// Errors: NotFound, NotReadable, InvalidFormat (damaged or of another version).
    [[nodiscard]] static core::Result<std::shared_ptr<const Pack>> open(const QString &file);
    ~Pack();
    Q_DISABLE_COPY_MOVE(Pack)

    [[nodiscard]] int textCount() const { return static_cast<int>(m_texts.size()); }
    [[nodiscard]] int blockCount() const { return static_cast<int>(m_blocks.size()); }
    [[nodiscard]] quint64 textBytes() const { return m_textBytes; }

    [[nodiscard]] const TextRecord &text(int index) const
    {
        return m_texts[static_cast<size_t>(index)];
    }
    [[nodiscard]] const core::FileStamp &stamp(int index) const
    {
        return m_stamps[static_cast<size_t>(index)];
    }
    [[nodiscard]] QByteArrayView path(int index) const;
    [[nodiscard]] int find(QByteArrayView path) const; ///< -1 if there is none.
    /// The texts of a block, in the order in which they stand there.
    [[nodiscard]] std::span<const qint32> textsOf(int block) const;

    /// False if the block is damaged.
    [[nodiscard]] bool readBlock(int block, BlockBuffer &buffer) const;
    /// The text itself; `buffer` holds its block.
    [[nodiscard]] QByteArrayView textIn(const BlockBuffer &buffer, int index) const;
    /// Blocks that may have a text with this folded string; all others have none.
    [[nodiscard]] QBitArray blocksWith(QByteArrayView folded) const;

    /// True once something of it could not be read as it was written.
    [[nodiscard]] bool isDamaged() const { return m_isDamaged.load(std::memory_order_relaxed); }

private:
    Pack() = default;
    [[nodiscard]] bool readTables(qint64 fileSize);
    [[nodiscard]] bool readAt(quint64 offset, char *target, size_t size) const;
    [[nodiscard]] bool readRow(int mark, QByteArray &group, QBitArray &row) const;
    void arrangeTexts();

    int m_descriptor = -1;
    quint64 m_textBytes = 0;
    quint64 m_filterOffset = 0;
    size_t m_rowSize = 0;
    std::vector<BlockRecord> m_blocks;
    std::vector<TextRecord> m_texts; ///< By path.
    std::vector<core::FileStamp> m_stamps;
    std::vector<quint64> m_groupChecksums;
    QByteArray m_paths;
    std::vector<qint32> m_byPlace; ///< Texts by block and offset.
    std::vector<qint32>
        m_firstOfBlock; ///< Where a block's begin in m_byPlace; one more than blocks.
    mutable std::atomic_bool m_isDamaged = false;
};

} // namespace hermes::search
