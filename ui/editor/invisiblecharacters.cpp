#include "editor/invisiblecharacters.h"

#include "check/invisibletext.h"
#include "workspace/documentcharacters.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace hermes::editor {

namespace {

using Shape = InvisibleCharacter::Shape;

using check::InvisibleText;

/// What check::findInvisibleText() leaves to those who show a text: blanks of other widths, a line
/// break that ends no line, and what a document holds in place of something else.
struct Shown
{
    char32_t first;
    char32_t last;
    Shape shape;
};
constexpr std::array shown{
    Shown{0x2000, 0x200A, Shape::Space},
    Shown{0x2028, 0x2028, Shape::LineEnd},
    Shown{0x205F, 0x205F, Shape::Space},
    Shown{workspace::paragraphSeparatorStandIn, workspace::paragraphSeparatorStandIn, Shape::Space},
    Shown{workspace::fdd0StandIn, workspace::fdd0StandIn, Shape::Space},
    Shown{workspace::fdd1StandIn, workspace::fdd1StandIn, Shape::Space},
};

struct Name
{
    char32_t character;
    QLatin1StringView label;
};
/// Sorted. Short names of Unicode 15, NameAliases.txt; of stand-ins, what they stand for.
constexpr std::array names{
    Name{0x001B, "ESC"_L1},
    Name{0x007F, "DEL"_L1},
    Name{0x00A0, "NBSP"_L1},
    Name{0x00AD, "SHY"_L1},
    Name{0x034F, "CGJ"_L1},
    Name{0x061C, "ALM"_L1},
    Name{0x180E, "MVS"_L1},
    Name{0x200B, "ZWSP"_L1},
    Name{0x200C, "ZWNJ"_L1},
    Name{0x200D, "ZWJ"_L1},
    Name{0x200E, "LRM"_L1},
    Name{0x200F, "RLM"_L1},
    Name{0x2028, "LS"_L1},
    Name{0x202A, "LRE"_L1},
    Name{0x202B, "RLE"_L1},
    Name{0x202C, "PDF"_L1},
    Name{0x202D, "LRO"_L1},
    Name{0x202E, "RLO"_L1},
    Name{0x202F, "NNBSP"_L1},
    Name{0x205F, "MMSP"_L1},
    Name{0x2060, "WJ"_L1},
    Name{0x2066, "LRI"_L1},
    Name{0x2067, "RLI"_L1},
    Name{0x2068, "FSI"_L1},
    Name{0x2069, "PDI"_L1},
    Name{0xFEFF, "BOM"_L1},
    Name{workspace::paragraphSeparatorStandIn, "PS"_L1},
    Name{workspace::fdd0StandIn, "U+FDD0"_L1},
    Name{workspace::fdd1StandIn, "U+FDD1"_L1},
};
static_assert(std::ranges::is_sorted(names, {}, &Name::character));

QString labelOf(char32_t character)
{
    constexpr char32_t firstSelector = 0xFE00;
    constexpr char32_t firstFurtherSelector = 0xE0100;
    const auto *name = std::ranges::lower_bound(names, character, {}, &Name::character);
    if (name != names.end() && name->character == character) {
        return name->label;
    }
    if (character >= firstSelector && character < firstSelector + 16) {
        return u"VS%1"_s.arg(character - firstSelector + 1);
    }
    if (character >= firstFurtherSelector && character < firstFurtherSelector + 240) {
        return u"VS%1"_s.arg(character - firstFurtherSelector + 17);
    }
    return u"U+%1"_s.arg(QString::number(character, 16).toUpper(), 4, u'0');
}

/// "TAG" and the text that tag characters spell, as far as a label should be long.
QString tagLabel(const QString &text)
{
    constexpr qsizetype longest = 16;
    return text.isEmpty()        ? u"TAG"_s
        : text.size() <= longest ? u"TAG:%1"_s.arg(text)
                                 : u"TAG:%1…"_s.arg(text.first(longest));
}

Shape shapeOf(const InvisibleText &place)
{
    constexpr char32_t hangulFiller = 0x3164;
    constexpr char32_t halfWidthHangulFiller = 0xFFA0;
    return place.kind == InvisibleText::Kind::Space || place.character == hangulFiller
            || place.character == halfWidthHangulFiller
        ? Shape::Space
        : Shape::ZeroWidth;
}

/// Both lists in one, in the order of the text. `line` in UTF-16, places in UTF-8 behind one byte.
QList<InvisibleCharacter> placesIn(QStringView line, const QList<InvisibleText> &found)
{
    QList<InvisibleCharacter> places;
    auto next = found.cbegin();
    qint64 byte = 1;
    for (qsizetype i = 0; i < line.size();) {
        const bool isPair = line.at(i).isHighSurrogate() && i + 1 < line.size();
        const char32_t character =
            isPair ? QChar::surrogateToUcs4(line.at(i), line.at(i + 1)) : line.at(i).unicode();
        const auto position = static_cast<int>(i);
        const int length = isPair ? 2 : 1;
        const auto *blank = std::ranges::find_if(shown, [character](const Shown &each) {
            return character >= each.first && character <= each.last;
        });
        const bool isPlace = next != found.cend() && byte >= next->start;
        if (isPlace && byte == next->start) {
            const QString label = next->kind == InvisibleText::Kind::Tags ? tagLabel(next->decoded)
                                                                          : labelOf(character);
            places.append({position, length, shapeOf(*next), label});
        } else if (isPlace) {
            places.last().length += length; // a run of selectors or tags
        } else if (blank != shown.end()) {
            places.append({position, length, blank->shape, labelOf(character)});
        }
        i += length;
        byte += character < 0x80 ? 1 : character < 0x800 ? 2 : isPair ? 4 : 3;
        if (isPlace && byte >= next->start + next->length) {
            ++next;
        }
    }
    return places;
}

/// Zero-width characters that touch stand at one place: "ZWSP×12" if alike, "ZWSP+2" if not.
QList<InvisibleCharacter> withRunsJoined(const QList<InvisibleCharacter> &places)
{
    QList<InvisibleCharacter> joined;
    for (qsizetype i = 0; i < places.size();) {
        InvisibleCharacter run = places.at(i);
        qsizetype end = i + 1;
        bool areAlike = true;
        while (end < places.size() && run.shape == Shape::ZeroWidth
               && places.at(end).shape == Shape::ZeroWidth
               && places.at(end).position == run.position + run.length) {
            run.length += places.at(end).length;
            areAlike = areAlike && places.at(end).label == run.label;
            ++end;
        }
        const qsizetype count = end - i;
        run.label = count == 1 ? run.label
            : areAlike         ? u"%1×%2"_s.arg(run.label).arg(count)
                               : u"%1+%2"_s.arg(run.label).arg(count - 1);
        joined.append(run);
        i = end;
    }
    return joined;
}

/// Most text is passed without a look at its characters.
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
    if (std::ranges::none_of(line, mayBeInvisible)) {
        return {};
    }
    // The byte before it tells that this is not the start of a file.
    return withRunsJoined(placesIn(line, check::findInvisibleText('\n' + line.toUtf8())));
}

QList<QTextLayout::FormatRange> roomForLabels(const QList<InvisibleCharacter> &characters,
                                              QStringView line)
{
    QList<QTextLayout::FormatRange> formats;
    for (const InvisibleCharacter &character : characters) {
        QTextCharFormat format;
        format.setFontLetterSpacingType(QFont::PercentageSpacing);
        if (character.shape == Shape::Space) {
            format.setFontLetterSpacing(percentOfWidth(character.label));
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
