#include "assembly/assembly.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hermes::assembly {

namespace {

enum class CharacterClass { Letter, Digit, LineEnd, Space, Punctuation, Other };

constexpr CharacterClass classOf(unsigned char byte)
{
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')) {
        return CharacterClass::Letter;
    }
    if (byte >= '0' && byte <= '9') {
        return CharacterClass::Digit;
    }
    if (byte == '\n' || byte == '\r') {
        return CharacterClass::LineEnd;
    }
    if (byte == ' ' || byte == '\t') {
        return CharacterClass::Space;
    }
    return byte < 0x80 ? CharacterClass::Punctuation : CharacterClass::Other;
}

constexpr auto classes = [] {
    std::array<CharacterClass, 256> table{};
    for (unsigned i = 0; i < table.size(); ++i) {
        table.at(i) = classOf(static_cast<unsigned char>(i));
    }
    return table;
}();

// How common byte-pair vocabularies cut text: an ordinary English word is one token with the blank before it; longer ones split
// about every six letters; numbers go by threes; runs of one punctuation character share tokens; other scripts take about
// two and a half bytes a token (a CJK character is three).
constexpr double lettersPerFurtherToken = 6.5;
constexpr qint64 lettersOfOneToken = 9;
constexpr double digitsPerToken = 3;
constexpr double punctuationPerToken = 1.9;
constexpr double otherBytesPerToken = 2.6;

double tokensOfRun(CharacterClass kind, qint64 length)
{
    const auto size = static_cast<double>(length);
    switch (kind) {
    case CharacterClass::Letter:
        return length <= lettersOfOneToken ? 1 : 1 + static_cast<double>(length - lettersOfOneToken) / lettersPerFurtherToken;
    case CharacterClass::Digit:
        return std::ceil(size / digitsPerToken);
    case CharacterClass::LineEnd:
        return 1;
    case CharacterClass::Space:
        return length > 1 ? 1 : 0; // a single blank belongs to the word after it
    case CharacterClass::Punctuation:
        return std::max(1.0, size / punctuationPerToken);
    case CharacterClass::Other:
        return size / otherBytesPerToken;
    }
    Q_UNREACHABLE();
}

} // namespace

TokenEstimate estimateTokens(QByteArrayView text)
{
    double tokens = 0;
    for (qsizetype i = 0; i < text.size();) {
        const CharacterClass kind = classes.at(static_cast<unsigned char>(text[i]));
        const qsizetype start = i;
        do {
            ++i;
        } while (i < text.size() && classes.at(static_cast<unsigned char>(text[i])) == kind);
        tokens += tokensOfRun(kind, i - start);
    }
    return {std::llround(tokens)};
}

} // namespace hermes::assembly
