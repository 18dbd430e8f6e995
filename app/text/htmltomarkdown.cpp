#include "text/htmltomarkdown.h"

#include "text/htmlelements.h"
#include "text/htmllists.h"
#include "text/inlinewriter.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace hermes::text {

namespace {

using Style = InlineWriter::Style;
using Place = InlineWriter::Place;

QString fenced(const QString &code, const QString &language)
{
    QString text = code;
    text.replace("\r\n"_L1, "\n"_L1).replace(QChar::Nbsp, u' ');
    while (text.endsWith(u'\n')) {
        text.chop(1);
    }
    if (text.startsWith(u'\n')) {
        text.remove(0, 1);
    }
    QString fence = u"```"_s;
    while (text.contains(fence)) {
        fence += u'`';
    }
    return fence + language + u'\n' + text + u'\n' + fence;
}

QString indented(const QString &block, const QString &first, const QString &further)
{
    QStringList lines = block.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString &prefix = i == 0 ? first : further;
        lines[i] = lines.at(i).isEmpty() ? prefix.trimmed() : prefix + lines.at(i);
    }
    return lines.join(u'\n');
}

/// Turns a tree into blocks of Markdown.
class BlockWriter
{
public:
    explicit BlockWriter(const Style &style) : m_style(style) { }

    void addChildren(const HtmlNode &node);
    [[nodiscard]] QStringList blocks()
    {
        finishParagraph();
        finishList();
        return m_blocks;
    }

private:
    void add(const HtmlNode &node, const Style &style);
    void addElement(const HtmlNode &node, const Style &style);
    void addInline(const HtmlNode &node, const Style &style);
    void addFlat(const HtmlNode &node, const Style &style);
    void addStyled(const HtmlNode &node, const Style &style);
    void addLink(const HtmlNode &node, const Style &style);
    void addImage(const HtmlNode &node, const Style &style);
    void addHeading(const HtmlNode &node, int level);
    void addQuote(const HtmlNode &node);
    void addTable(const HtmlNode &node);
    void addList(const HtmlNode &node);
    void addListEntry(const ListEntry &entry);
    void finishParagraph();
    void finishList();
    void addBlock(const QString &block);
    [[nodiscard]] static QString inlineText(const HtmlNode &node, Place place);

    Style m_style;
    QStringList m_blocks;
    InlineWriter m_paragraph;
    ListWriter m_list; ///< Entries that came one by one.
    bool m_isFlat = false; ///< All goes into one paragraph.
};

QStringList blocksOf(const HtmlNode &node)
{
    BlockWriter writer{Style()};
    writer.addChildren(node);
    return writer.blocks();
}

void BlockWriter::addChildren(const HtmlNode &node)
{
    for (const auto &child : node.children) {
        add(*child, m_style);
    }
}

void BlockWriter::addBlock(const QString &block)
{
    finishParagraph();
    finishList();
    m_blocks.append(block);
}

void BlockWriter::finishParagraph()
{
    const InlineWriter paragraph = std::exchange(m_paragraph, InlineWriter());
    if (!paragraph.isEmpty()) {
        finishList();
        m_blocks.append(paragraph.markdown(Place::Paragraph));
    }
}

void BlockWriter::finishList()
{
    if (!m_list.isEmpty()) {
        m_blocks.append(std::exchange(m_list, ListWriter()).markdown());
    }
}

void BlockWriter::add(const HtmlNode &node, const Style &style)
{
    if (node.isText()) {
        m_paragraph.addText(node.text, style);
    } else if (!isDropped(node)) {
        addElement(node, styled(node, style));
    }
}

void BlockWriter::addElement(const HtmlNode &node, const Style &style)
{
    if (m_isFlat) {
        addFlat(node, style);
        return;
    }
    if (const std::optional<ListEntry> entry = wordListEntry(node)) {
        addListEntry(*entry);
        return;
    }
    if (const int level = headingLevel(node); level > 0) {
        addHeading(node, level);
    } else if (isCodeBlock(node)) {
        addBlock(fenced(codeOf(node), codeLanguage(node)));
    } else if (node.name == "ul"_L1 || node.name == "ol"_L1 || node.name == "menu"_L1) {
        addList(node);
    } else if (node.name == "blockquote"_L1) {
        addQuote(node);
    } else if (node.name == "table"_L1) {
        addTable(node);
    } else if (node.name == "hr"_L1) {
        addBlock(u"---"_s);
    } else if (isBlock(node)) {
        finishParagraph();
        addStyled(node, style);
        finishParagraph();
    } else {
        addInline(node, style);
    }
}

/// Blocks within a heading or a cell: their text, a break between them.
void BlockWriter::addFlat(const HtmlNode &node, const Style &style)
{
    const bool isApart = isBlock(node) || headingLevel(node) > 0 || node.name == "ul"_L1
        || node.name == "ol"_L1 || node.name == "table"_L1 || node.name == "pre"_L1;
    if (!isApart) {
        addInline(node, style);
        return;
    }
    m_paragraph.addBreak();
    addStyled(node, style);
    m_paragraph.addBreak();
}

void BlockWriter::addInline(const HtmlNode &node, const Style &style)
{
    if (node.name == "br"_L1) {
        if (m_paragraph.endsWithBreak() && !m_isFlat) {
            finishParagraph(); // two breaks are how some set a paragraph apart
        } else {
            m_paragraph.addBreak();
        }
    } else if (node.name == "img"_L1) {
        addImage(node, style);
    } else if (node.name == "a"_L1) {
        addLink(node, style);
    } else if (node.name == "input"_L1) {
        if (node.attributes.value(u"type"_s).toLower() == "checkbox"_L1) {
            m_paragraph.addText(node.attributes.contains(u"checked"_s) ? u"[x] "_s : u"[ ] "_s,
                                style);
        }
    } else {
        addStyled(node, style);
    }
}

void BlockWriter::addStyled(const HtmlNode &node, const Style &style)
{
    const Style outer = std::exchange(m_style, style);
    addChildren(node);
    m_style = outer;
}

void BlockWriter::addLink(const HtmlNode &node, const Style &style)
{
    Style inner = style;
    inner.link = style.link.isEmpty() ? linkTarget(node.attributes.value(u"href"_s)) : style.link;
    addStyled(node, inner);
}

void BlockWriter::addImage(const HtmlNode &node, const Style &style)
{
    const QString address = node.attributes.value(u"src"_s).trimmed();
    const QString description = node.attributes.value(u"alt"_s);
    if (address.isEmpty() || address.startsWith("data:"_L1, Qt::CaseInsensitive)
        || address.startsWith("file:"_L1, Qt::CaseInsensitive)) {
        m_paragraph.addText(description, style);
    } else {
        m_paragraph.addImage(address, description, style);
    }
}

QString BlockWriter::inlineText(const HtmlNode &node, Place place)
{
    BlockWriter writer{Style()};
    writer.m_isFlat = true;
    writer.addChildren(node);
    return writer.m_paragraph.markdown(place);
}

void BlockWriter::addHeading(const HtmlNode &node, int level)
{
    if (const QString text = inlineText(node, Place::Heading); !text.isEmpty()) {
        addBlock(QString(level, u'#') + u' ' + text);
    }
}

void BlockWriter::addQuote(const HtmlNode &node)
{
    const QStringList inner = blocksOf(node);
    if (!inner.isEmpty()) {
        addBlock(indented(inner.join("\n\n"_L1), u"> "_s, u"> "_s));
    }
}

void BlockWriter::addListEntry(const ListEntry &entry)
{
    finishParagraph();
    const QStringList blocks = blocksOf(*entry.content);
    m_list.add(entry.level, entry.isOrdered, entry.number, blocks);
}

void BlockWriter::addList(const HtmlNode &node)
{
    finishParagraph();
    const bool isOrdered = node.name == "ol"_L1;
    int number = std::max(0, node.attributes.value(u"start"_s, u"1"_s).toInt());
    const bool goesOn = isLeveledList(node); // of a list that is several elements
    if (!goesOn) {
        finishList();
    }
    ListWriter list;
    ListWriter &target = goesOn ? m_list : list;
    for (const auto &child : node.children) {
        if (child->name == "li"_L1) {
            const int level = goesOn ? entryLevel(*child) : 1;
            target.add(level, isOrdered, number++, blocksOf(*child));
        } else if (!child->isText() && !isDropped(*child)) {
            // A list within a list, not within an item of it.
            BlockWriter writer{Style()};
            writer.add(*child, Style());
            target.addToLast(writer.blocks());
        }
    }
    if (!list.isEmpty()) {
        addBlock(list.markdown());
    }
}

void BlockWriter::addTable(const HtmlNode &node)
{
    finishParagraph();
    finishList();
    const QList<QList<const HtmlNode *>> rows = tableRows(node);
    qsizetype columns = 0;
    for (const auto &row : rows) {
        columns = std::max(columns, row.size());
    }
    if (columns <= 1) { // for layout
        for (const auto &row : rows) {
            for (const HtmlNode *cell : row) {
                m_blocks += blocksOf(*cell);
            }
        }
        return;
    }
    QStringList lines;
    for (const auto &row : rows) {
        QString line = u"|"_s;
        for (qsizetype i = 0; i < columns; ++i) {
            const QString text = i < row.size() ? inlineText(*row.at(i), Place::Cell) : QString();
            line += u' ' + text + (text.isEmpty() ? u"|"_s : u" |"_s);
        }
        lines.append(line);
        if (lines.size() == 1) {
            QString rule = u"|"_s;
            for (qsizetype i = 0; i < columns; ++i) {
                rule += columnRule(i < row.size() ? row.at(i) : nullptr) + u'|';
            }
            lines.append(rule);
        }
    }
    addBlock(lines.join(u'\n'));
}

} // namespace

QString markdownFromHtml(const QString &html)
{
    const std::unique_ptr<HtmlNode> root = parseHtml(html);
    BlockWriter writer{Style()};
    writer.addChildren(*root);
    return writer.blocks().join("\n\n"_L1);
}

} // namespace hermes::text
