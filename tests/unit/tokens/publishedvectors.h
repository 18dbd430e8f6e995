#pragma once

#include "tokens/encoding.h"

#include <QByteArray>
#include <QJsonObject>

namespace hermes::test {

/// How many tokens a text is, and a digest of their ids, as another tokenizer found them.
struct ExpectedTokens
{
    qint64 count = 0;
    QByteArray idsDigest; ///< The start of the SHA-256 of the ids, joined by commas, in hex digits.

    bool operator==(const ExpectedTokens &) const = default;
};

/// The vectors of tests/data/tokens, of which the file itself tells what made them.
[[nodiscard]] QJsonObject publishedVectors();
/// The encodings that they are for.
[[nodiscard]] QList<tokens::Encoding> publishedEncodings();

[[nodiscard]] ExpectedTokens expectedIn(const QJsonObject &vector, tokens::Encoding encoding);
/// The same as we find them.
[[nodiscard]] ExpectedTokens tokensOf(const QByteArray &text, tokens::Encoding encoding);

} // namespace hermes::test
