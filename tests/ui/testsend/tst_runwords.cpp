#include "testsend/runwords.h"

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
};

QTEST_GUILESS_MAIN(TestRunWords)
#include "tst_runwords.moc"
