#include "changes/references.h"
#include "inmemoryfilesource.h"
#include "registry/catalog.h"
#include "workspace/fragmentchanges.h"
#include "workspace/fragmentinlining.h"
#include "workspace/overlaysource.h"
#include "workspace/promptassembly.h"

#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::EntryKind;
using core::RepoPath;
using workspace::OverlaySource;
using workspace::PromptPlace;

namespace {

const QString promptFile = u"agents/writer/AGENT.md"_s;
const QString sourceFile = u"studio/sources/agents/writer.md"_s;
const PromptPlace writer{{EntryKind::Agent, u"writer"_s}, RepoPath::fromLiteral(promptFile)};

QByteArray manifestOf(const QByteArray &id)
{
    return R"({"schemaVersion":"1","type":"agent","id":")" + id
        + R"(","name":"A","version":"1.0.0","description":"d","entry":"AGENT.md"})";
}

/// What the writer's prompt is with the changes done.
QByteArray assembledAfter(const core::FileSource &files, const changes::ChangeSet &changes)
{
    OverlaySource::Contents contents;
    for (const changes::FileWrite &write : changes.writes) {
        contents.insert(write.file, write.after);
    }
    const OverlaySource after(files, contents);
    registry::Definition definition;
    definition.id = writer.entry;
    definition.promptFile = writer.promptFile;
    definition.promptText = after.read(writer.promptFile, 1 << 20).value_or(QByteArray());
    const auto made = workspace::assemblePrompt(after, {}, definition, {});
    return made ? made->assembly.text : QByteArray();
}

QByteArray written(const changes::ChangeSet &changes, const QString &file)
{
    for (const changes::FileWrite &write : changes.writes) {
        if (write.file.text() == file) {
            return write.after.value_or("(removed)");
        }
    }
    return "(not written)";
}

} // namespace

class TestFragmentChanges final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anExtractedStretchGivesTheSamePrompt_data()
    {
        QTest::addColumn<QByteArray>("prompt");
        QTest::addColumn<QByteArray>("stretch");
        QTest::addColumn<QByteArray>("tag");
        const QByteArray text = "# A\n\nfirst line\n  - item\n  - other\nlast";
        QTest::newRow("wholeLines")
            << text << QByteArray("first line\n") << QByteArray("{{> part}}\n");
        QTest::newRow("lineWithoutItsEnd")
            << text << QByteArray("first line") << QByteArray("{{> part}}\n");
        QTest::newRow("wordInALine")
            << text << QByteArray("irst l") << QByteArray("f{{> part}}ine\n");
        QTest::newRow("fromBehindTheIndentation")
            << text << QByteArray("- item\n  - other\n") << QByteArray("{{> part}}\n");
        QTest::newRow("atTheEnd") << text << QByteArray("last") << QByteArray("{{> part}}");
        QTest::newRow("all") << text << text << QByteArray("{{> part}}");
        QTest::newRow("windowsLines")
            << QByteArray("a\r\nb\r\nc\r\n") << QByteArray("b") << QByteArray("{{> part}}\r\n");
        QTest::newRow("braces") << QByteArray("say {{name}}\nand {{! not a comment }}\nend\n")
                                << QByteArray("and {{! not a comment }}\n")
                                << QByteArray("<%> part%>\n");
        QTest::newRow("whatLooksLikeFrontMatter")
            << QByteArray("---\na: b\n---\ntext\n") << QByteArray("text\n")
            << QByteArray("{{> part}}\n");
        QTest::newRow("frontMatterExtracted")
            << QByteArray("x\n---\na: b\n---\ny\n") << QByteArray("---\na: b\n---\n")
            << QByteArray("{{> part}}\n");
        QTest::newRow("byteOrderMark") << QByteArray("\xEF\xBB\xBF# A\n\ntext\n")
                                       << QByteArray("text\n") << QByteArray("{{> part}}\n");
    }
    void anExtractedStretchGivesTheSamePrompt()
    {
        QFETCH(QByteArray, prompt);
        QFETCH(QByteArray, stretch);
        QFETCH(QByteArray, tag);
        test::InMemoryFileSource files;
        files.write(promptFile, prompt);
        const auto changes = workspace::extractFragment(
            files, {}, writer, {prompt.indexOf(stretch), stretch.size()}, u"part"_s, {});
        QVERIFY2(changes, changes ? "" : qPrintable(changes.error().message));
        QCOMPARE(changes->writes.size(), 2); // the prompt itself stays as it is
        QVERIFY2(written(*changes, sourceFile).contains(tag), written(*changes, sourceFile));
        QCOMPARE(assembledAfter(files, *changes), prompt);
        for (const changes::FileWrite &write : changes->writes) {
            QVERIFY(!write.before);
        }
    }

    void aFragmentIsMadeUnlessThereIsOne()
    {
        test::InMemoryFileSource files;
        files.write(u"studio/fragments/old.md"_s, "x");
        const auto changes = workspace::makeFragment(files, u"house/new"_s);
        QVERIFY(changes);
        QCOMPARE(written(*changes, u"studio/fragments/house/new.md"_s), "");
        QVERIFY(!workspace::makeFragment(files, u"old"_s));
        QVERIFY(!workspace::makeFragment(files, u"../new"_s));
    }

    void everyStretchOfASourceIsExtractedOrRefused()
    {
        const QByteArray source = "---\nvariables:\n  who: us\n  strict: true\n---\n# {{who}}\n"
                                  "{{#strict}}\n  be {{who}}\n{{/strict}}\n\nend {{> old}}\n";
        test::InMemoryFileSource files;
        files.write(sourceFile, source);
        files.write(promptFile, "stale");
        files.write(u"studio/fragments/old.md"_s, "of old");
        const QByteArray before = assembledAfter(files, {});
        QVERIFY(before.contains("be us"));
        int extracted = 0;
        for (qint64 start = 0; start < source.size(); ++start) {
            for (const qint64 length : {1, 3, 9, 20}) {
                const auto changes =
                    workspace::extractFragment(files, {}, writer, {start, length}, u"part"_s, {});
                if (changes) {
                    ++extracted;
                    QCOMPARE(assembledAfter(files, *changes), before);
                } else {
                    QCOMPARE(changes.error().code, core::ErrorCode::InvalidArgument);
                }
            }
        }
        QVERIFY2(extracted > 15, qPrintable(QString::number(extracted)));
    }

    void aNameThatCannotBeUsedIsRefused()
    {
        test::InMemoryFileSource files;
        files.write(promptFile, "text\n");
        files.write(u"studio/fragments/taken.md"_s, "x");
        for (const QString &name :
             {u"taken"_s, u""_s, u"../out"_s, u"a b"_s, u"a@1.0.0"_s, u".hidden"_s}) {
            QVERIFY2(!workspace::extractFragment(files, {}, writer, {0, 4}, name, {}),
                     qPrintable(name));
        }
        QVERIFY(!workspace::extractFragment(files, {}, writer, {0, 0}, u"fine"_s, {}));
    }

    void inliningTakesExtractingBack()
    {
        const QByteArray source = "# A\n\n  {{> part}}\nword {{> word}} word\n";
        test::InMemoryFileSource files;
        files.write(sourceFile, source);
        files.write(promptFile, "stale");
        files.write(u"studio/fragments/part.md"_s, "---\nversion: 1.0.0\n---\n- one\n\n- two\n");
        files.write(u"studio/fragments/word.md"_s, "a");
        const QByteArray before = assembledAfter(files, {});
        const auto lines = workspace::inlineFragment(files, {}, writer, source.indexOf("part"));
        QVERIFY(lines);
        QCOMPARE(written(*lines, sourceFile), "# A\n\n  - one\n\n  - two\nword {{> word}} word\n");
        QCOMPARE(assembledAfter(files, *lines), before);
        const auto word = workspace::inlineFragment(files, {}, writer, source.indexOf("> word"));
        QVERIFY(word);
        QCOMPARE(written(*word, sourceFile), "# A\n\n  {{> part}}\nword a word\n");
        QVERIFY(!workspace::inlineFragment(files, {}, writer, 0)); // no tag stands there
    }

    void variablesOfAnInlinedFragmentHaveTheirValues()
    {
        test::InMemoryFileSource files;
        files.write(sourceFile, "{{> part}}\n");
        files.write(promptFile, "stale");
        files.write(u"studio/fragments/part.md"_s, "---\nvariables:\n  a: b\n---\nBe {{a}}.\n");
        const auto changes = workspace::inlineFragment(files, {}, writer, 3);
        QVERIFY(changes);
        QCOMPARE(written(*changes, sourceFile), "Be b.\n");
    }

    void usesAreFoundWithTheirPlaces()
    {
        test::InMemoryFileSource files;
        files.write(sourceFile,
                    "# A\n\nsay {{> tone}}\n{{#a}}{{> tone@1.0.0}}{{/a}} {{> tones}}\n");
        files.write(u"studio/fragments/outer.md"_s, "{{> tone}}");
        files.write(u"studio/fragments/tone.md"_s, "---\nvariables:\n  a: b\n---\n{{a.c}} {{aa}}");
        const auto uses = workspace::usesOfFragment(files, u"tone"_s, {});
        QCOMPARE(uses.size(), 3);
        QCOMPARE(uses.at(0).file.text(), u"studio/fragments/outer.md"_s);
        QVERIFY(uses.at(0).entry.id.isEmpty());
        QCOMPARE(uses.at(1).entry, writer.entry);
        QCOMPARE(uses.at(1).line, 3);
        QCOMPARE(uses.at(1).column, 5);
        QCOMPARE(uses.at(1).excerpt, u"say {{> tone}}"_s);
        QCOMPARE(uses.at(2).version, u"1.0.0"_s);
        const auto variables = workspace::usesOfVariable(files, u"a"_s, {});
        QCOMPARE(variables.size(), 3); // declared, used, and a section
        QCOMPARE(variables.at(0).line, 3);
        QCOMPARE(workspace::fragmentNames(files), QStringList({u"outer"_s, u"tone"_s}));
    }

    void renamingReachesEveryTag()
    {
        test::InMemoryFileSource files;
        files.write(sourceFile,
                    "{{> tone}} {{>tone}} {{> tone@2.0.0}} {{> tone@1.0.0}} tone {{> tones}}\n");
        files.write(u"studio/fragments/tone.md"_s, "---\nversion: 2.0.0\n---\ntone");
        files.write(u"studio/fragments/tones.md"_s, "{{> tone}}");
        const auto changes = workspace::renameFragment(files, u"tone"_s, u"manner"_s);
        QVERIFY(changes);
        QCOMPARE(changes->moves.size(), 1);
        QCOMPARE(changes->moves.constFirst().to.text(), u"studio/fragments/manner.md"_s);
        QCOMPARE(written(*changes, sourceFile),
                 "{{> manner}} {{>manner}} {{> manner@2.0.0}} {{> tone@1.0.0}} tone {{> tones}}\n");
        QCOMPARE(written(*changes, u"studio/fragments/tones.md"_s), "{{> manner}}");
        QCOMPARE(changes->remarks.size(), 1); // the version that only the history has
        QCOMPARE(changes->remarks.constFirst().entry, writer.entry);
        QVERIFY(!workspace::renameFragment(files, u"tone"_s, u"tones"_s));
        QVERIFY(!workspace::renameFragment(files, u"none"_s, u"other"_s));
    }

    void promptsAreMadeAnewWithWhatTheyAreMadeOf()
    {
        test::InMemoryFileSource files;
        for (const QByteArray &id : {QByteArray("writer"), QByteArray("reader")}) {
            const QString folder = u"agents/"_s + QString::fromLatin1(id);
            files.write(folder + u"/manifest.json"_s, manifestOf(id));
            files.write(folder + u"/AGENT.md"_s, "Be mild.");
        }
        files.write(sourceFile, "Be {{> tone}}.");
        files.write(u"studio/fragments/tone.md"_s, "mild");
        const auto catalog = registry::loadCatalog(files, {});
        QVERIFY(catalog);
        changes::ChangeSet changes;
        changes.writes.append(
            {RepoPath::fromLiteral(u"studio/fragments/tone.md"_s), "mild", "wild", false});
        workspace::addPromptsMadeAnew(changes, files, {}, *catalog, {});
        QCOMPARE(changes.writes.size(), 2);
        QCOMPARE(written(changes, promptFile), "Be wild.");
        QCOMPARE(changes.writes.constLast().before, "Be mild.");

        // A rename changes no prompt.
        auto renamed = workspace::renameFragment(files, u"tone"_s, u"manner"_s);
        QVERIFY(renamed);
        const qsizetype writes = renamed->writes.size();
        workspace::addPromptsMadeAnew(*renamed, files, {}, *catalog, {});
        QCOMPARE(renamed->writes.size(), writes);
    }
};

QTEST_GUILESS_MAIN(TestFragmentChanges)
#include "tst_fragmentchanges.moc"
