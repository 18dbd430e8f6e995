#include "testsend/plannedwords.h"
#include "testsend/runsmodel.h"
#include "testsend/runwords.h"
#include "workspace/testsendsession.h"

#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

class TestRunWords final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aVersionIsToldFromOtherStates_data()
    {
        QTest::addColumn<QString>("version");
        QTest::addColumn<QString>("words");
        QTest::newRow("draft") << QString() << u"Draft"_s;
        QTest::newRow("version") << u"1.0.0"_s << u"v1.0.0"_s;
        QTest::newRow("pre-release") << u"2.0.0-rc.1"_s << u"v2.0.0-rc.1"_s;
        QTest::newRow("commit that begins with a digit") << u"3f2c1ab"_s << u"3f2c1ab"_s;
        QTest::newRow("commit of digits") << u"1234567"_s << u"1234567"_s;
        QTest::newRow("commit") << u"f32c1ab"_s << u"f32c1ab"_s;
        QTest::newRow("saved") << u"Saved"_s << u"Saved"_s;
    }
    void aVersionIsToldFromOtherStates()
    {
        QFETCH(const QString, version);
        runs::Run run;
        run.version = version;
        QTEST(testsend::stateInWords(run), "words");
    }

    void noPriceIsShownWithoutItsDate()
    {
        workspace::SendPlan plan;
        workspace::SendPlan::Part part;
        part.server = u"api.example.org"_s;
        part.prompt.tokenCount.tokens = 1000;
        registry::ModelFacts facts;
        facts.model.price = {3, 15, u"USD"_s};
        facts.model.pricesFrom = {2026, 5, 12};
        part.facts = facts;
        plan.parts = {part};
        const QString line = testsend::estimateInWords(plan);
        QVERIFY2(line.contains(u"$0.0030 (prices of 2026-05-12) and the answer"), qPrintable(line));

        runs::Run run;
        run.id = u"1"_s;
        run.cost = runs::Cost{0.0048, u"USD"_s, {2026, 5, 12}};
        testsend::RunsModel model;
        const auto shown = [&] {
            model.setRuns({run}, 1);
            return model.index(0, testsend::RunsModel::Amount).data().toString();
        };
        QCOMPARE(shown(), u"$0.0048 (2026-05-12)"_s);
        run.cost->pricesFrom = {}; // the server told it
        QCOMPARE(shown(), u"$0.0048"_s);
    }
};

QTEST_GUILESS_MAIN(TestRunWords)
#include "tst_runwords.moc"
