#include "search/literalfinder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace hermes::search {

namespace {

constexpr QByteArrayView byFrequency(" etaoinsrhldcumfpgwybvk-\n.,*`x:_j\"()/zq0#1");

/// Sixteen bytes that are compared at once, on any processor that GCC and Clang know.
using Bytes = uchar __attribute__((vector_size(16)));
constexpr qsizetype width = sizeof(Bytes);
constexpr int rounds = 4; ///< Vectors that are looked at together.

Bytes load(const char *at)
{
    Bytes bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    return bytes;
}

/// One bit for each lane, which is all ones or all zeros; the first lane in the lowest bit.
quint64 laneBits(Bytes lanes)
{
#ifdef __SSE2__
    return static_cast<quint64>(_mm_movemask_epi8(std::bit_cast<__m128i>(lanes)));
#else
    quint64 bits = 0;
    for (int i = 0; i < width; ++i) {
        bits |= quint64(lanes[i] & 1) << i;
    }
    return bits;
#endif
}

bool isUpper(char c)
{
    return static_cast<uchar>(c - 'A') < 26;
}

bool isLower(char c)
{
    return static_cast<uchar>(c - 'a') < 26;
}

/// The first place whose bit is set and that `finder` confirms; the lowest bit is that of `at`.
const char *firstAmong(quint64 bits, const char *at, const LiteralFinder &finder)
{
    for (; bits != 0; bits &= bits - 1) {
        const char *place = at + std::countr_zero(bits);
        if (finder.isAt(place)) {
            return place;
        }
    }
    return nullptr;
}

/// Compares two bytes of a string with those of sixteen neighbouring places.
struct Probes
{
    struct Probe
    {
        qsizetype offset = 0;
        Bytes value{};
        Bytes bits{};
    };

    [[nodiscard]] Bytes hitsAt(const char *place) const
    {
        return Bytes((load(place + first.offset) | first.bits) == first.value)
            & Bytes((load(place + second.offset) | second.bits) == second.value);
    }

    Probe first;
    Probe second;
};

} // namespace

int rarity(uchar byte)
{
    static constexpr std::array<uchar, 256> ranks = [] {
        std::array<uchar, 256> result{};
        result.fill(static_cast<uchar>(byFrequency.size()));
        for (qsizetype i = 0; i < byFrequency.size(); ++i) {
            result[static_cast<uchar>(byFrequency[i])] = static_cast<uchar>(i);
        }
        return result;
    }();
    return ranks[byte];
}

LiteralFinder::LiteralFinder(const QByteArray &needle, Letters letters)
    : m_needle(needle), m_letters(letters)
{
    const auto rarer = [&needle](qsizetype left, qsizetype right) {
        return rarity(static_cast<uchar>(needle.at(left)))
            > rarity(static_cast<uchar>(needle.at(right)));
    };
    qsizetype first = 0;
    for (qsizetype i = 1; i < needle.size(); ++i) {
        first = rarer(i, first) ? i : first;
    }
    qsizetype second = first == 0 && needle.size() > 1 ? 1 : 0;
    for (qsizetype i = second + 1; i < needle.size(); ++i) {
        second = i != first && rarer(i, second) ? i : second;
    }
    if (!needle.isEmpty()) {
        m_first = probeAt(first);
        m_second = probeAt(second);
    }
}

LiteralFinder::Probe LiteralFinder::probeAt(qsizetype offset) const
{
    const char c = m_needle.at(offset);
    const bool hasCase = m_letters == Letters::AsciiFolded && isLower(c);
    return {offset, static_cast<uchar>(c), static_cast<uchar>(hasCase ? 0x20 : 0)};
}

bool LiteralFinder::isAt(const char *at) const
{
    const auto size = static_cast<size_t>(m_needle.size());
    if (m_letters == Letters::Exact) {
        return std::memcmp(at, m_needle.constData(), size) == 0;
    }
    return std::equal(m_needle.begin(), m_needle.end(), at, [](char wanted, char found) {
        return wanted == (isUpper(found) ? static_cast<char>(found | 0x20) : found);
    });
}

const char *LiteralFinder::find(const char *begin, const char *end) const
{
    if (m_needle.isEmpty() || end - begin < m_needle.size()) {
        return nullptr;
    }
    const char *at = begin;
    const char *last = end - m_needle.size(); // where it can begin at the latest
    // Both probes read `width` bytes from places that a needle beginning at or before `last`
    // covers.
    const Probes probes{
        {m_first.offset, Bytes{} + m_first.value, Bytes{} + m_first.bits},
        {m_second.offset, Bytes{} + m_second.value, Bytes{} + m_second.bits},
    };
    // What is frequent is near: the first steps are small.
    for (int i = 0; i < rounds && last - at >= width - 1; ++i, at += width) {
        if (const char *found = firstAmong(laneBits(probes.hitsAt(at)), at, *this)) {
            return found;
        }
    }
    for (; last - at >= rounds * width - 1; at += rounds * width) {
        const Bytes first = probes.hitsAt(at);
        const Bytes second = probes.hitsAt(at + width);
        const Bytes third = probes.hitsAt(at + 2 * width);
        const Bytes fourth = probes.hitsAt(at + 3 * width);
        if (laneBits(first | second | third | fourth) == 0) {
            continue;
        }
        const quint64 bits = laneBits(first) | laneBits(second) << width
            | laneBits(third) << 2 * width | laneBits(fourth) << 3 * width;
        if (const char *found = firstAmong(bits, at, *this)) {
            return found;
        }
    }
    for (; at <= last; ++at) {
        if ((static_cast<uchar>(at[m_first.offset]) | m_first.bits) == m_first.value && isAt(at)) {
            return at;
        }
    }
    return nullptr;
}

} // namespace hermes::search
