#include "modelapi/requests.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace hermes::core;
using namespace hermes::modelapi;
using namespace Qt::StringLiterals;

namespace {

ConnectionSettings connectionOf(ConnectionType type, const QString &modelId)
{
    ConnectionSettings settings;
    settings.type = type;
    settings.modelId = modelId;
    if (type == ConnectionType::Azure) {
        settings.baseUrl = u"https://r.openai.azure.com/openai/v1/"_s;
    }
    return settings;
}

ModelRequest asked(const ConnectionSettings &settings)
{
    Turn turn;
    turn.text = u"Hi"_s;
    return requestFor(settings, {}, {turn});
}

QStringList words(int count)
{
    QStringList made;
    for (int i = 0; i < count; ++i) {
        made.append(QString::number(i));
    }
    return made;
}

} // namespace

/// What ends an answer: words at which it stops, and its longest length.
class AnswerEndsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void modelsThatThinkStopAtNoWord_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("effort");
        QTest::addColumn<bool>("isSent");
        const auto row = [](ConnectionType type, const QString &model, bool isSent,
                            const QString &effort = {}) {
            QTest::addRow("%s, %s, %s", qPrintable(connectionTypeName(type)), qPrintable(model),
                          qPrintable(effort))
                << type << model << effort << isSent;
        };
        using enum ConnectionType;
        for (const QString &model : {u"o1"_s, u"o3"_s, u"o4-mini"_s, u"gpt-5"_s, u"gpt-5-mini"_s,
                                     u"gpt-5.1"_s, u"gpt-5.4-nano"_s, u"gpt-6"_s}) {
            row(OpenAiChat, model, false);
            row(OpenAiCompatible, model, true); // whose names are their own
        }
        row(OpenAiChat, u"gpt-5.1"_s, true, u"none"_s);
        row(OpenAiChat, u"gpt-5.1"_s, false, u"low"_s);
        row(OpenAiChat, u"gpt-5"_s, false, u"none"_s); // which it does not take
        row(OpenAiChat, u"gpt-4.1"_s, true);
        row(OpenAiChat, u"gpt-5-chat-latest"_s, true);
        row(OpenAiChat, u"gpt-5.2-chat-latest"_s, true);
        row(Azure, u"o3"_s, true);
    }
    void modelsThatThinkStopAtNoWord()
    {
        QFETCH(const ConnectionType, type);
        QFETCH(const QString, model);
        QFETCH(const QString, effort);
        QFETCH(const bool, isSent);
        ConnectionSettings settings = connectionOf(type, model);
        settings.parameters.stopSequences = {u"END"_s};
        settings.parameters.effort = effort;
        const auto http = answerRequest(settings, asked(settings));
        QVERIFY(http);
        QCOMPARE(QJsonDocument::fromJson(http->body).object().contains("stop"_L1), isSent);
        QCOMPARE(http->leftOut.contains(u"stopSequences"_s), !isSent);
    }

    void openAiStopsAtFourWords_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("isTaken");
        using enum ConnectionType;
        QTest::newRow("four") << OpenAiChat << u"gpt-4.1"_s << 4 << true;
        QTest::newRow("five") << OpenAiChat << u"gpt-4.1"_s << 5 << false;
        QTest::newRow("five that are left out") << OpenAiChat << u"o3"_s << 5 << true;
        QTest::newRow("azure") << Azure << u"d"_s << 5 << false;
        QTest::newRow("another's server") << OpenAiCompatible << u"gpt-4.1"_s << 5 << true;
        QTest::newRow("anthropic") << Anthropic << u"claude-opus-4-5"_s << 5 << true;
    }
    void openAiStopsAtFourWords()
    {
        QFETCH(const ConnectionType, type);
        QFETCH(const QString, model);
        QFETCH(const int, count);
        QFETCH(const bool, isTaken);
        ConnectionSettings settings = connectionOf(type, model);
        settings.parameters.stopSequences = words(count);
        const auto http = answerRequest(settings, asked(settings));
        QCOMPARE(http.has_value(), isTaken);
        if (!isTaken) {
            QCOMPARE(http.error().code, ErrorCode::InvalidArgument);
            QVERIFY(http.error().message.contains(u'4') && http.error().message.contains(u'5'));
        }
    }

    void anthropicIsToldALimitThatTheModelKeeps_data()
    {
        QTest::addColumn<std::optional<qint64>>("ofModel");
        QTest::addColumn<std::optional<qint64>>("budget");
        QTest::addColumn<qint64>("limit");
        QTest::addColumn<bool>("thinks");
        const auto row = [](const char *name, std::optional<qint64> ofModel,
                            std::optional<qint64> budget, qint64 limit, bool thinks) {
            QTest::newRow(name) << ofModel << budget << limit << thinks;
        };
        row("nothing is known", {}, {}, 4096, false);
        row("a small model", 2048, {}, 2048, false);
        row("a large one", 64000, {}, 16384, false);
        row("thinking is added", {}, 2000, 6096, true);
        row("thinking is added to a large one", 64000, 32000, 48384, true);
        row("no more than it gives", 40000, 32000, 40000, true);
        row("thinking that fits just so", 32001, 32000, 32001, true);
        row("more thinking than it gives", 32000, 32000, 16384, false);
    }
    void anthropicIsToldALimitThatTheModelKeeps()
    {
        QFETCH(const std::optional<qint64>, ofModel);
        QFETCH(const std::optional<qint64>, budget);
        QFETCH(const qint64, limit);
        QFETCH(const bool, thinks);
        ConnectionSettings settings =
            connectionOf(ConnectionType::Anthropic, u"claude-sonnet-4-5"_s);
        settings.parameters.thinkingBudget = budget;
        ModelRequest request = asked(settings);
        request.outputLimit = ofModel;
        const auto http = answerRequest(settings, request);
        QVERIFY(http);
        const QJsonObject body = QJsonDocument::fromJson(http->body).object();
        QCOMPARE(body["max_tokens"_L1].toInteger(), limit);
        QCOMPARE(body.contains("thinking"_L1), thinks);
        QCOMPARE(http->leftOut.contains(u"thinkingBudget"_s), budget && !thinks);
        QCOMPARE(impliedOutputLimit(settings, request), std::optional(limit));
    }

    void aLimitOfTheUsersOwnIsSent()
    {
        ConnectionSettings settings =
            connectionOf(ConnectionType::Anthropic, u"claude-sonnet-4-5"_s);
        settings.parameters.maxOutputTokens = 100;
        ModelRequest request = asked(settings);
        request.outputLimit = 64000;
        const auto http = answerRequest(settings, request);
        QVERIFY(http);
        QCOMPARE(QJsonDocument::fromJson(http->body)["max_tokens"_L1].toInteger(), 100);
        QCOMPARE(impliedOutputLimit(settings, request), std::nullopt);
    }

    void othersAreToldNoLimit()
    {
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            const ConnectionSettings settings = connectionOf(type, u"gpt-4.1"_s);
            ModelRequest request = asked(settings);
            request.outputLimit = 64000;
            const auto http = answerRequest(settings, request);
            QVERIFY(http);
            const bool isTold = type == ConnectionType::Anthropic;
            QCOMPARE(http->body.contains("16384"), isTold);
            QCOMPARE(impliedOutputLimit(settings, request).has_value(), isTold);
        }
    }
};

QTEST_GUILESS_MAIN(AnswerEndsTest)
#include "tst_answerends.moc"
