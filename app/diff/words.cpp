#include "diff/words.h"

#include <QTextBoundaryFinder>

#include <algorithm>
#include <array>

namespace hermes::diff {

namespace {

enum class AsciiClass : quint8
{
    Single, ///< Stands alone.
    Letter,
    Digit,
    Joiner, ///< The underscore: part of a word anywhere.
    Space,
    InsideBoth, ///< Joins two letters or two digits: the apostrophe.
    InsideDigits, ///< Joins two digits.
    CarriageReturn,
};

constexpr std::array<AsciiClass, 128> asciiClasses()
{
    std::array<AsciiClass, 128> classes{};
    for (size_t c = '0'; c <= '9'; ++c) {
        classes.at(c) = AsciiClass::Digit;
    }
    for (size_t c = 'a'; c <= 'z'; ++c) {
        classes.at(c) = AsciiClass::Letter;
        classes.at(c - 'a' + 'A') = AsciiClass::Letter;
    }
    classes['_'] = AsciiClass::Joiner;
    classes[' '] = AsciiClass::Space;
    classes['.'] = AsciiClass::InsideDigits;
    classes['\''] = AsciiClass::InsideBoth;
    classes[','] = AsciiClass::InsideDigits;
    classes[';'] = AsciiClass::InsideDigits;
    classes['\r'] = AsciiClass::CarriageReturn;
    return classes;
}

AsciiClass classOf(QChar c)
{
    static constexpr std::array<AsciiClass, 128> classes = asciiClasses();
    return classes[c.unicode() & 0x7f];
}

bool isWordClass(AsciiClass kind)
{
    return kind == AsciiClass::Letter || kind == AsciiClass::Digit || kind == AsciiClass::Joiner;
}

/// The rules WB6, WB7, WB11 and WB12 of UAX #29 for ASCII as Qt applies them: a full stop or colon
/// parts letters.
bool joins(AsciiClass before, AsciiClass mark, AsciiClass after)
{
    if (before != after) {
        return false;
    }
    if (before == AsciiClass::Letter) {
        return mark == AsciiClass::InsideBoth;
    }
    return before == AsciiClass::Digit
        && (mark == AsciiClass::InsideBoth || mark == AsciiClass::InsideDigits);
}

qsizetype endOfAsciiPiece(QStringView text, qsizetype start)
{
    const AsciiClass first = classOf(text[start]);
    qsizetype end = start + 1;
    if (first == AsciiClass::Space) {
        while (end < text.size() && text[end] == u' ') {
            ++end;
        }
        return end;
    }
    if (first == AsciiClass::CarriageReturn) {
        return end < text.size() && text[end] == u'\n' ? end + 1 : end;
    }
    if (!isWordClass(first)) {
        return end;
    }
    for (; end < text.size(); ++end) {
        if (isWordClass(classOf(text[end]))) {
            continue;
        }
        if (end + 1 >= text.size()
            || !joins(classOf(text[end - 1]), classOf(text[end]), classOf(text[end + 1]))) {
            break;
        }
    }
    return end;
}

bool isAscii(QStringView text)
{
    return std::ranges::all_of(text, [](QChar c) { return c.unicode() < 0x80; });
}

} // namespace

std::vector<QStringView> wordsAndGaps(QStringView text)
{
    std::vector<QStringView> pieces;
    pieces.reserve(static_cast<size_t>(text.size() / 3 + 1));
    if (isAscii(text)) {
        for (qsizetype start = 0; start < text.size();) {
            const qsizetype end = endOfAsciiPiece(text, start);
            pieces.push_back(text.sliced(start, end - start));
            start = end;
        }
        return pieces;
    }
    QTextBoundaryFinder finder(QTextBoundaryFinder::Word, text);
    for (qsizetype start = 0, end = finder.toNextBoundary(); end > start;
         end = finder.toNextBoundary()) {
        pieces.push_back(text.sliced(start, end - start));
        start = end;
    }
    return pieces;
}

bool isWord(QStringView piece)
{
    for (qsizetype i = 0; i < piece.size(); ++i) {
        const QChar c = piece[i];
        if (c.isHighSurrogate() && i + 1 < piece.size()) {
            if (QChar::isLetterOrNumber(QChar::surrogateToUcs4(c, piece[i + 1]))) {
                return true;
            }
            ++i;
        } else if (c.isLetterOrNumber()) {
            return true;
        }
    }
    return false;
}

int countWords(QStringView text)
{
    return static_cast<int>(std::ranges::count_if(wordsAndGaps(text), isWord));
}

} // namespace hermes::diff
