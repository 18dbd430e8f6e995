#include "search/folding.h"

#include "search/utf8.h"

#include <QChar>
#include <QList>

#include <algorithm>
#include <array>
#include <tuple>

namespace hermes::search {

namespace {

constexpr char32_t tableEnd = 0x2'0000;

/// A mark that is a letter in upper case.
constexpr char32_t iotaBelow = 0x345;

bool isVariationSelector(char32_t character)
{
    return character >= 0xFE00 && character <= 0xFE0F;
}

/// Tags: format characters far behind all letters.
bool isTag(char32_t character)
{
    return character >= 0xE0001 && character <= 0xE007F;
}

struct Jamo
{
    std::array<char16_t, 3> units{};
    int count = 0; ///< 0 = no Hangul syllable.
};

Jamo decomposeHangul(char32_t character)
{
    constexpr char32_t first = 0xAC00;
    constexpr char32_t last = 0xD7A3;
    constexpr char32_t vowels = 21;
    constexpr char32_t trails = 28;
    if (character < first || character > last) {
        return {};
    }
    const char32_t index = character - first;
    const char32_t trail = index % trails;
    return {{char16_t(0x1100 + index / (vowels * trails)),
             char16_t(0x1161 + index / trails % vowels), char16_t(0x11A7 + trail)},
            trail == 0 ? 2 : 3};
}

QString withoutMarks(const QString &text)
{
    QString result;
    for (const auto allCharacters = text.toUcs4(); const char32_t character : allCharacters) {
        const QChar::Category category = QChar::category(character);
        const bool isHidden = category == QChar::Mark_NonSpacing || category == QChar::Other_Format;
        if (!isHidden || character == iotaBelow) {
            result += QString::fromUcs4(&character, 1);
        }
    }
    return result;
}

/// By way of upper case, which knows letters that become two (ß, ŉ, ǰ), until nothing changes.
QString withoutCaseAndMarks(QString text)
{
    constexpr int mostRounds = 4;
    for (int i = 0; i < mostRounds; ++i) {
        text =
            withoutMarks(text.toUpper().toCaseFolded().normalized(QString::NormalizationForm_KD));
    }
    return text;
}

/// What every character folds to that does not fold to itself.
class FoldTable
{
public:
    struct Entry
    {
        quint32 offset = 0; ///< Of both texts, one behind the other, in m_texts.
        quint8 withoutCase = 0; ///< Length in bytes of the text without accents and case.
        quint8 withCase = 0; ///< Length in bytes of the one that keeps case.
    };

    FoldTable()
    {
        m_entries.emplace_back();
        for (char32_t character = 0x80; character < tableEnd; ++character) {
            if (mayFold(character)) {
                add(character);
            }
        }
    }

    /// nullptr if `character` folds to itself. Hangul syllables and tags are not in the table.
    [[nodiscard]] const Entry *find(char32_t character) const
    {
        const quint16 index = character < tableEnd ? m_indexes[character] : quint16(0);
        return index == 0 ? nullptr : &m_entries[index];
    }

    [[nodiscard]] QByteArrayView text(const Entry &entry, Folding folding) const
    {
        return folding == Folding::CaseAndAccents
            ? QByteArrayView(m_texts).sliced(entry.offset, entry.withoutCase)
            : QByteArrayView(m_texts).sliced(entry.offset + entry.withoutCase, entry.withCase);
    }

private:
    static bool mayFold(char32_t character)
    {
        switch (QChar::category(character)) {
        case QChar::Mark_NonSpacing:
            return !isVariationSelector(character);
        case QChar::Other_Format:
        case QChar::Separator_Space:
            return true;
        case QChar::Letter_Uppercase:
        case QChar::Letter_Lowercase:
        case QChar::Letter_Titlecase:
        case QChar::Letter_Modifier:
        case QChar::Letter_Other:
        case QChar::Number_DecimalDigit:
            return decomposeHangul(character).count == 0
                && (QChar::decompositionTag(character) != QChar::NoDecomposition
                    || QChar::toCaseFolded(character) != character
                    || QString::fromUcs4(&character, 1).toUpper()
                        != QString::fromUcs4(&character, 1));
        default: // circled letters and Roman numerals
            return QChar::toLower(character) != QChar::toUpper(character);
        }
    }

    void add(char32_t character)
    {
        const QString self = QString::fromUcs4(&character, 1);
        const bool isSpace = QChar::category(character) == QChar::Separator_Space;
        const QString plain = isSpace
            ? QStringLiteral(" ")
            : withoutMarks(self.normalized(QString::NormalizationForm_KD));
        const QByteArray withCase = plain.toUtf8();
        const QByteArray withoutCase = withoutCaseAndMarks(plain).toUtf8();
        if (withCase == self.toUtf8() && withoutCase == withCase) {
            return;
        }
        m_indexes[character] = static_cast<quint16>(m_entries.size());
        m_entries.push_back({static_cast<quint32>(m_texts.size()),
                             static_cast<quint8>(withoutCase.size()),
                             static_cast<quint8>(withCase.size())});
        m_texts += withoutCase + withCase;
    }

    std::vector<quint16> m_indexes = std::vector<quint16>(tableEnd);
    std::vector<Entry> m_entries;
    QByteArray m_texts;
};

/// A constant of Unicode, costly to make (milliseconds) and so made when it is first asked for.
const FoldTable &foldTable()
{
    static const FoldTable table;
    return table;
}

bool isFoldable(char32_t character)
{
    return character != Utf8Character::invalid
        && (foldTable().find(character) != nullptr || decomposeHangul(character).count > 0
            || isTag(character));
}

/// Copies ASCII, in lower case if case is overlooked.
void appendAscii(QByteArray &out, const char *begin, qsizetype length, Folding folding)
{
    const qsizetype start = out.size();
    out.append(begin, length);
    if (folding == Folding::CaseAndAccents) {
        char *text = out.data() + start;
        for (qsizetype i = 0; i < length; ++i) {
            const bool isUpper = static_cast<uchar>(text[i] - 'A') < 26;
            text[i] = static_cast<char>(text[i] | (isUpper ? 0x20 : 0));
        }
    }
}

/// Appends what a character folds to; false if that is itself.
bool appendChanged(QByteArray &out, char32_t character, Folding folding)
{
    if (const FoldTable::Entry *entry = foldTable().find(character)) {
        out += foldTable().text(*entry, folding);
        return true;
    }
    if (const Jamo jamo = decomposeHangul(character); jamo.count > 0) {
        out += QStringView(jamo.units.data(), jamo.count).toUtf8();
        return true;
    }
    return isTag(character);
}

} // namespace

TextClass classify(QByteArrayView utf8)
{
    const char *at = utf8.data();
    const char *end = at + utf8.size();
    TextClass result = TextClass::Ascii;
    while (true) {
        at += asciiLength(at, end);
        if (at == end) {
            return result;
        }
        result = TextClass::Plain;
        const Utf8Character character = characterAt(at, end);
        if (isFoldable(character.codePoint)) {
            return TextClass::Foldable;
        }
        at += character.length;
    }
}

QByteArray folded(QByteArrayView utf8, Folding folding)
{
    FoldedText text;
    text.assign(utf8, folding);
    return text.bytes().toByteArray();
}

QByteArray folded(QStringView text, Folding folding)
{
    return folded(text.toUtf8(), folding);
}

void prepareFolding()
{
    std::ignore = foldTable();
}

bool hasAccents(QStringView text)
{
    return std::ranges::any_of(text.toUcs4(), [](char32_t character) {
        if (isTag(character)) {
            return true;
        }
        const FoldTable::Entry *entry = foldTable().find(character);
        return entry != nullptr
            && foldTable().text(*entry, Folding::Accents)
            != QString::fromUcs4(&character, 1).toUtf8();
    });
}

bool areEquivalent(QByteArrayView left, QByteArrayView right, Folding folding)
{
    const auto canonical = [folding](QByteArrayView utf8) {
        const QString text = QString::fromUtf8(utf8);
        return (folding == Folding::CaseAndAccents ? text.toCaseFolded() : text)
            .normalized(QString::NormalizationForm_D);
    };
    return canonical(left) == canonical(right);
}

bool isWordCharacter(char32_t character)
{
    if (character < 0x80) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
            || (character >= '0' && character <= '9') || character == '_';
    }
    if (character == Utf8Character::invalid
        || !(QChar::isLetterOrNumber(character) || QChar::isMark(character))) {
        return false;
    }
    switch (QChar::script(character)) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana:
    case QChar::Script_Khmer:
    case QChar::Script_Lao:
    case QChar::Script_Myanmar:
    case QChar::Script_Thai:
        return false;
    default:
        return true;
    }
}

void FoldedText::assign(QByteArrayView utf8, Folding folding)
{
    m_bytes.resize(0); // keeps its room
    m_bytes.reserve(utf8.size());
    m_breaks.assign(1, {0, 0, false});
    m_originalSize = utf8.size();
    const char *begin = utf8.data();
    const char *end = begin + utf8.size();
    const char *at = begin;
    while (at < end) {
        const qsizetype plain = asciiLength(at, end);
        appendAscii(m_bytes, at, plain, folding);
        at += plain;
        if (at == end) {
            return;
        }
        const Utf8Character character = characterAt(at, end);
        const qsizetype foldedSize = m_bytes.size();
        if (character.codePoint != Utf8Character::invalid
            && appendChanged(m_bytes, character.codePoint, folding)) {
            m_breaks.push_back({foldedSize, at - begin, true});
            m_breaks.push_back({m_bytes.size(), at - begin + character.length, false});
        } else {
            m_bytes.append(at, character.length);
        }
        at += character.length;
    }
}

const FoldedText::Break &FoldedText::breakAt(qsizetype offset) const
{
    const auto next = std::ranges::upper_bound(m_breaks, offset, {}, &Break::folded);
    return *std::prev(next);
}

qsizetype FoldedText::originalStart(qsizetype offset) const
{
    const Break &place = breakAt(offset);
    return place.isChanged ? place.original : place.original + offset - place.folded;
}

qsizetype FoldedText::originalEnd(qsizetype offset) const
{
    const Break &place = breakAt(offset);
    if (!place.isChanged) {
        return place.original + offset - place.folded;
    }
    return place.folded == offset ? place.original : (&place + 1)->original;
}

} // namespace hermes::search
