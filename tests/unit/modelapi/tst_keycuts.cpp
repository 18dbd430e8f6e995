#include "exchanging.h"
#include "modelapi/jsoncall.h"
#include "modelapi/keyfilter.h"
#include "modelapi/requests.h"

#include <QTest>

using namespace hermes;
using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

/// Not like a provider's, so that nothing but the key itself is looked for.
const QByteArray key = "canary-4711-with-a-long-tail";
const QByteArray begun = "canary-47"; ///< What would be left of a key that is cut.

ConnectionSettings connectionTo(const QString &base)
{
    ConnectionSettings settings;
    settings.type = ConnectionType::OpenAiCompatible;
    settings.baseUrl = base;
    settings.modelId = u"story"_s;
    return settings;
}

/// Bytes whose key begins `begun.size()` bytes before `cut`.
QByteArray keyOver(qsizetype cut, const QByteArray &start)
{
    return start + QByteArray(cut - begun.size() - start.size(), 'x') + key + " and more";
}

} // namespace

/// Where an answer is cut by ourselves, no part of the key is left at the cut.
class KeyCutsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_server.isRunning()); }

    void noPartOfAKeyIsTold_data()
    {
        QTest::addColumn<QJsonArray>("reply");
        const auto row = [](const char *name, int status, const QString &type,
                            const QByteArray &body) {
            QTest::newRow(name) << QJsonArray{head(status, type), sent(body), step(u"end"_s)};
        };
        row("an event that nobody can read", 200, u"text/event-stream"_s,
            "data: " + keyOver(200, {}) + "\n\n");
        row("a whole answer that nobody can read", 200, u"application/json"_s, keyOver(200, "{"));
        row("a form that no API promises", 200, u"text/html"_s, keyOver(2048, {}));
        row("an error page", 400, u"text/html"_s,
            "<html><style>" + QByteArray(65536, 'x') + "</style><p>" + begun);
    }
    void noPartOfAKeyIsTold()
    {
        QFETCH(const QJsonArray, reply);
        const ExchangeOutcome outcome =
            exchanged(connectionTo(m_server.replying(u"cut"_s, {reply})), quick(), key);
        QVERIFY(outcome.failure);
        const QString message = outcome.failure->error.message;
        QVERIFY2(!message.contains(u"canary"), qPrintable(message));
    }

    void noPartOfAKeyIsToldOfAnAnswerThatIsNoJson()
    {
        const ConnectionSettings settings =
            connectionTo(m_server.replying(u"list"_s, {errorReply(200, keyOver(2048, {}))}));
        JsonCall call(settings, question(settings));
        std::optional<JsonReply> reply;
        connect(&call, &JsonCall::finished, &call, [&](const JsonReply &end) { reply = end; });
        call.start(key);
        QTRY_VERIFY(reply.has_value());
        QVERIFY(reply->failure);
        const QString message = reply->failure->error.message;
        QVERIFY2(message.contains(u"xxx") && !message.contains(u"canary"), qPrintable(message));
    }

    void whateverAnEventHoldsIsWithoutTheKey()
    {
        const QString text = u"it is "_s + QString::fromLatin1(key);
        const QString without = u"it is [key]"_s;
        KeyFilter filter(key);
        ServerError error;
        error.type = error.code = error.message = error.parameter = text;
        ServerError harmless;
        harmless.type = harmless.code = harmless.message = harmless.parameter = without;
        const QList<AnswerEvent> told = filter.filtered(
            {ThinkingBlock{text, text, text}, ToolCall{text, text, {}, text}, error});
        QCOMPARE(told.size(), 3);
        QVERIFY(told[0] == AnswerEvent(ThinkingBlock{without, without, without}));
        QVERIFY(told[1] == AnswerEvent(ToolCall{without, without, {}, without}));
        QVERIFY(told[2] == AnswerEvent(harmless));
    }

private:
    ModelServer m_server;
};

QTEST_GUILESS_MAIN(KeyCutsTest)
#include "tst_keycuts.moc"
