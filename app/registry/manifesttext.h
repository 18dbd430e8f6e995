#pragma once

#include "core/error.h"

#include <QByteArray>
#include <QJsonValue>
#include <QList>
#include <QString>

namespace hermes::registry {

/// Replace `length` bytes at `start` by `replacement`.
struct TextEdit
{
    qint64 start = 0;
    qint64 length = 0;
    QByteArray replacement;

    bool operator==(const TextEdit &) const = default;
    [[nodiscard]] QByteArray appliedTo(const QByteArray &text) const;
    /// The same without what it leaves as it is, in whole characters.
    [[nodiscard]] TextEdit narrowed(const QByteArray &text) const;
};

/// Where a value stands in a JSON text. Byte offsets.
struct JsonSpan
{
    qint64 keyStart =
        -1; ///< Of the key's opening quote; -1 for the elements of an array and the root.
    qint64 start = 0;
    qint64 length = 0;

    bool operator==(const JsonSpan &) const = default;
};

/// JSON text that is edited one value at a time; every byte outside the value stays as it is.
///
/// Key order, white space, one-line arrays, escapes, unknown keys, duplicate keys (the last one
/// counts), a BOM, line endings and the final newline survive. New text takes the style around it:
/// the line ending, the indentation, one line or many. The grammar is RFC 8259. A value type:
/// copies are independent. Thread: any.
class ManifestText
{
public:
    /// Errors: NotText (not UTF-8), InvalidFormat with line and column in the message (also for
    /// text after the root).
    [[nodiscard]] static core::Result<ManifestText> parse(const QByteArray &text);

    [[nodiscard]] const QByteArray &text() const { return m_text; }
    /// The value as Qt's JSON; Undefined if there is none. `path`: keys from the root, such as
    /// {"compatibility", "hermes"}.
    [[nodiscard]] QJsonValue value(const QStringList &path) const;
    /// Keys of an object in the order of the text, duplicates once.
    [[nodiscard]] QStringList keys(const QStringList &path) const;
    /// Errors: NotFound.
    [[nodiscard]] core::Result<JsonSpan> span(const QStringList &path) const;

    /// The edit that gives `path` this value. An equal value gives an edit of length 0 with an
    /// empty replacement.
    ///
    /// A missing key is added after its nearest predecessor in manifestFieldOrder() that is there,
    /// first if there is none; keys the registry does not know, and keys of nested objects, at the
    /// end. Missing objects above it are made. An array that gains, loses or changes elements keeps
    /// the text of the others; so does an object. Errors: InvalidArgument if something above `path`
    /// is not an object, or `value` is Undefined.
    [[nodiscard]] core::Result<TextEdit> edited(const QStringList &path,
                                                const QJsonValue &value) const;
    /// The edit that removes a key, with its duplicates, commas and lines. Errors: NotFound.
    [[nodiscard]] core::Result<TextEdit> removed(const QStringList &path) const;

private:
    struct Node
    {
        enum class Type
        {
            Object,
            Array,
            Scalar
        };
        Type type = Type::Scalar;
        QString key;
        JsonSpan span;
        QList<Node> children;
    };
    ManifestText() = default;

    [[nodiscard]] const Node *find(const QStringList &path) const;
    [[nodiscard]] QJsonValue valueOf(const Node &node) const;
    [[nodiscard]] core::Result<TextEdit> insertion(const QStringList &path,
                                                   const QJsonValue &value) const;
    friend class ManifestParser;
    friend class ManifestWriter;

    QByteArray m_text;
    Node m_root;
};

/// 1-based line and column (in bytes) of an offset; CR LF, LF and CR end a line.
struct TextPosition
{
    int line = 1;
    int column = 1;
};
[[nodiscard]] TextPosition positionAt(QByteArrayView text, qint64 offset);
/// Where a line begins, 1-based; the text's end if it has fewer.
[[nodiscard]] qint64 offsetOfLine(QByteArrayView text, int line);

} // namespace hermes::registry
