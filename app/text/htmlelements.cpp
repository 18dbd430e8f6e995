#include "text/htmlelements.h"

#include <QRegularExpression>
#include <QSet>
#include <QUrl>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

bool isFixedFont(const HtmlNode &node)
{
    static const QRegularExpression names(
        u"mono|courier|consolas|menlo|monaco|inconsolata|fira code|source code"_s);
    return names.match(node.style("font-family"_L1)).hasMatch();
}

bool isOneOf(const QString &name, std::initializer_list<QLatin1StringView> names)
{
    return std::ranges::any_of(names, [&name](QLatin1StringView each) { return name == each; });
}

/// What comes after a prefix of one of an element's classes.
QString classSuffix(const HtmlNode &node, std::initializer_list<QLatin1StringView> prefixes)
{
    const QStringList classes = node.attributes.value(u"class"_s).split(u' ');
    for (const QString &name : classes) {
        for (const QLatin1StringView prefix : prefixes) {
            if (name.startsWith(prefix) && name.size() > prefix.size()) {
                return name.sliced(prefix.size());
            }
        }
    }
    return {};
}

/// A box around `<pre>` alone, as pages use for its colours.
bool wrapsCode(const HtmlNode &node)
{
    qsizetype found = 0;
    for (const auto &child : node.children) {
        const bool isNothing =
            (child->isText() && child->text.trimmed().isEmpty()) || isDropped(*child);
        if (!isNothing && child->name != "pre"_L1) {
            return false;
        }
        found += isNothing ? 0 : 1;
    }
    return found == 1 && node.attributes.value(u"class"_s).contains("highlight"_L1);
}

void collectRows(const HtmlNode &node, QList<QList<const HtmlNode *>> &rows)
{
    static const HtmlNode emptyCell;
    for (const auto &child : node.children) {
        if (child->name == "tr"_L1) {
            QList<const HtmlNode *> cells;
            for (const auto &cell : child->children) {
                if (cell->name != "td"_L1 && cell->name != "th"_L1) {
                    continue;
                }
                cells.append(cell.get());
                constexpr int mostColumns = 100;
                const int span = cell->attributes.value(u"colspan"_s).toInt();
                cells.resize(cells.size() + std::clamp(span - 1, 0, mostColumns), &emptyCell);
            }
            rows.append(cells);
        } else if (isOneOf(child->name, {"tbody"_L1, "thead"_L1, "tfoot"_L1})) {
            collectRows(*child, rows);
        }
    }
}

} // namespace

bool isDropped(const HtmlNode &node)
{
    return isOneOf(node.name,
                   {"head"_L1, "svg"_L1, "math"_L1, "object"_L1, "button"_L1, "select"_L1,
                    "audio"_L1, "video"_L1, "canvas"_L1, "link"_L1, "meta"_L1, "colgroup"_L1})
        || node.attributes.contains(u"hidden"_s) || node.style("display"_L1) == "none"_L1
        || node.style("mso-hide"_L1) == "all"_L1 || node.style("mso-list"_L1) == "ignore"_L1;
}

bool isBlock(const HtmlNode &node)
{
    static const QSet<QString> names{
        u"address"_s,  u"article"_s,    u"aside"_s,  u"body"_s,   u"caption"_s, u"center"_s,
        u"dd"_s,       u"details"_s,    u"dir"_s,    u"div"_s,    u"dl"_s,      u"dt"_s,
        u"fieldset"_s, u"figcaption"_s, u"figure"_s, u"footer"_s, u"form"_s,    u"header"_s,
        u"html"_s,     u"li"_s,         u"main"_s,   u"nav"_s,    u"p"_s,       u"section"_s,
        u"summary"_s,  u"tbody"_s,      u"td"_s,     u"th"_s,     u"thead"_s,   u"tr"_s};
    return names.contains(node.name);
}

InlineWriter::Style styled(const HtmlNode &node, InlineWriter::Style style)
{
    style.isBold = style.isBold || isOneOf(node.name, {"b"_L1, "strong"_L1, "dt"_L1});
    style.isItalic = style.isItalic || isOneOf(node.name, {"i"_L1, "em"_L1});
    style.isStruck = style.isStruck || isOneOf(node.name, {"s"_L1, "del"_L1, "strike"_L1});
    style.isCode = style.isCode || isOneOf(node.name, {"code"_L1, "tt"_L1, "kbd"_L1, "samp"_L1})
        || (!isBlock(node) && isFixedFont(node));
    if (const QString weight = node.style("font-weight"_L1); !weight.isEmpty()) {
        constexpr int lightestBold = 600;
        style.isBold = weight.startsWith("bold"_L1) || weight.toInt() >= lightestBold;
    }
    if (const QString slant = node.style("font-style"_L1); !slant.isEmpty()) {
        style.isItalic = slant == "italic"_L1 || slant.startsWith("oblique"_L1);
    }
    if (node.style("text-decoration"_L1).contains("line-through"_L1)
        || node.style("text-decoration-line"_L1).contains("line-through"_L1)) {
        style.isStruck = true;
    }
    return style;
}

int headingLevel(const HtmlNode &node)
{
    constexpr int deepest = 6;
    if (node.name.size() == 2 && node.name.startsWith(u'h') && node.name.back().isDigit()) {
        const int level = node.name.back().digitValue();
        return level >= 1 && level <= deepest ? level : 0;
    }
    if (node.attributes.value(u"role"_s) == "heading"_L1) {
        return std::clamp(node.attributes.value(u"aria-level"_s).toInt(), 1, deepest);
    }
    return node.hasClass("MsoTitle"_L1) ? 1 : 0;
}

bool isCodeBlock(const HtmlNode &node)
{
    const bool isPreformatted = node.style("white-space"_L1).startsWith("pre"_L1);
    return node.name == "pre"_L1
        || (node.name == "div"_L1 && ((isPreformatted && isFixedFont(node)) || wrapsCode(node)));
}

QString codeOf(const HtmlNode &node)
{
    if (node.name == "pre"_L1) {
        return node.plainText();
    }
    if (wrapsCode(node)) {
        const auto pre = std::ranges::find(node.children, u"pre"_s, &HtmlNode::name);
        return (*pre)->plainText();
    }
    QStringList lines; // an editor copies a `<div>` for each line
    for (const auto &child : node.children) {
        lines.append(child->name == "br"_L1 ? QString() : child->plainText());
    }
    return lines.join(u'\n');
}

QString codeLanguage(const HtmlNode &node)
{
    const auto prefixes = {"language-"_L1, "lang-"_L1, "highlight-source-"_L1, "brush:"_L1};
    QString language = classSuffix(node, prefixes);
    if (language.isEmpty()) {
        language = node.attributes.value(u"data-lang"_s, node.attributes.value(u"lang"_s));
    }
    for (const auto &child : node.children) {
        if (language.isEmpty() && child->name == "code"_L1) {
            language = classSuffix(*child, prefixes);
        }
    }
    static const QRegularExpression plain(u"^[A-Za-z0-9+#._-]+$"_s);
    return plain.match(language).hasMatch() ? language : QString();
}

QString linkTarget(const QString &reference)
{
    QString address = reference.trimmed();
    if (address.isEmpty() || address.startsWith(u'#')
        || address.startsWith("javascript:"_L1, Qt::CaseInsensitive)
        || address.startsWith("about:"_L1, Qt::CaseInsensitive)) {
        return {};
    }
    // Google Docs leads links through its own page.
    const QUrl url(address);
    if (url.host() == "www.google.com"_L1 && url.path() == "/url"_L1) {
        const QString target = QUrlQuery(url).queryItemValue(u"q"_s, QUrl::FullyDecoded);
        return target.isEmpty() ? address : target;
    }
    return address;
}

QList<QList<const HtmlNode *>> tableRows(const HtmlNode &table)
{
    QList<QList<const HtmlNode *>> rows;
    collectRows(table, rows);
    return rows;
}

QString columnRule(const HtmlNode *cell)
{
    QString align;
    if (cell != nullptr) {
        align = cell->style("text-align"_L1);
        align = align.isEmpty() ? cell->attributes.value(u"align"_s).toLower() : align;
    }
    return align == "center"_L1 ? u":-:"_s : align == "right"_L1 ? u"--:"_s : u"---"_s;
}

} // namespace hermes::text
