#include "runfixture.h"
#include "workspace/connectionstore.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

/// What `hermesctl run` does not send, and what it does not claim.
class RunRefusalsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_fixture.prepare(); }

    void anAnswerThatBrokeOffHasNoFigures()
    {
        const QJsonArray broken{head(200, u"text/event-stream"_s),
                                sent(chunk("half")
                                     + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1000,"
                                       "\"completion_tokens\":20}}\n\n"),
                                step(u"close"_s)};
        const QString base = m_server.replying(u"broken"_s, {broken, broken});
        const QStringList sending = at(base) << u"--model"_s << u"gpt-4o"_s;
        const Ended json = m_fixture.run(sending + QStringList{u"--json"_s});
        QCOMPARE(json.exitCode, 3);
        const QJsonObject told = QJsonDocument::fromJson(json.output).object();
        QCOMPARE(told["text"_L1].toString(), u"half"_s);
        QVERIFY2(!told.contains("cost"_L1), json.output);
        QVERIFY2(told["usage"_L1].toObject().isEmpty(), json.output);
        QVERIFY2(!told.contains("tokensPerSecond"_L1), json.output);
        const Ended text = m_fixture.run(sending);
        QVERIFY2(text.errors.contains("tokens in unknown, tokens out unknown"), text.errors);
        QVERIFY2(!text.errors.contains("USD"), text.errors);
    }

    void whatAServerSaysThatAHalfCostIsTold()
    {
        const QJsonArray broken{head(200, u"text/event-stream"_s),
                                sent(chunk("half")
                                     + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1000,"
                                       "\"completion_tokens\":20,\"cost\":0.25}}\n\n"),
                                step(u"close"_s)};
        const QString base = m_server.replying(u"priced"_s, {broken});
        const Ended json = m_fixture.run(at(base) << u"--model"_s << u"gpt-4o"_s << u"--json"_s);
        QCOMPARE(QJsonDocument::fromJson(json.output)["cost"_L1].toDouble(), 0.25);
    }

    void whereTheApiNeedsAKeyNothingIsSentWithoutOne_data()
    {
        QTest::addColumn<QString>("type");
        for (const QString &type :
             {u"anthropic"_s, u"openai-responses"_s, u"openai-chat"_s, u"azure"_s, u"gemini"_s}) {
            QTest::newRow(qPrintable(type)) << type;
        }
    }
    void whereTheApiNeedsAKeyNothingIsSentWithoutOne()
    {
        QFETCH(const QString, type);
        const Ended ended = m_fixture.run({u"run"_s, u"backend-engineer"_s, u"--type"_s, type,
                                           u"--base-url"_s, u"https://model.invalid"_s,
                                           u"--model"_s, u"m"_s, u"--input"_s, u"Hi"_s});
        QCOMPARE(ended.exitCode, 2);
        QVERIFY2(ended.errors.contains("Nothing was sent") && ended.errors.contains("--key-from"),
                 ended.errors);
    }

    void aConnectionWithoutTheKeyThatItNeedsIsNotAsked()
    {
        workspace::Connection connection;
        connection.id = workspace::newConnectionId();
        connection.name = u"Keyless"_s;
        connection.settings.type = modelapi::ConnectionType::Anthropic;
        connection.settings.baseUrl = u"https://model.invalid"_s;
        connection.settings.modelId = u"m"_s;
        {
            workspace::ConnectionStore store(workspace::connectionsFile());
            store.put(connection);
        }
        const Ended ended = m_fixture.run({u"run"_s, u"backend-engineer"_s, u"--connection"_s,
                                           u"Keyless"_s, u"--input"_s, u"Hi"_s});
        QVERIFY(QFile::remove(workspace::connectionsFile()));
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.errors.contains("“Keyless” has no key")
                     && ended.errors.contains("Nothing was sent"),
                 ended.errors);
    }

    void anEmptyMessageIsNotSent()
    {
        const QString base = m_server.replying(u"empty"_s, goodReply());
        for (const QString &text : {QString(), u" \n\t"_s}) {
            const Ended ended = m_fixture.run(RunFixture::at(base) << u"--input"_s << text);
            QCOMPARE(ended.exitCode, 2);
            QVERIFY2(ended.errors.contains("Nothing was sent"), ended.errors);
        }
        QCOMPARE(m_fixture.run(RunFixture::at(base) << u"--input"_s << u"-"_s, "\n").exitCode, 2);
        QVERIFY(m_server.requests(u"empty"_s).isEmpty());
    }

    void notesAboutThePromptStandBesideJson()
    {
        m_folder.write(u"AGENTS.md"_s, "Keep it short.\n");
        const QString base = m_server.replying(u"notes"_s, {goodReply()});
        const Ended ended =
            m_fixture.run(at(base) << u"--json"_s << u"--target"_s << u"hermes-agent"_s
                                   << u"--context"_s << m_folder.path(u"AGENTS.md"_s));
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QVERIFY(QJsonDocument::fromJson(ended.output).isObject());
        QVERIFY2(ended.errors.contains("beside it "), ended.errors);
    }

    void whatIsNoNumberIsNoParameter()
    {
        const QString base = m_server.replying(u"numbers"_s, goodReply());
        for (const QString &number : {u"nan"_s, u"inf"_s, u"-inf"_s}) {
            const Ended ended =
                m_fixture.run(at(base) << u"--param"_s << u"temperature="_s + number);
            QVERIFY2(ended.exitCode == 2, ended.errors);
            QVERIFY2(ended.errors.contains(number.toUtf8()), ended.errors);
        }
        QVERIFY(m_server.requests(u"numbers"_s).isEmpty());
    }

    void whatAServerSaysIsToldAsItSaysIt()
    {
        const QByteArray body = R"({"error":{"message":"only 100%2 of it"}})";
        const QJsonArray busy{head(429, u"application/json"_s,
                                   {QJsonArray{u"Retry-After"_s, u"0"_s}},
                                   u"length:%1"_s.arg(body.size())),
                              sent(body)};
        const QString base = m_server.replying(u"busy"_s, {busy, goodReply()});
        const Ended ended = m_fixture.run(at(base));
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QVERIFY2(ended.errors.contains("only 100%2 of it"), ended.errors);
    }

    void toolsThatAreCalledWithoutEndEndTheRun()
    {
        QJsonArray replies;
        for (int i = 0; i < 60; ++i) {
            replies.append(callingReply());
        }
        const QString base = m_server.replying(u"endless"_s, replies);
        const Ended ended =
            m_fixture.run(at(base) << u"--tool-answer"_s << u"Read=a"_s << u"--no-history"_s);
        QCOMPARE(ended.exitCode, 3);
        QCOMPARE(m_server.requests(u"endless"_s).size(), 50);
        QVERIFY2(ended.errors.contains("50 times"), ended.errors);
    }

private:
    static QStringList at(const QString &base)
    {
        return RunFixture::at(base) << u"--input"_s << u"Hi"_s;
    }

    RunFixture m_fixture;
    const ScratchFolder &m_folder = m_fixture.folder();
    ModelServer &m_server = m_fixture.server();
};

QTEST_GUILESS_MAIN(RunRefusalsTest)
#include "tst_run_refusals.moc"
