#include "bundle/jsonwriter.h"

namespace hermes::bundle {

namespace {

/// RFC 8259 section 7: the quotation mark, the backslash and what is below U+0020 must be escaped;
/// nothing else is.
QByteArray quoted(const QString &text)
{
    QByteArray out("\"");
    const QByteArray utf8 = text.toUtf8();
    for (const char c : utf8) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        case '\t':
            out += "\\t";
            break;
        default:
            if (static_cast<unsigned char>(c) < 0x20) {
                out += "\\u00" + QByteArray(1, c).toHex();
            } else {
                out += c;
            }
        }
    }
    return out + '"';
}

} // namespace

void JsonWriter::begin(Brackets brackets, const QString &key)
{
    if (!m_closing.isEmpty()) {
        beginValue(key);
    }
    m_text += brackets == Brackets::Object ? '{' : '[';
    m_closing += brackets == Brackets::Object ? '}' : ']';
    m_isEmpty = true;
}

void JsonWriter::end()
{
    const char bracket = m_closing.back();
    m_closing.chop(1);
    if (!m_isEmpty) {
        m_text += '\n' + QByteArray(2 * m_closing.size(), ' ');
    }
    m_text += bracket;
    m_isEmpty = false;
}

void JsonWriter::value(const QString &key, const QString &text)
{
    beginValue(key);
    m_text += quoted(text);
}

void JsonWriter::value(const QString &key, qint64 number)
{
    beginValue(key);
    m_text += QByteArray::number(number);
}

void JsonWriter::optional(const QString &key, const QString &text)
{
    if (!text.isEmpty()) {
        value(key, text);
    }
}

void JsonWriter::element(const QString &text)
{
    value({}, text);
}

void JsonWriter::beginValue(const QString &key)
{
    m_text += m_isEmpty ? "\n" : ",\n";
    m_text += QByteArray(2 * m_closing.size(), ' ');
    m_isEmpty = false;
    if (m_closing.endsWith('}')) {
        m_text += quoted(key) + ": ";
    }
}

} // namespace hermes::bundle
