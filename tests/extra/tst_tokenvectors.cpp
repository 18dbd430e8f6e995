#include "assembly/assembly.h"
#include "sourcefolder.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

namespace {

QJsonObject readVectors()
{
    QFile file(test::sourceFolder() + QStringLiteral("/../shared/reference/token-vectors.json"));
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object()
                                          : QJsonObject();
}

} // namespace

/// The guess against exact counts of the vocabularies o200k_base and cl100k_base.
class TestTokenVectors : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isNearTheVocabularies_data();
    void isNearTheVocabularies();
};

void TestTokenVectors::isNearTheVocabularies_data()
{
    QTest::addColumn<QStringList>("categories");
    QTest::addColumn<double>("tolerance");
    QTest::newRow("prompts") << QStringList{u"prompt"_s} << 0.15;
    QTest::newRow("code") << QStringList{u"code"_s} << 0.15;
    QTest::newRow("longText") << QStringList{u"long"_s} << 0.15;
    QTest::newRow("together") << QStringList{u"prompt"_s, u"code"_s,    u"long"_s,
                                             u"ascii"_s,  u"numbers"_s, u"punct"_s}
                              << 0.10;
    QTest::newRow("ideographs") << QStringList{u"cjk"_s} << 0.25;
    QTest::newRow("otherScripts") << QStringList{u"scripts"_s, u"emoji"_s} << 0.30;
}

void TestTokenVectors::isNearTheVocabularies()
{
    QFETCH(QStringList, categories);
    QFETCH(double, tolerance);
    double exact = 0;
    qint64 guess = 0;
    const QJsonArray cases = readVectors().value("cases"_L1).toArray();
    for (const auto &value : cases) {
        const QJsonObject vector = value.toObject();
        if (!categories.contains(vector.value("category"_L1).toString())) {
            continue;
        }
        exact += (vector.value("o200k_base"_L1).toObject().value("count"_L1).toInt()
                  + vector.value("cl100k_base"_L1).toObject().value("count"_L1).toInt())
            / 2.0;
        guess += assembly::estimateTokens(vector.value("text"_L1).toString().toUtf8()).tokens;
    }
    QVERIFY(exact > 0);
    const QString figures = u"guess %1, exact %2"_s.arg(guess).arg(exact);
    qInfo("%s", qPrintable(figures));
    QVERIFY2(qAbs(static_cast<double>(guess) / exact - 1) <= tolerance, qPrintable(figures));
}

QTEST_GUILESS_MAIN(TestTokenVectors)
#include "tst_tokenvectors.moc"
