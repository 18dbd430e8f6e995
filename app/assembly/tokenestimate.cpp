#include "assembly/assembly.h"

#include <algorithm>
#include <array>

namespace hermes::assembly {

namespace {

// Rates in hundredths of a token, between what the vocabularies o200k_base and cl100k_base need on
// average. Both cut a text into words with the space before them, numbers of up to three digits,
// runs of marks, and white space, and then pieces.
constexpr qint64 oneToken = 100;
constexpr qsizetype digitsPerToken = 3;
constexpr qint64 twoByteLetterRate = 65; // Latin beyond ASCII, Greek, Cyrillic, Arabic …
constexpr qint64 threeByteLetterRate = 150; // scripts of India and South-East Asia
constexpr qint64 typographyRate = 100; // U+2000 to U+2FFF: dashes, quotes, bullets
constexpr qint64 ideographRate = 115; // U+3000 to U+DFFF: Chinese, Japanese, Korean
constexpr qint64 emojiRate = 240;
constexpr qsizetype whiteSpacePerToken = 16;

enum class ByteClass : quint8
{
    Mark,
    Lower,
    Upper,
    Digit,
    Space,
    LineEnd,
    Beyond
};

constexpr std::array<ByteClass, 256> byteClasses()
{
    std::array<ByteClass, 256> classes{};
    for (size_t byte = 0; byte < classes.size(); ++byte) {
        if (byte >= 0x80) {
            classes.at(byte) = ByteClass::Beyond;
        } else if (byte >= 'a' && byte <= 'z') {
            classes.at(byte) = ByteClass::Lower;
        } else if (byte >= 'A' && byte <= 'Z') {
            classes.at(byte) = ByteClass::Upper;
        } else if (byte >= '0' && byte <= '9') {
            classes.at(byte) = ByteClass::Digit;
        } else if (byte == '\n' || byte == '\r') {
            classes.at(byte) = ByteClass::LineEnd;
        } else if (byte == ' ' || byte == '\t') {
            classes.at(byte) = ByteClass::Space;
        }
    }
    return classes;
}

ByteClass classOf(char c)
{
    static constexpr std::array<ByteClass, 256> classes = byteClasses();
    return classes[static_cast<uchar>(c)];
}

/// Runs of a text, each with its price. What a run costs depends on itself and on whether white
/// space stands before it.
class TokenCounter
{
public:
    explicit TokenCounter(QByteArrayView text) : m_text(text) { }

    [[nodiscard]] qint64 count()
    {
        while (m_place < m_text.size()) {
            switch (classOf(m_text[m_place])) {
            case ByteClass::Lower:
            case ByteClass::Upper:
                countWord();
                break;
            case ByteClass::Digit:
                m_hundredths += oneToken * pieces(runOf(ByteClass::Digit), digitsPerToken);
                break;
            case ByteClass::Space:
            case ByteClass::LineEnd:
                countWhiteSpace();
                break;
            case ByteClass::Mark:
                countMarks();
                break;
            case ByteClass::Beyond:
                countBeyondAscii();
                break;
            }
        }
        return (m_hundredths + oneToken / 2) / oneToken;
    }

private:
    [[nodiscard]] static qint64 pieces(qsizetype length, qsizetype each)
    {
        return (length + each - 1) / each;
    }
    [[nodiscard]] bool isAt(ByteClass kind) const
    {
        return m_place < m_text.size() && classOf(m_text[m_place]) == kind;
    }
    qsizetype runOf(ByteClass kind)
    {
        const qsizetype start = m_place;
        while (isAt(kind)) {
            ++m_place;
        }
        return m_place - start;
    }

    void countWord();
    void countWhiteSpace();
    void countMarks();
    void countBeyondAscii();

    QByteArrayView m_text;
    qsizetype m_place = 0;
    qint64 m_hundredths = 0;
};

/// `Word`, `word` or `WORD`: an upper-case letter after lower-case ones begins another.
void TokenCounter::countWord()
{
    const bool isAfterSpace = m_place == 0 || classOf(m_text[m_place - 1]) == ByteClass::Space;
    const qsizetype upper = runOf(ByteClass::Upper);
    const qsizetype lower = runOf(ByteClass::Lower);
    if (upper > 1) {
        m_hundredths += oneToken * pieces(upper, 4) + (lower > 1 ? oneToken : 0);
        return;
    }
    // Most words of daily use are one token; beyond, a piece for every five or six letters.
    const qsizetype letters = upper + lower;
    const qsizetype known = isAfterSpace ? 8 : 6;
    m_hundredths += oneToken + 18 * std::max<qsizetype>(0, letters - known);
}

void TokenCounter::countWhiteSpace()
{
    const qsizetype lineEnds = runOf(ByteClass::LineEnd);
    if (lineEnds > 0) {
        m_hundredths += oneToken * pieces(lineEnds, whiteSpacePerToken);
        return;
    }
    // The last space goes with the word after it.
    const qsizetype spaces = runOf(ByteClass::Space);
    const bool isBeforeDigitOrEnd =
        m_place == m_text.size() || isAt(ByteClass::Digit) || isAt(ByteClass::LineEnd);
    m_hundredths += oneToken * pieces(isBeforeDigitOrEnd ? spaces : spaces - 1, whiteSpacePerToken);
}

void TokenCounter::countMarks()
{
    qint64 cost = 0;
    while (isAt(ByteClass::Mark)) {
        const char mark = m_text[m_place];
        qsizetype same = 0;
        for (; m_place < m_text.size() && m_text[m_place] == mark; ++m_place) {
            ++same;
        }
        // A line drawn of one mark is a token for many; in mixed runs two marks often are one.
        cost += cost == 0 ? oneToken : oneToken * 2 / 5;
        cost += oneToken * (same / whiteSpacePerToken);
    }
    // `.size` and `/path` often are one token with the word.
    const char last = m_text[m_place - 1];
    const bool isBeforeWord = isAt(ByteClass::Lower) || isAt(ByteClass::Upper);
    if (isBeforeWord && (last == '.' || last == '_' || last == '/')) {
        cost -= oneToken * 2 / 5;
    }
    m_hundredths += cost;
    // Line ends behind marks belong to the same piece.
    if (isAt(ByteClass::LineEnd)) {
        m_hundredths += oneToken * (runOf(ByteClass::LineEnd) / whiteSpacePerToken);
    }
}

void TokenCounter::countBeyondAscii()
{
    const auto lead = static_cast<uchar>(m_text[m_place]);
    qsizetype length = 2;
    qint64 rate = twoByteLetterRate;
    if (lead >= 0xf0) {
        length = 4;
        rate = emojiRate;
    } else if (lead >= 0xe0) {
        length = 3;
        rate = lead < 0xe2 ? threeByteLetterRate : lead == 0xe2 ? typographyRate : ideographRate;
    }
    m_hundredths += rate;
    m_place += std::min(length, m_text.size() - m_place);
}

} // namespace

TokenEstimate estimateTokens(QByteArrayView text)
{
    return {TokenCounter(text).count()};
}

} // namespace hermes::assembly
