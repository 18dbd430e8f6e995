#pragma once

#include <QByteArrayView>

#include <array>

namespace hermes::tokens {

/// What the patterns tell apart; a set of them is a sum.
enum CharacterClass : quint16
{
    Upper = 1, ///< Lu, Lt
    Lower = 2, ///< Ll
    Caseless = 4, ///< Lm, Lo
    Mark = 8, ///< M
    Number = 16, ///< N
    Space = 32, ///< White_Space but the two below
    LineEnd = 64, ///< CR, LF
    Sign = 128, ///< P, S
    Other = 256, ///< All else: what is not seen, not assigned or private.
    /// Beside one of the others: kana and the ideographs of Unicode 1.1, as DeepSeek sets them
    /// apart.
    Cjk = 512
};
inline constexpr quint16 letter = Upper | Lower | Caseless;
inline constexpr quint16 whiteSpace = Space | LineEnd;

struct Character
{
    quint16 set = 0; ///< Of CharacterClass; 0 past the end of the text.
    quint8 length = 0; ///< Bytes.

    [[nodiscard]] bool isIn(quint16 classes) const { return (set & classes) != 0; }
    [[nodiscard]] bool isEnd() const { return set == 0; }
};

inline constexpr auto asciiClasses = [] {
    std::array<quint16, 128> classes{};
    for (size_t byte = 0; byte < classes.size(); ++byte) {
        const auto c = static_cast<char>(byte);
        classes.at(byte) = c >= 'a' && c <= 'z'               ? Lower
            : c >= 'A' && c <= 'Z'                            ? Upper
            : c >= '0' && c <= '9'                            ? Number
            : c == '\n' || c == '\r'                          ? LineEnd
            : c == ' ' || c == '\t' || c == '\v' || c == '\f' ? Space
            : c > ' ' && c < '\x7f'                           ? Sign
                                                              : Other;
    }
    return classes;
}();

/// A code point and the bytes that spell it; of bytes that are no UTF-8 the first, as U+FFFD.
struct CodePoint
{
    char32_t value = 0;
    quint8 length = 0; ///< Bytes.
    bool isValid = true;
};
/// The one that begins at `bytes`, of which there are `size`, at least one.
[[nodiscard]] CodePoint codePointAt(const uchar *bytes, qsizetype size);

/// The same as a character; a byte that begins none is a sign.
[[nodiscard]] Character characterBeyondAscii(const uchar *bytes, qsizetype size);

[[nodiscard]] inline Character characterAt(QByteArrayView text, qsizetype place)
{
    if (place >= text.size()) {
        return {};
    }
    const auto *const bytes = reinterpret_cast<const uchar *>(text.data()) + place;
    return *bytes < 0x80 ? Character{asciiClasses[*bytes], 1}
                         : characterBeyondAscii(bytes, text.size() - place);
}

/// White space that follows itself, as all patterns look at it.
struct SpaceRun
{
    qsizetype end = 0; ///< Behind it.
    qsizetype last = 0; ///< Where its last character begins.
    qsizetype lineEnd = 0; ///< Behind its last line end; where it begins if there is none.
    bool isAtEnd = false; ///< The text ends with it.
};

/// The run that begins at `start`; `at` gives the character at a place.
template <typename CharacterAt>
[[nodiscard]] SpaceRun spaceRun(qsizetype start, const CharacterAt &at)
{
    SpaceRun run{start, start, start, false};
    Character next = at(start);
    for (; next.isIn(whiteSpace); next = at(run.end)) {
        run.last = run.end;
        run.end += next.length;
        if (next.isIn(LineEnd)) {
            run.lineEnd = run.end;
        }
    }
    run.isAtEnd = next.isEnd();
    return run;
}

} // namespace hermes::tokens
