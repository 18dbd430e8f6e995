#include "text/htmltree.h"

#include <QSet>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

/// Deeper nesting than any document has; what is beyond is read as if it stood here.
constexpr qsizetype deepest = 200;

const QSet<QString> &voidElements()
{
    static const QSet<QString> names{u"area"_s,  u"base"_s,   u"br"_s,    u"col"_s,  u"embed"_s,
                                     u"hr"_s,    u"img"_s,    u"input"_s, u"link"_s, u"meta"_s,
                                     u"param"_s, u"source"_s, u"track"_s, u"wbr"_s};
    return names;
}

/// Elements whose content is no markup and no text of the document.
const QSet<QString> &rawElements()
{
    static const QSet<QString> names{u"script"_s, u"style"_s,    u"noscript"_s, u"template"_s,
                                     u"title"_s,  u"textarea"_s, u"iframe"_s,   u"xml"_s};
    return names;
}

/// Starts of these end an open paragraph.
const QSet<QString> &blockElements()
{
    static const QSet<QString> names{
        u"address"_s, u"article"_s, u"aside"_s,   u"blockquote"_s, u"center"_s, u"details"_s,
        u"dir"_s,     u"div"_s,     u"dl"_s,      u"fieldset"_s,   u"figure"_s, u"footer"_s,
        u"form"_s,    u"h1"_s,      u"h2"_s,      u"h3"_s,         u"h4"_s,     u"h5"_s,
        u"h6"_s,      u"header"_s,  u"hr"_s,      u"main"_s,       u"nav"_s,    u"ol"_s,
        u"p"_s,       u"pre"_s,     u"section"_s, u"table"_s,      u"ul"_s};
    return names;
}

/// What the start of an element ends, and what keeps it from ending more.
struct Implied
{
    QSet<QString> ended;
    QSet<QString> borders;
};

/// By the name of the element that starts.
const QHash<QString, Implied> &impliedEnds()
{
    static const QHash<QString, Implied> ends = [] {
        const Implied definition{{u"dt"_s, u"dd"_s}, {u"dl"_s}};
        const Implied cell{{u"td"_s, u"th"_s}, {u"tr"_s, u"table"_s}};
        const Implied part{{u"tbody"_s, u"thead"_s, u"tfoot"_s, u"tr"_s, u"td"_s, u"th"_s,
                            u"caption"_s, u"colgroup"_s},
                           {u"table"_s}};
        const Implied paragraph{{u"p"_s},
                                {u"td"_s, u"th"_s, u"li"_s, u"div"_s, u"blockquote"_s, u"table"_s,
                                 u"section"_s, u"article"_s, u"button"_s}};
        QHash<QString, Implied> result{
            {u"li"_s, {{u"li"_s}, {u"ul"_s, u"ol"_s, u"menu"_s}}},
            {u"dt"_s, definition},
            {u"dd"_s, definition},
            {u"td"_s, cell},
            {u"th"_s, cell},
            {u"tr"_s,
             {{u"tr"_s, u"td"_s, u"th"_s}, {u"table"_s, u"tbody"_s, u"thead"_s, u"tfoot"_s}}},
            {u"tbody"_s, part},
            {u"thead"_s, part},
            {u"tfoot"_s, part}};
        for (const QString &name : blockElements()) {
            result.insert(name, paragraph);
        }
        return result;
    }();
    return ends;
}

bool isNameCharacter(QChar character)
{
    return character.isLetterOrNumber() || u"-_:."_s.contains(character);
}

class HtmlReader
{
public:
    explicit HtmlReader(QStringView html) : m_html(html) { m_open.append(m_root.get()); }

    [[nodiscard]] std::unique_ptr<HtmlNode> run()
    {
        while (m_at < m_html.size()) {
            const qsizetype tag = m_html.indexOf(u'<', m_at);
            if (tag < 0) {
                addText(m_html.sliced(m_at));
                break;
            }
            addText(m_html.sliced(m_at, tag - m_at));
            m_at = tag;
            readMarkup();
        }
        return std::move(m_root);
    }

private:
    void readMarkup();
    void skipTo(QLatin1StringView end);
    void readStart();
    void readEnd();
    [[nodiscard]] QString readName();
    void readAttributes(HtmlNode &node, bool &isClosed);
    [[nodiscard]] QString readValue();
    void skipWhite();
    void skipRaw(const QString &name);
    void addText(QStringView text);
    void endImplied(const QString &name);
    void add(std::unique_ptr<HtmlNode> node, bool isOpen);

    QStringView m_html;
    qsizetype m_at = 0;
    std::unique_ptr<HtmlNode> m_root = std::make_unique<HtmlNode>();
    QList<HtmlNode *> m_open;
};

void HtmlReader::readMarkup()
{
    const QStringView rest = m_html.sliced(m_at);
    if (rest.startsWith("<!--"_L1)) {
        skipTo("-->"_L1);
    } else if (rest.startsWith("<!"_L1) || rest.startsWith("<?"_L1)) {
        skipTo(">"_L1);
    } else if (rest.size() > 2 && rest.at(1) == u'/' && rest.at(2).isLetter()) {
        readEnd();
    } else if (rest.size() > 1 && rest.at(1).isLetter()) {
        readStart();
    } else {
        addText(u"<");
        ++m_at;
    }
}

void HtmlReader::skipTo(QLatin1StringView end)
{
    const qsizetype found = m_html.indexOf(end, m_at);
    m_at = found < 0 ? m_html.size() : found + end.size();
}

QString HtmlReader::readName()
{
    const qsizetype start = m_at;
    while (m_at < m_html.size() && isNameCharacter(m_html.at(m_at))) {
        ++m_at;
    }
    return m_html.sliced(start, m_at - start).toString().toLower();
}

void HtmlReader::skipWhite()
{
    while (m_at < m_html.size() && m_html.at(m_at).isSpace()) {
        ++m_at;
    }
}

QString HtmlReader::readValue()
{
    const QChar quote = m_at < m_html.size() ? m_html.at(m_at) : QChar();
    if (quote == u'"' || quote == u'\'') {
        const qsizetype end = m_html.indexOf(quote, m_at + 1);
        const qsizetype stop = end < 0 ? m_html.size() : end;
        const QString value = withoutEntities(m_html.sliced(m_at + 1, stop - m_at - 1));
        m_at = std::min(stop + 1, m_html.size());
        return value;
    }
    const qsizetype start = m_at;
    while (m_at < m_html.size() && !m_html.at(m_at).isSpace() && m_html.at(m_at) != u'>') {
        ++m_at;
    }
    return withoutEntities(m_html.sliced(start, m_at - start));
}

void HtmlReader::readAttributes(HtmlNode &node, bool &isClosed)
{
    for (skipWhite(); m_at < m_html.size() && m_html.at(m_at) != u'>'; skipWhite()) {
        const QString name = readName();
        if (name.isEmpty()) {
            isClosed = m_html.at(m_at) == u'/';
            ++m_at;
            continue;
        }
        skipWhite();
        QString value;
        if (m_at < m_html.size() && m_html.at(m_at) == u'=') {
            ++m_at;
            skipWhite();
            value = readValue();
        }
        if (!node.attributes.contains(name)) {
            node.attributes.insert(name, value);
        }
    }
    m_at = std::min(m_at + 1, m_html.size());
}

void HtmlReader::readStart()
{
    ++m_at;
    auto node = std::make_unique<HtmlNode>();
    node->name = readName();
    bool isClosed = false;
    readAttributes(*node, isClosed);
    if (rawElements().contains(node->name)) {
        if (!isClosed) {
            skipRaw(node->name);
        }
        return;
    }
    endImplied(node->name);
    const bool isOpen = !isClosed && !voidElements().contains(node->name);
    add(std::move(node), isOpen);
}

void HtmlReader::skipRaw(const QString &name)
{
    const qsizetype end = m_html.indexOf(QString(u"</"_s + name), m_at, Qt::CaseInsensitive);
    m_at = end < 0 ? m_html.size() : end;
    if (end >= 0) {
        skipTo(">"_L1);
    }
}

void HtmlReader::readEnd()
{
    m_at += 2;
    const QString name = readName();
    skipTo(">"_L1);
    // An end tag does not reach out of the cell it stands in.
    const bool isPart = name.startsWith(u't') || name == "body"_L1 || name == "html"_L1;
    for (qsizetype i = m_open.size() - 1; i > 0; --i) {
        if (m_open.at(i)->name == name) {
            m_open.resize(i);
            return;
        }
        if (!isPart && (m_open.at(i)->name == "td"_L1 || m_open.at(i)->name == "th"_L1)) {
            return;
        }
    }
}

void HtmlReader::endImplied(const QString &name)
{
    const auto found = impliedEnds().constFind(name);
    if (found == impliedEnds().constEnd()) {
        return;
    }
    const Implied &implied = *found;
    for (qsizetype i = m_open.size() - 1; i > 0; --i) {
        if (implied.borders.contains(m_open.at(i)->name)) {
            return;
        }
        if (implied.ended.contains(m_open.at(i)->name)) {
            m_open.resize(i);
        }
    }
}

void HtmlReader::add(std::unique_ptr<HtmlNode> node, bool isOpen)
{
    HtmlNode *const added = node.get();
    m_open.last()->children.push_back(std::move(node));
    if (isOpen && m_open.size() < deepest) {
        m_open.append(added);
    }
}

void HtmlReader::addText(QStringView text)
{
    if (text.isEmpty()) {
        return;
    }
    auto node = std::make_unique<HtmlNode>();
    node->text = withoutEntities(text);
    add(std::move(node), false);
}

} // namespace

QString HtmlNode::style(QLatin1StringView property) const
{
    const QString styles = attributes.value(u"style"_s);
    for (const auto parts = QStringView(styles).split(u';'); const QStringView part : parts) {
        const qsizetype colon = part.indexOf(u':');
        if (colon > 0 && part.first(colon).trimmed().compare(property, Qt::CaseInsensitive) == 0) {
            return part.sliced(colon + 1).trimmed().toString().toLower();
        }
    }
    return {};
}

bool HtmlNode::hasClass(QLatin1StringView wanted) const
{
    return attributes.value(u"class"_s).split(u' ').contains(wanted);
}

QString HtmlNode::plainText() const
{
    QString result = name == "br"_L1 ? u"\n"_s : text;
    for (const auto &child : children) {
        result += child->plainText();
    }
    return result;
}

std::unique_ptr<HtmlNode> parseHtml(const QString &html)
{
    constexpr QLatin1StringView startMark("<!--StartFragment-->");
    constexpr QLatin1StringView endMark("<!--EndFragment-->");
    QStringView part = html;
    if (const qsizetype start = html.indexOf(startMark); start >= 0) {
        part = part.sliced(start + startMark.size());
    }
    if (const qsizetype end = part.indexOf(endMark); end >= 0) {
        part = part.first(end);
    }
    return HtmlReader(part).run();
}

} // namespace hermes::text
