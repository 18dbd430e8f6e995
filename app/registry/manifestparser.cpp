#include "registry/manifestparser.h"

#include <QCoreApplication>

#include <cstring>

namespace hermes::registry {

namespace {

struct Messages
{
    Q_DECLARE_TR_FUNCTIONS(ManifestText)
};

bool isDigit(char character)
{
    return character >= '0' && character <= '9';
}

bool isHexDigit(char character)
{
    return isDigit(character) || (character >= 'a' && character <= 'f')
        || (character >= 'A' && character <= 'F');
}

char16_t simpleEscape(QChar letter)
{
    switch (letter.unicode()) {
    case u'b':
        return u'\b';
    case u'f':
        return u'\f';
    case u'n':
        return u'\n';
    case u'r':
        return u'\r';
    case u't':
        return u'\t';
    default:
        return letter.unicode();
    }
}

} // namespace

std::expected<ManifestText, SyntaxFault> ManifestParser::parse(const QByteArray &text)
{
    ManifestParser parser(text);
    ManifestText result;
    if (!parser.parseRoot(result.m_root)) {
        return std::unexpected(parser.m_fault);
    }
    result.m_text = text;
    return result;
}

bool ManifestParser::parseRoot(Node &root)
{
    if (m_text.startsWith("\xEF\xBB\xBF")) {
        m_offset = 3;
    }
    if (!parseValue(root, 0)) {
        return false;
    }
    skipSpace();
    return m_offset == m_text.size()
        || fail(m_offset, Messages::tr("there is text after the end of the JSON"));
}

bool ManifestParser::parseValue(Node &node, int depth)
{
    skipSpace();
    node.span.start = m_offset;
    bool parsed = false;
    switch (at(m_offset)) {
    case '{':
        node.type = Node::Type::Object;
        parsed = parseMembers(node, depth + 1);
        break;
    case '[':
        node.type = Node::Type::Array;
        parsed = parseElements(node, depth + 1);
        break;
    case '"':
        parsed = skipString();
        break;
    case 't':
        parsed = skipWord("true");
        break;
    case 'f':
        parsed = skipWord("false");
        break;
    case 'n':
        parsed = skipWord("null");
        break;
    default:
        parsed = skipNumber();
    }
    node.span.length = m_offset - node.span.start;
    return parsed;
}

bool ManifestParser::parseMembers(Node &object, int depth)
{
    if (depth > maximumDepth) {
        return fail(m_offset, Messages::tr("it is nested deeper than %1 levels").arg(maximumDepth));
    }
    ++m_offset;
    skipSpace();
    if (at(m_offset) == '}') {
        ++m_offset;
        return true;
    }
    while (true) {
        skipSpace();
        Node member;
        member.span.keyStart = m_offset;
        if (at(m_offset) != '"') {
            return fail(m_offset, Messages::tr("a key in double quotes is expected"));
        }
        if (!skipString()) {
            return false;
        }
        member.key = stringOfLiteral(
            QByteArrayView(m_text).sliced(member.span.keyStart, m_offset - member.span.keyStart));
        skipSpace();
        if (at(m_offset) != ':') {
            return fail(m_offset, Messages::tr("a colon is expected after the key"));
        }
        ++m_offset;
        if (!parseValue(member, depth)) {
            return false;
        }
        object.children.append(std::move(member));
        if (!parseSeparator('}', Messages::tr("a comma or } is expected"))) {
            return false;
        }
        if (m_text.at(m_offset - 1) == '}') {
            return true;
        }
    }
}

bool ManifestParser::parseElements(Node &array, int depth)
{
    if (depth > maximumDepth) {
        return fail(m_offset, Messages::tr("it is nested deeper than %1 levels").arg(maximumDepth));
    }
    ++m_offset;
    skipSpace();
    if (at(m_offset) == ']') {
        ++m_offset;
        return true;
    }
    while (true) {
        Node element;
        if (!parseValue(element, depth)) {
            return false;
        }
        array.children.append(std::move(element));
        if (!parseSeparator(']', Messages::tr("a comma or ] is expected"))) {
            return false;
        }
        if (m_text.at(m_offset - 1) == ']') {
            return true;
        }
    }
}

bool ManifestParser::parseSeparator(char close, const QString &expected)
{
    skipSpace();
    if (at(m_offset) != ',' && at(m_offset) != close) {
        return fail(m_offset, expected);
    }
    ++m_offset;
    return true;
}

bool ManifestParser::skipString()
{
    const qint64 start = m_offset++;
    while (m_offset < m_text.size()) {
        const char character = m_text.at(m_offset);
        if (character == '"') {
            ++m_offset;
            return true;
        }
        if (static_cast<unsigned char>(character) < 0x20) {
            return fail(
                m_offset,
                character == '\n' || character == '\r'
                    ? Messages::tr("the line ends inside a text; a closing quote is missing")
                    : Messages::tr("a control character inside a text must be escaped"));
        }
        if (character != '\\') {
            ++m_offset;
        } else if (!skipEscape()) {
            return false;
        }
    }
    return fail(start, Messages::tr("a closing quote is missing"));
}

bool ManifestParser::skipEscape()
{
    const char letter = at(m_offset + 1);
    if (letter != '\0' && std::strchr("\"\\/bfnrt", letter) != nullptr) {
        m_offset += 2;
        return true;
    }
    if (letter != 'u') {
        return fail(m_offset, Messages::tr("a backslash begins no known escape"));
    }
    for (qint64 digit = m_offset + 2; digit < m_offset + 6; ++digit) {
        if (!isHexDigit(at(digit))) {
            return fail(m_offset, Messages::tr("four hexadecimal digits are expected after \\u"));
        }
    }
    m_offset += 6;
    return true;
}

bool ManifestParser::skipNumber()
{
    const qint64 start = m_offset;
    if (at(m_offset) == '-') {
        ++m_offset;
    }
    if (!isDigit(at(m_offset))) {
        return fail(start, Messages::tr("a value is expected"));
    }
    if (at(m_offset) == '0') {
        ++m_offset; // no leading zeros: a digit that follows is text after the value
    } else {
        skipDigits();
    }
    if (at(m_offset) == '.') {
        ++m_offset;
        if (!skipDigits()) {
            return fail(m_offset, Messages::tr("a digit is expected after the decimal point"));
        }
    }
    if (at(m_offset) == 'e' || at(m_offset) == 'E') {
        ++m_offset;
        if (at(m_offset) == '+' || at(m_offset) == '-') {
            ++m_offset;
        }
        if (!skipDigits()) {
            return fail(m_offset, Messages::tr("a digit is expected in the exponent"));
        }
    }
    return true;
}

bool ManifestParser::skipDigits()
{
    const qint64 start = m_offset;
    while (isDigit(at(m_offset))) {
        ++m_offset;
    }
    return m_offset > start;
}

bool ManifestParser::skipWord(QByteArrayView word)
{
    if (!QByteArrayView(m_text).sliced(m_offset).startsWith(word)) {
        return fail(m_offset, Messages::tr("a value is expected"));
    }
    m_offset += word.size();
    return true;
}

void ManifestParser::skipSpace()
{
    while (m_offset < m_text.size() && std::strchr(" \t\r\n", m_text.at(m_offset)) != nullptr
           && m_text.at(m_offset) != '\0') {
        ++m_offset;
    }
}

char ManifestParser::at(qint64 offset) const
{
    return offset < m_text.size() ? m_text.at(offset) : '\0';
}

bool ManifestParser::fail(qint64 offset, const QString &reason)
{
    m_fault = {offset, reason};
    return false;
}

QString stringOfLiteral(QByteArrayView literal)
{
    // Decoded with its quote in front: a BOM is then no longer at the start and stays.
    const QString raw = QString::fromUtf8(literal);
    const QStringView inner = QStringView(raw).sliced(1, raw.size() - 2);
    if (!inner.contains(u'\\')) {
        return inner.toString();
    }
    QString result;
    result.reserve(inner.size());
    for (qsizetype i = 0; i < inner.size(); ++i) {
        if (inner.at(i) != u'\\') {
            result.append(inner.at(i));
        } else if (inner.at(++i) == u'u') {
            result.append(QChar(inner.sliced(i + 1, 4).toUShort(nullptr, 16)));
            i += 4;
        } else {
            result.append(QChar(simpleEscape(inner.at(i))));
        }
    }
    return result;
}

} // namespace hermes::registry
