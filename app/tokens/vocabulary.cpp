#include "tokens/vocabulary.h"

#include <QResource>
#include <QtEndian>

#include <algorithm>
#include <bit>
#include <cstring>

// At global scope, as the macro asks for; a static library's resources are not linked otherwise.
static void initializeResources()
{
    Q_INIT_RESOURCE(tokens);
}

using namespace Qt::StringLiterals;

namespace hermes::tokens {

namespace {

constexpr quint64 mixer = 0x9e37'79b9'7f4a'7c15; // 2^64 / golden ratio
constexpr size_t half = 4; ///< Bytes.
constexpr size_t word = 8; ///< Bytes.

quint64 wordAt(const char *bytes)
{
    quint64 value = 0;
    std::memcpy(&value, bytes, word);
    return value;
}

quint64 halfAt(const char *bytes)
{
    quint32 value = 0;
    std::memcpy(&value, bytes, half);
    return value;
}

quint64 mixed(quint64 value)
{
    value *= mixer;
    return value ^ (value >> 32);
}

/// Reads in words; the last one overlaps the one before, so that no byte is read alone.
quint64 digestOf(QByteArrayView bytes)
{
    const char *at = bytes.data();
    const auto size = static_cast<size_t>(bytes.size());
    quint64 digest = size;
    if (size > word) {
        const char *const last = at + size - word;
        for (; at < last; at += word) {
            digest = mixed(digest ^ wordAt(at));
        }
        return mixed(digest ^ wordAt(last)) * mixer;
    }
    if (size >= half) {
        return mixed(mixed(digest ^ halfAt(at)) ^ (halfAt(at + size - half) << 32)) * mixer;
    }
    quint64 value = 0;
    for (const char byte : bytes) {
        value = value << 8 | static_cast<uchar>(byte);
    }
    return mixed(digest ^ (value << 8)) * mixer;
}

} // namespace

Vocabulary::Vocabulary(const QByteArray &table) : m_table(table)
{
    Q_ASSERT(size_t(table.size()) > sizeof(quint32));
    const auto count = qFromLittleEndian<quint32>(table.constData());
    const char *const lengths = table.constData() + sizeof(quint32);
    Q_ASSERT(size_t(table.size()) >= sizeof(quint32) + count);

    m_starts.reserve(count + 1);
    m_slots.resize(std::bit_ceil(size_t(count) * 2));
    m_pairRanks.assign(size_t(256) * 256, noRank);
    m_byteRanks.fill(noRank);
    auto start = static_cast<quint32>(sizeof(quint32) + count);
    m_starts.push_back(start);
    const size_t mask = m_slots.size() - 1;
    for (quint32 rank = 0; rank < count; ++rank) {
        const auto length = static_cast<uchar>(lengths[rank]);
        start += length;
        m_starts.push_back(start);
        if (length == 0) {
            continue; // the id of a special token, which no text has
        }
        const QByteArrayView bytes = bytesOf(rank);
        m_longest = std::max(m_longest, bytes.size());
        if (length == 1) {
            m_byteRanks[static_cast<uchar>(bytes[0])] = rank;
        } else if (length == 2) {
            m_pairRanks[static_cast<uchar>(bytes[0]) * size_t(256) + static_cast<uchar>(bytes[1])] =
                rank;
        }
        const quint64 digest = digestOf(bytes);
        size_t place = digest & mask;
        while (m_slots[place].rank != noRank) {
            place = (place + 1) & mask;
        }
        m_slots[place] = {static_cast<quint32>(digest >> 32), rank};
    }
    Q_ASSERT(start == table.size());
}

QByteArrayView Vocabulary::bytesOf(quint32 rank) const
{
    Q_ASSERT(rank < size());
    return {m_table.constData() + m_starts[rank],
            static_cast<qsizetype>(m_starts[rank + 1] - m_starts[rank])};
}

quint32 Vocabulary::rankOf(QByteArrayView bytes) const
{
    if (bytes.size() <= 2) {
        return bytes.size() == 2
            ? rankOf(static_cast<uchar>(bytes[0]), static_cast<uchar>(bytes[1]))
            : bytes.isEmpty() ? noRank
                              : m_byteRanks[static_cast<uchar>(bytes[0])];
    }
    if (bytes.size() > m_longest) {
        return noRank;
    }
    const quint64 digest = digestOf(bytes);
    const auto kept = static_cast<quint32>(digest >> 32);
    const size_t mask = m_slots.size() - 1;
    for (size_t place = digest & mask;; place = (place + 1) & mask) {
        const Slot &slot = m_slots[place];
        if (slot.rank == noRank || (slot.digest == kept && bytesOf(slot.rank) == bytes)) {
            return slot.rank;
        }
    }
}

namespace {

Vocabulary unpacked(Encoding encoding)
{
    initializeResources();
    const QResource packed(u":/tokens/"_s + nameOf(encoding));
    const QByteArray bytes = packed.uncompressedData();
    return Vocabulary(qUncompress(bytes));
}

/// Each is unpacked on its own, when it is first asked for.
template <Encoding encoding>
const Vocabulary &kept()
{
    static const Vocabulary vocabulary = unpacked(encoding);
    return vocabulary;
}

} // namespace

const Vocabulary &vocabularyOf(Encoding encoding)
{
    switch (encoding) {
    case Encoding::O200kBase:
        return kept<Encoding::O200kBase>();
    case Encoding::Cl100kBase:
        return kept<Encoding::Cl100kBase>();
    case Encoding::Qwen2:
        return kept<Encoding::Qwen2>();
    case Encoding::DeepSeekV3:
        return kept<Encoding::DeepSeekV3>();
    }
    Q_UNREACHABLE();
}

} // namespace hermes::tokens
