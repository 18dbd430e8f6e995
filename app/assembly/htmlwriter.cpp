#include "assembly/htmlwriter.h"

#include "assembly/blockties.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace hermes::assembly {

namespace {

using text::entityText;

QByteArrayView viewOf(const MD_ATTRIBUTE &attribute)
{
    return {attribute.text, static_cast<qsizetype>(attribute.size)};
}

/// An attribute with its entities resolved.
QByteArray textOf(const MD_ATTRIBUTE &attribute)
{
    if (attribute.size == 0) {
        return {};
    }
    QByteArray text;
    for (size_t i = 0; attribute.substr_offsets[i] < attribute.size; ++i) {
        const qsizetype start = attribute.substr_offsets[i];
        const QByteArrayView part =
            viewOf(attribute).sliced(start, attribute.substr_offsets[i + 1] - start);
        text += attribute.substr_types[i] == MD_TEXT_ENTITY ? entityText(part) : part.toByteArray();
    }
    return text;
}

void appendEscaped(QByteArray &html, QByteArrayView text)
{
    for (const char c : text) {
        switch (c) {
        case '&':
            html += "&amp;";
            break;
        case '<':
            html += "&lt;";
            break;
        case '>':
            html += "&gt;";
            break;
        case '"':
            html += "&quot;";
            break;
        default:
            html += c;
        }
    }
}

QByteArray cellAttributes(const void *detail)
{
    switch (static_cast<const MD_BLOCK_TD_DETAIL *>(detail)->align) {
    case MD_ALIGN_LEFT:
        return " align=\"left\"";
    case MD_ALIGN_CENTER:
        return " align=\"center\"";
    case MD_ALIGN_RIGHT:
        return " align=\"right\"";
    default:
        return {};
    }
}

QByteArray blockName(MD_BLOCKTYPE type, const void *detail)
{
    switch (type) {
    case MD_BLOCK_QUOTE:
        return "blockquote";
    case MD_BLOCK_UL:
        return "ul";
    case MD_BLOCK_OL:
        return "ol";
    case MD_BLOCK_LI:
        return "li";
    case MD_BLOCK_H:
        return "h" + QByteArray::number(static_cast<const MD_BLOCK_H_DETAIL *>(detail)->level);
    case MD_BLOCK_P:
        return "p";
    case MD_BLOCK_TABLE:
        return "table";
    case MD_BLOCK_THEAD:
        return "thead";
    case MD_BLOCK_TBODY:
        return "tbody";
    case MD_BLOCK_TR:
        return "tr";
    case MD_BLOCK_TH:
        return "th";
    case MD_BLOCK_TD:
        return "td";
    default:
        return {};
    }
}

QByteArray spanName(MD_SPANTYPE type)
{
    switch (type) {
    case MD_SPAN_EM:
        return "em";
    case MD_SPAN_STRONG:
        return "strong";
    case MD_SPAN_CODE:
        return "code";
    case MD_SPAN_DEL:
        return "s";
    default:
        return {};
    }
}

bool isHeadingLine(QByteArrayView line)
{
    constexpr qsizetype highestLevel = 6;
    const auto *const behind = std::ranges::find_if_not(line, [](char c) { return c == '#'; });
    const qsizetype level = behind - line.begin();
    return level >= 1 && level <= highestLevel && level < line.size()
        && (*behind == ' ' || *behind == '\t');
}

bool isBlankLine(QByteArrayView line)
{
    return std::ranges::all_of(line, [](char c) { return c == ' ' || c == '\t'; });
}

} // namespace

HtmlWriter::HtmlWriter(QByteArrayView text, const QList<Mark> &marked)
    : m_text(text), m_marked(marked), m_mayDefine(text.contains("]:"))
{
}

void HtmlWriter::openCode(const void *detail)
{
    const QByteArray language = textOf(static_cast<const MD_BLOCK_CODE_DETAIL *>(detail)->lang);
    m_html += "<pre";
    if (!language.isEmpty()) {
        m_html += " class=\"language-";
        appendEscaped(m_html, language);
        m_html += '"';
    }
    m_html += "><code>";
}

void HtmlWriter::openListItem(const void *detail)
{
    const auto *const item = static_cast<const MD_BLOCK_LI_DETAIL *>(detail);
    m_html += "<li>";
    if (item->is_task != 0) {
        // QTextDocument knows no form elements: ballot boxes are characters.
        m_html += item->task_mark == ' ' ? "\u2610 " : "\u2611 ";
    }
}

void HtmlWriter::enterBlock(MD_BLOCKTYPE type, const void *detail)
{
    if (type != MD_BLOCK_DOC && m_depth++ == 0) {
        beginOutermost(type, detail);
    }
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_HTML:
        break;
    case MD_BLOCK_HR:
        m_html += "<hr>\n";
        break;
    case MD_BLOCK_CODE:
        openCode(detail);
        break;
    case MD_BLOCK_LI:
        m_hasList = true;
        openListItem(detail);
        break;
    case MD_BLOCK_OL:
        m_html += "<ol start=\""
            + QByteArray::number(static_cast<const MD_BLOCK_OL_DETAIL *>(detail)->start) + "\">\n";
        break;
    case MD_BLOCK_TABLE:
        m_html += "<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\">\n";
        break;
    case MD_BLOCK_TH:
    case MD_BLOCK_TD:
        m_html += '<' + blockName(type, detail) + cellAttributes(detail) + '>';
        break;
    default:
        m_html += '<' + blockName(type, detail) + '>';
    }
}

void HtmlWriter::leaveBlock(MD_BLOCKTYPE type, const void *detail)
{
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_HTML:
    case MD_BLOCK_HR:
        break;
    case MD_BLOCK_CODE:
        if (m_html.endsWith('\n')) {
            m_html.chop(1); // it would be shown as an empty line
        }
        m_html += "</code></pre>\n";
        break;
    default:
        m_html += "</" + blockName(type, detail) + ">\n";
    }
    if (type == MD_BLOCK_DOC) {
        return;
    }
    m_isBegun = true; // with something that has no text
    if (--m_depth == 0) {
        m_lastStart = m_start.value_or(m_lastStart);
        m_start.reset();
        m_blocks.push_back({{QString::fromUtf8(std::exchange(m_html, {})), m_lastStart,
                             std::exchange(m_imageCount, 0)},
                            std::exchange(m_boundary, {}),
                            std::exchange(m_hasList, false)});
    }
}

void HtmlWriter::beginOutermost(MD_BLOCKTYPE type, const void *detail)
{
    m_isBegun = false;
    m_type = type;
    m_fence =
        type == MD_BLOCK_CODE ? static_cast<const MD_BLOCK_CODE_DETAIL *>(detail)->fence_char : 0;
}

std::optional<qint64> HtmlWriter::placeOf(QByteArrayView text) const
{
    const std::less<const char *> before; // the text may be a constant of the parser's
    if (before(text.data(), m_text.data()) || !before(text.data(), m_text.data() + m_text.size())) {
        return std::nullopt;
    }
    return text.data() - m_text.data();
}

void HtmlWriter::beginAt(std::optional<qint64> place)
{
    if (!std::exchange(m_isBegun, true) && place) {
        m_boundary = boundaryAt(lineStart(m_text, *place));
    }
    if (place && !m_start) {
        m_start = lineStart(m_text, *place);
    }
}

// That a line has the block's first words does not make it its first line: what is above it may be
// a marker, a fence or the definition of a link. Below a blank line, not indented, it is: such a
// line is within nothing but code with a fence or another item of its list, and of these there
// would have been an event before.
std::optional<qint64> HtmlWriter::boundaryAt(qsizetype line) const
{
    if (m_type == MD_BLOCK_CODE) {
        line = m_fence == 0 ? -1 : previousLine(m_text, line);
        if (line < 0 || m_text.at(line) != m_fence) {
            return std::nullopt;
        }
    }
    if (line == 0) {
        return 0;
    }
    const QByteArrayView words = m_text.sliced(line, lineEnd(m_text, line) - line);
    // Behind code in a list item, md4c skips the sign of its fence at the beginning of a line.
    const bool maySkip = m_type != MD_BLOCK_CODE && (words.front() == '`' || words.front() == '~');
    if (maySkip || isBlankLine(words.first(1))) {
        return std::nullopt;
    }
    const qsizetype above = previousLine(m_text, line);
    const bool isBelowBlank = isBlankLine(m_text.sliced(above, lineEnd(m_text, above) - above));
    if (isBelowBlank || (m_type == MD_BLOCK_H && isHeadingLine(words))) {
        return line;
    }
    return std::nullopt;
}

bool HtmlWriter::hasTextIn(const ByteRange &range) const
{
    const auto behind = [](const ByteRange &text) { return text.start + text.length; };
    const auto text = std::ranges::upper_bound(m_texts, range.start, {}, behind);
    return text != m_texts.cend() && text->start < range.start + range.length;
}

void HtmlWriter::appendMarked(QByteArrayView text, std::optional<qint64> place)
{
    qint64 done = 0;
    while (place && m_nextMark < m_marked.size()) {
        const ByteRange mark = m_marked.at(m_nextMark).range;
        const qint64 start = std::max(mark.start - *place, done);
        const qint64 end = std::min(mark.start + mark.length - *place, qint64(text.size()));
        if (start >= text.size()) {
            break;
        }
        if (start < end) {
            appendEscaped(m_html, text.sliced(done, start - done));
            m_html += (m_marked.at(m_nextMark).isDropped ? "<span class=\"dropped\">"
                                                         : "<span class=\"marked\">");
            appendEscaped(m_html, text.sliced(start, end - start));
            m_html += "</span>";
            done = end;
        }
        if (mark.start + mark.length > *place + text.size()) {
            break; // goes on in the next text
        }
        ++m_nextMark;
    }
    appendEscaped(m_html, text.sliced(done));
}

void HtmlWriter::enterSpan(MD_SPANTYPE type, const void *detail)
{
    if (type == MD_SPAN_IMG) {
        ++m_imageDepth;
        return;
    }
    if (m_imageDepth > 0) {
        return;
    }
    if (type == MD_SPAN_A) {
        const QByteArray address = textOf(static_cast<const MD_SPAN_A_DETAIL *>(detail)->href);
        if (!address.isEmpty()) {
            m_html += "<a href=\"";
            appendEscaped(m_html, address);
            m_html += "\">";
        }
    } else if (const QByteArray name = spanName(type); !name.isEmpty()) {
        m_html += '<' + name + '>';
    }
}

void HtmlWriter::leaveSpan(MD_SPANTYPE type, const void *detail)
{
    if (type == MD_SPAN_IMG) {
        --m_imageDepth;
        ++m_imageCount;
        m_html += " (";
        appendEscaped(m_html, textOf(static_cast<const MD_SPAN_IMG_DETAIL *>(detail)->src));
        m_html += ')';
        return;
    }
    if (m_imageDepth > 0) {
        return;
    }
    if (type == MD_SPAN_A) {
        if (static_cast<const MD_SPAN_A_DETAIL *>(detail)->href.size > 0) {
            m_html += "</a>";
        }
    } else if (const QByteArray name = spanName(type); !name.isEmpty()) {
        m_html += "</" + name + '>';
    }
}

void HtmlWriter::addText(MD_TEXTTYPE type, QByteArrayView text)
{
    const std::optional<qint64> place = placeOf(text);
    beginAt(place);
    if (place && m_mayDefine) {
        m_texts.append({*place, text.size()});
    }
    switch (type) {
    case MD_TEXT_NULLCHAR:
        m_html += "\uFFFD";
        break;
    case MD_TEXT_BR:
        m_html += m_imageDepth > 0 ? " " : "<br>\n";
        break;
    case MD_TEXT_SOFTBR:
        m_html += '\n';
        break;
    case MD_TEXT_ENTITY:
        // A name that is not resolved here is one for QTextDocument; md4c has checked its form.
        if (const QByteArray resolved = entityText(text); resolved != text) {
            appendEscaped(m_html, resolved);
        } else {
            m_html += text;
        }
        break;
    default:
        appendMarked(text, place);
    }
}

} // namespace hermes::assembly
