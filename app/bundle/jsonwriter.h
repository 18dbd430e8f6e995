#pragma once

#include <QByteArray>
#include <QString>

namespace hermes::bundle {

/// JSON whose bytes depend on nothing but the values: keys in the order given, 2-space indentation,
/// `[]` and `{}` for what is empty, non-ASCII characters as they are, a final newline.
///
/// Not QJsonDocument, which sorts keys and is free to change its layout.
class JsonWriter
{
public:
    enum class Brackets
    {
        Object,
        Array
    };

    /// Inside an object, `key` names the value; inside an array and at the root it is empty.
    void begin(Brackets brackets, const QString &key = {});
    void end();

    void value(const QString &key, const QString &text);
    void value(const QString &key, qint64 number);
    /// Nothing if the text is empty.
    void optional(const QString &key, const QString &text);
    /// An element of an array.
    void element(const QString &text);

    /// The text, once everything begun has ended.
    [[nodiscard]] QByteArray text() const { return m_text + '\n'; }

private:
    void beginValue(const QString &key);

    QByteArray m_text;
    QByteArray m_closing; ///< Brackets still to come, the innermost last.
    bool m_isEmpty = true; ///< Of the innermost object or array.
};

} // namespace hermes::bundle
