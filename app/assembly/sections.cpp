#include "assembly/assembly.h"

#include <QString>

#include <optional>

namespace hermes::assembly {

namespace {

constexpr int maximumIndent = 3; ///< More is indented code (CommonMark 4.4).

bool isBlankByte(char c)
{
    return c == ' ' || c == '\t';
}

struct Line
{
    QByteArrayView text; ///< Without its ending.
    qint64 start = 0;
    int number = 1;
    int indent = 0; ///< Columns; a tab goes to the next multiple of four.
    QByteArrayView content; ///< Without indentation and trailing blanks.
};

/// Lines of a text, one at a time; LF, CR LF and CR end one.
class LineReader
{
public:
    explicit LineReader(QByteArrayView text)
        : m_text(text)
    {
    }

    std::optional<Line> next()
    {
        if (m_at >= m_text.size()) {
            return std::nullopt;
        }
        const qsizetype start = m_at;
        while (m_at < m_text.size() && m_text[m_at] != '\n' && m_text[m_at] != '\r') {
            ++m_at;
        }
        Line line{m_text.sliced(start, m_at - start), start, ++m_number, 0, {}};
        if (m_at < m_text.size()) {
            m_at += m_text.sliced(m_at).startsWith("\r\n") ? 2 : 1;
        }
        measure(line);
        return line;
    }

private:
    static void measure(Line &line)
    {
        qsizetype begin = 0;
        for (; begin < line.text.size() && isBlankByte(line.text[begin]); ++begin) {
            line.indent += line.text[begin] == '\t' ? 4 - line.indent % 4 : 1;
        }
        qsizetype end = line.text.size();
        while (end > begin && isBlankByte(line.text[end - 1])) {
            --end;
        }
        line.content = line.text.sliced(begin, end - begin);
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    int m_number = 0;
};

qsizetype runLength(QByteArrayView text, char c)
{
    qsizetype length = 0;
    while (length < text.size() && text[length] == c) {
        ++length;
    }
    return length;
}

/// An opening code fence (CommonMark 4.5), or what may close one.
struct Fence
{
    char mark = 0;
    qsizetype length = 0;
    bool hasInfo = false;
};

std::optional<Fence> fenceOf(const Line &line)
{
    if (line.indent > maximumIndent || line.content.size() < 3 || (line.content[0] != '`' && line.content[0] != '~')) {
        return std::nullopt;
    }
    const char mark = line.content[0];
    const qsizetype length = runLength(line.content, mark);
    const QByteArrayView info = line.content.sliced(length);
    if (length < 3 || (mark == '`' && info.contains('`'))) {
        return std::nullopt;
    }
    return Fence{mark, length, !info.trimmed().isEmpty()};
}

/// The title of an ATX heading (CommonMark 4.2), and its level.
std::optional<std::pair<int, QByteArrayView>> atxHeading(const Line &line)
{
    const qsizetype level = runLength(line.content, '#');
    if (line.indent > maximumIndent || level < 1 || level > 6 || (level < line.content.size() && !isBlankByte(line.content[level]))) {
        return std::nullopt;
    }
    QByteArrayView title = line.content.sliced(level).trimmed();
    qsizetype end = title.size();
    while (end > 0 && title[end - 1] == '#') {
        --end;
    }
    if (end < title.size() && (end == 0 || isBlankByte(title[end - 1]))) {
        title = title.first(end).trimmed(); // a closing sequence
    }
    return std::pair(static_cast<int>(level), title);
}

/// Level that an underline makes of the paragraph above it (CommonMark 4.3), 0 if it is none.
int underlineLevel(const Line &line)
{
    if (line.indent > maximumIndent || line.content.isEmpty()) {
        return 0;
    }
    const char mark = line.content[0];
    const bool isUnderline = (mark == '=' || mark == '-') && runLength(line.content, mark) == line.content.size();
    return !isUnderline ? 0 : mark == '=' ? 1 : 2;
}

/// True for a line that cannot be the text of a setext heading: a list item, quote, table or rule.
bool startsBlock(const Line &line)
{
    if (line.indent > maximumIndent || line.content.isEmpty()) {
        return true;
    }
    const char first = line.content[0];
    const bool isBullet = (first == '-' || first == '*' || first == '+') && (line.content.size() == 1 || isBlankByte(line.content[1]));
    const qsizetype digits = [&] {
        qsizetype count = 0;
        while (count < line.content.size() && line.content[count] >= '0' && line.content[count] <= '9') {
            ++count;
        }
        return count;
    }();
    const bool isNumber = digits > 0 && digits < line.content.size() && (line.content[digits] == '.' || line.content[digits] == ')');
    return isBullet || isNumber || first == '>' || first == '|' || underlineLevel(line) != 0;
}

int wordCount(QByteArrayView text)
{
    int words = 0;
    bool isInWord = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool isWordByte = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0x80;
        words += isWordByte && !isInWord ? 1 : 0;
        isInWord = isWordByte || (isInWord && (c == '\'' || c == '-'));
    }
    return words;
}

class SectionFinder
{
public:
    explicit SectionFinder(QByteArrayView text)
        : m_text(text)
    {
    }

    QList<Section> find()
    {
        LineReader reader(m_text);
        while (const std::optional<Line> line = reader.next()) {
            take(*line);
        }
        for (qsizetype i = 0; i < m_sections.size(); ++i) {
            Section &section = m_sections[i];
            section.length = (i + 1 < m_sections.size() ? m_sections.at(i + 1).start : m_text.size()) - section.start;
            section.words = wordCount(m_text.sliced(section.start, section.length));
        }
        return m_sections;
    }

private:
    void take(const Line &line)
    {
        if (m_fence) {
            const std::optional<Fence> closing = fenceOf(line);
            if (closing && closing->mark == m_fence->mark && closing->length >= m_fence->length && !closing->hasInfo) {
                m_fence.reset();
            }
            return;
        }
        m_fence = fenceOf(line);
        if (m_fence) {
            m_paragraph.reset();
        } else if (const auto heading = atxHeading(line)) {
            add(heading->first, QString::fromUtf8(heading->second), line);
            m_paragraph.reset();
        } else if (const int level = underlineLevel(line); level > 0 && m_paragraph) {
            add(level, QString::fromUtf8(m_paragraph->content), *m_paragraph);
            m_paragraph.reset();
        } else {
            const bool isText = m_paragraph ? !line.content.isEmpty() && !startsBlock(line) : !startsBlock(line);
            if (!isText) {
                m_paragraph.reset();
            } else if (!m_paragraph) {
                m_paragraph = line;
            }
        }
    }

    void add(int level, const QString &title, const Line &line) { m_sections.append({level, title, line.number, line.start, 0, 0}); }

    QByteArrayView m_text;
    QList<Section> m_sections;
    std::optional<Fence> m_fence;
    std::optional<Line> m_paragraph; ///< First line of a paragraph that an underline may make a heading.
};

} // namespace

QList<Section> sections(QByteArrayView text)
{
    return SectionFinder(text).find();
}

} // namespace hermes::assembly
