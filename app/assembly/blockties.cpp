#include "assembly/blockties.h"

#include <algorithm>

namespace hermes::assembly {

namespace {

constexpr qsizetype mostDigits = 9; // of a list item's number

bool isBlank(char character)
{
    return character == ' ' || character == '\t';
}

bool isLineEnd(char character)
{
    return character == '\n' || character == '\r';
}

bool isOneOf(char character, QByteArrayView characters)
{
    return characters.contains(character);
}

bool consistsOf(QByteArrayView line, QByteArrayView characters)
{
    return std::ranges::all_of(line, [characters](char c) { return isOneOf(c, characters); });
}

/// Bytes of the list marker that a text begins with; 0 = none.
qsizetype markerLength(QByteArrayView text)
{
    qsizetype length = 0;
    if (isOneOf(text.front(), "-+*")) {
        length = 1;
    } else {
        while (length < std::min(mostDigits, text.size()) && text.at(length) >= '0'
               && text.at(length) <= '9') {
            ++length;
        }
        const bool isNumber = length > 0 && length < text.size() && isOneOf(text.at(length), ".)");
        length = isNumber ? length + 1 : 0;
    }
    return length == text.size() || isBlank(text.at(length)) ? length : 0;
}

/// How many bytes of a line are indent, quote signs and list markers.
qsizetype prefixLength(QByteArrayView line)
{
    qsizetype done = 0;
    while (done < line.size()) {
        const bool isSign = isBlank(line.at(done)) || line.at(done) == '>';
        const qsizetype length = isSign ? 1 : markerLength(line.sliced(done));
        if (length == 0) {
            break;
        }
        done += length;
    }
    return done;
}

/// Behind a line no block of text is open, if it is what it looks like: a heading or its underline,
/// a ruler, a fence, a list marker alone.
bool mayEndItsBlock(QByteArrayView line)
{
    const QByteArrayView ink = line.sliced(prefixLength(line));
    return ink.startsWith('#') || consistsOf(ink, "-=_*`~ \t");
}

/// Whether what a text begins with is a label and a colon.
bool isLabel(QByteArrayView text)
{
    for (qsizetype i = 1; i < text.size(); ++i) {
        switch (text.at(i)) {
        case '\\':
            ++i;
            break;
        case '[':
            return false;
        case ']':
            return i + 1 < text.size() && text.at(i + 1) == ':';
        default:
            break;
        }
    }
    return false;
}

/// Bytes of the task box that a text begins with, and the white space behind it; 0 = none.
qsizetype boxLength(QByteArrayView text)
{
    qsizetype length = 3;
    if (text.size() < length || text.at(0) != '[' || !isOneOf(text.at(1), " xX")
        || text.at(2) != ']') {
        return 0;
    }
    while (length < text.size() && isOneOf(text.at(length), " \t\v\f")) {
        ++length;
    }
    return length;
}

} // namespace

qsizetype lineEnd(QByteArrayView text, qsizetype place)
{
    return std::find_if(text.begin() + place, text.end(), isLineEnd) - text.begin();
}

qsizetype lineStart(QByteArrayView text, qsizetype place)
{
    while (place > 0 && !isLineEnd(text.at(place - 1))) {
        --place;
    }
    return place;
}

qsizetype previousLine(QByteArrayView text, qsizetype line)
{
    if (line == 0) {
        return -1;
    }
    const bool isPair = line > 1 && text.at(line - 1) == '\n' && text.at(line - 2) == '\r';
    return lineStart(text, line - (isPair ? 2 : 1));
}

qsizetype nextLine(QByteArrayView text, qsizetype place)
{
    const qsizetype end = lineEnd(text, place);
    const bool isPair = end + 1 < text.size() && text.at(end) == '\r' && text.at(end + 1) == '\n';
    return std::min(end + (isPair ? 2 : 1), text.size());
}

bool dependsOnPlace(QByteArrayView markdown)
{
    int blankLines = 0;
    bool isBlockEnded = false;
    for (qsizetype line = 0; line < markdown.size(); line = nextLine(markdown, line)) {
        const QByteArrayView words = markdown.sliced(line, lineEnd(markdown, line) - line);
        if (consistsOf(words, "> \t")) {
            ++blankLines;
            continue;
        }
        const bool isOpen = blankLines > 1 || (blankLines == 1 && isBlockEnded);
        if (isOpen && isOneOf(words.front(), "> \t")) {
            return true;
        }
        blankLines = 0;
        isBlockEnded = mayEndItsBlock(words);
    }
    return false;
}

QList<qsizetype> definitionStarts(QByteArrayView markdown)
{
    QList<qsizetype> starts;
    if (!markdown.contains("]:")) {
        return starts;
    }
    for (qsizetype line = 0; line < markdown.size(); line = nextLine(markdown, line)) {
        const QByteArrayView words = markdown.sliced(line, lineEnd(markdown, line) - line);
        const qsizetype ink = prefixLength(words);
        for (const qsizetype start : {line + ink, line + ink + boxLength(words.sliced(ink))}) {
            const QByteArrayView rest = markdown.sliced(start);
            if (rest.startsWith('[') && isLabel(rest) && !starts.endsWith(start)) {
                starts.append(start);
            }
        }
    }
    return starts;
}

} // namespace hermes::assembly
