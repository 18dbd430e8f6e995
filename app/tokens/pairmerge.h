#pragma once

#include "tokens/vocabulary.h"

#include <QByteArrayView>

#include <span>
#include <vector>

namespace hermes::tokens {

/// Merges a piece from single bytes: again and again the adjacent pair of lowest rank, the leftmost
/// of equal ones, until no pair is a token. Keeps its room between pieces. Thread: one at a time.
class PairMerge
{
public:
    explicit PairMerge(const Vocabulary &vocabulary) : m_vocabulary(&vocabulary) { }

    /// Where each token of the piece begins; valid until the next call. A piece is not empty.
    [[nodiscard]] std::span<const quint32> startsIn(QByteArrayView piece);

private:
    struct Part
    {
        quint32 start = 0;
        quint32 rank = Vocabulary::noRank; ///< Of this part and the next together.
    };
    struct Link
    {
        quint32 next = 0;
        quint32 previous = 0;
        quint32 rank = Vocabulary::noRank; ///< Of this part and the next together.
    };

    void mergeShort(QByteArrayView piece);
    void mergeLong(QByteArrayView piece);
    [[nodiscard]] quint32 rankBetween(QByteArrayView piece, quint32 start, quint32 end) const;
    void push(quint32 rank, quint32 start);
    void rate(QByteArrayView piece, quint32 start);

    const Vocabulary *m_vocabulary;
    std::vector<quint32> m_starts;
    std::vector<Part> m_parts;
    std::vector<Link> m_links; ///< By the byte at which a part begins.
    std::vector<quint64> m_heap; ///< Rank, then start: the least is the next to be merged.
};

} // namespace hermes::tokens
