#include "text/wordbreaks.h"

#include <QString>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

bool isOneOf(char32_t character, QStringView signs)
{
    return character <= 0xFFFF && signs.contains(QChar(static_cast<char16_t>(character)));
}

} // namespace

bool isWrittenWithoutBlanks(char32_t character)
{
    switch (QChar::script(character)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Bopomofo:
        return true;
    default:
        break;
    }
    const bool isPunctuation = character >= 0x3000 && character <= 0x303F;
    const bool isFullWidth = character >= 0xFF01 && character <= 0xFF9F;
    return isPunctuation || isFullWidth;
}

int columnsOf(char32_t character)
{
    switch (QChar::category(character)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
        return 0;
    default:
        break;
    }
    const bool isEmoji = character >= 0x1F300 && character <= 0x1FAFF;
    const bool isHalfWidth = character >= 0xFF61 && character <= 0xFF9F;
    const bool isWide = isEmoji || QChar::script(character) == QChar::Script_Hangul
        || (isWrittenWithoutBlanks(character) && !isHalfWidth);
    return isWide ? 2 : 1;
}

bool mayBreakBetween(char32_t before, char32_t after)
{
    return isWrittenWithoutBlanks(before) && isWrittenWithoutBlanks(after)
        && !isOneOf(after,
                    u"、。，．・：；？！）］｝〉》」』】〕〗〙ーぁぃぅぇぉっゃゅょゎァィゥェォッャ"
                    u"ュョヮヵヶ々…‥ゝゞヽヾ")
        && !isOneOf(before, u"（［｛〈《「『【〔〖〘");
}

bool needsBlankBetween(char32_t last, char32_t first)
{
    return !isWrittenWithoutBlanks(last) || !isWrittenWithoutBlanks(first);
}

char32_t characterAt(QStringView text, qsizetype at)
{
    const QChar first = text.at(at);
    return first.isHighSurrogate() && at + 1 < text.size() && text.at(at + 1).isLowSurrogate()
        ? QChar::surrogateToUcs4(first, text.at(at + 1))
        : first.unicode();
}

char32_t characterBefore(QStringView text, qsizetype at)
{
    const QChar last = text.at(at - 1);
    return last.isLowSurrogate() && at > 1 && text.at(at - 2).isHighSurrogate()
        ? QChar::surrogateToUcs4(text.at(at - 2), last)
        : last.unicode();
}

} // namespace hermes::text
