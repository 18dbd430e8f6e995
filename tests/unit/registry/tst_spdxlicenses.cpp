#include "registry/spdxlicenses.h"

#include <QTest>

using namespace hermes::registry;
using namespace Qt::StringLiterals;

class TestSpdxLicenses final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theListIsThere()
    {
        const QStringList &all = spdxLicenses();
        QVERIFY(all.size() > 600);
        for (const QString &id : {u"MIT"_s, u"Apache-2.0"_s, u"GPL-3.0-or-later"_s, u"0BSD"_s,
                                  u"CC-BY-4.0"_s, u"ZPL-2.1"_s}) {
            QVERIFY2(all.contains(id), qPrintable(id));
            QCOMPARE(spdxSpelling(id.toLower()), id);
        }
        for (const QString &id : all) { // sorted as it is searched
            QCOMPARE(spdxSpelling(id), id);
        }
    }

    void expressionsAreUnderstood_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isExpression");
        const auto row = [](const QString &text, bool isExpression) {
            QTest::newRow(qPrintable(text.isEmpty() ? u"empty"_s : text)) << text << isExpression;
        };
        row(u"MIT"_s, true);
        row(u"MIT OR Apache-2.0"_s, true);
        row(u"(MIT AND CC-BY-4.0) OR 0BSD"_s, true);
        row(u"GPL-2.0-or-later WITH Classpath-exception-2.0"_s, true);
        row(u"Apache-2.0+"_s, true);
        row(u"LicenseRef-own"_s, true);
        row(u"mit"_s, false);
        row(u"MIT License"_s, false);
        row(u"MIT OR"_s, false);
        row(u"MIT Apache-2.0"_s, false);
        row(u"(MIT"_s, false);
        row(u"Proprietary"_s, false);
        row({}, false);
    }
    void expressionsAreUnderstood()
    {
        QFETCH(QString, text);
        QFETCH(bool, isExpression);
        QCOMPARE(isSpdxExpression(text), isExpression);
    }

    void anotherSpellingIsFound()
    {
        QCOMPARE(spdxSpelling(u"apache-2.0"_s), u"Apache-2.0"_s);
        QCOMPARE(spdxSpelling(u"no such licence"_s), QString());
    }
};

QTEST_GUILESS_MAIN(TestSpdxLicenses)
#include "tst_spdxlicenses.moc"
