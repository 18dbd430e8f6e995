#include "assembly/assembly.h"

#include <QTest>

using namespace hermes;

class TestTokenEstimate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void estimates_data();
    void estimates();
    void growsEvenlyWithTheText();
    void anyBytesAreCounted();
};

void TestTokenEstimate::estimates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("least");
    QTest::addColumn<int>("most");
    // Exact counts of common vocabularies lie between the bounds.
    QTest::newRow("empty") << QByteArray() << 0 << 0;
    QTest::newRow("word") << QByteArray("hello") << 1 << 1;
    QTest::newRow("sentence") << QByteArray("You review pull requests and never approve your own.")
                              << 10 << 11;
    QTest::newRow("number") << QByteArray("1234567") << 3 << 3;
    QTest::newRow("list") << QByteArray("- one\n- two\n- three\n") << 8 << 10;
    QTest::newRow("ruler") << QByteArray("----------------\n") << 1 << 2;
    QTest::newRow("indentation") << QByteArray("    return value;\n") << 4 << 5;
    QTest::newRow("chinese") << QByteArray("你好，世界") << 4 << 7;
    QTest::newRow("cyrillic") << QByteArray("Привет, мир!") << 4 << 9;
    QTest::newRow("camelCase") << QByteArray("readFileNow") << 3 << 4;
}

void TestTokenEstimate::estimates()
{
    QFETCH(QByteArray, text);
    QFETCH(int, least);
    QFETCH(int, most);
    const qint64 tokens = assembly::estimateTokens(text).tokens;
    QVERIFY2(tokens >= least && tokens <= most, QByteArray::number(tokens).constData());
}

void TestTokenEstimate::growsEvenlyWithTheText()
{
    const QByteArray line(
        "Validate input at the boundary; make operations idempotent, café included.\n");
    const qint64 once = assembly::estimateTokens(line.repeated(100)).tokens;
    const qint64 often = assembly::estimateTokens(line.repeated(10'000)).tokens;
    QVERIFY(qAbs(often - once * 100) <= once);
}

void TestTokenEstimate::anyBytesAreCounted()
{
    QByteArray bytes;
    for (int i = 0; i < 512; ++i) {
        bytes.append(static_cast<char>(i * 7));
    }
    for (qsizetype length = 1; length <= bytes.size(); ++length) {
        const qint64 tokens = assembly::estimateTokens(bytes.first(length)).tokens;
        QVERIFY(tokens >= 0 && tokens <= 2 * length);
    }
}

QTEST_GUILESS_MAIN(TestTokenEstimate)
#include "tst_tokenestimate.moc"
