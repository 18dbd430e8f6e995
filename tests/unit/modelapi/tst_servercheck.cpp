#include "modelapi/localservers.h"
#include "modelapi/servercheck.h"
#include "modelserver.h"

#include <QTcpServer>
#include <QTest>

using namespace hermes;
using namespace hermes::core;
using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto key = "sk-canary-4711";

QJsonArray reply(int status, const QByteArray &body,
                 const QString &contentType = u"application/json"_s)
{
    return {head(status, contentType, {}, u"length:%1"_s.arg(body.size())), sent(body)};
}

const QByteArray openAiList = R"({"object":"list","data":[{"id":"story","object":"model"},)"
                              R"({"id":"story-large","object":"model","max_model_len":4096}]})";
const QByteArray llamaList =
    R"({"models":[{"name":"story","model":"story"}],"object":"list","data":[{"id":"story",)"
    R"("object":"model","owned_by":"llamacpp","meta":{"n_ctx_train":512}}]})";
const QByteArray openAiError =
    R"({"error":{"message":"said so","type":"invalid_request_error","code":"x"}})";
const QByteArray anthropicError =
    R"({"type":"error","error":{"type":"authentication_error","message":"said so"}})";
const QByteArray nothing = "404 page not found";

ConnectionSettings connectionTo(ConnectionType type, const QString &base)
{
    ConnectionSettings settings;
    settings.type = type;
    settings.baseUrl = base;
    return settings;
}

ServerReport checked(const ConnectionSettings &settings, QByteArrayView withKey = key)
{
    ServerCheck check(settings);
    std::optional<ServerReport> report;
    int count = 0;
    QObject::connect(&check, &ServerCheck::finished, &check, [&](const ServerReport &each) {
        report = each;
        ++count;
    });
    check.start(withKey);
    const bool isEarly = report.has_value();
    (void)QTest::qWaitFor([&] { return report.has_value(); }, 60000);
    QTest::qWait(0);
    return isEarly || count != 1 ? ServerReport{} : *report;
}

quint16 closedPort()
{
    QTcpServer listener;
    return listener.listen(QHostAddress::LocalHost) ? listener.serverPort() : 0;
}

} // namespace

/// Against a real server on loopback.
class ServerCheckTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("RES_OPTIONS", "timeout:1 attempts:1");
        QVERIFY(m_server.isRunning());
        QVERIFY(m_other.isRunning());
    }

    void aGoodConnectionIsToldWithItsModels();
    void nothingIsGenerated();
    void pagesAreReadToTheEnd_data();
    void pagesAreReadToTheEnd();
    void aListThatNeverEndsIsLeft();
    void whatServersSayOfTheirModels_data();
    void whatServersSayOfTheirModels();
    void whatIsWrongIsSaid_data();
    void whatIsWrongIsSaid();
    void aKeyThatOnlyAnswersNeedIsTried();
    void theRightPathIsProposed();
    void theRightTypeIsProposed_data();
    void theRightTypeIsProposed();
    void noKeyGoesToWhereItIsGuessed();
    void aListSaysMoreThanALock();
    void unreachableServers_data();
    void unreachableServers();
    void badSettingsSendNothing();
    void cancelClosesTheConnection();
    void localServersAreFound();
    void noPortIsNoServer();

private:
    ModelServer m_server;
    ModelServer m_other;
};

void ServerCheckTest::aGoodConnectionIsToldWithItsModels()
{
    ConnectionSettings settings = connectionTo(
        ConnectionType::OpenAiCompatible,
        m_server.replying(u"good"_s, {reply(200, openAiList), reply(400, openAiError)}));
    settings.modelId = u"story-large"_s;
    const ServerReport report = checked(settings);
    QVERIFY2(!report.failure, qPrintable(report.summary));
    QCOMPARE(report.models.size(), 2);
    QCOMPARE(report.models[0].id, u"story"_s);
    QVERIFY(!report.models[0].contextTokens);
    QCOMPARE(report.models[1].contextTokens, 4096);
    QVERIFY2(report.summary.contains(u"Chat Completions"), qPrintable(report.summary));
    QVERIFY2(report.summary.contains(QLocale().toString(4096)), qPrintable(report.summary));
    for (const auto requests = m_server.requests(u"good"_s); const auto &request : requests) {
        QCOMPARE(request.header("Authorization"), "Bearer " + QByteArray(key));
    }
}

void ServerCheckTest::nothingIsGenerated()
{
    (void)checked(connectionTo(
        ConnectionType::OpenAiCompatible,
        m_server.replying(u"empty"_s, {reply(200, openAiList), reply(400, openAiError)})));
    const auto requests = m_server.requests(u"empty"_s);
    QCOMPARE(requests.size(), 2);
    QCOMPARE(requests[0].method, u"GET"_s);
    QCOMPARE(requests[1].target, u"/empty/chat/completions"_s);
    QCOMPARE(requests[1].body, "{}");
}

void ServerCheckTest::pagesAreReadToTheEnd_data()
{
    QTest::addColumn<ConnectionType>("type");
    QTest::addColumn<QByteArray>("first");
    QTest::addColumn<QByteArray>("second");
    QTest::addColumn<QString>("target");
    QTest::newRow("anthropic")
        << ConnectionType::Anthropic
        << QByteArray(R"({"data":[{"id":"a","type":"model"}],"has_more":true,"last_id":"a b"})")
        << QByteArray(R"({"data":[{"id":"b","type":"model"}],"has_more":false,"last_id":"b"})")
        << u"/pages/v1/models?limit=1000&after_id=a%20b"_s;
    QTest::newRow("gemini") << ConnectionType::Gemini
                            << QByteArray(
                                   R"({"models":[{"name":"models/a"}],"nextPageToken":"t+1"})")
                            << QByteArray(R"({"models":[{"name":"models/b"}]})")
                            << u"/pages/v1beta/models?pageSize=1000&pageToken=t%2B1"_s;
}

void ServerCheckTest::pagesAreReadToTheEnd()
{
    QFETCH(ConnectionType, type);
    QFETCH(QByteArray, first);
    QFETCH(QByteArray, second);
    const ServerReport report = checked(connectionTo(
        type,
        m_server.replying(u"pages"_s, {reply(200, first), reply(200, second), reply(400, "{}")})));
    QVERIFY2(!report.failure, qPrintable(report.summary));
    QCOMPARE(report.models.size(), 2);
    QCOMPARE(report.models[1].id, u"b"_s);
    QTEST(m_server.requests(u"pages"_s).at(1).target, "target");
}

void ServerCheckTest::aListThatNeverEndsIsLeft()
{
    const QByteArray page = R"({"data":[{"id":"a"}],"has_more":true,"last_id":"a"})";
    const ServerReport report = checked(connectionTo(
        ConnectionType::Anthropic,
        m_server.replying(u"again"_s,
                          {reply(200, page), reply(200, page), reply(400, openAiError)})));
    QVERIFY(!report.failure);
    QCOMPARE(m_server.requests(u"again"_s).size(), 3);
}

void ServerCheckTest::whatServersSayOfTheirModels_data()
{
    QTest::addColumn<ConnectionType>("type");
    QTest::addColumn<QJsonArray>("replies");
    QTest::addColumn<QString>("modelId");
    QTest::addColumn<qint64>("context");
    QTest::addColumn<qint64>("output");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, ConnectionType type, const QJsonArray &replies,
                        const QString &modelId, qint64 context, qint64 output,
                        const QString &words) {
        QTest::newRow(name) << type << replies << modelId << context << output << words;
    };
    const QJsonArray refusal = reply(400, openAiError);
    row("anthropic", ConnectionType::Anthropic,
        {reply(200,
               R"({"data":[{"id":"claude-x-20260101","type":"model","display_name":"Claude X",)"
               R"("max_input_tokens":200000,"max_tokens":64000,"lifecycle":"deprecated",)"
               R"("retires_at":"2027-01-31T00:00:00Z"}],"has_more":false})"),
         refusal},
        u"claude-x"_s, 200000, 64000, u"Claude X"_s);
    row("gemini", ConnectionType::Gemini,
        {reply(200,
               R"({"models":[{"name":"models/g","displayName":"G","inputTokenLimit":1000,)"
               R"("outputTokenLimit":10,"supportedGenerationMethods":["generateContent"]},)"
               R"({"name":"models/e","supportedGenerationMethods":["embedContent"]}]})"),
         refusal},
        u"models/g"_s, 1000, 10, u"Gemini"_s);
    row("ollama", ConnectionType::Ollama,
        {reply(200, R"({"models":[{"name":"story:latest","size":3}]})"),
         reply(400, R"({"error":"model is required"})"),
         reply(200, R"({"model_info":{"general.x":1,"llama.context_length":8192}})")},
        u"story"_s, 8192, 0, u"Ollama"_s);
    row("llama.cpp", ConnectionType::OpenAiCompatible,
        {reply(200, llamaList), refusal,
         reply(200, R"({"default_generation_settings":{"n_ctx":256}})")},
        u"any name"_s, 256, 0, u"llama.cpp"_s);
    row("openrouter", ConnectionType::OpenAiCompatible,
        {reply(200,
               R"({"data":[{"id":"a/b","name":"A: B","context_length":9,"pricing":{"prompt":"1"},)"
               R"("top_provider":{"max_completion_tokens":7}}]})"),
         refusal},
        u"a/b"_s, 9, 7, u"OpenRouter"_s);
    row("openai", ConnectionType::OpenAiChat,
        {reply(200, R"({"data":[{"id":"gpt-x","object":"model","shutdown_date":"2027-02-03"}]})"),
         refusal},
        u"gpt-x"_s, 0, 0, QLocale().toString(QDate(2027, 2, 3), QLocale::ShortFormat));
    row("azure", ConnectionType::Azure, {reply(200, openAiList), refusal}, u"my deployment"_s, 0, 0,
        u"Azure"_s);
    row("no list", ConnectionType::OpenAiCompatible, {reply(404, nothing), refusal}, u"x"_s, 0, 0,
        u"by hand"_s);
    row("error without json", ConnectionType::OpenAiCompatible,
        {reply(200, openAiList), reply(500, nothing)}, u"story"_s, 0, 0, u"2"_s);
}

void ServerCheckTest::whatServersSayOfTheirModels()
{
    QFETCH(ConnectionType, type);
    QFETCH(QJsonArray, replies);
    QFETCH(QString, modelId);
    QFETCH(qint64, context);
    QFETCH(qint64, output);
    QFETCH(QString, words);
    ConnectionSettings settings = connectionTo(type, m_server.replying(u"facts"_s, replies));
    settings.modelId = modelId;
    const ServerReport report = checked(settings);
    QVERIFY2(!report.failure, qPrintable(report.summary));
    QVERIFY2(report.summary.contains(words), qPrintable(report.summary));
    if (!report.models.isEmpty()) {
        QCOMPARE(report.models[0].contextTokens.value_or(0), context);
        QCOMPARE(report.models[0].outputTokens.value_or(0), output);
    }
    QCOMPARE(report.window.value_or(0), context);
    if (type == ConnectionType::Anthropic) {
        QVERIFY(report.models[0].isDeprecated);
        QCOMPARE(report.models[0].endsOn, QDate(2027, 1, 31));
    }
    if (type == ConnectionType::Gemini) {
        QCOMPARE(report.models.size(), 1); // what embeds does not answer
    }
}

void ServerCheckTest::whatIsWrongIsSaid_data()
{
    QTest::addColumn<ConnectionType>("type");
    QTest::addColumn<QJsonArray>("replies");
    QTest::addColumn<QByteArray>("givenKey");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<QString>("words");
    const auto row = [](const char *name, ConnectionType type, const QJsonArray &replies,
                        const QByteArray &givenKey, FailureKind kind, const QString &words) {
        QTest::newRow(name) << type << replies << givenKey << kind << words;
    };
    constexpr auto compatible = ConnectionType::OpenAiCompatible;
    row("wrong key", compatible, {reply(401, openAiError)}, key, FailureKind::Authentication,
        u"refuses the key"_s);
    row("the server's word", compatible, {reply(401, openAiError)}, key,
        FailureKind::Authentication, u"“said so”"_s);
    row("no key", compatible, {reply(401, openAiError)}, {}, FailureKind::Authentication,
        u"has none"_s);
    row("not allowed", compatible, {reply(403, openAiError)}, key, FailureKind::Authentication,
        u"knows the key"_s);
    row("google's bad key", ConnectionType::Gemini,
        {reply(400,
               R"({"error":{"code":400,"status":"INVALID_ARGUMENT","message":"said so","details":)"
               R"([{"reason":"API_KEY_INVALID"}]}})")},
        key, FailureKind::Authentication, u"refuses the key"_s);
    row("another's error", compatible, {reply(401, anthropicError)}, key,
        FailureKind::Authentication, u"answers as Anthropic"_s);
    row("no credit", compatible, {reply(200, openAiList), reply(402, openAiError)}, key,
        FailureKind::Billing, u"credit"_s);
    row("loading", compatible, {reply(503, R"({"error":{"message":"Loading model"}})")}, key,
        FailureKind::Overloaded, u"Loading model"_s);
    row("redirect", compatible,
        {QJsonArray{head(302, {}, {QJsonArray{u"Location"_s, u"https://elsewhere.example/v1"_s}},
                         u"length:0"_s)}},
        key, FailureKind::Redirected, u"elsewhere.example"_s);
    row("missing model", compatible, {reply(200, openAiList), reply(400, openAiError)}, key,
        FailureKind::NotFound, u"“story-large”"_s);
    row("no models", ConnectionType::Ollama,
        {reply(200, R"({"models":[]})"), reply(400, R"({"error":"x"})"),
         reply(404, R"({"error":"x"})")},
        key, FailureKind::NotFound, u"no models at all"_s);
    row("missing deployment", ConnectionType::Azure,
        {reply(200, openAiList),
         reply(404, R"({"error":{"code":"DeploymentNotFound","message":"said so"}})")},
        key, FailureKind::NotFound, u"does not know the model “large”"_s);
    row("a web page", compatible, {reply(200, "<!doctype html><p>Welcome</p>", u"text/html"_s)},
        key, FailureKind::NotFound, u"no other API"_s);
    row("responses not spoken", ConnectionType::OpenAiResponses,
        {reply(200, openAiList), reply(404, openAiError), reply(200, openAiList)}, key,
        FailureKind::NotFound, u"Did you mean"_s);
}

void ServerCheckTest::whatIsWrongIsSaid()
{
    QFETCH(ConnectionType, type);
    QFETCH(QJsonArray, replies);
    QFETCH(QByteArray, givenKey);
    QFETCH(QString, words);
    ConnectionSettings settings = connectionTo(type, m_server.replying(u"wrong"_s, replies));
    settings.modelId = u"large"_s;
    const ServerReport report = checked(settings, givenKey);
    QVERIFY(report.failure);
    QTEST(report.failure->kind, "kind");
    QVERIFY2(report.summary.contains(words), qPrintable(report.summary));
    QCOMPARE(report.summary, report.failure->error.message);
    QVERIFY(!report.summary.contains(QLatin1StringView(key)));
}

void ServerCheckTest::aKeyThatOnlyAnswersNeedIsTried()
{
    const ServerReport report = checked(connectionTo(
        ConnectionType::OpenAiCompatible,
        m_server.replying(u"public"_s, {reply(200, llamaList), reply(401, openAiError)})));
    QVERIFY(report.failure);
    QCOMPARE(report.failure->kind, FailureKind::Authentication);
    QCOMPARE(report.models.size(), 1);
}

void ServerCheckTest::theRightPathIsProposed()
{
    const QString base = m_server.replying(
        u"deep"_s, {reply(404, nothing), reply(404, nothing), reply(200, openAiList)});
    const ServerReport report =
        checked(connectionTo(ConnectionType::OpenAiCompatible, base + u"/"_s));
    QVERIFY(report.failure);
    QCOMPARE(report.failure->kind, FailureKind::NotFound);
    QVERIFY(report.suggestion);
    QCOMPARE(report.suggestion->baseUrl, base + u"/v1"_s);
    QCOMPARE(report.suggestion->models.size(), 2);
    QVERIFY2(report.summary.contains(u"Did you mean "_s + base + u"/v1?"_s),
             qPrintable(report.summary));
}

void ServerCheckTest::theRightTypeIsProposed_data()
{
    QTest::addColumn<ConnectionType>("type");
    QTest::addColumn<QString>("path"); ///< Of the list that is there.
    QTest::addColumn<QJsonArray>("list");
    QTest::addColumn<ConnectionType>("right");
    QTest::addColumn<QString>("base");
    QTest::newRow("anthropic asks for a key")
        << ConnectionType::Gemini << u"v1"_s << reply(401, anthropicError)
        << ConnectionType::Anthropic << QString();
    QTest::newRow("ollama") << ConnectionType::Anthropic << u"api"_s
                            << reply(200, R"({"models":[{"name":"a:b"}]})")
                            << ConnectionType::Ollama << QString();
    QTest::newRow("openai-compatible")
        << ConnectionType::Ollama << u"v1"_s << reply(200, openAiList)
        << ConnectionType::OpenAiCompatible << u"/v1"_s;
    QTest::newRow("llama.cpp has ollama's list, too")
        << ConnectionType::Ollama << u"api"_s << reply(200, llamaList)
        << ConnectionType::OpenAiCompatible << u"/v1"_s;
    QTest::newRow("gemini") << ConnectionType::OpenAiChat << u"v1beta"_s
                            << reply(200, R"({"models":[{"name":"models/a"}]})")
                            << ConnectionType::Gemini << QString();
}

void ServerCheckTest::theRightTypeIsProposed()
{
    QFETCH(ConnectionType, type);
    QFETCH(QString, path);
    QFETCH(QJsonArray, list);
    QFETCH(QString, base);
    const QStringList paths{u"v1"_s, u"api"_s, u"v1beta"_s, u"models"_s};
    for (const QString &each : paths) {
        (void)m_other.replying(each, {each == path ? list : reply(404, nothing)});
    }
    const QString origin = u"http://127.0.0.1:%1"_s.arg(m_other.port());
    const ServerReport report = checked(connectionTo(type, origin));
    QVERIFY2(report.failure, qPrintable(report.summary));
    QVERIFY2(report.suggestion, qPrintable(report.summary));
    QTEST(report.suggestion->type, "right");
    QCOMPARE(report.suggestion->baseUrl, origin + base);
    QVERIFY2(report.summary.contains(report.suggestion->name), qPrintable(report.summary));
}

void ServerCheckTest::noKeyGoesToWhereItIsGuessed()
{
    (void)checked(connectionTo(
        ConnectionType::OpenAiCompatible,
        m_server.replying(u"guess"_s,
                          {reply(404, nothing), reply(404, nothing), reply(401, openAiError)})));
    const auto requests = m_server.requests(u"guess"_s);
    QCOMPARE(requests.size(), 3);
    QVERIFY(!requests[1].header("Authorization").isEmpty());
    QCOMPARE(requests[2].target, u"/guess/v1/models"_s);
    QVERIFY(requests[2].header("Authorization").isEmpty());
}

void ServerCheckTest::aListSaysMoreThanALock()
{
    // A key is asked for at every address, but for the list's.
    const QString base = m_other.replying(
        u"locked"_s, {reply(404, nothing), reply(404, nothing), reply(401, openAiError)});
    (void)m_other.replying(u"v1"_s, {reply(200, llamaList)});
    const ServerReport report = checked(connectionTo(ConnectionType::OpenAiCompatible, base));
    QVERIFY2(report.suggestion, qPrintable(report.summary));
    const QString usual = u"http://127.0.0.1:%1/v1"_s.arg(m_other.port());
    QCOMPARE(report.suggestion->baseUrl, usual);
    // As llama.cpp: at every address.
    (void)m_other.replying(u"api"_s, {reply(404, nothing)});
    (void)m_other.replying(u"v1beta"_s, {reply(404, nothing)});
    (void)m_other.replying(u"v1"_s, {reply(401, openAiError)});
    (void)m_other.replying(u"locked"_s,
                           {reply(404, nothing), reply(404, nothing), reply(401, openAiError)});
    QCOMPARE(checked(connectionTo(ConnectionType::OpenAiCompatible, base)).suggestion->baseUrl,
             usual);
}

void ServerCheckTest::unreachableServers_data()
{
    QTest::addColumn<QString>("base");
    QTest::addColumn<QString>("proxy");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<QString>("words");
    QTest::newRow("refused") << u"http://127.0.0.1:%1"_s.arg(closedPort()) << QString()
                             << FailureKind::Network << u"No server answers"_s;
    QTest::newRow("name") << u"https://hermes.invalid"_s << QString() << FailureKind::Network
                          << u"was not found"_s;
    QTest::newRow("proxy") << u"https://hermes.invalid"_s << u"CONNECT"_s << FailureKind::Proxy
                           << u"asks for a password"_s;
    QTest::newRow("key by http") << u"http://model.example"_s << QString()
                                 << FailureKind::KeyWithheld << u"https"_s;
}

void ServerCheckTest::unreachableServers()
{
    QFETCH(QString, base);
    QFETCH(QString, proxy);
    QFETCH(QString, words);
    ConnectionSettings settings = connectionTo(ConnectionType::OpenAiCompatible, base);
    settings.proxy.kind = ProxyChoice::Kind::None;
    if (!proxy.isEmpty()) {
        (void)m_server.replying(
            proxy,
            {QJsonArray{head(407, {}, {QJsonArray{u"Proxy-Authenticate"_s, u"Basic realm=\"p\""_s}},
                             u"length:0"_s)}});
        settings.proxy = {ProxyChoice::Kind::Http, u"127.0.0.1"_s,
                          static_cast<quint16>(m_server.port())};
    }
    const ServerReport report = checked(settings);
    QVERIFY(report.failure);
    QTEST(report.failure->kind, "kind");
    QVERIFY2(report.summary.contains(words), qPrintable(report.summary));
    QVERIFY(!report.suggestion);
}

void ServerCheckTest::badSettingsSendNothing()
{
    const ServerReport report =
        checked(connectionTo(ConnectionType::Anthropic, u"ftp://example.org"_s));
    QVERIFY(report.failure);
    QVERIFY(report.summary.contains(u"https://"));
}

void ServerCheckTest::cancelClosesTheConnection()
{
    ServerCheck check(connectionTo(ConnectionType::OpenAiCompatible,
                                   m_server.replying(u"hung"_s, {QJsonArray{step(u"hang"_s)}})));
    QList<ServerReport> reports;
    connect(&check, &ServerCheck::finished, this,
            [&reports](const ServerReport &report) { reports.append(report); });
    check.start(key);
    QTRY_COMPARE(m_server.requests(u"hung"_s).size(), 1);
    check.cancel();
    QVERIFY(reports.isEmpty());
    QVERIFY(m_server.waitForClosed(u"hung"_s));
    QTRY_COMPARE(reports.size(), 1);
    QCOMPARE(reports[0].failure->kind, FailureKind::Cancelled);
}

void ServerCheckTest::localServersAreFound()
{
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    (void)m_server.replying(u"v1"_s, {reply(200, openAiList)});
    (void)m_other.replying(u"v1"_s, {reply(404, nothing)});
    (void)m_other.replying(u"api"_s, {reply(200, R"({"models":[{"name":"a:b"}]})")});
    LocalServers servers({{static_cast<quint16>(m_server.port()), u"LM Studio"_s},
                          {static_cast<quint16>(m_other.port()), u"llama.cpp"_s},
                          {closedPort(), u"vLLM"_s},
                          {silent.serverPort(), u"vLLM"_s}});
    QMap<QString, FoundServer> found;
    int ends = 0;
    connect(&servers, &LocalServers::found, this,
            [&found](const FoundServer &server) { found.insert(server.name, server); });
    connect(&servers, &LocalServers::finished, this, [&ends] { ++ends; });
    servers.start();
    QTRY_COMPARE_WITH_TIMEOUT(ends, 1, 60'000);
    QCOMPARE(found.keys(), (QStringList{u"LM Studio"_s, u"Ollama"_s}));
    const FoundServer &studio = found[u"LM Studio"_s];
    QCOMPARE(studio.type, ConnectionType::OpenAiCompatible);
    QCOMPARE(studio.baseUrl, u"http://127.0.0.1:%1/v1"_s.arg(m_server.port()));
    QCOMPARE(studio.models.size(), 2);
    QCOMPARE(found[u"Ollama"_s].type, ConnectionType::Ollama);
    QCOMPARE(found[u"Ollama"_s].baseUrl, u"http://127.0.0.1:%1"_s.arg(m_other.port()));
}

void ServerCheckTest::noPortIsNoServer()
{
    LocalServers servers({});
    bool isOver = false;
    connect(&servers, &LocalServers::finished, this, [&isOver] { isOver = true; });
    servers.start();
    QVERIFY(!isOver);
    QTRY_VERIFY(isOver);
}

QTEST_GUILESS_MAIN(ServerCheckTest)
#include "tst_servercheck.moc"
