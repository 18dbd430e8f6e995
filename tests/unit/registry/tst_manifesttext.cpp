#include "registry/manifesttext.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
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

ManifestText parsed(const QByteArray &text)
{
    const core::Result<ManifestText> result = ManifestText::parse(text);
    Q_ASSERT_X(result.has_value(), "parsed", text.constData());
    return *result;
}

} // namespace

class ManifestTextTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void editsKeepTheTextAround_data();
    void editsKeepTheTextAround();
    void removalTakesTheLine_data();
    void removalTakesTheLine();
    void valuesAreRead_data();
    void valuesAreRead();
    void brokenTextIsToldWithItsPlace_data();
    void brokenTextIsToldWithItsPlace();
    void deepNestingIsRefusedWithoutCrash();
    void textThatIsNotUtf8IsRefused();
    void keysComeInTextOrder();
    void spansLeadToTheBytes();
    void pathThroughScalarIsRefused();
    void removalOfMissingKeyIsNotFound();
    void scalarEditReplacesTheWholeValue();
    void narrowedEditsCutNoCharacter();
    void randomEditsChangeNothingElse_data();
    void randomEditsChangeNothingElse();
    void positionsCountEveryLineEnding_data();
    void positionsCountEveryLineEnding();
};

void ManifestTextTest::editsKeepTheTextAround_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("after");

    const auto row = [](const char *name, const char *before, const char *path, const char *value,
                        const char *after) {
        QTest::newRow(name) << QByteArray(before) << QString::fromLatin1(path) << QByteArray(value)
                            << QByteArray(after);
    };
    row("scalar", R"({"a": 1, "b": 2})", "b", "3", R"({"a": 1, "b": 3})");
    row("oddSpacing", "{ \"a\"\t:\n 1 ,\"b\":2}", "a", "7", "{ \"a\"\t:\n 7 ,\"b\":2}");
    row("equalValueInOtherEscapes", R"({"a": "\u00e4\/"})", "a", R"("ä/")", R"({"a": "\u00e4\/"})");
    row("equalNumberInOtherForm", R"({"a": 1.0e0})", "a", "1", R"({"a": 1.0e0})");
    row("nonAsciiStaysUnescaped", R"({"a": ""})", "a", R"("日本 😀 ü /")",
        R"({"a": "日本 😀 ü /"})");
    row("controlCharactersAreEscaped", R"({"a": ""})", "a", R"("\u0001\n\"\\")",
        R"({"a": "\u0001\n\"\\"})");
    row("lastDuplicateCounts", R"({"a": 1, "a": 2})", "a", "3", R"({"a": 1, "a": 3})");
    row("nested", R"({"c": { "h": ">=1", "d": "x" }})", "c.h", R"(">=2")",
        R"({"c": { "h": ">=2", "d": "x" }})");

    row("oneLineArrayGrows", R"({"t": ["a", "b"]})", "t", R"(["a","b","c"])",
        R"({"t": ["a", "b", "c"]})");
    row("oneElementArrayGrows", R"({"t": ["a"]})", "t", R"(["a","b"])", R"({"t": ["a", "b"]})");
    row("paddedArrayGrows", R"({"t": [ "a" ]})", "t", R"(["a","b"])", R"({"t": [ "a", "b" ]})");
    row("arrayGrowsInFront", R"({"t": ["a", "b"]})", "t", R"(["z","a","b"])",
        R"({"t": ["z", "a", "b"]})");
    row("emptyArrayGrows", R"({"t": [ ]})", "t", R"(["a","b"])", R"({"t": ["a", "b"]})");
    row("compactArrayGrows", R"({"t":["a"]})", "t", R"(["a","b"])", R"({"t":["a","b"]})");
    row("linesArrayGrows", "{\n  \"t\": [\n    \"a\",\n    \"b\"\n  ]\n}\n", "t",
        R"(["a","b","c"])", "{\n  \"t\": [\n    \"a\",\n    \"b\",\n    \"c\"\n  ]\n}\n");
    row("linesArrayOfOneGrows", "{\r\n\t\"t\": [\r\n\t\t\"a\"\r\n\t]\r\n}", "t", R"(["a","b"])",
        "{\r\n\t\"t\": [\r\n\t\t\"a\",\r\n\t\t\"b\"\r\n\t]\r\n}");
    row("arrayShrinksInTheMiddle", R"({"t": ["\u0061",  "b" , "c"]})", "t", R"(["a","c"])",
        R"({"t": ["\u0061", "c"]})");
    row("arrayLosesFirstLine", "[\n  1,\n  2\n]", "", "[2]", "[\n  2\n]");
    row("arrayBecomesEmpty", "{\"t\": [\n  1\n]}", "t", "[]", "{\"t\": []}");
    row("elementChanges", R"({"t": ["\u0061","b",   "c"]})", "t", R"(["a","x","c"])",
        R"({"t": ["\u0061","x",   "c"]})");
    row("separateElementsChange", R"({"t": [1,  2,   3,    4]})", "t", "[1,4]",
        R"({"t": [1,    4]})");
    row("memberOfElementChanges", R"({"d": [{"id":"a" ,"v": "1"}, 2]})", "d",
        R"([{"id":"a","v":"2"},2])", R"({"d": [{"id":"a" ,"v": "2"}, 2]})");
    row("objectKeepsItsMembers", R"({"o": {"b":  1, "a":  2}})", "o", R"({"a":3,"b":1,"c":[]})",
        R"({"o": {"b":  1, "a":  3, "c": []}})");
    row("typeChanges", R"({"author": "A"})", "author", R"({"name":"A"})",
        R"({"author": { "name": "A" }})");

    row("missingKeyFollowsItsPredecessor",
        "{\n  \"id\": \"x\",\n  \"name\": \"X\",\n  \"tags\": [\"a\"],\n  \"zzz\": 1\n}\n",
        "license", R"("MIT")",
        "{\n  \"id\": \"x\",\n  \"name\": \"X\",\n  \"license\": \"MIT\",\n  \"tags\": [\"a\"],\n  "
        "\"zzz\": 1\n}\n");
    row("missingFirstKeyComesFirst", "{\n    \"id\": \"x\"\n}", "schemaVersion", R"("1")",
        "{\n    \"schemaVersion\": \"1\",\n    \"id\": \"x\"\n}");
    row("unknownKeyComesLast", "{\r\n  \"id\": \"x\"\r\n}\r\n", "x-own", "true",
        "{\r\n  \"id\": \"x\",\r\n  \"x-own\": true\r\n}\r\n");
    row("blankLinesAreNotCopied", "{\n  \"id\": 1,\n\n  \"name\": 2\n}", "version", "3",
        "{\n  \"id\": 1,\n\n  \"name\": 2,\n  \"version\": 3\n}");
    row("emptyRoot", "{}", "id", R"("x")", "{\n  \"id\": \"x\"\n}");
    row("oneLineRoot", R"({"id": 1})", "name", R"("x")", R"({"id": 1, "name": "x"})");
    row("missingObjectsAreMade", "{\n  \"id\": 1\n}", "compatibility.hermes", R"(">=1")",
        "{\n  \"id\": 1,\n  \"compatibility\": { \"hermes\": \">=1\" }\n}");
    row("newObjectTakesTheStyleOfOthers", "{\n  \"author\": {\n    \"name\": \"A\"\n  }\n}",
        "compatibility", R"({"hermes":"1"})",
        "{\n  \"author\": {\n    \"name\": \"A\"\n  },\n  \"compatibility\": {\n    \"hermes\": "
        "\"1\"\n  }\n}");
    row("newArrayTakesTheStyleOfOthers", "{\n  \"tags\": [\n    \"a\"\n  ]\n}", "tools", R"(["b"])",
        "{\n  \"tags\": [\n    \"a\"\n  ],\n  \"tools\": [\n    \"b\"\n  ]\n}");
    row("bomStays", "\xEF\xBB\xBF{\"a\":1}", "a", "2", "\xEF\xBB\xBF{\"a\":2}");
    row("keyWithDotsInText", R"({"a\"b": 1})", "a\"b", "2", R"({"a\"b": 2})");
}

void ManifestTextTest::editsKeepTheTextAround()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QString, path);
    QFETCH(const QByteArray, value);
    QFETCH(const QByteArray, after);

    const ManifestText text = parsed(before);
    const QStringList keys = path.isEmpty() ? QStringList() : path.split(u'.');
    const core::Result<TextEdit> edit = text.edited(keys, json(value));
    QVERIFY(edit.has_value());
    QCOMPARE(edit->appliedTo(before), after);
    QCOMPARE(parsed(after).value(keys), json(value));
    QCOMPARE(edit->length == 0 && edit->replacement.isEmpty(), before == after);
}

void ManifestTextTest::removalTakesTheLine_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("after");

    QTest::newRow("middleLine") << QByteArray("{\n  \"a\": 1,\n  \"b\": 2,\n  \"c\": 3\n}\n")
                                << u"b"_s << QByteArray("{\n  \"a\": 1,\n  \"c\": 3\n}\n");
    QTest::newRow("lastLine") << QByteArray("{\r\n  \"a\": 1,\r\n  \"b\": 2\r\n}\r\n") << u"b"_s
                              << QByteArray("{\r\n  \"a\": 1\r\n}\r\n");
    QTest::newRow("firstLine") << QByteArray("{\n  \"a\": 1,\n  \"b\": 2\n}") << u"a"_s
                               << QByteArray("{\n  \"b\": 2\n}");
    QTest::newRow("onlyLine") << QByteArray("{\n  \"a\": 1\n}\n") << u"a"_s << QByteArray("{}\n");
    QTest::newRow("oneLine") << QByteArray(R"({ "a": 1, "b": 2 })") << u"b"_s
                             << QByteArray(R"({ "a": 1 })");
    QTest::newRow("nested") << QByteArray(R"({"c": { "h": 1, "d": 2 }})") << u"c.h"_s
                            << QByteArray(R"({"c": { "d": 2 }})");
    QTest::newRow("duplicates") << QByteArray("{\"a\": 1, \"b\": 2, \"a\": 3}") << u"a"_s
                                << QByteArray("{\"b\": 2}");
    QTest::newRow("valueWithCommas") << QByteArray("{\n\"a\": [1, {\"x\": \",}\"}],\n\"b\": 2\n}")
                                     << u"a"_s << QByteArray("{\n\"b\": 2\n}");
}

void ManifestTextTest::removalTakesTheLine()
{
    QFETCH(const QByteArray, before);
    QFETCH(const QString, path);
    QFETCH(const QByteArray, after);

    const core::Result<TextEdit> edit = parsed(before).removed(path.split(u'.'));
    QVERIFY(edit.has_value());
    QCOMPARE(edit->appliedTo(before), after);
    QVERIFY(parsed(after).value(path.split(u'.')).isUndefined());
}

void ManifestTextTest::valuesAreRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QJsonValue>("value");

    QTest::newRow("integer") << QByteArray("9007199254740993")
                             << QJsonValue(Q_INT64_C(9007199254740993));
    QTest::newRow("negativeFraction") << QByteArray("-0.5e+1") << QJsonValue(-5.0);
    QTest::newRow("true") << QByteArray("true") << QJsonValue(true);
    QTest::newRow("null") << QByteArray("null") << QJsonValue(QJsonValue::Null);
    QTest::newRow("escapes") << QByteArray(R"("\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00")")
                             << QJsonValue(u"\"\\/\b\f\n\r\té😀"_s);
    QTest::newRow("byteOrderMarkInText")
        << QByteArray("\"\xEF\xBB\xBFx\"") << QJsonValue(u"\uFEFFx"_s);
    QTest::newRow("array") << QByteArray("[1, [], {}]")
                           << QJsonValue(QJsonArray{1, QJsonArray(), QJsonObject()});
}

void ManifestTextTest::valuesAreRead()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QJsonValue, value);
    QCOMPARE(parsed("{\"a\":" + text + "}").value({u"a"_s}), value);
    QCOMPARE(parsed(' ' + text + '\n').value({}), value);
}

void ManifestTextTest::brokenTextIsToldWithItsPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("place");

    QTest::newRow("empty") << QByteArray("") << u"line 1, column 1"_s;
    QTest::newRow("trailingComma") << QByteArray("{\n  \"a\": 1,\n}") << u"line 3, column 1"_s;
    QTest::newRow("missingComma") << QByteArray("{\r\n\"a\": 1\r\n \"b\": 2}")
                                  << u"line 3, column 2"_s;
    QTest::newRow("textAfterRoot") << QByteArray("{} x") << u"line 1, column 4"_s;
    QTest::newRow("unclosedString") << QByteArray("{\"a\": \"x") << u"line 1, column 7"_s;
    QTest::newRow("lineBreakInString") << QByteArray("[\"a\nb\"]") << u"line 1, column 4"_s;
    QTest::newRow("columnCountsCharacters") << QByteArray("[\"ä😀\" x]") << u"line 1, column 8"_s;
    QTest::newRow("leadingZero") << QByteArray("[01]") << u"line 1, column 3"_s;
    QTest::newRow("noFractionDigits") << QByteArray("[1.]") << u"line 1, column 4"_s;
    QTest::newRow("noExponentDigits") << QByteArray("[1e]") << u"line 1, column 4"_s;
    QTest::newRow("plus") << QByteArray("[+1]") << u"line 1, column 2"_s;
    QTest::newRow("badEscape") << QByteArray(R"(["\x"])") << u"line 1, column 3"_s;
    QTest::newRow("shortUnicodeEscape") << QByteArray(R"(["\u12g4"])") << u"line 1, column 3"_s;
    QTest::newRow("comment") << QByteArray("{ // no\n}") << u"line 1, column 3"_s;
    QTest::newRow("singleQuotes") << QByteArray("{'a': 1}") << u"line 1, column 2"_s;
    QTest::newRow("wrongWord") << QByteArray("[nul]") << u"line 1, column 2"_s;
    QTest::newRow("unclosedObject") << QByteArray("{\"a\": 1") << u"line 1, column 8"_s;
    QTest::newRow("missingColon") << QByteArray("{\"a\" 1}") << u"line 1, column 6"_s;
    QTest::newRow("bomDoesNotCount") << QByteArray("\xEF\xBB\xBF[x]") << u"line 1, column 2"_s;
}

void ManifestTextTest::brokenTextIsToldWithItsPlace()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, place);
    const core::Result<ManifestText> result = ManifestText::parse(text);
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::InvalidFormat);
    QVERIFY2(result.error().message.contains(place), qPrintable(result.error().message));
}

void ManifestTextTest::deepNestingIsRefusedWithoutCrash()
{
    QVERIFY(ManifestText::parse(QByteArray(128, '[') + QByteArray(128, ']')).has_value());
    const core::Result<ManifestText> result = ManifestText::parse(QByteArray(1'000'000, '['));
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::InvalidFormat);
}

void ManifestTextTest::textThatIsNotUtf8IsRefused()
{
    for (const QByteArray &text : {QByteArray("{\"a\": \"\xFF\"}"), QByteArray("{}\0", 3)}) {
        const core::Result<ManifestText> result = ManifestText::parse(text);
        QVERIFY(!result.has_value());
        QCOMPARE(result.error().code, ErrorCode::NotText);
    }
}

void ManifestTextTest::keysComeInTextOrder()
{
    const ManifestText text = parsed(R"({"z": 1, "a": {"y": 1, "b": 2}, "z": 3})");
    QCOMPARE(text.keys({}), (QStringList{u"z"_s, u"a"_s}));
    QCOMPARE(text.keys({u"a"_s}), (QStringList{u"y"_s, u"b"_s}));
    QCOMPARE(text.keys({u"z"_s}), QStringList());
    QCOMPARE(text.value({u"z"_s}), QJsonValue(3));
}

void ManifestTextTest::spansLeadToTheBytes()
{
    const QByteArray bytes = R"({"c": { "h" : "x" }})";
    const core::Result<JsonSpan> span = parsed(bytes).span({u"c"_s, u"h"_s});
    QVERIFY(span.has_value());
    QCOMPARE(*span, (JsonSpan{8, 14, 3}));
    QCOMPARE(parsed(bytes).span({u"x"_s}).error().code, ErrorCode::NotFound);
}

void ManifestTextTest::pathThroughScalarIsRefused()
{
    const ManifestText text = parsed(R"({"author": "A", "tags": []})");
    QCOMPARE(text.edited({u"author"_s, u"name"_s}, u"B"_s).error().code,
             ErrorCode::InvalidArgument);
    QCOMPARE(text.edited({u"tags"_s, u"x"_s}, 1).error().code, ErrorCode::InvalidArgument);
    QCOMPARE(text.edited({u"id"_s}, QJsonValue::Undefined).error().code,
             ErrorCode::InvalidArgument);
}

void ManifestTextTest::removalOfMissingKeyIsNotFound()
{
    QCOMPARE(parsed("{}").removed({u"a"_s}).error().code, ErrorCode::NotFound);
    QCOMPARE(parsed("{}").removed({}).error().code, ErrorCode::NotFound);
}

void ManifestTextTest::narrowedEditsCutNoCharacter()
{
    const QByteArray before = "{\"a\": \"é\"}"; // C3 A9
    const core::Result<TextEdit> edit = parsed(before).edited({u"a"_s}, u"è"_s); // C3 A8
    QVERIFY(edit.has_value());
    QCOMPARE(edit->narrowed(before), (TextEdit{7, 2, "è"}));
    QCOMPARE((TextEdit{6, 4, "\"é\""}.narrowed(before)).replacement, "");
}

void ManifestTextTest::scalarEditReplacesTheWholeValue()
{
    const core::Result<TextEdit> edit =
        parsed(R"({"version": "1.0.0"})").edited({u"version"_s}, u"1.0.1"_s);
    QVERIFY(edit.has_value());
    QCOMPARE(*edit, (TextEdit{12, 7, "\"1.0.1\""}));
    QCOMPARE(edit->narrowed(R"({"version": "1.0.0"})"), (TextEdit{17, 1, "1"}));
}

namespace {

/// Manifests in every odd shape that JSON allows, the same for one seed.
class ManifestGenerator
{
public:
    explicit ManifestGenerator(quint32 seed)
        : m_random(seed), m_lineEnding(QByteArrayList{"\n", "\r\n", "\r"}.at(number(3)))
    {
    }

    int number(int limit) { return m_random.bounded(limit); }
    QByteArray manifest()
    {
        return (number(3) == 0 ? "\xEF\xBB\xBF" : "") + space() + object(0) + space();
    }
    QString key()
    {
        static const QStringList keys{u"id"_s,    u"name"_s,          u"tags"_s,
                                      u"tools"_s, u"compatibility"_s, u"version"_s,
                                      u"x y"_s,   u"ключ"_s,          u"quo\"te"_s};
        return keys.at(number(static_cast<int>(keys.size())));
    }
    QJsonValue value(int depth)
    {
        static const QStringList texts{u""_s,      u"a"_s,  u"日本"_s,    u"line\nbreak"_s,
                                       u"😀"_s,    u"\\"_s, u"\uFEFFx"_s, QString(QChar(0xD800)),
                                       u"\u0001"_s};
        switch (number(depth > 2 ? 4 : 7)) {
        case 0:
            return texts.at(number(static_cast<int>(texts.size())));
        case 1:
            return number(1000) - 500;
        case 2:
            return number(1000) / 8.0;
        case 3:
            return number(2) == 0 ? QJsonValue(true) : QJsonValue(QJsonValue::Null);
        case 4: {
            QJsonObject members;
            for (int i = number(3); i > 0; --i) {
                members.insert(key(), value(depth + 1));
            }
            return members;
        }
        default: {
            QJsonArray elements;
            for (int i = number(5); i > 0; --i) {
                elements.append(value(depth + 1));
            }
            return elements;
        }
        }
    }

private:
    QByteArray space()
    {
        QByteArray result;
        for (int i = number(3); i > 0; --i) {
            result += QByteArrayList{" ", "\t", m_lineEnding, "  "}.at(number(4));
        }
        return result;
    }
    QByteArray literal(const QJsonValue &scalar)
    {
        const QByteArray text = QJsonDocument(QJsonArray{scalar}).toJson(QJsonDocument::Compact);
        return text.sliced(1, text.size() - 2);
    }
    QByteArray object(int depth)
    {
        QByteArrayList members;
        for (int i = number(6); i > 0; --i) { // duplicates happen
            members.append(space() + literal(key()) + space() + ':' + space() + text(depth + 1)
                           + space());
        }
        return '{' + (members.isEmpty() ? space() : members.join(',')) + '}';
    }
    QByteArray text(int depth)
    {
        switch (number(depth > 3 ? 2 : 4)) {
        case 0:
            return literal(number(100));
        case 1:
            return number(2) == 0 ? literal(key()) : QByteArray(R"("\u00e4\ud83d\ude00\/")");
        case 2:
            return object(depth);
        default: {
            QByteArrayList elements;
            for (int i = number(5); i > 0; --i) {
                elements.append(space() + text(depth + 1) + space());
            }
            return '[' + (elements.isEmpty() ? space() : elements.join(',')) + ']';
        }
        }
    }

    QRandomGenerator m_random;
    QByteArray m_lineEnding;
};

/// What QJsonObject becomes when `path` is set, the independent answer.
QJsonObject withValue(QJsonObject object, const QStringList &path, const QJsonValue &value)
{
    if (path.size() == 1) {
        object.insert(path.first(), value);
    } else {
        object.insert(path.first(),
                      withValue(object.value(path.first()).toObject(), path.sliced(1), value));
    }
    return object;
}

} // namespace

void ManifestTextTest::randomEditsChangeNothingElse_data()
{
    QTest::addColumn<quint32>("seed");
    for (quint32 seed = 1; seed <= 500; ++seed) {
        QTest::newRow(QByteArray::number(seed).constData()) << seed;
    }
}

void ManifestTextTest::randomEditsChangeNothingElse()
{
    QFETCH(const quint32, seed);
    ManifestGenerator generator(seed);
    ManifestText text = parsed(generator.manifest());
    for (int step = 0; step < 12; ++step) {
        const QByteArray before = text.text();
        const QJsonObject beforeValue = text.value({}).toObject();
        QStringList path{generator.key()};
        if (generator.number(3) == 0) {
            path.append(generator.key());
        }
        core::Result<TextEdit> edit;
        QJsonObject expected = beforeValue;
        if (path.size() == 1 && generator.number(4) == 0) {
            edit = text.removed(path);
            expected.remove(path.first());
            if (!beforeValue.contains(path.first())) {
                QCOMPARE(edit.error().code, ErrorCode::NotFound);
                continue;
            }
        } else {
            const QJsonValue value = generator.value(0);
            edit = text.edited(path, value);
            const QJsonValue above =
                path.size() == 2 ? beforeValue.value(path.first()) : beforeValue;
            if (!above.isUndefined() && !above.isObject()) {
                QCOMPARE(edit.error().code, ErrorCode::InvalidArgument);
                continue;
            }
            expected = withValue(beforeValue, path, value);
        }
        QVERIFY(edit.has_value());
        const QByteArray after = edit->appliedTo(before);
        QCOMPARE(after.first(edit->start), before.first(edit->start));
        QCOMPARE(after.sliced(edit->start + edit->replacement.size()),
                 before.sliced(edit->start + edit->length));
        const core::Result<ManifestText> reread = ManifestText::parse(after);
        QVERIFY2(reread.has_value(), after.constData());
        QCOMPARE(reread->value({}).toObject(), expected);
        text = *reread;
        if (const QJsonValue now = text.value(path); !now.isUndefined()) {
            QCOMPARE(text.edited(path, now)->appliedTo(after), after);
            QCOMPARE(text.edited(path, now)->length, 0);
        }
    }
}

void ManifestTextTest::positionsCountEveryLineEnding_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::newRow("start") << QByteArray() << 1 << 1;
    QTest::newRow("lf") << QByteArray("a\n\nb") << 3 << 2;
    QTest::newRow("crlf") << QByteArray("a\r\nb") << 2 << 2;
    QTest::newRow("cr") << QByteArray("a\rb\r") << 3 << 1;
}

void ManifestTextTest::positionsCountEveryLineEnding()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, line);
    QFETCH(const int, column);
    const TextPosition position = positionAt(text, text.size());
    QCOMPARE(position.line, line);
    QCOMPARE(position.column, column);
    QCOMPARE(offsetOfLine(text, line), text.size() - column + 1);
    QCOMPARE(offsetOfLine(text, 1), 0);
    QCOMPARE(offsetOfLine(text, line + 1), text.size());
}

QTEST_GUILESS_MAIN(ManifestTextTest)
#include "tst_manifesttext.moc"
