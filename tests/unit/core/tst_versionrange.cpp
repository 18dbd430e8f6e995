#include "core/versionrange.h"

#include <QTest>

using namespace hermes::core;
using namespace Qt::StringLiterals;

class TestVersionRange final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isExplainedInWords_data()
    {
        QTest::addColumn<QString>("range");
        QTest::addColumn<QString>("words");
        const auto row = [](const QString &range, const QString &words) {
            QTest::newRow(qPrintable(range.isEmpty() ? u"empty"_s : range)) << range << words;
        };
        row(u""_s, u"any version"_s);
        row(u"*"_s, u"any version"_s);
        row(u">=0.3.0"_s, u"0.3.0 or newer"_s);
        row(u">= 0.3"_s, u"0.3.0 or newer"_s);
        row(u">1.2.3"_s, u"newer than 1.2.3"_s);
        row(u">1.2"_s, u"1.3.0 or newer"_s);
        row(u"<2"_s, u"older than 2.0.0"_s);
        row(u"<=2.1.0"_s, u"2.1.0 or older"_s);
        row(u"<=2.1"_s, u"older than 2.2.0"_s);
        row(u"1.2.3"_s, u"only 1.2.3"_s);
        row(u"=v1.2.3"_s, u"only 1.2.3"_s);
        row(u"1.2"_s, u"1.2.0 or newer, but older than 1.3.0"_s);
        row(u"1.x"_s, u"1.0.0 or newer, but older than 2.0.0"_s);
        row(u"1.2.*"_s, u"1.2.0 or newer, but older than 1.3.0"_s);
        row(u"^1.2.3"_s, u"1.2.3 or newer, but older than 2.0.0"_s);
        row(u"^0.2.3"_s, u"0.2.3 or newer, but older than 0.3.0"_s);
        row(u"^0.0.3"_s, u"0.0.3 or newer, but older than 0.0.4"_s);
        row(u"^0.0"_s, u"0.0.0 or newer, but older than 0.1.0"_s);
        row(u"^0"_s, u"0.0.0 or newer, but older than 1.0.0"_s);
        row(u"~1.2.3"_s, u"1.2.3 or newer, but older than 1.3.0"_s);
        row(u"~1"_s, u"1.0.0 or newer, but older than 2.0.0"_s);
        row(u">=1.0.0 <2.0.0"_s, u"1.0.0 or newer, but older than 2.0.0"_s);
        row(u">=1.0.0   <=2.0.0"_s, u"1.0.0 to 2.0.0"_s);
        row(u"1.2.0 - 2.3.4"_s, u"1.2.0 to 2.3.4"_s);
        row(u"1.2 - 2.3"_s, u"1.2.0 or newer, but older than 2.4.0"_s);
        row(u">1.0.0 <2.0.0"_s, u"newer than 1.0.0, but older than 2.0.0"_s);
        row(u">=1.0.0 >=1.5.0 <3"_s, u"1.5.0 or newer, but older than 3.0.0"_s);
        row(u"^1.0.0 || ^3.0.0"_s,
            u"1.0.0 or newer, but older than 2.0.0; or 3.0.0 or newer, but older than 4.0.0"_s);
        row(u">2 <1"_s, u"no version at all"_s);
        row(u">2 <1 || 3.0.0"_s, u"only 3.0.0"_s);
        row(u">=1.0.0-rc.1"_s, u"1.0.0-rc.1 or newer"_s);
    }
    void isExplainedInWords()
    {
        QFETCH(QString, range);
        QFETCH(QString, words);
        const Result<VersionRange> parsed = VersionRange::parse(range);
        QVERIFY2(parsed, qPrintable(range));
        QCOMPARE(parsed->inWords(), words);
    }

    void whatIsNoRangeIsRefused_data()
    {
        QTest::addColumn<QString>("range");
        for (const QString &range :
             {u"latest"_s, u">=one"_s, u">="_s, u"1.2.3.4"_s, u"^"_s, u"1..2"_s, u"<*"_s, u">x"_s,
              u"1.2.3 || nope"_s, u">=1.0.0,<2.0.0"_s, u"=>1.0.0"_s, u"1.2 -"_s}) {
            QTest::newRow(qPrintable(range)) << range;
        }
    }
    void whatIsNoRangeIsRefused()
    {
        QFETCH(QString, range);
        const Result<VersionRange> parsed = VersionRange::parse(range);
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().code, ErrorCode::InvalidFormat);
        QVERIFY(parsed.error().message.contains(range));
    }

    void holdsTheVersionsItsWordsName_data()
    {
        QTest::addColumn<QString>("range");
        QTest::addColumn<QString>("version");
        QTest::addColumn<bool>("isIn");
        const auto row = [](const QString &range, const QString &version, bool isIn) {
            QTest::newRow(qPrintable(range + u' ' + version)) << range << version << isIn;
        };
        row(u"^1.2.0"_s, u"1.2.0"_s, true);
        row(u"^1.2.0"_s, u"1.9.9"_s, true);
        row(u"^1.2.0"_s, u"2.0.0"_s, false);
        row(u"^1.2.0"_s, u"1.1.9"_s, false);
        row(u">1.0.0"_s, u"1.0.0"_s, false);
        row(u"<=1.0.0"_s, u"1.0.0"_s, true);
        row(u"1.x || >=3"_s, u"2.0.0"_s, false);
        row(u"1.x || >=3"_s, u"3.4.5"_s, true);
        row(u"*"_s, u"0.0.0"_s, true);
    }
    void holdsTheVersionsItsWordsName()
    {
        QFETCH(QString, range);
        QFETCH(QString, version);
        QFETCH(bool, isIn);
        QCOMPARE(VersionRange::parse(range)->contains(*SemanticVersion::parse(version)), isIn);
    }

    void anImpossibleRangeIsEmpty()
    {
        QVERIFY(VersionRange::parse(u">2 <1"_s)->isEmpty());
        QVERIFY(VersionRange::parse(u">1.0.0 <=1.0.0"_s)->isEmpty());
        QVERIFY(!VersionRange::parse(u">=1.0.0 <=1.0.0"_s)->isEmpty());
        QVERIFY(!VersionRange::parse(u">2 <1 || 3"_s)->isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestVersionRange)
#include "tst_versionrange.moc"
