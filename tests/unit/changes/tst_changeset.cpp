#include "changes/renaming.h"
#include "changes/shownchange.h"
#include "changesfixture.h"
#include "scratchfolder.h"

#include <QTest>

using namespace hermes;
using namespace hermes::changes;
using namespace Qt::StringLiterals;
using core::RepoPath;

namespace {

RepoPath path(const QString &text)
{
    return RepoPath::fromLiteral(text);
}

} // namespace

class ChangeSetTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pathsFollowMoves();
    void theInverseRestoresWhatTheTrashKept();
    void gitAppliesThePatch();
    void filesThatAreNoTextAreNamed();
    void everyConcernedFileIsShownOnce();
};

void ChangeSetTest::pathsFollowMoves()
{
    const QList<PathMove> moves{{path(u"a/b"_s), path(u"c"_s), {}}};
    QCOMPARE(pathAfterMoves(moves, path(u"a/b/x/y"_s)), path(u"c/x/y"_s));
    QCOMPARE(pathAfterMoves(moves, path(u"a/bc"_s)), path(u"a/bc"_s));
    QCOMPARE(pathBeforeMoves(moves, path(u"c/x"_s)), path(u"a/b/x"_s));
    QCOMPARE(pathBeforeMoves(moves, path(u"c"_s)), path(u"a/b"_s));
}

void ChangeSetTest::theInverseRestoresWhatTheTrashKept()
{
    ChangeSet changes;
    changes.title = u"Do it"_s;
    changes.moves = {{path(u"a"_s), path(u"b"_s), {path(u"a/f"_s)}}};
    changes.writes = {{path(u"b/f"_s), "1", "2", false}, {path(u"new"_s), std::nullopt, "3", true}};
    changes.deletions = {{path(u"x"_s), {path(u"x/f"_s)}}, {path(u"y"_s), {}}};
    const ChangeSet back = inverse(changes, {{path(u"x"_s), u"/trash/x"_s}});
    QCOMPARE(back.title, u"Undo: Do it"_s);
    QCOMPARE(back.moves, (QList<PathMove>{{path(u"b"_s), path(u"a"_s), {path(u"b/f"_s)}}}));
    QCOMPARE(back.writes,
             (QList<FileWrite>{{path(u"new"_s), "3", std::nullopt, true},
                               {path(u"a/f"_s), "2", "1", false}}));
    QCOMPARE(back.restorations, (QList<Restoration>{{u"/trash/x"_s, path(u"x"_s)}}));
    QVERIFY(back.deletions.isEmpty());
}

void ChangeSetTest::gitAppliesThePatch()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    auto changes = renameEntry(source, test::catalogOf(source), test::entryOf(source, u"writer"_s),
                               {u"author"_s, u"Author"_s, {}});
    QVERIFY(changes);
    changes->writes.append({path(u"added file.md"_s), std::nullopt, "no newline", false});
    changes->writes.append({path(u"index.json"_s), "{}\n", std::nullopt, false});

    const test::ScratchFolder folder;
    folder.initGit();
    const auto before = test::filesOf(source);
    for (auto file = before.begin(); file != before.end(); ++file) {
        folder.write(file.key(), file.value());
    }
    folder.commitAll(u"Begin"_s);
    folder.write(u"change.patch"_s, patchOf(*changes));
    folder.git({u"apply"_s, u"change.patch"_s});
    const auto after = test::filesOf(test::performed(source, *changes));
    for (auto file = after.begin(); file != after.end(); ++file) {
        QCOMPARE(folder.read(file.key()), file.value());
    }
    QCOMPARE(folder.git({u"ls-files"_s, u"--deleted"_s}).count('\n') + 1,
             before.size()
                 - QSet<QString>(before.keyBegin(), before.keyEnd())
                       .intersect({after.keyBegin(), after.keyEnd()})
                       .size());
}

void ChangeSetTest::filesThatAreNoTextAreNamed()
{
    ChangeSet changes;
    changes.writes = {{path(u"icon.png"_s), std::nullopt, QByteArray("\x89PNG\0", 5), false}};
    changes.deletions = {{path(u"agents/x"_s), {path(u"agents/x/AGENT.md"_s)}}};
    QCOMPARE(patchOf(changes),
             "diff --git a/icon.png b/icon.png\nnew file mode 100644\nBinary files a/icon.png and "
             "b/icon.png differ\n");
}

void ChangeSetTest::everyConcernedFileIsShownOnce()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto changes = renameEntry(source, test::catalogOf(source),
                                     test::entryOf(source, u"writer"_s), {u"author"_s, {}, {}});
    QVERIFY(changes);
    QStringList shown;
    for (const auto allChanges = shownChanges(*changes); const ShownChange &change : allChanges) {
        shown.append(u"%1 %2"_s.arg(static_cast<int>(change.kind)).arg(change.after.text()));
    }
    QCOMPARE(shown,
             (QStringList{
                 u"3 agents/author/AGENT.md"_s, u"4 agents/author/manifest.json"_s,
                 u"3 agents/author/notes.bin"_s, u"1 agents/editor/manifest.json"_s,
                 u"1 studio/channels/production.json"_s, u"1 studio/channels/staging.json"_s,
                 u"3 studio/reviews/author/1/thread.json"_s, u"3 studio/sources/agents/author.md"_s,
                 u"4 studio/suites/author.yaml"_s, u"1 studio/suites/editor.yaml"_s,
                 u"1 workflows/publish/manifest.json"_s, u"1 workflows/publish/workflow.json"_s}));
}

QTEST_APPLESS_MAIN(ChangeSetTest)
#include "tst_changeset.moc"
