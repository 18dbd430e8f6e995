#include "tokens/splitter.h"

#include "tokens/characters.h"
#include "tokens/deepseekpieces.h"

// The patterns, where \s is White_Space of Unicode, written out by hand since they are fixed and
// each character is looked at once or twice. Alternatives are tried in the order of the pattern.
//
// o200k_base:  [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+<end>?
//             |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*<end>?
//             |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
//   with <end> (?i:'s|'t|'re|'ve|'m|'ll|'d)
// cl100k_base: <end>|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+
//             |\s++$|\s*[\r\n]|\s+(?!\S)|\s
// qwen2:       <end>|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*
//             |\s*[\r\n]+|\s+(?!\S)|\s+
// deepseek_v3: see deepseekpieces.cpp

namespace hermes::tokens {

namespace {

constexpr quint16 beginsWord = Upper | Caseless | Mark;
constexpr quint16 endsWord = Lower | Caseless | Mark;
constexpr quint16 endsEitherWay = Caseless | Mark; ///< Both of the above.
constexpr quint16 maybeBeforeWord = Mark | Space | Sign | Other;
constexpr quint16 signOrMark = Sign | Mark | Other;
/// Bytes that are looked at, at most, from the last character that is: itself, or a contraction.
constexpr qsizetype mostBytes = 4;

class Scanner
{
public:
    Scanner(QByteArrayView text, qsizetype start) : m_text(text), m_start(start), m_first(at(start))
    {
    }

    [[nodiscard]] Piece pieceOfO200k() const;
    [[nodiscard]] Piece pieceOfCl100k() const;
    [[nodiscard]] Piece pieceOfQwen() const;

private:
    enum class AtEndOfText
    {
        WithLineEnds, ///< White space at the end is one piece.
        AfterLineEnds ///< It is cut after its last line end, as anywhere.
    };

    [[nodiscard]] Character at(qsizetype place) const { return characterAt(m_text, place); }
    [[nodiscard]] uchar byteAt(qsizetype place) const
    {
        return place < m_text.size() ? static_cast<uchar>(m_text[place]) : 0;
    }
    /// Where a run of these classes ends.
    [[nodiscard]] qsizetype runEnd(qsizetype place, quint16 classes) const
    {
        for (Character next = at(place); next.isIn(classes); next = at(place)) {
            place += next.length;
        }
        return place;
    }
    [[nodiscard]] qsizetype contractionEnd(qsizetype place) const;
    [[nodiscard]] Piece wordOfCases() const;
    [[nodiscard]] Piece numbers(qsizetype most) const;
    [[nodiscard]] Piece wordsAndAllElse(AtEndOfText rule) const;
    [[nodiscard]] Piece signs(bool withSlashes) const;
    [[nodiscard]] Piece spaces(AtEndOfText rule) const;

    QByteArrayView m_text;
    qsizetype m_start;
    Character m_first;
};

Piece upTo(qsizetype end, qsizetype lastSeen)
{
    return {end, lastSeen + mostBytes};
}

/// 's 't 're 've 'm 'll 'd in either case; the long s is an s. `place` itself if there is none.
qsizetype Scanner::contractionEnd(qsizetype place) const
{
    if (byteAt(place) != '\'') {
        return place;
    }
    const auto lower = [](uchar byte) { return byte >= 'A' && byte <= 'Z' ? byte | 0x20 : byte; };
    const int first = lower(byteAt(place + 1));
    switch (first) {
    case 's':
    case 't':
    case 'm':
    case 'd':
        return place + 2;
    case 'r':
    case 'v':
        return lower(byteAt(place + 2)) == 'e' ? place + 3 : place;
    case 'l':
        return lower(byteAt(place + 2)) == 'l' ? place + 3 : place;
    case 0xc5: // U+017F
        return byteAt(place + 2) == 0xbf ? place + 3 : place;
    default:
        return place;
    }
}

/// Letters with the character before them: capitals, then small ones, `HTMLparser` is one and so is
/// `Parser`. Empty if there is no letter. Letters without case and marks are both, and where no
/// small letter follows the capitals, the word ends with the last of these, if there is one.
Piece Scanner::wordOfCases() const
{
    const bool hasBefore = m_first.isIn(maybeBeforeWord);
    const qsizetype begin = hasBefore ? m_start + m_first.length : m_start;
    qsizetype place = begin;
    qsizetype lastEither = m_start;
    Character next = at(place);
    for (; next.isIn(beginsWord); next = at(place)) {
        place += next.length;
        if (next.isIn(endsEitherWay)) {
            lastEither = place;
        }
    }
    qsizetype end = place;
    if (next.isIn(Lower)) {
        place = runEnd(place, endsWord);
        end = place;
    } else if (lastEither > m_start) {
        end = lastEither;
    } else if (m_first.isIn(Mark)) {
        end = begin;
    } else if (place == begin) {
        return {};
    }
    return upTo(contractionEnd(end), place);
}

Piece Scanner::numbers(qsizetype most) const
{
    qsizetype place = m_start;
    for (qsizetype i = 0; i < most; ++i) {
        const Character next = at(place);
        if (!next.isIn(Number)) {
            break;
        }
        place += next.length;
    }
    return upTo(place, place);
}

/// Signs with the blank before and the line ends behind them; empty if there are none.
Piece Scanner::signs(bool withSlashes) const
{
    const qsizetype begin = byteAt(m_start) == ' ' ? m_start + 1 : m_start;
    qsizetype place = runEnd(begin, signOrMark);
    if (place == begin) {
        return {};
    }
    while (at(place).isIn(LineEnd) || (withSlashes && byteAt(place) == '/')) {
        ++place;
    }
    return upTo(place, place);
}

/// White space up to its last line end; without one, all of it but the last, which goes with what
/// follows.
Piece Scanner::spaces(AtEndOfText rule) const
{
    const SpaceRun run = spaceRun(m_start, [this](qsizetype place) { return at(place); });
    if (run.isAtEnd && (rule == AtEndOfText::WithLineEnds || run.lineEnd == m_start)) {
        return upTo(run.end, run.end);
    }
    if (run.lineEnd > m_start) {
        return upTo(run.lineEnd, run.end);
    }
    return upTo(run.last > m_start ? run.last : run.end, run.end);
}

Piece Scanner::pieceOfO200k() const
{
    if (m_first.isIn(Number)) {
        return numbers(3);
    }
    if (!m_first.isIn(LineEnd)) {
        if (const Piece word = wordOfCases(); word.end > m_start) {
            return word;
        }
    }
    if (const Piece found = signs(true); found.end > m_start) {
        return found;
    }
    return spaces(AtEndOfText::AfterLineEnds);
}

/// What cl100k_base and qwen2 have in common: words whatever their case, signs, white space.
Piece Scanner::wordsAndAllElse(AtEndOfText rule) const
{
    if (const qsizetype end = contractionEnd(m_start); end > m_start) {
        return upTo(end, end);
    }
    if (!m_first.isIn(LineEnd)) {
        const qsizetype begin = m_first.isIn(maybeBeforeWord) ? m_start + m_first.length : m_start;
        if (const qsizetype end = runEnd(begin, letter); end > begin) {
            return upTo(end, end);
        }
    }
    if (const Piece found = signs(false); found.end > m_start) {
        return found;
    }
    return spaces(rule);
}

Piece Scanner::pieceOfCl100k() const
{
    return m_first.isIn(Number) ? numbers(3) : wordsAndAllElse(AtEndOfText::WithLineEnds);
}

Piece Scanner::pieceOfQwen() const
{
    return m_first.isIn(Number) ? numbers(1) : wordsAndAllElse(AtEndOfText::AfterLineEnds);
}

} // namespace

Piece nextPiece(Encoding encoding, QByteArrayView text, qsizetype start)
{
    Q_ASSERT(start < text.size());
    switch (encoding) {
    case Encoding::O200kBase:
        return Scanner(text, start).pieceOfO200k();
    case Encoding::Cl100kBase:
        return Scanner(text, start).pieceOfCl100k();
    case Encoding::Qwen2:
        return Scanner(text, start).pieceOfQwen();
    case Encoding::DeepSeekV3:
        return nextPieceOfDeepSeek(text, start);
    }
    Q_UNREACHABLE();
}

} // namespace hermes::tokens
