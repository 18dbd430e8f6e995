#include "modelapi/tokencountcall.h"
#include "modelserver.h"

#include <QJsonDocument>
#include <QTest>

using namespace hermes;
using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto key = "sk-canary-4711";
const QByteArray nothing = "404 page not found";
const QByteArray openAiError =
    R"({"error":{"message":"said so","type":"invalid_request_error","code":"x"}})";

QJsonArray reply(int status, const QByteArray &body)
{
    return {head(status, u"application/json"_s, {}, u"length:%1"_s.arg(body.size())), sent(body)};
}

ConnectionSettings connectionTo(ConnectionType type, const QString &base)
{
    ConnectionSettings settings;
    settings.type = type;
    settings.baseUrl = base;
    return settings;
}

TokenCountReply counted(const ConnectionSettings &settings)
{
    ModelRequest request;
    request.modelId = u"story"_s;
    request.systemPrompt = "Be brief.";
    request.turns.emplaceBack().text = u"Hi"_s;
    TokenCountCall call(settings, request);
    std::optional<TokenCountReply> outcome;
    QObject::connect(&call, &TokenCountCall::finished, &call,
                     [&outcome](const TokenCountReply &each) { outcome = each; });
    call.start(key);
    (void)QTest::qWaitFor([&] { return outcome.has_value(); }, 60000);
    return outcome.value_or(TokenCountReply{});
}

} // namespace

/// Has a real server on loopback count.
class TokenCountTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.isRunning()); }
    void providersCount_data();
    void providersCount();
    void serversOfOnesOwnCountElsewhere_data();
    void serversOfOnesOwnCountElsewhere();
    void whatIsWrongWithACountIsNotAskedElsewhere();
    void cancelEndsIt();
    void countingThatIsNotThere();

private:
    ModelServer m_server;
};

void TokenCountTest::providersCount_data()
{
    QTest::addColumn<ConnectionType>("type");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QString>("target");
    QTest::newRow("anthropic") << ConnectionType::Anthropic << QByteArray(R"({"input_tokens":42})")
                               << u"/count/v1/messages/count_tokens"_s;
    QTest::newRow("responses") << ConnectionType::OpenAiResponses
                               << QByteArray(
                                      R"({"object":"response.input_tokens","input_tokens":42})")
                               << u"/count/responses/input_tokens"_s;
    QTest::newRow("llama.cpp") << ConnectionType::OpenAiCompatible
                               << QByteArray(R"({"input_tokens":42})")
                               << u"/count/responses/input_tokens"_s;
    QTest::newRow("gemini") << ConnectionType::Gemini << QByteArray(R"({"totalTokens":42})")
                            << u"/count/v1beta/models/story:countTokens"_s;
}

void TokenCountTest::providersCount()
{
    QFETCH(ConnectionType, type);
    QFETCH(QByteArray, answer);
    const TokenCountReply outcome =
        counted(connectionTo(type, m_server.replying(u"count"_s, {reply(200, answer)})));
    QVERIFY(!outcome.failure);
    QCOMPARE(outcome.inputTokens, 42);
    QTEST(m_server.requests(u"count"_s).at(0).target, "target");
}

void TokenCountTest::serversOfOnesOwnCountElsewhere_data()
{
    QTest::addColumn<QJsonArray>("replies");
    QTest::addColumn<QStringList>("targets");
    QTest::addColumn<CountScope>("scope");
    const QStringList all{u"/own/v1/responses/input_tokens"_s, u"/own/v1/messages/count_tokens"_s,
                          u"/own/tokenize"_s};
    const QJsonArray absent = reply(404, nothing);
    QTest::newRow("at once") << QJsonArray{reply(200, R"({"input_tokens":42})")} << all.first(1)
                             << CountScope::Request;
    QTest::newRow("as Anthropic") << QJsonArray{absent, reply(200, R"({"input_tokens":42})")}
                                  << all.first(2) << CountScope::Request;
    QTest::newRow("vLLM") << QJsonArray{absent, reply(405, R"({"detail":"Method Not Allowed"})"),
                                        reply(200,
                                              R"({"count":42,"max_model_len":8,"tokens":[1,2]})")}
                          << all << CountScope::Request;
    QTest::newRow("llama.cpp of old")
        << QJsonArray{reply(501, nothing), absent,
                      reply(200, "{\"tokens\":[" + QByteArray("7,").repeated(41) + "7]}")}
        << all << CountScope::BarePrompt;
    QTest::newRow("an error with status 200")
        << QJsonArray{reply(200, R"({"error":"Unexpected endpoint or method."})"),
                      reply(200, R"({"input_tokens":42})")}
        << all.first(2) << CountScope::Request;
}

void TokenCountTest::serversOfOnesOwnCountElsewhere()
{
    QFETCH(QJsonArray, replies);
    QFETCH(QStringList, targets);
    QFETCH(CountScope, scope);
    const TokenCountReply outcome = counted(connectionTo(
        ConnectionType::OpenAiCompatible, m_server.replying(u"own"_s, replies) + u"/v1"_s));
    QVERIFY2(!outcome.failure,
             outcome.failure ? qPrintable(outcome.failure->error.message) : "counted");
    QCOMPARE(outcome.inputTokens, 42);
    QCOMPARE(outcome.scope, scope);
    QStringList asked;
    for (const auto requests = m_server.requests(u"own"_s); const auto &request : requests) {
        asked.append(request.target);
        QCOMPARE(request.header("Authorization"), "Bearer " + QByteArray(key));
        QVERIFY(request.body.contains("Be brief."));
    }
    QCOMPARE(asked, targets);
    if (asked.size() == 3) {
        const QJsonObject body =
            QJsonDocument::fromJson(m_server.requests(u"own"_s).at(2).body).object();
        QCOMPARE(body[u"content"], u"Be brief."_s);
        QCOMPARE(body[u"model"], u"story"_s);
        QCOMPARE(body[u"messages"][1][u"content"], u"Hi"_s);
    }
}

void TokenCountTest::whatIsWrongWithACountIsNotAskedElsewhere()
{
    for (const QJsonArray &wrong :
         {reply(401, openAiError), reply(404, R"({"message":"The model `x` does not exist."})"),
          reply(500, nothing)}) {
        const TokenCountReply outcome = counted(connectionTo(
            ConnectionType::OpenAiCompatible, m_server.replying(u"once"_s, {wrong}) + u"/v1"_s));
        QVERIFY(outcome.failure);
        QVERIFY(!outcome.failure->error.message.contains(u"does not count"));
        QCOMPARE(m_server.requests(u"once"_s).size(), 1);
    }
    // OpenAI itself counts at one address.
    (void)counted(connectionTo(ConnectionType::OpenAiChat,
                               m_server.replying(u"one"_s, {reply(404, nothing)})));
    QCOMPARE(m_server.requests(u"one"_s).size(), 1);
}

void TokenCountTest::countingThatIsNotThere()
{
    const auto failureOf = [this](ConnectionType type, int status, const QByteArray &body) {
        const TokenCountReply outcome =
            counted(connectionTo(type, m_server.replying(u"not"_s, {reply(status, body)})));
        return outcome.failure ? outcome.failure->error.message : QString();
    };
    constexpr auto compatible = ConnectionType::OpenAiCompatible;
    QVERIFY(failureOf(compatible, 404, nothing).contains(u"does not count"));
    QCOMPARE(m_server.requests(u"not"_s).size(), 3);
    QVERIFY(failureOf(compatible, 200, R"({"error":"Unexpected endpoint or method."})")
                .contains(u"does not count"));
    QVERIFY(failureOf(ConnectionType::Anthropic, 404,
                      R"({"type":"error","error":{"type":"not_found_error","message":"model: x"}})")
                .contains(u"model: x"));
    QVERIFY(failureOf(compatible, 200, "{}").contains(u"without a number"));
    QVERIFY(failureOf(ConnectionType::Ollama, 200, "{}").contains(u"does not count"));
    QVERIFY(failureOf(compatible, 401, openAiError).contains(u"said so"));
}

void TokenCountTest::cancelEndsIt()
{
    const QJsonArray absent = reply(404, nothing);
    ConnectionSettings settings =
        connectionTo(ConnectionType::OpenAiCompatible,
                     m_server.replying(u"hang"_s, {absent, QJsonArray{step(u"hang"_s)}}));
    ModelRequest request;
    request.modelId = u"story"_s;
    request.turns.emplaceBack().text = u"Hi"_s;
    TokenCountCall call(settings, request);
    std::optional<TokenCountReply> outcome;
    connect(&call, &TokenCountCall::finished, this,
            [&outcome](const TokenCountReply &each) { outcome = each; });
    call.start(key);
    QTRY_COMPARE(m_server.requests(u"hang"_s).size(), 2);
    call.cancel();
    QTRY_VERIFY(outcome);
    QCOMPARE(outcome->failure->kind, FailureKind::Cancelled);
    QVERIFY(m_server.waitForClosed(u"hang"_s));
    QCOMPARE(m_server.requests(u"hang"_s).size(), 2);
}

QTEST_GUILESS_MAIN(TokenCountTest)
#include "tst_tokencount.moc"
