#include "check/invisibletext.h"

#include <QChar>

#include <algorithm>
#include <array>
#include <optional>

namespace hermes::check {

namespace {

using Kind = InvisibleText::Kind;

constexpr char32_t zeroWidthNonJoiner = 0x200C;
constexpr char32_t zeroWidthJoiner = 0x200D;
constexpr char32_t byteOrderMark = 0xFEFF;
constexpr char32_t blackFlag = 0x1F3F4;
constexpr char32_t tagBase = 0xE0000;
constexpr char32_t cancelTag = 0xE007F;
constexpr char32_t enclosingKeycap = 0x20E3;

struct Range
{
    char32_t first;
    char32_t last;
    Kind kind;
};

/// Sorted. The sets are those of Unicode's bidi controls, default ignorable characters, tags,
/// variation selectors and controls.
constexpr std::array ranges{
    Range{0x0000, 0x0008, Kind::Control},   Range{0x000B, 0x000C, Kind::Control},
    Range{0x000E, 0x001F, Kind::Control},   Range{0x007F, 0x009F, Kind::Control},
    Range{0x00A0, 0x00A0, Kind::Space},     Range{0x00AD, 0x00AD, Kind::Hidden},
    Range{0x034F, 0x034F, Kind::Hidden},    Range{0x061C, 0x061C, Kind::Direction},
    Range{0x115F, 0x1160, Kind::Hidden},    Range{0x17B4, 0x17B5, Kind::Hidden},
    Range{0x180B, 0x180F, Kind::Hidden},    Range{0x200B, 0x200D, Kind::Hidden},
    Range{0x200E, 0x200F, Kind::Direction}, Range{0x202A, 0x202E, Kind::Direction},
    Range{0x202F, 0x202F, Kind::Space},     Range{0x2060, 0x2064, Kind::Hidden},
    Range{0x2066, 0x2069, Kind::Direction}, Range{0x206A, 0x206F, Kind::Hidden},
    Range{0x3164, 0x3164, Kind::Hidden},    Range{0xFE00, 0xFE0F, Kind::Selector},
    Range{0xFEFF, 0xFEFF, Kind::Hidden},    Range{0xFFA0, 0xFFA0, Kind::Hidden},
    Range{0xFFF9, 0xFFFB, Kind::Hidden},    Range{0x1D173, 0x1D17A, Kind::Hidden},
    Range{0xE0000, 0xE007F, Kind::Tags},    Range{0xE0100, 0xE01EF, Kind::Selector},
};

std::optional<Kind> kindOf(char32_t character)
{
    const auto range = std::find_if(ranges.begin(), ranges.end(), [character](const Range &each) {
        return character <= each.last;
    });
    return range != ranges.end() && character >= range->first ? std::optional(range->kind)
                                                              : std::nullopt;
}

/// Scripts whose spelling needs joiners (Unicode Standard, 23.2).
bool usesJoiners(char32_t character)
{
    switch (QChar::script(character)) {
    case QChar::Script_Arabic:
    case QChar::Script_Syriac:
    case QChar::Script_Mongolian:
    case QChar::Script_Devanagari:
    case QChar::Script_Bengali:
    case QChar::Script_Gurmukhi:
    case QChar::Script_Gujarati:
    case QChar::Script_Oriya:
    case QChar::Script_Tamil:
    case QChar::Script_Telugu:
    case QChar::Script_Kannada:
    case QChar::Script_Malayalam:
    case QChar::Script_Sinhala:
    case QChar::Script_Tibetan:
    case QChar::Script_Myanmar:
    case QChar::Script_Khmer:
        return true;
    default:
        return false;
    }
}

bool isSymbol(char32_t character)
{
    const QChar::Category category = QChar::category(character);
    return character > 0x7F
        && (category == QChar::Symbol_Other || category == QChar::Symbol_Math
            || category == QChar::Symbol_Modifier || category == QChar::Punctuation_Other);
}

class Finder
{
public:
    explicit Finder(QByteArrayView utf8) : m_bytes(utf8) { }

    QList<InvisibleText> find()
    {
        while (m_next < m_bytes.size()) {
            const qint64 start = m_next;
            const char32_t character = take();
            if (const std::optional<Kind> kind = kindOf(character)) {
                visit(*kind, start, character);
            }
            m_previous = character;
        }
        return m_found;
    }

private:
    void visit(Kind kind, qint64 start, char32_t character)
    {
        if (kind == Kind::Tags) {
            visitTags(start, character);
        } else if (kind == Kind::Selector) {
            visitSelectors(start, character);
        } else if (!isAtWork(start, character)) {
            m_found.append({kind, start, m_next - start, character, {}});
        }
    }

    void visitTags(qint64 start, char32_t first)
    {
        QString decoded;
        char32_t last = first;
        const bool followsFlag = m_previous == blackFlag;
        for (char32_t tag = first;; tag = take()) {
            last = tag;
            if (const char32_t ascii = tag - tagBase; ascii >= 0x20 && ascii < 0x7F) {
                decoded += QChar(static_cast<char16_t>(ascii));
            }
            if (kindOf(peek()) != Kind::Tags) {
                break;
            }
        }
        const bool isRegion =
            decoded.size() >= 2 && decoded.size() <= 6
            && std::all_of(decoded.begin(), decoded.end(), [](QChar letter) {
                   return (letter >= u'a' && letter <= u'z') || (letter >= u'0' && letter <= u'9');
               });
        if (!(followsFlag && isRegion && last == cancelTag)) {
            m_found.append({Kind::Tags, start, m_next - start, first, decoded});
        }
    }

    void visitSelectors(qint64 start, char32_t first)
    {
        const char32_t before = m_previous;
        while (kindOf(peek()) == Kind::Selector) {
            take();
        }
        const bool isSingle = m_next - start == lengthAt(start);
        const bool isPresentation = first == 0xFE0E || first == 0xFE0F;
        const bool isKeycap = peek() == enclosingKeycap;
        if (!(isSingle && isPresentation && (isSymbol(before) || isKeycap))) {
            m_found.append({Kind::Selector, start, m_next - start, first, {}});
        }
    }

    [[nodiscard]] bool isAtWork(qint64 start, char32_t character) const
    {
        if (character == byteOrderMark) {
            return start == 0;
        }
        if (character == zeroWidthJoiner && isSymbol(peek())
            && (isSymbol(m_previous) || m_previous == 0xFE0F)) {
            return true;
        }
        const bool isJoiner = character == zeroWidthJoiner || character == zeroWidthNonJoiner;
        const bool isMongolian = character >= 0x180B && character <= 0x180F;
        return (isJoiner && usesJoiners(m_previous))
            || (isMongolian && QChar::script(m_previous) == QChar::Script_Mongolian);
    }

    [[nodiscard]] qint64 lengthAt(qint64 offset) const
    {
        const auto lead = static_cast<unsigned char>(m_bytes.at(offset));
        const qint64 length = lead < 0x80 ? 1 : (lead < 0xE0 ? 2 : (lead < 0xF0 ? 3 : 4));
        return std::min<qint64>(length, m_bytes.size() - offset);
    }

    [[nodiscard]] char32_t characterAt(qint64 offset) const
    {
        const qint64 length = lengthAt(offset);
        const auto lead = static_cast<unsigned char>(m_bytes.at(offset));
        char32_t character = length == 1 ? lead : lead & (0x7FU >> length);
        for (qint64 i = 1; i < length; ++i) {
            character =
                (character << 6U) | (static_cast<unsigned char>(m_bytes.at(offset + i)) & 0x3FU);
        }
        return character;
    }

    /// The character that comes next; a line feed at the end.
    [[nodiscard]] char32_t peek() const
    {
        return m_next < m_bytes.size() ? characterAt(m_next) : U'\n';
    }

    char32_t take()
    {
        const char32_t character = characterAt(m_next);
        m_next += lengthAt(m_next);
        return character;
    }

    QByteArrayView m_bytes;
    qint64 m_next = 0;
    char32_t m_previous = U'\n';
    QList<InvisibleText> m_found;
};

} // namespace

QList<InvisibleText> findInvisibleText(QByteArrayView utf8)
{
    return Finder(utf8).find();
}

} // namespace hermes::check
