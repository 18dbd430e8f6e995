#include "modelapi/requests.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

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

Turn question(const QString &text)
{
    Turn turn;
    turn.text = text;
    return turn;
}

Turn calling(const QList<ToolCall> &calls)
{
    Turn turn;
    turn.role = Turn::Role::Assistant;
    turn.toolCalls = calls;
    return turn;
}

Turn result(const QString &id, const QString &name, const QString &text)
{
    Turn turn;
    turn.role = Turn::Role::ToolResult;
    turn.toolCallId = id;
    turn.toolName = name;
    turn.text = text;
    return turn;
}

ToolCall look(const QString &id)
{
    return {id, u"look"_s, "{}", {}};
}

ToolCall listen(const QString &id)
{
    return {id, u"listen"_s, "{}", {}};
}

Result<HttpRequest> requestOf(ConnectionType type, const QList<Turn> &turns)
{
    const ConnectionSettings settings = connectionOf(type);
    return answerRequest(settings, requestFor(settings, {}, turns));
}

QJsonObject bodyOf(ConnectionType type, const QList<Turn> &turns)
{
    const auto http = requestOf(type, turns);
    return http ? QJsonDocument::fromJson(http->body).object() : QJsonObject();
}

/// What a call is known by in an API's body, and its result.
struct CallKeys
{
    QString ofCall;
    QString ofResult;
};

CallKeys keysOf(ConnectionType type)
{
    switch (type) {
    case ConnectionType::Anthropic:
        return {u"id"_s, u"tool_use_id"_s};
    case ConnectionType::OpenAiResponses:
        return {u"call_id"_s, u"call_id"_s};
    default:
        return {u"id"_s, u"tool_call_id"_s};
    }
}

/// Every text under `key`, in the order of the body; of objects that have a member `beside`.
void collect(const QJsonValue &value, const QString &key, const QString &beside, QStringList &found)
{
    if (value.isArray()) {
        for (const QJsonArray array = value.toArray(); const auto &item : array) {
            collect(item, key, beside, found);
        }
    } else if (value.isObject()) {
        const QJsonObject object = value.toObject();
        if (object.contains(key) && object.contains(beside)) {
            found.append(object.value(key).toString());
        }
        for (const QJsonValue &member : object) {
            collect(member, key, beside, found);
        }
    }
}

QStringList idsOfCalls(ConnectionType type, const QJsonObject &body)
{
    QStringList ids;
    const bool isChat =
        type != ConnectionType::Anthropic && type != ConnectionType::OpenAiResponses;
    collect(body, keysOf(type).ofCall, isChat ? u"function"_s : u"name"_s, ids);
    return ids;
}

QStringList idsOfResults(ConnectionType type, const QJsonObject &body)
{
    QStringList ids;
    collect(body, keysOf(type).ofResult,
            type == ConnectionType::OpenAiResponses ? u"output"_s : u"content"_s, ids);
    return ids;
}

} // namespace

/// Calls of tools and what the tools gave, as the APIs want them told.
class ToolCallsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void geminiGetsResultsOfOneAnswerInOneContent()
    {
        const QJsonArray contents =
            bodyOf(ConnectionType::Gemini,
                   {question(u"Hi"_s), calling({look({}), listen({})}),
                    result({}, u"look"_s, u"blue"_s), result({}, u"listen"_s, u"wind"_s),
                    calling({look({})}), result({}, u"look"_s, u"red"_s), question(u"So?"_s)})
                .value("contents"_L1)
                .toArray();
        QCOMPARE(contents.size(), 6);
        const QJsonArray both = contents.at(2)["parts"_L1].toArray();
        QCOMPARE(contents.at(2)["role"_L1].toString(), u"user"_s);
        QCOMPARE(both.size(), 2);
        QCOMPARE(both.at(0)["functionResponse"_L1]["name"_L1].toString(), u"look"_s);
        QCOMPARE(both.at(1)["functionResponse"_L1]["response"_L1]["result"_L1].toString(),
                 u"wind"_s);
        QCOMPARE(contents.at(4)["parts"_L1].toArray().size(), 1);
    }

    void geminiGetsBackTheIdsThatItGave()
    {
        const QJsonObject body =
            bodyOf(ConnectionType::Gemini,
                   {question(u"Hi"_s), calling({look(u"g1"_s)}), result(u"g1"_s, u"look"_s, {}),
                    calling({look({})}), result({}, u"look"_s, {})});
        const QJsonValue contents = body["contents"_L1];
        const auto part = [&contents](int content, const char *name) {
            return contents[content]["parts"_L1][0][QLatin1StringView(name)].toObject();
        };
        QCOMPARE(part(1, "functionCall").value("id"_L1).toString(), u"g1"_s);
        QCOMPARE(part(2, "functionResponse").value("id"_L1).toString(), u"g1"_s);
        QVERIFY(!part(3, "functionCall").contains("id"_L1));
        QVERIFY(!part(4, "functionResponse").contains("id"_L1));
        QVERIFY(part(4, "functionResponse").contains("name"_L1));
    }

    void callsWithoutAnIdGetOne_data() { typesWithIds(); }
    void callsWithoutAnIdGetOne()
    {
        QFETCH(const ConnectionType, type);
        // The one that has an id already has that of the first that has none.
        const QList<Turn> turns{question(u"Hi"_s),
                                calling({look({}), listen({})}),
                                result({}, u"listen"_s, u"wind"_s), // in another order
                                result({}, u"look"_s, u"blue"_s),
                                calling({look(u"call_1"_s), look({})}),
                                result(u"call_1"_s, u"look"_s, u"red"_s),
                                result({}, u"look"_s, u"green"_s)};
        const QJsonObject body = bodyOf(type, turns);
        QCOMPARE(idsOfCalls(type, body),
                 QStringList({u"call_2"_s, u"call_3"_s, u"call_1"_s, u"call_4"_s}));
        QCOMPARE(idsOfResults(type, body),
                 QStringList({u"call_3"_s, u"call_2"_s, u"call_1"_s, u"call_4"_s}));
    }

    void theIdOfACallStaysWhenTheTalkGoesOn_data() { typesWithIds(); }
    void theIdOfACallStaysWhenTheTalkGoesOn()
    {
        QFETCH(const ConnectionType, type);
        QList<Turn> turns{question(u"Hi"_s), calling({look({})}), result({}, u"look"_s, u"blue"_s)};
        QCOMPARE(idsOfCalls(type, bodyOf(type, turns)), QStringList(u"call_1"_s));
        turns += {calling({look({})}), result({}, u"look"_s, u"red"_s)};
        QCOMPARE(idsOfCalls(type, bodyOf(type, turns)), QStringList({u"call_1"_s, u"call_2"_s}));
        QCOMPARE(idsOfResults(type, bodyOf(type, turns)), QStringList({u"call_1"_s, u"call_2"_s}));
    }

    void callsThatNobodyAnsweredAreRefused_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<QList<Turn>>("turns");
        const Turn first = question(u"Hi"_s);
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            const auto row = [type](const char *name, const QList<Turn> &turns) {
                QTest::addRow("%s, %s", qPrintable(connectionTypeName(type)), name)
                    << type << turns;
            };
            row("the last turn", {first, calling({look(u"1"_s)})});
            row("a question instead", {first, calling({look({})}), question(u"So?"_s)});
            row("one of two",
                {first, calling({listen(u"1"_s), look(u"2"_s)}), result(u"1"_s, u"listen"_s, {}),
                 question(u"So?"_s)});
            row("another's result",
                {first, calling({look(u"1"_s)}), result(u"9"_s, u"look"_s, {})});
        }
    }
    void callsThatNobodyAnsweredAreRefused()
    {
        QFETCH(const ConnectionType, type);
        QFETCH(const QList<Turn>, turns);
        const auto http = requestOf(type, turns);
        QVERIFY(!http);
        QCOMPARE(http.error().code, ErrorCode::InvalidArgument);
        QVERIFY2(http.error().message.contains(u"“look”"_s), qPrintable(http.error().message));
    }

    void answeredCallsAreSent_data()
    {
        QTest::addColumn<ConnectionType>("type");
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            QTest::newRow(qPrintable(connectionTypeName(type))) << type;
        }
    }
    void answeredCallsAreSent()
    {
        QFETCH(const ConnectionType, type);
        const auto http =
            requestOf(type,
                      {question(u"Hi"_s), calling({look({}), look({})}), result({}, u"look"_s, {}),
                       result({}, u"look"_s, {}), calling({look(u"1"_s), listen(u"2"_s)}),
                       result(u"2"_s, {}, {}), result(u"1"_s, {}, {}), question(u"So?"_s)});
        QVERIFY2(http, http ? "" : qPrintable(http.error().message));
    }

private:
    static void typesWithIds()
    {
        QTest::addColumn<ConnectionType>("type");
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            if (type != ConnectionType::Gemini && type != ConnectionType::Ollama) {
                QTest::newRow(qPrintable(connectionTypeName(type))) << type;
            }
        }
    }
};

QTEST_GUILESS_MAIN(ToolCallsTest)
#include "tst_toolcalls.moc"
