#include "search/pack.h"

#include "search/blockcodec.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <numeric>
#include <sys/stat.h>
#include <tuple>
#include <unistd.h>

using namespace hermes::core;

namespace hermes::search {

namespace {

/// Takes `count` values from the front of `bytes`.
template <typename T>
bool take(QByteArrayView &bytes, quint64 count, std::vector<T> &values)
{
    const quint64 size = count * sizeof(T);
    if (size > static_cast<quint64>(bytes.size())) {
        return false;
    }
    values.resize(count);
    if (size > 0) {
        std::memcpy(values.data(), bytes.data(), size);
    }
    bytes = bytes.sliced(static_cast<qsizetype>(size));
    return true;
}

} // namespace

Result<std::shared_ptr<const Pack>> Pack::open(const QString &file)
{
    std::shared_ptr<Pack> pack(new Pack);
    pack->m_descriptor = ::open(QFile::encodeName(file).constData(), O_RDONLY | O_CLOEXEC);
    struct stat status{};
    if (pack->m_descriptor < 0 || ::fstat(pack->m_descriptor, &status) != 0) {
        const int error = errno;
        return failure(
            error == ENOENT ? ErrorCode::NotFound : ErrorCode::NotReadable,
            QCoreApplication::translate("Search", "The search index %1 cannot be read.").arg(file),
            QString::fromLocal8Bit(std::strerror(error)));
    }
    if (!pack->readTables(status.st_size)) {
        return failure(ErrorCode::InvalidFormat,
                       QCoreApplication::translate(
                           "Search", "The search index %1 is damaged. It will be made again.")
                           .arg(file));
    }
    pack->arrangeTexts();
    return pack;
}

Pack::~Pack()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
    }
}

bool Pack::readAt(quint64 offset, char *target, size_t size) const
{
    while (size > 0) {
        const ssize_t count = ::pread(m_descriptor, target, size, static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return false;
        }
        target += count;
        offset += static_cast<quint64>(count);
        size -= static_cast<size_t>(count);
    }
    return true;
}

bool Pack::readTables(qint64 fileSize)
{
    PackTrailer trailer;
    const auto size = static_cast<quint64>(fileSize);
    if (size < sizeof trailer
        || !readAt(size - sizeof trailer, reinterpret_cast<char *>(&trailer), sizeof trailer)) {
        return false;
    }
    const QByteArrayView checked(reinterpret_cast<const char *>(&trailer),
                                 static_cast<qsizetype>(offsetof(PackTrailer, checksum)));
    if (trailer.magic != PackTrailer::expectedMagic
        || trailer.version != PackTrailer::expectedVersion
        || trailer.byteOrder != PackTrailer::expectedByteOrder
        || trailer.checksum != checksum(checked)
        || trailer.tablesOffset + trailer.tablesSize + sizeof trailer != size) {
        return false;
    }
    QByteArray tables(static_cast<qsizetype>(trailer.tablesSize), Qt::Uninitialized);
    if (!readAt(trailer.tablesOffset, tables.data(), trailer.tablesSize)
        || checksum(tables) != trailer.tablesChecksum) {
        return false;
    }
    QByteArrayView rest = tables;
    if (!take(rest, trailer.blockCount, m_blocks) || !take(rest, trailer.textCount, m_texts)
        || !take(rest, trailer.textCount, m_stamps)
        || !take(rest, trailer.rowSize > 0 ? rowGroups : 0, m_groupChecksums)
        || static_cast<quint64>(rest.size()) != trailer.pathBytes) {
        return false;
    }
    m_paths = rest.toByteArray();
    m_textBytes = trailer.textBytes;
    m_filterOffset = trailer.filterOffset;
    m_rowSize = trailer.rowSize;
    return true;
}

void Pack::arrangeTexts()
{
    m_byPlace.resize(m_texts.size());
    std::iota(m_byPlace.begin(), m_byPlace.end(), 0);
    std::ranges::sort(m_byPlace, {}, [this](qint32 index) {
        return std::tuple(text(index).block, text(index).offset, index);
    });
    m_firstOfBlock.assign(m_blocks.size() + 1, 0);
    for (const TextRecord &record : m_texts) {
        ++m_firstOfBlock[record.block + 1];
    }
    std::partial_sum(m_firstOfBlock.begin(), m_firstOfBlock.end(), m_firstOfBlock.begin());
}

QByteArrayView Pack::path(int index) const
{
    return QByteArrayView(m_paths).sliced(text(index).pathOffset, text(index).pathSize);
}

int Pack::find(QByteArrayView wanted) const
{
    int low = 0;
    int high = textCount();
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (path(middle) < wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < textCount() && path(low) == wanted ? low : -1;
}

std::span<const qint32> Pack::textsOf(int block) const
{
    const auto first = static_cast<size_t>(m_firstOfBlock[static_cast<size_t>(block)]);
    const auto last = static_cast<size_t>(m_firstOfBlock[static_cast<size_t>(block) + 1]);
    return std::span(m_byPlace).subspan(first, last - first);
}

bool Pack::readBlock(int block, BlockBuffer &buffer) const
{
    const BlockRecord &record = m_blocks[static_cast<size_t>(block)];
    const auto stored = static_cast<qsizetype>(record.storedSize);
    const auto size = static_cast<qsizetype>(record.textSize);
    const bool isPacked = stored != size;
    QByteArray &target = isPacked ? buffer.m_stored : buffer.m_text;
    // Grown when needed, never shrunk; the slack behind it belongs to the codec.
    target.resize(std::max(target.size(), stored + codecSlack));
    buffer.m_text.resize(std::max(buffer.m_text.size(), size + codecSlack));
    buffer.m_size = size;
    const bool isGood = readAt(record.offset, target.data(), static_cast<size_t>(stored))
        && checksum(QByteArrayView(target).first(stored)) == record.checksum
        && (!isPacked || unpack(QByteArrayView(target).first(stored), buffer.m_text.data(), size));
    if (!isGood) {
        buffer.m_size = 0;
        m_isDamaged.store(true, std::memory_order_relaxed);
    }
    return isGood;
}

QByteArrayView Pack::textIn(const BlockBuffer &buffer, int index) const
{
    return buffer.text().sliced(text(index).offset, text(index).size);
}

bool Pack::readRow(int mark, QByteArray &group, QBitArray &row) const
{
    const auto groupIndex = static_cast<size_t>(mark / rowsPerGroup);
    const size_t size = m_rowSize * rowsPerGroup;
    group.resize(static_cast<qsizetype>(size));
    if (!readAt(m_filterOffset + groupIndex * size, group.data(), size)
        || checksum(group) != m_groupChecksums[groupIndex]) {
        return false;
    }
    const size_t offset = static_cast<size_t>(mark % rowsPerGroup) * m_rowSize;
    row = QBitArray::fromBits(group.constData() + offset, blockCount());
    return true;
}

QBitArray Pack::blocksWith(QByteArrayView folded) const
{
    QBitArray blocks(blockCount(), true);
    if (m_rowSize == 0) {
        return blocks;
    }
    QByteArray group;
    QBitArray row;
    for (const int mark : gramsOf(folded)) {
        if (!readRow(mark, group, row)) {
            m_isDamaged.store(true, std::memory_order_relaxed);
            return QBitArray(blockCount(), true);
        }
        blocks &= row;
    }
    return blocks;
}

} // namespace hermes::search
