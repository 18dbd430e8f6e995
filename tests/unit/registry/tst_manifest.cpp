#include "registry/manifest.h"

#include <QJsonArray>
#include <QTest>

using namespace hermes;
using namespace hermes::registry;
using namespace Qt::StringLiterals;
using core::Problem;
using core::RepoPath;

namespace {

const RepoPath manifestFile = RepoPath::fromLiteral(u"agents/a/manifest.json"_s);
const RepoPath skillFile = RepoPath::fromLiteral(u"skills/c/a/SKILL.md"_s);

} // namespace

class ManifestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyFieldIsRead();
    void absentAndEmptyToolsDiffer();
    void wrongTypesAreProblemsWithPlace_data();
    void wrongTypesAreProblemsWithPlace();
    void brokenJsonIsAProblemWithPlace_data();
    void brokenJsonIsAProblemWithPlace();
    void lastDuplicateCounts();
    void frontMatterEndsAfterItsClosingLine_data();
    void frontMatterEndsAfterItsClosingLine();
    void skillFieldsAreRead();
    void skillWithByteOrderMarkAndCrLfIsRead();
    void severalAuthorsOfASkillAreOneText();
    void numbersInFrontMatterStayText();
    void toolsAreSplitOutsideParentheses_data();
    void toolsAreSplitOutsideParentheses();
    void brokenFrontMatterIsRepaired_data();
    void brokenFrontMatterIsRepaired();
    void hostileFrontMatterIsRefused_data();
    void hostileFrontMatterIsRefused();
    void yamlFaultIsToldWithItsPlace();
    void duplicateKeyIsAWarning();
    void missingFrontMatterIsAProblem_data();
    void missingFrontMatterIsAProblem();
};

void ManifestTest::everyFieldIsRead()
{
    const QByteArray text = R"({
  "schemaVersion": "1", "type": "agent", "id": "me/a", "name": "A", "version": "1.2.3",
  "description": "D", "author": { "name": "N", "url": "U" }, "license": "MIT", "source": "S",
  "tags": ["t"], "icon": "icon.svg", "compatibility": { "hermes": ">=1", "desktop": ">=2" },
  "entry": "AGENT.md", "model": "m", "tools": ["Read"], "permissions": ["network"],
  "requires": ["agent/b"], "dependencies": [{ "id": "d", "version": "^1" }, { "id": "e" }],
  "funding": { "address": "0x1" }, "unknown": 7
})";
    const auto [manifest, problems] = readManifestJson(text, manifestFile);
    QCOMPARE(problems, QList<Problem>());
    QCOMPARE(manifest.schemaVersion, u"1"_s);
    QCOMPARE(manifest.type, u"agent"_s);
    QCOMPARE(manifest.id, u"me/a"_s);
    QCOMPARE(manifest.name, u"A"_s);
    QCOMPARE(manifest.version, u"1.2.3"_s);
    QCOMPARE(manifest.description, u"D"_s);
    QCOMPARE(manifest.author, (Author{u"N"_s, u"U"_s}));
    QCOMPARE(manifest.license, u"MIT"_s);
    QCOMPARE(manifest.source, u"S"_s);
    QCOMPARE(manifest.tags, QStringList{u"t"_s});
    QCOMPARE(manifest.icon, u"icon.svg"_s);
    QCOMPARE(manifest.compatibility, (Compatibility{u">=1"_s, u">=2"_s}));
    QCOMPARE(manifest.entry, u"AGENT.md"_s);
    QCOMPARE(manifest.model, u"m"_s);
    QCOMPARE(manifest.tools, QStringList{u"Read"_s});
    QCOMPARE(manifest.permissions, QStringList{u"network"_s});
    QCOMPARE(manifest.required, QStringList{u"agent/b"_s});
    QCOMPARE(manifest.dependencies, (QList<Dependency>{{u"d"_s, u"^1"_s}, {u"e"_s, {}}}));
    QVERIFY(manifest.acceptsFunding);
    QCOMPARE(manifest.all.value(u"unknown"), QJsonValue(7));
}

void ManifestTest::absentAndEmptyToolsDiffer()
{
    QCOMPARE(readManifestJson("{}", manifestFile).manifest.tools, std::nullopt);
    QCOMPARE(readManifestJson(R"({"tools": []})", manifestFile).manifest.tools, QStringList());
    QCOMPARE(readManifestJson(R"({"author": "A"})", manifestFile).manifest.author,
             (Author{u"A"_s, {}}));
}

void ManifestTest::wrongTypesAreProblemsWithPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("field");
    QTest::addColumn<int>("column");
    QTest::newRow("number") << QByteArray("{\n\"é\": 1, \"name\": 3}") << u"name"_s << 17;
    QTest::newRow("null") << QByteArray("{\n\"model\": null}") << u"model"_s << 10;
    QTest::newRow("listOfNumbers") << QByteArray("{\n\"tags\": [1]}") << u"tags"_s << 9;
    QTest::newRow("textForList") << QByteArray("{\n\"tools\": \"Read\"}") << u"tools"_s << 10;
    QTest::newRow("authorWithoutName")
        << QByteArray("{\n\"author\": {\"url\": \"u\"}}") << u"author"_s << 11;
    QTest::newRow("compatibilityText")
        << QByteArray("{\n\"compatibility\": \"x\"}") << u"compatibility"_s << 18;
    QTest::newRow("dependencyWithoutId")
        << QByteArray("{\n\"dependencies\": [{}]}") << u"dependencies"_s << 17;
    QTest::newRow("fundingText") << QByteArray("{\n\"funding\": \"0x\"}") << u"funding"_s << 12;
}

void ManifestTest::wrongTypesAreProblemsWithPlace()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QString, field);
    QFETCH(const int, column);
    const QList<Problem> problems = readManifestJson(text, manifestFile).problems;
    QCOMPARE(problems.size(), 1);
    QCOMPARE(problems.first().rule, u"manifest.type"_s);
    QCOMPARE(problems.first().field, field);
    QCOMPARE(problems.first().file, manifestFile);
    QCOMPARE(problems.first().line, 2);
    QCOMPARE(problems.first().column, column);
}

void ManifestTest::brokenJsonIsAProblemWithPlace_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::newRow("empty") << QByteArray() << 1 << 1;
    QTest::newRow("trailingComma") << QByteArray("{\"a\": 1,\n }") << 2 << 2;
    QTest::newRow("notAnObject") << QByteArray("[1]") << 1 << 1;
    QTest::newRow("scalar") << QByteArray("1") << 1 << 1;
    QTest::newRow("notUtf8") << QByteArray("{\"a\": \"\xFF\"}") << 1 << 1;
    QTest::newRow("deep") << QByteArray(5000, '[') << 1 << 129;
}

void ManifestTest::brokenJsonIsAProblemWithPlace()
{
    QFETCH(const QByteArray, text);
    QFETCH(const int, line);
    QFETCH(const int, column);
    const ReadManifest read = readManifestJson(text, manifestFile);
    QCOMPARE(read.manifest, Manifest());
    QCOMPARE(read.problems.size(), 1);
    QCOMPARE(read.problems.first().rule, u"manifest.syntax"_s);
    QCOMPARE(read.problems.first().line, line);
    QCOMPARE(read.problems.first().column, column);
}

void ManifestTest::lastDuplicateCounts()
{
    QCOMPARE(
        readManifestJson(R"({"name": "a", "id": "i", "name": "b"})", manifestFile).manifest.name,
        u"b"_s);
}

void ManifestTest::frontMatterEndsAfterItsClosingLine_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("end");
    const auto row = [](const char *name, const QByteArray &text, qint64 end) {
        QTest::newRow(name) << text << end;
    };
    row("plain", "---\na: b\n---\nbody", 13);
    row("crlf", "---\r\na: b\r\n---\r\nbody", 16);
    row("byteOrderMark", "\xEF\xBB\xBF---\na: b\n---\nbody", 16);
    row("spacesAfterDashes", "--- \t\na: b\n---  \nbody", 17);
    row("dashesInValue", "---\na: b --- c\n---\nbody", 19);
    row("indentedDashes", "---\na: |\n  ---\n---\nbody", 19);
    row("fourDashesDoNotClose", "---\na: b\n----\n---\nbody", 18);
    row("nothingAfter", "---\na: b\n---", 12);
    row("emptyBlock", "---\n---\nbody", 8);
    row("laterRuleIsBody", "---\na: b\n---\n---\n", 13);
    row("none", "body\n---\n", 0);
    row("unterminated", "---\na: b\n", 0);
    row("blankLineBefore", "\n---\na: b\n---\n", 0);
    row("onlyDashes", "---", 0);
    row("empty", "", 0);
}

void ManifestTest::frontMatterEndsAfterItsClosingLine()
{
    QFETCH(const QByteArray, text);
    QFETCH(const qint64, end);
    QCOMPARE(frontMatterEnd(text), end);
}

void ManifestTest::skillFieldsAreRead()
{
    const QByteArray text = R"(---
name: apple-notes
description: "Manage: notes"
version: 1.10
author: { name: Someone, url: https://example.org }
license: MIT
platforms: [macos, linux]
model: sonnet
allowed-tools: Read
metadata:
  hermes:
    tags: [Notes, 元宝]
    icon: lucide:notebook
    source: https://example.org/skills
    funding: { address: "0x1" }
---
body
)";
    const auto [manifest, problems] = readSkillFrontMatter(text, skillFile);
    QCOMPARE(problems, QList<Problem>());
    QCOMPARE(manifest.type, u"skill"_s);
    QCOMPARE(manifest.id, u"apple-notes"_s);
    QCOMPARE(manifest.description, u"Manage: notes"_s);
    QCOMPARE(manifest.version, u"1.10"_s);
    QCOMPARE(manifest.author, (Author{u"Someone"_s, u"https://example.org"_s}));
    QCOMPARE(manifest.license, u"MIT"_s);
    QCOMPARE(manifest.platforms, (QStringList{u"macos"_s, u"linux"_s}));
    QCOMPARE(manifest.model, u"sonnet"_s);
    QCOMPARE(manifest.tools, QStringList{u"Read"_s});
    QCOMPARE(manifest.tags, (QStringList{u"Notes"_s, u"元宝"_s}));
    QCOMPARE(manifest.icon, u"lucide:notebook"_s);
    QCOMPARE(manifest.source, u"https://example.org/skills"_s);
    QCOMPARE(manifest.entry, u"SKILL.md"_s);
    QVERIFY(manifest.acceptsFunding);
}

void ManifestTest::skillWithByteOrderMarkAndCrLfIsRead()
{
    const auto [manifest, problems] = readSkillFrontMatter(
        "\xEF\xBB\xBF---\r\nname: a\r\ndescription: |\r\n  two\r\n  lines\r\n---\r\n", skillFile);
    QCOMPARE(problems, QList<Problem>());
    QCOMPARE(manifest.name, u"a"_s);
    QCOMPARE(manifest.description, u"two\nlines\n"_s);
}

void ManifestTest::severalAuthorsOfASkillAreOneText()
{
    const auto [manifest, problems] =
        readSkillFrontMatter("---\nname: a\nauthor: [b, c]\n---\n", skillFile);
    QCOMPARE(problems, QList<Problem>());
    QCOMPARE(manifest.author, (Author{u"b, c"_s, {}}));
    QCOMPARE(readManifestJson(R"({"author": ["b"]})", manifestFile).problems.size(), 1);
}

void ManifestTest::numbersInFrontMatterStayText()
{
    const auto [manifest, problems] = readSkillFrontMatter(
        "---\nname: 007\nversion: 1.0\nlicense: ~\nx: [1, true, null]\n---\n", skillFile);
    QCOMPARE(problems, QList<Problem>());
    QCOMPARE(manifest.name, u"007"_s);
    QCOMPARE(manifest.version, u"1.0"_s);
    QCOMPARE(manifest.license, QString());
    QCOMPARE(manifest.all.value(u"x"), QJsonValue(QJsonArray{u"1"_s, true, QJsonValue::Null}));
}

void ManifestTest::toolsAreSplitOutsideParentheses_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QStringList>("tools");
    QTest::newRow("spaces") << QByteArray("Bash(git:*) Bash(jq:*) Read")
                            << QStringList{u"Bash(git:*)"_s, u"Bash(jq:*)"_s, u"Read"_s};
    QTest::newRow("commas") << QByteArray("Agent(worker, researcher), Read")
                            << QStringList{u"Agent(worker, researcher)"_s, u"Read"_s};
    QTest::newRow("list") << QByteArray("[Read, \"Bash(a, b)\"]")
                          << QStringList{u"Read"_s, u"Bash(a, b)"_s};
    QTest::newRow("openParenthesis")
        << QByteArray("Read Bash(x") << QStringList{u"Read"_s, u"Bash(x"_s};
    QTest::newRow("emptyList") << QByteArray("[]") << QStringList();
}

void ManifestTest::toolsAreSplitOutsideParentheses()
{
    QFETCH(const QByteArray, value);
    QFETCH(const QStringList, tools);
    const ReadManifest read =
        readSkillFrontMatter("---\nname: a\nallowed-tools: " + value + "\n---\n", skillFile);
    QCOMPARE(read.problems, QList<Problem>());
    QCOMPARE(read.manifest.tools, std::optional(tools));
}

void ManifestTest::brokenFrontMatterIsRepaired_data()
{
    QTest::addColumn<QByteArray>("block");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("description");
    QTest::newRow("colonInText") << QByteArray("name: a\ndescription: Use when: 'x', now\n")
                                 << u"a"_s << u"Use when: 'x', now"_s;
    QTest::newRow("unindentedLinesLikeKeys")
        << QByteArray("name: a\ndescription: First: one\nuser: hi\n\nContext: more\nlicense: MIT\n")
        << u"a"_s << u"First: one\nuser: hi\n\nContext: more"_s;
    QTest::newRow("literalBackslashN")
        << QByteArray("name: a\r\ndescription: a: b\\nc\r\n") << u"a"_s << u"a: b\\nc"_s;
    QTest::newRow("keyTwice") << QByteArray("name: a\ndescription: x: y\nname: b\n") << u"a"_s
                              << u"x: y\nname: b"_s;
    QTest::newRow("alias") << QByteArray("name: a\ndescription: **/*.ts\n") << u"a"_s
                           << u"**/*.ts"_s;
}

void ManifestTest::brokenFrontMatterIsRepaired()
{
    QFETCH(const QByteArray, block);
    QFETCH(const QString, name);
    QFETCH(const QString, description);
    const auto [manifest, problems] =
        readSkillFrontMatter("---\n" + block + "---\nbody", skillFile);
    QCOMPARE(manifest.name, name);
    QCOMPARE(manifest.description, description);
    QCOMPARE(problems.size(), 1);
    QCOMPARE(problems.first().rule, u"manifest.repaired"_s);
    QCOMPARE(problems.first().severity, Problem::Severity::Warning);
    QCOMPARE(problems.first().field, u"description"_s);
}

void ManifestTest::hostileFrontMatterIsRefused_data()
{
    QTest::addColumn<QByteArray>("block");
    QByteArray laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
    for (char level = '1'; level <= '9'; ++level) {
        const QByteArray below = QByteArray("*a") + static_cast<char>(level - 1);
        laughs += QByteArray("a") + level + ": &a" + level + " ["
            + QByteArrayList(9, below).join(", ") + "]\n";
    }
    QTest::newRow("billionLaughs") << laughs;
    QTest::newRow("selfAlias") << QByteArray("a: &a [*a]\n");
    QTest::newRow("deepFlow") << QByteArray("a: ") + QByteArray(100'000, '[') + "\n";
    QTest::newRow("deepBlock") << QByteArray("- ").repeated(5000) + "x\n";
    QTest::newRow("restAfterTheDocument") << QByteArray("a: 1\n...\nb: 2\n");
    QTest::newRow("comma") << QByteArray(",\n");
    QTest::newRow("list") << QByteArray("- a\n");
    QTest::newRow("tooLarge") << "x: " + QByteArray(1'100'000, 'a') + "\n";
    QTest::newRow("notUtf8") << QByteArray("x: \xFF\n");
    QTest::newRow("nul") << QByteArray("x: \0\n", 5);
    QTest::newRow("openQuote") << QByteArray("x: \"\n");
    QTest::newRow("mapAsKey") << QByteArray("? {a: b}\n: c\n");
}

void ManifestTest::hostileFrontMatterIsRefused()
{
    QFETCH(const QByteArray, block);
    const auto [manifest, problems] = readSkillFrontMatter("---\n" + block + "---\n", skillFile);
    QCOMPARE(manifest.all, QJsonObject());
    QCOMPARE(problems.size(), 1);
    QCOMPARE(problems.first().rule, u"manifest.syntax"_s);
}

void ManifestTest::yamlFaultIsToldWithItsPlace()
{
    const QList<Problem> problems =
        readSkillFrontMatter("---\nname: ü😀\ndescription: ü: b: c\n---\n", skillFile).problems;
    QCOMPARE(problems.size(), 1);
    QCOMPARE(problems.first().line, 3);
    const QList<Problem> wrongType =
        readSkillFrontMatter("---\r\nname: ü😀\r\nplatforms: linux\r\n---\r\n", skillFile).problems;
    QCOMPARE(wrongType.size(), 1);
    QCOMPARE(wrongType.first().rule, u"manifest.type"_s);
    QCOMPARE(wrongType.first().line, 3);
    QCOMPARE(wrongType.first().column, 1);
}

void ManifestTest::duplicateKeyIsAWarning()
{
    const auto [manifest, problems] =
        readSkillFrontMatter("---\nname: a\nname: b\n---\n", skillFile);
    QCOMPARE(manifest.name, u"b"_s);
    QCOMPARE(problems.size(), 1);
    QCOMPARE(problems.first().rule, u"manifest.duplicate"_s);
    QCOMPARE(problems.first().severity, Problem::Severity::Warning);
    QCOMPARE(problems.first().line, 3);
}

void ManifestTest::missingFrontMatterIsAProblem_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("none") << QByteArray("# Skill\n");
    QTest::newRow("unterminated") << QByteArray("---\nname: a\n");
    QTest::newRow("empty") << QByteArray();
}

void ManifestTest::missingFrontMatterIsAProblem()
{
    QFETCH(const QByteArray, text);
    const auto [manifest, problems] = readSkillFrontMatter(text, skillFile);
    QCOMPARE(manifest, Manifest());
    QCOMPARE(problems.size(), 1);
    QCOMPARE(problems.first().rule, u"manifest.frontMatter"_s);
}

QTEST_GUILESS_MAIN(ManifestTest)
#include "tst_manifest.moc"
