#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace hermes::preview {

/// A string within a JSON text, without its quotes, as it is written there. Bytes.
struct JsonString
{
    qsizetype start = 0;
    qsizetype length = 0;
};

/// Where a body has the system prompt: the first value that is this text, under a key that holds
/// texts. Of length 0 if it is not there.
[[nodiscard]] JsonString systemStringIn(QByteArrayView json, const QByteArray &prompt);

/// Bytes of UTF-8 that the beginning of a string stands for; of an escape that is cut, nothing.
[[nodiscard]] qint64 decodedSize(QByteArrayView written);

/// The first bytes of a text that are `units` UTF-16 code units.
[[nodiscard]] qsizetype bytesOfUnits(QByteArrayView utf8, qsizetype units);

/// A JSON text with a prompt in it has a line as long as the prompt, which no view lays out at
/// once: this has breaks within strings.
struct BrokenJson
{
    QByteArray text;
    QList<qsizetype> breaks; ///< Bytes of `text` that are not in what was broken; ascending.

    /// The byte of what was broken that a place of `text` stands for, in UTF-16 code units.
    [[nodiscard]] qsizetype offsetOf(qsizetype units) const;
};

/// Broken behind each escaped line feed, and where a line is very long all the same. Thread: any.
[[nodiscard]] BrokenJson brokenJson(QByteArrayView json);

} // namespace hermes::preview
