#include "registry/frontmatterlines.h"

#include <optional>

namespace hermes::registry {

namespace {

using Node = FrontMatterNode;
using Form = FrontMatterNode::Form;

struct Line
{
    qint64 start = 0;
    qint64 contentStart = 0; ///< After the indentation.
    qint64 contentEnd = 0; ///< Before trailing white space.
    qint64 end = 0; ///< After the line ending.

    [[nodiscard]] qint64 indentation() const { return contentStart - start; }
    [[nodiscard]] bool isBlank() const { return contentStart == contentEnd; }
};

bool isSpace(char character)
{
    return character == ' ' || character == '\t';
}

class Scanner
{
public:
    Scanner(const QByteArray &text, qint64 start, qint64 end) : m_text(text)
    {
        for (qint64 at = start; at < end;) {
            m_lines.append(lineAt(at, end));
            at = m_lines.last().end;
        }
    }

    QList<Node> scan() { return mapping(0); }

private:
    [[nodiscard]] Line lineAt(qint64 start, qint64 limit) const
    {
        qint64 contentEnd = start;
        while (contentEnd < limit && m_text.at(contentEnd) != '\n'
               && m_text.at(contentEnd) != '\r') {
            ++contentEnd;
        }
        qint64 end = contentEnd;
        if (end < limit) {
            end += m_text.at(end) == '\r' && end + 1 < limit && m_text.at(end + 1) == '\n' ? 2 : 1;
        }
        Line line{start, start, contentEnd, end};
        while (line.contentStart < contentEnd && m_text.at(line.contentStart) == ' ') {
            ++line.contentStart;
        }
        while (line.contentEnd > line.contentStart && isSpace(m_text.at(line.contentEnd - 1))) {
            --line.contentEnd;
        }
        return line;
    }

    [[nodiscard]] bool isSkippable(const Line &line) const
    {
        return line.isBlank() || m_text.at(line.contentStart) == '#';
    }
    [[nodiscard]] bool hasDash(const Line &line) const
    {
        return !line.isBlank() && m_text.at(line.contentStart) == '-'
            && (line.contentStart + 1 == line.contentEnd
                || isSpace(m_text.at(line.contentStart + 1)));
    }
    /// Index of the next line that says something; m_lines.size() if there is none.
    [[nodiscard]] qsizetype nextSpeaking(qsizetype index) const
    {
        while (index < m_lines.size() && isSkippable(m_lines.at(index))) {
            ++index;
        }
        return index;
    }

    QList<Node> mapping(qint64 indentation)
    {
        QList<Node> nodes;
        while (true) {
            m_index = nextSpeaking(m_index);
            if (m_index >= m_lines.size() || m_lines.at(m_index).indentation() < indentation) {
                return nodes;
            }
            const Line line = m_lines.at(m_index);
            std::optional<Node> node =
                line.indentation() == indentation ? keyOf(line) : std::nullopt;
            ++m_index;
            if (!node) {
                continue; // a stray line; reading the edit back tells whether it matters
            }
            readValue(*node, line);
            nodes.append(std::move(*node));
        }
    }

    /// The key that a line begins with; nullopt if it has none.
    [[nodiscard]] std::optional<Node> keyOf(const Line &line) const
    {
        qint64 at = line.contentStart;
        const char quote = m_text.at(at);
        const bool isQuoted = quote == '"' || quote == '\'';
        if (isQuoted) {
            at = m_text.indexOf(quote, at + 1);
            at = at < 0 || at >= line.contentEnd ? line.contentEnd : at + 1;
        }
        while (at < line.contentEnd
               && !(m_text.at(at) == ':'
                    && (at + 1 == line.contentEnd || isSpace(m_text.at(at + 1))))) {
            ++at;
        }
        if (at >= line.contentEnd || hasDash(line)) {
            return std::nullopt;
        }
        QByteArray key = m_text.sliced(line.contentStart, at - line.contentStart).trimmed();
        if (isQuoted && key.size() >= 2) {
            key = key.sliced(1, key.size() - 2);
        }
        Node node;
        node.key = QString::fromUtf8(key);
        node.indentation = line.indentation();
        node.lineStart = line.start;
        node.afterColon = at + 1;
        node.valueStart = at + 1;
        node.valueEnd = at + 1;
        node.linesEnd = line.end;
        return node;
    }

    void readValue(Node &node, const Line &line)
    {
        qint64 at = node.afterColon;
        while (at < line.contentEnd && isSpace(m_text.at(at))) {
            ++at;
        }
        if (at >= line.contentEnd || m_text.at(at) == '#') {
            readBelow(node);
            return;
        }
        node.valueStart = at;
        switch (m_text.at(at)) {
        case '"':
        case '\'':
            readQuoted(node);
            break;
        case '[':
            readFlowList(node);
            break;
        case '|':
        case '>':
            node.form = Form::BlockText;
            node.valueEnd = line.contentEnd;
            takeDeeperLines(node);
            break;
        case '{':
        case '&':
        case '*':
        case '!':
            node.form = Form::Other;
            node.valueEnd = line.contentEnd;
            takeDeeperLines(node);
            break;
        default:
            node.form = Form::Plain;
            node.valueEnd = plainEnd(at, line);
            takeDeeperLines(node);
        }
    }

    [[nodiscard]] qint64 plainEnd(qint64 start, const Line &line) const
    {
        for (qint64 at = start + 1; at < line.contentEnd; ++at) {
            if (m_text.at(at) == '#' && isSpace(m_text.at(at - 1))) {
                while (at > start && isSpace(m_text.at(at - 1))) {
                    --at;
                }
                return at;
            }
        }
        return line.contentEnd;
    }

    /// The lines below that are indented deeper than the key are its value's.
    void takeDeeperLines(Node &node)
    {
        for (qsizetype index = m_index; index < m_lines.size(); ++index) {
            const Line &line = m_lines.at(index);
            if (line.isBlank()) {
                continue;
            }
            if (line.indentation() <= node.indentation) {
                break;
            }
            node.valueEnd = line.contentEnd;
            node.linesEnd = line.end;
            m_index = index + 1;
        }
    }

    void readBelow(Node &node)
    {
        const qsizetype next = nextSpeaking(m_index);
        if (next >= m_lines.size()) {
            return;
        }
        const Line &line = m_lines.at(next);
        if (hasDash(line) && line.indentation() >= node.indentation) {
            m_index = next;
            readBlockList(node, line.indentation());
        } else if (line.indentation() > node.indentation && keyOf(line)) {
            m_index = next;
            node.form = Form::Mapping;
            node.valueStart = line.start;
            node.children = mapping(line.indentation());
            node.linesEnd = node.children.last().linesEnd;
            node.valueEnd = node.children.last().valueEnd;
        } else if (line.indentation() > node.indentation) {
            node.form = Form::Other;
            takeDeeperLines(node);
        }
    }

    void readBlockList(Node &node, qint64 indentation)
    {
        node.form = Form::BlockList;
        node.valueStart = m_lines.at(m_index).start;
        for (qsizetype next = m_index; next < m_lines.size(); next = nextSpeaking(m_index)) {
            const Line line = m_lines.at(next);
            if (line.indentation() != indentation || !hasDash(line)) {
                break;
            }
            Node::Element element{line.contentStart + 1, line.contentEnd, line.start, line.end};
            while (element.start < element.end && isSpace(m_text.at(element.start))) {
                ++element.start;
            }
            m_index = next + 1;
            while (m_index < m_lines.size() && !m_lines.at(m_index).isBlank()
                   && m_lines.at(m_index).indentation() > indentation) {
                element.linesEnd = m_lines.at(m_index).end;
                ++m_index;
            }
            node.elements.append(element);
            node.linesEnd = element.linesEnd;
            node.valueEnd = element.end;
        }
    }

    void readQuoted(Node &node)
    {
        const char quote = m_text.at(node.valueStart);
        node.form = quote == '"' ? Form::DoubleQuoted : Form::SingleQuoted;
        const std::optional<qint64> end = quotedEnd(node.valueStart);
        takeLinesTo(node, end);
    }

    /// After the closing quote of the text that begins at `start`.
    [[nodiscard]] std::optional<qint64> quotedEnd(qint64 start) const
    {
        const char quote = m_text.at(start);
        const qint64 limit = m_lines.last().end;
        for (qint64 at = start + 1; at < limit; ++at) {
            if (quote == '"' && m_text.at(at) == '\\') {
                ++at;
            } else if (m_text.at(at) == quote) {
                if (quote == '\'' && at + 1 < limit && m_text.at(at + 1) == quote) {
                    ++at;
                } else {
                    return at + 1;
                }
            }
        }
        return std::nullopt;
    }

    void takeLinesTo(Node &node, std::optional<qint64> end)
    {
        if (!end) {
            node.form = Form::Other;
            takeDeeperLines(node);
            return;
        }
        node.valueEnd = *end;
        while (m_index < m_lines.size() && m_lines.at(m_index).start < *end) {
            ++m_index;
        }
        node.linesEnd = m_lines.at(m_index - 1).end;
    }

    void readFlowList(Node &node)
    {
        node.form = Form::FlowList;
        const qint64 limit = m_lines.last().end;
        int depth = 0;
        qint64 from = node.valueStart + 1;
        for (qint64 at = node.valueStart; at < limit; ++at) {
            const char character = m_text.at(at);
            if (character == '"' || character == '\'') {
                const bool begins = m_text.sliced(from, at - from).trimmed().isEmpty();
                const std::optional<qint64> end = begins ? quotedEnd(at) : std::nullopt;
                at = end ? *end - 1 : at; // an apostrophe inside a plain word
            } else if (character == '[' || character == '{') {
                ++depth;
            } else if (character == '#' && isSpace(m_text.at(at - 1))) {
                node.form = Form::Other; // comments inside brackets are nobody's to move
            } else if (character == ',' && depth == 1) {
                addElement(node, from, at);
                from = at + 1;
            } else if ((character == ']' || character == '}') && --depth == 0) {
                addElement(node, from, at);
                takeLinesTo(node, at + 1);
                return;
            }
        }
        takeLinesTo(node, std::nullopt);
    }

    void addElement(Node &node, qint64 start, qint64 end) const
    {
        const auto isBlank = [this](qint64 at) {
            return isSpace(m_text.at(at)) || m_text.at(at) == '\n' || m_text.at(at) == '\r';
        };
        while (start < end && isBlank(start)) {
            ++start;
        }
        while (end > start && isBlank(end - 1)) {
            --end;
        }
        if (start < end) {
            node.elements.append({start, end, 0, 0});
        }
    }

    const QByteArray &m_text;
    QList<Line> m_lines;
    qsizetype m_index = 0;
};

} // namespace

QList<FrontMatterNode> frontMatterNodes(const QByteArray &text, qint64 start, qint64 end)
{
    return Scanner(text, start, end).scan();
}

} // namespace hermes::registry
