#include "modelapi/connectionsettings.h"

#include <QJsonArray>
#include <QTest>

using namespace hermes::core;
using namespace hermes::modelapi;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

ConnectionSettings fullSettings()
{
    ConnectionSettings settings;
    settings.type = ConnectionType::OpenAiCompatible;
    settings.baseUrl = u"https://models.example.org/v1"_s;
    settings.modelId = u"story"_s;
    settings.extraHeaders = {{u"X-Title"_s, u"Hermes"_s}, {u"X-Title"_s, u"twice"_s}};
    settings.proxy = {ProxyChoice::Kind::Socks5, u"proxy.example.org"_s, 1080};
    settings.caFile = u"/etc/own.pem"_s;
    settings.timeOuts = {1s, 2s, 3s, 4s};
    settings.parameters.temperature = 0.25;
    settings.parameters.topP = 0.5;
    settings.parameters.topK = 40;
    settings.parameters.maxOutputTokens = 9007199254740991;
    settings.parameters.seed = -1;
    settings.parameters.contextTokens = 8192;
    settings.parameters.thinkingBudget = 2048;
    settings.parameters.stopSequences = {u"\n\n"_s, u"END"_s};
    settings.parameters.effort = u"high"_s;
    settings.parameters.thinking = Parameters::Thinking::On;
    return settings;
}

} // namespace

class ConnectionSettingsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldSurvivesJson()
    {
        QCOMPARE(settingsFromJson(toJson(fullSettings())), fullSettings());
    }

    void defaultsAreNotWritten()
    {
        QCOMPARE(toJson(ConnectionSettings{}), (QJsonObject{{u"type"_s, u"anthropic"_s}}));
        QCOMPARE(settingsFromJson({{u"type"_s, u"anthropic"_s}}), ConnectionSettings{});
    }

    void everyTypeHasItsName()
    {
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            QCOMPARE(connectionTypeNamed(connectionTypeName(type)), type);
        }
        QCOMPARE(connectionTypes().size(), 7);
        QVERIFY(!connectionTypeNamed(u"telepathy"_s));
    }

    void aWrongFieldIsNamed_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::newRow("type") << u"type"_s << QJsonValue(u"telepathy"_s);
        QTest::newRow("model") << u"model"_s << QJsonValue(3);
        QTest::newRow("headers") << u"extraHeaders"_s << QJsonValue(QJsonArray{1});
        QTest::newRow("key header") << u"keyHeader"_s << QJsonValue(u"cookie"_s);
        QTest::newRow("proxy") << u"proxy"_s << QJsonValue(u"here"_s);
    }
    void aWrongFieldIsNamed()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QJsonObject json = toJson(fullSettings());
        json.insert(field, value);
        const auto settings = settingsFromJson(json);
        QVERIFY(!settings);
        QCOMPARE(settings.error().code, ErrorCode::InvalidFormat);
        QVERIFY2(settings.error().message.contains(field), qPrintable(settings.error().message));
    }

    void nestedFieldsAreChecked()
    {
        QJsonObject json = toJson(fullSettings());
        json.insert(u"proxy"_s, QJsonObject{{u"kind"_s, u"http"_s}, {u"port"_s, 70000}});
        QVERIFY(!settingsFromJson(json));
        json = toJson(fullSettings());
        json.insert(u"timeOuts"_s, QJsonObject{{u"idleMs"_s, 0}});
        QVERIFY(!settingsFromJson(json));
        json.insert(u"timeOuts"_s, QJsonObject{{u"idleMs"_s, 1.5}});
        QVERIFY(!settingsFromJson(json));
        QVERIFY(!parametersFromJson({{u"thinking"_s, u"sometimes"_s}}));
        QVERIFY(!parametersFromJson({{u"stopSequences"_s, QJsonArray{1}}}));
    }

    void aDefinitionOverridesOnlyWhatItSets()
    {
        Parameters over;
        over.temperature = 1;
        over.thinking = Parameters::Thinking::Off;
        Parameters expected = fullSettings().parameters;
        expected.temperature = 1;
        expected.thinking = Parameters::Thinking::Off;
        QCOMPARE(overlaid(fullSettings().parameters, over), expected);
        QCOMPARE(differing(expected, fullSettings().parameters), over);
        QCOMPARE(differing(expected, expected), Parameters());
    }

    void keysGoByHttpsOrToThisMachine_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("allowed");
        QTest::newRow("https") << u"https://api.example.org"_s << true;
        QTest::newRow("http elsewhere") << u"http://api.example.org"_s << false;
        QTest::newRow("http in the house") << u"http://192.168.1.2:8080"_s << false;
        QTest::newRow("localhost") << u"http://LOCALHOST:1234/v1"_s << true;
        QTest::newRow("127.0.0.1") << u"http://127.0.0.1:1"_s << true;
        QTest::newRow("127/8") << u"http://127.9.9.9"_s << true;
        QTest::newRow("IPv6") << u"http://[::1]:8080"_s << true;
        QTest::newRow("IPv6 elsewhere") << u"http://[::2]:8080"_s << false;
        QTest::newRow("looks like it") << u"http://127.0.0.1.example.org"_s << false;
        QTest::newRow("localhost as a prefix") << u"http://localhost.example.org"_s << false;
        QTest::newRow("127 with letters") << u"http://127.a.b.c"_s << false;
        QTest::newRow("ftp") << u"ftp://localhost"_s << false;
    }
    void keysGoByHttpsOrToThisMachine()
    {
        QFETCH(QString, url);
        QTEST(mayCarryKey(QUrl(url)), "allowed");
    }

    void settingsThatCannotWorkAreRefused_data()
    {
        QTest::addColumn<ConnectionSettings>("settings");
        const auto row = [](const char *name, auto change) {
            ConnectionSettings settings = fullSettings();
            change(settings);
            QTest::newRow(name) << settings;
        };
        row("no server", [](auto &s) { s.baseUrl = u"https://"_s; });
        row("another scheme", [](auto &s) { s.baseUrl = u"file:///etc/passwd"_s; });
        row("a password", [](auto &s) { s.baseUrl = u"https://me:sk-1@example.org"_s; });
        row("a key", [](auto &s) { s.baseUrl = u"https://example.org/v1?key=sk-1"_s; });
        row("azure with a key", [](auto &s) {
            s.type = ConnectionType::Azure;
            s.baseUrl = u"https://example.org/x?api-version=1&key=sk-1"_s;
        });
        row("azure without an address", [](auto &s) {
            s.type = ConnectionType::Azure;
            s.baseUrl.clear();
        });
        row("a credential",
            [](auto &s) { s.extraHeaders = {{u"Proxy-Authorization"_s, u"Basic sk-1"_s}}; });
        row("a second header", [](auto &s) { s.extraHeaders = {{u"X-A"_s, u"a\r\nX-B: sk-1"_s}}; });
        row("a blank in a name", [](auto &s) { s.extraHeaders = {{u"X A"_s, u"a"_s}}; });
        row("a header of ours", [](auto &s) { s.extraHeaders = {{u"HOST"_s, u"a"_s}}; });
        row("a proxy without a port", [](auto &s) { s.proxy.port = 0; });
        row("a proxy with a path", [](auto &s) { s.proxy.host = u"proxy.corp/"_s; });
        row("a proxy with a user", [](auto &s) { s.proxy.host = u"me@proxy.corp"_s; });
        row("a proxy of two words", [](auto &s) { s.proxy.host = u"my proxy"_s; });
        row("a proxy with a port in its host", [](auto &s) { s.proxy.host = u"proxy.corp:80"_s; });
        row("another version", [](auto &s) {
            s.type = ConnectionType::Anthropic;
            s.apiVersion = u"2024-01-01"_s;
        });
    }
    void settingsThatCannotWorkAreRefused()
    {
        QFETCH(ConnectionSettings, settings);
        const auto checked = checkSettings(settings);
        QVERIFY(!checked);
        QCOMPARE(checked.error().code, ErrorCode::InvalidArgument);
        QVERIFY(!checked.error().message.contains(u"sk-1"));
    }

    void usualSettingsAreFine()
    {
        for (const auto types = connectionTypes(); const ConnectionType type : types) {
            ConnectionSettings settings;
            settings.type = type;
            if (type == ConnectionType::Azure) {
                settings.baseUrl =
                    u"https://r.openai.azure.com/openai/deployments/d?api-version=2024-10-21"_s;
            }
            QVERIFY2(checkSettings(settings), qPrintable(connectionTypeName(type)));
        }
        QVERIFY(checkSettings(fullSettings()));
    }
};

QTEST_GUILESS_MAIN(ConnectionSettingsTest)
#include "tst_connectionsettings.moc"
