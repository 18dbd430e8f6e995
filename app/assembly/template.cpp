#include "assembly/template.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace hermes::assembly {

namespace {

bool isSpace(char c)
{
    return c == ' ' || c == '\t';
}

bool isWhite(char c)
{
    return isSpace(c) || c == '\n' || c == '\r';
}

/// A tag and how much of the text it takes: a tag that stands alone takes its whole line.
struct Token
{
    TemplateTag tag;
    qint64 start = 0;
    qint64 end = 0;
    bool standsAlone = false;
};

/// A section that is open while the template is read.
struct OpenSection
{
    TemplateNode node;
    bool isTag = true; ///< False: its beginning is text, so its end is as well.
};

class TemplateReader
{
public:
    TemplateReader(QByteArrayView text, qint64 start, TagJudge *judge)
        : m_text(text), m_begin(start), m_judge(judge)
    {
    }

    ParsedTemplate read()
    {
        m_position = m_begin;
        qint64 searched = m_begin;
        while (true) {
            const qint64 opening = m_text.indexOf(m_open, searched);
            if (opening < 0) {
                break;
            }
            const std::optional<TemplateTag> tag = tagAt(opening);
            searched = tag && take(*tag) ? std::max(m_position, tag->end) : opening + m_open.size();
        }
        addText(m_position, m_text.size());
        closeSections(0);
        return std::exchange(m_result, {});
    }

private:
    using Kind = TemplateTag::Kind;

    QByteArrayView m_text;
    qint64 m_begin;
    TagJudge *m_judge;
    QByteArray m_open = QByteArrayLiteral("{{");
    QByteArray m_close = QByteArrayLiteral("}}");
    qint64 m_position = 0; ///< What lies before it has been dealt with.
    QList<OpenSection> m_sections;
    ParsedTemplate m_result;

    static Kind kindOf(char sign)
    {
        switch (sign) {
        case '#':
            return Kind::Section;
        case '^':
            return Kind::InvertedSection;
        case '/':
            return Kind::SectionEnd;
        case '>':
            return Kind::Partial;
        case '!':
            return Kind::Comment;
        case '=':
            return Kind::Delimiters;
        default:
            return Kind::Variable;
        }
    }

    /// The tag that an opening delimiter begins; nothing if it is none by its form.
    std::optional<TemplateTag> tagAt(qint64 opening)
    {
        const qint64 inside = opening + m_open.size();
        const char sign = inside < m_text.size() ? m_text.at(inside) : '\0';
        TemplateTag tag;
        tag.kind = kindOf(sign);
        tag.start = opening;
        const bool isTriple = sign == '{' && m_open == "{{" && m_close == "}}";
        const bool isMarked = isTriple || sign == '&' || tag.kind != Kind::Variable;
        QByteArray close = m_close;
        if (isTriple) {
            close = QByteArrayLiteral("}}}");
        } else if (tag.kind == Kind::Delimiters) {
            close.prepend('=');
        }
        const qint64 contentStart = inside + (isMarked ? 1 : 0);
        const qint64 contentEnd =
            contentStart <= m_text.size() ? m_text.indexOf(close, contentStart) : -1;
        if (contentEnd < 0) {
            if (!m_judge || m_judge->mindsUnclosed(opening)) {
                m_result.faults.append({TemplateFault::Kind::UnclosedTag, opening, inside, {}});
            }
            return std::nullopt;
        }
        tag.end = contentEnd + close.size();
        const QByteArrayView content = m_text.sliced(contentStart, contentEnd - contentStart);
        if (tag.kind != Kind::Comment) {
            tag.name = content.trimmed().toByteArray();
        }
        const bool hasForm =
            tag.kind == Kind::Comment || tag.kind == Kind::Delimiters || isTemplateName(tag.name);
        return hasForm ? std::optional(tag) : std::nullopt;
    }

    [[nodiscard]] QList<QByteArray> openNames() const
    {
        QList<QByteArray> names;
        for (const OpenSection &section : m_sections) {
            if (section.isTag) {
                names.append(section.node.name);
            }
        }
        return names;
    }

    /// Deals with a tag; false if its text stays.
    bool take(const TemplateTag &tag)
    {
        if (tag.kind == Kind::SectionEnd) {
            return takeEnd(tag);
        }
        const bool isTag = !m_judge || m_judge->isTag(tag, openNames());
        if (!isTag) {
            if (tag.kind == Kind::Section || tag.kind == Kind::InvertedSection) {
                m_sections.append({{}, false});
                m_sections.last().node.name = tag.name;
            }
            return false;
        }
        if (tag.kind == Kind::Delimiters && !setDelimiters(tag)) {
            return false;
        }
        const Token token = placed(tag);
        addText(m_position, token.start);
        addNode(token);
        m_position = token.end;
        return true;
    }

    bool takeEnd(const TemplateTag &tag)
    {
        qsizetype opened = m_sections.size() - 1;
        while (opened >= 0 && m_sections.at(opened).node.name != tag.name) {
            --opened;
        }
        if (opened < 0) {
            if (!m_judge || m_judge->mindsUnclosed(tag.start)) {
                m_result.faults.append(
                    {TemplateFault::Kind::UnopenedSection, tag.start, tag.end, tag.name});
            }
            return false;
        }
        if (!m_sections.at(opened).isTag) {
            // Tags in between keep what they are; the section that is text ends here.
            m_sections.removeAt(opened);
            return false;
        }
        const Token token = placed(tag);
        addText(m_position, token.start);
        closeSections(opened + 1);
        TemplateNode section = m_sections.takeLast().node;
        section.endTagStart = tag.start;
        section.endTagEnd = tag.end;
        siblings().append(std::move(section));
        m_position = token.end;
        return true;
    }

    /// Where the tag's node goes.
    QList<TemplateNode> &siblings()
    {
        for (auto section = m_sections.rbegin(); section != m_sections.rend(); ++section) {
            if (section->isTag) {
                return section->node.children;
            }
        }
        return m_result.nodes;
    }

    /// Sections that nothing ends, from one on: their beginning is text, their content stays.
    void closeSections(qsizetype first)
    {
        while (m_sections.size() > first) {
            const OpenSection section = m_sections.takeLast();
            if (!section.isTag) {
                continue;
            }
            const TemplateNode &node = section.node;
            m_result.faults.append(
                {TemplateFault::Kind::UnclosedSection, node.start, node.end, node.name});
            TemplateNode text;
            // Alone in its line it would have taken the line with it.
            text.start = node.indentStart;
            text.end = node.indentEnd;
            siblings().append(text);
            siblings().append(node.children);
        }
    }

    void addNode(const Token &token)
    {
        TemplateNode node;
        node.start = token.tag.start;
        node.end = token.tag.end;
        node.name = token.tag.name;
        node.beginsLine = !token.standsAlone && isLineStart(token.tag.start);
        switch (token.tag.kind) {
        case Kind::Variable:
            node.kind = TemplateNode::Kind::Variable;
            break;
        case Kind::Partial:
            node.kind = TemplateNode::Kind::Partial;
            node.standsAlone = token.standsAlone;
            node.indentStart = token.start;
            node.indentEnd = token.standsAlone ? token.tag.start : token.start;
            break;
        case Kind::Section:
        case Kind::InvertedSection:
            node.kind = token.tag.kind == Kind::Section ? TemplateNode::Kind::Section
                                                        : TemplateNode::Kind::InvertedSection;
            node.indentStart = token.start;
            node.indentEnd = token.end;
            m_sections.append({node, true});
            return;
        default:
            return;
        }
        siblings().append(node);
    }

    void addText(qint64 start, qint64 end)
    {
        if (start < end) {
            TemplateNode node;
            node.start = start;
            node.end = end;
            siblings().append(node);
        }
    }

    [[nodiscard]] bool isLineStart(qint64 offset) const
    {
        return offset == m_begin || m_text.at(offset - 1) == '\n';
    }

    [[nodiscard]] Token placed(const TemplateTag &tag) const
    {
        Token token{tag, tag.start, tag.end, false};
        if (tag.kind == Kind::Variable) {
            return token;
        }
        qint64 lineStart = tag.start;
        while (lineStart > m_begin && isSpace(m_text.at(lineStart - 1))) {
            --lineStart;
        }
        qint64 lineEnd = tag.end;
        while (lineEnd < m_text.size() && isSpace(m_text.at(lineEnd))) {
            ++lineEnd;
        }
        const QByteArrayView rest = m_text.sliced(lineEnd);
        const bool endsLine = rest.isEmpty() || rest.startsWith('\n') || rest.startsWith("\r\n");
        if (isLineStart(lineStart) && lineStart >= m_position && endsLine) {
            token.start = lineStart;
            token.end = lineEnd + (rest.isEmpty() ? 0 : rest.indexOf('\n') + 1);
            token.standsAlone = true;
        }
        return token;
    }

    bool setDelimiters(const TemplateTag &tag)
    {
        const QByteArrayView content = tag.name;
        const auto space = std::ranges::find_if(content, isWhite);
        const QByteArrayView open(content.begin(), space);
        const QByteArrayView close = QByteArrayView(space, content.end()).trimmed();
        const auto isWrong = [](QByteArrayView sign) {
            return sign.isEmpty() || sign.contains('=') || std::ranges::any_of(sign, isWhite);
        };
        if (isWrong(open) || isWrong(close)) {
            m_result.faults.append({TemplateFault::Kind::BadDelimiters, tag.start, tag.end, {}});
            return false;
        }
        m_open = open.toByteArray();
        m_close = close.toByteArray();
        return true;
    }
};

} // namespace

bool isTemplateName(QByteArrayView name)
{
    return !name.isEmpty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || static_cast<unsigned char>(c) >= 0x80 || QByteArrayView("_-./@").contains(c);
    });
}

ParsedTemplate parseTemplate(QByteArrayView text, qint64 start, TagJudge *judge)
{
    return TemplateReader(text, start, judge).read();
}

} // namespace hermes::assembly
