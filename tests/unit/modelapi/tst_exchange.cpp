#include "modelapi/exchange.h"
#include "modelapi/requests.h"
#include "modelserver.h"
#include "scratchfolder.h"

#include <QDateTime>
#include <QFile>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTest>

using namespace hermes;
using namespace hermes::core;
using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto key = "sk-canary-4711";
const QString eventStream = u"text/event-stream"_s;

QByteArray chunk(const QByteArray &text)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
}

const QByteArray chatEnd =
    "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
    "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\n"
    "data: [DONE]\n\n";

QJsonArray goodReply()
{
    return {head(200, eventStream), sent(chunk("Hi") + chatEnd), step(u"end"_s)};
}

QJsonArray errorReply(int status, const QByteArray &body, const QJsonArray &headers = {},
                      const QString &contentType = u"application/json"_s)
{
    return {head(status, contentType, headers, u"length:%1"_s.arg(body.size())), sent(body)};
}

ConnectionSettings connectionTo(const QString &base)
{
    ConnectionSettings settings;
    settings.type = ConnectionType::OpenAiCompatible;
    settings.baseUrl = base;
    settings.modelId = u"story"_s;
    return settings;
}

HttpRequest question(const ConnectionSettings &settings)
{
    Turn turn;
    turn.text = u"Hi"_s;
    return answerRequest(settings, requestFor(settings, "Be brief.", {turn})).value();
}

ExchangeOptions quick()
{
    ExchangeOptions options;
    options.retries.backoff = [](int) { return 1ms; };
    return options;
}

/// Runs an exchange to its end.
ExchangeOutcome exchanged(const ConnectionSettings &settings,
                          const ExchangeOptions &options = quick(), QByteArrayView withKey = key)
{
    Exchange exchange(settings, question(settings), options, nullptr);
    std::optional<ExchangeOutcome> outcome;
    int count = 0;
    QObject::connect(&exchange, &Exchange::finished, &exchange, [&](const ExchangeOutcome &each) {
        outcome = each;
        ++count;
    });
    exchange.start(withKey);
    const bool isEarly = outcome.has_value();
    (void)QTest::qWaitFor([&] { return outcome.has_value(); }, 60000);
    QTest::qWait(0);
    return isEarly || count != 1 ? ExchangeOutcome{} : *outcome;
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

bool isCut(const ExchangeOutcome &outcome, FailureKind kind, const QString &text)
{
    return outcome.failure && outcome.failure->kind == kind && outcome.answer.text == text
        && !outcome.failure->error.message.isEmpty();
}

} // namespace

/// Against a real server on loopback, faults included.
class ExchangeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        // A name that nobody knows is to be found unknown soon.
        qputenv("RES_OPTIONS", "timeout:1 attempts:1");
        QVERIFY(m_server.isRunning());
        QVERIFY(m_other.isRunning());
    }

    void theAnswerStreams();
    void theServerGetsTheVeryBytesAndTheKeyInItsHeader();
    void eventsComeWhileTheServerStillSends();
    void aWholeAnswerIsTakenToo();
    void errorAnswersSayWhatToDo_data();
    void errorAnswersSayWhatToDo();
    void redirectsAreNotFollowed_data();
    void redirectsAreNotFollowed();
    void overloadedServersAreAskedAgain();
    void retriesEnd();
    void aLongWaitIsToldAndNotWaited();
    void aCutStreamIsNotAskedForAgain_data();
    void aCutStreamIsNotAskedForAgain();
    void silenceTimesOut_data();
    void silenceTimesOut();
    void theWholeTimeIsLimited();
    void tooMuchIsCutOff_data();
    void tooMuchIsCutOff();
    void aBombIsNotUnpacked();
    void aServersTextCannotHarm();
    void keysDoNotGoByHttp();
    void nobodyThere();
    void unknownName();
    void notHttp();
    void certificates();
    void aProxyThatAsksForAPassword();
    void theEnvironmentsProxyIsUsed();
    void cancelClosesTheConnection();
    void destructionClosesTheConnection();
    void cancelDuringAWaitEndsIt();
    void cancelAtAHundredMoments();

private:
    ModelServer m_server;
    ModelServer m_other;
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

void ExchangeTest::errorAnswersSayWhatToDo_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<int>("attempts");
    const auto error = [](const char *code) {
        return QByteArray("{\"error\":{\"message\":\"said\",\"code\":\"") + code + "\"}}";
    };
    QTest::newRow("401") << 401 << error("invalid_api_key") << FailureKind::Authentication << 1;
    QTest::newRow("403") << 403 << error("") << FailureKind::Authentication << 1;
    QTest::newRow("404") << 404 << error("model_not_found") << FailureKind::NotFound << 1;
    QTest::newRow("413") << 413 << error("") << FailureKind::TooLong << 1;
    QTest::newRow("429") << 429 << error("rate_limit_exceeded") << FailureKind::RateLimited << 3;
    QTest::newRow("quota") << 429 << error("insufficient_quota") << FailureKind::Billing << 1;
    QTest::newRow("500") << 500 << error("") << FailureKind::Server << 3;
    QTest::newRow("529") << 529 << error("") << FailureKind::Overloaded << 3;
    QTest::newRow("empty 400") << 400 << QByteArray() << FailureKind::BadRequest << 1;
}

void ExchangeTest::errorAnswersSayWhatToDo()
{
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    const ExchangeOutcome outcome =
        exchanged(connectionTo(m_server.replying(u"error"_s, {errorReply(status, body)})));
    QVERIFY(outcome.failure);
    QTEST(outcome.failure->kind, "kind");
    QTEST(outcome.attempts, "attempts");
    QCOMPARE(m_server.requests(u"error"_s).size(), outcome.attempts);
    QCOMPARE(outcome.failure->status, status);
    QCOMPARE(outcome.failure->error.message.contains(u"said"), !body.isEmpty());
}

void ExchangeTest::redirectsAreNotFollowed_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {301, 302, 303, 307, 308}) {
        QTest::addRow("%d", status) << status;
    }
}

void ExchangeTest::redirectsAreNotFollowed()
{
    QFETCH(int, status);
    const QString target = m_other.replying(u"target"_s, {goodReply()});
    const ExchangeOutcome outcome = exchanged(connectionTo(m_server.replying(
        u"moved"_s,
        {errorReply(status, {},
                    {QJsonArray{u"Location"_s, target + u"/?key="_s + QLatin1String(key)}})})));
    QVERIFY(outcome.failure);
    QCOMPARE(outcome.failure->kind, FailureKind::Redirected);
    QVERIFY(outcome.failure->error.message.contains(QString::number(m_other.port())));
    QVERIFY(!outcome.failure->error.message.contains(QLatin1String(key)));
    QCOMPARE(outcome.attempts, 1);
    QCOMPARE(m_other.requestCount(), 0);
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

void ExchangeTest::aLongWaitIsToldAndNotWaited()
{
    const ExchangeOutcome outcome = exchanged(connectionTo(m_server.replying(
        u"later"_s, {errorReply(429, "{}", {QJsonArray{u"Retry-After"_s, u"3600"_s}})})));
    QVERIFY(outcome.failure);
    QCOMPARE(outcome.failure->kind, FailureKind::RateLimited);
    QCOMPARE(outcome.failure->retryAfter, 3600s);
    QCOMPARE(outcome.attempts, 1);
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
    settings.timeOuts.firstByte = 400ms;
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
    settings.timeOuts.total = 900ms;
    const ExchangeOutcome outcome = exchanged(settings);
    QVERIFY(outcome.failure);
    QCOMPARE(outcome.failure->kind, FailureKind::TimedOut);
    QVERIFY(outcome.answer.text.startsWith(u"xx"));
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

void ExchangeTest::keysDoNotGoByHttp()
{
    const ConnectionSettings settings = connectionTo(u"http://model.invalid/v1"_s);
    const ExchangeOutcome outcome = exchanged(settings);
    QVERIFY(isCut(outcome, FailureKind::KeyWithheld, {}));
    QCOMPARE(outcome.attempts, 0);
}

void ExchangeTest::nobodyThere()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const quint16 port = server.serverPort();
    server.close();
    const ExchangeOutcome outcome = exchanged(connectionTo(u"http://127.0.0.1:%1/v1"_s.arg(port)));
    QVERIFY(isCut(outcome, FailureKind::Network, {}));
    QCOMPARE(outcome.attempts, 3);
    QVERIFY(outcome.failure->error.message.startsWith(
        u"No server answers at 127.0.0.1:%1."_s.arg(port)));
}

void ExchangeTest::unknownName()
{
    const ExchangeOutcome outcome = exchanged(connectionTo(u"https://nowhere.invalid/v1"_s));
    QVERIFY(isCut(outcome, FailureKind::Network, {}));
    QVERIFY2(
        outcome.failure->error.message.startsWith(u"The name nowhere.invalid was not found."_s),
        qPrintable(outcome.failure->error.message));
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

void ExchangeTest::certificates()
{
    const ScratchFolder folder;
    const auto make = [&folder](const QString &name, const QString &host,
                                const QStringList &dates) {
        QProcess openssl;
        openssl.start(u"openssl"_s,
                      QStringList{u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                                  u"ec_paramgen_curve:P-256"_s, u"-nodes"_s, u"-subj"_s,
                                  u"/CN=test"_s, u"-addext"_s, u"subjectAltName="_s + host,
                                  u"-keyout"_s, folder.path(name + u".key"_s), u"-out"_s,
                                  folder.path(name + u".pem"_s)}
                          + dates);
        return openssl.waitForFinished() && openssl.exitCode() == 0;
    };
    QVERIFY(make(u"good"_s, u"IP:127.0.0.1"_s, {u"-days"_s, u"2"_s}));
    QVERIFY(make(u"mismatch"_s, u"DNS:other.example"_s, {u"-days"_s, u"2"_s}));
    QVERIFY(make(u"expired"_s, u"IP:127.0.0.1"_s,
                 {u"-not_before"_s, u"20200101000000Z"_s, u"-not_after"_s, u"20200201000000Z"_s}));
    const auto outcomeOf = [&](const QString &name, const QString &caFile) {
        ModelServer server({u"--cert"_s, folder.path(name + u".pem"_s), u"--key"_s,
                            folder.path(name + u".key"_s)});
        ConnectionSettings settings =
            connectionTo(server.replying(u"tls"_s, {goodReply()}).replace(u"http:"_s, u"https:"_s));
        settings.caFile = caFile;
        const ExchangeOutcome outcome = exchanged(settings);
        return std::pair{outcome, server.requestCount()};
    };
    const auto [good, goodCount] = outcomeOf(u"good"_s, folder.path(u"good.pem"_s));
    QVERIFY2(!good.failure, qPrintable(good.failure ? good.failure->error.message : QString()));
    QCOMPARE(goodCount, 1);
    for (const auto &[name, caFile, word] :
         {std::tuple{u"good"_s, QString(), u"self-signed"_s},
          {u"mismatch"_s, folder.path(u"mismatch.pem"_s), u"host name"_s},
          {u"expired"_s, folder.path(u"expired.pem"_s), u"expired"_s},
          {u"good"_s, folder.path(u"good.key"_s), u"holds no certificate"_s}}) {
        const auto [outcome, count] = outcomeOf(name, caFile);
        QVERIFY2(isCut(outcome, FailureKind::Certificate, {}), qPrintable(word));
        QVERIFY2(outcome.failure->error.message.contains(word),
                 qPrintable(outcome.failure->error.message));
        QCOMPARE(outcome.attempts, 1);
        QCOMPARE(count, 0);
    }
}

void ExchangeTest::aProxyThatAsksForAPassword()
{
    (void)m_server.replying(
        u"CONNECT"_s,
        {errorReply(407, {}, {QJsonArray{u"Proxy-Authenticate"_s, u"Basic realm=\"x\""_s}})});
    ConnectionSettings settings = connectionTo(u"https://model.invalid/v1"_s);
    settings.proxy = {ProxyChoice::Kind::Http, u"127.0.0.1"_s,
                      static_cast<quint16>(m_server.port())};
    const ExchangeOutcome outcome = exchanged(settings);
    QVERIFY(isCut(outcome, FailureKind::Proxy, {}));
    QVERIFY2(outcome.failure->error.message.contains(u"asks for a password"),
             qPrintable(outcome.failure->error.message));
    QCOMPARE(m_server.requests(u"CONNECT"_s).size(), 1);
    QVERIFY(!m_server.everythingReceived().contains("\"CONNECT\", \"" + QByteArray(key)));
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

void ExchangeTest::cancelClosesTheConnection()
{
    const ConnectionSettings settings = connectionTo(m_server.replying(
        u"stop"_s, {QJsonArray{head(200, eventStream), sent(chunk("Hi")), step(u"hang"_s)}}));
    Exchange exchange(settings, question(settings), quick(), nullptr);
    std::optional<ExchangeOutcome> outcome;
    bool hasText = false;
    connect(&exchange, &Exchange::eventsArrived, this, [&hasText] { hasText = true; });
    connect(&exchange, &Exchange::finished, this,
            [&outcome](const ExchangeOutcome &each) { outcome = each; });
    exchange.start(key);
    QTRY_VERIFY(hasText);
    QElapsedTimer clock;
    clock.start();
    exchange.cancel();
    // Without the event loop: cancel itself closes it.
    QVERIFY(m_server.waitForClosed(u"stop"_s));
    qInfo("the server saw it closed after %lld ms", clock.elapsed());
    QVERIFY(!outcome);
    QTRY_VERIFY(outcome);
    QVERIFY(isCut(*outcome, FailureKind::Cancelled, u"Hi"_s));
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
