#include "text/sections.h"
#include "text/markdownevents.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <optional>
#include <utility>

namespace hermes::text {

namespace {

constexpr QByteArrayView byteOrderMark("\xef\xbb\xbf");

bool isLineEnd(char c)
{
    return c == '\n' || c == '\r';
}

/// True for the line of a heading without text: `#` signs, perhaps in a quote or list.
bool isEmptyHeading(QByteArrayView line)
{
    const auto isContainer = [](char c) {
        return c == ' ' || c == '\t' || c == '>' || c == '-' || c == '+' || c == '*' || c == '.'
            || c == ')' || (c >= '0' && c <= '9');
    };
    const auto start = std::ranges::find_if_not(line, isContainer);
    return start != line.end() && *start == '#'
        && std::all_of(start, line.end(), [](char c) { return c == '#' || c == ' ' || c == '\t'; });
}

/// Collects headings with the places where their lines begin.
class HeadingReader final : public MarkdownEvents
{
public:
    explicit HeadingReader(QByteArrayView text) : m_text(text) { }

    void enterBlock(MD_BLOCKTYPE type, const void *detail) override
    {
        m_depth += isContainer(type) ? 1 : 0;
        if (type == MD_BLOCK_H) {
            m_heading = Section{};
            m_heading->level =
                static_cast<int>(static_cast<const MD_BLOCK_H_DETAIL *>(detail)->level);
            m_heading->start = -1;
            m_heading->isNested = m_depth > 0;
            m_title.clear();
        }
    }
    void leaveBlock(MD_BLOCKTYPE type, const void * /*detail*/) override
    {
        m_depth -= isContainer(type) ? 1 : 0;
        if (type != MD_BLOCK_H || !m_heading) {
            return;
        }
        if (m_heading->start < 0) {
            m_heading->start = emptyHeadingAfter(m_seen);
        }
        m_heading->title = QString::fromUtf8(m_title).simplified();
        m_seen = std::max(m_seen, lineEndAfter(m_heading->start));
        m_sections.append(*m_heading);
        m_heading.reset();
    }
    void enterSpan(MD_SPANTYPE /*type*/, const void * /*detail*/) override { }
    void leaveSpan(MD_SPANTYPE /*type*/, const void * /*detail*/) override { }
    void addText(MD_TEXTTYPE type, QByteArrayView text) override;

    [[nodiscard]] QList<Section> sections() const { return m_sections; }

private:
    [[nodiscard]] static bool isContainer(MD_BLOCKTYPE type)
    {
        return type == MD_BLOCK_QUOTE || type == MD_BLOCK_LI;
    }
    [[nodiscard]] qint64 lineStartBefore(qint64 offset) const
    {
        while (offset > 0 && !isLineEnd(m_text[offset - 1])) {
            --offset;
        }
        return offset;
    }
    [[nodiscard]] qint64 lineEndAfter(qint64 offset) const
    {
        while (offset < m_text.size() && !isLineEnd(m_text[offset])) {
            ++offset;
        }
        return offset;
    }
    /// md4c says no place for a heading without text: it is the next line that looks like one.
    [[nodiscard]] qint64 emptyHeadingAfter(qint64 offset) const
    {
        for (qint64 start = lineStartBefore(offset); start < m_text.size();) {
            const qint64 end = lineEndAfter(start);
            if (start >= offset && isEmptyHeading(m_text.sliced(start, end - start))) {
                return start;
            }
            start = end + 1;
        }
        return offset;
    }

    QByteArrayView m_text;
    QList<Section> m_sections;
    std::optional<Section> m_heading; // while inside one
    QByteArray m_title;
    int m_depth = 0; ///< Quotes and list items around.
    qint64 m_seen = 0; // end of what events have told so far
};

void HeadingReader::addText(MD_TEXTTYPE type, QByteArrayView text)
{
    // Line breaks and NUL come as constants from elsewhere.
    const bool isFromText = std::less_equal<>()(m_text.data(), text.data())
        && std::less<>()(text.data(), m_text.data() + m_text.size());
    if (isFromText) {
        const qint64 offset = text.data() - m_text.data();
        m_seen = std::max<qint64>(m_seen, offset + text.size());
        if (m_heading && m_heading->start < 0) {
            m_heading->start = lineStartBefore(offset);
        }
    }
    if (!m_heading) {
        return;
    }
    switch (type) {
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR:
        m_title += ' ';
        break;
    case MD_TEXT_ENTITY:
        m_title += entityText(text);
        break;
    case MD_TEXT_NULLCHAR:
        m_title += "\uFFFD";
        break;
    case MD_TEXT_HTML:
        break;
    default:
        m_title += text;
    }
}

/// Lines that begin after `begin` and not after `end`.
int linesBetween(QByteArrayView text, qint64 begin, qint64 end)
{
    int lines = 0;
    for (qint64 i = begin; i < end; ++i) {
        const bool isFirstOfTwo = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        lines += isLineEnd(text[i]) && !isFirstOfTwo ? 1 : 0;
    }
    return lines;
}

} // namespace

int wordCount(QByteArrayView text)
{
    int words = 0;
    bool isInWord = false;
    for (const char c : text) {
        const auto byte = static_cast<uchar>(c);
        if (byte <= ' ') {
            isInWord = false;
        } else if (!isInWord && (byte >= 0x80 || std::isalnum(byte) != 0)) {
            isInWord = true;
            ++words;
        }
    }
    return words;
}

QList<Section> sections(QByteArrayView text)
{
    const qint64 skipped = text.startsWith(byteOrderMark) ? byteOrderMark.size() : 0;
    const QByteArrayView body = text.sliced(skipped);
    HeadingReader reader(body);
    if (!parseMarkdown(body, MD_DIALECT_COMMONMARK, reader)) {
        return {};
    }
    QList<Section> found = reader.sections();
    int line = 1;
    qint64 counted = 0;
    for (qsizetype i = 0; i < found.size(); ++i) {
        Section &section = found[i];
        line += linesBetween(body, counted, section.start);
        counted = section.start;
        section.line = line;
        const qint64 end = i + 1 < found.size() ? found[i + 1].start : body.size();
        section.length = end - section.start;
        section.words = wordCount(body.sliced(section.start, section.length));
    }
    for (Section &section : found) {
        section.start += skipped;
    }
    return found;
}

} // namespace hermes::text
