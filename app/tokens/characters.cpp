#include "tokens/characters.h"

#include <QChar>

namespace hermes::tokens {

namespace {

quint16 classOf(char32_t character)
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
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
        return character == U'\u0085' ? Space : Other;
    default:
        return Sign;
    }
}

quint16 cjkOf(char32_t character)
{
    const bool isKana = character >= U'\u3040' && character <= U'\u30ff';
    const bool isIdeograph = character >= U'\u4e00' && character <= U'\u9fa5';
    return isKana || isIdeograph ? Cjk : 0;
}

} // namespace

CodePoint codePointAt(const uchar *bytes, qsizetype size)
{
    constexpr CodePoint invalid{QChar::ReplacementCharacter, 1, false};
    const uchar lead = bytes[0];
    if (lead < 0x80) {
        return {lead, 1};
    }
    const quint8 length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || size < length) {
        return invalid;
    }
    auto character = static_cast<char32_t>(lead & (0xff >> (length + 1)));
    for (quint8 i = 1; i < length; ++i) {
        if ((bytes[i] & 0xc0) != 0x80) {
            return invalid;
        }
        character = character << 6 | (bytes[i] & 0x3f);
    }
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x1'0000};
    if (character < least.at(length) || character > QChar::LastValidCodePoint
        || QChar::isSurrogate(character)) {
        return invalid;
    }
    return {character, length};
}

Character characterBeyondAscii(const uchar *bytes, qsizetype size)
{
    const CodePoint point = codePointAt(bytes, size);
    if (!point.isValid) {
        return {Sign, 1};
    }
    return {static_cast<quint16>(classOf(point.value) | cjkOf(point.value)), point.length};
}

} // namespace hermes::tokens
