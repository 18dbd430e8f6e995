#include "registry/modelfacts.h"

#include <QResource>
#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace hermes::registry;
using namespace Qt::StringLiterals;

namespace {

ModelTable smallTable()
{
    return readModelTable(R"({"format":1,"source":"somewhere, 2026-02-03, MIT licence","providers":{
        "acme":{"models":{
            "m-1":{"name":"M 1","context":1000,"output":100,"input":900,
                   "cost":{"input":2,"output":10,"cache_read":0.5,"cache_write":2.5,
                           "tiers":[{"tier":{"size":500},"input":4,"output":15}]}},
            "old":{"name":"Old","context":10,"output":1,"status":"deprecated",
                   "input_modalities":["text"]},
            "sees":{"context":10,"output":1,"input_modalities":["text","image","pdf"]}}},
        "zenith":{"models":{"m-1":{"name":"Resold","context":5,"output":1}}}}})")
        .value();
}

} // namespace

class TestModelFacts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aTableIsRead();
    void aTableWithoutADateIsRefused_data();
    void aTableWithoutADateIsRefused();
    void aFaultIsToldWithItsLine_data();
    void aFaultIsToldWithItsLine();
    void theRegistrysOwnFactsWin();
    void aPriceWithoutItsDateIsNotTold();
    void whatTheRegistryLeavesOutIsFilledIn();
    void aModelMayNameItsProvider();
    void pricesAreTheSellersOwn();
    void nobodyKnowsAnUnknownModel();
    void longInputCostsMore();
    void whatAModelTakesIsTold();
    void anOwnCatalogTellsWhatAModelTakes();
    void anOwnCatalogTakesNoPriceOfOthers();
    void theShippedTableHasDateAndLicence();
};

void TestModelFacts::whatAModelTakesIsTold()
{
    const ModelTable shipped = shippedModels();
    const ModelFacts newer = shipped.models.value(u"gpt-5.4"_s).first();
    QCOMPARE(newer.takesTemperature, false);
    QCOMPARE(newer.efforts, (QStringList{u"none"_s, u"low"_s, u"medium"_s, u"high"_s, u"xhigh"_s}));
    const ModelFacts older = shipped.models.value(u"gpt-4o"_s).first();
    QCOMPARE(older.takesTemperature, true);
    QCOMPARE(older.efforts, QStringList()); // it does not think
    const ModelFacts silent = smallTable().models.value(u"m-1"_s).first();
    QCOMPARE(silent.takesTemperature, std::nullopt);
    QCOMPARE(silent.efforts, std::nullopt);
    qsizetype refusing = 0;
    for (const QList<ModelFacts> &offers : shipped.models) {
        refusing += std::ranges::count(offers, false, &ModelFacts::takesTemperature);
    }
    QCOMPARE(refusing, 90);
}

void TestModelFacts::anOwnCatalogTellsWhatAModelTakes()
{
    const ModelTable own = readModelTable(R"({"format":1,"source":"me, 2026-11-01","providers":{
        "acme":{"models":{"m-1":{"temperature":false,
                              "reasoning_options":[{"type":"effort","values":["low"]}]}}}}})")
                               .value();
    const ModelFacts told = overlaid(own, smallTable()).models.value(u"m-1"_s).first();
    QCOMPARE(told.takesTemperature, false);
    QCOMPARE(told.efforts, QStringList{u"low"_s});
    const ModelFacts below = overlaid(smallTable(), own).models.value(u"m-1"_s).first();
    QCOMPARE(below.takesTemperature, false);
    QCOMPARE(below.efforts, QStringList{u"low"_s});
}

void TestModelFacts::anOwnCatalogTakesNoPriceOfOthers()
{
    const auto own = readModelTable(R"({"format":1,"source":"ours, 2026-07-01","providers":{
        "house":{"models":{"m-1":{}}},"acme":{"models":{"m-1":{}}}}})");
    QVERIFY(own);
    const ModelTable table = registry::overlaid(*own, smallTable());
    const auto house = factsOf(u"m-1"_s, {}, table, u"house"_s);
    QVERIFY(house);
    QCOMPARE(house->model.contextTokens, 1000); // the model's own
    QVERIFY(!house->model.price && house->tiers.isEmpty() && !house->cacheReadPrice);
    const auto acme = factsOf(u"m-1"_s, {}, table, u"acme"_s);
    QVERIFY(acme && acme->model.price);
}

void TestModelFacts::aTableIsRead()
{
    const ModelTable table = smallTable();
    QCOMPARE(table.date, QDate(2026, 2, 3));
    QCOMPARE(table.source, u"somewhere, 2026-02-03, MIT licence");
    QCOMPARE(table.models.size(), 3);
    const ModelFacts expected{{u"m-1"_s, u"acme"_s, u"M 1"_s, 1000, 100, false,
                               ModelPrice{2, 10, u"USD"_s}, QDate(2026, 2, 3)},
                              900,
                              0.5,
                              2.5,
                              {{500, 4, 15}}};
    QCOMPARE(table.models.value(u"m-1"_s).size(), 2);
    QCOMPARE(table.models.value(u"m-1"_s).first(), expected);
    QVERIFY(table.models.value(u"old"_s).first().model.isDeprecated);
    QVERIFY(!table.models.value(u"old"_s).first().model.price);
    QVERIFY(table.models.value(u"old"_s).first().model.pricesFrom.isNull());
    QCOMPARE(table.models.value(u"old"_s).first().takesPictures, std::optional(false));
    QCOMPARE(table.models.value(u"sees"_s).first().takesPictures, std::optional(true));
    QCOMPARE(table.models.value(u"old"_s).first().takesDocuments, std::optional(false));
    QCOMPARE(table.models.value(u"sees"_s).first().takesDocuments, std::optional(true));
    QCOMPARE(table.models.value(u"m-1"_s).first().takesDocuments, std::nullopt);
}

void TestModelFacts::aTableWithoutADateIsRefused_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("noJson") << QByteArray("{");
    QTest::newRow("noDate") << QByteArray(R"({"format":1,"source":"x","providers":{}})");
    QTest::newRow("noProviders") << QByteArray(R"({"format":1,"source":"2026-02-03"})");
    QTest::newRow("laterFormat") << QByteArray(
        R"({"format":2,"source":"2026-02-03","providers":{}})");
}

void TestModelFacts::aTableWithoutADateIsRefused()
{
    QFETCH(QByteArray, json);
    const auto read = readModelTable(json);
    QVERIFY(!read);
    QCOMPARE(read.error().code, core::ErrorCode::InvalidFormat);
}

void TestModelFacts::aFaultIsToldWithItsLine_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("words");
    const QByteArray head = "{\"format\": 1,\n\"source\": \"2026-02-03\",\n\"providers\": ";
    QTest::newRow("syntax") << head + "{\"a\" 1}}" << u"line 3, column 19: "_s;
    QTest::newRow("array") << QByteArray("[]") << u"line 1, column 1: an object is expected."_s;
    QTest::newRow("format") << QByteArray("{\n\"format\": 2}") << u"line 2: “format” must be 1."_s;
    QTest::newRow("date") << QByteArray("{\"format\": 1,\n\"source\": \"lately\"}")
                          << u"line 2: “source” must hold the date"_s;
    QTest::newRow("absent") << QByteArray("{\"format\": 1,\n\"source\": \"2026-02-03\"}")
                            << u"line 1: “providers” must be an object."_s;
    QTest::newRow("limit") << head + "{\"a\": {\"models\": {\"m\":\n{\"context\": \"8k\"}}}}}"
                           << u"line 4: “providers.a.models.m.context” must be a number."_s;
    QTest::newRow("price") << head
            + "{\"a\": {\"models\": {\"m\": {\"cost\": {\n\n\"input\": \"1\"}}}}}}"
                           << u"line 5: “providers.a.models.m.cost.input” must be a number."_s;
    QTest::newRow("model") << head + "{\"a\": {\"models\": {\"m\": 3}}}}"
                           << u"line 3: “providers.a.models.m” must be an object."_s;
    QTest::newRow("bytes") << QByteArray("\xff") << u"it is not UTF-8 text."_s;
}

void TestModelFacts::aFaultIsToldWithItsLine()
{
    QFETCH(const QByteArray, json);
    QFETCH(const QString, words);
    const auto read = readModelTable(json);
    QVERIFY(!read);
    QVERIFY2(read.error().message.startsWith(words), qPrintable(read.error().message));
}

void TestModelFacts::theRegistrysOwnFactsWin()
{
    const ModelInfo own{
        u"m-1"_s,          u"house"_s, u"Ours"_s, 7, 3, true, ModelPrice{1, 2, u"EUR"_s},
        QDate(2026, 6, 28)};
    const auto facts = factsOf(u"m-1"_s, {own}, smallTable());
    QVERIFY(facts);
    // Nothing of the other price is left, its date neither.
    QCOMPARE(*facts, (ModelFacts{own, 0, std::nullopt, std::nullopt, {}}));
}

void TestModelFacts::aPriceWithoutItsDateIsNotTold()
{
    const ModelInfo own{u"m-1"_s, u"house"_s, u"Ours"_s, 7, 3, true, ModelPrice{1, 2, u"EUR"_s}};
    const auto facts = factsOf(u"m-1"_s, {own}, smallTable());
    QVERIFY(facts);
    QCOMPARE(facts->model.label, u"Ours");
    QCOMPARE(facts->model.price, std::optional(ModelPrice{2, 10, u"USD"_s}));
    QCOMPARE(facts->model.pricesFrom, QDate(2026, 2, 3));
    QVERIFY(!factsOf(u"m-1"_s, {own}, {})->model.price); // and nobody else knows one
}

void TestModelFacts::whatTheRegistryLeavesOutIsFilledIn()
{
    const ModelInfo own{u"m-1"_s, u"house"_s, u"Ours"_s, 0, 3, false};
    const auto facts = factsOf(u"m-1"_s, {own}, smallTable());
    QVERIFY(facts);
    QCOMPARE(facts->model.label, u"Ours");
    QCOMPARE(facts->model.contextTokens, 1000);
    QCOMPARE(facts->model.maxOutputTokens, 3);
    QCOMPARE(facts->model.price, std::optional(ModelPrice{2, 10, u"USD"_s}));
    QCOMPARE(facts->model.pricesFrom, QDate(2026, 2, 3));
    QCOMPARE(facts->tiers.size(), 1);
}

void TestModelFacts::aModelMayNameItsProvider()
{
    QCOMPARE(factsOf(u"acme/m-1"_s, {}, smallTable())->model.label, u"M 1");
    QVERIFY(!factsOf(u"other/m-1"_s, {}, smallTable()));
}

void TestModelFacts::pricesAreTheSellersOwn()
{
    const auto at = [](const QString &seller) {
        return *factsOf(u"m-1"_s, {}, smallTable(), seller);
    };
    QCOMPARE(at(u"acme"_s).model.price->input, 2.0);
    QCOMPARE(at(u"zenith"_s).model.label, u"Resold");
    QVERIFY(!at(u"zenith"_s).model.price);
    const ModelFacts elsewhere = at(u"localhost"_s);
    QCOMPARE(elsewhere.model.contextTokens, 1000);
    QVERIFY(!elsewhere.model.price && elsewhere.model.pricesFrom.isNull());
    QVERIFY(!elsewhere.cacheReadPrice && elsewhere.tiers.isEmpty());
    // Named by its provider, but bought from somebody else.
    QVERIFY(!factsOf(u"acme/m-1"_s, {}, smallTable(), u"zenith"_s)->model.price);

    const ModelInfo own{
        u"m-1"_s,          u"House"_s, u"Ours"_s, 7, 3, false, ModelPrice{1, 2, u"EUR"_s},
        QDate(2026, 6, 28)};
    QCOMPARE(factsOf(u"m-1"_s, {own}, smallTable(), u"house"_s)->model.price->input, 1.0);
    QCOMPARE(factsOf(u"m-1"_s, {own}, smallTable(), u"acme"_s)->model.price->input, 2.0);
    QVERIFY(!factsOf(u"m-1"_s, {own}, smallTable(), u"localhost"_s)->model.price);
}

void TestModelFacts::nobodyKnowsAnUnknownModel()
{
    QVERIFY(!factsOf(u"m-2"_s, {}, smallTable()));
    QVERIFY(!factsOf({}, {}, smallTable()));
}

void TestModelFacts::longInputCostsMore()
{
    const ModelFacts facts = *factsOf(u"m-1"_s, {}, smallTable());
    QCOMPARE(facts.costOfInput(500), std::optional(0.001));
    QCOMPARE(facts.costOfInput(1000), std::optional(0.004));
    QCOMPARE(factsOf(u"old"_s, {}, smallTable())->costOfInput(1000), std::nullopt);
}

void TestModelFacts::theShippedTableHasDateAndLicence()
{
    const ModelTable table = shippedModels();
    QCOMPARE(table.date, QDate(2026, 7, 1));
    QVERIFY(table.source.contains(u"MIT licence"));
    QVERIFY(table.models.size() > 400);
    QVERIFY(QResource(u":/models/LICENSE"_s).isValid());
    const auto facts = factsOf(u"gpt-5.4"_s, {}, table);
    QVERIFY(facts);
    QCOMPARE(facts->model.contextTokens, 1050000);
    QCOMPARE(facts->model.maxOutputTokens, 128000);
    QCOMPARE(facts->model.provider, u"openai");
    QCOMPARE(facts->costOfInput(300000), std::optional(1.5));
    for (const QList<ModelFacts> &offers : table.models) {
        for (const ModelFacts &each : offers) {
            QCOMPARE(each.model.pricesFrom.isValid(), each.model.price.has_value());
        }
    }
    // The same model costs what the asked provider takes for it, and nobody else's price holds.
    const auto priceAt = [&table](const QString &seller) {
        return factsOf(u"openai/gpt-oss-20b"_s, {}, table, seller)->model.price;
    };
    QCOMPARE(priceAt(u"groq"_s)->input, 0.075);
    QCOMPARE(priceAt(u"openrouter"_s)->input, 0.029);
    QVERIFY(!priceAt(u"127.0.0.1"_s));
}

QTEST_GUILESS_MAIN(TestModelFacts)
#include "tst_modelfacts.moc"
