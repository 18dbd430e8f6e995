#pragma once

#include "core/directoryfilesource.h"
#include "core/error.h"
#include "search/packformat.h"

#include <QByteArray>
#include <QFile>
#include <QList>
#include <QString>

#include <memory>
#include <vector>

namespace hermes::search {

/// A text on its way into a pack.
struct SourceText
{
    QByteArray path; ///< As RepoPath::bytes().
    core::FileStamp stamp; ///< Default: never taken for current.
    QByteArray content;
};

/// As much text as is packed, checked and skipped as one. A larger text is a block of its own.
inline constexpr qsizetype blockTextSize = qsizetype(64) * 1024; ///< Bytes.

/// Texts, packed, with what is to be known of them.
struct PackedBlock
{
    QByteArray bytes;
    quint64 checksum = 0;
    quint32 textSize = 0;
    GramSet grams{};
    std::vector<TextRecord> texts; ///< `block` and `pathOffset` not yet set.
    std::vector<core::FileStamp> stamps;
    QByteArray paths; ///< One behind the other.
};

/// Costs most of the time of making a pack; several threads do it at once.
[[nodiscard]] PackedBlock packBlock(const QList<SourceText> &texts);

/// Writes a pack beside its place; finish() puts it there. Whatever happens before leaves the old
/// pack, and at most a `.part-…` file that the next writer removes. Thread: one at a time.
class PackWriter
{
public:
    /// Makes the folder if needed. Errors: NotWritable, DiskFull.
    [[nodiscard]] static core::Result<std::unique_ptr<PackWriter>> create(const QString &file);
    ~PackWriter();
    Q_DISABLE_COPY_MOVE(PackWriter)

    /// Errors: NotWritable, DiskFull.
    [[nodiscard]] core::Result<void> append(PackedBlock block);
    /// Errors: as append(). Nothing may be appended afterwards.
    [[nodiscard]] core::Result<void> finish();
    /// Stamp of the new file when it was made: what the disk's clock showed before any text was
    /// read.
    [[nodiscard]] core::FileStamp start() const { return m_start; }

private:
    PackWriter(const QString &file, const QString &part, int descriptor);
    [[nodiscard]] core::Result<void> write(QByteArrayView bytes);
    [[nodiscard]] core::Result<void> writeFilter();
    [[nodiscard]] QByteArray tables() const;
    [[nodiscard]] std::unexpected<core::Error> writeFailure(int error) const;

    QString m_file;
    QString m_part;
    int m_descriptor = -1;
    core::FileStamp m_start;
    quint64 m_size = 0; ///< Bytes written.
    std::vector<BlockRecord> m_blocks;
    std::vector<GramSet> m_grams; ///< Of each block.
    std::vector<TextRecord> m_texts;
    std::vector<core::FileStamp> m_stamps;
    std::vector<quint64> m_groupChecksums;
    QByteArray m_paths;
    PackTrailer m_trailer;
};

} // namespace hermes::search
