#include "workspace/documentcharacters.h"

#include <QStringDecoder>

#include <algorithm>
#include <array>

namespace hermes::workspace {

namespace {

struct StandIn
{
    char32_t character;
    char32_t standIn;
};
constexpr std::array standIns{StandIn{QChar::ParagraphSeparator, paragraphSeparatorStandIn},
                              StandIn{0xFDD0, fdd0StandIn}, StandIn{0xFDD1, fdd1StandIn}};
constexpr QChar lowSurrogateOfStandIns = QChar::lowSurrogate(escapeMark);

constexpr bool isStandInOrMark(char32_t codePoint)
{
    return codePoint == escapeMark
        || std::ranges::find(standIns, codePoint, &StandIn::standIn) != standIns.end();
}
static_assert(std::ranges::all_of(standIns, [](const StandIn &each) {
    return QChar::lowSurrogate(each.standIn) == lowSurrogateOfStandIns;
}));

/// The stand-in or mark whose second half is at `low`; 0 if there is none.
char32_t standInEndingAt(QStringView text, qsizetype low)
{
    if (low < 1 || low >= text.size() || text.at(low) != lowSurrogateOfStandIns
        || !text.at(low - 1).isHighSurrogate()) {
        return 0;
    }
    const char32_t codePoint = QChar::surrogateToUcs4(text.at(low - 1), text.at(low));
    return isStandInOrMark(codePoint) ? codePoint : 0;
}

/// Length of the UTF-8 sequence at `at`, 0 if it is not one (RFC 3629: shortest form, no
/// surrogates).
int sequenceLength(QByteArrayView bytes, qsizetype at)
{
    const auto byte = [&](qsizetype i) {
        return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U;
    };
    const unsigned first = byte(at);
    if (first < 0x80) {
        return 1;
    }
    const int length = first >= 0xC2 && first <= 0xDF ? 2
        : (first & 0xF0) == 0xE0                      ? 3
        : first >= 0xF0 && first <= 0xF4              ? 4
                                                      : 0;
    for (int i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0) != 0x80) {
            return 0;
        }
    }
    const unsigned second = byte(at + 1);
    const bool isOverlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool isOutside = (first == 0xED && second > 0x9F) || (first == 0xF4 && second > 0x8F);
    return isOverlong || isOutside ? 0 : length;
}

} // namespace

QString withStandIns(QStringView text)
{
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar unit = text.at(i);
        const auto *found = unit < QChar::ParagraphSeparator
            ? standIns.end()
            : std::ranges::find(standIns, char32_t(unit.unicode()), &StandIn::character);
        if (found != standIns.end()) {
            result += QChar::fromUcs4(found->standIn);
            continue;
        }
        if (standInEndingAt(text, i) != 0) {
            result.insert(result.size() - 1, QStringView(QChar::fromUcs4(escapeMark)));
        }
        result += unit;
    }
    return result;
}

QString withoutStandIns(const QString &text)
{
    if (!text.contains(lowSurrogateOfStandIns)) {
        return text;
    }
    QString result;
    result.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char32_t codePoint = standInEndingAt(text, i + 1);
        const auto *found = std::ranges::find(standIns, codePoint, &StandIn::standIn);
        if (codePoint == escapeMark && standInEndingAt(text, i + 3) != 0) {
            result += QStringView(text).sliced(i + 2, 2);
            i += 3;
        } else if (found != standIns.end()) {
            result += QChar(static_cast<char16_t>(found->character));
            ++i;
        } else {
            result += text.at(i);
        }
    }
    return result;
}

qint64 firstNonText(QByteArrayView bytes)
{
    const qsizetype nul = bytes.indexOf('\0');
    if (nul < 0 && bytes.isValidUtf8()) {
        return -1;
    }
    qsizetype at = 0;
    while (at < bytes.size() && bytes[at] != '\0') {
        const int length = sequenceLength(bytes, at);
        if (length == 0) {
            return at;
        }
        at += length;
    }
    return at;
}

QString decoded(QByteArrayView bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8,
                           QStringDecoder::Flag::Stateless
                               | QStringDecoder::Flag::ConvertInitialBom);
    return decoder(bytes);
}

} // namespace hermes::workspace
