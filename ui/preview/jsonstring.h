#pragma once

#include <QByteArrayView>

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

} // namespace hermes::preview
