#include "tokens/splitter.h"

#include <QChar>

#include <algorithm>
#include <array>

// The patterns, where \s is White_Space of Unicode, written out by hand since they are fixed and
// each character is looked at once or twice. Alternatives are tried in the order of the pattern.
//
// o200k_base:  [^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+<end>?
//             |[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*<end>?
//             |\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+
//   with <end> (?i:'s|'t|'re|'ve|'m|'ll|'d)
// cl100k_base: <end>|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+
//             |\s++$|\s*[\r\n]|\s+(?!\S)|\s

namespace hermes::tokens {

namespace {

enum Class : quint8 // a set of them is a sum
{
    Upper = 1, ///< Lu, Lt
    Lower = 2, ///< Ll
    Caseless = 4, ///< Lm, Lo
    Mark = 8, ///< M
    Number = 16, ///< N
    Space = 32, ///< White_Space but the two below
    LineEnd = 64, ///< CR, LF
    Sign = 128 ///< all else
};
constexpr quint8 letter = Upper | Lower | Caseless;
constexpr quint8 beginsWord = Upper | Caseless | Mark;
constexpr quint8 endsWord = Lower | Caseless | Mark;
constexpr quint8 endsEitherWay = Caseless | Mark; ///< Both of the above.
constexpr quint8 maybeBeforeWord = Mark | Space | Sign;
constexpr quint8 whiteSpace = Space | LineEnd;
constexpr quint8 signOrMark = Sign | Mark;
constexpr qsizetype mostDigits = 3;
/// Bytes that are looked at, at most, from the last character that is: itself, or a contraction.
constexpr qsizetype mostBytes = 4;

constexpr std::array<quint8, 128> asciiClasses()
{
    std::array<quint8, 128> classes{};
    for (size_t byte = 0; byte < classes.size(); ++byte) {
        const auto c = static_cast<char>(byte);
        classes.at(byte) = c >= 'a' && c <= 'z'               ? Lower
            : c >= 'A' && c <= 'Z'                            ? Upper
            : c >= '0' && c <= '9'                            ? Number
            : c == '\n' || c == '\r'                          ? LineEnd
            : c == ' ' || c == '\t' || c == '\v' || c == '\f' ? Space
                                                              : Sign;
    }
    return classes;
}

quint8 classOf(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Letter_Uppercase:
    case QChar::Letter_Titlecase:
        return Upper;
    case QChar::Letter_Lowercase:
        return Lower;
    case QChar::Letter_Modifier:
    case QChar::Letter_Other:
        return Caseless;
    case QChar::Mark_NonSpacing:
    case QChar::Mark_SpacingCombining:
    case QChar::Mark_Enclosing:
        return Mark;
    case QChar::Number_DecimalDigit:
    case QChar::Number_Letter:
    case QChar::Number_Other:
        return Number;
    case QChar::Separator_Space:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return Space;
    default:
        return character == U'\u0085' ? Space : Sign;
    }
}

struct Character
{
    quint8 set = 0; ///< A Class; 0 past the end of the text.
    quint8 length = 0; ///< Bytes.

    [[nodiscard]] bool isIn(quint8 classes) const { return (set & classes) != 0; }
    [[nodiscard]] bool isEnd() const { return set == 0; }
};

/// A character beyond ASCII; a byte that begins none is a sign.
Character decoded(const uchar *bytes, qsizetype size)
{
    const uchar lead = bytes[0];
    const quint8 length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || size < length) {
        return {Sign, 1};
    }
    auto character = static_cast<char32_t>(lead & (0xff >> (length + 1)));
    for (quint8 i = 1; i < length; ++i) {
        if ((bytes[i] & 0xc0) != 0x80) {
            return {Sign, 1};
        }
        character = character << 6 | (bytes[i] & 0x3f);
    }
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x1'0000};
    if (character < least.at(length) || character > QChar::LastValidCodePoint
        || QChar::isSurrogate(character)) {
        return {Sign, 1};
    }
    return {classOf(character), length};
}

class Scanner
{
public:
    Scanner(QByteArrayView text, qsizetype start)
        : m_text(reinterpret_cast<const uchar *>(text.data()))
        , m_size(text.size())
        , m_start(start)
        , m_first(at(start))
    {
    }

    [[nodiscard]] Piece pieceOfO200k() const;
    [[nodiscard]] Piece pieceOfCl100k() const;

private:
    enum class AtEndOfText
    {
        WithLineEnds, ///< White space at the end is one piece.
        AfterLineEnds ///< It is cut after its last line end, as anywhere.
    };

    [[nodiscard]] Character at(qsizetype place) const
    {
        if (place >= m_size) {
            return {};
        }
        static constexpr std::array<quint8, 128> ascii = asciiClasses();
        const uchar byte = m_text[place];
        return byte < 0x80 ? Character{ascii[byte], 1} : decoded(m_text + place, m_size - place);
    }
    [[nodiscard]] uchar byteAt(qsizetype place) const { return place < m_size ? m_text[place] : 0; }
    /// Where a run of these classes ends.
    [[nodiscard]] qsizetype runEnd(qsizetype place, quint8 classes) const
    {
        for (Character next = at(place); next.isIn(classes); next = at(place)) {
            place += next.length;
        }
        return place;
    }
    [[nodiscard]] qsizetype contractionEnd(qsizetype place) const;
    [[nodiscard]] Piece wordOfCases() const;
    [[nodiscard]] Piece numbers() const;
    [[nodiscard]] Piece signs(bool withSlashes) const;
    [[nodiscard]] Piece spaces(AtEndOfText rule) const;

    const uchar *m_text;
    qsizetype m_size;
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

Piece Scanner::numbers() const
{
    qsizetype place = m_start;
    for (qsizetype i = 0; i < mostDigits; ++i) {
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
    qsizetype place = m_start;
    qsizetype last = m_start;
    qsizetype lastLineEnd = m_start;
    Character next = m_first;
    for (; next.isIn(whiteSpace); next = at(place)) {
        last = place;
        place += next.length;
        if (next.isIn(LineEnd)) {
            lastLineEnd = place;
        }
    }
    if (next.isEnd() && (rule == AtEndOfText::WithLineEnds || lastLineEnd == m_start)) {
        return upTo(place, place);
    }
    if (lastLineEnd > m_start) {
        return upTo(lastLineEnd, place);
    }
    return upTo(last > m_start ? last : place, place);
}

Piece Scanner::pieceOfO200k() const
{
    if (m_first.isIn(Number)) {
        return numbers();
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

Piece Scanner::pieceOfCl100k() const
{
    if (m_first.isIn(Number)) {
        return numbers();
    }
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
    return spaces(AtEndOfText::WithLineEnds);
}

} // namespace

Piece nextPiece(Encoding encoding, QByteArrayView text, qsizetype start)
{
    Q_ASSERT(start < text.size());
    const Scanner scanner(text, start);
    return encoding == Encoding::O200kBase ? scanner.pieceOfO200k() : scanner.pieceOfCl100k();
}

} // namespace hermes::tokens
