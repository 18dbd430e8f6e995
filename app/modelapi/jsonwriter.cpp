#include "modelapi/jsonwriter.h"

#include "modelapi/modelapitr.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>

#include <algorithm>
#include <optional>

namespace hermes::modelapi {

namespace {

void appendEscaped(QByteArray &json, QByteArrayView utf8)
{
    json.append('"');
    for (const char byte : utf8) {
        switch (byte) {
        case '"':
            json.append("\\\"");
            break;
        case '\\':
            json.append("\\\\");
            break;
        case '\n':
            json.append("\\n");
            break;
        case '\r':
            json.append("\\r");
            break;
        case '\t':
            json.append("\\t");
            break;
        default:
            if (static_cast<unsigned char>(byte) < 0x20) {
                json.append("\\u00").append(QByteArray(1, byte).toHex());
            } else {
                json.append(byte);
            }
        }
    }
    json.append('"');
}

void appendLine(QByteArray &text, qsizetype depth)
{
    text.append('\n').append(QByteArray(2 * depth, ' '));
}

bool isBlank(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

/// One past the string that begins at `start`.
qsizetype endOfString(QByteArrayView json, qsizetype start)
{
    qsizetype at = start + 1;
    while (at < json.size() && json[at] != '"') {
        at += json[at] == '\\' ? 2 : 1;
    }
    return std::min(at + 1, json.size());
}

bool isBase64(QByteArrayView text)
{
    return std::ranges::all_of(text, [](char byte) {
        return (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z')
            || (byte >= '0' && byte <= '9') || byte == '+' || byte == '/' || byte == '=';
    });
}

/// Where the base64 of a string begins, if it has much of it.
std::optional<qsizetype> longBase64(QByteArrayView text)
{
    constexpr qsizetype much = 1024; // letters
    constexpr QByteArrayView mark = ";base64,";
    constexpr qsizetype longestType = 100; // of `data:TYPE;base64,`
    qsizetype start = 0;
    if (text.startsWith("data:")) {
        const qsizetype found = text.first(std::min(text.size(), longestType)).indexOf(mark);
        if (found < 0) {
            return std::nullopt;
        }
        start = found + mark.size();
    }
    return text.size() - start > much && isBase64(text.sliced(start)) ? std::optional(start)
                                                                      : std::nullopt;
}

} // namespace

void JsonWriter::separate()
{
    if (m_needsComma) {
        m_json.append(',');
    }
    m_needsComma = true;
}

JsonWriter &JsonWriter::beginObject()
{
    separate();
    m_json.append('{');
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::endObject()
{
    m_json.append('}');
    m_needsComma = true;
    return *this;
}

JsonWriter &JsonWriter::beginArray()
{
    separate();
    m_json.append('[');
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::endArray()
{
    m_json.append(']');
    m_needsComma = true;
    return *this;
}

JsonWriter &JsonWriter::key(QByteArrayView name)
{
    text(name);
    m_json.append(':');
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::text(QByteArrayView utf8)
{
    separate();
    appendEscaped(m_json, utf8);
    return *this;
}

JsonWriter &JsonWriter::integer(qint64 number)
{
    return raw(QByteArray::number(number));
}

JsonWriter &JsonWriter::number(double number)
{
    return raw(QByteArray::number(number, 'g', QLocale::FloatingPointShortest));
}

JsonWriter &JsonWriter::boolean(bool value)
{
    return raw(value ? "true" : "false");
}

JsonWriter &JsonWriter::null()
{
    return raw("null");
}

JsonWriter &JsonWriter::object(const QJsonObject &object)
{
    return raw(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

JsonWriter &JsonWriter::raw(QByteArrayView json)
{
    separate();
    m_json.append(json);
    return *this;
}

QByteArray withoutLongBase64(QByteArrayView json)
{
    constexpr qsizetype shown = 32; // letters
    QByteArray text;
    qsizetype copied = 0;
    for (qsizetype at = json.indexOf('"'); at >= 0; at = json.indexOf('"', at)) {
        const qsizetype end = endOfString(json, at);
        const QByteArrayView inside = json.sliced(at, end - at).sliced(1).chopped(1);
        if (const auto start = longBase64(inside)) {
            const qsizetype kept = at + 1 + *start + shown;
            text.append(json.sliced(copied, kept - copied));
            text.append(ModelApiTr::tr("… (%1 characters of base64)")
                            .arg(QLocale().toString(inside.size() - *start))
                            .toUtf8());
            copied = end - 1;
        }
        at = end;
    }
    return copied == 0 ? json.toByteArray() : text.append(json.sliced(copied));
}

QByteArray indentedJson(QByteArrayView json)
{
    QByteArray text;
    qsizetype depth = 0;
    for (qsizetype at = 0; at < json.size();) {
        const char byte = json[at];
        if (byte == '"') {
            const qsizetype end = endOfString(json, at);
            text.append(json.sliced(at, end - at));
            at = end;
            continue;
        }
        ++at;
        if (byte == '{' || byte == '[') {
            text.append(byte);
            while (at < json.size() && isBlank(json[at])) {
                ++at;
            }
            if (at < json.size() && (json[at] == '}' || json[at] == ']')) {
                text.append(json[at++]);
            } else {
                appendLine(text, ++depth);
            }
        } else if (byte == '}' || byte == ']') {
            depth = std::max<qsizetype>(depth - 1, 0);
            appendLine(text, depth);
            text.append(byte);
        } else if (byte == ',') {
            text.append(byte);
            appendLine(text, depth);
        } else if (byte == ':') {
            text.append(": ");
        } else if (!isBlank(byte)) {
            text.append(byte);
        }
    }
    return text;
}

} // namespace hermes::modelapi
