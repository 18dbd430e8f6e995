#include "changes/references.h"
#include "changes/renaming.h"
#include "changesfixture.h"

#include <QTest>

using namespace hermes;
using namespace hermes::changes;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::EntryKind;
using core::ErrorCode;

namespace {

core::Result<ChangeSet> rename(const test::InMemoryFileSource &source, const QString &entry,
                               const Renaming &renaming)
{
    return renameEntry(source, test::catalogOf(source), test::entryOf(source, entry), renaming);
}

QMap<QString, QByteArray> filesAfter(const test::InMemoryFileSource &source,
                                     const core::Result<ChangeSet> &changes)
{
    if (!changes) {
        QTest::qFail(qPrintable(changes.error().message), __FILE__, __LINE__);
        return {};
    }
    return test::filesOf(test::performed(source, *changes));
}

} // namespace

class RenamingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyReferenceFollows();
    void nothingElseChanges();
    void noReferenceToTheOldIdIsLeft();
    void thereAndBackGivesTheSameFiles();
    void aSkillIsRenamedInItsFrontMatter();
    void anotherAuthorNeedsNoOtherFolder();
    void aNameAloneCanChange();
    void aBareIdMeansTheSpeakersKindFirst();
    void channelsStayInOrder();
    void aChannelOutOfOrderStaysAsItIs();
    void mentionsAreFoundAsWords();
    void onlyChosenMentionsChange();
    void aMentionThatIsGoneIsTold();
    void takenIdsAreRefused();
    void whatCannotBeEditedIsTold();
};

void RenamingTest::everyReferenceFollows()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto before = test::filesOf(source);
    const auto after = filesAfter(source, rename(source, u"writer"_s, {u"author"_s, {}, {}}));

    QCOMPARE(after.value(u"agents/author/AGENT.md"_s), before.value(u"agents/writer/AGENT.md"_s));
    QCOMPARE(after.value(u"agents/author/notes.bin"_s), before.value(u"agents/writer/notes.bin"_s));
    QCOMPARE(after.value(u"agents/author/manifest.json"_s),
             before.value(u"agents/writer/manifest.json"_s)
                 .replace("\"id\": \"writer\"", "\"id\": \"author\""));
    QCOMPARE(after.value(u"agents/editor/manifest.json"_s),
             before.value(u"agents/editor/manifest.json"_s)
                 .replace("\"agent/writer\"", "\"agent/author\""));
    QCOMPARE(after.value(u"workflows/publish/manifest.json"_s),
             before.value(u"workflows/publish/manifest.json"_s)
                 .replace("\"agent/writer\"", "\"agent/author\""));
    QCOMPARE(after.value(u"workflows/publish/workflow.json"_s),
             before.value(u"workflows/publish/workflow.json"_s)
                 .replace("\"uses\": \"agent/writer\"", "\"uses\": \"agent/author\""));
    QCOMPARE(after.value(u"studio/channels/staging.json"_s), "{ \"agent/author\": \"1.2.0\" }\n");
    QCOMPARE(after.value(u"studio/sources/agents/author.md"_s),
             before.value(u"studio/sources/agents/writer.md"_s));
    QCOMPARE(after.value(u"studio/suites/author.yaml"_s),
             "definition: agent/author # the one under test\ncases:\n  - name: writer\n    agent: "
             "author\n");
    QCOMPARE(after.value(u"studio/suites/editor.yaml"_s),
             "definition: agent/editor\nagents:\n- agent/author\n");
    QVERIFY(after.contains(u"studio/reviews/author/1/thread.json"_s));
}

void RenamingTest::nothingElseChanges()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto before = test::filesOf(source);
    const auto after = filesAfter(source, rename(source, u"writer"_s, {u"author"_s, {}, {}}));
    QCOMPARE(after.size(), before.size());
    for (const char *file :
         {"agents/editor/AGENT.md", "mcp/writer/manifest.json", "skills/general/spelling/SKILL.md",
          "skills/general/grammar/SKILL.md", "index.json"}) {
        QCOMPARE(after.value(QString::fromLatin1(file)), before.value(QString::fromLatin1(file)));
    }
}

void RenamingTest::noReferenceToTheOldIdIsLeft()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto changes = rename(source, u"writer"_s, {u"author"_s, {}, {}});
    const auto after = filesAfter(source, changes);
    for (auto file = after.begin(); file != after.end(); ++file) {
        QVERIFY2(!file->contains("\"agent/writer\"") && !file.key().contains(u"agents/writer"),
                 qPrintable(file.key()));
    }
    // The generated catalog is told, not touched.
    QCOMPARE(changes->remarks.size(), 1);
    QVERIFY(changes->remarks.first().text.contains(u"index.json"_s));
}

void RenamingTest::thereAndBackGivesTheSameFiles()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto there = rename(source, u"writer"_s, {u"ada/author"_s, u"Author"_s, {}});
    QVERIFY(there);
    const test::InMemoryFileSource after = test::performed(source, *there);
    QCOMPARE(filesAfter(after, rename(after, u"ada/author"_s, {u"writer"_s, u"Writer"_s, {}})),
             test::filesOf(source));
    QCOMPARE(test::filesOf(test::performed(after, inverse(*there, {}))), test::filesOf(source));
}

void RenamingTest::aSkillIsRenamedInItsFrontMatter()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto before = test::filesOf(source);
    const auto after =
        filesAfter(source, rename(source, u"skill/grammar"_s, {u"syntax"_s, u"ignored"_s, {}}));
    QCOMPARE(after.value(u"skills/general/syntax/SKILL.md"_s),
             before.value(u"skills/general/grammar/SKILL.md"_s)
                 .replace("---\nname: grammar", "---\nname: syntax"));
    QVERIFY(after.contains(u"skills/general/syntax/scripts/parse.sh"_s));
    QCOMPARE(after.value(u"skills/general/spelling/SKILL.md"_s),
             before.value(u"skills/general/spelling/SKILL.md"_s).replace("[grammar]", "[syntax]"));
}

void RenamingTest::anotherAuthorNeedsNoOtherFolder()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto changes = rename(source, u"writer"_s, {u"ada/writer"_s, {}, {}});
    const auto after = filesAfter(source, changes);
    QVERIFY(after.value(u"agents/writer/manifest.json"_s).contains("\"id\": \"ada/writer\""));
    QVERIFY(after.value(u"studio/channels/production.json"_s).contains("\"agent/ada/writer\""));
    QVERIFY(after.contains(u"studio/suites/ada/writer.yaml"_s));
}

void RenamingTest::aNameAloneCanChange()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto changes = rename(source, u"writer"_s, {u"writer"_s, u"Scribe"_s, {}});
    QVERIFY(changes);
    QVERIFY(changes->moves.isEmpty());
    QCOMPARE(changes->writes.size(), 1);
    QVERIFY(changes->writes.first().after.value_or(QByteArray()).contains("\"name\": \"Scribe\""));
}

void RenamingTest::aBareIdMeansTheSpeakersKindFirst()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const registry::Catalog catalog = test::catalogOf(source);
    const ReferenceReader agent(catalog, {EntryKind::Agent, u"writer"_s});
    QVERIFY(agent.names(u"writer"_s, EntryKind::Agent));
    QVERIFY(!agent.names(u"writer"_s, EntryKind::Mcp)); // means mcp/writer
    QVERIFY(!agent.names(u"writer"_s, EntryKind::Workflow)); // nobody can tell
    const ReferenceReader spelling(catalog, {EntryKind::Skill, u"spelling"_s});
    QVERIFY(spelling.names(u"spelling"_s, EntryKind::Agent));
}

void RenamingTest::channelsStayInOrder()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto after = filesAfter(source, rename(source, u"writer"_s, {u"author"_s, {}, {}}));
    QCOMPARE(after.value(u"studio/channels/production.json"_s),
             "{\n  \"agent/author\": \"1.1.0\",\n  \"agent/editor\": \"1.0.0\",\n  "
             "\"mcp/writer\": \"0.9.0\"\n}\n");
}

void RenamingTest::aChannelOutOfOrderStaysAsItIs()
{
    const auto changed =
        channelReferring("{\"z\": 1,\n \"agent/b\" :2, \"a\": 3}", {EntryKind::Agent, u"b"_s},
                         EntryId{EntryKind::Agent, u"0"_s});
    QVERIFY(changed);
    QCOMPARE(changed->value_or(QByteArray()), "{\"z\": 1,\n \"agent/0\" :2, \"a\": 3}");
}

void RenamingTest::mentionsAreFoundAsWords()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const Mentions mentions =
        mentionsOf(source, test::catalogOf(source), {EntryKind::Agent, u"writer"_s}, {});
    QCOMPARE(mentions.total, 3);
    QCOMPARE(mentions.list.at(0).file.text(), u"agents/editor/AGENT.md"_s);
    QCOMPARE(mentions.list.at(0).line, 3);
    QVERIFY(mentions.list.at(0).excerpt.startsWith(u"Ask `writer` first"_s));
    QCOMPARE(mentions.list.at(2).file.text(), u"agents/writer/AGENT.md"_s);
    QCOMPARE(mentions.list.at(2).line, 3);
}

void RenamingTest::onlyChosenMentionsChange()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    Mentions mentions =
        mentionsOf(source, test::catalogOf(source), {EntryKind::Agent, u"writer"_s}, {});
    mentions.list.removeAt(0);
    const auto after =
        filesAfter(source, rename(source, u"writer"_s, {u"author"_s, {}, mentions.list}));
    QVERIFY(after.value(u"agents/editor/AGENT.md"_s)
                .contains("Ask `writer` first, not screenwriter or writer-pro. Then author.\n"));
    QVERIFY(after.value(u"agents/author/AGENT.md"_s).contains("You are the author.\n"));

    const Mentions inSkill =
        mentionsOf(source, test::catalogOf(source), {EntryKind::Skill, u"grammar"_s}, {});
    QCOMPARE(inSkill.total, 2); // not those of front matters
    const auto skills =
        filesAfter(source, rename(source, u"skill/grammar"_s, {u"syn"_s, {}, inSkill.list}));
    QCOMPARE(skills.value(u"skills/general/syn/SKILL.md"_s),
             "---\nname: syn\ndescription: Parses.\n---\n\nUse spelling, name: syn\n");
}

void RenamingTest::aMentionThatIsGoneIsTold()
{
    test::InMemoryFileSource source = test::connectedRegistry();
    const Mentions mentions =
        mentionsOf(source, test::catalogOf(source), {EntryKind::Agent, u"writer"_s}, {});
    source.write(u"agents/editor/AGENT.md"_s, "# Short\n");
    const auto changes = rename(source, u"writer"_s, {u"author"_s, {}, mentions.list});
    QVERIFY(!changes);
    QCOMPARE(changes.error().code, ErrorCode::ChangedOutside);
}

void RenamingTest::takenIdsAreRefused()
{
    test::InMemoryFileSource source = test::connectedRegistry();
    QCOMPARE(rename(source, u"writer"_s, {u"editor"_s, {}, {}}).error().code,
             ErrorCode::InvalidArgument);
    QCOMPARE(rename(source, u"writer"_s, {u"Author"_s, {}, {}}).error().code,
             ErrorCode::InvalidArgument);
    source.write(u"skills/general/syntax/deeper/SKILL.md"_s, "---\nname: deeper\n---\nx\n");
    const auto onFolder = rename(source, u"skill/grammar"_s, {u"syntax"_s, {}, {}});
    QVERIFY(!onFolder);
    QVERIFY(onFolder.error().message.contains(u"skills/general/syntax"_s));
}

void RenamingTest::whatCannotBeEditedIsTold()
{
    test::InMemoryFileSource source = test::connectedRegistry();
    source.write(u"agents/broken/manifest.json"_s, "{ \"requires\": [\"agent/writer\" ");
    source.write(u"studio/reviews/author/x"_s, "taken");
    const auto changes = rename(source, u"writer"_s, {u"author"_s, {}, {}});
    QVERIFY(changes);
    QStringList remarks;
    for (const Remark &remark : changes->remarks) {
        remarks.append(remark.text);
    }
    const QString all = remarks.join(u'\n');
    QVERIFY2(all.contains(u"agents/broken/manifest.json"_s), qPrintable(all));
    QVERIFY2(all.contains(u"studio/reviews/author"_s), qPrintable(all));
    source.write(u"agents/writer/manifest.json"_s, "{ \"id\": \"writer\" ");
    QCOMPARE(renameEntry(source, test::catalogOf(source), test::entryOf(source, u"writer"_s),
                         {u"author"_s, {}, {}})
                 .error()
                 .code,
             ErrorCode::InvalidFormat);
}

QTEST_APPLESS_MAIN(RenamingTest)
#include "tst_renaming.moc"
