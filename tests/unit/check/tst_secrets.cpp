#include "check/secrets.h"

#include <QTest>

using namespace hermes::check;
using namespace Qt::StringLiterals;

namespace {

const QByteArray letters = "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R";

} // namespace

class SecretsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keysOfProviders_data();
    void keysOfProviders();
    void ordinaryTextHasNone_data();
    void ordinaryTextHasNone();
    void placesAreBytesAndLines();
    void aPrivateKeyIsFoundWhole_data();
    void aPrivateKeyIsFoundWhole();
};

void SecretsTest::keysOfProviders_data()
{
    // Put together here, so that no scanner takes this file for a leak.
    QTest::addColumn<QByteArray>("secret");
    QTest::addColumn<QString>("owner");
    QTest::newRow("Anthropic") << "sk-" + QByteArray("ant-api03-") + letters << u"Anthropic"_s;
    QTest::newRow("OpenAI") << "sk-" + QByteArray("proj-") + letters << u"OpenAI"_s;
    QTest::newRow("OpenAI, old") << "sk-" + letters << u"OpenAI"_s;
    QTest::newRow("OpenRouter") << "sk-" + QByteArray("or-v1-") + letters << u"OpenRouter"_s;
    QTest::newRow("Google") << "AI" + QByteArray("za") + letters << u"Google"_s;
    QTest::newRow("GitHub") << "gh" + QByteArray("p_") + letters << u"GitHub"_s;
    QTest::newRow("GitHub, fine-grained")
        << "github" + QByteArray("_pat_") + letters << u"GitHub"_s;
    QTest::newRow("Slack") << "xo" + QByteArray("xb-") + letters << u"Slack"_s;
    QTest::newRow("AWS") << "AK" + QByteArray("IAABCDEFGHIJ234567") << u"Amazon"_s;
    QTest::newRow("private key") << "-----BEGIN RSA PRIV" + QByteArray("ATE KEY-----")
                                 << u"private"_s;
}

void SecretsTest::keysOfProviders()
{
    QFETCH(const QByteArray, secret);
    QFETCH(const QString, owner);
    const QList<SecretFinding> found = findSecrets("Use `" + secret + "` here.");
    QCOMPARE(found.size(), 1);
    QVERIFY2(found.first().what.contains(owner), qPrintable(found.first().what));
    QVERIFY(!found.first().what.contains(QString::fromLatin1(secret)));
    QCOMPARE(found.first().start, 5);
    QCOMPARE(found.first().length, secret.size());
}

void SecretsTest::ordinaryTextHasNone_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("prose") << QByteArray("Never put a key such as sk-ant-… into a prompt.");
    QTest::newRow("placeholder") << QByteArray("export OPENAI_API_KEY=sk-your-key-goes-right-here");
    QTest::newRow("risk words") << QByteArray("task-management-and-disk-usage-in-long-words-2");
    QTest::newRow("digest") << QByteArray(
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822c");
    QTest::newRow("public key") << QByteArray("-----BEGIN PUBLIC KEY-----");
}

void SecretsTest::ordinaryTextHasNone()
{
    QFETCH(const QByteArray, text);
    QCOMPARE(findSecrets(text), QList<SecretFinding>());
}

void SecretsTest::placesAreBytesAndLines()
{
    const QByteArray secret = "sk-" + QByteArray("ant-") + letters;
    const QByteArray text = "Größe\n\n" + secret + "\n" + secret;
    const QList<SecretFinding> found = findSecrets(text);
    QCOMPARE(found.size(), 2);
    QCOMPARE(found.first().start, text.indexOf(secret));
    QCOMPARE(found.first().line, 3);
    QCOMPARE(found.last().line, 4);
}

void SecretsTest::aPrivateKeyIsFoundWhole_data()
{
    const auto edge = [](const QByteArray &which, const QByteArray &kind) -> QByteArray {
        return "-----" + which + " " + kind + "PRIV" + "ATE KEY-----";
    };
    const QByteArray begin = edge("BEGIN", "RSA ");
    const QByteArray end = edge("END", "RSA ");
    const QByteArray line = letters + letters;
    QTest::addColumn<QByteArrayList>("parts"); // every second one is found
    QTest::newRow("to its last line")
        << QByteArrayList{"# Key\n", begin + '\n' + line + "\n+/" + line + "=\n" + end, "\nText\n"};
    QTest::newRow("with what stands above, Windows lines") << QByteArrayList{
        "", begin + "\r\nProc-Type: 4,ENCRYPTED\r\n\r\n" + line + "\r\n" + end, ""};
    QTest::newRow("in JSON") << QByteArrayList{"{\"key\": \"", begin + "\\n" + line + "\\n" + end,
                                               "\\n\"}"};
    QTest::newRow("what is in it is no other key")
        << QByteArrayList{"", begin + "\nAK" + "IAABCDEFGHIJ234567\n" + end, ""};
    QTest::newRow("two") << QByteArrayList{"", begin + '\n' + line + '\n' + end, "\n",
                                           edge("BEGIN", "") + '\n' + line + edge("END", ""), ""};
    QTest::newRow("without an end, then another") << QByteArrayList{
        "", begin + "\n" + line + "\n" + line, "\n\n", begin + '\n' + line + '\n' + end, ""};
    QTest::newRow("named only") << QByteArrayList{"It begins with ", begin, ".\nNothing else.\n"};
}

void SecretsTest::aPrivateKeyIsFoundWhole()
{
    QFETCH(const QByteArrayList, parts);
    const QByteArray text = parts.join();
    const QList<SecretFinding> found = findSecrets(text);
    QCOMPARE(found.size(), parts.size() / 2);
    for (qsizetype i = 0; i < found.size(); ++i) {
        QCOMPARE(text.sliced(found.at(i).start, found.at(i).length), parts.at(2 * i + 1));
        QCOMPARE(found.at(i).line, text.first(found.at(i).start).count('\n') + 1);
    }
}

QTEST_GUILESS_MAIN(SecretsTest)
#include "tst_secrets.moc"
