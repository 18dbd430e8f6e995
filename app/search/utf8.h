#pragma once

#include <QByteArrayView>
#include <QtTypes>

#include <cstring>

namespace hermes::search {

/// One character of a text, or one byte of what is not UTF-8.
struct Utf8Character
{
    static constexpr char32_t invalid = 0xFFFF'FFFF;

    char32_t codePoint = invalid;
    int length = 1; ///< Bytes.
};

/// The character at `at`, which lies before `end`. Strict: no surrogates, no overlong forms.
[[nodiscard]] inline Utf8Character characterAt(const char *at, const char *end)
{
    const auto byte = [at](int index) { return static_cast<uchar>(at[index]); };
    const auto follows = [&](int index) { return (byte(index) & 0xC0) == 0x80; };
    const uchar first = byte(0);
    if (first < 0x80) {
        return {first, 1};
    }
    if (first >= 0xC2 && first < 0xE0 && end - at >= 2 && follows(1)) {
        return {static_cast<char32_t>((first & 0x1F) << 6 | (byte(1) & 0x3F)), 2};
    }
    if (first >= 0xE0 && first < 0xF0 && end - at >= 3 && follows(1) && follows(2)) {
        const auto value =
            static_cast<char32_t>((first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F));
        const bool isValid = value >= 0x800 && (value < 0xD800 || value > 0xDFFF);
        return isValid ? Utf8Character{value, 3} : Utf8Character{};
    }
    if (first >= 0xF0 && first < 0xF5 && end - at >= 4 && follows(1) && follows(2) && follows(3)) {
        const auto value = static_cast<char32_t>((first & 0x07) << 18 | (byte(1) & 0x3F) << 12
                                                 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F));
        return value >= 0x10000 && value <= 0x10FFFF ? Utf8Character{value, 4} : Utf8Character{};
    }
    return {};
}

/// The character that ends at `at`, which lies behind `begin`.
[[nodiscard]] inline Utf8Character characterBefore(const char *at, const char *begin)
{
    constexpr int longest = 4;
    for (int length = 1; length <= longest && at - length >= begin; ++length) {
        const Utf8Character character = characterAt(at - length, at);
        if (character.length == length && character.codePoint != Utf8Character::invalid) {
            return character;
        }
    }
    return {};
}

/// How many bytes from `begin` on are ASCII.
[[nodiscard]] inline qsizetype asciiLength(const char *begin, const char *end)
{
    constexpr quint64 highBits = 0x8080'8080'8080'8080;
    const char *at = begin;
    for (; end - at >= 8; at += 8) {
        quint64 word = 0;
        std::memcpy(&word, at, sizeof word);
        if ((word & highBits) != 0) {
            break;
        }
    }
    while (at < end && static_cast<uchar>(*at) < 0x80) {
        ++at;
    }
    return at - begin;
}

} // namespace hermes::search
