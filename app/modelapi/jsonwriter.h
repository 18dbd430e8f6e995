#pragma once

#include <QByteArray>
#include <QString>

#include <concepts>

QT_BEGIN_NAMESPACE
class QJsonObject;
QT_END_NAMESPACE

namespace hermes::modelapi {

/// Compact JSON in the order of the calls; a text's bytes are written as they are but for what JSON
/// must escape. Both is why QJsonDocument is not used: it sorts keys, and a QString loses a BOM.
class JsonWriter
{
public:
    JsonWriter &beginObject();
    JsonWriter &endObject();
    JsonWriter &beginArray();
    JsonWriter &endArray();
    JsonWriter &key(QByteArrayView name);
    JsonWriter &text(QByteArrayView utf8);
    /// A template, or else a literal would be both.
    template <std::same_as<QString> Text>
    JsonWriter &text(const Text &text)
    {
        return this->text(QByteArrayView(text.toUtf8()));
    }
    JsonWriter &integer(qint64 number);
    JsonWriter &number(double number);
    JsonWriter &boolean(bool value);
    JsonWriter &null();
    JsonWriter &object(const QJsonObject &object);
    /// `json` is a complete JSON text.
    JsonWriter &raw(QByteArrayView json);
    /// The members of the JSON object `json`, which has at least one.
    JsonWriter &rawMembers(QByteArrayView json) { return raw(json.sliced(1).chopped(1)); }

    [[nodiscard]] const QByteArray &json() const { return m_json; }

private:
    void separate();

    QByteArray m_json;
    bool m_needsComma = false;
};

/// The same JSON with long base64, alone or in a `data:` address, cut to its beginning and its
/// length: a file that is attached is nothing to read.
[[nodiscard]] QByteArray withoutLongBase64(QByteArrayView json);

/// The same JSON in lines, indented by two blanks; strings and numbers are not touched.
[[nodiscard]] QByteArray indentedJson(QByteArrayView json);

} // namespace hermes::modelapi
