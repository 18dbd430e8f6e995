#pragma once

#include <QByteArrayView>
#include <QList>
#include <QString>

namespace hermes::check {

/// A place that looks like a key or another secret. What stands there is nowhere repeated.
struct SecretFinding
{
    QString what; ///< "a key of Anthropic"
    qint64 start = 0; ///< Byte.
    qint64 length = 0; ///< Bytes.
    int line = 0; ///< 1-based.

    bool operator==(const SecretFinding &) const = default;
};

/// Keys of the known providers and private keys in a text of UTF-8, in its order. A private key
/// reaches to its last line, or where that is missing, as far as there are lines of key. None lies
/// in another. Thread: any.
[[nodiscard]] QList<SecretFinding> findSecrets(QByteArrayView text);

} // namespace hermes::check
