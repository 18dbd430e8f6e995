#include "search/packwriter.h"

#include "search/blockcodec.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <numeric>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::search {

namespace {

constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");
constexpr int mostTries = 8;

template <typename T>
QByteArrayView bytesOf(const std::vector<T> &values)
{
    return {reinterpret_cast<const char *>(values.data()),
            static_cast<qsizetype>(values.size() * sizeof(T))};
}

/// Removes what killed writers left: a living one holds the lock of its file.
void sweepParts(const QString &file)
{
    const QFileInfo place(file);
    const QFileInfoList parts =
        place.dir().entryInfoList({place.fileName() + u".part-*"_s}, QDir::Files);
    for (const QFileInfo &part : parts) {
        const QByteArray path = QFile::encodeName(part.filePath());
        const int descriptor = ::open(path.constData(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        if (descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
            ::unlink(path.constData());
        }
        if (descriptor >= 0) {
            ::close(descriptor);
        }
    }
}

/// A new locked file; `path` becomes its name. -1: errno tells why.
int createPart(const QString &file, QByteArray &path)
{
    for (int i = 0; i < mostTries; ++i) {
        path = QFile::encodeName(file) + ".part-XXXXXX";
        const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
        if (descriptor < 0) {
            return -1;
        }
        struct stat status{};
        // Another writer may have swept it away before it was locked.
        if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && ::fstat(descriptor, &status) == 0
            && status.st_nlink > 0) {
            return descriptor;
        }
        ::close(descriptor);
    }
    return -1;
}

} // namespace

PackedBlock packBlock(const QList<SourceText> &texts)
{
    PackedBlock block;
    QByteArray text;
    for (const SourceText &source : texts) {
        const bool hasMark = source.content.startsWith(byteOrderMark);
        const QByteArrayView content =
            QByteArrayView(source.content).sliced(hasMark ? byteOrderMark.size() : 0);
        TextRecord record;
        record.offset = static_cast<quint32>(text.size());
        record.size = static_cast<quint32>(content.size());
        record.pathSize = static_cast<quint16>(source.path.size());
        record.textClass = classify(content);
        record.hasByteOrderMark = hasMark;
        block.texts.push_back(record);
        block.stamps.push_back(source.stamp);
        block.paths += source.path;
        addGrams(block.grams, folded(content, Folding::CaseAndAccents));
        text += content;
    }
    block.textSize = static_cast<quint32>(text.size());
    block.bytes = packed(text);
    if (block.bytes.size() >= text.size()) {
        block.bytes = std::move(text);
    }
    block.checksum = checksum(block.bytes);
    return block;
}

Result<std::unique_ptr<PackWriter>> PackWriter::create(const QString &file)
{
    const QString folder = QFileInfo(file).path();
    QByteArray path;
    int descriptor = -1;
    if (QDir().mkpath(folder)) {
        sweepParts(file);
        descriptor = createPart(file, path);
    }
    if (descriptor < 0) {
        const int error = errno;
        return failure(error == ENOSPC ? ErrorCode::DiskFull : ErrorCode::NotWritable,
                       QCoreApplication::translate(
                           "Search",
                           "The search index cannot be written to %1. Searching works without it, "
                           "but takes longer.")
                           .arg(folder),
                       QString::fromLocal8Bit(std::strerror(error)));
    }
    return std::unique_ptr<PackWriter>(new PackWriter(file, QFile::decodeName(path), descriptor));
}

PackWriter::PackWriter(const QString &file, const QString &part, int descriptor)
    : m_file(file), m_part(part), m_descriptor(descriptor)
{
    struct stat status{};
    if (::fstat(descriptor, &status) == 0) {
        constexpr qint64 perSecond = 1'000'000'000;
        m_start.changed = status.st_ctim.tv_sec * perSecond + status.st_ctim.tv_nsec;
    }
}

PackWriter::~PackWriter()
{
    if (!m_part.isEmpty()) {
        ::unlink(QFile::encodeName(m_part).constData());
    }
    ::close(m_descriptor);
}

std::unexpected<Error> PackWriter::writeFailure(int error) const
{
    const QString detail = QString::fromLocal8Bit(std::strerror(error));
    const bool isFull = error == ENOSPC || error == EDQUOT;
    return failure(isFull ? ErrorCode::DiskFull : ErrorCode::NotWritable,
                   (isFull ? QCoreApplication::translate(
                                 "Search",
                                 "The disk is full: the search index %1 was not written. Searching "
                                 "works without it, but takes longer.")
                           : QCoreApplication::translate(
                                 "Search",
                                 "The search index %1 was not written. Searching works without it, "
                                 "but takes longer."))
                       .arg(m_file),
                   detail);
}

Result<void> PackWriter::write(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count =
            ::write(m_descriptor, bytes.data(), static_cast<size_t>(bytes.size()));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return writeFailure(errno);
        }
        bytes = bytes.sliced(count);
        m_size += static_cast<quint64>(count);
    }
    return {};
}

Result<void> PackWriter::append(PackedBlock block)
{
    const BlockRecord record{m_size, block.checksum, static_cast<quint32>(block.bytes.size()),
                             block.textSize};
    if (const Result<void> written = write(block.bytes); !written) {
        return written;
    }
    auto pathOffset = static_cast<quint32>(m_paths.size());
    for (TextRecord &text : block.texts) {
        text.block = static_cast<quint32>(m_blocks.size());
        text.pathOffset = pathOffset;
        pathOffset += text.pathSize;
        m_trailer.textBytes += text.size;
    }
    m_blocks.push_back(record);
    m_grams.push_back(block.grams);
    m_texts.insert(m_texts.end(), block.texts.begin(), block.texts.end());
    m_stamps.insert(m_stamps.end(), block.stamps.begin(), block.stamps.end());
    m_paths += block.paths;
    return {};
}

Result<void> PackWriter::writeFilter()
{
    m_trailer.filterOffset = m_size;
    if (static_cast<qsizetype>(m_blocks.size()) < leastBlocksForFilter) {
        return {};
    }
    const size_t rowSize = (m_blocks.size() + 7) / 8;
    m_trailer.rowSize = static_cast<quint32>(rowSize);
    for (size_t group = 0; group < rowGroups; ++group) {
        QByteArray rows(static_cast<qsizetype>(rowSize * rowsPerGroup), '\0');
        for (size_t block = 0; block < m_blocks.size(); ++block) {
            for (quint64 marks = m_grams[block][group]; marks != 0; marks &= marks - 1) {
                const auto row = static_cast<size_t>(std::countr_zero(marks));
                char &bits = rows.data()[row * rowSize + block / 8];
                bits = static_cast<char>(bits | 1 << block % 8);
            }
        }
        m_groupChecksums.push_back(checksum(rows));
        if (const Result<void> written = write(rows); !written) {
            return written;
        }
    }
    return {};
}

QByteArray PackWriter::tables() const
{
    const auto pathOf = [this](size_t text) {
        return QByteArrayView(m_paths).sliced(m_texts[text].pathOffset, m_texts[text].pathSize);
    };
    std::vector<size_t> byPath(m_texts.size());
    std::iota(byPath.begin(), byPath.end(), size_t(0));
    std::ranges::sort(byPath, {}, pathOf);
    std::vector<TextRecord> texts;
    std::vector<FileStamp> stamps;
    for (const size_t index : byPath) {
        texts.push_back(m_texts[index]);
        stamps.push_back(m_stamps[index]);
    }
    QByteArray bytes;
    bytes += bytesOf(m_blocks);
    bytes += bytesOf(texts);
    bytes += bytesOf(stamps);
    bytes += bytesOf(m_groupChecksums);
    bytes += m_paths;
    return bytes;
}

Result<void> PackWriter::finish()
{
    if (const Result<void> written = writeFilter(); !written) {
        return written;
    }
    const QByteArray bytes = tables();
    m_trailer.tablesOffset = m_size;
    m_trailer.tablesSize = static_cast<quint64>(bytes.size());
    m_trailer.tablesChecksum = checksum(bytes);
    m_trailer.blockCount = static_cast<quint32>(m_blocks.size());
    m_trailer.textCount = static_cast<quint32>(m_texts.size());
    m_trailer.pathBytes = static_cast<quint32>(m_paths.size());
    const auto *start = reinterpret_cast<const char *>(&m_trailer);
    m_trailer.checksum = checksum({start, static_cast<qsizetype>(offsetof(PackTrailer, checksum))});
    if (const Result<void> written = write(bytes).and_then(
            [&] { return write({start, static_cast<qsizetype>(sizeof m_trailer)}); });
        !written) {
        return written;
    }
    // No fsync: after a power cut the checksums tell, and the pack is made again.
    if (std::rename(QFile::encodeName(m_part).constData(), QFile::encodeName(m_file).constData())
        != 0) {
        return writeFailure(errno);
    }
    m_part.clear();
    return {};
}

} // namespace hermes::search
