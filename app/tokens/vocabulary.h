#pragma once

#include "tokens/encoding.h"

#include <QByteArray>
#include <QByteArrayView>

#include <array>
#include <limits>
#include <vector>

namespace hermes::tokens {

/// The tokens of an encoding: bytes and rank. The rank is a token's id as well. Never changes;
/// thread: any.
class Vocabulary
{
public:
    static constexpr quint32 noRank = std::numeric_limits<quint32>::max();

    /// `table`: count (32 bits, little endian), then the length of each token in a byte, then their
    /// bytes, in the order of ranks. A special token has no bytes.
    explicit Vocabulary(const QByteArray &table);

    /// noRank if these bytes are no token.
    [[nodiscard]] quint32 rankOf(QByteArrayView bytes) const;
    [[nodiscard]] quint32 rankOf(uchar first, uchar second) const
    {
        return m_pairRanks[size_t(first) * 256 + second];
    }
    [[nodiscard]] QByteArrayView bytesOf(quint32 rank) const;
    [[nodiscard]] quint32 size() const { return static_cast<quint32>(m_starts.size() - 1); }

private:
    struct Slot
    {
        quint32 digest = 0;
        quint32 rank = noRank;
    };

    QByteArray m_table;
    std::vector<quint32> m_starts; ///< Where each token begins in the table; one more at the end.
    std::vector<Slot> m_slots; ///< Open addressing; a power of two, at most half full.
    std::vector<quint32> m_pairRanks; ///< Of all two-byte tokens.
    std::array<quint32, 256> m_byteRanks{};
    qsizetype m_longest = 0; ///< Bytes.
};

/// Unpacked by the first call, which takes tens of ms; kept until the program ends. Thread: any.
[[nodiscard]] const Vocabulary &vocabularyOf(Encoding encoding);

} // namespace hermes::tokens
