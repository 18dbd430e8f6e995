#include "exchanging.h"

#include <QDateTime>
#include <QFile>
#include <QJsonDocument>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace hermes;
using namespace hermes::core;
using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto key = canaryKey;
const QString eventStream = u"text/event-stream"_s;

QByteArray chunk(const QByteArray &text)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
}

/// The text that the events of a stream have, taken together.
QString contentsIn(const QByteArray &stream)
{
    QString contents;
    for (const auto lines = stream.split('\n'); const QByteArray &line : lines) {
        const auto event = QJsonDocument::fromJson(line.sliced(line.startsWith("data: ") ? 6 : 0));
        contents += event["choices"_L1][0]["delta"_L1]["content"_L1].toString();
    }
    return contents;
}

const QByteArray chatEnd =
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n"
    "data: [DONE]\n\n";

QJsonArray goodReply()
{
    return {head(200, eventStream), sent(chunk("Hi") + chatEnd), step(u"end"_s)};
}

ConnectionSettings connectionTo(const QString &base)
{
    ConnectionSettings settings;
    settings.type = ConnectionType::OpenAiCompatible;
    settings.baseUrl = base;
    settings.modelId = u"story"_s;
    return settings;
}

/// 0 under sanitizers, whose own memory says nothing about ours.
qint64 residentBytes()
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 0;
#endif
    QFile file(u"/proc/self/statm"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll().split(' ').value(1).toLongLong() * 4096
                                          : 0;
}

} // namespace

/// Against a real server on loopback, faults included.
class ExchangeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.isRunning()); }

    void theAnswerStreams();
    void theServerGetsTheVeryBytesAndTheKeyInItsHeader();
    void eventsComeWhileTheServerStillSends();
    void aWholeAnswerIsTakenToo();
    void overloadedServersAreAskedAgain();
    void retriesEnd();
    void aCutStreamIsNotAskedForAgain_data();
    void aCutStreamIsNotAskedForAgain();
    void silenceTimesOut_data();
    void silenceTimesOut();
    void theWholeTimeIsLimited();
    void theTimeInAQueueDoesNotCount();
    void tooMuchIsCutOff_data();
    void tooMuchIsCutOff();
    void aHeadWithoutEndIsCutOff_data();
    void aHeadWithoutEndIsCutOff();
    void aHeadWithoutEndCanBeCancelled();
    void interimHeadsAndTrailersAreNoAnswer();
    void programsStartedMeanwhileDoNotHoldTheConnection();
    void aKeyThatWouldEndItsHeaderIsNotSent();
    void aBombIsNotUnpacked();
    void aServersTextCannotHarm();
    void aKeyThatIsRepeatedIsInNothingThatIsTold_data();
    void aKeyThatIsRepeatedIsInNothingThatIsTold();
    void keysDoNotGoByHttp();
    void notHttp();
    void noTlsIsToldBehindAnAddressThatRefuses();
    void theEnvironmentsProxyIsUsed();
    void destructionClosesTheConnection();
    void cancelDuringAWaitEndsIt();
    void cancelAtAHundredMoments();

private:
    ModelServer m_server;
};

void ExchangeTest::theAnswerStreams()
{
    const ExchangeOutcome outcome =
        exchanged(connectionTo(m_server.replying(u"ok"_s, {goodReply()})));
    QVERIFY2(!outcome.failure,
             qPrintable(outcome.failure ? outcome.failure->error.message : QString()));
    QCOMPARE(outcome.answer.text, u"Hi"_s);
    QCOMPARE(outcome.answer.usage.input, 3);
    QCOMPARE(outcome.answer.stop->reason, Stop::Reason::EndOfTurn);
    QCOMPARE(outcome.attempts, 1);
    QCOMPARE(outcome.head.status, 200);
    QVERIFY(outcome.firstToken && *outcome.firstToken <= outcome.total);
    QCOMPARE(outcome.received, chunk("Hi") + chatEnd);
}

void ExchangeTest::theServerGetsTheVeryBytesAndTheKeyInItsHeader()
{
    const ConnectionSettings settings = connectionTo(m_server.replying(u"bytes"_s, {goodReply()}));
    QVERIFY(!exchanged(settings).failure);
    const auto requests = m_server.requests(u"bytes"_s);
    QCOMPARE(requests.size(), 1);
    QCOMPARE(requests[0].method, u"POST"_s);
    QCOMPARE(requests[0].target, u"/bytes/chat/completions"_s);
    QCOMPARE(requests[0].body, question(settings).body);
    QCOMPARE(requests[0].header("Authorization"), "Bearer " + QByteArray(key));
    QCOMPARE(requests[0].header("Content-Type"), "application/json; charset=utf-8");
    QCOMPARE(requests[0].header("Accept-Encoding"), "identity");
    QVERIFY(requests[0].header("Cookie").isEmpty());
    QVERIFY(!exchanged(settings, quick(), {}).failure);
    QVERIFY(m_server.requests(u"bytes"_s).at(1).header("Authorization").isEmpty());
}

void ExchangeTest::eventsComeWhileTheServerStillSends()
{
    const ConnectionSettings settings = connectionTo(m_server.replying(
        u"live"_s, {QJsonArray{head(200, eventStream), sent(chunk("one")), step(u"hang"_s)}}));
    Exchange exchange(settings, question(settings), quick(), nullptr);
    QString text;
    connect(&exchange, &Exchange::eventsArrived, this, [&text](const QList<AnswerEvent> &events) {
        for (const AnswerEvent &event : events) {
            text += std::get<TextDelta>(event).text;
        }
    });
    exchange.start(key);
    QTRY_COMPARE(text, u"one"_s);
}

void ExchangeTest::aWholeAnswerIsTakenToo()
{
    const QByteArray body =
        R"({"choices":[{"index":0,"message":{"content":"Hi"},"finish_reason":"stop"}]})";
    const ExchangeOutcome outcome =
        exchanged(connectionTo(m_server.replying(u"whole"_s, {errorReply(200, body)})));
    QVERIFY(!outcome.failure);
    QCOMPARE(outcome.answer.text, u"Hi"_s);
}

void ExchangeTest::overloadedServersAreAskedAgain()
{
    const ConnectionSettings settings = connectionTo(
        m_server.replying(u"again"_s,
                          {errorReply(529, "{}", {QJsonArray{u"retry-after-ms"_s, u"5"_s}}),
                           errorReply(503, "{}"), goodReply()}));
    Exchange exchange(settings, question(settings), quick(), nullptr);
    QList<std::chrono::milliseconds> waits;
    std::optional<ExchangeOutcome> outcome;
    connect(&exchange, &Exchange::waiting, this,
            [&waits](const Failure &, std::chrono::milliseconds wait) { waits.append(wait); });
    connect(&exchange, &Exchange::finished, this,
            [&outcome](const ExchangeOutcome &each) { outcome = each; });
    exchange.start(key);
    QTRY_VERIFY_WITH_TIMEOUT(outcome, 60000);
    QVERIFY(!outcome->failure);
    QCOMPARE(outcome->attempts, 3);
    QCOMPARE(waits, (QList<std::chrono::milliseconds>{5ms, 1ms}));
}

void ExchangeTest::retriesEnd()
{
    const ExchangeOutcome outcome =
        exchanged(connectionTo(m_server.replying(u"gone"_s, {QJsonArray{step(u"reset"_s)}})));
    QVERIFY(isCut(outcome, FailureKind::Network, {}));
    QCOMPARE(outcome.attempts, 3);
}

void ExchangeTest::aCutStreamIsNotAskedForAgain_data()
{
    QTest::addColumn<QJsonArray>("reply");
    QTest::addColumn<FailureKind>("kind");
    QTest::newRow("reset") << QJsonArray{head(200, eventStream), sent(chunk("Hi")),
                                         QJsonObject{{u"drip"_s, u":"_s}, {u"pause"_s, 0.3}},
                                         step(u"reset"_s)}
                           << FailureKind::Interrupted;
    QTest::newRow("closed") << QJsonArray{head(200, eventStream), sent(chunk("Hi")),
                                          step(u"close"_s)}
                            << FailureKind::Interrupted;
    QTest::newRow("ended early") << QJsonArray{head(200, eventStream), sent(chunk("Hi")),
                                               step(u"end"_s)}
                                 << FailureKind::Interrupted;
    QTest::newRow("to be closed") << QJsonArray{head(200, eventStream, {}, u"close"_s),
                                                sent(chunk("Hi")), step(u"close"_s)}
                                  << FailureKind::Interrupted;
    QTest::newRow("error within") << QJsonArray{
        head(200, eventStream), sent(chunk("Hi")),
        sent("data: {\"error\":{\"message\":\"said\",\"type\":\"overloaded_error\"}}\n\n"),
        step(u"hang"_s)} << FailureKind::Overloaded;
    QTest::newRow("nonsense") << QJsonArray{head(200, eventStream),
                                            sent(chunk("Hi") + "data: <p>\n\n"), step(u"hang"_s)}
                              << FailureKind::Protocol;
}

void ExchangeTest::aCutStreamIsNotAskedForAgain()
{
    QFETCH(QJsonArray, reply);
    QFETCH(FailureKind, kind);
    const ExchangeOutcome outcome = exchanged(connectionTo(m_server.replying(u"cut"_s, {reply})));
    QVERIFY2(isCut(outcome, kind, u"Hi"_s), qPrintable(outcome.failure->error.message));
    QCOMPARE(outcome.attempts, 1);
    QCOMPARE(m_server.requests(u"cut"_s).size(), 1);
}

void ExchangeTest::silenceTimesOut_data()
{
    QTest::addColumn<QJsonArray>("reply");
    QTest::addColumn<QString>("kept");
    QTest::newRow("no answer") << QJsonArray{step(u"hang"_s)} << QString();
    QTest::newRow("endless head") << QJsonArray{sent("HTTP/1.1 200 OK\r\n"),
                                                QJsonObject{{u"repeat"_s, u"X-A: b\r\n"_s},
                                                            {u"pause"_s, 0.01}}}
                                  << QString();
    QTest::newRow("head only") << QJsonArray{head(200, eventStream), step(u"hang"_s)} << QString();
    QTest::newRow("stall") << QJsonArray{head(200, eventStream), sent(chunk("Hi")), step(u"hang"_s)}
                           << u"Hi"_s;
    QTest::newRow("comments only")
        << QJsonArray{head(200, eventStream), sent(chunk("Hi")),
                      QJsonObject{{u"repeat"_s, u": ping\n\n"_s}, {u"pause"_s, 0.01}}}
        << u"Hi"_s;
    QTest::newRow("drip") << QJsonArray{head(200, eventStream), sent(chunk("Hi")), sent("data: "),
                                        QJsonObject{{u"repeat"_s, u"x"_s}, {u"pause"_s, 0.01}}}
                          << u"Hi"_s;
    QTest::newRow("error body") << QJsonArray{head(500, eventStream), step(u"hang"_s)} << QString();
}

void ExchangeTest::silenceTimesOut()
{
    QFETCH(QJsonArray, reply);
    QFETCH(QString, kept);
    ConnectionSettings settings = connectionTo(m_server.replying(u"still"_s, {reply}));
    if (kept.isEmpty()) { // else a busy machine must have time for what comes before the silence
        settings.timeOuts.firstByte = 400ms;
    }
    settings.timeOuts.idle = 400ms;
    const ExchangeOutcome outcome = exchanged(settings);
    QVERIFY2(isCut(outcome, FailureKind::TimedOut, kept), qPrintable(outcome.answer.text));
    QVERIFY(m_server.waitForClosed(u"still"_s));
}

void ExchangeTest::theWholeTimeIsLimited()
{
    ConnectionSettings settings = connectionTo(
        m_server.replying(u"long"_s,
                          {QJsonArray{head(200, eventStream),
                                      QJsonObject{{u"repeat"_s, QString::fromUtf8(chunk("x"))},
                                                  {u"pause"_s, 0.02}}}}));
    settings.timeOuts.total = 3s;
    const ExchangeOutcome outcome = exchanged(settings);
    QVERIFY(outcome.failure);
    QCOMPARE(outcome.failure->kind, FailureKind::TimedOut);
    QVERIFY(outcome.answer.text.startsWith(u"xx"));
}

void ExchangeTest::theTimeInAQueueDoesNotCount()
{
    ConnectionSettings settings = connectionTo(m_server.replying(
        u"queue"_s,
        {QJsonArray{QJsonObject{{u"repeat"_s, u"HTTP/1.1 103 Early Hints\r\n\r\n"_s},
                                {u"count"_s, 6},
                                {u"pause"_s, 0.25}},
                    head(200, eventStream), sent(chunk("Hi") + chatEnd), step(u"end"_s)}}));
    settings.timeOuts.total = 900ms;
    const ExchangeOutcome outcome = exchanged(settings);
    QVERIFY2(!outcome.failure, qPrintable(outcome.failure->error.message));
    QCOMPARE(outcome.answer.text, u"Hi"_s);
}

void ExchangeTest::tooMuchIsCutOff_data()
{
    QTest::addColumn<QJsonObject>("flood");
    QTest::newRow("a line") << QJsonObject{{u"repeat"_s, u"x"_s}};
    QTest::newRow("an event") << QJsonObject{{u"repeat"_s, u"data: x\n"_s}};
    QTest::newRow("comments") << QJsonObject{{u"repeat"_s, u": x\n"_s}};
}

void ExchangeTest::tooMuchIsCutOff()
{
    QFETCH(QJsonObject, flood);
    const ConnectionSettings settings = connectionTo(m_server.replying(
        u"flood"_s, {QJsonArray{head(200, eventStream), sent(chunk("Hi")), flood}}));
    const qint64 before = residentBytes();
    const ExchangeOutcome outcome = exchanged(settings);
    QVERIFY2(isCut(outcome, FailureKind::TooLarge, u"Hi"_s),
             qPrintable(outcome.failure ? outcome.failure->error.message : outcome.answer.text));
    QVERIFY(m_server.waitForClosed(u"flood"_s));
    QVERIFY2(residentBytes() - before < 64LL * 1024 * 1024,
             qPrintable(QString::number(residentBytes() - before)));
}

void ExchangeTest::aHeadWithoutEndIsCutOff_data()
{
    QTest::addColumn<QString>("begin");
    QTest::addColumn<QString>("flood");
    const QString ok = u"HTTP/1.1 200 OK\r\n"_s;
    QTest::newRow("lines") << ok << u"X-A: b\r\n"_s;
    QTest::newRow("one line") << ok + u"X-A: "_s << u"b"_s;
    QTest::newRow("a folded line") << ok + u"X-A: b\r\n"_s << u" b\r\n"_s;
    QTest::newRow("status") << u"HTTP/1.1 200 "_s << u"OK"_s;
    QTest::newRow("interim answers") << QString() << u"HTTP/1.1 103 Early Hints\r\n\r\n"_s;
}

void ExchangeTest::aHeadWithoutEndIsCutOff()
{
    QFETCH(QString, begin);
    QFETCH(QString, flood);
    const ConnectionSettings settings = connectionTo(m_server.replying(
        u"head"_s, {QJsonArray{sent(begin.toUtf8()), QJsonObject{{u"repeat"_s, flood}}}}));
    const qint64 before = residentBytes();
    const ExchangeOutcome outcome = exchanged(settings);
    QVERIFY2(isCut(outcome, FailureKind::TooLarge, {}), why(outcome));
    QVERIFY2(outcome.failure->error.message.contains(u"head"), why(outcome));
    QCOMPARE(outcome.attempts, 1);
    QVERIFY(m_server.waitForClosed(u"head"_s));
    QVERIFY(residentBytes() - before < 64LL * 1024 * 1024);
}

void ExchangeTest::aHeadWithoutEndCanBeCancelled()
{
    const ConnectionSettings settings = connectionTo(m_server.replying(
        u"slow"_s,
        {QJsonArray{sent("HTTP/1.1 200 OK\r\n"),
                    QJsonObject{{u"repeat"_s, u"X-A: b\r\n"_s}, {u"pause"_s, 0.001}}}}));
    Exchange exchange(settings, question(settings), quick(), nullptr);
    std::optional<ExchangeOutcome> outcome;
    connect(&exchange, &Exchange::finished, this,
            [&outcome](const ExchangeOutcome &each) { outcome = each; });
    exchange.start(key);
    QTRY_COMPARE(m_server.requests(u"slow"_s).size(), 1);
    QTest::qWait(50);
    exchange.cancel();
    QTRY_VERIFY(outcome);
    QCOMPARE(outcome->failure->kind, FailureKind::Cancelled);
    QVERIFY(m_server.waitForClosed(u"slow"_s));
}

void ExchangeTest::interimHeadsAndTrailersAreNoAnswer()
{
    const QByteArray text = chunk("Hi") + chatEnd;
    const ExchangeOutcome outcome = exchanged(connectionTo(m_server.replying(
        u"interim"_s,
        {QJsonArray{sent("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\n"
                         "Content-Type: text/event-stream\r\nX-Long: one\r\n two\r\n"
                         "Transfer-Encoding: chunked\r\n\r\n"
                         + QByteArray::number(text.size(), 16) + "\r\n" + text
                         + "\r\n0\r\nX-Trailer: late\r\nContent-Type: text/html\r\n\r\n"),
                    step(u"hang"_s)}})));
    QVERIFY2(!outcome.failure, why(outcome));
    QCOMPARE(outcome.answer.text, u"Hi"_s);
    QCOMPARE(outcome.head.status, 200);
    QCOMPARE(outcome.head.value("x-long"), "one two");
    QVERIFY(outcome.head.value("Link").isEmpty() && outcome.head.value("X-Trailer").isEmpty());
}

void ExchangeTest::programsStartedMeanwhileDoNotHoldTheConnection()
{
    const ConnectionSettings settings =
        connectionTo(m_server.replying(u"child"_s, {QJsonArray{step(u"hang"_s)}}));
    QProcess child;
    {
        Exchange exchange(settings, question(settings), quick(), nullptr);
        exchange.start(key);
        QTRY_COMPARE(m_server.requests(u"child"_s).size(), 1);
        child.start(u"sleep"_s, {u"600"_s});
        QVERIFY(child.waitForStarted());
    }
    QVERIFY(m_server.waitForClosed(u"child"_s));
    QCOMPARE(child.state(), QProcess::Running);
    child.kill();
    child.waitForFinished();
}

void ExchangeTest::aKeyThatWouldEndItsHeaderIsNotSent()
{
    const ConnectionSettings settings = connectionTo(m_server.replying(u"line"_s, {goodReply()}));
    const ExchangeOutcome outcome = exchanged(settings, quick(), "canary\r\nX-Other: smuggled");
    QVERIFY(isCut(outcome, FailureKind::BadRequest, {}));
    QVERIFY2(outcome.failure->error.message.contains(u"nothing was sent"), why(outcome));
    QVERIFY(!outcome.failure->error.message.contains(u"canary"));
    QVERIFY(!outcome.failure->error.detail.contains(u"canary"));
    QCOMPARE(m_server.requests(u"line"_s).size(), 0);
}

void ExchangeTest::aBombIsNotUnpacked()
{
    const qint64 before = residentBytes();
    for (const char *type : {"text/event-stream", "application/json"}) {
        const ExchangeOutcome outcome = exchanged(connectionTo(
            m_server.replying(u"bomb"_s,
                              {QJsonArray{head(200, QLatin1String(type),
                                               {QJsonArray{u"Content-Encoding"_s, u"gzip"_s}}),
                                          QJsonObject{{u"bomb"_s, 300}}, step(u"end"_s)}})));
        QVERIFY(isCut(outcome, FailureKind::Protocol, {}));
    }
    QVERIFY2(residentBytes() - before < 60LL * 1024 * 1024,
             qPrintable(QString::number(residentBytes() - before)));
}

void ExchangeTest::aServersTextCannotHarm()
{
    const QByteArray page = "<html><script>alert(1)</script><h1>502\x1b]0;x\a</h1><p>"
        + QByteArray(key) + QByteArray(20000, 'x');
    for (const int status : {400, 200}) {
        const ExchangeOutcome outcome = exchanged(connectionTo(
            m_server.replying(u"page"_s, {errorReply(status, page, {}, u"text/html"_s)})));
        QVERIFY(outcome.failure);
        const QString message = outcome.failure->error.message;
        QVERIFY2(message.contains(u"502\\u{1b}]0;x") && message.contains(u"[key]"),
                 qPrintable(message));
        QVERIFY(!message.contains(QLatin1String(key)) && !message.contains(u"alert"));
        QVERIFY(message.toUtf8().size() < 4096 + 400);
        QVERIFY(!outcome.failure->body.contains(key) && outcome.failure->body.size() <= 2048);
        QVERIFY(!outcome.received.contains(key));
    }
}

void ExchangeTest::aKeyThatIsRepeatedIsInNothingThatIsTold_data()
{
    QTest::addColumn<QByteArrayList>("pieces");
    QTest::addColumn<QString>("told");
    QByteArrayList bytes;
    for (const QByteArray text = QByteArray("It is ") + key + "."; const char byte : text) {
        bytes.append(QByteArray(1, byte));
    }
    QTest::newRow("whole") << QByteArrayList{QByteArray("It is ") + key + "."} << u"It is [key]."_s;
    QTest::newRow("byte by byte") << bytes << u"It is [key]."_s;
    QTest::newRow("in two") << QByteArrayList{"It is sk-ca", "nary-4711."} << u"It is [key]."_s;
    QTest::newRow("base64") << QByteArrayList{QByteArray(key).toBase64()} << u"[key]"_s;
    QTest::newRow("only begun") << QByteArrayList{"It is sk-ca", "ndy"} << u"It is sk-candy"_s;
    QTest::newRow("begun at the end") << QByteArrayList{"It is sk-ca"} << u"It is sk-ca"_s;
}

void ExchangeTest::aKeyThatIsRepeatedIsInNothingThatIsTold()
{
    QFETCH(const QByteArrayList, pieces);
    QByteArray stream;
    for (const QByteArray &piece : pieces) {
        stream += chunk(piece);
    }
    const QJsonArray headers{QJsonArray{u"X-Echo"_s, QString::fromLatin1(key)},
                             QJsonArray{u"X-Auth-Token"_s, u"of-another"_s}};
    const ConnectionSettings settings = connectionTo(m_server.replying(
        u"echo"_s,
        {QJsonArray{head(200, eventStream, headers), sent(stream + chatEnd), step(u"end"_s)}}));
    Exchange exchange(settings, question(settings), quick(), nullptr);
    QString told;
    connect(&exchange, &Exchange::eventsArrived, &exchange,
            [&told](const QList<AnswerEvent> &events) {
                for (const AnswerEvent &event : events) {
                    const auto *text = std::get_if<TextDelta>(&event);
                    told += text != nullptr ? text->text : QString();
                    QVERIFY(!told.contains(QLatin1StringView(key)));
                }
            });
    std::optional<ExchangeOutcome> outcome;
    connect(&exchange, &Exchange::finished, &exchange,
            [&outcome](const ExchangeOutcome &end) { outcome = end; });
    exchange.start(key);
    QTRY_VERIFY(outcome.has_value());
    QTEST(told, "told");
    QTEST(outcome->answer.text, "told");
    QTEST(contentsIn(outcome->received), "told");
    QCOMPARE(outcome->head.value("X-Echo"), "[key]");
    QCOMPARE(outcome->head.value("X-Auth-Token"), "…");
}

void ExchangeTest::keysDoNotGoByHttp()
{
    const ConnectionSettings settings = connectionTo(u"http://model.invalid/v1"_s);
    const ExchangeOutcome outcome = exchanged(settings);
    QVERIFY(isCut(outcome, FailureKind::KeyWithheld, {}));
    QCOMPARE(outcome.attempts, 0);
}

void ExchangeTest::notHttp()
{
    const ExchangeOutcome outcome = exchanged(connectionTo(m_server.replying(
        u"ssh"_s,
        {QJsonArray{QJsonObject{{u"send"_s, u"SSH-2.0-OpenSSH\r\n"_s}}, step(u"close"_s)}})));
    QVERIFY(outcome.failure);
    QVERIFY(outcome.failure->kind == FailureKind::Protocol
            || outcome.failure->kind == FailureKind::Network);
}

void ExchangeTest::noTlsIsToldBehindAnAddressThatRefuses()
{
    // localhost is ::1 first, where nobody listens.
    QTcpServer plain;
    QVERIFY(plain.listen(QHostAddress::LocalHost));
    connect(&plain, &QTcpServer::newConnection, &plain,
            [&plain] { plain.nextPendingConnection()->write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    const ExchangeOutcome outcome =
        exchanged(connectionTo(u"https://localhost:%1"_s.arg(plain.serverPort())));
    QVERIFY2(isCut(outcome, FailureKind::Certificate, {}), why(outcome));
    QVERIFY2(outcome.failure->error.message.contains(u"does not speak TLS"), why(outcome));
    QCOMPARE(outcome.attempts, 1);
}

void ExchangeTest::theEnvironmentsProxyIsUsed()
{
    (void)m_server.replying(u"v1"_s, {goodReply()});
    qputenv("http_proxy", "http://127.0.0.1:" + QByteArray::number(m_server.port()));
    const ExchangeOutcome outcome =
        exchanged(connectionTo(u"http://model.invalid/v1"_s), quick(), {});
    qunsetenv("http_proxy");
    QVERIFY2(!outcome.failure,
             qPrintable(outcome.failure ? outcome.failure->error.message : QString()));
    const auto requests = m_server.requests(u"v1"_s);
    QCOMPARE(requests.size(), 1);
    QCOMPARE(requests[0].target, u"http://model.invalid/v1/chat/completions"_s);
}

void ExchangeTest::destructionClosesTheConnection()
{
    const ConnectionSettings settings =
        connectionTo(m_server.replying(u"drop"_s, {QJsonArray{step(u"hang"_s)}}));
    {
        Exchange exchange(settings, question(settings), quick(), nullptr);
        exchange.start(key);
        QTRY_COMPARE(m_server.requests(u"drop"_s).size(), 1);
    }
    QVERIFY(m_server.waitForClosed(u"drop"_s));
}

void ExchangeTest::cancelDuringAWaitEndsIt()
{
    ExchangeOptions options = quick();
    options.retries.backoff = [](int) { return 1h; };
    const ConnectionSettings settings =
        connectionTo(m_server.replying(u"wait"_s, {errorReply(500, "{}")}));
    Exchange exchange(settings, question(settings), options, nullptr);
    std::optional<ExchangeOutcome> outcome;
    connect(&exchange, &Exchange::waiting, &exchange, &Exchange::cancel);
    connect(&exchange, &Exchange::finished, this,
            [&outcome](const ExchangeOutcome &each) { outcome = each; });
    exchange.start(key);
    QTRY_VERIFY(outcome);
    QCOMPARE(outcome->failure->kind, FailureKind::Cancelled);
    QCOMPARE(m_server.requests(u"wait"_s).size(), 1);
}

void ExchangeTest::cancelAtAHundredMoments()
{
    const ConnectionSettings settings = connectionTo(
        m_server.replying(u"any"_s,
                          {QJsonArray{head(200, eventStream),
                                      QJsonObject{{u"repeat"_s, QString::fromUtf8(chunk("x"))},
                                                  {u"pause"_s, 0.001}}}}));
    QRandomGenerator random(4711);
    for (int i = 0; i < 100; ++i) {
        auto exchange = std::make_unique<Exchange>(settings, question(settings), quick(), nullptr);
        std::optional<ExchangeOutcome> outcome;
        qint64 left = random.bounded(40);
        connect(exchange.get(), &Exchange::finished, this,
                [&outcome](const ExchangeOutcome &each) { outcome = each; });
        // Half of them from inside a signal, at a random event; half between two events.
        if (i % 2 == 0) {
            connect(exchange.get(), &Exchange::eventsArrived, exchange.get(),
                    [&exchange, &left](const QList<AnswerEvent> &events) {
                        left -= events.size();
                        if (left <= 0) {
                            exchange->cancel();
                        }
                    });
        }
        exchange->start(key);
        if (i % 2 != 0) {
            QTest::qWait(random.bounded(20));
            if (i % 4 == 1) {
                exchange.reset();
                continue;
            }
            exchange->cancel();
        }
        QTRY_VERIFY_WITH_TIMEOUT(outcome, 30000);
        QCOMPARE(outcome->failure->kind, FailureKind::Cancelled);
        QCOMPARE(outcome->answer.text, QString(outcome->answer.text.size(), u'x'));
    }
}

QTEST_GUILESS_MAIN(ExchangeTest)
#include "tst_exchange.moc"
