#include "registry/definition.h"

#include "inmemoryfilesource.h"

#include <QTest>

using namespace hermes;
using namespace hermes::registry;
using namespace Qt::StringLiterals;
using core::EntryKind;
using core::ErrorCode;
using core::FileType;
using core::Problem;
using core::RepoPath;
using test::InMemoryFileSource;

namespace {

constexpr qint64 maxPromptBytes = 1000;
const QByteArray agentManifest =
    R"({"type":"agent","id":"a","name":"A","version":"1.0.0","entry":"AGENT.md"})";

core::Result<Definition> loadAgent(const InMemoryFileSource &source)
{
    return loadDefinition(source, EntryKind::Agent, RepoPath::fromLiteral(u"agents/a"_s),
                          maxPromptBytes);
}

} // namespace

class DefinitionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void agentHasManifestAndPrompt();
    void mcpServerHasNoPrompt();
    void skillIsManifestAndPromptInOne();
    void missingPromptIsAProblem_data();
    void missingPromptIsAProblem();
    void missingManifestIsNotFound();
    void unreadableManifestIsAnError();
    void brokenManifestStillOpens();
    void checksumIsTheRegistrys();
    void checksumOrdersPathsByParts();
    void checksumLeavesLinksOut();
    void rowHasTheRegistrysForm();
    void skillRowHasPlatformsAndIconify();
    void indexLeavesBrokenEntriesOut();
    void emptyIndex();
};

void DefinitionTest::agentHasManifestAndPrompt()
{
    InMemoryFileSource source;
    source.write(u"agents/a/manifest.json"_s, agentManifest);
    source.write(u"agents/a/AGENT.md"_s, "# A\r\n");
    const core::Result<Definition> definition = loadAgent(source);
    QVERIFY(definition.has_value());
    QCOMPARE(definition->problems, QList<Problem>());
    QCOMPARE(definition->id, (core::EntryId{EntryKind::Agent, u"a"_s}));
    QCOMPARE(definition->manifestFile, RepoPath::fromLiteral(u"agents/a/manifest.json"_s));
    QCOMPARE(definition->manifestText, agentManifest);
    QCOMPARE(definition->promptFile, RepoPath::fromLiteral(u"agents/a/AGENT.md"_s));
    QCOMPARE(definition->promptText, QByteArray("# A\r\n"));
    QCOMPARE(definition->manifest.version, u"1.0.0"_s);
}

void DefinitionTest::mcpServerHasNoPrompt()
{
    InMemoryFileSource source;
    source.write(u"mcp/m/manifest.json"_s, R"({"type":"mcp","id":"m"})");
    const auto definition =
        loadDefinition(source, EntryKind::Mcp, RepoPath::fromLiteral(u"mcp/m"_s), maxPromptBytes);
    QVERIFY(definition.has_value());
    QCOMPARE(definition->problems, QList<Problem>());
    QVERIFY(definition->promptFile.isRoot());
}

void DefinitionTest::skillIsManifestAndPromptInOne()
{
    const QByteArray text = "---\nname: s\ndescription: d\n---\nbody\n";
    InMemoryFileSource source;
    source.write(u"skills/c/s/SKILL.md"_s, text);
    const auto definition = loadDefinition(source, EntryKind::Skill,
                                           RepoPath::fromLiteral(u"skills/c/s"_s), maxPromptBytes);
    QVERIFY(definition.has_value());
    QCOMPARE(definition->problems, QList<Problem>());
    QCOMPARE(definition->promptText, text);
    QCOMPARE(definition->manifestText, QByteArray());
    QCOMPARE(definition->promptFile, definition->manifestFile);
}

void DefinitionTest::missingPromptIsAProblem_data()
{
    QTest::addColumn<QByteArray>("prompt");
    QTest::addColumn<int>("type");
    QTest::addColumn<QString>("rule");
    QTest::newRow("missing") << QByteArray() << -1 << u"file.missing"_s;
    QTest::newRow("link") << QByteArray("x") << static_cast<int>(FileType::SymbolicLink)
                          << u"file.link"_s;
    QTest::newRow("tooLarge") << QByteArray(maxPromptBytes + 1, 'x')
                              << static_cast<int>(FileType::File) << u"file.size"_s;
}

void DefinitionTest::missingPromptIsAProblem()
{
    QFETCH(const QByteArray, prompt);
    QFETCH(const int, type);
    QFETCH(const QString, rule);
    InMemoryFileSource source;
    source.write(u"agents/a/manifest.json"_s, agentManifest);
    if (type >= 0) {
        source.write(u"agents/a/AGENT.md"_s, prompt, static_cast<FileType>(type));
    }
    const core::Result<Definition> definition = loadAgent(source);
    QVERIFY(definition.has_value());
    QCOMPARE(definition->promptText, QByteArray());
    QCOMPARE(definition->problems.size(), 1);
    QCOMPARE(definition->problems.first().rule, rule);
    QCOMPARE(definition->problems.first().file, RepoPath::fromLiteral(u"agents/a/AGENT.md"_s));
}

void DefinitionTest::missingManifestIsNotFound()
{
    QCOMPARE(loadAgent({}).error().code, ErrorCode::NotFound);
}

void DefinitionTest::unreadableManifestIsAnError()
{
    InMemoryFileSource source;
    source.write(u"agents/a/manifest.json"_s, agentManifest);
    source.makeUnreadable(u"agents/a/manifest.json"_s);
    QCOMPARE(loadAgent(source).error().code, ErrorCode::NotReadable);
}

void DefinitionTest::brokenManifestStillOpens()
{
    InMemoryFileSource source;
    source.write(u"agents/a/manifest.json"_s, "{ broken");
    const core::Result<Definition> definition = loadAgent(source);
    QVERIFY(definition.has_value());
    QCOMPARE(definition->manifestText, QByteArray("{ broken"));
    QCOMPARE(definition->problems.size(), 1);
    QCOMPARE(definition->problems.first().rule, u"manifest.syntax"_s);
    QCOMPARE(definition->id.id, u"a"_s);
    QVERIFY(definition->promptFile.isRoot());

    source.write(u"agents/a/AGENT.md"_s, "# Still in reach\n");
    QCOMPARE(loadAgent(source)->promptText, QByteArray("# Still in reach\n"));
}

void DefinitionTest::checksumIsTheRegistrys()
{
    InMemoryFileSource source;
    source.write(u"agents/a/b.txt"_s, "two");
    source.write(u"agents/a/a.txt"_s, "one");
    // printf 'a.txt\0one\0b.txt\0two\0' | sha256sum
    QCOMPARE(folderChecksum(source, RepoPath::fromLiteral(u"agents/a"_s)).value_or(QString()),
             u"sha256:327c22579e4d8f487dedda9b1e3d8fb428b4907aefa85e9ecb2a7f0aa473b0fb"_s);
    QCOMPARE(folderChecksum(source, RepoPath::fromLiteral(u"agents/b"_s)).error().code,
             ErrorCode::NotFound);
}

void DefinitionTest::checksumOrdersPathsByParts()
{
    InMemoryFileSource source;
    source.write(u"x/a/b"_s, "1");
    source.write(u"x/a-b"_s, "2");
    // printf 'a/b\0001\000a-b\0002\000' | sha256sum
    QCOMPARE(folderChecksum(source, RepoPath::fromLiteral(u"x"_s)).value_or(QString()),
             u"sha256:ac2cae8ac3fb6d9f9e3ff98d8b21c3f6a9a1a79c20e8b9e03d96c660332e3e65"_s);
}

void DefinitionTest::checksumLeavesLinksOut()
{
    InMemoryFileSource source;
    source.write(u"x/file"_s, "1");
    const QString before =
        folderChecksum(source, RepoPath::fromLiteral(u"x"_s)).value_or(QString());
    source.write(u"x/link"_s, "", FileType::SymbolicLink);
    QCOMPARE(folderChecksum(source, RepoPath::fromLiteral(u"x"_s)).value_or(QString()), before);
}

void DefinitionTest::rowHasTheRegistrysForm()
{
    InMemoryFileSource source;
    source.write(
        u"mcp/m/manifest.json"_s,
        R"({"type":"mcp","id":"me/m","name":"Ü \"q\" /","version":"1.0.0","description":"a\nb","tags":["t","u"],
 "author":{"name":"N","url":"U"},"icon":"icon.svg","compatibility":{"hermes":">=1","desktop":">=2"},
 "funding":{"address":"0x1"}})");
    EntrySummary entry;
    entry.id = {EntryKind::Mcp, u"me/m"_s};
    entry.folder = RepoPath::fromLiteral(u"mcp/m"_s);
    const QString checksum = folderChecksum(source, entry.folder).value_or(QString());
    const QByteArray expected = R"(    {
      "id": "me/m",
      "type": "mcp",
      "category": null,
      "name": "Ü \"q\" /",
      "version": "1.0.0",
      "description": "a\nb",
      "tags": [
        "t",
        "u"
      ],
      "author": "N",
      "license": null,
      "source": null,
      "path": "mcp/m",
      "icon": "mcp/m/icon.svg",
      "checksum": ")"
        + checksum.toUtf8() + R"(",
      "compatibility": {
        "hermes": ">=1",
        "desktop": ">=2"
      },
      "acceptsFunding": true
    })";
    QCOMPARE(indexRow(source, entry).value_or(QByteArray()), expected);
}

void DefinitionTest::skillRowHasPlatformsAndIconify()
{
    InMemoryFileSource source;
    source.write(u"skills/c/s/SKILL.md"_s,
                 "---\nname: s\ndescription: d\ntags: [top]\nplatforms: [linux]\nmetadata:\n  "
                 "hermes:\n    icon: lucide:x\n---\n");
    EntrySummary entry;
    entry.id = {EntryKind::Skill, u"s"_s};
    entry.folder = RepoPath::fromLiteral(u"skills/c/s"_s);
    const QByteArray row = indexRow(source, entry).value_or(QByteArray());
    QVERIFY(row.contains("\"category\": \"c\",\n"));
    QVERIFY(row.contains("\"version\": null,\n"));
    QVERIFY(row.contains("\"tags\": [],\n"));
    QVERIFY(row.contains(
        "\"platforms\": [\n        \"linux\"\n      ],\n      \"path\": \"skills/c/s\",\n"
        "      \"icon\": null,\n      \"iconify\": \"lucide:x\",\n"));
    QVERIFY(row.contains("\"compatibility\": null,\n"));
}

void DefinitionTest::indexLeavesBrokenEntriesOut()
{
    InMemoryFileSource source;
    source.write(u"agents/a/manifest.json"_s, agentManifest);
    source.write(u"agents/a/AGENT.md"_s, "x");
    source.write(u"agents/b/manifest.json"_s, "{");
    source.write(u"agents/c/AGENT.md"_s, "x");
    const core::Result<Catalog> catalog = loadCatalog(source, {});
    QVERIFY(catalog.has_value());
    QCOMPARE(catalog->entries.size(), 3);
    const core::Result<IndexText> index = renderIndex(source, *catalog, u"2026-01-02T03:04:05Z"_s);
    QVERIFY(index.has_value());
    QVERIFY(index->text.startsWith(
        "{\n  \"schemaVersion\": \"1\",\n  \"generated\": \"2026-01-02T03:04:05Z\",\n"
        "  \"count\": 1,\n  \"entries\": [\n    {\n      \"id\": \"a\",\n"));
    QVERIFY(index->text.endsWith("\n    }\n  ]\n}\n"));
    QCOMPARE(index->problems.size(), 2);
    QCOMPARE(index->problems.first().rule, u"index.leftOut"_s);
    QCOMPARE(index->problems.first().file, RepoPath::fromLiteral(u"agents/b"_s));
}

void DefinitionTest::emptyIndex()
{
    const core::Result<IndexText> index = renderIndex(InMemoryFileSource(), {}, u"T"_s);
    QVERIFY(index.has_value());
    QCOMPARE(index->text,
             QByteArray("{\n  \"schemaVersion\": \"1\",\n  \"generated\": \"T\",\n  \"count\": "
                        "0,\n  \"entries\": []\n}\n"));
}

QTEST_GUILESS_MAIN(DefinitionTest)
#include "tst_definition.moc"
