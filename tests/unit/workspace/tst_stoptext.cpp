#include "workspace/stoptext.h"

#include <QTest>

using namespace Qt::StringLiterals;
using hermes::workspace::stopsFrom;
using hermes::workspace::stopText;

class TestStopText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everySequenceComesBack_data()
    {
        QTest::addColumn<QStringList>("stops");
        QTest::newRow("none") << QStringList();
        QTest::newRow("words") << QStringList{u"END"_s, u"STOP"_s};
        QTest::newRow("line breaks") << QStringList{u"\n\nHuman:"_s, u"\r\n"_s, u"\t"_s};
        QTest::newRow("commas") << QStringList{u","_s, u"a, b"_s, u",,"_s};
        QTest::newRow("backslashes") << QStringList{u"\\"_s, u"\\n"_s, u"C:\\name\\"_s, u"\\\\,"_s};
        QTest::newRow("blanks at the ends") << QStringList{u" a b "_s, u" "_s, u"  "_s};
        QTest::newRow("beyond the basic plane") << QStringList{u"\U0001F600"_s, u"\u4f60,"_s};
    }
    void everySequenceComesBack()
    {
        QFETCH(QStringList, stops);
        const QString text = stopText(stops);
        QVERIFY2(!text.contains(u'\n') && !text.contains(u'\r') && !text.contains(u'\t'),
                 qPrintable(text));
        QCOMPARE(stopsFrom(text), stops);
        QCOMPARE(stopsFrom(text.trimmed()), stops); // as a field gives it
    }

    void whatIsTypedIsRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("stops");
        QTest::newRow("commas alone") << u" , ,"_s << QStringList();
        QTest::newRow("blanks around") << u" END ,STOP  , "_s << QStringList{u"END"_s, u"STOP"_s};
        QTest::newRow("another escape is itself") << u"\\d+"_s << QStringList{u"\\d+"_s};
        QTest::newRow("a backslash at the end") << u"a\\"_s << QStringList{u"a\\"_s};
        QTest::newRow("line break") << u"\\n\\nHuman:"_s << QStringList{u"\n\nHuman:"_s};
    }
    void whatIsTypedIsRead()
    {
        QFETCH(QString, text);
        QTEST(stopsFrom(text), "stops");
    }
};

QTEST_GUILESS_MAIN(TestStopText)
#include "tst_stoptext.moc"
