#include "editor/invisiblecharacters.h"

#include "workspace/documentcharacters.h"

#include <algorithm>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

using Shape = InvisibleCharacter::Shape;

struct Named
{
    char32_t first;
    char32_t last;
    Shape shape;
    QLatin1StringView label; ///< Empty: the code point in hexadecimal.
};

constexpr char32_t zeroWidthNonJoiner = 0x200C;
constexpr char32_t zeroWidthJoiner = 0x200D;

/// Sorted. Names: Unicode 15, NameAliases.txt, where it has a short one; of stand-ins, what they
/// stand for.
constexpr std::array named{
    Named{0x0000, 0x0008, Shape::ZeroWidth, {}},
    Named{0x000B, 0x001F, Shape::ZeroWidth, {}},
    Named{0x007F, 0x009F, Shape::ZeroWidth, {}},
    Named{0x00A0, 0x00A0, Shape::Space, "NBSP"_L1},
    Named{0x00AD, 0x00AD, Shape::ZeroWidth, "SHY"_L1},
    Named{0x034F, 0x034F, Shape::ZeroWidth, "CGJ"_L1},
    Named{0x061C, 0x061C, Shape::ZeroWidth, "ALM"_L1},
    Named{0x115F, 0x1160, Shape::ZeroWidth, {}},
    Named{0x180E, 0x180E, Shape::ZeroWidth, "MVS"_L1},
    Named{0x2000, 0x200A, Shape::Space, {}},
    Named{0x200B, 0x200B, Shape::ZeroWidth, "ZWSP"_L1},
    Named{zeroWidthNonJoiner, zeroWidthNonJoiner, Shape::ZeroWidth, "ZWNJ"_L1},
    Named{zeroWidthJoiner, zeroWidthJoiner, Shape::ZeroWidth, "ZWJ"_L1},
    Named{0x200E, 0x200E, Shape::ZeroWidth, "LRM"_L1},
    Named{0x200F, 0x200F, Shape::ZeroWidth, "RLM"_L1},
    Named{0x2028, 0x2028, Shape::LineEnd, "LS"_L1},
    Named{0x202A, 0x202A, Shape::ZeroWidth, "LRE"_L1},
    Named{0x202B, 0x202B, Shape::ZeroWidth, "RLE"_L1},
    Named{0x202C, 0x202C, Shape::ZeroWidth, "PDF"_L1},
    Named{0x202D, 0x202D, Shape::ZeroWidth, "LRO"_L1},
    Named{0x202E, 0x202E, Shape::ZeroWidth, "RLO"_L1},
    Named{0x202F, 0x202F, Shape::Space, "NNBSP"_L1},
    Named{0x205F, 0x205F, Shape::Space, "MMSP"_L1},
    Named{0x2060, 0x2060, Shape::ZeroWidth, "WJ"_L1},
    Named{0x2061, 0x2064, Shape::ZeroWidth, {}},
    Named{0x2066, 0x2066, Shape::ZeroWidth, "LRI"_L1},
    Named{0x2067, 0x2067, Shape::ZeroWidth, "RLI"_L1},
    Named{0x2068, 0x2068, Shape::ZeroWidth, "FSI"_L1},
    Named{0x2069, 0x2069, Shape::ZeroWidth, "PDI"_L1},
    Named{0x206A, 0x206F, Shape::ZeroWidth, {}},
    Named{0x3164, 0x3164, Shape::Space, {}},
    Named{0xFEFF, 0xFEFF, Shape::ZeroWidth, "BOM"_L1},
    Named{0xFFA0, 0xFFA0, Shape::Space, {}},
    Named{0xFFF9, 0xFFFB, Shape::ZeroWidth, {}},
    Named{workspace::paragraphSeparatorStandIn, workspace::paragraphSeparatorStandIn, Shape::Space,
          "PS"_L1},
    Named{workspace::fdd0StandIn, workspace::fdd0StandIn, Shape::Space, "U+FDD0"_L1},
    Named{workspace::fdd1StandIn, workspace::fdd1StandIn, Shape::Space, "U+FDD1"_L1},
    Named{0xE0000, 0xE007F, Shape::ZeroWidth, "TAG"_L1},
};
static_assert(std::ranges::is_sorted(named, {}, &Named::first));

const Named *find(char32_t codePoint)
{
    const auto *found = std::ranges::lower_bound(named, codePoint, {}, &Named::last);
    return found != named.end() && codePoint >= found->first ? found : nullptr;
}

QString hexadecimal(char32_t codePoint)
{
    return u"U+%1"_s.arg(QString::number(codePoint, 16).toUpper(), 4, u'0');
}

/// True for letters of European alphabets, ASCII and nothing at all: no spelling wants a joiner
/// beside them.
bool isPlain(QStringView line, qsizetype position)
{
    constexpr char16_t endOfLatin = 0x0250;
    return position < 0 || position >= line.size() || line.at(position).unicode() < endOfLatin;
}

std::optional<InvisibleCharacter> characterAt(QStringView line, qsizetype position)
{
    const QChar unit = line.at(position);
    const bool isPair = unit.isHighSurrogate() && position + 1 < line.size()
        && line.at(position + 1).isLowSurrogate();
    const char32_t codePoint =
        isPair ? QChar::surrogateToUcs4(unit, line.at(position + 1)) : unit.unicode();
    const Named *name = find(codePoint);
    if (!name) {
        return std::nullopt;
    }
    const bool isJoiner = codePoint == zeroWidthJoiner || codePoint == zeroWidthNonJoiner;
    if (isJoiner && !isPlain(line, position - 1) && !isPlain(line, position + 1)) {
        return std::nullopt;
    }
    return InvisibleCharacter{static_cast<int>(position), isPair ? 2 : 1, name->shape,
                              name->label.isEmpty() ? hexadecimal(codePoint)
                                                    : QString(name->label)};
}

/// Zero-width characters that touch stand at one place: "TAG×12" if alike, "ZWSP+2" if not.
QString runLabel(const QString &first, int count, bool areAlike)
{
    return count == 1 ? first
        : areAlike    ? u"%1×%2"_s.arg(first).arg(count)
                      : u"%1+%2"_s.arg(first).arg(count - 1);
}

/// All of them are ASCII-free or control characters, so most text is passed without a look-up.
bool mayBeInvisible(QChar unit)
{
    return (unit < u' ' && unit != u'\t') || unit >= u'\x7F';
}

int percentOfWidth(const QString &label)
{
    return static_cast<int>(100 * (labelScale * static_cast<qreal>(label.size()) + labelPadding));
}

} // namespace

QList<InvisibleCharacter> invisibleCharacters(QStringView line)
{
    QList<InvisibleCharacter> found;
    for (qsizetype i = 0; i < line.size(); ++i) {
        std::optional<InvisibleCharacter> character =
            mayBeInvisible(line.at(i)) ? characterAt(line, i) : std::nullopt;
        if (!character) {
            continue;
        }
        const QString first = character->label;
        int count = 1;
        bool areAlike = true;
        for (qsizetype next = i + character->length;
             character->shape == Shape::ZeroWidth && next < line.size();
             next = i + character->length) {
            const auto following = characterAt(line, next);
            if (!following || following->shape != Shape::ZeroWidth) {
                break;
            }
            character->length += following->length;
            areAlike = areAlike && following->label == first;
            ++count;
        }
        character->label = runLabel(first, count, areAlike);
        i += character->length - 1;
        found.append(*character);
    }
    return found;
}

QList<QTextLayout::FormatRange> roomForLabels(const QList<InvisibleCharacter> &characters,
                                              QStringView line)
{
    QList<QTextLayout::FormatRange> formats;
    for (const InvisibleCharacter &character : characters) {
        QTextCharFormat format;
        format.setFontLetterSpacingType(QFont::PercentageSpacing);
        if (character.shape == Shape::Space) {
            format.setFontLetterSpacing(percentOfWidth(character.label)
                                        / static_cast<qreal>(character.length));
            formats.append({character.position, character.length, format});
        } else if (character.shape == Shape::ZeroWidth && character.position > 0) {
            // What has no width cannot be widened: the character before it gives the room.
            const bool isPair =
                line.at(character.position - 1).isLowSurrogate() && character.position > 1;
            format.setFontLetterSpacing(100 + percentOfWidth(character.label));
            formats.append({character.position - (isPair ? 2 : 1), isPair ? 2 : 1, format});
        }
    }
    return formats;
}

} // namespace hermes::editor
