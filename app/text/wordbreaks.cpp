#include "text/wordbreaks.h"

#include <QChar>

namespace hermes::text {

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

bool needsBlankBetween(QChar last, QChar first)
{
    // Characters beyond the first plane are taken for Han: so are nearly all that occur in text.
    const auto joins = [](QChar character) {
        return character.isSurrogate() || isWrittenWithoutBlanks(character.unicode());
    };
    return !joins(last) || !joins(first);
}

} // namespace hermes::text
