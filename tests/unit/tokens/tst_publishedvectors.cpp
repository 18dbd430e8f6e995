#include "publishedvectors.h"
#include "tokens/countedtext.h"

#include <QJsonArray>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using tokens::Encoding;

/// The tokens of Qwen's and DeepSeek's vocabularies are those that the tokenizers of their makers
/// find: among the texts are decomposed ones, runs of digits, kana, joined emoji and mixed line
/// ends.
class TestPublishedVectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void vectorsAreThere()
    {
        QVERIFY(test::publishedVectors().value("cases"_L1).toArray().size() > 70);
        QVERIFY(!test::publishedVectors().value("madeWith"_L1).toString().isEmpty());
    }

    void cases_data()
    {
        QTest::addColumn<QJsonObject>("vector");
        QTest::addColumn<Encoding>("encoding");
        for (const auto cases = test::publishedVectors().value("cases"_L1).toArray();
             const auto &value : cases) {
            for (const Encoding encoding : test::publishedEncodings()) {
                const QString name =
                    value.toObject().value("name"_L1).toString() + u' ' + nameOf(encoding);
                QTest::newRow(qPrintable(name)) << value.toObject() << encoding;
            }
        }
    }

    void cases()
    {
        QFETCH(QJsonObject, vector);
        QFETCH(Encoding, encoding);
        const QByteArray text =
            vector.value("unit"_L1).toString().repeated(vector.value("times"_L1).toInt()).toUtf8();
        const test::ExpectedTokens expected = test::expectedIn(vector, encoding);
        const test::ExpectedTokens found = test::tokensOf(text, encoding);
        QCOMPARE(found.count, expected.count);
        QCOMPARE(found.idsDigest, expected.idsDigest);
        QCOMPARE(tokens::Tokenizer(encoding).count(text), expected.count);
        tokens::CountedText counted(encoding);
        counted.setText(text);
        QCOMPARE(counted.tokens(), expected.count);
    }
};

QTEST_GUILESS_MAIN(TestPublishedVectors)
#include "tst_publishedvectors.moc"
