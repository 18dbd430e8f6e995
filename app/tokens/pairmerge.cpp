#include "tokens/pairmerge.h"

#include <algorithm>
#include <functional>

namespace hermes::tokens {

namespace {

/// Above this, looking through all pairs for the lowest costs more than a heap. Bytes.
constexpr qsizetype longestScanned = 96;
/// Longer pieces do not leave their room to the next. Bytes.
constexpr qsizetype longestKept = 64LL * 1024;
constexpr quint32 none = Vocabulary::noRank;

} // namespace

std::span<const quint32> PairMerge::startsIn(QByteArrayView piece)
{
    Q_ASSERT(!piece.isEmpty() && size_t(piece.size()) < none);
    m_starts.clear();
    if (piece.size() == 1 || m_vocabulary->rankOf(piece) != none) {
        m_starts.push_back(0);
    } else if (piece.size() <= longestScanned) {
        mergeShort(piece);
    } else {
        mergeLong(piece);
    }
    return m_starts;
}

quint32 PairMerge::rankBetween(QByteArrayView piece, quint32 start, quint32 end) const
{
    return m_vocabulary->rankOf(piece.sliced(start, static_cast<qsizetype>(end - start)));
}

void PairMerge::mergeShort(QByteArrayView piece)
{
    const auto size = static_cast<quint32>(piece.size());
    m_parts.resize(size + 1);
    for (quint32 i = 0; i < size; ++i) {
        const quint32 rank = i + 1 < size
            ? m_vocabulary->rankOf(static_cast<uchar>(piece[i]), static_cast<uchar>(piece[i + 1]))
            : none;
        m_parts[i] = {i, rank};
    }
    m_parts[size] = {size, none};
    while (true) {
        // Without the end of the piece, which is no part.
        const auto lowest =
            std::ranges::min_element(m_parts.begin(), m_parts.end() - 1, {}, &Part::rank);
        if (lowest->rank == none) {
            break;
        }
        m_parts.erase(lowest + 1);
        const auto rate = [this, piece](auto part) {
            part->rank = m_parts.end() - part > 2
                ? rankBetween(piece, part->start, (part + 2)->start)
                : none;
        };
        rate(lowest);
        if (lowest != m_parts.begin()) {
            rate(lowest - 1);
        }
    }
    for (auto part = m_parts.begin(); part != m_parts.end() - 1; ++part) {
        m_starts.push_back(part->start);
    }
}

void PairMerge::push(quint32 rank, quint32 start)
{
    if (rank != none) {
        m_heap.push_back(quint64(rank) << 32 | start);
        std::ranges::push_heap(m_heap, std::greater());
    }
}

/// Looks up the pair that begins here; an earlier entry of it in the heap is dead by its rank.
void PairMerge::rate(QByteArrayView piece, quint32 start)
{
    const auto size = static_cast<quint32>(piece.size());
    Link &link = m_links[start];
    link.rank = link.next == size ? none : rankBetween(piece, start, m_links[link.next].next);
    push(link.rank, start);
}

void PairMerge::mergeLong(QByteArrayView piece)
{
    const auto size = static_cast<quint32>(piece.size());
    m_links.resize(size);
    m_heap.clear();
    for (quint32 i = 0; i < size; ++i) {
        const quint32 rank = i + 1 < size
            ? m_vocabulary->rankOf(static_cast<uchar>(piece[i]), static_cast<uchar>(piece[i + 1]))
            : none;
        m_links[i] = {i + 1, i - 1, rank};
        if (rank != none) {
            m_heap.push_back(quint64(rank) << 32 | i);
        }
    }
    std::ranges::make_heap(m_heap, std::greater());
    while (!m_heap.empty()) {
        std::ranges::pop_heap(m_heap, std::greater());
        const auto start = static_cast<quint32>(m_heap.back());
        const auto rank = static_cast<quint32>(m_heap.back() >> 32);
        m_heap.pop_back();
        Link &link = m_links[start];
        if (link.rank != rank) {
            continue;
        }
        m_links[link.next].rank = none;
        link.next = m_links[link.next].next;
        if (link.next < size) {
            m_links[link.next].previous = start;
        }
        rate(piece, start);
        if (start > 0) {
            rate(piece, link.previous);
        }
    }
    for (quint32 start = 0; start < size; start = m_links[start].next) {
        m_starts.push_back(start);
    }
    if (piece.size() > longestKept) {
        m_links = {};
        m_heap = {};
    }
}

} // namespace hermes::tokens
