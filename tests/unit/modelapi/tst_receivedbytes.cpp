#include "modelapi/receivedbytes.h"

#include <QTest>

using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace {

constexpr auto key = "sk-canary-4711";

} // namespace

class ReceivedBytesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theKeyIsInNoPiece_data();
    void theKeyIsInNoPiece();
    void whatIsNoKeyStays_data();
    void whatIsNoKeyStays();
    void whatIsCutOffEndsWithoutItsBeginning_data();
    void whatIsCutOffEndsWithoutItsBeginning();
};

void ReceivedBytesTest::theKeyIsInNoPiece_data()
{
    QTest::addColumn<QByteArray>("received");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("two events of Anthropic")
        << QByteArray("event: content_block_delta\n"
                      R"(data: {"index":0,"delta":{"type":"text_delta","text":"It is sk-can"}})"
                      "\n\nevent: content_block_delta\n"
                      R"(data: {"delta":{"text":"ary-4711.","type":"text_delta"},"index":0})"
                      "\n\n")
        << QByteArray("event: content_block_delta\n"
                      R"(data: {"index":0,"delta":{"type":"text_delta","text":"It is [key]"}})"
                      "\n\nevent: content_block_delta\n"
                      R"(data: {"delta":{"text":".","type":"text_delta"},"index":0})"
                      "\n\n");
    QTest::newRow("two parts of one event, then another event")
        << QByteArray(R"(data: {"parts":[{"text":"s"},{"text":"k-canary"}]})"
                      "\r\n\r\n"
                      R"(data: {"parts":[{"text":"-4711"}]})")
        << QByteArray(R"(data: {"parts":[{"text":"[key]"},{"text":""}]})"
                      "\r\n\r\n"
                      R"(data: {"parts":[{"text":""}]})");
    QTest::newRow("lines of JSON") << QByteArray(R"({"response":"sk-canary-"})"
                                                 "\n"
                                                 R"({"response":"4711 it is"})"
                                                 "\n")
                                   << QByteArray(R"({"response":"[key]"})"
                                                 "\n"
                                                 R"({"response":" it is"})"
                                                 "\n");
    QTest::newRow("escapes") << QByteArray(R"({"a":"\u0073k-c\u0061"}{"a":"nary\u002d4711\n"})")
                             << QByteArray(R"({"a":"[key]"}{"a":"\n"})");
    QTest::newRow("two kinds of text, mixed")
        << QByteArray(R"({"a":"sk-canary","b":"sk-"}{"a":"-4711","b":"canary-4711"})")
        << QByteArray(R"({"a":"[key]","b":"[key]"}{"a":"","b":""})");
    QTest::newRow("arguments of a tool, JSON in JSON")
        << QByteArray(R"({"partial_json":"{\"key\": \"sk-"}{"partial_json":"canary-4711\"}"})")
        << QByteArray(R"({"partial_json":"{\"key\": \"[key]"}{"partial_json":"\"}"})");
    QTest::newRow("an event that is cut, then others")
        << QByteArray("data: {\"a\":{\"b\":\"x\ndata: {\"a\":\"sk-\"}\n\ndata: "
                      "{\"a\":\"canary-4711\"}\n")
        << QByteArray("data: {\"a\":{\"b\":\"x\ndata: {\"a\":\"[key]\"}\n\ndata: {\"a\":\"\"}\n");
    QTest::newRow("twice") << QByteArray(R"({"a":"sk-canary-4711sk-"}{"a":"canary-4711"})")
                           << QByteArray(R"({"a":"[key][key]"}{"a":""})");
    QTest::newRow("base64") << R"({"a":")" + QByteArray(key).toBase64().insert(7, R"("}{"a":")")
            + R"("})" << QByteArray(R"({"a":"[key]"}{"a":""})");
    QTest::newRow("no JSON") << QByteArray("<p>sk-canary-4711</p>") << QByteArray("<p>[key]</p>");
    QTest::newRow("a name") << QByteArray(R"({"sk-canary-4711":1})")
                            << QByteArray(R"({"[key]":1})");
}

void ReceivedBytesTest::theKeyIsInNoPiece()
{
    QFETCH(const QByteArray, received);
    QTEST(receivedWithoutKey(received, key, Extent::Whole), "shown");
}

void ReceivedBytesTest::whatIsNoKeyStays_data()
{
    QTest::addColumn<QByteArray>("received");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("only begun") << QByteArray(R"({"a":"sk-canary"}{"a":"-471 is none"})");
    QTest::newRow("pieces of other texts") << QByteArray(R"({"a":"sk-canary","b":"-4711"})");
    QTest::newRow("broken") << QByteArray("}]\"{\"a\\\":[\"\\u00\\ud83d\\u\\");
}

void ReceivedBytesTest::whatIsNoKeyStays()
{
    QFETCH(const QByteArray, received);
    QCOMPARE(receivedWithoutKey(received, key, Extent::Whole), received);
    QCOMPARE(receivedWithoutKey(received, {}, Extent::Whole), received);
}

void ReceivedBytesTest::whatIsCutOffEndsWithoutItsBeginning_data()
{
    QTest::addColumn<QByteArray>("received");
    QTest::addColumn<QByteArray>("shown");
    QTest::newRow("in a text") << QByteArray(R"({"a":"It is sk-cana)")
                               << QByteArray(R"({"a":"It is [key])");
    QTest::newRow("in two") << QByteArray(R"({"a":"sk-"}{"a":"cana"}{"b")")
                            << QByteArray(R"({"a":"[key]"}{"a":""}{"b")");
    QTest::newRow("no JSON") << QByteArray("It is sk-cana") << QByteArray("It is [key]");
    QTest::newRow("hardly begun") << QByteArray("It is sk-") << QByteArray("It is sk-");
}

void ReceivedBytesTest::whatIsCutOffEndsWithoutItsBeginning()
{
    QFETCH(const QByteArray, received);
    QTEST(receivedWithoutKey(received, key, Extent::CutOff), "shown");
}

QTEST_GUILESS_MAIN(ReceivedBytesTest)
#include "tst_receivedbytes.moc"
