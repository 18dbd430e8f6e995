#include "publishedvectors.h"

#include "sourcefolder.h"
#include "tokens/tokenizer.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace hermes::test {

QJsonObject publishedVectors()
{
    QFile file(sourceFolder() + u"/tests/data/tokens/vectors.json"_s);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

QList<tokens::Encoding> publishedEncodings()
{
    return {tokens::Encoding::Qwen2, tokens::Encoding::DeepSeekV3};
}

ExpectedTokens expectedIn(const QJsonObject &vector, tokens::Encoding encoding)
{
    const QJsonArray expected = vector.value(nameOf(encoding)).toArray();
    return {expected.at(0).toInteger(-1), expected.at(1).toString().toLatin1()};
}

ExpectedTokens tokensOf(const QByteArray &text, tokens::Encoding encoding)
{
    constexpr qsizetype digits = 16;
    QByteArrayList ids;
    for (const auto encoded = tokens::Tokenizer(encoding).encode(text);
         const quint32 id : encoded) {
        ids.append(QByteArray::number(id));
    }
    return {
        ids.size(),
        QCryptographicHash::hash(ids.join(','), QCryptographicHash::Sha256).toHex().first(digits)};
}

} // namespace hermes::test
