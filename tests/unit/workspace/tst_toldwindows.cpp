#include "modelapi/servercheck.h"
#include "scratchfolder.h"
#include "workspace/livemodels.h"
#include "workspace/modelquestion.h"
#include "workspace/toldwindows.h"

#include <QSignalSpy>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using workspace::Connection;
using workspace::ConnectionStore;
using workspace::NamedWindow;
using workspace::toldIn;
using workspace::withWindow;

namespace {

Connection connectionTo(const QString &address, const QString &modelId)
{
    Connection connection{address, u"At "_s + address, {}, keys::Keyring::None};
    connection.settings.type = modelapi::ConnectionType::OpenAiCompatible;
    connection.settings.baseUrl = address;
    connection.settings.modelId = modelId;
    return connection;
}

modelapi::ModelEntry entryOf(const QString &id, std::optional<qint64> window)
{
    modelapi::ModelEntry entry;
    entry.id = entry.displayName = id;
    entry.contextTokens = window;
    return entry;
}

registry::ModelFacts factsWith(qint64 context, qint64 output, qint64 input)
{
    registry::ModelFacts facts;
    facts.model.contextTokens = context;
    facts.model.maxOutputTokens = output;
    facts.maxInputTokens = input;
    return facts;
}

} // namespace

/// What a server tells of its models' windows, kept with the connection.
class TestToldWindows final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatATestFoundIsOfItsServerAlone()
    {
        Connection connection = connectionTo(u"http://127.0.0.1:8000/v1"_s, u"story"_s);
        modelapi::ServerReport report;
        report.models = {entryOf(u"story"_s, 4096), entryOf(u"other"_s, {})};
        report.window = 4096;
        connection.told = toldIn(connection.settings, report);
        QCOMPARE(toldWindow(connection, u"story"_s), 4096);
        QVERIFY(!toldWindow(connection, u"other"_s));
        QVERIFY(!toldWindow(connection, u"third"_s));
        connection.settings.baseUrl = u"http://127.0.0.1:8001/v1"_s;
        QVERIFY(!toldWindow(connection, u"story"_s));
    }

    void aServerThatTakesAnyNameHasOneWindow()
    {
        Connection connection = connectionTo(u"http://127.0.0.1:8080"_s, {});
        modelapi::ServerReport report;
        report.models = {entryOf(u"file.gguf"_s, 512)};
        report.window = 512;
        connection.told = toldIn(connection.settings, report);
        QCOMPARE(toldWindow(connection, u"whatever"_s), 512);
        // For what is shown without a server it says nothing of a model that it does not name.
        QCOMPARE(workspace::smallestWindows({connection}).keys(), QStringList{u"file.gguf"_s});
    }

    void ofASellersListTheConnectionsModelIsKept()
    {
        Connection connection = connectionTo(u"https://example.com/v1"_s, u"m7"_s);
        modelapi::ServerReport report;
        for (int i = 0; i < 300; ++i) {
            report.models.append(entryOf(u"m%1"_s.arg(i), 1000 + i));
        }
        report.window = 1007;
        connection.told = toldIn(connection.settings, report);
        QCOMPARE(connection.told.tokens.keys(), QStringList{u"m7"_s});
    }

    void itSurvivesARestart()
    {
        const test::ScratchFolder folder;
        const QString file = folder.path(u"connections.json"_s);
        Connection connection = connectionTo(u"http://127.0.0.1:8000/v1"_s, u"story"_s);
        modelapi::ServerReport report;
        report.window = 4096;
        connection.told = toldIn(connection.settings, report);
        {
            ConnectionStore store(file);
            store.put(connection);
        }
        const auto stored = workspace::readConnections(file);
        QVERIFY(stored);
        QCOMPARE(stored->size(), 1);
        QCOMPARE(stored->first(), connection);
        connection.told = {};
        {
            ConnectionStore store(file);
            store.put(connection);
        }
        QCOMPARE(workspace::readConnections(file)->first(), connection);
    }

    void theServersOwnWindowCounts()
    {
        const auto facts = factsWith(131072, 16384, 100000);
        const auto smaller = withWindow(facts, u"m"_s, 4096);
        QCOMPARE(smaller->model.contextTokens, 4096);
        QCOMPARE(smaller->model.maxOutputTokens, 4096);
        modelapi::ConnectionSettings settings;
        settings.type = modelapi::ConnectionType::OpenAiCompatible;
        QCOMPARE(workspace::windowOf(settings, smaller), 4096);
        QCOMPARE(workspace::windowOf(settings, withWindow({}, u"m"_s, 4096)), 4096);
        QVERIFY(!withWindow({}, u"m"_s, {}));
        QCOMPARE(withWindow(facts, u"m"_s, {}), std::optional(facts));
        QVERIFY(!withWindow({}, u"m"_s, 4096)->costOfInput(10));
    }

    void withoutAServerTheSmallestIsShown()
    {
        Connection one = connectionTo(u"http://127.0.0.1:1"_s, u"m"_s);
        Connection two = connectionTo(u"http://127.0.0.1:2"_s, u"m"_s);
        modelapi::ServerReport report;
        report.window = 8192;
        one.told = toldIn(one.settings, report);
        report.window = 2048;
        two.told = toldIn(two.settings, report);
        const auto told = workspace::smallestWindows({one, two});
        const NamedWindow smallest{2048, two.name};
        QCOMPARE(windowInstead({}, u"m"_s, told), std::optional(smallest));
        QCOMPARE(windowInstead(factsWith(4096, 0, 0), u"m"_s, told), std::optional(smallest));
        QVERIFY(!windowInstead(factsWith(1024, 0, 0), u"m"_s, told));
        QVERIFY(!windowInstead({}, u"n"_s, told));
        two.settings.type = modelapi::ConnectionType::OpenAiResponses;
        QCOMPARE(workspace::smallestWindows({one, two}).value(u"m"_s),
                 (NamedWindow{8192, one.name}));
    }

    void whatIsKnownFollowsTheConnections()
    {
        workspace::LiveModels models({});
        QSignalSpy changed(&models, &workspace::LiveModels::changed);
        Connection connection = connectionTo(u"http://127.0.0.1:1"_s, u"m"_s);
        modelapi::ServerReport report;
        report.window = 8192;
        connection.told = toldIn(connection.settings, report);
        models.takeConnections({connection});
        QCOMPARE(changed.size(), 1);
        models.takeConnections({connection});
        QCOMPARE(changed.size(), 1);
        QTRY_COMPARE(changed.size(), 2); // the catalogs were read, and what was told stays
        QCOMPARE(models.known().told.value(u"m"_s).tokens, 8192);
        models.takeConnections({});
        QVERIFY(models.known().told.isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestToldWindows)
#include "tst_toldwindows.moc"
