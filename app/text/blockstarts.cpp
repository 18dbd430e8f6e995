#include "text/blockstarts.h"

#include <QRegularExpression>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

constexpr int highestHeading = 6;
constexpr qsizetype shortestFence = 3;
constexpr qsizetype mostDigits = 9;

bool isBlank(QChar character)
{
    return character == u' ' || character == u'\t';
}

bool isDigit(QChar character)
{
    return character >= u'0' && character <= u'9';
}

bool isAsciiLetter(QChar character)
{
    return (character >= u'a' && character <= u'z') || (character >= u'A' && character <= u'Z');
}

qsizetype runLength(QStringView line, QChar sign)
{
    return std::ranges::find_if_not(line, [sign](QChar c) { return c == sign; }) - line.begin();
}

QStringView withoutTrailingBlanks(QStringView line)
{
    while (!line.isEmpty() && isBlank(line.back())) {
        line.chop(1);
    }
    return line;
}

/// Element names that begin an HTML block wherever their line stands.
bool isBlockElement(QStringView name)
{
    static constexpr auto names = std::to_array<QLatin1StringView>(
        {"address"_L1,    "article"_L1,  "aside"_L1,   "base"_L1,     "basefont"_L1,
         "blockquote"_L1, "body"_L1,     "caption"_L1, "center"_L1,   "col"_L1,
         "colgroup"_L1,   "dd"_L1,       "details"_L1, "dialog"_L1,   "dir"_L1,
         "div"_L1,        "dl"_L1,       "dt"_L1,      "fieldset"_L1, "figcaption"_L1,
         "figure"_L1,     "footer"_L1,   "form"_L1,    "frame"_L1,    "frameset"_L1,
         "h1"_L1,         "h2"_L1,       "h3"_L1,      "h4"_L1,       "h5"_L1,
         "h6"_L1,         "head"_L1,     "header"_L1,  "hr"_L1,       "html"_L1,
         "iframe"_L1,     "legend"_L1,   "li"_L1,      "link"_L1,     "main"_L1,
         "menu"_L1,       "menuitem"_L1, "nav"_L1,     "noframes"_L1, "ol"_L1,
         "optgroup"_L1,   "option"_L1,   "p"_L1,       "param"_L1,    "search"_L1,
         "section"_L1,    "source"_L1,   "summary"_L1, "table"_L1,    "tbody"_L1,
         "td"_L1,         "tfoot"_L1,    "th"_L1,      "thead"_L1,    "title"_L1,
         "tr"_L1,         "track"_L1,    "ul"_L1});
    return std::ranges::any_of(names, [name](QLatin1StringView each) {
        return name.compare(each, Qt::CaseInsensitive) == 0;
    });
}

/// Elements whose content is raw text up to their end tag.
constexpr auto rawElements =
    std::to_array<QLatin1StringView>({"script"_L1, "pre"_L1, "style"_L1, "textarea"_L1});

QStringView elementName(QStringView afterSign)
{
    const auto *end = std::ranges::find_if_not(
        afterSign, [](QChar c) { return isAsciiLetter(c) || isDigit(c) || c == u'-'; });
    return afterSign.first(end - afterSign.begin());
}

bool startsRawElement(QStringView afterSign)
{
    const QStringView name = elementName(afterSign);
    const QStringView rest = afterSign.sliced(name.size());
    return (rest.isEmpty() || isBlank(rest.front()) || rest.front() == u'>')
        && std::ranges::any_of(rawElements, [name](QLatin1StringView each) {
               return name.compare(each, Qt::CaseInsensitive) == 0;
           });
}

bool startsBlockElement(QStringView afterSign)
{
    const QStringView name =
        elementName(afterSign.startsWith(u'/') ? afterSign.sliced(1) : afterSign);
    const QStringView rest = afterSign.sliced(name.size() + (afterSign.startsWith(u'/') ? 1 : 0));
    return isBlockElement(name)
        && (rest.isEmpty() || isBlank(rest.front()) || rest.front() == u'>'
            || rest.startsWith("/>"_L1));
}

bool isLoneTag(QStringView line)
{
    static const QRegularExpression tag(
        uR"(^<(?:/[A-Za-z][A-Za-z0-9-]*\s*|[A-Za-z][A-Za-z0-9-]*(?:\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*\s*/?)>\s*$)"_s);
    return tag.matchView(line).hasMatch();
}

} // namespace

int headingLevel(QStringView line)
{
    const qsizetype level = runLength(line, u'#');
    const bool isHeading =
        level >= 1 && level <= highestHeading && (level == line.size() || isBlank(line.at(level)));
    return isHeading ? static_cast<int>(level) : 0;
}

std::optional<FenceStart> fenceStart(QStringView line)
{
    if (!line.startsWith(u'`') && !line.startsWith(u'~')) {
        return std::nullopt;
    }
    const QChar sign = line.front();
    const qsizetype length = runLength(line, sign);
    if (length < shortestFence || (sign == u'`' && line.sliced(length).contains(u'`'))) {
        return std::nullopt;
    }
    return FenceStart{sign.toLatin1(), static_cast<int>(length)};
}

bool closesFence(QStringView line, const FenceStart &opened)
{
    const qsizetype length = runLength(line, QLatin1Char(opened.sign));
    return length >= opened.length && withoutTrailingBlanks(line).size() == length;
}

bool isThematicBreak(QStringView line)
{
    if (line.isEmpty() || !u"-_*"_s.contains(line.front())) {
        return false;
    }
    const QChar sign = line.front();
    const bool isPure =
        std::ranges::all_of(line, [sign](QChar c) { return c == sign || isBlank(c); });
    return isPure && line.count(sign) >= shortestFence;
}

int setextLevel(QStringView line)
{
    if (!line.startsWith(u'=') && !line.startsWith(u'-')) {
        return 0;
    }
    const QChar sign = line.front();
    if (withoutTrailingBlanks(line).size() != runLength(line, sign)) {
        return 0;
    }
    return sign == u'=' ? 1 : 2;
}

bool isTableDelimiter(QStringView line)
{
    if (!line.contains(u'|') || !line.contains(u'-')) {
        return false;
    }
    static const QRegularExpression row(
        uR"(^\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$)"_s);
    return row.matchView(line).hasMatch();
}

bool isLinkDefinition(QStringView line)
{
    if (!line.startsWith(u'[')) {
        return false;
    }
    static const QRegularExpression definition(
        uR"(^\[(?!\s*\])(?:[^\[\]\\]|\\.)+\]:\s*(?:<[^<>]*>|[^\s<]\S*)(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*$|^\[\^[^\]\s]+\]:)"_s);
    return definition.matchView(line).hasMatch();
}

bool hasTitle(QStringView definition)
{
    static const QRegularExpression title(uR"(\s(?:"[^"]*"|'[^']*'|\([^()]*\))\s*$)"_s);
    return definition.startsWith("[^"_L1) || title.matchView(definition).hasMatch();
}

bool isDefinitionTitle(QStringView line)
{
    static const QRegularExpression title(uR"(^(?:"[^"]*"|'[^']*'|\([^()]*\))\s*$)"_s);
    return title.matchView(line).hasMatch();
}

int htmlStart(QStringView line)
{
    if (!line.startsWith(u'<') || line.size() < 2) {
        return 0;
    }
    const QStringView rest = line.sliced(1);
    if (startsRawElement(rest)) {
        return 1;
    }
    if (rest.startsWith("!--"_L1)) {
        return 2;
    }
    if (rest.startsWith(u'?')) {
        return 3;
    }
    if (rest.startsWith("![CDATA["_L1)) {
        return 5;
    }
    if (rest.startsWith(u'!') && rest.size() > 1 && isAsciiLetter(rest.at(1))) {
        return 4;
    }
    if (startsBlockElement(rest)) {
        return 6;
    }
    return isLoneTag(line) ? 7 : 0;
}

bool endsHtml(QStringView line, int kind)
{
    switch (kind) {
    case 1:
        return std::ranges::any_of(rawElements, [line](QLatin1StringView name) {
            return line.contains(u"</%1>"_s.arg(name), Qt::CaseInsensitive);
        });
    case 2:
        return line.contains("-->"_L1);
    case 3:
        return line.contains("?>"_L1);
    case 4:
        return line.contains(u'>');
    case 5:
        return line.contains("]]>"_L1);
    default:
        return false;
    }
}

std::optional<MarkerStart> markerStart(QStringView line)
{
    if (line.isEmpty()) {
        return std::nullopt;
    }
    MarkerStart marker;
    if (u"-+*"_s.contains(line.front())) {
        marker.sign = line.front();
        marker.length = 1;
    } else {
        const auto *end = std::ranges::find_if_not(line, isDigit);
        const qsizetype digits = end - line.begin();
        if (digits == 0 || digits > mostDigits || digits == line.size()
            || (line.at(digits) != u'.' && line.at(digits) != u')')) {
            return std::nullopt;
        }
        marker.isOrdered = true;
        marker.sign = line.at(digits);
        marker.number = line.first(digits).toInt();
        marker.length = digits + 1;
    }
    if (marker.length < line.size() && !isBlank(line.at(marker.length))) {
        return std::nullopt;
    }
    return marker;
}

bool looksLikeFrontMatter(QStringView line)
{
    static const QRegularExpression part(
        uR"(^(?:\s.*|#.*|-(?:\s.*)?|[}\]].*|(?:"[^"]*"|'[^']*'|[^\s:#'"{}\[\],&*!|>%@`][^:]*):(?:\s.*)?)?$)"_s);
    return part.matchView(line).hasMatch();
}

} // namespace hermes::text
