#include "runfixture.h"

#include <QJsonDocument>
#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

/// The good reply without its figures.
QJsonArray replyWithoutFigures()
{
    return {head(200, u"text/event-stream"_s),
            sent(chunk("Hello")
                 + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
                   "data: [DONE]\n\n"),
            step(u"end"_s)};
}

} // namespace

/// What `hermesctl run` does where a model calls tools.
class RunToolsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_fixture.prepare(); }

    void toolsAreDeclaredAndCallsEndTheRun()
    {
        const QString base = m_server.replying(u"calls"_s, {callingReply()});
        const Ended ended =
            run(where(base) + QStringList{u"--model"_s, u"m"_s, u"--input"_s, u"Hi"_s});
        QCOMPARE(ended.exitCode, 1);
        QVERIFY2(ended.errors.contains(R"(Read is called with {"path":"a"})"), ended.errors);
        QVERIFY2(ended.errors.contains("--tool-answer"), ended.errors);
        const auto requests = m_server.requests(u"calls"_s);
        QCOMPARE(requests.size(), 1);
        const QJsonArray tools =
            QJsonDocument::fromJson(requests.first().body)["tools"_L1].toArray();
        QVERIFY(std::ranges::any_of(tools, [](const QJsonValue &tool) {
            return tool["function"_L1]["name"_L1] == "Read"_L1;
        }));
    }

    void aRunGoesOnWithWhatToolsGive()
    {
        const QString file = m_folder.path(u"given.txt"_s);
        m_folder.write(u"given.txt"_s, "the content\n");
        const QString base =
            m_server.replying(u"given"_s, {callingReply(), callingReply(), goodReply()});
        const QStringList common =
            where(base) + QStringList{u"--model"_s, u"m"_s, u"--input"_s, u"Hi"_s};
        const Ended ended =
            run(common + QStringList{u"--json"_s, u"--tool-answer"_s, u"Read=@"_s + file});
        QVERIFY2(ended.exitCode == 0, ended.errors);
        const auto requests = m_server.requests(u"given"_s);
        QCOMPARE(requests.size(), 3);
        const QJsonArray messages =
            QJsonDocument::fromJson(requests.last().body)["messages"_L1].toArray();
        QCOMPARE(messages.last()["role"_L1].toString(), u"tool"_s);
        QCOMPARE(messages.last()["tool_call_id"_L1].toString(), u"c1"_s);
        QCOMPARE(messages.last()["content"_L1].toString(), u"the content\n"_s);
        const QJsonObject json = QJsonDocument::fromJson(ended.output).object();
        QCOMPARE(json["answeredCalls"_L1].toArray().size(), 2);
        QCOMPARE(json["answeredCalls"_L1][0]["result"_L1].toString(), u"the content\n"_s);
        QCOMPARE(json["usage"_L1]["outputTokens"_L1].toInt(), 200 + 2 * 5); // of all three
        QCOMPARE(json["attempts"_L1].toInt(), 3);
    }

    void callsOfOneToolGetOneAnswerAfterTheOther_data()
    {
        QTest::addColumn<QStringList>("answers");
        QTest::addColumn<QStringList>("given");
        QTest::newRow("repeated") << QStringList{u"Read=a"_s, u"Read=b=c"_s}
                                  << QStringList{u"a"_s, u"b=c"_s, u"b=c"_s};
        QTest::newRow("one of its own") << QStringList{u"Read#2=other"_s, u"Read=a"_s}
                                        << QStringList{u"a"_s, u"other"_s, u"a"_s};
        QTest::newRow("each") << QStringList{u"Read#3=c"_s, u"Read#1=a"_s, u"Read#2="_s}
                              << QStringList{u"a"_s, QString(), u"c"_s};
    }
    void callsOfOneToolGetOneAnswerAfterTheOther()
    {
        QFETCH(const QStringList, answers);
        QFETCH(const QStringList, given);
        const QString base = m_server.replying(
            u"order"_s, {callingReply(), callingReply(), callingReply(), goodReply()});
        QStringList arguments =
            where(base) + QStringList{u"--model"_s, u"m"_s, u"--input"_s, u"Hi"_s, u"--json"_s};
        for (const QString &answer : answers) {
            arguments << u"--tool-answer"_s << answer;
        }
        const Ended ended = run(arguments);
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QStringList results;
        for (const auto calls = QJsonDocument::fromJson(ended.output)["answeredCalls"_L1].toArray();
             const auto &call : calls) {
            results.append(call["result"_L1].toString());
        }
        QCOMPARE(results, given);
    }

    void aCallWithoutAnAnswerEndsTheRun()
    {
        const QString base = m_server.replying(u"second"_s, {callingReply(), callingReply()});
        const Ended ended = run(where(base)
                                + QStringList{u"--model"_s, u"m"_s, u"--input"_s, u"Hi"_s,
                                              u"--tool-answer"_s, u"Read#1=a"_s});
        QCOMPARE(ended.exitCode, 1);
        QCOMPARE(m_server.requests(u"second"_s).size(), 2);
    }

    void aSecretInTheAnswerOfAToolIsNotSent()
    {
        const QString base = m_server.replying(u"leak"_s, {callingReply(), goodReply()});
        const QString secret = u"sk-"_s + u"ant-api03-a1B2c3D4e5F6g7H8"_s;
        const QStringList sending =
            where(base) + QStringList{u"--model"_s,       u"m"_s,
                                      u"--input"_s,       u"Hi"_s,
                                      u"--tool-answer"_s, u"Read=one\nand "_s + secret};
        const Ended refused = run(sending);
        QCOMPARE(refused.exitCode, 4);
        QVERIFY2(refused.errors.contains("What Read gives, line 2: what looks like a key of"),
                 refused.errors);
        QVERIFY(!refused.errors.contains(secret.toUtf8()));
        QCOMPARE(m_server.requests(u"leak"_s).size(), 0);
        QCOMPARE(run(sending + QStringList{u"--allow-secrets"_s}).exitCode, 0);
    }

    void anAnswerOfNoToolIsRefused_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::newRow("name") << u"Teleport=here"_s;
        QTest::newRow("number") << u"Read#0=a"_s;
        QTest::newRow("no number") << u"Read#x=a"_s;
        QTest::newRow("nothing") << u"Read"_s;
    }
    void anAnswerOfNoToolIsRefused()
    {
        QFETCH(const QString, answer);
        const QString base = m_server.replying(u"none"_s, {goodReply()});
        const Ended ended = run(
            where(base)
            + QStringList{u"--model"_s, u"m"_s, u"--input"_s, u"Hi"_s, u"--tool-answer"_s, answer});
        QCOMPARE(ended.exitCode, 2);
        QVERIFY2(ended.errors.contains("Read"), ended.errors);
        QCOMPARE(m_server.requests(u"none"_s).size(), 0);
    }

    void whatAToolGivesMustBeAText_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QByteArray>("words");
        QTest::newRow("not UTF-8") << QByteArray("caf\xe9") << QByteArray("is no UTF-8 text");
        QTest::newRow("too long") << QByteArray(64 * 1024 * 1024 + 1, 'x')
                                  << QByteArray("is longer than 64 MiB");
    }
    void whatAToolGivesMustBeAText()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QByteArray, words);
        m_folder.write(u"given.bin"_s, bytes);
        const QString base = m_server.replying(u"bytes"_s, {callingReply(), goodReply()});
        const Ended ended =
            run(where(base)
                + QStringList{u"--model"_s, u"m"_s, u"--input"_s, u"Hi"_s, u"--tool-answer"_s,
                              u"Read=@"_s + m_folder.path(u"given.bin"_s)});
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.errors.contains("given.bin " + words)
                     && ended.errors.contains("Nothing was sent"),
                 ended.errors);
        QCOMPARE(m_server.requests(u"bytes"_s).size(), 0);
    }

    void figuresOfAPartAreNotToldAsThoseOfAll_data()
    {
        QTest::addColumn<QJsonArray>("replies");
        QTest::newRow("the last is not known") << QJsonArray{callingReply(), replyWithoutFigures()};
        QJsonArray silent = callingReply();
        silent[1] = sent(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":"
            "\"c1\",\"type\":\"function\",\"function\":{\"name\":\"Read\",\"arguments\":\"{}\"}}]"
            "}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":"
            "\"tool_calls\"}]}\n\ndata: [DONE]\n\n");
        QTest::newRow("the first is not known") << QJsonArray{silent, goodReply()};
        QTest::newRow("one between") << QJsonArray{callingReply(), silent, goodReply()};
    }
    void figuresOfAPartAreNotToldAsThoseOfAll()
    {
        QFETCH(const QJsonArray, replies);
        const QString base = m_server.replying(u"figures"_s, replies);
        const QStringList sending =
            where(base) + QStringList{u"--model"_s,       u"gpt-4o"_s, u"--input"_s, u"Hi"_s,
                                      u"--tool-answer"_s, u"Read=a"_s, u"--json"_s};
        const Ended ended = run(sending);
        QVERIFY2(ended.exitCode == 0, ended.errors);
        const QJsonObject json = QJsonDocument::fromJson(ended.output).object();
        QVERIFY2(!json.contains("cost"_L1), ended.output);
        QVERIFY2(!json["usage"_L1].toObject().contains("inputTokens"_L1), ended.output);
        QVERIFY2(!json["usage"_L1].toObject().contains("outputTokens"_L1), ended.output);
    }

private:
    static QStringList where(const QString &base) { return RunFixture::at(base); }
    [[nodiscard]] Ended run(const QStringList &arguments) const { return m_fixture.run(arguments); }

    RunFixture m_fixture;
    const ScratchFolder &m_folder = m_fixture.folder();
    ModelServer &m_server = m_fixture.server();
};

QTEST_GUILESS_MAIN(RunToolsTest)
#include "tst_run_tools.moc"
