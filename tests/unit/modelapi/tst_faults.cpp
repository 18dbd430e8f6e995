#include "exchanging.h"
#include "scratchfolder.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <map>

using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

/// What a server of one type sends.
struct Form
{
    ConnectionType type;
    QString version;
    QString contentType;
    QByteArray begun; ///< The text "Hi".
    QByteArray rest; ///< What makes it a whole answer.
};

const QString eventStream = u"text/event-stream"_s;

const Form chat{ConnectionType::OpenAiChat,
                {},
                eventStream,
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n",
                "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                "data: [DONE]\n\n"};
const Form anthropic{
    ConnectionType::Anthropic,
    {},
    eventStream,
    "event: content_block_start\n"
    "data: {\"type\":\"content_block_start\",\"index\":0,"
    "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
    "event: content_block_delta\n"
    "data: {\"type\":\"content_block_delta\",\"index\":0,"
    "\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n",
    "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
    "event: message_delta\n"
    "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"}}\n\n"
    "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"};
const Form responses{
    ConnectionType::OpenAiResponses,
    {},
    eventStream,
    "event: response.output_text.delta\n"
    "data: {\"type\":\"response.output_text.delta\",\"output_index\":0,"
    "\"content_index\":0,\"delta\":\"Hi\"}\n\n",
    "event: response.completed\n"
    "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\"}}\n\n"};
const Form gemini{
    ConnectionType::Gemini,
    {},
    eventStream,
    "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Hi\"}]}}]}\n\n",
    "data: {\"candidates\":[{\"content\":{\"parts\":[]},\"finishReason\":\"STOP\"}]}\n\n"};
const Form ollama{ConnectionType::Ollama,
                  {},
                  u"application/x-ndjson"_s,
                  "{\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},\"done\":false}\n",
                  "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
                  "\"done_reason\":\"stop\"}\n"};

Form as(Form form, ConnectionType type, const QString &version = {})
{
    form.type = type;
    form.version = version;
    return form;
}

const std::map<QByteArray, Form> &forms()
{
    static const std::map<QByteArray, Form> all{
        {"Anthropic 2023-06-01", as(anthropic, ConnectionType::Anthropic, u"2023-06-01"_s)},
        {"Anthropic 2026-10-21", as(anthropic, ConnectionType::Anthropic, u"2026-10-21"_s)},
        {"Responses", responses},
        {"Chat", chat},
        {"compatible", as(chat, ConnectionType::OpenAiCompatible)},
        {"Azure", as(chat, ConnectionType::Azure)},
        {"Gemini", gemini},
        {"Ollama", ollama}};
    return all;
}

/// An error as that provider words it.
QByteArray errorBody(ConnectionType type, int status)
{
    struct Names
    {
        QByteArray anthropic;
        QByteArray openAi;
        QByteArray gemini;
    };
    static const std::map<int, Names> all{
        {401, {"authentication_error", "invalid_api_key", "UNAUTHENTICATED"}},
        {403, {"permission_error", "unsupported_country_region_territory", "PERMISSION_DENIED"}},
        {404, {"not_found_error", "model_not_found", "NOT_FOUND"}},
        {413, {"request_too_large", "", ""}},
        {429, {"rate_limit_error", "rate_limit_exceeded", "RESOURCE_EXHAUSTED"}},
        {500, {"api_error", "server_error", "INTERNAL"}},
        {529, {"overloaded_error", "server_is_overloaded", "UNAVAILABLE"}}};
    const Names &names = all.at(status);
    switch (type) {
    case ConnectionType::Anthropic:
        return R"({"type":"error","error":{"type":")" + names.anthropic
            + R"(","message":"said so"},"request_id":"req_1"})";
    case ConnectionType::Gemini:
        return R"({"error":{"code":)" + QByteArray::number(status)
            + R"(,"message":"said so","status":")" + names.gemini + R"("}})";
    case ConnectionType::Ollama:
        return R"({"error":"said so"})";
    default:
        return R"({"error":{"message":"said so","type":"x","param":null,"code":")" + names.openAi
            + R"("}})";
    }
}

/// As an address of `form` at a server.
ConnectionSettings connectionTo(const Form &form, const QString &base)
{
    ConnectionSettings settings;
    settings.type = form.type;
    settings.apiVersion = form.version;
    settings.baseUrl = base;
    settings.modelId = u"story"_s;
    return settings;
}

QJsonArray answer(const Form &form, const QJsonObject &last)
{
    return {head(200, form.contentType), sent(form.begun), last};
}

} // namespace

/// Each fault of a server and of the way to it, with every type of connection: what happened, where
/// and what to do is said, retries follow the providers' rules, what came is kept.
class FaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void withoutAFaultTheAnswerIsWhole_data() { types(); }
    void withoutAFaultTheAnswerIsWhole();
    void errorAnswersSayWhatToDo_data();
    void errorAnswersSayWhatToDo();
    void theServersWaitIsKept_data() { types(); }
    void theServersWaitIsKept();
    void redirectsAreNotFollowed_data() { types(); }
    void redirectsAreNotFollowed();
    void unsafeServersGetNothing_data() { types(); }
    void unsafeServersGetNothing();
    void nobodyThere_data() { types(); }
    void nobodyThere();
    void aProxyThatAsksForAPassword_data() { types(); }
    void aProxyThatAsksForAPassword();
    void aProxyIsReachedByTls();
    void brokenStreamsKeepWhatCame_data() { types(); }
    void brokenStreamsKeepWhatCame();
    void cancelFreesTheSocket_data();
    void cancelFreesTheSocket();

private:
    static void types()
    {
        QTest::addColumn<Form>("form");
        for (const auto &[name, form] : forms()) {
            QTest::newRow(name.constData()) << form;
        }
    }

    /// Its settings for what answers so.
    [[nodiscard]] ConnectionSettings replying(const Form &form, const QJsonArray &replies)
    {
        return connectionTo(form, m_server.replying(u"peer"_s, replies));
    }
    [[nodiscard]] QString address() const { return u"127.0.0.1:%1"_s.arg(m_server.port()); }

    ScratchFolder m_folder;
    ModelServer m_server;
    ModelServer m_other;
};

void FaultsTest::initTestCase()
{
    // A name that nobody knows is to be found unknown soon.
    qputenv("RES_OPTIONS", "timeout:1 attempts:1");
    QVERIFY(m_server.isRunning());
    QVERIFY(m_other.isRunning());
    const auto make = [this](const QString &name, const QString &host, const QStringList &dates) {
        QProcess openssl;
        openssl.start(u"openssl"_s,
                      QStringList{u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s, u"-pkeyopt"_s,
                                  u"ec_paramgen_curve:P-256"_s, u"-nodes"_s, u"-subj"_s,
                                  u"/CN=test"_s, u"-addext"_s, u"subjectAltName="_s + host,
                                  u"-keyout"_s, m_folder.path(name + u".key"_s), u"-out"_s,
                                  m_folder.path(name + u".pem"_s)}
                          + dates);
        return openssl.waitForFinished() && openssl.exitCode() == 0;
    };
    QVERIFY(make(u"good"_s, u"IP:127.0.0.1"_s, {u"-days"_s, u"2"_s}));
    QVERIFY(make(u"mismatch"_s, u"DNS:other.example"_s, {u"-days"_s, u"2"_s}));
    QVERIFY(make(u"expired"_s, u"IP:127.0.0.1"_s,
                 {u"-not_before"_s, u"20200101000000Z"_s, u"-not_after"_s, u"20200201000000Z"_s}));
}

void FaultsTest::withoutAFaultTheAnswerIsWhole()
{
    QFETCH(Form, form);
    QJsonArray reply = answer(form, sent(form.rest));
    reply.append(step(u"end"_s));
    const ExchangeOutcome outcome = exchanged(replying(form, {reply}));
    QVERIFY2(!outcome.failure, why(outcome));
    QCOMPARE(outcome.answer.text, u"Hi"_s);
    QCOMPARE(m_server.requests(u"peer"_s).size(), 1);
}

void FaultsTest::errorAnswersSayWhatToDo_data()
{
    QTest::addColumn<Form>("form");
    QTest::addColumn<int>("status");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<int>("attempts");
    QTest::addColumn<QString>("advice");
    for (const auto &[name, form] : forms()) {
        const auto row = [&](int status, FailureKind kind, int attempts, const QString &advice) {
            QTest::addRow("%s, %d", name.constData(), status)
                << form << status << kind << attempts << advice;
        };
        row(401, FailureKind::Authentication, 1, u"Check the connection's key"_s);
        row(403, FailureKind::Authentication, 1, u"does not let it use this model"_s);
        row(404, FailureKind::NotFound, 1, u"Choose a model from its list"_s);
        row(413, FailureKind::TooLong, 1, u"Shorten them"_s);
        row(429, FailureKind::RateLimited, 3, u"Wait, then send again"_s);
        row(500, FailureKind::Server, 3, u"Send again later"_s);
        row(529, FailureKind::Overloaded, 3, u"is overloaded. Wait"_s);
    }
}

void FaultsTest::errorAnswersSayWhatToDo()
{
    QFETCH(Form, form);
    QFETCH(int, status);
    QFETCH(QString, advice);
    const ExchangeOutcome outcome =
        exchanged(replying(form, {errorReply(status, errorBody(form.type, status))}));
    QVERIFY(outcome.failure);
    QTEST(outcome.failure->kind, "kind");
    QTEST(outcome.attempts, "attempts");
    QCOMPARE(m_server.requests(u"peer"_s).size(), outcome.attempts);
    QCOMPARE(outcome.failure->status, status);
    for (const QString &part : {address(), advice, u"The server says: “said so”"_s}) {
        QVERIFY2(outcome.failure->error.message.contains(part), why(outcome));
    }
    // Without any word of the server's, too.
    const ExchangeOutcome silent = exchanged(replying(form, {errorReply(status, {})}));
    QVERIFY(silent.failure);
    QTEST(silent.failure->kind, "kind");
    QVERIFY2(silent.failure->error.message.contains(advice), why(silent));
}

void FaultsTest::theServersWaitIsKept()
{
    QFETCH(Form, form);
    const QByteArray body = errorBody(form.type, 429);
    const auto limited = [&body](const QString &wait) {
        return errorReply(429, body, {QJsonArray{u"Retry-After"_s, wait}});
    };
    QJsonArray good = answer(form, sent(form.rest));
    good.append(step(u"end"_s));
    QList<std::chrono::milliseconds> waits;
    const ExchangeOutcome second =
        exchanged(replying(form, {limited(u"1"_s), good}), quick(), canaryKey, &waits);
    QVERIFY2(!second.failure, why(second));
    QCOMPARE(waits, QList<std::chrono::milliseconds>{1000ms});
    QVERIFY(second.total >= 1000ms);
    QCOMPARE(second.attempts, 2);
    // Longer than anybody waits: it is told, and the user decides.
    const ExchangeOutcome later = exchanged(replying(form, {limited(u"3600"_s)}));
    QVERIFY(isCut(later, FailureKind::RateLimited, {}));
    QCOMPARE(later.failure->retryAfter, 3600s);
    QCOMPARE(later.attempts, 1);
}

void FaultsTest::redirectsAreNotFollowed()
{
    QFETCH(Form, form);
    const QString target = m_other.replying(u"target"_s, {errorReply(200, "{}")});
    auto quickest = std::chrono::milliseconds::max();
    for (const int status : {301, 302, 303, 307, 308}) {
        const QString place = target + u"/?key="_s + QLatin1String(canaryKey);
        const ExchangeOutcome outcome =
            exchanged(replying(form, {errorReply(status, {}, {QJsonArray{u"Location"_s, place}})}));
        QVERIFY2(isCut(outcome, FailureKind::Redirected, {}), why(outcome));
        const QString &message = outcome.failure->error.message;
        for (const QString &part : {address(), u"127.0.0.1:%1"_s.arg(m_other.port()),
                                    u"enter that address in the connection"_s}) {
            QVERIFY2(message.contains(part), qPrintable(message));
        }
        QVERIFY(!message.contains(QLatin1String(canaryKey)));
        QCOMPARE(outcome.attempts, 1);
        quickest = std::min(quickest, outcome.total);
    }
    QCOMPARE(m_other.connectionCount(), 0);
    // Qt's thread, which asks about a redirect, and ours wait two seconds if for each other.
    QVERIFY(quickest < 1s);
}

void FaultsTest::unsafeServersGetNothing()
{
    QFETCH(Form, form);
    QJsonArray good = answer(form, sent(form.rest));
    good.append(step(u"end"_s));
    const auto outcomeOf = [&](const QString &name, const QString &caFile) {
        ModelServer server({u"--cert"_s, m_folder.path(name + u".pem"_s), u"--key"_s,
                            m_folder.path(name + u".key"_s)});
        ConnectionSettings settings =
            connectionTo(form, server.replying(u"tls"_s, {good}).replace(u"http:"_s, u"https:"_s));
        settings.caFile = caFile;
        const ExchangeOutcome outcome = exchanged(settings);
        return std::pair{outcome, server.requestCount()};
    };
    const auto [safe, safeCount] = outcomeOf(u"good"_s, m_folder.path(u"good.pem"_s));
    QVERIFY2(!safe.failure, why(safe));
    QCOMPARE(safeCount, 1);
    for (const auto &[name, caFile, word] :
         {std::tuple{u"good"_s, QString(), u"self-signed"_s},
          {u"mismatch"_s, m_folder.path(u"mismatch.pem"_s), u"host name"_s},
          {u"expired"_s, m_folder.path(u"expired.pem"_s), u"expired"_s},
          {u"good"_s, m_folder.path(u"good.key"_s), u"holds no certificate"_s}}) {
        const auto [outcome, count] = outcomeOf(name, caFile);
        QVERIFY2(isCut(outcome, FailureKind::Certificate, {}), why(outcome));
        for (const QString &part : {QString(word), u"in the connection."_s}) {
            QVERIFY2(outcome.failure->error.message.contains(part), why(outcome));
        }
        QVERIFY(outcome.failure->error.message.contains(u"othing was sent"));
        QCOMPARE(outcome.attempts, 1);
        QCOMPARE(count, 0);
    }
}

void FaultsTest::nobodyThere()
{
    QFETCH(Form, form);
    QTcpServer listener;
    QVERIFY(listener.listen(QHostAddress::LocalHost));
    const QString place = u"127.0.0.1:%1"_s.arg(listener.serverPort());
    listener.close();
    const ExchangeOutcome refused = exchanged(connectionTo(form, u"http://"_s + place));
    QVERIFY2(isCut(refused, FailureKind::Network, {}), why(refused));
    QCOMPARE(refused.attempts, 3);
    QCOMPARE(
        refused.failure->error.message,
        u"No server answers at %1. Start it, or check the connection's address and port."_s.arg(
            place));
    const ExchangeOutcome unknown = exchanged(connectionTo(form, u"https://nowhere.invalid"_s));
    QVERIFY2(isCut(unknown, FailureKind::Network, {}), why(unknown));
    QCOMPARE(unknown.attempts, 3);
    QCOMPARE(unknown.failure->error.message,
             u"The name nowhere.invalid was not found. Check the connection's address and the "
             "network."_s);
}

void FaultsTest::aProxyThatAsksForAPassword()
{
    QFETCH(Form, form);
    (void)m_server.replying(
        u"CONNECT"_s,
        {errorReply(407, {}, {QJsonArray{u"Proxy-Authenticate"_s, u"Basic realm=\"x\""_s}})});
    ConnectionSettings settings = connectionTo(form, u"https://model.invalid"_s);
    settings.proxy = {ProxyChoice::Kind::Http, u"127.0.0.1"_s,
                      static_cast<quint16>(m_server.port())};
    const ExchangeOutcome outcome = exchanged(settings);
    QVERIFY2(isCut(outcome, FailureKind::Proxy, {}), why(outcome));
    for (const QString &part :
         {address(), u"asks for a password"_s, u"model.invalid"_s, u"https_proxy"_s,
          u"have the connection take its proxy from there"_s}) {
        QVERIFY2(outcome.failure->error.message.contains(part), why(outcome));
    }
    QCOMPARE(outcome.attempts, 1);
    QCOMPARE(outcome.head.status, 407);
    QCOMPARE(outcome.head.value("Proxy-Authenticate"), "Basic realm=\"x\"");
    const auto requests = m_server.requests(u"CONNECT"_s);
    QCOMPARE(requests.size(), 1);
    for (const auto &[name, value] : requests[0].headers) {
        QVERIFY2(!value.contains(canaryKey), name.constData());
    }
}

void FaultsTest::aProxyIsReachedByTls()
{
    const Form form = as(chat, ConnectionType::OpenAiCompatible);
    QJsonArray good = answer(form, sent(form.rest));
    good.append(step(u"end"_s));
    ModelServer proxy(
        {u"--cert"_s, m_folder.path(u"good.pem"_s), u"--key"_s, m_folder.path(u"good.key"_s)});
    (void)proxy.replying(u"v1"_s, {good});
    ConnectionSettings settings = connectionTo(form, u"http://model.invalid/v1"_s);
    const auto through = [&settings](int port) {
        qputenv("http_proxy", "https://me:proxy-secret@127.0.0.1:" + QByteArray::number(port));
        const ExchangeOutcome outcome = exchanged(settings, quick(), {});
        qunsetenv("http_proxy");
        return outcome;
    };
    QTcpServer plain;
    QVERIFY(plain.listen(QHostAddress::LocalHost));
    connect(&plain, &QTcpServer::newConnection, &plain,
            [&plain] { plain.nextPendingConnection()->write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    // Its certificate is its own, and the connection does not name it; or it does not speak TLS.
    for (const int port : {proxy.port(), int(plain.serverPort())}) {
        const ExchangeOutcome outcome = through(port);
        QVERIFY2(isCut(outcome, FailureKind::Certificate, {}), why(outcome));
        for (const QString &part :
             {u"the proxy https://127.0.0.1:%1 (from http_proxy)"_s.arg(port), u"not safe"_s}) {
            QVERIFY2(outcome.failure->error.message.contains(part), why(outcome));
        }
        QVERIFY(!outcome.failure->error.message.contains(u"proxy-secret"));
    }
    QCOMPARE(proxy.requestCount(), 0);
    settings.caFile = m_folder.path(u"good.pem"_s);
    const ExchangeOutcome outcome = through(proxy.port());
    QVERIFY2(!outcome.failure, why(outcome));
    const auto requests = proxy.requests(u"v1"_s);
    QCOMPARE(requests.size(), 1);
    QCOMPARE(requests[0].header("Proxy-Authorization"),
             "Basic " + QByteArray("me:proxy-secret").toBase64());
}

void FaultsTest::brokenStreamsKeepWhatCame()
{
    QFETCH(Form, form);
    // A reset throws away what the system has not handed over yet, so the text goes first.
    QJsonArray reset = answer(form, QJsonObject{{u"drip"_s, u"\n\n"_s}, {u"pause"_s, 0.3}});
    reset.append(step(u"reset"_s));
    for (const auto &[reply, kind, advice] :
         {std::tuple{reset, FailureKind::Interrupted, u"Send again for a whole one"_s},
          {answer(form, step(u"close"_s)), FailureKind::Interrupted, u"Send again"_s},
          {answer(form, step(u"hang"_s)), FailureKind::TimedOut, u"set a longer time-out"_s}}) {
        ConnectionSettings settings = replying(form, {reply});
        settings.timeOuts.idle = kind == FailureKind::TimedOut ? 400ms : 60s;
        const ExchangeOutcome outcome = exchanged(settings);
        QVERIFY2(isCut(outcome, kind, u"Hi"_s), why(outcome));
        for (const QString &part : {address(), QString(advice), u"was kept"_s}) {
            QVERIFY2(outcome.failure->error.message.contains(part), why(outcome));
        }
        QCOMPARE(outcome.attempts, 1);
        QCOMPARE(m_server.requests(u"peer"_s).size(), 1);
    }
}

void FaultsTest::cancelFreesTheSocket_data()
{
    QTest::addColumn<QString>("phase");
    for (const QString &phase : {u"TLS"_s, u"proxy"_s, u"before the head"_s, u"in an error"_s,
                                 u"in the stream"_s, u"in a fast stream"_s}) {
        QTest::newRow(qPrintable(phase)) << phase;
    }
}

void FaultsTest::cancelFreesTheSocket()
{
    QFETCH(QString, phase);
    constexpr auto limit = 100ms;
    const bool hasText = phase == "in the stream"_L1 || phase == "in a fast stream"_L1;
    const QString name = phase == "TLS"_L1 ? QString()
        : phase == "proxy"_L1              ? u"CONNECT"_s
                                           : u"peer"_s;
    QList<std::chrono::microseconds> times;
    for (const auto &[formName, form] : forms()) {
        QJsonArray reply{step(u"hang"_s)};
        if (phase == "in an error"_L1) {
            reply = {head(500, form.contentType), step(u"hang"_s)};
        } else if (phase == "in the stream"_L1) {
            reply = answer(form, step(u"hang"_s));
        } else if (phase == "in a fast stream"_L1) {
            reply = answer(
                form,
                QJsonObject{{u"repeat"_s, QString::fromUtf8(form.begun)}, {u"pause"_s, 0.001}});
        }
        ConnectionSettings settings = replying(form, {reply});
        (void)m_server.replying(u"CONNECT"_s, {reply});
        (void)m_server.replying(QString(), {reply}); // forgets the connections of before
        if (phase == "TLS"_L1) { // to a server that never answers the first message of TLS
            settings.baseUrl.replace(u"http:"_s, u"https:"_s);
        } else if (phase == "proxy"_L1) {
            settings.baseUrl = u"https://model.invalid"_s;
            settings.proxy = {ProxyChoice::Kind::Http, u"127.0.0.1"_s,
                              static_cast<quint16>(m_server.port())};
        }
        const qsizetype connectionsBefore = m_server.connectionCount();
        Exchange exchange(settings, question(settings), quick(), nullptr);
        std::optional<ExchangeOutcome> outcome;
        bool isText = false;
        connect(&exchange, &Exchange::eventsArrived, this, [&isText] { isText = true; });
        connect(&exchange, &Exchange::finished, this,
                [&outcome](const ExchangeOutcome &each) { outcome = each; });
        exchange.start(canaryKey);
        QTRY_VERIFY(hasText              ? isText
                        : name.isEmpty() ? m_server.connectionCount() > connectionsBefore
                                         : !m_server.requests(name).isEmpty());
        QVERIFY(!outcome);
        const auto before = std::chrono::steady_clock::now();
        exchange.cancel();
        // Without the event loop: cancel itself closes it.
        times.append(std::chrono::duration_cast<std::chrono::microseconds>(m_server.closedAt(name)
                                                                           - before));
        QVERIFY(!outcome);
        QTRY_VERIFY(outcome);
        QCOMPARE(outcome->failure->kind, FailureKind::Cancelled);
        QCOMPARE(outcome->answer.text.startsWith(u"Hi"), hasText);
    }
    std::ranges::sort(times);
    qInfo("the server saw it closed after %.1f to %.1f ms", times.first().count() / 1000.0,
          times.last().count() / 1000.0);
    QVERIFY(times.first().count() >= 0);
    QVERIFY(times.at(times.size() / 2) < limit); // a busy machine may let some wait
}

QTEST_GUILESS_MAIN(FaultsTest)
#include "tst_faults.moc"
