#include "keyringsession.h"
#include "modelapi/servercheck.h"
#include "modelserver.h"
#include "scratchfolder.h"
#include "vcs/repository.h"
#include "workspace/connectionstore.h"
#include "workspace/sampleregistry.h"
#include "workspace/toldwindows.h"

#include <QJsonDocument>
#include <QProcess>
#include <QTest>

#include <memory>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60000; ///< ms
const QByteArray key = "sk-canary-4711";

struct Ended
{
    int exitCode = -1;
    QByteArray output;
    QByteArray errors;
};

QJsonArray answering(int status, const QByteArray &body)
{
    return {head(status, u"application/json"_s), sent(body), step(u"end"_s)};
}

} // namespace

/// `hermesctl tokens --count-at` as a process: a real server on loopback, a real keyring.
class CountTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_server.isRunning());
        QVERIFY(vcs::initializeLibrary());
        QVERIFY(workspace::createSampleRegistry(m_folder.path(u"sample"_s)));
        m_session = std::make_unique<KeyringSession>(KeyringSession::Bus::Full);
        QVERIFY(m_session->startGnomeKeyring(KeyringSession::Login::Unlocked));
    }
    void cleanupTestCase() { m_session.reset(); }

    void theProvidersCountStandsBesideOurs()
    {
        connectTo(u"plain"_s, modelapi::ConnectionType::OpenAiCompatible, keys::Keyring::None,
                  {answering(200, R"({"input_tokens": 240})"),
                   answering(200, R"({"input_tokens": 240})")});
        const Ended ended = count(u"plain"_s);
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QVERIFY2(ended.output.contains("The provider counts 240"), ended.output);
        const auto requests = m_server.requests(u"plain"_s);
        QCOMPARE(requests.size(), 1);
        QVERIFY(requests.first().target.endsWith(u"/responses/input_tokens"));
        // What is counted is what assemble prints.
        const QByteArray assembled =
            run({u"assemble"_s, u"backend-engineer"_s}, m_session->environment()).output;
        QVERIFY(!assembled.isEmpty());
        const QJsonDocument body = QJsonDocument::fromJson(requests.first().body);
        QCOMPARE(body[u"instructions"_s].toString().toUtf8(), assembled);
        QCOMPARE(body[u"model"_s].toString(), u"story"_s);
        const Ended json = count(u"plain"_s, {u"--json"_s});
        QCOMPARE(QJsonDocument::fromJson(json.output)[u"countedByProvider"_s].toInteger(), 240);
    }

    void theKeyComesFromTheKeyring_data()
    {
        QTest::addColumn<modelapi::ConnectionType>("type");
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<QByteArray>("sentKey");
        QTest::newRow("anthropic")
            << modelapi::ConnectionType::Anthropic << QByteArray(R"({"input_tokens": 512})")
            << u"/v1/messages/count_tokens"_s << QByteArray("x-api-key") << key;
        QTest::newRow("gemini") << modelapi::ConnectionType::Gemini
                                << QByteArray(R"({"totalTokens": 512})")
                                << u"/v1beta/models/story:countTokens"_s
                                << QByteArray("x-goog-api-key") << key;
        QTest::newRow("openai") << modelapi::ConnectionType::OpenAiResponses
                                << QByteArray(R"({"input_tokens": 512})")
                                << u"/responses/input_tokens"_s << QByteArray("authorization")
                                << "Bearer " + key;
    }
    void theKeyComesFromTheKeyring()
    {
        QFETCH(const modelapi::ConnectionType, type);
        QFETCH(const QByteArray, answer);
        QFETCH(const QString, target);
        QFETCH(const QByteArray, header);
        QFETCH(const QByteArray, sentKey);
        const QString name = QString::fromUtf8(QTest::currentDataTag());
        connectTo(name, type, keys::Keyring::SecretService, {answering(200, answer)});
        KeyStoreProcess store(m_session->environment(), patience);
        QVERIFY(store.ask("store connection-" + name.toUtf8() + ' ' + key).contains("|Stored|"));
        const Ended ended = count(name);
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QVERIFY2(ended.output.contains("The provider counts 512"), ended.output);
        QVERIFY(!ended.output.contains(key) && !ended.errors.contains(key));
        const auto requests = m_server.requests(name);
        QCOMPARE(requests.size(), 1);
        QVERIFY2(requests.first().target.endsWith(target), qPrintable(requests.first().target));
        QCOMPARE(requests.first().header(header), sentKey);
        QVERIFY(!requests.first().target.contains(QString::fromUtf8(key)));
        QVERIFY(!requests.first().body.contains(key));
    }

    void withoutItsKeyringNothingIsSent()
    {
        connectTo(u"keyless"_s, modelapi::ConnectionType::Anthropic, keys::Keyring::SecretService,
                  {answering(200, R"({"input_tokens": 512})")});
        QProcessEnvironment environment = m_session->environment();
        environment.insert(u"DBUS_SESSION_BUS_ADDRESS"_s, u"unix:path=/nonexistent"_s);
        const Ended ended =
            run({u"tokens"_s, u"backend-engineer"_s, u"--count-at"_s, u"keyless"_s}, environment);
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.errors.contains("Nothing was sent."), ended.errors);
        QVERIFY(ended.output.isEmpty());
        QVERIFY(m_server.requests(u"keyless"_s).isEmpty());
    }

    void aConnectionThatIsNotThereIsTold()
    {
        connectTo(u"known"_s, modelapi::ConnectionType::OpenAiCompatible, keys::Keyring::None, {});
        const Ended ended = count(u"unknown"_s);
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.errors.contains("There is no connection “unknown”. There are: known."),
                 ended.errors);
    }

    void theModelThatIsNamedCounts()
    {
        const QJsonArray counted = answering(200, R"({"input_tokens": 240})");
        connectTo(u"named"_s, modelapi::ConnectionType::OpenAiCompatible, keys::Keyring::None,
                  {counted, counted, counted});
        const auto modelOf = [this](qsizetype request) {
            const QByteArray body = m_server.requests(u"named"_s).at(request).body;
            return QJsonDocument::fromJson(body)[u"model"_s].toString();
        };
        const Ended named = count(u"named"_s, {u"--model"_s, u"gpt-4o"_s});
        QVERIFY2(named.exitCode == 0, named.errors);
        QCOMPARE(modelOf(0), u"gpt-4o"_s);
        // Else the connection's own counts, which need not be the one that the report is about.
        const Ended own = count(u"named"_s);
        QVERIFY2(own.exitCode == 0, own.errors);
        QCOMPARE(modelOf(1), u"story"_s);
        QVERIFY2(own.output.contains("The provider counts 240 by story"), own.output);
        const Ended json = count(u"named"_s, {u"--json"_s});
        const QJsonDocument told = QJsonDocument::fromJson(json.output);
        QCOMPARE(told[u"countedByModel"_s].toString(), u"story"_s);
        QVERIFY(told[u"model"_s].toString() != u"story"_s);
    }

    void aCountOfTheBareTextIsToldAsOne()
    {
        const QJsonArray absent = answering(404, "404 page not found");
        connectTo(u"bare"_s, modelapi::ConnectionType::OpenAiCompatible, keys::Keyring::None,
                  {absent, absent, answering(200, R"({"tokens":[1,2,3]})"),
                   answering(200, R"({"input_tokens":3})")});
        const Ended ended = count(u"bare"_s);
        QVERIFY2(ended.exitCode == 0, ended.errors);
        QVERIFY2(ended.output.contains("The server counts 3 by story for the bare text"),
                 ended.output);
        const auto requests = m_server.requests(u"bare"_s);
        QCOMPARE(requests.size(), 3);
        QVERIFY(requests.at(1).target.endsWith(u"/messages/count_tokens"));
        QVERIFY(requests.at(2).target.endsWith(u"/tokenize"));
        const QJsonDocument json = QJsonDocument::fromJson(count(u"bare"_s, {u"--json"_s}).output);
        QCOMPARE(json[u"countedText"_s].toString(), u"request"_s);
    }

    void theWindowThatAServerToldIsTheModels()
    {
        const QString model = u"model-of-nobody"_s;
        connectTo(u"own"_s, modelapi::ConnectionType::OpenAiCompatible, keys::Keyring::None,
                  {answering(200, R"({"input_tokens": 240})")}, {model, 4096});
        const QStringList arguments{u"tokens"_s, u"backend-engineer"_s, u"--model"_s, model};
        for (const QStringList &more : {QStringList(), QStringList{u"--count-at"_s, u"own"_s}}) {
            const Ended ended = run(arguments + more, m_session->environment());
            QVERIFY2(ended.exitCode == 0, ended.errors);
            QVERIFY2(ended.output.contains("a window of 4,096 tokens, as the server of the "
                                           "connection “own” told."),
                     ended.output);
        }
        const Ended json = run(arguments + QStringList{u"--json"_s}, m_session->environment());
        QCOMPARE(QJsonDocument::fromJson(json.output)[u"contextTokens"_s].toInteger(), 4096);
        QCOMPARE(QJsonDocument::fromJson(json.output)[u"contextToldBy"_s].toString(), u"own"_s);
    }

    void aServerThatDoesNotCountIsTold()
    {
        connectTo(u"none"_s, modelapi::ConnectionType::OpenAiCompatible, keys::Keyring::None,
                  {answering(404, R"({"error": "no such address"})")});
        const Ended ended = count(u"none"_s);
        QCOMPARE(ended.exitCode, 3);
        QVERIFY2(ended.errors.contains("does not count tokens"), ended.errors);
    }

    void aSecretIsSentOnlyWhenThatIsAllowed()
    {
        connectTo(u"secret"_s, modelapi::ConnectionType::OpenAiCompatible, keys::Keyring::None,
                  {answering(200, R"({"input_tokens": 7})")});
        m_folder.write(u"sample/secret.md"_s,
                       "Use sk-" + QByteArray("ant-api03-a1B2c3D4e5F6g7H8.\n"));
        const QStringList arguments{u"tokens"_s, u"secret.md"_s,  u"--model"_s,
                                    u"m"_s,      u"--count-at"_s, u"secret"_s};
        const Ended refused = run(arguments, m_session->environment());
        QCOMPARE(refused.exitCode, 4);
        QVERIFY2(refused.errors.contains("line 1") && !refused.errors.contains("a1B2c3"),
                 refused.errors);
        QVERIFY(m_server.requests(u"secret"_s).isEmpty());
        const Ended allowed =
            run(arguments + QStringList{u"--allow-secrets"_s}, m_session->environment());
        QVERIFY2(allowed.exitCode == 0, allowed.errors);
        QCOMPARE(m_server.requests(u"secret"_s).size(), 1);
    }

    void aBrokenCatalogOfTheUsersIsToldAndTheCountStands()
    {
        m_session->home().write(u".config/hermes-studio/models.json"_s, "{\n\"format\": 2}");
        const Ended ended = run({u"tokens"_s, u"backend-engineer"_s}, m_session->environment());
        QVERIFY(QFile::remove(m_session->home().path(u".config/hermes-studio/models.json"_s)));
        QCOMPARE(ended.exitCode, 0);
        QVERIFY(!ended.output.isEmpty());
        QVERIFY2(ended.errors.contains("models.json is not used: line 2: “format” must be 1."),
                 ended.errors);
    }

private:
    /// Makes it the only connection of the session's window.
    void connectTo(const QString &name, modelapi::ConnectionType type, keys::Keyring storedIn,
                   const QJsonArray &replies,
                   const std::pair<QString, qint64> &window = {u"story"_s, 0})
    {
        workspace::Connection connection;
        connection.id = u"connection-"_s + name;
        connection.name = name;
        connection.keyStoredIn = storedIn;
        connection.settings.type = type;
        connection.settings.baseUrl = m_server.replying(name, replies);
        connection.settings.modelId = window.first;
        if (window.second > 0) {
            modelapi::ServerReport report;
            report.window = window.second;
            connection.told = workspace::toldIn(connection.settings, report);
        }
        const QString file = m_session->home().path(u".config/hermes-studio/connections.json"_s);
        QFile::remove(file);
        workspace::ConnectionStore store(file);
        store.put(connection);
    }

    [[nodiscard]] Ended count(const QString &connection, const QStringList &more = {}) const
    {
        return run(QStringList{u"tokens"_s, u"backend-engineer"_s, u"--count-at"_s, connection}
                       + more,
                   m_session->environment());
    }

    [[nodiscard]] Ended run(const QStringList &arguments,
                            const QProcessEnvironment &environment) const
    {
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(m_folder.path(u"sample"_s));
        process.start(QStringLiteral(HERMESCTL), arguments);
        // With the event loop, which reads what the server tells meanwhile.
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; },
                             patience)) {
            process.kill();
            process.waitForFinished();
        }
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }

    ScratchFolder m_folder;
    ModelServer m_server;
    std::unique_ptr<KeyringSession> m_session;
};

QTEST_GUILESS_MAIN(CountTest)
#include "tst_count.moc"
