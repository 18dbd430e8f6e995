#include "search/blockcodec.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

// A packed text is a row of: a byte (high half: literals, low half: length of the repetition less
// shortestMatch; 15 = more bytes follow, each adding up to 255, the last one less), the literals,
// two bytes of distance backwards, lowest first. The last one ends with its literals.

namespace hermes::search {

namespace {

constexpr qsizetype shortestMatch = 4;
constexpr qsizetype longestDistance = 65535;
constexpr qsizetype endLiterals = 12; ///< Not worth looking for repetitions.
constexpr quint32 halfFull = 15;
constexpr int step = 16; ///< Bytes moved at once.

template <typename T>
T valueAt(const char *at)
{
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

qsizetype commonLength(const char *left, const char *right, const char *rightEnd)
{
    const char *start = right;
    while (rightEnd - right >= 8) {
        const quint64 difference = valueAt<quint64>(left) ^ valueAt<quint64>(right);
        if (difference != 0) {
            const int same = std::endian::native == std::endian::little
                ? std::countr_zero(difference)
                : std::countl_zero(difference);
            return right - start + same / 8;
        }
        left += 8;
        right += 8;
    }
    while (right < rightEnd && *left == *right) {
        ++left;
        ++right;
    }
    return right - start;
}

class Packer
{
public:
    explicit Packer(QByteArrayView text)
        : m_text(text)
        , m_latest(size_t(1) << hashBits, -1)
        , m_earlier(static_cast<size_t>(text.size()))
    {
    }

    QByteArray pack()
    {
        m_packed.reserve(m_text.size() / 2);
        const qsizetype last = m_text.size() - endLiterals;
        qsizetype literals = 0; // where those begin that are not written yet
        for (qsizetype at = 0; at < last;) {
            Repetition found = longestAt(at);
            remember(at);
            if (found.length < shortestMatch) {
                ++at;
                continue;
            }
            if (at + 1 < last) {
                if (const Repetition next = longestAt(at + 1); next.length > found.length + 1) {
                    found = next; // one literal more saves more than it costs
                    remember(++at);
                }
            }
            writeSequence(literals, at, found);
            const qsizetype end = at + found.length;
            for (qsizetype inside = at + 1; inside < std::min(end, last); ++inside) {
                remember(inside);
            }
            at = end;
            literals = end;
        }
        writeSequence(literals, m_text.size(), {});
        return std::move(m_packed);
    }

private:
    static constexpr int hashBits = 15;
    static constexpr int mostCandidates = 6;

    struct Repetition
    {
        qsizetype length = 0;
        qsizetype distance = 0;
    };

    [[nodiscard]] qint32 &latest(qsizetype at)
    {
        constexpr quint32 spread = 2654435761U;
        return m_latest[(valueAt<quint32>(m_text.data() + at) * spread) >> (32 - hashBits)];
    }

    void remember(qsizetype at)
    {
        qint32 &entry = latest(at);
        m_earlier[static_cast<size_t>(at)] = entry;
        entry = static_cast<qint32>(at);
    }

    Repetition longestAt(qsizetype at)
    {
        Repetition best;
        const char *end = m_text.end() - 1; // at least one literal ends the text
        qint32 candidate = latest(at);
        for (int i = 0; i < mostCandidates && candidate >= 0 && at - candidate <= longestDistance;
             ++i, candidate = m_earlier[static_cast<size_t>(candidate)]) {
            const qsizetype length =
                commonLength(m_text.data() + candidate, m_text.data() + at, end);
            if (length > best.length) {
                best = {length, at - candidate};
            }
        }
        return best;
    }

    void writeLength(qsizetype rest)
    {
        for (; rest >= 255; rest -= 255) {
            m_packed += char(255);
        }
        m_packed += static_cast<char>(rest);
    }

    void writeSequence(qsizetype literals, qsizetype end, Repetition repetition)
    {
        constexpr auto full = qsizetype(halfFull);
        const qsizetype count = end - literals;
        const qsizetype extra = std::max<qsizetype>(repetition.length - shortestMatch, 0);
        m_packed += static_cast<char>(std::min(count, full) << 4 | std::min(extra, full));
        if (count >= full) {
            writeLength(count - full);
        }
        m_packed.append(m_text.data() + literals, count);
        if (repetition.length == 0) {
            return;
        }
        m_packed += static_cast<char>(repetition.distance & 0xFF);
        m_packed += static_cast<char>(repetition.distance >> 8);
        if (extra >= full) {
            writeLength(extra - full);
        }
    }

    QByteArrayView m_text;
    QByteArray m_packed;
    std::vector<qint32> m_latest; ///< Where four bytes with this hash stood last.
    std::vector<qint32> m_earlier; ///< For each place: where such bytes stood before.
};

/// Moves `count` bytes in whole steps: up to a step more than asked.
template <int Step>
void moveForward(const char *from, char *to, qsizetype count)
{
    const char *end = to + count;
    do {
        std::memcpy(to, from, Step);
        to += Step;
        from += Step;
    } while (to < end);
}

/// A length whose first part is `half`; nothing if the bytes end within it.
std::optional<qsizetype> readLength(quint32 half, const char *&at, const char *end)
{
    qsizetype length = half;
    if (half < halfFull) {
        return length;
    }
    while (at < end) {
        const auto more = static_cast<uchar>(*at++);
        length += more;
        if (more < 255) {
            return length;
        }
    }
    return std::nullopt;
}

void repeat(char *to, qsizetype distance, qsizetype count)
{
    const char *from = to - distance;
    if (distance >= step) {
        moveForward<step>(from, to, count);
    } else if (distance >= step / 2) {
        moveForward<step / 2>(from, to, count);
    } else {
        for (qsizetype i = 0; i < count; ++i) {
            to[i] = from[i];
        }
    }
}

/// One to one in each argument when the other is given, so a single changed word cannot go unseen.
quint64 mixed(quint64 state, quint64 word)
{
    constexpr quint64 odd = 0x9E37'79B9'7F4A'7C15;
    return std::rotl((state ^ word) * odd, 29);
}

} // namespace

QByteArray packed(QByteArrayView text)
{
    return Packer(text).pack();
}

bool unpack(QByteArrayView bytes, char *target, qsizetype size)
{
    const char *at = bytes.data();
    const char *end = at + bytes.size();
    char *to = target;
    char *toEnd = target + size;
    while (at < end) {
        const auto head = static_cast<uchar>(*at++);
        const std::optional<qsizetype> literals = readLength(head >> 4, at, end);
        if (!literals || *literals > end - at || *literals > toEnd - to) {
            return false;
        }
        moveForward<step>(at, to, *literals);
        at += *literals;
        to += *literals;
        if (at == end) {
            return to == toEnd;
        }
        if (end - at < 2) {
            return false;
        }
        const qsizetype distance = static_cast<uchar>(at[0]) | static_cast<uchar>(at[1]) << 8;
        at += 2;
        const std::optional<qsizetype> extra = readLength(head & 0x0F, at, end);
        if (!extra || distance == 0 || distance > to - target
            || *extra + shortestMatch > toEnd - to) {
            return false;
        }
        repeat(to, distance, *extra + shortestMatch);
        to += *extra + shortestMatch;
    }
    return false;
}

quint64 checksum(QByteArrayView bytes)
{
    constexpr std::array<quint64, 4> seeds{0x9E37'79B9'7F4A'7C15, 0xC2B2'AE3D'27D4'EB4F,
                                           0x1656'67B1'9E37'79F9, 0x27D4'EB2F'1656'67C5};
    std::array<quint64, 4> lanes = seeds;
    const char *at = bytes.data();
    const char *end = at + bytes.size();
    for (; end - at >= 32; at += 32) {
        for (size_t i = 0; i < lanes.size(); ++i) {
            lanes[i] = mixed(lanes[i], valueAt<quint64>(at + 8 * i));
        }
    }
    quint64 result = static_cast<quint64>(bytes.size());
    for (const quint64 lane : lanes) {
        result = mixed(result, lane);
    }
    for (; end - at >= 8; at += 8) {
        result = mixed(result, valueAt<quint64>(at));
    }
    for (; at < end; ++at) {
        result = mixed(result, static_cast<uchar>(*at));
    }
    return result ^ result >> 31;
}

} // namespace hermes::search
