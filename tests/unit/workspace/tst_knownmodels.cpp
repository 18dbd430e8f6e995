#include "workspace/knownmodels.h"

#include "scratchfolder.h"
#include "workspace/livemodels.h"
#include "workspace/modelquestion.h"

#include <QSignalSpy>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using workspace::KnownModels;
using workspace::readKnownModels;

namespace {

const QString known = u"claude-3-5-sonnet-20241022"_s; // in the program's own catalog

/// A catalog with such models; ' stands for ".
QByteArray catalogOf(const QByteArray &models)
{
    return QByteArray("{'format':1,'source':'our contract, 2027-03-04','providers':{'ours':"
                      "{'models':{"
                      + models + "}}}}")
        .replace('\'', '"');
}

QByteArray contextOf(int tokens)
{
    return catalogOf("'" + known.toUtf8() + "':{'context':" + QByteArray::number(tokens) + "}");
}

} // namespace

class TestKnownModels final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatAModelDoesNotTakeIsKnownFromItsFacts();
    void ollamaGetsAContextThatHoldsThePrompt();
    void withoutAFileThereIsTheProgramsCatalog()
    {
        const KnownModels read = readKnownModels(m_folder.path(u"absent.json"_s));
        QVERIFY(!read.fault);
        QCOMPARE(read.table, registry::shippedModels());
    }

    void theUsersOwnFactsWinAndKeepTheirDate()
    {
        m_folder.write(u"models.json"_s,
                       catalogOf("'" + known.toUtf8()
                                 + "':{'cost':{'input':1,'output':2}},'house':{'name':'House',"
                                   "'context':4096,'output':512}"));
        const KnownModels read = readKnownModels(m_folder.path(u"models.json"_s));
        QVERIFY(!read.fault);
        const auto facts = registry::factsOf(known, {}, read.table);
        const auto shipped = registry::factsOf(known, {}, registry::shippedModels());
        QVERIFY(facts && shipped);
        QCOMPARE(facts->model.price->input, 1.0);
        QCOMPARE(facts->model.pricesFrom, QDate(2027, 3, 4));
        QVERIFY(facts->model.pricesFrom != shipped->model.pricesFrom);
        QVERIFY(!facts->cacheReadPrice); // of other prices
        QCOMPARE(facts->model.contextTokens, shipped->model.contextTokens);
        QCOMPARE(registry::factsOf(u"house"_s, {}, read.table)->model.contextTokens, 4096);
        QCOMPARE(read.table.models.size(), registry::shippedModels().models.size() + 1);
    }

    void aPriceThatIsLeftOutKeepsItsOwnDate()
    {
        m_folder.write(u"models.json"_s, contextOf(77));
        const KnownModels read = readKnownModels(m_folder.path(u"models.json"_s));
        const auto facts = registry::factsOf(known, {}, read.table);
        QCOMPARE(facts->model.contextTokens, 77);
        QCOMPARE(facts->model.pricesFrom, registry::shippedModels().date);
    }

    void theRegistrysOwnCatalogIsBeforeTheUsers()
    {
        m_folder.write(u"models.json"_s, contextOf(77));
        registry::ModelInfo ofRegistry;
        ofRegistry.id = known;
        ofRegistry.contextTokens = 33;
        const KnownModels read = readKnownModels(m_folder.path(u"models.json"_s));
        QCOMPARE(registry::factsOf(known, {ofRegistry}, read.table)->model.contextTokens, 33);
    }

    void aBrokenFileIsToldAndIgnored_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("another JSON") << QByteArray("[]");
        QTest::newRow("no date") << catalogOf({}).replace("2027-03-04", "lately");
    }
    void aBrokenFileIsToldAndIgnored()
    {
        QFETCH(const QByteArray, text);
        m_folder.write(u"broken.json"_s, text);
        const QString file = m_folder.path(u"broken.json"_s);
        const KnownModels read = readKnownModels(file);
        QVERIFY(read.fault);
        QVERIFY2(read.fault->message.contains(file), qPrintable(read.fault->message));
        QVERIFY2(read.fault->message.contains(u": line 1"), qPrintable(read.fault->message));
        QCOMPARE(read.table, registry::shippedModels());
    }

    void theFileIsReadByAWorkerAndAgainWhenAsked()
    {
        m_folder.write(u"live.json"_s, "{");
        workspace::LiveModels models(m_folder.path(u"live.json"_s));
        const QSignalSpy changed(&models, &workspace::LiveModels::changed);
        QCOMPARE(models.known(), KnownModels()); // nothing is read in this thread
        QTRY_COMPARE(changed.size(), 1);
        QVERIFY(models.known().fault);
        m_folder.write(u"live.json"_s, contextOf(77));
        models.readAgain();
        models.readAgain(); // of two the newest counts
        QTRY_COMPARE(changed.size(), 2);
        QVERIFY(!models.known().fault);
        QCOMPARE(registry::factsOf(known, {}, models.known().table)->model.contextTokens, 77);
    }

private:
    test::ScratchFolder m_folder;
};

void TestKnownModels::whatAModelDoesNotTakeIsKnownFromItsFacts()
{
    modelapi::ConnectionSettings settings;
    settings.type = modelapi::ConnectionType::OpenAiCompatible;
    settings.baseUrl = u"half typ"_s;
    settings.modelId = u"brand-new"_s;
    const auto refused = [&settings](const registry::ModelFacts &facts) {
        return workspace::parametersNotTaken(settings, facts);
    };
    registry::ModelFacts facts;
    QVERIFY(!workspace::parametersNotTaken(settings, std::nullopt).contains(u"temperature"_s));
    QVERIFY(!refused(facts).contains(u"temperature"_s));
    facts.takesTemperature = false;
    QVERIFY(refused(facts).contains(u"temperature"_s));
    QVERIFY(!refused(facts).contains(u"maxOutputTokens"_s));
    facts.efforts = QStringList();
    QVERIFY(refused(facts).contains(u"effort"_s));
    facts.efforts = QStringList{u"low"_s};
    QVERIFY(!refused(facts).contains(u"effort"_s));
    QCOMPARE(workspace::modelQuestion(settings, {}, {}, facts).outputLimit, std::nullopt);
    facts.model.maxOutputTokens = 64000;
    QCOMPARE(workspace::modelQuestion(settings, {}, {}, facts).outputLimit, 64000);
}

void TestKnownModels::ollamaGetsAContextThatHoldsThePrompt()
{
    modelapi::ConnectionSettings settings;
    settings.type = modelapi::ConnectionType::Ollama;
    registry::ModelFacts facts;
    facts.model.contextTokens = 32768;
    const auto context = [&](qint64 input) {
        auto request = workspace::modelQuestion(settings, {}, {}, facts);
        workspace::makeRoom(request, settings.type, input, facts);
        return request.parameters.contextTokens;
    };
    QCOMPARE(context(100), 4096);
    QCOMPARE(context(10000), 15360); // 12,500 and the answer, in whole steps
    QCOMPARE(context(1000000), 32768); // more than the model reads is of no use
    settings.parameters.maxOutputTokens = 500;
    QCOMPARE(context(10000), 13312);
    settings.parameters.contextTokens = 512; // the user's own word
    QCOMPARE(context(10000), 512);
    QCOMPARE(workspace::windowOf(settings, facts), 512);
    settings.type = modelapi::ConnectionType::OpenAiCompatible;
    settings.parameters.contextTokens.reset();
    QCOMPARE(context(10000), std::nullopt);
    QCOMPARE(workspace::windowOf(settings, facts), 32768);
    facts.maxInputTokens = 30000;
    QCOMPARE(workspace::windowOf(settings, facts), 30000);
    QCOMPARE(workspace::windowOf(settings, std::nullopt), 0);
}

QTEST_GUILESS_MAIN(TestKnownModels)
#include "tst_knownmodels.moc"
