#include "registry/frontmattertext.h"
#include "registry/manifest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace hermes;
using namespace hermes::registry;
using namespace Qt::StringLiterals;
using core::ErrorCode;

namespace {

QJsonValue json(const QByteArray &text)
{
    return QJsonDocument::fromJson('[' + text + ']').array().first();
}

QByteArray skill(const QByteArray &block)
{
    return "---\n" + block + "---\n\n# Body\n\n---\nname: not this\n";
}

} // namespace

class FrontMatterTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void editsKeepTheTextAround_data();
    void editsKeepTheTextAround();
    void removalTakesTheLines_data();
    void removalTakesTheLines();
    void intricateFormsAreRefused_data();
    void intricateFormsAreRefused();
    void lineEndingsAndMarkStay();
    void withoutFrontMatterThereIsNothingToEdit();
    void otherTypesOfValuesAreRefused();
};

void FrontMatterTextTest::editsKeepTheTextAround_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("after");

    const auto row = [](const char *name, const QByteArray &before, const char *path,
                        const QByteArray &value, const QByteArray &after) {
        QTest::newRow(name) << before << QString::fromLatin1(path) << value << after;
    };
    row("equal value", "name: a\n", "name", "\"a\"", "name: a\n");
    row("plain", "name:  a  # why\nx: 1\n", "name", "\"b\"", "name:  b  # why\nx: 1\n");
    row("plain that needs quotes", "description: a\n", "description", "\"b: c\"",
        "description: \"b: c\"\n");
    row("plain that looks like a number", "version: 1.0.0\n", "version", "\"2.0\"",
        "version: \"2.0\"\n");
    row("version", "version: 1.0.0\n", "version", "\"1.0.1\"", "version: 1.0.1\n");
    row("single quotes stay", "name: 'a' # k\n", "name", "\"it's\"", "name: 'it''s' # k\n");
    row("double quotes stay", "name: \"a\"\n", "name", "\"b\"", "name: \"b\"\n");
    row("control characters need double quotes", "name: 'a'\n", "name", "\"a\\tb\"",
        "name: \"a\\tb\"\n");
    row("block text", "description: >-\n  long\n  text\n\n  more\nname: a\n", "description",
        "\"short\"", "description: short\nname: a\n");
    row("plain over lines", "description: long\n  text\nname: a\n", "description", "\"short\"",
        "description: short\nname: a\n");
    row("empty", "model:\nname: a\n", "model", "\"m\"", "model: m\nname: a\n");
    row("empty with comment", "model: # later\nname: a\n", "model", "\"m\"",
        "model: m # later\nname: a\n");
    row("number before", "version: 1.10\n", "version", "\"1.2.0\"", "version: 1.2.0\n");
    row("of duplicates the last", "name: a\nname: b\n", "name", "\"c\"", "name: a\nname: c\n");

    row("list gains at the end", "tags: [a, 'b']\n", "tags", R"(["a","b","c"])",
        "tags: [a, 'b', c]\n");
    row("list gains inside", "tags: [ a,b ]\n", "tags", R"(["a","x","b"])", "tags: [ a,x,b ]\n");
    row("list gains at the start", "tags: [\"a\"]\n", "tags", R"(["x","a"])",
        "tags: [\"x\", \"a\"]\n");
    row("list loses", "tags: [a, b, c]\n", "tags", R"(["a","c"])", "tags: [a, c]\n");
    row("list loses the first", "tags: [ a, b ]\n", "tags", R"(["b"])", "tags: [ b ]\n");
    row("list loses all", "tags: [a, b]\n", "tags", "[]", "tags: []\n");
    row("empty list gains", "tags: []  # none\n", "tags", R"(["a: b"])",
        "tags: [\"a: b\"]  # none\n");
    row("list over lines", "tags: [\n  a,\n  b\n]\nname: n\n", "tags", R"(["a","b","c"])",
        "tags: [\n  a,\n  b,\n  c\n]\nname: n\n");
    row("dashes gain", "tags:\n  - a\n  - b\nname: n\n", "tags", R"(["a","b","c"])",
        "tags:\n  - a\n  - b\n  - c\nname: n\n");
    row("dashes gain first", "tags:\n- a # first\nname: n\n", "tags", R"(["x","a"])",
        "tags:\n- x\n- a # first\nname: n\n");
    row("dashes lose", "tags:\n  - a\n  # about b\n  - b\n  - c\n", "tags", R"(["a","c"])",
        "tags:\n  - a\n  - c\n");
    row("dashes lose all", "tags:\n  - a\nname: n\n", "tags", "[]", "tags: []\nname: n\n");
    row("text becomes a list", "tags: a\n", "tags", R"(["a","b"])", "tags: [a, b]\n");

    row("nested", "metadata:\n  hermes:\n    tags: [a]\n    x: 1\n", "metadata.hermes.tags",
        R"(["a","b"])", "metadata:\n  hermes:\n    tags: [a, b]\n    x: 1\n");
    row("nested, new key", "metadata:\n  hermes:\n    x: 1\n# end\nplatforms: []\n",
        "metadata.hermes.tags", R"(["b"])",
        "metadata:\n  hermes:\n    x: 1\n    tags: [b]\n# end\nplatforms: []\n");
    row("nested, new mapping", "metadata:\n    other: 1\n", "metadata.hermes.tags", R"(["b"])",
        "metadata:\n    other: 1\n    hermes:\n      tags: [b]\n");
    row("nested below an empty key", "metadata:\nname: n\n", "metadata.hermes.tags", R"(["b"])",
        "metadata:\n  hermes:\n    tags: [b]\nname: n\n");
    row("new key after its predecessor", "name: n\ndescription: d\nmetadata:\n  x: 1\n", "version",
        "\"1.0.0\"", "name: n\ndescription: d\nversion: 1.0.0\nmetadata:\n  x: 1\n");
    row("new unknown key at the end", "name: n\n", "color", "\"red\"", "name: n\ncolor: red\n");
    row("words that mean something else", "name: n\n", "author", "\"no\"",
        "name: n\nauthor: \"no\"\n");
    row("date", "name: n\n", "author", "\"2026-05-06\"", "name: n\nauthor: \"2026-05-06\"\n");
    row("letters beyond ASCII", "name: n\n", "author", "\"J\xC3\xBCrgen\"",
        "name: n\nauthor: \"J\xC3\xBCrgen\"\n");
    row("beside a repaired value", "name: n\ndescription: Use when: now\n", "version", "\"1.0.0\"",
        "name: n\ndescription: Use when: now\nversion: 1.0.0\n");
    row("quoted key", "\"name\": a\n", "name", "\"b\"", "\"name\": b\n");
}

void FrontMatterTextTest::editsKeepTheTextAround()
{
    QFETCH(QByteArray, before);
    QFETCH(QString, path);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, after);
    const auto text = FrontMatterText::parse(skill(before));
    QVERIFY(text);
    const auto edit = text->edited(path.split(u'.'), json(value));
    QVERIFY2(edit, edit ? "" : qPrintable(edit.error().message));
    const QByteArray edited = edit->appliedTo(text->text());
    QCOMPARE(edited, skill(after));
    QCOMPARE(FrontMatterText::parse(edited)->value(path.split(u'.')), json(value));
}

void FrontMatterTextTest::removalTakesTheLines_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("scalar") << "name: a\nmodel: m # x\nz: 1\n"_ba << u"model"_s
                            << "name: a\nz: 1\n"_ba;
    QTest::newRow("list") << "name: a\ntags:\n  - x\n  - y\nz: 1\n"_ba << u"tags"_s
                          << "name: a\nz: 1\n"_ba;
    QTest::newRow("nested, with its lonely mappings")
        << "name: a\nmetadata:\n  hermes:\n    tags: [a]\nz: 1\n"_ba << u"metadata.hermes.tags"_s
        << "name: a\nz: 1\n"_ba;
    QTest::newRow("nested, with company") << "metadata:\n  hermes:\n    tags: [a]\n  x: 1\n"_ba
                                          << u"metadata.hermes.tags"_s << "metadata:\n  x: 1\n"_ba;
}

void FrontMatterTextTest::removalTakesTheLines()
{
    QFETCH(QByteArray, before);
    QFETCH(QString, path);
    QFETCH(QByteArray, after);
    const auto text = FrontMatterText::parse(skill(before));
    QVERIFY(text);
    const auto edit = text->removed(path.split(u'.'));
    QVERIFY2(edit, edit ? "" : qPrintable(edit.error().message));
    QCOMPARE(edit->appliedTo(text->text()), skill(after));
    QCOMPARE(text->removed({u"nothing"_s}).error().code, ErrorCode::NotFound);
}

void FrontMatterTextTest::intricateFormsAreRefused_data()
{
    QTest::addColumn<QByteArray>("block");
    QTest::newRow("mapping in braces") << "metadata: {hermes: {tags: [a]}}\n"_ba;
    QTest::newRow("anchor") << "metadata: &m\n  hermes:\n    tags: [a]\n"_ba;
    QTest::newRow("comment in brackets")
        << "metadata:\n  hermes:\n    tags: [a, # first\n      b]\n"_ba;
    QTest::newRow("a text where a mapping should be") << "metadata: text\n"_ba;
}

void FrontMatterTextTest::intricateFormsAreRefused()
{
    QFETCH(QByteArray, block);
    const auto text = FrontMatterText::parse(skill(block));
    QVERIFY(text);
    const auto edit = text->edited({u"metadata"_s, u"hermes"_s, u"tags"_s}, QJsonArray{u"new"_s});
    QVERIFY(!edit);
    QCOMPARE(edit.error().code, ErrorCode::InvalidFormat);
    QVERIFY(edit.error().message.contains(u"metadata.hermes.tags"_s));
}

void FrontMatterTextTest::lineEndingsAndMarkStay()
{
    const QByteArray before =
        "\xEF\xBB\xBF" + skill("name: a\ntags:\n  - x\n").replace("\n", "\r\n");
    const auto text = FrontMatterText::parse(before);
    QVERIFY(text);
    const auto list = text->edited({u"tags"_s}, QJsonArray{u"x"_s, u"z"_s});
    QVERIFY(list);
    QCOMPARE(list->appliedTo(before),
             QByteArray(before).replace("  - x\r\n", "  - x\r\n  - z\r\n"));
    const auto added = text->edited({u"version"_s}, u"1.0.0"_s);
    QVERIFY(added);
    QCOMPARE(added->appliedTo(before),
             QByteArray(before).replace("name: a\r\n", "name: a\r\nversion: 1.0.0\r\n"));
}

void FrontMatterTextTest::withoutFrontMatterThereIsNothingToEdit()
{
    QCOMPARE(FrontMatterText::parse("# Only\n").error().code, ErrorCode::InvalidFormat);
    QCOMPARE(FrontMatterText::parse("---\nname: a\n").error().code, ErrorCode::InvalidFormat);
}

void FrontMatterTextTest::otherTypesOfValuesAreRefused()
{
    const auto text = FrontMatterText::parse(skill("name: a\n"));
    QVERIFY(text);
    QCOMPARE(text->edited({u"name"_s}, 3).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(text->edited({u"name"_s}, QJsonArray{3}).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(text->edited({}, u"x"_s).error().code, ErrorCode::InvalidArgument);
}

QTEST_APPLESS_MAIN(FrontMatterTextTest)
#include "tst_frontmattertext.moc"
