#include "modelapi/connectionsettings.h"
#include "runfixture.h"
#include "workspace/connectionstore.h"
#include "workspace/settings.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

#include <csignal>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr auto key = "sk-canary-4711";

} // namespace

/// `hermesctl run` as a process, against a real server on loopback.
class RunTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_fixture.prepare(); }
    void cleanup() { QDir(m_folder.path(u"sample/studio/sources/agents"_s)).removeRecursively(); }

    void theAnswerStreamsAndFiguresFollow()
    {
        const QString base = m_server.replying(u"ok"_s, {goodReply()});
        const Ended ended =
            run(where(base) << u"--model"_s << u"gpt-4o"_s << u"--input"_s << u"Hi"_s);
        QCOMPARE(ended.exitCode, 0);
        QCOMPARE(ended.output, "Hello \x1b[2Jyou\n"); // to a file or a pipe: the very text
        for (const char *words : {"gpt-4o at 127.0.0.1:", "tokens in", "200 tokens out",
                                  "the first after", "USD", "prices of"}) {
            QVERIFY2(ended.errors.contains(words), ended.errors);
        }
    }

    void theServerGetsThePromptAsAssembleShowsIt()
    {
        m_folder.write(u"sample/studio/sources/agents/backend-engineer.md"_s,
                       "---\nvariables:\n  language:\n    type: text\n    default: Rust\n---\n"
                       "# Engineer\n\nYou write {{language}} “well”.\n");
        const QString base = m_server.replying(u"same"_s, {goodReply()});
        const Ended ended =
            run(where(base) << u"--input"_s << u"Hi"_s << u"--set"_s << u"language=Go"_s
                            << u"--param"_s << u"temperature=0.5"_s);
        QVERIFY2(ended.exitCode == 0, ended.errors);
        const auto requests = m_server.requests(u"same"_s);
        QCOMPARE(requests.size(), 1);
        const QJsonDocument body = QJsonDocument::fromJson(requests[0].body);
        const QByteArray assembled =
            run({u"assemble"_s, u"backend-engineer"_s, u"--set"_s, u"language=Go"_s}).output;
        QVERIFY2(assembled.contains("write Go"), assembled);
        QCOMPARE(body[u"messages"_s][0][u"content"_s].toString().toUtf8(), assembled);
        QCOMPARE(body[u"messages"_s][1][u"content"_s].toString(), u"Hi"_s);
        QCOMPARE(body[u"temperature"_s].toDouble(), 0.5);
    }

    void theDefinitionsParametersGoBelowThoseOfTheCommand()
    {
        const QString root = QFileInfo(m_folder.path(u"sample"_s)).canonicalFilePath();
        modelapi::Parameters own;
        own.temperature = 0.25;
        own.seed = 7;
        const auto keep = [&root](const modelapi::Parameters &parameters) {
            workspace::Settings().setTestParameters(root, u"agent/backend-engineer"_s, parameters);
        };
        keep(own);
        const QString base = m_server.replying(u"own"_s, {goodReply()});
        const Ended ended =
            run(where(base) << u"--input"_s << u"Hi"_s << u"--param"_s << u"seed=8"_s);
        keep({});
        QVERIFY2(ended.exitCode == 0, ended.errors);
        const auto requests = m_server.requests(u"own"_s);
        const QJsonObject body = QJsonDocument::fromJson(requests.at(0).body).object();
        QCOMPARE(body[u"temperature"_s].toDouble(), 0.25);
        QCOMPARE(body[u"seed"_s].toInt(), 8);
        QVERIFY2(ended.errors.contains("temperature"), ended.errors); // where it comes from
    }

    void asForAProgramItGetsWhatAssemblePrintsForThat_data()
    {
        QTest::addColumn<QStringList>("options");
        const QString context = m_folder.path(u"AGENTS.md"_s);
        QTest::newRow("Hermes Agent")
            << QStringList{u"--target"_s, u"hermes-agent"_s, u"--context"_s, context};
        QTest::newRow("Claude Code")
            << QStringList{u"--target"_s, u"claude-code"_s, u"--context"_s, context};
        QTest::newRow("Copilot") << QStringList{u"--target"_s, u"copilot"_s};
        QTest::newRow("as written") << QStringList{u"--target"_s, u"as-written"_s};
    }
    void asForAProgramItGetsWhatAssemblePrintsForThat()
    {
        QFETCH(const QStringList, options);
        m_folder.write(u"AGENTS.md"_s, "Keep it “short”.\n");
        const QString base = m_server.replying(u"target"_s, {goodReply()});
        const Ended ended = run(where(base) + options + QStringList{u"--input"_s, u"Hi"_s});
        QVERIFY2(ended.exitCode == 0, ended.errors);
        const auto requests = m_server.requests(u"target"_s);
        QCOMPARE(requests.size(), 1);
        const QByteArray assembled =
            run(QStringList{u"assemble"_s, u"backend-engineer"_s} + options).output;
        QCOMPARE(assembled.endsWith("Keep it “short”.\n"), options.contains(u"--context"_s));
        const QJsonDocument body = QJsonDocument::fromJson(requests[0].body);
        QCOMPARE(body[u"messages"_s][0][u"content"_s].toString().toUtf8(), assembled);
        QCOMPARE(ended.errors.contains("beside it "), options.contains(u"--context"_s));
    }

    void whatAProgramRefusesIsNotSent()
    {
        const QByteArray before = m_folder.read(u"sample/agents/backend-engineer/AGENT.md"_s);
        m_folder.write(u"sample/agents/backend-engineer/AGENT.md"_s,
                       QByteArray("words ").repeated(6'000));
        const QString base = m_server.replying(u"refused"_s, {goodReply()});
        const Ended ended =
            run(where(base) << u"--input"_s << u"Hi"_s << u"--target"_s << u"copilot"_s);
        m_folder.write(u"sample/agents/backend-engineer/AGENT.md"_s, before);
        QCOMPARE(ended.exitCode, 1);
        QVERIFY2(ended.errors.contains("takes at most 30") && ended.errors.contains("Nothing was"),
                 ended.errors);
        QVERIFY(m_server.requests(u"refused"_s).isEmpty());
    }

    void whatTheModelRefusesIsLeftOut()
    {
        const QString base = m_server.replying(u"refusing"_s, {goodReply()});
        const Ended ended = run(where(base) << u"--model"_s << u"openai/gpt-5.4"_s << u"--input"_s
                                            << u"Hi"_s << u"--param"_s << u"temperature=0.5"_s);
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QVERIFY2(ended.errors.contains("temperature"), ended.errors);
        QVERIFY(!m_server.requests(u"refusing"_s).at(0).body.contains("temperature"));
    }

    void ollamaIsAskedForAContextThatHoldsThePrompt()
    {
        const Ended dry =
            run({u"run"_s, u"backend-engineer"_s, u"--type"_s, u"ollama"_s, u"--model"_s,
                 u"story"_s, u"--input"_s, u"a b "_s.repeated(8000), u"--dry-run"_s, u"--json"_s});
        QVERIFY2(dry.exitCode == 0, dry.errors);
        const QByteArray body = QJsonDocument::fromJson(dry.output)[u"body"_s].toString().toUtf8();
        const qint64 context =
            QJsonDocument::fromJson(body)[u"options"_s][u"num_ctx"_s].toInteger();
        QVERIFY2(context > 16000 && context < 40000, body.right(200));
    }

    void aKeyMayGoAsBearer()
    {
        const Ended dry =
            run({u"run"_s, u"backend-engineer"_s, u"--type"_s, u"anthropic"_s, u"--model"_s,
                 u"claude-opus-4-8"_s, u"--input"_s, u"Hi"_s, u"--bearer"_s, u"--dry-run"_s});
        QVERIFY2(dry.exitCode == 0, dry.errors);
        QVERIFY2(dry.output.contains("Authorization: Bearer"), dry.output.left(800));
        QVERIFY2(!dry.output.contains("x-api-key"), dry.output.left(800));
    }

    void theMessageMayComeFromStandardInput()
    {
        const QString base = m_server.replying(u"stdin"_s, {goodReply()});
        const Ended ended = run(where(base) << u"--input"_s << u"-"_s, "Grüße\n");
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QVERIFY(m_server.requests(u"stdin"_s).at(0).body.contains("Grüße\\n"));
        QCOMPARE(run(where(base) << u"--input"_s << u"-"_s, "\xff").exitCode, 3);
    }

    void theKeyComesFromTheEnvironmentAndLeavesIt()
    {
        const QString base = m_server.replying(
            u"key"_s,
            {QJsonArray{head(200, u"text/event-stream"_s), sent(chunk("one")), step(u"hang"_s)}});
        QProcess process;
        start(process, where(base) << u"--input"_s << u"Hi"_s << u"--key-from"_s << u"MY_SECRET"_s,
              {{u"MY_SECRET"_s, QLatin1StringView(key)}});
        QByteArray output;
        QTRY_COMPARE_WITH_TIMEOUT(output += process.readAllStandardOutput(), "one", patience);
        QCOMPARE(m_server.requests(u"key"_s).at(0).header("Authorization"),
                 "Bearer " + QByteArray(key));
        for (const char *file : {"environ", "cmdline"}) {
            QFile of(u"/proc/%1/%2"_s.arg(process.processId()).arg(QLatin1StringView(file)));
            // Of a protected process nobody but root may read them at all.
            if (of.open(QIODevice::ReadOnly)) {
                QVERIFY2(!of.readAll().contains(key), file);
            }
        }
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(m_server.waitForClosed(u"key"_s));
        QVERIFY(process.waitForFinished(patience));
        QVERIFY(!process.readAllStandardError().contains(key));
        QCOMPARE(
            run(where(base) << u"--input"_s << u"Hi"_s << u"--key-from"_s << u"NONE"_s).exitCode,
            3);
    }

    void jsonHoldsAnswerAndFigures()
    {
        const QString base = m_server.replying(u"json"_s, {goodReply()});
        const Ended ended = run(where(base) << u"--input"_s << u"Hi"_s << u"--json"_s
                                            << u"--model"_s << u"gpt-4o"_s);
        QCOMPARE(ended.exitCode, 0);
        const QJsonDocument json = QJsonDocument::fromJson(ended.output);
        QCOMPARE(json[u"text"_s].toString(), u"Hello \x1b[2Jyou"_s);
        QCOMPARE(json[u"usage"_s][u"inputTokens"_s].toInteger(), 1000);
        QCOMPARE(json[u"usage"_s][u"outputTokens"_s].toInteger(), 200);
        QCOMPARE(json[u"stop"_s].toString(), u"end"_s);
        QVERIFY(json[u"cost"_s].toDouble() > 0);
        QVERIFY(json[u"firstTokenMs"_s].toInteger() <= json[u"totalMs"_s].toInteger());
        QVERIFY(ended.errors.isEmpty());
    }

    void whatWouldBeSentIsShownAndNotSent()
    {
        const QString base = m_server.replying(u"dry"_s, {goodReply()});
        const QStringList common = where(base) << u"--input"_s << u"Hi"_s << u"--key-from"_s
                                               << u"MY_SECRET"_s << u"--param"_s << u"topK=3"_s;
        const Ended dry = run(common + QStringList{u"--dry-run"_s});
        QCOMPARE(dry.exitCode, 0);
        QVERIFY2(dry.output.startsWith("POST " + base.toUtf8() + "/chat/completions\n"),
                 dry.output);
        const Ended curl = run(common + QStringList{u"--curl"_s});
        QCOMPARE(curl.exitCode, 0);
        QVERIFY2(curl.output.startsWith("curl ") && curl.output.contains("$API_KEY"), curl.output);
        const Ended json = run(common + QStringList{u"--dry-run"_s, u"--json"_s});
        QCOMPARE(QJsonDocument::fromJson(json.output)[u"method"_s].toString(), u"POST"_s);
        QVERIFY(m_server.requests(u"dry"_s).isEmpty());
    }

    void failuresSayWhatToDo()
    {
        const QByteArray body = R"({"error":{"message":"no","code":"invalid_api_key"}})";
        const QString base = m_server.replying(
            u"bad"_s,
            {QJsonArray{head(401, u"application/json"_s, {}, u"length:%1"_s.arg(body.size())),
                        sent(body)}});
        const Ended refused = run(where(base) << u"--input"_s << u"Hi"_s);
        QCOMPARE(refused.exitCode, 3);
        QVERIFY2(refused.errors.contains("does not accept the key"), refused.errors);
        const QString cut = m_server.replying(
            u"cut"_s,
            {QJsonArray{head(200, u"text/event-stream"_s), sent(chunk("half")), step(u"close"_s)}});
        const Ended half = run(where(cut) << u"--input"_s << u"Hi"_s);
        QCOMPARE(half.exitCode, 3);
        QCOMPARE(half.output, "half\n");
    }

    void aPromptWithErrorsIsNotSent()
    {
        m_folder.write(u"sample/studio/sources/agents/backend-engineer.md"_s, "{{> nowhere}}\n");
        const QString base = m_server.replying(u"broken"_s, {goodReply()});
        const Ended ended = run(where(base) << u"--input"_s << u"Hi"_s);
        QCOMPARE(ended.exitCode, 1);
        QVERIFY2(ended.errors.contains("nowhere") && ended.errors.contains("Nothing was sent"),
                 ended.errors);
        QVERIFY(m_server.requests(u"broken"_s).isEmpty());
    }

    void aSecretIsSentOnlyWhenAllowed()
    {
        const QString base = m_server.replying(u"secret"_s, goodReply());
        const QString message = u"Use sk-"_s + u"ant-api03-a1B2c3D4e5F6g7H8 here."_s;
        const QStringList sending = where(base) << u"--input"_s << message;
        const Ended refused = run(sending);
        QCOMPARE(refused.exitCode, 4);
        QVERIFY2(
            refused.errors.contains("Your message, line 1: what looks like a key of Anthropic"),
            refused.errors.constData());
        QVERIFY(!refused.errors.contains("a1B2c3"));
        QCOMPARE(run(sending + QStringList{u"--allow-secrets"_s}).exitCode, 0);
    }

    void whatIsSentIsInTheHistoryOfTheWindow()
    {
        const QString base = m_server.replying(u"kept"_s, {goodReply()});
        const QStringList sending = where(base)
            << u"--model"_s << u"gpt-4o"_s << u"--input"_s << u"Keep this"_s << u"--param"_s
            << u"temperature=0.5"_s;
        QCOMPARE(run(sending + QStringList{u"--no-history"_s}).exitCode, 0);
        QVERIFY(!m_fixture.keptWith(u"Keep this"_s).has_value());
        QCOMPARE(run(sending + QStringList{u"--dry-run"_s}).exitCode, 0);
        QVERIFY(!m_fixture.keptWith(u"Keep this"_s).has_value());
        QCOMPARE(run(sending).exitCode, 0);
        const auto kept = m_fixture.keptWith(u"Keep this"_s);
        QVERIFY(kept.has_value());
        QCOMPARE(kept->outcome, runs::Run::Outcome::Complete);
        QCOMPARE(kept->entry.toString(), u"agent/backend-engineer"_s);
        QCOMPARE(QDir(kept->registry), QDir(m_folder.path(u"sample"_s)));
        QCOMPARE(kept->version, u"Saved"_s);
        QCOMPARE(kept->modelId, u"gpt-4o"_s);
        QCOMPARE(kept->parameters.temperature, 0.5);
        QCOMPARE(kept->usage.output, 200);
        QVERIFY(kept->cost.has_value() && kept->stop.has_value());
        const QByteArray prompt = run({u"assemble"_s, u"backend-engineer"_s}).output;
        QCOMPARE(kept->promptDigest, runs::digestOf(prompt));
    }

    void aLimitIsToldWithItsTime()
    {
        const QByteArray body = R"({"error":{"message":"slow down"}})";
        const QJsonArray reply{head(429, u"application/json"_s,
                                    {QJsonArray{u"Retry-After"_s, u"3600"_s}},
                                    u"length:%1"_s.arg(body.size())),
                               sent(body)};
        const QString base = m_server.replying(u"limit"_s, {reply, reply});
        const Ended ended = run(where(base) << u"--input"_s << u"Hi"_s);
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.errors.contains("wants to be asked again at"), ended.errors);
        const Ended json = run(where(base) << u"--input"_s << u"Hi"_s << u"--json"_s);
        const QJsonValue failure = QJsonDocument::fromJson(json.output)[u"failure"_s];
        QCOMPARE(failure[u"retryAfterMs"_s].toInteger(), 3'600'000);
        const auto at = QDateTime::fromString(failure[u"retryAt"_s].toString(), Qt::ISODate);
        QVERIFY(QDateTime::currentDateTimeUtc().secsTo(at) > 3000);
    }

    void aConnectionOfTheWindowIsUsed()
    {
        workspace::Connection connection;
        connection.id = workspace::newConnectionId();
        connection.name = u"Local"_s;
        connection.settings.type = modelapi::ConnectionType::OpenAiCompatible;
        connection.settings.baseUrl = m_server.replying(u"stored"_s, {goodReply()});
        connection.settings.modelId = u"story"_s;
        qputenv("XDG_CONFIG_HOME", m_folder.path(u"config"_s).toUtf8());
        {
            workspace::ConnectionStore store(workspace::connectionsFile());
            store.put(connection);
        }
        const QStringList local{u"run"_s, u"backend-engineer"_s, u"--input"_s, u"Hi"_s,
                                u"--connection"_s};
        const Ended ended = run(local + QStringList{u"Local"_s});
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QVERIFY(m_server.requests(u"stored"_s).at(0).body.contains(R"("model":"story")"));
        const Ended unknown = run(local + QStringList{u"Other"_s});
        QCOMPARE(unknown.exitCode, 3);
        QVERIFY2(unknown.errors.contains("Local"), unknown.errors);
        // A stored key must not reach a server that the command line names.
        QCOMPARE(
            run(local + QStringList{u"Local"_s, u"--base-url"_s, u"http://localhost:1"_s}).exitCode,
            2);
    }

    void wrongUsageSendsNothing_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no server") << QStringList{u"--input"_s, u"Hi"_s};
        QTest::newRow("no message") << QStringList{u"--type"_s, u"ollama"_s};
        QTest::newRow("type") << QStringList{u"--type"_s, u"telepathy"_s, u"--input"_s, u"Hi"_s};
        const QStringList good{u"--type"_s, u"ollama"_s, u"--input"_s, u"Hi"_s};
        QTest::newRow("parameter") << good + QStringList{u"--param"_s, u"mood=good"_s};
        QTest::newRow("number") << good + QStringList{u"--param"_s, u"topK=many"_s};
        QTest::newRow("fraction") << good + QStringList{u"--param"_s, u"topK=1.5"_s};
        QTest::newRow("address") << good + QStringList{u"--base-url"_s, u"ftp://a"_s};
        QTest::newRow("target") << good + QStringList{u"--target"_s, u"emacs"_s};
        QTest::newRow("context") << good + QStringList{u"--context"_s, u"a.md"_s};
        QTest::newRow("variable") << good + QStringList{u"--set"_s, u"x=1"_s};
    }

    void wrongUsageSendsNothing()
    {
        QFETCH(QStringList, arguments);
        const Ended ended = run(QStringList{u"run"_s, u"backend-engineer"_s} + arguments);
        QVERIFY2(ended.exitCode == 2, ended.errors);
        QVERIFY(ended.errors.startsWith("hermesctl: "));
    }

    void helpTellsOfIt()
    {
        const Ended own = run({u"help"_s, u"run"_s});
        QCOMPARE(own.exitCode, 0);
        QVERIFY(own.output.contains("--key-from") && !own.output.contains("QUERY"));
        const QByteArray all = run({u"help"_s}).output;
        QVERIFY(all.contains(own.output) && all.contains("exit codes"));
    }

private:
    static QStringList where(const QString &base) { return RunFixture::at(base); }
    void start(QProcess &process, const QStringList &arguments,
               const QList<std::pair<QString, QString>> &variables) const
    {
        m_fixture.start(process, arguments, variables);
    }
    [[nodiscard]] Ended run(const QStringList &arguments, const QByteArray &input = {}) const
    {
        return m_fixture.run(arguments, input);
    }

    RunFixture m_fixture;
    const ScratchFolder &m_folder = m_fixture.folder();
    ModelServer &m_server = m_fixture.server();
};

QTEST_GUILESS_MAIN(RunTest)
#include "tst_run.moc"
