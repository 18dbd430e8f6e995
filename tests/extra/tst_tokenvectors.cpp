#include "publishedvectors.h"
#include "sourcefolder.h"
#include "tokens/tokenizer.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

QJsonObject readVectors()
{
    QFile file(test::sourceFolder() + QStringLiteral("/../shared/reference/token-vectors.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

/// A row for each vector of a list and each encoding.
void addRows(const QJsonArray &vectors)
{
    QTest::addColumn<QJsonObject>("vector");
    QTest::addColumn<tokens::Encoding>("encoding");
    for (const auto &value : vectors) {
        const QJsonObject vector = value.toObject();
        for (const tokens::Encoding encoding :
             {tokens::Encoding::O200kBase, tokens::Encoding::Cl100kBase}) {
            const QString name = vector.value("id"_L1).toString() + u' ' + nameOf(encoding);
            QTest::newRow(qPrintable(name)) << vector << encoding;
        }
    }
}

} // namespace

/// Exact ids of the vocabularies o200k_base and cl100k_base, made by their reference
/// implementation, and what others make of the same texts.
class TestTokenVectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vectorsAreThere();
    void cases_data();
    void cases();
    void repeats_data();
    void repeats();
    void otherVocabularies_data();
    void otherVocabularies();
};

void TestTokenVectors::vectorsAreThere()
{
    QVERIFY(readVectors().value("cases"_L1).toArray().size() > 200);
    QVERIFY(readVectors().value("repeats"_L1).toArray().size() > 10);
}

void TestTokenVectors::cases_data()
{
    addRows(readVectors().value("cases"_L1).toArray());
}

void TestTokenVectors::cases()
{
    QFETCH(QJsonObject, vector);
    QFETCH(tokens::Encoding, encoding);
    const QJsonObject expected = vector.value(nameOf(encoding)).toObject();
    const QByteArray text = vector.value("text"_L1).toString().toUtf8();
    QJsonArray ids;
    tokens::Tokenizer tokenizer(encoding);
    for (const auto encoded = tokenizer.encode(text); const quint32 id : encoded) {
        ids.append(qint64(id));
    }
    QCOMPARE(ids, expected.value("ids"_L1).toArray());
    QCOMPARE(tokenizer.count(text), expected.value("count"_L1).toInteger(-1));
}

void TestTokenVectors::repeats_data()
{
    addRows(readVectors().value("repeats"_L1).toArray());
}

void TestTokenVectors::repeats()
{
    QFETCH(QJsonObject, vector);
    QFETCH(tokens::Encoding, encoding);
    const QJsonObject expected = vector.value(nameOf(encoding)).toObject();
    const QByteArray text =
        vector.value("unit"_L1).toString().repeated(vector.value("times"_L1).toInt()).toUtf8();
    QByteArrayList ids;
    tokens::Tokenizer tokenizer(encoding);
    for (const auto encoded = tokenizer.encode(text); const quint32 id : encoded) {
        ids.append(QByteArray::number(id));
    }
    QCOMPARE(ids.size(), expected.value("count"_L1).toInteger(-1));
    QCOMPARE(tokenizer.count(text), ids.size());
    QCOMPARE(QCryptographicHash::hash(ids.join(','), QCryptographicHash::Sha256).toHex(),
             expected.value("ids_sha256"_L1).toString().toLatin1());
}

void TestTokenVectors::otherVocabularies_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<test::ExpectedTokens>("expected");
    QTest::addColumn<tokens::Encoding>("encoding");
    const QJsonObject expected = test::publishedVectors().value("reference"_L1).toObject();
    for (const QLatin1StringView list : {"cases"_L1, "repeats"_L1}) {
        for (const auto vectors = readVectors().value(list).toArray();
             const auto &value : vectors) {
            const QJsonObject vector = value.toObject();
            const QString id = vector.value("id"_L1).toString();
            const QString text = vector.value("text"_L1).toString()
                + vector.value("unit"_L1).toString().repeated(vector.value("times"_L1).toInt());
            for (const tokens::Encoding encoding : test::publishedEncodings()) {
                QTest::newRow(qPrintable(id + u' ' + nameOf(encoding)))
                    << text.toUtf8() << test::expectedIn(expected.value(id).toObject(), encoding)
                    << encoding;
            }
        }
    }
}

void TestTokenVectors::otherVocabularies()
{
    QFETCH(QByteArray, text);
    QFETCH(test::ExpectedTokens, expected);
    QFETCH(tokens::Encoding, encoding);
    const test::ExpectedTokens found = test::tokensOf(text, encoding);
    QCOMPARE(found.count, expected.count);
    QCOMPARE(found.idsDigest, expected.idsDigest);
}

QTEST_GUILESS_MAIN(TestTokenVectors)
#include "tst_tokenvectors.moc"
