#include "assembly/assembly.h"
#include "text/markdownevents.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace hermes::assembly {

namespace {

using text::entityText;
using text::MarkdownEvents;
using text::parseMarkdown;

constexpr unsigned previewFlags =
    MD_FLAG_NOHTML | MD_FLAG_TABLES | MD_FLAG_TASKLISTS | MD_FLAG_STRIKETHROUGH;

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

/// Only these leave the program, and only when the user asks: nothing that starts a program or
/// opens a local file.
bool isFollowable(const QByteArray &address)
{
    static constexpr std::array schemes{QByteArrayView("http://"), QByteArrayView("https://"),
                                        QByteArrayView("mailto:")};
    return std::ranges::any_of(schemes, [&address](QByteArrayView scheme) {
        return address.first(std::min(address.size(), scheme.size()))
                   .compare(scheme, Qt::CaseInsensitive)
            == 0;
    });
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

/// Text of a class of its own.
struct Mark
{
    ByteRange range;
    QByteArray name;
};

/// All in order; what is dropped is nothing else.
QList<Mark> marksOf(const QList<ByteRange> &marked, const QList<ByteRange> &dropped)
{
    QList<Mark> marks;
    for (const ByteRange &range : dropped) {
        marks.append({range, "dropped"});
    }
    for (const ByteRange &range : marked) {
        const bool isDropped = std::ranges::any_of(dropped, [&](const ByteRange &gone) {
            return range.start < gone.start + gone.length
                && gone.start < range.start + range.length;
        });
        if (!isDropped) {
            marks.append({range, "marked"});
        }
    }
    std::ranges::sort(marks, {}, [](const Mark &mark) { return mark.range.start; });
    return marks;
}

/// Writes the HTML that QTextDocument reads. No element of it names anything to be loaded.
class HtmlWriter final : public MarkdownEvents
{
public:
    HtmlWriter(QByteArrayView whole, const QList<Mark> &marked) : m_whole(whole), m_marked(marked)
    {
    }

    void enterBlock(MD_BLOCKTYPE type, const void *detail) override;
    void leaveBlock(MD_BLOCKTYPE type, const void *detail) override;
    void enterSpan(MD_SPANTYPE type, const void *detail) override;
    void leaveSpan(MD_SPANTYPE type, const void *detail) override;
    void addText(MD_TEXTTYPE type, QByteArrayView text) override;

    [[nodiscard]] const QList<RenderedBlock> &blocks() const { return m_blocks; }

private:
    static QByteArray blockName(MD_BLOCKTYPE type, const void *detail);
    static QByteArray spanName(MD_SPANTYPE type);
    void openListItem(const void *detail);
    void beginAt(QByteArrayView text);
    void appendMarked(QByteArrayView text);
    [[nodiscard]] std::optional<qint64> placeOf(QByteArrayView text) const;

    QByteArrayView m_whole;
    const QList<Mark> &m_marked;
    qsizetype m_nextMark = 0; // the first that does not end before the last text
    QList<RenderedBlock> m_blocks;
    qint64 m_lastStart = 0;
    std::optional<qint64> m_start; // of the block that is being written
    int m_depth = 0;
    QByteArray m_html; // of that block
    int m_imageDepth = 0; // within an image only the text of spans counts
    int m_imageCount = 0; // of the block
};

QByteArray HtmlWriter::blockName(MD_BLOCKTYPE type, const void *detail)
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
    m_depth += type == MD_BLOCK_DOC ? 0 : 1;
    switch (type) {
    case MD_BLOCK_DOC:
    case MD_BLOCK_HTML:
        break;
    case MD_BLOCK_HR:
        m_html += "<hr>\n";
        break;
    case MD_BLOCK_CODE:
        m_html += "<pre><code>";
        break;
    case MD_BLOCK_LI:
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
    if (type != MD_BLOCK_DOC && --m_depth == 0) {
        m_lastStart = m_start.value_or(m_lastStart);
        m_start.reset();
        m_blocks.append({QString::fromUtf8(std::exchange(m_html, {})), m_lastStart,
                         std::exchange(m_imageCount, 0)});
    }
}

std::optional<qint64> HtmlWriter::placeOf(QByteArrayView text) const
{
    const std::less<const char *> before; // the text may be a constant of the parser's
    if (before(text.data(), m_whole.data())
        || !before(text.data(), m_whole.data() + m_whole.size())) {
        return std::nullopt;
    }
    return text.data() - m_whole.data();
}

void HtmlWriter::beginAt(QByteArrayView text)
{
    if (const std::optional<qint64> place = placeOf(text); place && !m_start) {
        m_start = m_whole.first(*place).lastIndexOf('\n') + 1;
    }
}

void HtmlWriter::appendMarked(QByteArrayView text)
{
    const std::optional<qint64> place = placeOf(text);
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
            m_html += "<span class=\"" + m_marked.at(m_nextMark).name + "\">";
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

QByteArray HtmlWriter::spanName(MD_SPANTYPE type)
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
        if (isFollowable(address)) {
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
        if (isFollowable(textOf(static_cast<const MD_SPAN_A_DETAIL *>(detail)->href))) {
            m_html += "</a>";
        }
    } else if (const QByteArray name = spanName(type); !name.isEmpty()) {
        m_html += "</" + name + '>';
    }
}

void HtmlWriter::addText(MD_TEXTTYPE type, QByteArrayView text)
{
    beginAt(text);
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
        appendMarked(text);
    }
}

} // namespace

QList<RenderedBlock> renderBlocks(QByteArrayView text, const QList<ByteRange> &marked,
                                  const QList<ByteRange> &dropped)
{
    // By way of QString, so that md4c is given valid UTF-8 whatever the bytes are.
    const QByteArray valid = QString::fromUtf8(text).toUtf8();
    // Marks are counted in the bytes that were given.
    const QList<Mark> marks = valid == text ? marksOf(marked, dropped) : QList<Mark>();
    HtmlWriter writer(valid, marks);
    if (!parseMarkdown(valid, previewFlags, writer)) {
        QByteArray plain;
        appendEscaped(plain, valid);
        return {{QString::fromUtf8("<pre>" + plain + "</pre>"), 0, 0}};
    }
    return writer.blocks();
}

QString renderMarkdown(QByteArrayView text)
{
    QString html;
    for (const QList<RenderedBlock> blocks = renderBlocks(text);
         const RenderedBlock &block : blocks) {
        html += block.html;
    }
    return html;
}

} // namespace hermes::assembly
