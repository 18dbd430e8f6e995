#include "modelpeers.h"
#include "modelserver.h"
#include "scratchfolder.h"

#include <QFile>
#include <QTest>

using namespace hermes::modelapi;
using namespace hermes::test;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto key = "sk-test-4711";

QByteArray chunk(const QByteArray &text)
{
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}\n\n";
}

QJsonArray answer(const QJsonObject &last)
{
    return {head(200, u"text/event-stream"_s), sent(chunk("one ") + chunk("two")), last};
}

} // namespace

/// What a real nginx does to answers on their way.
class NginxFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();

    void answersPass_data();
    void answersPass();
    void faultsAreTold_data();
    void faultsAreTold();
    void aRateLimitIsWaitedFor();
    void certificates();

private:
    [[nodiscard]] ConnectionSettings connectionTo(const QString &place) const;
    [[nodiscard]] Conversation talked(const ConnectionSettings &settings) const
    {
        return hermes::test::talked(settings, asking(settings, u"Hi"_s), key);
    }
    [[nodiscard]] QString replying(const QJsonArray &replies)
    {
        return m_server.replying(u"peer"_s, replies);
    }

    ScratchFolder m_folder;
    ModelServer m_server;
    PeerProcess m_nginx;
    int m_port = 0;
    int m_tlsPort = 0;
};

void NginxFaultsTest::initTestCase()
{
    m_port = freePort();
    m_tlsPort = freePort();
    QProcess openssl;
    openssl.start(u"openssl"_s,
                  {u"req"_s, u"-x509"_s, u"-newkey"_s, u"rsa:2048"_s, u"-nodes"_s, u"-days"_s,
                   u"30"_s, u"-subj"_s, u"/CN=localhost"_s, u"-addext"_s,
                   u"subjectAltName=DNS:localhost"_s, u"-keyout"_s, m_folder.path(u"key.pem"_s),
                   u"-out"_s, m_folder.path(u"cert.pem"_s)});
    QVERIFY(openssl.waitForFinished(60000) && openssl.exitCode() == 0);
    QFile of(referenceFile(u"peers/nginx-faults.conf"_s));
    QVERIFY(of.open(QIODevice::ReadOnly));
    QByteArray text = of.readAll();
    text.replace("/tmp/hermes-peers", m_folder.path().toUtf8());
    text.replace("18130", QByteArray::number(m_port));
    text.replace("18131", QByteArray::number(m_tlsPort));
    text.replace("18080", QByteArray::number(m_server.port()));
    // Workers of another user could not read the folder.
    m_folder.write(u"nginx.conf"_s, "user root;\n" + text);
    QVERIFY(m_nginx.start(u"nginx"_s, {u"-c"_s, m_folder.path(u"nginx.conf"_s)}, m_port));
}

ConnectionSettings NginxFaultsTest::connectionTo(const QString &place) const
{
    ConnectionSettings settings;
    settings.type = ConnectionType::OpenAiCompatible;
    settings.baseUrl = u"http://127.0.0.1:%1%2"_s.arg(m_port).arg(place);
    settings.modelId = u"story"_s;
    return settings;
}

void NginxFaultsTest::answersPass_data()
{
    QTest::addColumn<QString>("place");
    QTest::newRow("400 bytes a second") << u"/slow/peer"_s;
    QTest::newRow("all at once") << u"/buffered/peer"_s;
    QTest::newRow("a proxy that would pack") << u"/gzip/peer"_s;
}

void NginxFaultsTest::answersPass()
{
    QFETCH(QString, place);
    QJsonArray reply = answer(sent("data: [DONE]\n\n"));
    reply.append(step(u"end"_s));
    (void)replying({reply});
    const Conversation talk = talked(connectionTo(place));
    QVERIFY2(!talk.outcome.failure,
             talk.outcome.failure ? qPrintable(talk.outcome.failure->error.message) : "");
    QCOMPARE(talk.outcome.answer.text, u"one two"_s);
    QVERIFY(!talk.outcome.head.value("Content-Encoding").contains("gzip"));
}

void NginxFaultsTest::faultsAreTold_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QJsonArray>("reply");
    QTest::addColumn<FailureKind>("kind");
    QTest::addColumn<int>("attempts");
    QTest::addColumn<QString>("words");
    QTest::newRow("529") << u"/overloaded"_s << QJsonArray() << FailureKind::Overloaded << 3
                         << u"Overloaded"_s;
    QTest::newRow("a page in HTML")
        << u"/html502"_s << QJsonArray() << FailureKind::Server << 3 << u"“502 Bad Gateway”"_s;
    QTest::newRow("closed without a byte")
        << u"/reset"_s << QJsonArray() << FailureKind::Network << 3 << u"Send again"_s;
    QTest::newRow("sent on") << u"/redirect/peer"_s << QJsonArray() << FailureKind::Redirected << 1
                             << u"Nothing was sent there"_s;
    QTest::newRow("cut in the middle") << u"/timeout/peer"_s << answer(step(u"hang"_s))
                                       << FailureKind::Interrupted << 1 << u"was kept"_s;
    QTest::newRow("gave up waiting") << u"/timeout/peer"_s << QJsonArray{step(u"hang"_s)}
                                     << FailureKind::TimedOut << 3 << u"took too long"_s;
}

void NginxFaultsTest::faultsAreTold()
{
    QFETCH(QString, place);
    QFETCH(QJsonArray, reply);
    QFETCH(FailureKind, kind);
    QFETCH(int, attempts);
    QFETCH(QString, words);
    (void)replying({reply});
    const Conversation talk = talked(connectionTo(place));
    QVERIFY(talk.outcome.failure);
    const QString &message = talk.outcome.failure->error.message;
    QVERIFY2(talk.outcome.failure->kind == kind, qPrintable(message));
    QVERIFY2(message.contains(words), qPrintable(message));
    QCOMPARE(talk.outcome.attempts, attempts);
    QCOMPARE(talk.outcome.answer.text, kind == FailureKind::Interrupted ? u"one two"_s : QString());
    if (kind == FailureKind::Redirected) {
        QVERIFY(m_server.requests(u"peer"_s).isEmpty());
    }
}

void NginxFaultsTest::aRateLimitIsWaitedFor()
{
    QJsonArray reply = answer(sent("data: [DONE]\n\n"));
    reply.append(step(u"end"_s));
    (void)replying({reply});
    QList<Failure> waits;
    for (int i = 0; i < 3; ++i) { // the third in a row is one too many
        const Conversation talk = talked(connectionTo(u"/limited/peer"_s));
        QVERIFY2(!talk.outcome.failure,
                 talk.outcome.failure ? qPrintable(talk.outcome.failure->error.message) : "");
        waits += talk.waits;
    }
    QVERIFY(!waits.isEmpty());
    QCOMPARE(waits[0].kind, FailureKind::RateLimited);
    QVERIFY(waits[0].retryAfter == 5s);
}

void NginxFaultsTest::certificates()
{
    QJsonArray reply = answer(sent("data: [DONE]\n\n"));
    reply.append(step(u"end"_s));
    (void)replying({reply});
    ConnectionSettings settings = connectionTo({});
    settings.baseUrl = u"https://localhost:%1/peer"_s.arg(m_tlsPort);
    QCOMPARE(talked(settings).outcome.failure->kind, FailureKind::Certificate);
    QVERIFY(m_server.requests(u"peer"_s).isEmpty());
    settings.caFile = m_folder.path(u"cert.pem"_s);
    const Conversation trusted = talked(settings);
    QVERIFY2(!trusted.outcome.failure,
             trusted.outcome.failure ? qPrintable(trusted.outcome.failure->error.message) : "");
    QCOMPARE(trusted.outcome.answer.text, u"one two"_s);
    settings.baseUrl = u"https://127.0.0.1:%1/peer"_s.arg(m_tlsPort); // not the certificate's name
    const Conversation other = talked(settings);
    QCOMPARE(other.outcome.failure->kind, FailureKind::Certificate);
    QVERIFY2(other.outcome.failure->error.message.contains(u"host name"),
             qPrintable(other.outcome.failure->error.message));
}

QTEST_GUILESS_MAIN(NginxFaultsTest)
#include "tst_nginxfaults.moc"
