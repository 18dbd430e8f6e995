#include "runfixture.h"

#include <QFile>
#include <QJsonDocument>
#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

const QString key = u"sk-canary-4711"_s;

} // namespace

/// What `hermesctl run` shows of the wire, and what it is told of the way.
class RunWireTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_fixture.prepare(); }

    void theExchangeIsWrittenWithoutTheKey()
    {
        const QString file = m_folder.path(u"exchange.txt"_s);
        const QString base = m_server.replying(u"wire"_s, {callingReply(), goodReply()});
        QProcess process;
        m_fixture.start(process,
                        at(base) << u"--model"_s << u"m"_s << u"--tool-answer"_s << u"Read=given"_s
                                 << u"--exchange"_s << file << u"--key-from"_s << u"MY_SECRET"_s,
                        {{u"MY_SECRET"_s, key}});
        QVERIFY(QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, patience));
        QCOMPARE(process.exitCode(), 0);
        QCOMPARE(m_server.requests(u"wire"_s).at(0).header("Authorization"),
                 "Bearer " + key.toUtf8());
        const QByteArray written = m_folder.read(u"exchange.txt"_s);
        QCOMPARE(written.count("POST " + base.toUtf8() + "/chat/completions"), 2);
        QVERIFY2(written.contains("Authorization: Bearer …"), written.left(500));
        QCOMPARE(written.count("HTTP 200"), 2);
        QVERIFY(written.contains("prompt_tokens") && written.contains("given"));
        QVERIFY(!written.contains(key.toUtf8()));
        QCOMPARE(QFile::permissions(file) & (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
    }

    void whereTheExchangeCannotBeWrittenNothingIsSent()
    {
        const QString base = m_server.replying(u"nowhere"_s, {goodReply()});
        const Ended ended = m_fixture.run(at(base) << u"--exchange"_s
                                                   << m_folder.path(u"not/there/exchange.txt"_s));
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.errors.contains("Nothing was sent"), ended.errors);
        QVERIFY(m_server.requests(u"nowhere"_s).isEmpty());
    }

    void thinkingIsPrintedApartWhereItIsAskedFor()
    {
        const QJsonArray thinking{
            head(200, u"text/event-stream"_s),
            sent("data: {\"choices\":[{\"index\":0,\"delta\":{\"reasoning_content\":\"Let me "
                 "see\"}}]}\n\n"
                 + chunk("Done")
                 + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"
                   "\n\ndata: [DONE]\n\n"),
            step(u"end"_s)};
        const QString base = m_server.replying(u"thinking"_s, {thinking, thinking});
        const Ended shown = m_fixture.run(at(base) << u"--show-thinking"_s);
        QVERIFY2(shown.exitCode == 0, shown.errors);
        QCOMPARE(shown.output, "Done\n");
        QVERIFY2(shown.errors.startsWith("Let me see\n"), shown.errors);
        const Ended usual = m_fixture.run(at(base));
        QVERIFY2(!usual.errors.contains("Let me see"), usual.errors);
    }

    void turnsGoBeforeTheMessage()
    {
        m_folder.write(u"turns.json"_s,
                       R"([{"role":"user","text":"First"},{"role":"assistant","text":"Second"}])");
        const QString base = m_server.replying(u"turns"_s, {goodReply()});
        const Ended ended =
            m_fixture.run(at(base) << u"--turns"_s << m_folder.path(u"turns.json"_s));
        QVERIFY2(ended.exitCode == 0, ended.errors);
        const QJsonDocument body =
            QJsonDocument::fromJson(m_server.requests(u"turns"_s).at(0).body);
        const QJsonArray messages = body[u"messages"_s].toArray();
        QCOMPARE(messages.size(), 4);
        QCOMPARE(messages[1]["role"_L1].toString(), u"user"_s);
        QCOMPARE(messages[1]["content"_L1].toString(), u"First"_s);
        QCOMPARE(messages[2]["role"_L1].toString(), u"assistant"_s);
        QCOMPARE(messages[2]["content"_L1].toString(), u"Second"_s);
        QCOMPARE(messages[3]["content"_L1].toString(), u"Hi"_s);
        const auto kept = m_fixture.keptWith(u"Second"_s);
        QVERIFY(kept.has_value());
        QCOMPARE(kept->turns.size(), 3);
    }

    void whatIsNoConversationIsNotSent_data()
    {
        QTest::addColumn<QByteArray>("turns");
        QTest::newRow("no JSON") << QByteArray("User: hello");
        QTest::newRow("no list") << QByteArray(R"({"role":"user","text":"a"})");
        QTest::newRow("role") << QByteArray(R"([{"role":"system","text":"a"}])");
        QTest::newRow("no text") << QByteArray(R"([{"role":"user"}])");
    }
    void whatIsNoConversationIsNotSent()
    {
        QFETCH(const QByteArray, turns);
        m_folder.write(u"broken.json"_s, turns);
        const QString base = m_server.replying(u"no-turns"_s, {goodReply()});
        const Ended ended =
            m_fixture.run(at(base) << u"--turns"_s << m_folder.path(u"broken.json"_s));
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.errors.contains("broken.json holds no turns")
                     && ended.errors.contains("Nothing was sent"),
                 ended.errors);
        QVERIFY(m_server.requests(u"no-turns"_s).isEmpty());
    }

    void aSecretInAnEarlierTurnIsNotSent()
    {
        m_folder.write(u"secret.json"_s,
                       R"([{"role":"user","text":"sk-)" + QByteArray("ant-api03-a1B2c3D4e5F6g7H8")
                           + R"("},{"role":"assistant","text":"Thanks"}])");
        const QString base = m_server.replying(u"secret-turn"_s, {goodReply()});
        const Ended ended =
            m_fixture.run(at(base) << u"--turns"_s << m_folder.path(u"secret.json"_s));
        QCOMPARE(ended.exitCode, 4);
        QVERIFY2(ended.errors.contains("Turn 1 of --turns"), ended.errors);
        QVERIFY(m_server.requests(u"secret-turn"_s).isEmpty());
    }

    void headersOfTheUserGoAlong()
    {
        const QString base = m_server.replying(u"headers"_s, {goodReply()});
        const Ended ended = m_fixture.run(at(base) << u"--header"_s << u"X-Team=blue=green"_s
                                                   << u"--time-out"_s << u"30"_s);
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QCOMPARE(m_server.requests(u"headers"_s).at(0).header("X-Team"), "blue=green");
    }

    void theProxyOnTheWayIsTold()
    {
        const QStringList asked = at(u"http://model.invalid"_s)
            << u"--dry-run"_s << u"--model"_s << u"m"_s;
        const Ended told =
            m_fixture.run(QStringList(asked) << u"--proxy"_s << u"http://proxy.invalid:3128"_s);
        QVERIFY2(told.exitCode == 0, told.errors);
        QVERIFY2(told.errors.contains("By way of the proxy proxy.invalid:3128"), told.errors);
        const Ended none = m_fixture.run(QStringList(asked) << u"--proxy"_s << u"none"_s);
        QVERIFY2(!none.errors.contains("proxy"), none.errors);
    }

    void whatIsNoWayIsRefused_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::newRow("proxy") << QStringList{u"--proxy"_s, u"proxy.invalid"_s};
        QTest::newRow("password in a proxy")
            << QStringList{u"--proxy"_s, u"http://me:canary@proxy.invalid:3128"_s};
        QTest::newRow("header") << QStringList{u"--header"_s, u"X-Team"_s};
        QTest::newRow("key in a header") << QStringList{u"--header"_s, u"Authorization=canary"_s};
        QTest::newRow("time-out") << QStringList{u"--time-out"_s, u"soon"_s};
    }
    void whatIsNoWayIsRefused()
    {
        QFETCH(const QStringList, options);
        const QString base = m_server.replying(u"no-way"_s, {goodReply()});
        const Ended ended = m_fixture.run(at(base) + options);
        QVERIFY2(ended.exitCode == 2, ended.errors);
        QVERIFY(!ended.errors.contains("canary"));
        QVERIFY(m_server.requests(u"no-way"_s).isEmpty());
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

QTEST_GUILESS_MAIN(RunWireTest)
#include "tst_run_wire.moc"
