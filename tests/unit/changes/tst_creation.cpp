#include "changes/creation.h"
#include "changesfixture.h"
#include "check/checkdefinition.h"
#include "registry/definition.h"

#include <QJsonObject>
#include <QTest>

#include <limits>

using namespace hermes;
using namespace hermes::changes;
using namespace Qt::StringLiterals;
using core::EntryKind;
using core::ErrorCode;
using core::RepoPath;

namespace {

NewAgent newAgent()
{
    return {u"ada/proof-reader"_s,
            u" Proof “Reader” "_s,
            u"Reads proofs."_s,
            u"0.1.0"_s,
            {u"Ada"_s, u"https://ada.example.org"_s},
            u"MIT"_s,
            QString(),
            {u">=1.0.0"_s, QString()}};
}

QByteArray contentOf(const ChangeSet &changes, const QString &file)
{
    for (const FileWrite &write : changes.writes) {
        if (write.file.text() == file) {
            return write.after.value_or(QByteArray());
        }
    }
    return {};
}

} // namespace

class CreationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStarterMakesAnAgentWithoutProblems_data();
    void everyStarterMakesAnAgentWithoutProblems();
    void theManifestSaysWhatWasAsked();
    void badNamesAreRefused_data();
    void badNamesAreRefused();
    void habitsAreWhatMostAgentsDo();
    void theUsualSectionsMakeAStarter();
    void agentsWithNothingInCommonGiveNoStarter();
    void aCopyDiffersInItsNamesAlone();
    void aCopiedSkillKeepsItsCategoryAndModes();
    void aCopyTakesItsSourceAlong();
};

void CreationTest::everyStarterMakesAnAgentWithoutProblems_data()
{
    QTest::addColumn<Starter>("starter");
    const QList<Starter> starters = builtInStarters();
    QVERIFY(starters.size() >= 5);
    for (const Starter &starter : starters) {
        QTest::newRow(qPrintable(starter.key)) << starter;
    }
    const test::InMemoryFileSource source = test::connectedRegistry();
    QTest::newRow("usual")
        << usualStarter(habitsOf(source, test::catalogOf(source), {})).value_or(Starter{});
}

void CreationTest::everyStarterMakesAnAgentWithoutProblems()
{
    QFETCH(Starter, starter);
    QVERIFY(!starter.title.isEmpty() && !starter.summary.isEmpty());
    for (const NewAgent &agent :
         {newAgent(), NewAgent{u"x"_s, u"X"_s, {}, u"1.0.0"_s, {}, {}, {}, {}}}) {
        const auto changes = createAgent({}, starter, agent);
        QVERIFY2(changes, changes ? "" : qPrintable(changes.error().message));
        const test::InMemoryFileSource after = test::performed({}, *changes);
        const registry::Catalog catalog = test::catalogOf(after);
        QCOMPARE(catalog.entries.size(), 1);
        const auto definition =
            registry::loadDefinition(after, EntryKind::Agent, catalog.entries.first().folder,
                                     std::numeric_limits<qint64>::max());
        QVERIFY(definition);
        QCOMPARE(definition->id.id, agent.id);
        QCOMPARE(definition->problems + catalog.entries.first().problems
                     + check::checkDefinition(*definition, {}),
                 QList<core::Problem>());
        QVERIFY(!definition->promptText.contains("{{"));
    }
}

void CreationTest::theManifestSaysWhatWasAsked()
{
    const Starter starter = builtInStarters().constLast();
    const auto changes = createAgent({}, starter, newAgent());
    QVERIFY(changes);
    QCOMPARE(changes->writes.size(), 2);
    QCOMPARE(contentOf(*changes, u"agents/proof-reader/manifest.json"_s), R"({
  "schemaVersion": "1",
  "type": "agent",
  "id": "ada/proof-reader",
  "name": "Proof “Reader”",
  "version": "0.1.0",
  "description": "Reads proofs.",
  "author": { "name": "Ada", "url": "https://ada.example.org" },
  "license": "MIT",
  "tags": [],
  "compatibility": { "hermes": ">=1.0.0", "desktop": ">=0.6.0" },
  "entry": "AGENT.md"
}
)");
    QCOMPARE(contentOf(*changes, u"agents/proof-reader/AGENT.md"_s),
             "# Proof “Reader”\n\nReads proofs.\n");
}

void CreationTest::badNamesAreRefused_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("version");
    QTest::newRow("taken") << u"writer"_s << u"W"_s << u"1.0.0"_s;
    QTest::newRow("device") << u"prn"_s << u"W"_s << u"1.0.0"_s;
    QTest::newRow("no name") << u"free"_s << u" "_s << u"1.0.0"_s;
    QTest::newRow("no version") << u"free"_s << u"W"_s << u"1.0"_s;
}

void CreationTest::badNamesAreRefused()
{
    QFETCH(QString, id);
    QFETCH(QString, name);
    QFETCH(QString, version);
    const test::InMemoryFileSource source = test::connectedRegistry();
    const registry::Catalog catalog = test::catalogOf(source);
    NewAgent agent = newAgent();
    agent.id = id;
    agent.name = name;
    agent.version = version;
    const auto created = createAgent(catalog, builtInStarters().constFirst(), agent);
    QVERIFY(!created);
    QCOMPARE(created.error().code, ErrorCode::InvalidArgument);
    const auto copied =
        duplicateEntry(source, catalog, test::entryOf(source, u"editor"_s), {id, name, version});
    QVERIFY(!copied);
    QCOMPARE(copied.error(), created.error());
}

void CreationTest::habitsAreWhatMostAgentsDo()
{
    test::InMemoryFileSource source;
    for (int i = 0; i < 9; ++i) {
        const bool isMost = i < 6;
        source.write(
            u"agents/a%1/manifest.json"_s.arg(i),
            isMost
                ? R"({"author": {"name": "Ada"}, "license": "MIT", "model": "m1", "entry": "AGENT.md",
                         "compatibility": {"hermes": "1", "desktop": "2"}})"
                : R"({"author": "Eve", "model": "m2", "entry": "AGENT.md"})");
        source.write(u"agents/a%1/AGENT.md"_s.arg(i),
                     isMost ? "# A\n\n## Output\n\nx\n\n### Detail\n\ny\n"
                            : "# A\n\n## Method\n\nx\n\n## Output\n\nx\n");
    }
    source.write(u"agents/a0/AGENT.md"_s, "# A\n\n## Only here\n\nx\n\n## Output\n\n## Output\n");
    const Habits habits = habitsOf(source, test::catalogOf(source), {});
    QCOMPARE(habits.agents, 9);
    QCOMPARE(habits.author, (registry::Author{u"Ada"_s, {}}));
    QCOMPARE(habits.license, u"MIT"_s);
    QCOMPARE(habits.model, u"m1"_s);
    QCOMPARE(habits.compatibility, (registry::Compatibility{u"1"_s, u"2"_s}));
    QCOMPARE(habits.sections,
             (QList<UsualSection>{{u"Method"_s, 2, 3}, {u"Output"_s, 2, 9}, {u"Detail"_s, 3, 5}}));
}

void CreationTest::theUsualSectionsMakeAStarter()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const Starter starter =
        usualStarter(habitsOf(source, test::catalogOf(source), {})).value_or(Starter{});
    QCOMPARE(starter.key, u"usual"_s);
    QVERIFY(starter.summary.contains(u"Method, Output"_s));
    QVERIFY(starter.promptText.contains("\n## Method\n\n"));
    QVERIFY(starter.promptText.indexOf("## Method") < starter.promptText.indexOf("## Output"));
}

void CreationTest::agentsWithNothingInCommonGiveNoStarter()
{
    QVERIFY(!usualStarter(habitsOf(test::InMemoryFileSource(), {}, {})));
}

void CreationTest::aCopyDiffersInItsNamesAlone()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto changes =
        duplicateEntry(source, test::catalogOf(source), test::entryOf(source, u"writer"_s),
                       {u"author"_s, u"Author"_s, u"0.1.0"_s});
    QVERIFY2(changes, changes ? "" : qPrintable(changes.error().message));
    const auto before = test::filesOf(source);
    const auto after = test::filesOf(test::performed(source, *changes));
    QCOMPARE(after.value(u"agents/author/AGENT.md"_s), before.value(u"agents/writer/AGENT.md"_s));
    QCOMPARE(after.value(u"agents/author/notes.bin"_s), before.value(u"agents/writer/notes.bin"_s));
    QByteArray expected = before.value(u"agents/writer/manifest.json"_s);
    expected.replace("\"id\": \"writer\"", "\"id\": \"author\"");
    expected.replace("\"name\": \"Writer\"", "\"name\": \"Author\"");
    expected.replace("1.2.0", "0.1.0");
    QCOMPARE(after.value(u"agents/author/manifest.json"_s), expected);
    QCOMPARE(after.size(), before.size() + 4);
    for (auto file = before.begin(); file != before.end(); ++file) {
        QCOMPARE(after.value(file.key()), file.value());
    }
}

void CreationTest::aCopiedSkillKeepsItsCategoryAndModes()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto changes =
        duplicateEntry(source, test::catalogOf(source), test::entryOf(source, u"skill/grammar"_s),
                       {u"syntax"_s, QString(), u"1.0.0"_s});
    QVERIFY2(changes, changes ? "" : qPrintable(changes.error().message));
    const test::InMemoryFileSource after = test::performed(source, *changes);
    QCOMPARE(test::filesOf(after).value(u"skills/general/syntax/SKILL.md"_s),
             "---\nname: syntax\ndescription: Parses.\nversion: 1.0.0\n---\n\nUse spelling, name: "
             "grammar\n");
    QCOMPARE(after.node(RepoPath::fromLiteral(u"skills/general/syntax/scripts/parse.sh"_s))->type,
             core::FileType::ExecutableFile);
}

void CreationTest::aCopyTakesItsSourceAlong()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto changes =
        duplicateEntry(source, test::catalogOf(source), test::entryOf(source, u"writer"_s),
                       {u"ada/author"_s, u"Author"_s, u"0.1.0"_s});
    QVERIFY(changes);
    QCOMPARE(contentOf(*changes, u"studio/sources/agents/ada/author.md"_s),
             "# Writer\n\n{{> tone}}\n");
}

QTEST_APPLESS_MAIN(CreationTest)
#include "tst_creation.moc"
