#include "tokens/deepseekpieces.h"

#include "tokens/characters.h"

// Three patterns, each of which cuts what the ones before have left whole, so that none looks
// beyond such a stretch. What a pattern does not match is a piece as well.
//
// \p{N}{1,3}
// [一-龥぀-ゟ゠-ヿ]+
// [<ASCII punctuation>][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*
//   |\s*[\r\n]+|\s+(?!\S)|\s+

namespace hermes::tokens {

namespace {

constexpr qsizetype mostDigits = 3;
constexpr quint16 letterOrMark = letter | Mark;
constexpr quint16 maybeBeforeWord = Mark | Space | Other;
/// Bytes that are looked at, at most, from the last character that is.
constexpr qsizetype mostBytes = 4;

Piece upTo(qsizetype end, qsizetype lastSeen)
{
    return {end, lastSeen + mostBytes};
}

bool isAsciiLetter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/// A stretch that the first two patterns leave whole, or the second sets apart.
class Stretch
{
public:
    Stretch(QByteArrayView text, qsizetype start)
        : m_text(text)
        , m_start(start)
        , m_cjk(characterAt(text, start).set & Cjk)
        , m_first(at(start))
    {
    }

    [[nodiscard]] Piece piece() const;

private:
    /// The end of the text where the stretch ends.
    [[nodiscard]] Character at(qsizetype place) const
    {
        const Character found = characterAt(m_text, place);
        return found.isIn(Number) || (found.set & Cjk) != m_cjk ? Character{} : found;
    }
    [[nodiscard]] qsizetype runEnd(qsizetype place, quint16 classes) const
    {
        for (Character next = at(place); next.isIn(classes); next = at(place)) {
            place += next.length;
        }
        return place;
    }
    [[nodiscard]] Piece asciiWord() const;
    [[nodiscard]] Piece word() const;
    [[nodiscard]] Piece signs() const;
    [[nodiscard]] Piece spaces() const;
    [[nodiscard]] Piece unmatched() const;

    QByteArrayView m_text;
    qsizetype m_start;
    int m_cjk;
    Character m_first;
};

/// A sign of ASCII and the letters of ASCII behind it; empty if there are none.
Piece Stretch::asciiWord() const
{
    if (!m_first.isIn(Sign) || static_cast<uchar>(m_text[m_start]) >= 0x80) {
        return {};
    }
    qsizetype end = m_start + 1;
    while (end < m_text.size() && isAsciiLetter(m_text[end])) {
        ++end;
    }
    return end > m_start + 1 ? upTo(end, end) : Piece{};
}

/// Letters and marks, with one character before them that is no sign; empty if there are none.
Piece Stretch::word() const
{
    const qsizetype begin = m_first.isIn(maybeBeforeWord) ? m_start + m_first.length : m_start;
    const qsizetype end = runEnd(begin, letterOrMark);
    // A mark alone is a word.
    return end > begin || m_first.isIn(Mark) ? upTo(end, end) : Piece{};
}

/// Signs with the blank before and the line ends behind them; empty if there are none.
Piece Stretch::signs() const
{
    const qsizetype begin = m_text[m_start] == ' ' ? m_start + 1 : m_start;
    const qsizetype end = runEnd(begin, Sign);
    if (end == begin) {
        return {};
    }
    const qsizetype last = runEnd(end, LineEnd);
    return upTo(last, last);
}

/// White space up to its last line end; without one, all of it but the last, which goes with what
/// follows in the stretch.
Piece Stretch::spaces() const
{
    const SpaceRun run = spaceRun(m_start, [this](qsizetype place) { return at(place); });
    const bool isOne = run.isAtEnd || run.last == m_start;
    return upTo(run.lineEnd > m_start ? run.lineEnd : isOne ? run.end : run.last, run.end);
}

/// What no alternative takes; the last such character goes with a word behind it.
Piece Stretch::unmatched() const
{
    qsizetype place = m_start;
    qsizetype last = m_start;
    Character next = m_first;
    for (; next.isIn(Other); next = at(place)) {
        last = place;
        place += next.length;
    }
    return upTo(next.isIn(letterOrMark) ? last : place, place);
}

Piece Stretch::piece() const
{
    if (const Piece found = asciiWord(); found.end > m_start) {
        return found;
    }
    if (const Piece found = word(); found.end > m_start) {
        return found;
    }
    if (const Piece found = signs(); found.end > m_start) {
        return found;
    }
    return m_first.isIn(Other) ? unmatched() : spaces();
}

} // namespace

Piece nextPieceOfDeepSeek(QByteArrayView text, qsizetype start)
{
    Character next = characterAt(text, start);
    if (!next.isIn(Number)) {
        return Stretch(text, start).piece();
    }
    qsizetype place = start;
    for (qsizetype i = 0; i < mostDigits && next.isIn(Number); ++i) {
        place += next.length;
        next = characterAt(text, place);
    }
    return upTo(place, place);
}

} // namespace hermes::tokens
