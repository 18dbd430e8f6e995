#include "modelapi/jsonwriter.h"
#include "modelapi/requests.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace hermes::core;
using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace {

ConnectionSettings connectionOf(ConnectionType type)
{
    ConnectionSettings settings;
    settings.type = type;
    settings.modelId = u"story"_s;
    if (type == ConnectionType::Azure) {
        settings.baseUrl = u"https://r.openai.azure.com/openai/v1/"_s;
    }
    return settings;
}

Turn userTurn(const QString &text)
{
    Turn turn;
    turn.text = text;
    return turn;
}

/// A question, a tool call, its two answers.
ModelRequest talk(const ConnectionSettings &settings)
{
    Turn call;
    call.role = Turn::Role::Assistant;
    call.thinking = {{u"hm"_s, u"sig"_s, {}}};
    call.toolCalls = {{u"t1"_s, u"look"_s, R"({"at":"sky"})", u"ts"_s},
                      {u"t2"_s, u"look"_s, "{}", {}}};
    Turn first;
    first.role = Turn::Role::ToolResult;
    first.toolCallId = u"t1"_s;
    first.toolName = u"look"_s;
    first.text = u"blue"_s;
    Turn second = first;
    second.toolCallId = u"t2"_s;
    ModelRequest request =
        requestFor(settings, "Be brief.", {userTurn(u"Hi"_s), call, first, second});
    request.tools = {{u"look"_s, u"Looks."_s, {{u"type"_s, u"object"_s}}}};
    return request;
}

QByteArray bodyOf(const ConnectionSettings &settings, const ModelRequest &request)
{
    const auto http = answerRequest(settings, request);
    return http ? http->body : http.error().message.toUtf8();
}

/// The system prompt's bytes in a body, as a JSON reader of bytes finds them.
QByteArray systemPromptIn(const QByteArray &body, ConnectionType type)
{
    const QJsonObject json = QJsonDocument::fromJson(body).object();
    switch (type) {
    case ConnectionType::Anthropic:
        return json.value(u"system"_s).toString().toUtf8();
    case ConnectionType::OpenAiResponses:
        return json.value(u"instructions"_s).toString().toUtf8();
    case ConnectionType::Gemini:
        return json[u"systemInstruction"_s][u"parts"_s][0][u"text"_s].toString().toUtf8();
    default:
        return json[u"messages"_s][0][u"content"_s].toString().toUtf8();
    }
}

} // namespace

class RequestsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bodiesAreExact_data();
    void bodiesAreExact()
    {
        QFETCH(ConnectionType, type);
        const ConnectionSettings settings = connectionOf(type);
        QTEST(bodyOf(settings, talk(settings)), "body");
    }

    void addressesAndKeyHeaders_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QByteArray>("keyHeader");
        const auto row = [](const char *name, ConnectionType type, const QString &base,
                            const QString &url, const QByteArray &header) {
            QTest::newRow(name) << type << base << url << header;
        };
        row("anthropic", ConnectionType::Anthropic, {}, u"https://api.anthropic.com/v1/messages"_s,
            "x-api-key: ");
        row("anthropic with v1", ConnectionType::Anthropic, u"http://localhost:8080/v1/"_s,
            u"http://localhost:8080/v1/messages"_s, "x-api-key: ");
        row("chat", ConnectionType::OpenAiChat, {}, u"https://api.openai.com/v1/chat/completions"_s,
            "Authorization: Bearer ");
        row("responses", ConnectionType::OpenAiResponses, {},
            u"https://api.openai.com/v1/responses"_s, "Authorization: Bearer ");
        row("azure classic", ConnectionType::Azure,
            u"https://r.openai.azure.com/openai/deployments/d?api-version=2024-10-21"_s,
            u"https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21"_s,
            "api-key: ");
        row("gemini", ConnectionType::Gemini, {},
            u"https://generativelanguage.googleapis.com/v1beta/models/"
            "a%2Fb:streamGenerateContent?alt=sse"_s,
            "x-goog-api-key: ");
        row("ollama", ConnectionType::Ollama, {}, u"http://localhost:11434/api/chat"_s,
            "Authorization: Bearer ");
    }
    void addressesAndKeyHeaders()
    {
        QFETCH(ConnectionType, type);
        QFETCH(QString, base);
        ConnectionSettings settings = connectionOf(type);
        settings.baseUrl = base;
        settings.modelId = u"a/b"_s;
        settings.extraHeaders = {{u"X-Title"_s, u"Hermes"_s}};
        const auto http = answerRequest(settings, requestFor(settings, {}, {userTurn(u"Hi"_s)}));
        QVERIFY(http);
        QTEST(http->url.toString(QUrl::FullyEncoded), "url");
        QTEST(http->keyHeader + ": " + http->keyPrefix, "keyHeader");
        QVERIFY(http->headers.contains(HttpHeader{"X-Title", "Hermes"}));
        QVERIFY(http->headers.contains(HttpHeader{"Accept-Encoding", "identity"}));
        QCOMPARE(http->headers.contains(HttpHeader{"anthropic-version", "2026-10-21"}),
                 type == ConnectionType::Anthropic);
    }

    void anExtraHeaderReplacesOursOfThatName()
    {
        ConnectionSettings settings = connectionOf(ConnectionType::Anthropic);
        settings.extraHeaders = {{u"user-agent"_s, u"curl/8"_s},
                                 {u"Anthropic-Version"_s, u"2023-06-01"_s},
                                 {u"X-Title"_s, u"first"_s},
                                 {u"x-title"_s, u"last"_s}};
        const HttpRequest http =
            requestTo(settings, "GET", QUrl(u"https://api.anthropic.com/v1/models"_s));
        const auto valuesOf = [&http](const QByteArray &name) {
            QList<QByteArray> values;
            for (const HttpHeader &header : http.headers) {
                if (header.name.compare(name, Qt::CaseInsensitive) == 0) {
                    values.append(header.value);
                }
            }
            return values;
        };
        QCOMPARE(valuesOf("User-Agent"), QList<QByteArray>{"curl/8"});
        QCOMPARE(valuesOf("anthropic-version"), QList<QByteArray>{"2023-06-01"});
        QCOMPARE(valuesOf("X-Title"), QList<QByteArray>{"last"});
    }

    void whatThinkingForbidsIsLeftOut_data()
    {
        QTest::addColumn<double>("temperature");
        QTest::addColumn<double>("topP");
        QTest::addColumn<QStringList>("leftOut");
        QTest::newRow("all") << 0.2 << 0.5
                             << QStringList{u"toolChoice"_s, u"temperature"_s, u"topP"_s,
                                            u"topK"_s};
        QTest::newRow("what it takes") << 1.0 << 0.96 << QStringList{u"toolChoice"_s, u"topK"_s};
    }
    void whatThinkingForbidsIsLeftOut()
    {
        QFETCH(const double, temperature);
        QFETCH(const double, topP);
        ConnectionSettings settings = connectionOf(ConnectionType::Anthropic);
        settings.apiVersion = u"2023-06-01"_s;
        settings.modelId = u"claude-sonnet-4-5"_s;
        settings.parameters.temperature = temperature;
        settings.parameters.topP = topP;
        settings.parameters.topK = 10;
        ModelRequest asked = requestFor(settings, {}, {userTurn(u"Hi"_s)});
        asked.tools = {{u"Read"_s, {}, {}}};
        asked.toolChoice = ToolChoice::Required;
        const auto plain = answerRequest(settings, asked);
        QVERIFY(plain);
        QCOMPARE(plain->leftOut, QStringList());
        asked.parameters.thinkingBudget = 2048;
        const auto thinking = answerRequest(settings, asked);
        QVERIFY(thinking);
        QTEST(thinking->leftOut, "leftOut");
        const QJsonObject body = QJsonDocument::fromJson(thinking->body).object();
        QVERIFY(!body.contains("top_k"_L1) && !body.contains("tool_choice"_L1));
        QCOMPARE(body.contains("temperature"_L1), temperature == 1.0);
        QCOMPARE(body["thinking"_L1]["budget_tokens"_L1].toInt(), 2048);
    }

    void aKeyMayGoAsBearer()
    {
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            ConnectionSettings settings = connectionOf(type);
            settings.keyHeader = KeyHeader::Bearer;
            const auto http = modelsRequest(settings, {});
            QVERIFY(http);
            const bool isOwn = type == ConnectionType::Gemini;
            QCOMPARE(http->keyHeader, isOwn ? "x-goog-api-key" : "Authorization");
            QCOMPARE(http->keyPrefix, isOwn ? QByteArray() : QByteArray("Bearer "));
            QVERIFY(std::ranges::none_of(http->headers, [](const HttpHeader &header) {
                return isCredentialHeader(QString::fromLatin1(header.name));
            }));
        }
    }

    void onlyParametersThatTheApiTakesAreSent_data();
    void onlyParametersThatTheApiTakesAreSent()
    {
        QFETCH(ConnectionType, type);
        QFETCH(QString, version);
        QFETCH(QString, model);
        QFETCH(QByteArray, sent);
        QFETCH(QStringList, leftOut);
        ConnectionSettings settings = connectionOf(type);
        settings.apiVersion = version;
        settings.modelId = model;
        Parameters &all = settings.parameters;
        all.temperature = 0.5;
        all.topP = 0.25;
        all.topK = 3;
        all.maxOutputTokens = 9000;
        all.seed = 7;
        all.contextTokens = 512;
        all.thinkingBudget = 2000;
        all.stopSequences = {u"x"_s};
        all.effort = u"low"_s;
        all.thinking = Parameters::Thinking::On;
        const auto http = answerRequest(settings, requestFor(settings, "S", {userTurn(u"Hi"_s)}));
        QVERIFY(http);
        for (const auto parts = sent.split('|'); const QByteArray &part : parts) {
            QVERIFY2(http->body.contains(part), http->body);
        }
        leftOut.sort();
        QStringList found = http->leftOut;
        found.sort();
        QCOMPARE(found, leftOut);
        for (const QString &name : leftOut) {
            QVERIFY2(!http->body.contains('"' + name.toUtf8() + '"'), http->body);
        }
    }

    void aCatalogDecidesAboutSampling()
    {
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            ConnectionSettings settings = connectionOf(type);
            settings.modelId = u"gpt-5"_s;
            settings.apiVersion = type == ConnectionType::Anthropic ? u"2023-06-01"_s : QString();
            ModelRequest request = requestFor(settings, {}, {userTurn(u"Hi"_s)});
            request.parameters.temperature = 0;
            request.sampling = Sampling::Taken;
            QVERIFY(bodyOf(settings, request).contains(R"("temperature":0)"));
            request.sampling = Sampling::Refused;
            QVERIFY(!bodyOf(settings, request).contains("temperature"));
            settings.apiVersion.clear(); // the newest of Anthropic refuses for every model
            request.sampling = Sampling::Taken;
            QCOMPARE(bodyOf(settings, request).contains("temperature"),
                     type != ConnectionType::Anthropic);
        }
    }

    void thinkingIsSaidAsTheModelTakesIt_data();
    void thinkingIsSaidAsTheModelTakesIt()
    {
        QFETCH(ConnectionType, type);
        QFETCH(QString, model);
        QFETCH(Parameters, parameters);
        QFETCH(QByteArray, sent);
        QFETCH(QStringList, leftOut);
        ConnectionSettings settings = connectionOf(type);
        settings.modelId = model;
        settings.parameters = parameters;
        const auto http = answerRequest(settings, requestFor(settings, {}, {userTurn(u"Hi"_s)}));
        QVERIFY(http);
        for (const char *name : {"thinking", "output_config", "think", "thinkingConfig",
                                 "reasoning", "reasoning_effort"}) {
            if (!sent.contains('"' + QByteArray(name) + "\":")) {
                QVERIFY2(!http->body.contains('"' + QByteArray(name) + "\":"), http->body);
            }
        }
        QVERIFY2(http->body.contains(sent), http->body);
        QCOMPARE(http->leftOut, leftOut);
    }

    void aCatalogDecidesAboutEffort()
    {
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            ConnectionSettings settings = connectionOf(type);
            settings.parameters.effort = u"high"_s;
            ModelRequest request = requestFor(settings, {}, {userTurn(u"Hi"_s)});
            request.efforts = QStringList{u"low"_s};
            const bool isNamed = type == ConnectionType::Ollama; // whose words are its own
            QCOMPARE(answerRequest(settings, request)->leftOut.contains(u"effort"_s), !isNamed);
            request.efforts = QStringList{u"low"_s, u"high"_s};
            QVERIFY(!answerRequest(settings, request)->leftOut.contains(u"effort"_s));
        }
    }

    void withoutThinkingTemperatureIsTaken()
    {
        for (const ConnectionType type :
             {ConnectionType::OpenAiChat, ConnectionType::OpenAiResponses,
              ConnectionType::OpenAiCompatible, ConnectionType::Azure}) {
            ConnectionSettings settings = connectionOf(type);
            settings.modelId = u"gpt-6"_s;
            settings.parameters.temperature = 0.5;
            settings.parameters.effort = u"none"_s;
            ModelRequest request = requestFor(settings, {}, {userTurn(u"Hi"_s)});
            request.sampling = Sampling::Refused;
            QVERIFY(bodyOf(settings, request).contains(R"("temperature":0.5)"));
            request.efforts = QStringList{u"low"_s}; // it always thinks
            QVERIFY(!bodyOf(settings, request).contains("temperature"));
        }
    }

    void responsesAskForSixteenTokensAtLeast()
    {
        ConnectionSettings settings = connectionOf(ConnectionType::OpenAiResponses);
        settings.parameters.maxOutputTokens = 9;
        QVERIFY(bodyOf(settings, requestFor(settings, {}, {userTurn(u"Hi"_s)}))
                    .contains(R"("max_output_tokens":16)"));
    }

    void theSystemPromptArrivesByteForByte()
    {
        QByteArray prompt = "\xef\xbb\xbf# T\xc3\xa4st \"quoted\" \\ back\r\nline\ttab\x01\x7f/ ";
        prompt += "\xe2\x80\xa8\xf0\x9f\xa6\x89{{x}}</script>\n";
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            const ConnectionSettings settings = connectionOf(type);
            const QByteArray body =
                bodyOf(settings, requestFor(settings, prompt, {userTurn(u"Hi"_s)}));
            QCOMPARE(systemPromptIn(body, type), prompt);
        }
    }

    void whatCannotBeSentIsRefused()
    {
        ConnectionSettings settings = connectionOf(ConnectionType::OpenAiChat);
        QCOMPARE(answerRequest(settings, requestFor(settings, "S", {})).error().code,
                 ErrorCode::InvalidArgument);
        QCOMPARE(
            answerRequest(settings, requestFor(settings, "\xff", {userTurn(u"Hi"_s)})).error().code,
            ErrorCode::NotText);
        ModelRequest request = talk(settings);
        request.turns[1].toolCalls[0].arguments = "[1]";
        QCOMPARE(answerRequest(settings, request).error().code, ErrorCode::InvalidArgument);
        settings.modelId.clear();
        QCOMPARE(
            answerRequest(settings, requestFor(settings, "S", {userTurn(u"Hi"_s)})).error().code,
            ErrorCode::InvalidArgument);
    }

    void imagesAndSchemas()
    {
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            const ConnectionSettings settings = connectionOf(type);
            Turn turn = userTurn(u"See"_s);
            turn.images = {{u"image/png"_s, "abc"}};
            ModelRequest request = requestFor(settings, {}, {turn});
            request.responseSchema = {{u"const"_s, u"schema"_s}};
            const QByteArray body = bodyOf(settings, request);
            QVERIFY(QJsonDocument::fromJson(body).isObject());
            QVERIFY2(body.contains("YWJj") && body.contains(R"({"const":"schema"})"), body);
        }
    }

    void imagesAloneHaveNoEmptyText()
    {
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            const ConnectionSettings settings = connectionOf(type);
            Turn turn = userTurn({});
            turn.images = {{u"image/png"_s, "abc"}};
            const QByteArray body = bodyOf(settings, requestFor(settings, {}, {turn}));
            QVERIFY2(body.contains("YWJj") && !body.contains(R"("text":"")"), body);
        }
    }

    void answersOfBeforeAreMessagesToResponses()
    {
        const ConnectionSettings settings = connectionOf(ConnectionType::OpenAiResponses);
        Turn answer;
        answer.role = Turn::Role::Assistant;
        answer.text = u"Hello"_s;
        const QByteArray body = bodyOf(
            settings, requestFor(settings, {}, {userTurn(u"Hi"_s), answer, userTurn(u"So"_s)}));
        QVERIFY2(body.contains(R"({"type":"message","role":"assistant","content":"Hello"})"), body);
    }

    void countingAsksForTheInputAlone();

    void curlHoldsNoKeyAndQuotesTheBody()
    {
        const ConnectionSettings settings = connectionOf(ConnectionType::Anthropic);
        const auto http =
            answerRequest(settings, requestFor(settings, "it's", {userTurn(u"Hi"_s)}));
        QVERIFY(http);
        const QString curl = asCurl(*http);
        QVERIFY2(curl.startsWith(u"curl --request POST 'https://api.anthropic.com/v1/messages' \\\n"
                                 "  --header \"x-api-key: $API_KEY\" \\\n"_s),
                 qPrintable(curl));
        QVERIFY2(curl.contains(u"it'\\''s"_s), qPrintable(curl));
        QVERIFY(asHttpText(*http).contains(u"x-api-key: …\n"_s));
        QVERIFY(asHttpText(*http).contains(u"\n  \"system\": \"it's\",\n"_s));
    }

    void aLongBodyIsNoArgumentOfCurl()
    {
        const ConnectionSettings settings = connectionOf(ConnectionType::Anthropic);
        const QByteArray prompt = QByteArray("It's \\ %s \u00e9\n").repeated(40'000);
        const auto http =
            answerRequest(settings, requestFor(settings, prompt, {userTurn(u"Hi"_s)}));
        QVERIFY(http);
        const QTemporaryDir folder;
        QFile script(folder.filePath(u"command"_s));
        QVERIFY(script.open(QIODevice::WriteOnly));
        // In place of curl: what it gets on its standard input.
        script.write("curl() { printf '%s\\n' \"$@\" >arguments; cat >body; }\n"
                     + asCurl(*http).toUtf8());
        script.close();
        QProcess shell;
        shell.setWorkingDirectory(folder.path());
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"API_KEY"_s, u"k"_s);
        shell.setProcessEnvironment(environment);
        shell.start(u"sh"_s, {u"-eu"_s, script.fileName()});
        QVERIFY(shell.waitForFinished());
        QVERIFY2(shell.exitCode() == 0, shell.readAllStandardError().constData());
        QFile body(folder.filePath(u"body"_s));
        QVERIFY(body.open(QIODevice::ReadOnly));
        QVERIFY(body.readAll() == http->body);
        QFile arguments(folder.filePath(u"arguments"_s));
        QVERIFY(arguments.open(QIODevice::ReadOnly));
        const QByteArray given = arguments.readAll();
        QVERIFY2(given.contains("--data-binary\n@-\n"), given.constData());
        QVERIFY(given.contains("x-api-key: k\n"));
    }

    void indentingTouchesNoText();
};

// Out of the class: moc counts the braces in raw strings.
void RequestsTest::bodiesAreExact_data()
{
    QTest::addColumn<ConnectionType>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("anthropic")
        << ConnectionType::Anthropic
        << QByteArray(
               R"({"model":"story","max_tokens":4096,"system":"Be brief.","messages":[)"
               R"({"role":"user","content":"Hi"},{"role":"assistant","content":[)"
               R"({"type":"thinking","thinking":"hm","signature":"sig"},)"
               R"({"type":"tool_use","id":"t1","name":"look","input":{"at":"sky"}},)"
               R"({"type":"tool_use","id":"t2","name":"look","input":{}}]},)"
               R"({"role":"user","content":[{"type":"tool_result","tool_use_id":"t1","content":"blue"},)"
               R"({"type":"tool_result","tool_use_id":"t2","content":"blue"}]}],)"
               R"("tools":[{"name":"look","description":"Looks.","input_schema":{"type":"object"}}],)"
               R"("stream":true})");
    const QByteArray chat =
        R"({"model":"story","messages":[{"role":"system","content":"Be brief."},)"
        R"({"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[)"
        R"({"id":"t1","type":"function","function":{"name":"look","arguments":"{\"at\":\"sky\"}"}},)"
        R"({"id":"t2","type":"function","function":{"name":"look","arguments":"{}"}}]},)"
        R"({"role":"tool","tool_call_id":"t1","content":"blue"},)"
        R"({"role":"tool","tool_call_id":"t2","content":"blue"}],)"
        R"("tools":[{"type":"function","function":{"name":"look","description":"Looks.",)"
        R"("parameters":{"type":"object"}}}],"tool_choice":"auto",)"
        R"("stream":true,"stream_options":{"include_usage":true)";
    QTest::newRow("chat") << ConnectionType::OpenAiChat
                          << QByteArray(chat + R"(,"include_obfuscation":false}})");
    QTest::newRow("compatible") << ConnectionType::OpenAiCompatible << QByteArray(chat + "}}");
    QTest::newRow("azure") << ConnectionType::Azure << QByteArray(chat + "}}");
    QTest::newRow("responses")
        << ConnectionType::OpenAiResponses
        << QByteArray(
               R"({"model":"story","instructions":"Be brief.","input":[{"role":"user","content":"Hi"},)"
               R"({"type":"function_call","call_id":"t1","name":"look","arguments":"{\"at\":\"sky\"}"},)"
               R"({"type":"function_call","call_id":"t2","name":"look","arguments":"{}"},)"
               R"({"type":"function_call_output","call_id":"t1","output":"blue"},)"
               R"({"type":"function_call_output","call_id":"t2","output":"blue"}],)"
               R"("tools":[{"type":"function","name":"look","description":"Looks.",)"
               R"("parameters":{"type":"object"},"strict":false}],"tool_choice":"auto",)"
               R"("store":false,"stream":true})");
    QTest::newRow("gemini")
        << ConnectionType::Gemini
        << QByteArray(
               R"({"systemInstruction":{"parts":[{"text":"Be brief."}]},"contents":[)"
               R"({"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[)"
               R"({"functionCall":{"id":"t1","name":"look","args":{"at":"sky"}},"thoughtSignature":"ts"},)"
               R"({"functionCall":{"id":"t2","name":"look","args":{}}}]},{"role":"user","parts":[)"
               R"({"functionResponse":{"id":"t1","name":"look","response":{"result":"blue"}}},)"
               R"({"functionResponse":{"id":"t2","name":"look","response":{"result":"blue"}}}]}],)"
               R"("tools":[{"functionDeclarations":[{"name":"look","description":"Looks.",)"
               R"("parametersJsonSchema":{"type":"object"}}]}],"generationConfig":{}})");
    QTest::newRow("ollama")
        << ConnectionType::Ollama
        << QByteArray(
               R"({"model":"story","messages":[{"role":"system","content":"Be brief."},)"
               R"({"role":"user","content":"Hi"},{"role":"assistant","content":"","tool_calls":[)"
               R"({"function":{"name":"look","arguments":{"at":"sky"}}},)"
               R"({"function":{"name":"look","arguments":{}}}]},)"
               R"({"role":"tool","tool_name":"look","content":"blue"},)"
               R"({"role":"tool","tool_name":"look","content":"blue"}],)"
               R"("tools":[{"type":"function","function":{"name":"look","description":"Looks.",)"
               R"("parameters":{"type":"object"}}}],"options":{},"stream":true})");
}

void RequestsTest::onlyParametersThatTheApiTakesAreSent_data()
{
    QTest::addColumn<ConnectionType>("type");
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("model");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QStringList>("leftOut");
    const auto row = [](const char *name, ConnectionType type, const QString &version,
                        const QString &model, const QByteArray &sent, const QStringList &left) {
        QTest::newRow(name) << type << version << model << sent << left;
    };
    row("anthropic", ConnectionType::Anthropic, {}, u"claude-opus-4-5"_s,
        R"("max_tokens":9000|"stop_sequences":["x"]|"type":"enabled","budget_tokens":2000|"effort":"low")",
        {u"temperature"_s, u"topP"_s, u"topK"_s, u"seed"_s, u"contextTokens"_s});
    row("anthropic of old", ConnectionType::Anthropic, u"2023-06-01"_s, u"claude-3-5-haiku"_s,
        R"("temperature":0.5,"top_p":0.25,"top_k":3)",
        {u"seed"_s, u"contextTokens"_s, u"thinkingBudget"_s, u"thinking"_s, u"effort"_s});
    row("anthropic of old, new model", ConnectionType::Anthropic, u"2023-06-01"_s,
        u"claude-opus-4-8"_s, R"("max_tokens":9000|{"type":"adaptive")",
        {u"temperature"_s, u"topP"_s, u"topK"_s, u"seed"_s, u"contextTokens"_s,
         u"thinkingBudget"_s});
    row("chat", ConnectionType::OpenAiChat, {}, u"gpt-4o"_s,
        R"("max_completion_tokens":9000,"temperature":0.5,"top_p":0.25,"seed":7,"stop":["x"])",
        {u"topK"_s, u"contextTokens"_s, u"thinkingBudget"_s, u"thinking"_s, u"effort"_s});
    row("chat, reasoning", ConnectionType::OpenAiChat, {}, u"gpt-6"_s,
        R"("role":"developer"|"reasoning_effort":"low")",
        {u"temperature"_s, u"topP"_s, u"topK"_s, u"contextTokens"_s, u"thinkingBudget"_s,
         u"thinking"_s, u"stopSequences"_s});
    row("compatible", ConnectionType::OpenAiCompatible, {}, u"gpt-6"_s,
        R"("max_tokens":9000,"temperature":0.5,"top_p":0.25,"top_k":3|"role":"system")",
        {u"contextTokens"_s, u"thinkingBudget"_s, u"thinking"_s});
    row("responses", ConnectionType::OpenAiResponses, {}, u"gpt-4o"_s,
        R"("max_output_tokens":9000,"temperature":0.5)",
        {u"topK"_s, u"seed"_s, u"contextTokens"_s, u"thinkingBudget"_s, u"stopSequences"_s,
         u"effort"_s, u"thinking"_s});
    row("responses, reasoning", ConnectionType::OpenAiResponses, {}, u"o3"_s,
        R"("reasoning":{"effort":"low","summary":"auto"})",
        {u"temperature"_s, u"topP"_s, u"topK"_s, u"seed"_s, u"contextTokens"_s, u"thinkingBudget"_s,
         u"stopSequences"_s});
    row("gemini", ConnectionType::Gemini, {}, u"gemini-2.5"_s,
        R"({"temperature":0.5,"topP":0.25,"topK":3,"maxOutputTokens":9000,"seed":7,"stopSequences":["x"],)"
        R"("thinkingConfig":{"includeThoughts":true,"thinkingBudget":2000}})",
        {u"contextTokens"_s, u"effort"_s});
    row("gemini by levels", ConnectionType::Gemini, {}, u"gemini-3-flash-preview"_s,
        R"("thinkingConfig":{"includeThoughts":true,"thinkingLevel":"LOW"})",
        {u"contextTokens"_s, u"thinkingBudget"_s});
    row("ollama", ConnectionType::Ollama, {}, u"story"_s,
        R"("think":"low"|{"num_ctx":512,"num_predict":9000,"temperature":0.5,"top_p":0.25,"top_k":3,"seed":7,"stop":["x"]})",
        {u"thinkingBudget"_s});
}

void RequestsTest::thinkingIsSaidAsTheModelTakesIt_data()
{
    QTest::addColumn<ConnectionType>("type");
    QTest::addColumn<QString>("model");
    QTest::addColumn<Parameters>("parameters");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QStringList>("leftOut");
    Parameters on;
    on.thinking = Parameters::Thinking::On;
    Parameters off;
    off.thinking = Parameters::Thinking::Off;
    const auto budget = [](qint64 tokens, std::optional<qint64> output = {}) {
        Parameters made;
        made.thinkingBudget = tokens;
        made.maxOutputTokens = output;
        return made;
    };
    const auto effort = [](const QString &word) {
        Parameters made;
        made.effort = word;
        return made;
    };
    const auto row = [](const QString &model, const char *name, ConnectionType type,
                        const Parameters &parameters, const QByteArray &sent,
                        const QStringList &leftOut = {}) {
        QTest::addRow("%s, %s", qPrintable(model), name)
            << type << model << parameters << sent << leftOut;
    };
    using enum ConnectionType;
    const QStringList thinking{u"thinking"_s};
    const QStringList tokens{u"thinkingBudget"_s};
    const QStringList word{u"effort"_s};
    const QByteArray adaptive = R"("thinking":{"type":"adaptive","display":"summarized"})";
    const QByteArray least = R"("thinking":{"type":"enabled","budget_tokens":1024})";
    for (const QString &model :
         {u"claude-opus-4-7"_s, u"claude-sonnet-5"_s, u"claude-opus-5"_s, u"claude-fable-5"_s}) {
        row(model, "on", Anthropic, on, adaptive);
        row(model, "budget", Anthropic, budget(2000), {}, tokens);
        row(model, "max", Anthropic, effort(u"max"_s), R"("output_config":{"effort":"max"})");
        row(model, "none", Anthropic, effort(u"none"_s), {}, word);
    }
    row(u"claude-opus-4-8"_s, "off", Anthropic, off, R"("thinking":{"type":"disabled"})");
    row(u"claude-fable-5"_s, "off", Anthropic, off, {}, thinking);
    row(u"claude-opus-4-6"_s, "on", Anthropic, on, adaptive);
    row(u"claude-opus-4-6"_s, "budget", Anthropic, budget(1024), least);
    row(u"claude-opus-4-6"_s, "max", Anthropic, effort(u"max"_s),
        R"("output_config":{"effort":"max"})");
    row(u"claude-opus-4-6"_s, "xhigh", Anthropic, effort(u"xhigh"_s), {}, word);
    row(u"claude-opus-4-5"_s, "on", Anthropic, on, least);
    row(u"claude-opus-4-5"_s, "high", Anthropic, effort(u"HIGH"_s),
        R"("output_config":{"effort":"high"})");
    row(u"claude-opus-4-20250514"_s, "high", Anthropic, effort(u"high"_s), {}, word);
    row(u"claude-haiku-4-5"_s, "too small", Anthropic, budget(1023), {}, tokens);
    row(u"claude-haiku-4-5"_s, "all of it", Anthropic, budget(2000, 2000), {}, tokens);
    row(u"claude-haiku-4-5"_s, "just less", Anthropic, budget(1999, 2000),
        R"("thinking":{"type":"enabled","budget_tokens":1999})");
    row(u"claude-3-5-haiku-20241022"_s, "on", Anthropic, on, {}, thinking);
    row(u"claude-3-5-haiku-20241022"_s, "off", Anthropic, off, {}, thinking);
    row(u"gemini-2.0-flash"_s, "on", Gemini, on, {}, thinking);
    row(u"gemini-2.5-flash"_s, "off", Gemini, off, R"("thinkingConfig":{"thinkingBudget":0})");
    row(u"gemini-2.5-pro"_s, "off", Gemini, off, {}, thinking);
    row(u"gemini-2.5-pro"_s, "high", Gemini, effort(u"high"_s), {}, word);
    row(u"gemini-3.5-flash"_s, "high", Gemini, effort(u"high"_s),
        R"("thinkingConfig":{"thinkingLevel":"HIGH"})");
    row(u"models/gemini-3-pro-preview"_s, "max", Gemini, effort(u"max"_s), {}, word);
    row(u"gpt-oss"_s, "high", Ollama, effort(u"high"_s), R"("think":"high")");
    row(u"gpt-oss"_s, "max", Ollama, effort(u"max"_s), {}, word);
    row(u"gpt-oss"_s, "off", Ollama, off, R"("think":false)");
    row(u"gpt-4o"_s, "low", OpenAiChat, effort(u"low"_s), {}, word);
    row(u"o3"_s, "none", OpenAiChat, effort(u"none"_s), {}, word);
    row(u"gpt-5-mini"_s, "minimal", OpenAiChat, effort(u"minimal"_s),
        R"("reasoning_effort":"minimal")");
    row(u"gpt-5-mini"_s, "none", OpenAiResponses, effort(u"none"_s), {}, word);
    row(u"gpt-6"_s, "max", OpenAiResponses, effort(u"max"_s), R"("reasoning":{"effort":"max"})");
    row(u"gpt-6"_s, "free text", OpenAiResponses, effort(u"a lot"_s), {}, word);
    row(u"qwen3"_s, "its own", OpenAiCompatible, effort(u"default"_s),
        R"("reasoning_effort":"default")");
}

void RequestsTest::countingAsksForTheInputAlone()
{
    const auto body = [](ConnectionType type) {
        ConnectionSettings settings = connectionOf(type);
        settings.parameters.maxOutputTokens = 20;
        const auto http = countRequest(settings, requestFor(settings, "S", {userTurn(u"Hi"_s)}));
        return http ? http->url.path().toUtf8() + ' ' + http->body : QByteArray("none");
    };
    QCOMPARE(
        body(ConnectionType::Anthropic),
        R"(/v1/messages/count_tokens {"model":"story","system":"S","messages":[{"role":"user","content":"Hi"}]})");
    QCOMPARE(
        body(ConnectionType::OpenAiResponses),
        R"(/v1/responses/input_tokens {"model":"story","instructions":"S","input":[{"role":"user","content":"Hi"}]})");
    QCOMPARE(
        body(ConnectionType::Gemini),
        R"(/v1beta/models/story:countTokens {"generateContentRequest":{"model":"models/story",)"
        R"("systemInstruction":{"parts":[{"text":"S"}]},"contents":[{"role":"user","parts":[{"text":"Hi"}]}],)"
        R"("generationConfig":{"maxOutputTokens":20}}})");
    QCOMPARE(body(ConnectionType::OpenAiChat), body(ConnectionType::OpenAiResponses));
    QVERIFY(body(ConnectionType::OpenAiCompatible).contains("/v1/responses/input_tokens "));
    QCOMPARE(body(ConnectionType::Azure), "none");
    QCOMPARE(body(ConnectionType::Ollama), "none");
}

void RequestsTest::indentingTouchesNoText()
{
    QCOMPARE(indentedJson(R"({"a":[1,-2.5e3,{}],"b":"x,{ \" :\\","c":[ ]})"),
             "{\n  \"a\": [\n    1,\n    -2.5e3,\n    {}\n  ],\n  \"b\": \"x,{ \\\" :\\\\\",\n "
             " \"c\": []\n}");
    for (const QByteArrayView broken : {"{\"a", "\"\\", "}]", "[", ""}) {
        QVERIFY(indentedJson(broken).size() <= broken.size() + 8);
    }
}

QTEST_GUILESS_MAIN(RequestsTest)
#include "tst_requests.moc"
