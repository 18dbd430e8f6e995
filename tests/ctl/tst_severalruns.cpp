#include "modelserver.h"
#include "runs/rundatabase.h"
#include "scratchfolder.h"
#include "vcs/repository.h"
#include "workspace/connectionstore.h"
#include "workspace/sampleregistry.h"
#include "workspace/settings.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTest>

#include <csignal>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60000; ///< ms

struct Ended
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

QJsonArray reply(const QByteArray &text)
{
    return {head(200, u"text/event-stream"_s),
            sent("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text
                 + "\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":"
                   "\"stop\"}]}\n\ndata: [DONE]\n\n"),
            step(u"end"_s)};
}

/// Calls the tool Read with these arguments, as they stand in a JSON text.
QJsonArray calling(const QByteArray &arguments)
{
    return {
        head(200, u"text/event-stream"_s),
        sent("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Paid.\",\"tool_calls\":[{"
             "\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"Read\","
             "\"arguments\":\""
             + arguments
             + "\"}}]}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":"
               "\"tool_calls\"}]}\n\ndata: [DONE]\n\n"),
        step(u"end"_s)};
}

} // namespace

/// `hermesctl run` with several states, connections and models, against real servers on loopback.
class SeveralRunsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_server.isRunning());
        QVERIFY(vcs::initializeLibrary());
    }
    void init()
    {
        m_folder = std::make_unique<ScratchFolder>();
        qputenv("XDG_DATA_HOME", m_folder->path(u"data"_s).toUtf8());
        qputenv("XDG_CONFIG_HOME", m_folder->path(u"config"_s).toUtf8());
        QVERIFY(workspace::createSampleRegistry(m_folder->path(u"sample"_s)));
    }

    void eachStateIsSentToEachConnection()
    {
        connectTo({{u"one"_s, {reply("A\\n"), reply("B")}}, {u"two"_s, {reply("C"), reply("D")}}});
        const Ended ended = run({u"--connection"_s, u"one"_s, u"--connection"_s, u"two"_s,
                                 u"--at"_s, u"1.0.0"_s, u"--at"_s, u"saved"_s});
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QCOMPARE(ended.output,
                 "=== v1.0.0 · one · m-one ===\nA\n\n=== v1.0.0 · two · m-two ===\nC\n\n"
                 "=== Saved · one · m-one ===\nB\n\n=== Saved · two · m-two ===\nD\n");
        for (const QString &name : {u"one"_s, u"two"_s}) {
            const auto requests = m_server.requests(name);
            QCOMPARE(requests.size(), 2);
            QCOMPARE(promptIn(requests[0].body), assembled(u"1.0.0"_s));
            QCOMPARE(promptIn(requests[1].body), assembled(u"saved"_s));
        }
        QVERIFY(assembled(u"1.0.0"_s) != assembled(u"saved"_s));
        const auto kept = runs::RunDatabase::open(workspace::runsFile());
        QVERIFY(kept.has_value());
        QCOMPARE((*kept)->find({}).value_or(QList<runs::Run>()).size(), 4);
    }

    void theHistoryNamesTheStateThatWasSent()
    {
        connectTo({{u"one"_s, {reply("A"), reply("B"), reply("C")}}});
        QCOMPARE(QProcess::execute(
                     u"git"_s, {u"-C"_s, m_folder->path(u"sample"_s), u"branch"_s, u"vendor"_s}),
                 0);
        const Ended ended = run({u"--connection"_s, u"one"_s, u"--at"_s, u"vendor"_s, u"--at"_s,
                                 u"v1.0.0"_s, u"--at"_s, u"saved"_s});
        QVERIFY2(ended.exitCode == 0, ended.errors);
        const auto kept = runs::RunDatabase::open(workspace::runsFile());
        QVERIFY(kept.has_value());
        QStringList states;
        for (const auto found = (*kept)->find({}).value_or(QList<runs::Run>());
             const runs::Run &one : found) {
            states.append(one.version);
        }
        states.sort();
        QCOMPARE(states, (QStringList{u"1.0.0"_s, u"Saved"_s, u"vendor"_s}));
    }

    void eachModelOfAConnectionIsAsked()
    {
        connectTo({{u"both"_s, {reply("A"), reply("B")}}});
        const Ended ended =
            run({u"--connection"_s, u"both"_s, u"--model"_s, u"small"_s, u"--model"_s, u"large"_s});
        QVERIFY2(ended.exitCode == 0, ended.errors);
        const auto requests = m_server.requests(u"both"_s);
        QCOMPARE(requests.size(), 2);
        QVERIFY(requests[0].body.contains(R"("model":"small")"));
        QVERIFY(requests[1].body.contains(R"("model":"large")"));
    }

    void whatDiffersIsTold()
    {
        connectTo({{u"left"_s, {reply("Same.\\nOld.\\n")}},
                   {u"right"_s, {reply("Same.\\nNew.\\n")}},
                   {u"equal"_s, {reply("Same.\\nOld.\\n")}}});
        const Ended ended = run({u"--connection"_s, u"left"_s, u"--connection"_s, u"right"_s,
                                 u"--connection"_s, u"equal"_s, u"--differences"_s});
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QVERIFY2(ended.output.contains(" Same.\n-Old.\n+New.\n"), ended.output);
        QVERIFY2(ended.output.endsWith(
                     "Saved · left · m-left and Saved · equal · m-equal answer the same.\n"),
                 ended.output);
    }

    void jsonIsAList()
    {
        connectTo({{u"left"_s, {reply("Old.")}}, {u"right"_s, {reply("New.")}}});
        const Ended ended = run({u"--connection"_s, u"left"_s, u"--connection"_s, u"right"_s,
                                 u"--differences"_s, u"--json"_s});
        const QJsonArray all = QJsonDocument::fromJson(ended.output).array();
        QCOMPARE(all.size(), 2);
        QCOMPARE(all[0]["text"_L1], u"Old."_s);
        QCOMPARE(all[0]["connection"_L1], u"left"_s);
        QCOMPARE(all[0]["state"_L1], u"Saved"_s);
        QVERIFY(!all[0].toObject().contains("patchFromFirst"_L1));
        QVERIFY(all[1]["patchFromFirst"_L1].toString().contains(u"+New."_s));
    }

    void serversAreAskedAtTheSameTimeAndPrintedInOrder()
    {
        const QJsonArray endless{
            head(200, u"text/event-stream"_s),
            sent("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"one\"}}]}\n\n"),
            step(u"hang"_s)};
        connectTo({{u"held"_s, {endless, reply("never")}},
                   {u"free"_s, {reply("A"), reply("B"), reply("C")}}});
        QProcess process;
        process.setWorkingDirectory(m_folder->path(u"sample"_s));
        process.start(QStringLiteral(HERMESCTL),
                      {u"run"_s, u"backend-engineer"_s, u"--input"_s, u"Hi"_s, u"--connection"_s,
                       u"held"_s, u"--connection"_s, u"free"_s, u"--model"_s, u"m1"_s, u"--model"_s,
                       u"m2"_s, u"--model"_s, u"m3"_s});
        QTRY_COMPARE_WITH_TIMEOUT(m_server.requests(u"free"_s).size(), 3, patience);
        QByteArray output;
        QTRY_COMPARE_WITH_TIMEOUT(output += process.readAllStandardOutput(),
                                  "=== Saved · held · m1 ===\none", patience);
        // A server of one's own is asked one after the other.
        QCOMPARE(m_server.requests(u"held"_s).size(), 1);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(m_server.waitForClosed(u"held"_s));
        QVERIFY(process.waitForFinished(patience));
    }

    void whatEndsFirstIsPrintedInItsPlace()
    {
        const QByteArray text = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":"
                                "\"Slow.\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
        const QJsonArray slow{head(200, u"text/event-stream"_s),
                              QJsonObject{{u"drip"_s, QString::fromUtf8(text)}, {u"pause"_s, 0.01}},
                              step(u"end"_s)};
        connectTo({{u"slow"_s, {slow}}, {u"quick"_s, {reply("Quick.")}}});
        const Ended ended = run({u"--connection"_s, u"slow"_s, u"--connection"_s, u"quick"_s});
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QCOMPARE(ended.output,
                 "=== Saved · slow · m-slow ===\nSlow.\n\n=== Saved · quick · m-quick ===\n"
                 "Quick.\n");
        QVERIFY(ended.errors.indexOf("m-slow at") < ended.errors.indexOf("m-quick at"));
    }

    void oneThatFailsLeavesTheOthers()
    {
        const QJsonArray refusal{head(401, u"application/json"_s),
                                 sent(R"({"error":{"message":"no"}})"), step(u"end"_s)};
        connectTo({{u"closed"_s, {refusal}}, {u"open"_s, {reply("Here.")}}});
        const Ended ended = run({u"--connection"_s, u"closed"_s, u"--connection"_s, u"open"_s});
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.output.endsWith("=== Saved · open · m-open ===\nHere.\n"), ended.output);
        QVERIFY2(ended.errors.contains("key"), ended.errors);
    }

    void aCallThatCannotBeAnsweredLeavesWhatWasPaidFor()
    {
        connectTo({{u"bad"_s, {calling("oops")}}, {u"good"_s, {reply("Here.")}}});
        const Ended ended = run({u"--connection"_s, u"bad"_s, u"--connection"_s, u"good"_s,
                                 u"--json"_s, u"--tool-answer"_s, u"Read=text"_s});
        QVERIFY(ended.exitCode != 0);
        const QJsonArray all = QJsonDocument::fromJson(ended.output).array();
        QCOMPARE(all.size(), 2);
        QCOMPARE(all[0]["text"_L1].toString(), u"Paid."_s);
        QCOMPARE(all[1]["text"_L1].toString(), u"Here."_s);
        QVERIFY2(ended.errors.contains("arguments"), ended.errors);
    }

    void ollamaGetsRoomForWhatToolsGive()
    {
        const QJsonArray call{
            head(200, u"application/x-ndjson"_s),
            sent(R"({"message":{"role":"assistant","content":"","tool_calls":[{"function":)"
                 R"({"name":"Read","arguments":{"path":"a"}}}]},"done":true,"done_reason":"stop"})"
                 "\n"),
            step(u"end"_s)};
        const QJsonArray end{
            head(200, u"application/x-ndjson"_s),
            sent(R"({"message":{"role":"assistant","content":"Read."},"done":true,)"
                 R"("done_reason":"stop"})"
                 "\n"),
            step(u"end"_s)};
        const auto windows = [this](const QString &name) {
            QList<qint64> sizes;
            for (const auto requests = m_server.requests(name); const auto &request : requests) {
                sizes.append(
                    QJsonDocument::fromJson(request.body)[u"options"_s][u"num_ctx"_s].toInteger());
            }
            return sizes;
        };
        m_folder->write(u"long.txt"_s, QByteArray("one two ").repeated(8000));
        const QStringList asked{u"--type"_s,        u"ollama"_s,
                                u"--model"_s,       u"story"_s,
                                u"--tool-answer"_s, u"Read=@"_s + m_folder->path(u"long.txt"_s)};
        const QString own = m_server.replying(u"own"_s, {call, end});
        const Ended ended = run(asked + QStringList{u"--base-url"_s, own});
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QCOMPARE(windows(u"own"_s).size(), 2);
        QVERIFY(windows(u"own"_s).constFirst() < 16000);
        QVERIFY(windows(u"own"_s).constLast() > 16000);
        // What the user has said stands.
        const QString said = m_server.replying(u"said"_s, {call, end});
        const Ended second =
            run(asked + QStringList{u"--base-url"_s, said, u"--param"_s, u"contextTokens=9000"_s});
        QVERIFY2(second.exitCode == 0, second.errors);
        QCOMPARE(windows(u"said"_s), (QList<qint64>{9000, 9000}));
    }

    void nothingIsSentWhereOneCannotBe()
    {
        connectTo({{u"first"_s, {reply("A")}}});
        const Ended unknown = run({u"--connection"_s, u"first"_s, u"--connection"_s, u"none"_s});
        QCOMPARE(unknown.exitCode, 3);
        QStringList many{u"--connection"_s, u"first"_s};
        for (int i = 0; i < 9; ++i) {
            many << u"--model"_s << u"m%1"_s.arg(i);
        }
        const Ended tooMany = run(many);
        QCOMPARE(tooMany.exitCode, 2);
        QVERIFY2(tooMany.errors.contains("at most 8"), tooMany.errors);
        const Ended alone = run({u"--connection"_s, u"first"_s, u"--differences"_s});
        QCOMPARE(alone.exitCode, 2);
        QVERIFY(m_server.requests(u"first"_s).isEmpty());
    }

    void aDryRunShowsThemAll()
    {
        connectTo({{u"first"_s, {}}, {u"second"_s, {}}});
        const QStringList both{u"--connection"_s, u"first"_s, u"--connection"_s, u"second"_s,
                               u"--dry-run"_s};
        const Ended text = run(both);
        QVERIFY2(text.exitCode == 0, text.errors);
        QCOMPARE(text.output.count("POST "), 2);
        const Ended json = run(both + QStringList{u"--json"_s});
        QCOMPARE(QJsonDocument::fromJson(json.output).array().size(), 2);
        QVERIFY(m_server.requests(u"first"_s).isEmpty());
    }

private:
    /// Makes connections of the window by these names, whose servers reply so.
    void connectTo(const QList<std::pair<QString, QJsonArray>> &servers)
    {
        workspace::ConnectionStore store(workspace::connectionsFile());
        for (const auto &[name, replies] : servers) {
            workspace::Connection connection;
            connection.id = workspace::newConnectionId();
            connection.name = name;
            connection.settings.type = modelapi::ConnectionType::OpenAiCompatible;
            connection.settings.baseUrl = m_server.replying(name, replies);
            connection.settings.modelId = u"m-"_s + name;
            store.put(connection);
        }
    }

    static QByteArray promptIn(const QByteArray &body)
    {
        return QJsonDocument::fromJson(body)[u"messages"_s][0][u"content"_s].toString().toUtf8();
    }

    [[nodiscard]] QByteArray assembled(const QString &state) const
    {
        return started({u"assemble"_s, u"backend-engineer"_s, u"--at"_s, state}).output;
    }

    [[nodiscard]] Ended run(const QStringList &options) const
    {
        return started(QStringList{u"run"_s, u"backend-engineer"_s, u"--input"_s, u"Hi"_s}
                       + options);
    }

    [[nodiscard]] Ended started(const QStringList &arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(m_folder->path(u"sample"_s));
        process.start(QStringLiteral(HERMESCTL), arguments);
        process.closeWriteChannel();
        // With the event loop, which reads what the server tells meanwhile.
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; },
                             patience)) {
            process.kill();
            process.waitForFinished();
        }
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    std::unique_ptr<ScratchFolder> m_folder;
    ModelServer m_server;
};

QTEST_GUILESS_MAIN(SeveralRunsTest)
#include "tst_severalruns.moc"
