#include "registry/fieldvalues.h"

#include <QJsonDocument>
#include <QTest>

using namespace hermes::registry;
using namespace Qt::StringLiterals;

class TestFieldValues final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void showsTextsAndNothingElseAsText_data()
    {
        QTest::addColumn<QByteArray>("manifest");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isText");
        const auto row = [](const char *name, const char *manifest, const QString &path,
                            const QString &text, bool isText) {
            QTest::newRow(name) << QByteArray(manifest) << path << text << isText;
        };
        row("text", R"({"name": "A"})", u"name"_s, u"A"_s, true);
        row("absent", R"({})", u"name"_s, {}, true);
        row("null", R"({"name": null})", u"name"_s, u"null"_s, false);
        row("number", R"({"name": 4.5})", u"name"_s, u"4.5"_s, false);
        row("object", R"({"name": {"a": [1, true]}})", u"name"_s, u"{\"a\":[1,true]}"_s, false);
        row("nested", R"({"compatibility": {"hermes": "*"}})", u"compatibility.hermes"_s, u"*"_s,
            true);
        row("nestedAbsent", R"({"compatibility": {}})", u"compatibility.hermes"_s, {}, true);
        row("parentAbsent", R"({})", u"compatibility.hermes"_s, {}, true);
        row("parentNoObject", R"({"compatibility": "*"})", u"compatibility.hermes"_s, u"\"*\""_s,
            false);
        row("shortAuthor", R"({"author": "Ada"})", u"author.name"_s, u"Ada"_s, true);
        row("shortAuthorsPage", R"({"author": "Ada"})", u"author.url"_s, {}, true);
        row("authors", R"({"author": ["Ada"]})", u"author.name"_s, u"[\"Ada\"]"_s, false);
    }
    void showsTextsAndNothingElseAsText()
    {
        QFETCH(QByteArray, manifest);
        QFETCH(QString, path);
        QFETCH(QString, text);
        QFETCH(bool, isText);
        const QJsonObject object = QJsonDocument::fromJson(manifest).object();
        QCOMPARE(fieldValue(object, path.split(u'.')), (FieldValue{text, isText}));
    }

    void aListKeepsWhatIsNoText_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QByteArray>("after");
        const QByteArray mixed = R"(["a",7,{"b":1},"c"])";
        QTest::newRow("same") << mixed << QStringList{u"a"_s, u"7"_s, u"{\"b\":1}"_s, u"c"_s}
                              << mixed;
        QTest::newRow("added") << mixed
                               << QStringList{u"a"_s, u"7"_s, u"{\"b\":1}"_s, u"c"_s, u"d"_s}
                               << QByteArray(R"(["a",7,{"b":1},"c","d"])");
        QTest::newRow("removed") << mixed << QStringList{u"7"_s, u"c"_s}
                                 << QByteArray(R"([7,"c"])");
        QTest::newRow("twice") << QByteArray(R"(["a","a"])") << QStringList{u"a"_s}
                               << QByteArray(R"(["a"])");
        QTest::newRow("numberTyped")
            << QByteArray("[]") << QStringList{u"7"_s} << QByteArray(R"(["7"])");
    }
    void aListKeepsWhatIsNoText()
    {
        QFETCH(QByteArray, before);
        QFETCH(QStringList, words);
        QFETCH(QByteArray, after);
        const QJsonArray items = QJsonDocument::fromJson(before).array();
        QCOMPARE(QJsonDocument(listWithWords(items, words)).toJson(QJsonDocument::Compact), after);
    }
};

QTEST_GUILESS_MAIN(TestFieldValues)
#include "tst_fieldvalues.moc"
