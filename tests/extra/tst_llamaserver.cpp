#include "modelapi/localservers.h"
#include "modelapi/requests.h"
#include "modelapi/tokencountcall.h"
#include "modelpeers.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <csignal>

using namespace hermes::core;
using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto key = llamaKey;
const QString story = u"Once upon a time"_s;

} // namespace

/// Against a real llama-server with a real, tiny model.
class LlamaServerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (fetchedPeer(u"llama/usr/bin/llama-server"_s).isEmpty()) {
            QSKIP("llama-server is not there; packaging/dev test-extra fetches it");
        }
        m_port = freePort();
        QVERIFY(startLlamaServer(m_server, m_port, u"story.jinja"_s,
                                 {u"-c"_s, u"2048"_s, u"-np"_s, u"4"_s, u"--metrics"_s}));
    }

    void everyFormCompletes_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<Delivery>("delivery");
        for (const ConnectionType type :
             {ConnectionType::OpenAiCompatible, ConnectionType::OpenAiResponses,
              ConnectionType::Anthropic}) {
            const QByteArray name = connectionTypeName(type).toLatin1();
            QTest::newRow(name + " streamed") << type << Delivery::Stream;
            QTest::newRow(name + " whole") << type << Delivery::Whole;
        }
    }
    void everyFormCompletes()
    {
        QFETCH(ConnectionType, type);
        QFETCH(Delivery, delivery);
        ConnectionSettings settings = connectionTo(m_port, type);
        settings.parameters.maxOutputTokens = 40;
        settings.parameters.temperature = 0;
        ModelRequest request = asking(settings, story);
        request.delivery = delivery;
        const Conversation talk = talked(settings, request, key);
        QVERIFY2(!talk.outcome.failure, why(talk));
        const Answer &answer = talk.outcome.answer;
        QVERIFY2(answer.text.startsWith(u", there was a little girl named Lily."),
                 qPrintable(answer.text));
        QVERIFY(answer.usage.input.value_or(0) > 0);
        QVERIFY(answer.usage.output.value_or(0) > 0);
        QVERIFY(answer.stop);
        if (delivery == Delivery::Stream) {
            QVERIFY2(talk.deltas > 5, qPrintable(QString::number(talk.deltas)));
            QVERIFY(talk.outcome.firstToken);
        }
    }

    void countsAreThoseOfTheAnswer()
    {
        qint64 chat = 0;
        for (const ConnectionType type :
             {ConnectionType::OpenAiCompatible, ConnectionType::OpenAiResponses,
              ConnectionType::Anthropic}) {
            ConnectionSettings settings = connectionTo(m_port, type);
            settings.parameters.maxOutputTokens = 16;
            const ModelRequest request = asking(settings, story);
            TokenCountCall call(settings, request);
            std::optional<TokenCountReply> reply;
            connect(&call, &TokenCountCall::finished, this,
                    [&reply](const TokenCountReply &each) { reply = each; });
            call.start(key);
            QTRY_VERIFY(reply);
            QVERIFY2(!reply->failure,
                     reply->failure ? qPrintable(reply->failure->error.message) : "");
            const Conversation talk = talked(settings, request, key);
            QVERIFY2(!talk.outcome.failure, why(talk));
            QCOMPARE(reply->inputTokens, talk.outcome.answer.usage.input);
            chat = chat == 0 ? reply->inputTokens : chat;
            QCOMPARE(reply->inputTokens, chat);
        }
    }

    void theOtherAddressesCountAsWell()
    {
        const ConnectionSettings settings = connectionTo(m_port, ConnectionType::OpenAiCompatible);
        ModelRequest request = asking(settings, story);
        request.systemPrompt = "Lily was a little girl.";
        const QList<HttpRequest> further = furtherCountRequests(settings, request);
        QCOMPARE(further.size(), 2);
        QList<QJsonObject> answers;
        for (const HttpRequest &http : further) {
            JsonCall call(settings, http);
            std::optional<JsonReply> reply;
            connect(&call, &JsonCall::finished, this,
                    [&reply](const JsonReply &each) { reply = each; });
            call.start(key);
            QTRY_VERIFY(reply);
            QVERIFY2(!reply->failure,
                     reply->failure ? qPrintable(reply->failure->error.message) : "");
            answers.append(reply->json);
        }
        QVERIFY(answers[0].value("input_tokens"_L1).toInteger() > 0);
        QVERIFY(!answers[1].value("tokens"_L1).toArray().isEmpty());
    }

    void theConnectionIsTested()
    {
        ConnectionSettings settings = connectionTo(m_port, ConnectionType::OpenAiCompatible);
        const ServerReport good = checked(settings, key);
        QVERIFY2(!good.failure, qPrintable(good.summary));
        QCOMPARE(good.models.size(), 1);
        QVERIFY(good.models[0].contextTokens.value_or(0) > 0);
        QVERIFY2(good.summary.contains(u"llama.cpp"), qPrintable(good.summary));
        QCOMPARE(checked(settings, "sk-wrong").failure->kind, FailureKind::Authentication);
        QVERIFY(checked(settings, {}).summary.contains(u"has none"));
        const QString base = settings.baseUrl;
        settings.baseUrl += u"/deeper"_s;
        const ServerReport path = checked(settings, key);
        QVERIFY2(path.failure && path.suggestion, qPrintable(path.summary));
        QCOMPARE(path.suggestion->baseUrl, base);
        settings.baseUrl = base;
        settings.type = ConnectionType::Ollama;
        const ServerReport type = checked(settings, key);
        QVERIFY2(type.failure && type.suggestion, qPrintable(type.summary));
        QCOMPARE(type.suggestion->type, ConnectionType::OpenAiCompatible);
        for (const ConnectionType other :
             {ConnectionType::Anthropic, ConnectionType::OpenAiResponses}) {
            const ServerReport report = checked(connectionTo(m_port, other), key);
            QVERIFY2(!report.failure, qPrintable(report.summary));
        }
        const ServerReport gemini = checked(connectionTo(m_port, ConnectionType::Gemini), key);
        QVERIFY2(gemini.summary.contains(u"OpenAI-compatible"), qPrintable(gemini.summary));
    }

    void itIsFoundOnThisMachine()
    {
        LocalServers servers({{static_cast<quint16>(m_port), u"llama.cpp"_s}});
        QList<FoundServer> found;
        bool isOver = false;
        connect(&servers, &LocalServers::found, this,
                [&found](const FoundServer &server) { found.append(server); });
        connect(&servers, &LocalServers::finished, this, [&isOver] { isOver = true; });
        servers.start();
        QTRY_VERIFY(isOver);
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].name, u"llama.cpp"_s);
        QCOMPARE(found[0].baseUrl, u"http://127.0.0.1:%1/v1"_s.arg(m_port));
    }

    void whatItRefusesIsSaid()
    {
        const ConnectionSettings settings = connectionTo(m_port, ConnectionType::OpenAiCompatible);
        const Conversation wrongKey = talked(settings, asking(settings, story), "sk-wrong");
        QCOMPARE(wrongKey.outcome.failure->kind, FailureKind::Authentication);
        QCOMPARE(wrongKey.outcome.attempts, 1);
        const Conversation tooLong =
            talked(settings, asking(settings, u"word and "_s.repeated(600)), key);
        QCOMPARE(tooLong.outcome.failure->kind, FailureKind::TooLong);
    }

    void theAnswerHasTheFormOfASchema()
    {
        ConnectionSettings settings = connectionTo(m_port, ConnectionType::OpenAiCompatible);
        settings.parameters.maxOutputTokens = 200;
        ModelRequest request = asking(settings, story);
        request.responseSchema = {
            {u"type"_s, u"object"_s},
            {u"properties"_s, QJsonObject{{u"ok"_s, QJsonObject{{u"type"_s, u"boolean"_s}}}}},
            {u"required"_s, QJsonArray{u"ok"_s}},
            {u"additionalProperties"_s, false}};
        const Conversation talk = talked(settings, request, key);
        QVERIFY2(!talk.outcome.failure, why(talk));
        QVERIFY2(QJsonDocument::fromJson(talk.outcome.answer.text.toUtf8())[u"ok"_s].isBool(),
                 qPrintable(talk.outcome.answer.text));
    }

    void stoppingFreesTheServersSlot_data() { forms(); }
    void stoppingFreesTheServersSlot()
    {
        QFETCH(ConnectionType, type);
        PeerProcess server;
        const int port = freePort();
        QVERIFY(startLlamaServer(server, port, u"story.jinja"_s,
                                 {u"-c"_s, u"512"_s, u"-np"_s, u"1"_s, u"--context-shift"_s}));
        ConnectionSettings settings = connectionTo(port, type);
        settings.parameters.maxOutputTokens = 1000000;
        const auto http = answerRequest(settings, asking(settings, story));
        QVERIFY(http);
        auto exchange = std::make_unique<Exchange>(settings, *http, ExchangeOptions{}, nullptr);
        qsizetype pieces = 0;
        std::optional<ExchangeOutcome> end;
        connect(exchange.get(), &Exchange::eventsArrived, this,
                [&pieces](const QList<AnswerEvent> &events) { pieces += events.size(); });
        connect(exchange.get(), &Exchange::finished, this,
                [&end](const ExchangeOutcome &outcome) { end = outcome; });
        exchange->start(key);
        QTRY_VERIFY_WITH_TIMEOUT(pieces > 3 || end, 40000);
        QElapsedTimer clock;
        clock.start();
        exchange->cancel();
        const qint64 closed = clock.elapsed();
        QTRY_VERIFY(end);
        QCOMPARE(end->failure->kind, FailureKind::Cancelled);
        QVERIFY(!end->answer.text.isEmpty());
        // Its only slot answers the next one.
        settings.parameters.maxOutputTokens = 16;
        const Conversation next = talked(settings, asking(settings, story), key);
        QVERIFY2(!next.outcome.failure, why(next));
        qInfo() << "closed after" << closed << "ms, the next answer began after"
                << next.outcome.firstToken->count() << "ms";
    }

    void queuedRequestsWaitForTheirTurn_data() { forms(); }
    void queuedRequestsWaitForTheirTurn()
    {
        QFETCH(ConnectionType, type);
        PeerProcess server;
        const int port = freePort();
        QVERIFY(startLlamaServer(server, port, u"story.jinja"_s,
                                 {u"-c"_s, u"512"_s, u"-np"_s, u"1"_s, u"--context-shift"_s}));
        ConnectionSettings settings = connectionTo(port, type);
        struct Talk
        {
            std::unique_ptr<Exchange> exchange;
            qsizetype pieces = 0;
            std::optional<ExchangeOutcome> end;
        };
        Talk first;
        Talk second;
        const auto begin = [&](Talk &talk, qint64 tokens) {
            settings.parameters.maxOutputTokens = tokens;
            const auto http = answerRequest(settings, asking(settings, story));
            QVERIFY(http);
            talk.exchange = std::make_unique<Exchange>(settings, *http, ExchangeOptions{}, nullptr);
            connect(talk.exchange.get(), &Exchange::eventsArrived, this,
                    [&talk](const QList<AnswerEvent> &events) { talk.pieces += events.size(); });
            connect(talk.exchange.get(), &Exchange::finished, this,
                    [&talk](const ExchangeOutcome &outcome) { talk.end = outcome; });
            talk.exchange->start(key);
        };
        begin(first, 1000000);
        QTRY_VERIFY_WITH_TIMEOUT(first.pieces > 3 || first.end, 40000);
        begin(second, 16);
        const qsizetype before = first.pieces;
        QTRY_VERIFY_WITH_TIMEOUT(first.pieces > before + 200 || first.end, 40000);
        QVERIFY2(!first.end, "the slot was to stay busy");
        QVERIFY(!second.end);
        QCOMPARE(second.pieces, 0);
        first.exchange->cancel();
        QTRY_VERIFY_WITH_TIMEOUT(second.end, 40000);
        QVERIFY2(!second.end->failure,
                 qPrintable(second.end->failure ? second.end->failure->error.message : QString()));
        QCOMPARE(second.end->attempts, 1);
        QVERIFY(!second.end->answer.text.isEmpty());
    }

    void aServerThatStallsOrDies_data() { forms(); }
    void aServerThatStallsOrDies()
    {
        QFETCH(ConnectionType, type);
        for (const int number : {SIGSTOP, SIGKILL}) {
            PeerProcess server;
            const int port = freePort();
            QVERIFY(startLlamaServer(server, port, u"story.jinja"_s,
                                     {u"-c"_s, u"512"_s, u"-np"_s, u"1"_s, u"--context-shift"_s}));
            ConnectionSettings settings = connectionTo(port, type);
            settings.parameters.maxOutputTokens = 1000000;
            settings.timeOuts.idle = number == SIGSTOP ? 10s : 60s;
            const auto http = answerRequest(settings, asking(settings, story));
            Exchange exchange(settings, *http, {}, nullptr);
            qsizetype pieces = 0;
            std::optional<ExchangeOutcome> end;
            connect(&exchange, &Exchange::eventsArrived, this,
                    [&pieces](const QList<AnswerEvent> &events) { pieces += events.size(); });
            connect(&exchange, &Exchange::finished, this,
                    [&end](const ExchangeOutcome &outcome) { end = outcome; });
            exchange.start(key);
            QTRY_VERIFY_WITH_TIMEOUT(pieces > 3 || end, 40000);
            server.signal(number);
            QTRY_VERIFY_WITH_TIMEOUT(end, 40000);
            QCOMPARE(end->failure->kind,
                     number == SIGKILL ? FailureKind::Interrupted : FailureKind::TimedOut);
            QVERIFY(!end->answer.text.isEmpty());
            QCOMPARE(end->attempts, 1);
        }
    }

    void thinkingIsShownApart_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::newRow("chat") << ConnectionType::OpenAiCompatible;
        QTest::newRow("messages") << ConnectionType::Anthropic;
    }
    void thinkingIsShownApart()
    {
        QFETCH(ConnectionType, type);
        PeerProcess server;
        const int port = freePort();
        QVERIFY(startLlamaServer(server, port, u"think.jinja"_s,
                                 {u"-c"_s, u"512"_s, u"-np"_s, u"1"_s}));
        ConnectionSettings settings = connectionTo(port, type);
        settings.parameters.maxOutputTokens = 60;
        const Conversation talk = talked(settings, asking(settings, story), key);
        QVERIFY2(!talk.outcome.failure, why(talk));
        QVERIFY(!talk.outcome.answer.thinking.isEmpty());
    }

    void toolsAreCalled_data() { forms(); }
    void toolsAreCalled()
    {
        QFETCH(ConnectionType, type);
        PeerProcess server;
        const int port = freePort();
        QVERIFY(startLlamaServer(server, port, u"tools.jinja"_s,
                                 {u"-c"_s, u"4096"_s, u"-np"_s, u"1"_s, u"--override-kv"_s,
                                  u"llama.context_length=int:4096"_s}));
        ConnectionSettings settings = connectionTo(port, type);
        settings.parameters.maxOutputTokens = 400;
        ModelRequest request = asking(settings, u"Look."_s);
        Turn begun;
        begun.role = Turn::Role::Assistant;
        begun.text = u"<tool_call>\n"_s;
        request.turns.append(begun);
        const QJsonObject flag{{u"type"_s, u"boolean"_s}};
        request.tools = {{u"look"_s,
                          u"Looks."_s,
                          {{u"type"_s, u"object"_s},
                           {u"properties"_s, QJsonObject{{u"far"_s, flag}}},
                           {u"required"_s, QJsonArray{u"far"_s}}}}};
        request.toolChoice = ToolChoice::Required;
        const Conversation talk = talked(settings, request, key);
        QVERIFY2(!talk.outcome.failure, why(talk));
        const QList<ToolCall> &calls = talk.outcome.answer.toolCalls;
        QVERIFY(!calls.isEmpty());
        QCOMPARE(calls[0].name, u"look"_s);
        QVERIFY2(QJsonDocument::fromJson(calls[0].arguments)[u"far"_s].isBool(),
                 calls[0].arguments);
    }

private:
    static void forms()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::newRow("chat") << ConnectionType::OpenAiCompatible;
        QTest::newRow("responses") << ConnectionType::OpenAiResponses;
        QTest::newRow("messages") << ConnectionType::Anthropic;
    }

    static ConnectionSettings connectionTo(int port, ConnectionType type)
    {
        ConnectionSettings settings;
        settings.type = type;
        settings.baseUrl = u"http://127.0.0.1:%1/v1"_s.arg(port);
        settings.modelId = u"stories260k"_s;
        // The older version takes a temperature.
        settings.apiVersion = type == ConnectionType::Anthropic ? u"2023-06-01"_s : QString();
        return settings;
    }

    PeerProcess m_server;
    int m_port = 0;
};

QTEST_GUILESS_MAIN(LlamaServerTest)
#include "tst_llamaserver.moc"
