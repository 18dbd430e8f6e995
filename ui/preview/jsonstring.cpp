#include "preview/jsonstring.h"

#include "modelapi/jsonwriter.h"

#include <algorithm>
#include <array>

namespace hermes::preview {

namespace {

constexpr qsizetype escapeLength = 6; // \uXXXX
constexpr qsizetype longestLine = 2000; // bytes; where nothing else breaks it

bool isUnder(QByteArrayView json, qsizetype quote, QByteArrayView key)
{
    return json.first(quote).endsWith(key);
}

/// The code unit of an escape that begins at `at`; -1 if there is none.
int codeUnit(QByteArrayView written, qsizetype at)
{
    if (written.size() - at < escapeLength || written.at(at) != '\\' || written.at(at + 1) != 'u') {
        return -1;
    }
    bool isNumber = false;
    constexpr int hexadecimal = 16;
    const int unit = written.sliced(at + 2, 4).toByteArray().toInt(&isNumber, hexadecimal);
    return isNumber ? unit : -1;
}

int utf8Size(int unit)
{
    return unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
}

} // namespace

JsonString systemStringIn(QByteArrayView json, const QByteArray &prompt)
{
    static constexpr std::array keys{QByteArrayView("\"system\": "),
                                     QByteArrayView("\"instructions\": "),
                                     QByteArrayView("\"text\": "), QByteArrayView("\"content\": ")};
    modelapi::JsonWriter writer;
    writer.text(prompt);
    const QByteArray written = writer.json();
    qsizetype quote = json.indexOf(written);
    while (quote >= 0) {
        if (std::ranges::any_of(keys,
                                [&](QByteArrayView key) { return isUnder(json, quote, key); })) {
            return {quote + 1, written.size() - 2};
        }
        quote = json.indexOf(written, quote + 1);
    }
    return {};
}

qint64 decodedSize(QByteArrayView written)
{
    qint64 size = 0;
    for (qsizetype i = 0; i < written.size();) {
        if (written.at(i) != '\\') {
            ++size;
            ++i;
        } else if (const int unit = codeUnit(written, i); unit >= 0) {
            const int next = codeUnit(written, i + escapeLength);
            const bool isPair = QChar::isHighSurrogate(static_cast<char32_t>(unit)) && next >= 0
                && QChar::isLowSurrogate(static_cast<char32_t>(next));
            size += isPair ? 4 : utf8Size(unit);
            i += isPair ? 2 * escapeLength : escapeLength;
        } else if (i + 1 < written.size() && written.at(i + 1) != 'u') {
            ++size;
            i += 2;
        } else {
            break; // cut
        }
    }
    return size;
}

qsizetype bytesOfUnits(QByteArrayView utf8, qsizetype units)
{
    qsizetype at = 0;
    while (at < utf8.size() && units > 0) {
        const auto first = static_cast<unsigned char>(utf8.at(at));
        units -= first >= 0xF0 ? 2 : 1;
        at += first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    }
    return std::min(at, utf8.size());
}

qsizetype BrokenJson::offsetOf(qsizetype units) const
{
    const qsizetype there = bytesOfUnits(text, units);
    return there - (std::ranges::lower_bound(breaks, there) - breaks.cbegin());
}

BrokenJson brokenJson(QByteArrayView json)
{
    BrokenJson broken;
    broken.text.reserve(json.size() + (json.size() / 16));
    qsizetype lineStart = 0;
    const auto breakHere = [&] {
        broken.breaks.append(broken.text.size());
        broken.text.append('\n');
        lineStart = broken.text.size();
    };
    for (qsizetype i = 0; i < json.size(); ++i) {
        const char c = json.at(i);
        const bool isContinued = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
        if (broken.text.size() - lineStart >= longestLine && !isContinued && c != '\n') {
            breakHere();
        }
        broken.text.append(c);
        if (c == '\n') {
            lineStart = broken.text.size();
        } else if (c == '\\' && i + 1 < json.size()) {
            const char escaped = json.at(++i);
            broken.text.append(escaped);
            if (escaped == 'n') {
                breakHere();
            }
        }
    }
    return broken;
}

} // namespace hermes::preview
