#include "modelpeers.h"

#include <QJsonDocument>
#include <QTest>

using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

/// Against a mock that speaks every provider's form, and fails in the providers' ways.
class ProviderMockTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (fetchedPeer(u"mock"_s).isEmpty()) {
            QSKIP("the mock of the providers is not there; packaging/dev test-extra fetches it");
        }
        m_port = freePort();
        QVERIFY(startProviderMock(m_mock, m_port));
    }

    void everyFormCompletes_data() { forms(); }
    void everyFormCompletes()
    {
        for (const Delivery delivery : {Delivery::Stream, Delivery::Whole}) {
            const Conversation talk = talked(u"Hi"_s, delivery);
            QVERIFY2(!talk.outcome.failure, why(talk));
            QCOMPARE(talk.outcome.answer.text, u"Hello from aimock."_s);
            QVERIFY(talk.outcome.answer.usage.output);
            QVERIFY(talk.outcome.answer.stop);
            QCOMPARE(talk.outcome.answer.stop->reason, Stop::Reason::EndOfTurn);
        }
    }

    void textArrivesCharacterByCharacter_data() { forms(); }
    void textArrivesCharacterByCharacter()
    {
        const Conversation talk = talked(u"unicode-me"_s, Delivery::Stream);
        QVERIFY2(!talk.outcome.failure, why(talk));
        QCOMPARE(talk.outcome.answer.text,
                 u"héllo 👩‍👩‍👧‍👦 日本語 🇨🇭 \u2028 end"_s);
        QVERIFY(talk.deltas > 10);
    }

    void thinkingToolsAndLimits_data() { forms(); }
    void thinkingToolsAndLimits()
    {
        QFETCH(ConnectionType, type);
        const Conversation thinking = talked(u"think-me"_s, Delivery::Stream);
        QVERIFY2(!thinking.outcome.failure, why(thinking));
        QCOMPARE(thinking.outcome.answer.text, u"Here is the answer."_s);
        if (type != ConnectionType::Ollama) { // the mock has it in a field that is not Ollama's
            QCOMPARE(thinking.outcome.answer.thinking, u"First I consider the question."_s);
        }
        const Conversation tool = talked(u"tool-me"_s, Delivery::Stream);
        QVERIFY2(!tool.outcome.failure, why(tool));
        QCOMPARE(tool.outcome.answer.toolCalls.size(), 1);
        QCOMPARE(tool.outcome.answer.toolCalls[0].name, u"get_weather"_s);
        const QJsonDocument arguments =
            QJsonDocument::fromJson(tool.outcome.answer.toolCalls[0].arguments);
        QCOMPARE(arguments[u"city"_s].toString(), u"Zürich"_s);
        const Conversation limit = talked(u"length-me"_s, Delivery::Stream);
        QVERIFY2(!limit.outcome.failure, why(limit));
        // The mock tells it neither to Responses nor to Ollama.
        if (type != ConnectionType::OpenAiResponses && type != ConnectionType::Ollama) {
            QCOMPARE(limit.outcome.answer.stop->reason, Stop::Reason::OutputLimit);
        }
    }

    void cutStreamsKeepWhatCame_data() { forms(); }
    void cutStreamsKeepWhatCame()
    {
        for (const QString &message : {u"cut-me"_s, u"cut-by-time"_s}) {
            const Conversation talk = talked(message, Delivery::Stream);
            QVERIFY2(talk.outcome.failure, qPrintable(message));
            QVERIFY2(talk.outcome.failure->kind == FailureKind::Interrupted
                         || talk.outcome.failure->kind == FailureKind::Network,
                     why(talk));
            if (talk.outcome.failure->kind == FailureKind::Interrupted) {
                QCOMPARE(talk.outcome.attempts, 1);
            }
        }
    }

    void errorsAndTheirRetries_data()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<QString>("base");
        QTest::addColumn<QString>("message");
        QTest::addColumn<FailureKind>("kind");
        QTest::addColumn<int>("attempts");
        for (const auto rows = types(); const auto &[name, type, base] : rows) {
            const auto row = [&](const QString &message, FailureKind kind, int attempts) {
                QTest::newRow(qPrintable(name + u": "_s + message))
                    << type << base << message << kind << attempts;
            };
            row(u"rate-limit-me"_s, FailureKind::RateLimited, 3);
            row(u"overload-me"_s, FailureKind::Overloaded, 3);
            row(u"server-error-me"_s, FailureKind::Server, 3);
            row(u"bad-key-me"_s, FailureKind::Authentication, 1);
        }
    }
    void errorsAndTheirRetries()
    {
        QFETCH(QString, message);
        QFETCH(FailureKind, kind);
        QFETCH(int, attempts);
        const Conversation talk = talked(message, Delivery::Stream);
        QVERIFY(talk.outcome.failure);
        QVERIFY2(talk.outcome.failure->kind == kind, why(talk));
        QCOMPARE(talk.outcome.attempts, attempts);
        QCOMPARE(talk.waits.size(), attempts - 1);
        if (kind == FailureKind::RateLimited) {
            QVERIFY(talk.waits[0].retryAfter == 2s);
        }
    }

    void anOverloadedServerRecovers_data() { forms(); }
    void anOverloadedServerRecovers()
    {
        const Conversation talk = talked(u"flaky-then-ok"_s, Delivery::Stream);
        QVERIFY2(!talk.outcome.failure, why(talk));
        QCOMPARE(talk.outcome.answer.text, u"Recovered."_s);
        QCOMPARE(talk.outcome.attempts, 2);
    }

private:
    struct Row
    {
        QString name;
        ConnectionType type;
        QString base; ///< Path.
    };

    static QList<Row> types()
    {
        return {{u"Anthropic"_s, ConnectionType::Anthropic, {}},
                {u"Responses"_s, ConnectionType::OpenAiResponses, u"/v1"_s},
                {u"Chat"_s, ConnectionType::OpenAiChat, u"/v1"_s},
                {u"compatible"_s, ConnectionType::OpenAiCompatible, u"/v1"_s},
                {u"OpenRouter"_s, ConnectionType::OpenAiCompatible, u"/api/v1"_s},
                {u"Azure"_s, ConnectionType::Azure, u"/openai/v1"_s},
                {u"Azure, classic"_s, ConnectionType::Azure,
                 u"/openai/deployments/d?api-version=2024-10-21"_s},
                {u"Gemini"_s, ConnectionType::Gemini, {}},
                {u"Ollama"_s, ConnectionType::Ollama, {}}};
    }

    static void forms()
    {
        QTest::addColumn<ConnectionType>("type");
        QTest::addColumn<QString>("base");
        for (const auto rows = types(); const Row &row : rows) {
            QTest::newRow(qPrintable(row.name)) << row.type << row.base;
        }
    }

    [[nodiscard]] Conversation talked(const QString &message, Delivery delivery) const
    {
        QFETCH(ConnectionType, type);
        QFETCH(QString, base);
        ConnectionSettings settings;
        settings.type = type;
        settings.baseUrl = u"http://127.0.0.1:%1%2"_s.arg(m_port).arg(base);
        settings.modelId = u"gpt-4o"_s;
        // The mock counts what recovers by this name.
        settings.extraHeaders = {{u"X-Test-Id"_s, QString::fromLatin1(QTest::currentDataTag())}};
        ModelRequest request = asking(settings, message);
        request.delivery = delivery;
        return hermes::test::talked(settings, request, "sk-test-4711");
    }

    PeerProcess m_mock;
    int m_port = 0;
};

QTEST_GUILESS_MAIN(ProviderMockTest)
#include "tst_providermock.moc"
