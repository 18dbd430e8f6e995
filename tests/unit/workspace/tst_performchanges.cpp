#include "changefixture.h"
#include "tracedprocess.h"
#include "workspace/filesave.h"

#include <QDir>
#include <QDirIterator>
#include <QTest>

#include <tuple>

using namespace hermes;
using namespace hermes::workspace;
using namespace Qt::StringLiterals;
using core::ErrorCode;
using core::RepoPath;
using test::ChangeFixture;
using test::concernedCalls;
using test::Ended;
using test::runInjected;
using test::runToEnd;

namespace {

QStringList processCommand(const ChangeFixture &fixture, const QString &what)
{
    return {QStringLiteral(CHANGES_PROCESS), fixture.root(), fixture.place().stateFolder, what};
}

} // namespace

class PerformChangesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void everyStepIsDone();
    void undoRestoresEveryByte();
    void anUndoneChangeIsForgotten();
    void changesAreUndoneFromTheNewest();
    void whatChangedMeanwhileIsNeitherDoneNorUndone_data();
    void whatChangedMeanwhileIsNeitherDoneNorUndone();
    void editsInsideAMovedFolderDoNotHinderUndo();
    void anEmptiedTrashIsTold();
    void aTrashOfOurOwnServesWhereThereIsNone();
    void anotherDiskIsCrossedWhole();
    void anErrorTakesEverythingBack_data();
    void anErrorTakesEverythingBack();
    void aReadOnlyFileTakesEverythingBack();
    void linksAreNotFollowed();
    void aKillLeavesEveryFileOldOrNewAndIsFinished_data();
    void aKillLeavesEveryFileOldOrNewAndIsFinished();
    void aKilledChangeIsTakenBackIfAFileChangedMeanwhile();
    void aDamagedRecordIsNoRecord();
    void oneProgramAtATime();
    void gitSeesTheChangeAsOrdinaryFiles();

private:
    [[nodiscard]] bool hasPending() const;

    std::unique_ptr<ChangeFixture> m_fixture;
};

void PerformChangesTest::initTestCase()
{
    qputenv("XDG_DATA_HOME", "/nonexistent"); // each case sets its own
}

void PerformChangesTest::init()
{
    m_fixture = std::make_unique<ChangeFixture>();
    qputenv("XDG_DATA_HOME", QFile::encodeName(m_fixture->folder().path(u"data"_s)));
}

bool PerformChangesTest::hasPending() const
{
    QDirIterator walk(m_fixture->place().stateFolder, {u"*.pending"_s}, QDir::Files,
                      QDirIterator::Subdirectories);
    return walk.hasNext();
}

void PerformChangesTest::everyStepIsDone()
{
    const auto before = m_fixture->files();
    const auto changes = ChangeFixture::changesOf(m_fixture->root());
    const auto done = performChanges(m_fixture->place(), changes);
    QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    const auto after = m_fixture->files();

    QCOMPARE(after.value(u"agents/writer/manifest.json"_s),
             before.value(u"agents/writer/manifest.json"_s).replace("1.0.0", "1.1.0"));
    QCOMPARE(after.value(u"skills/new/spelling/SKILL.md"_s),
             before.value(u"skills/old/spelling/SKILL.md"_s).replace("1.0.0", "1.1.0"));
    QCOMPARE(after.value(u"skills/new/spelling/data/words.txt"_s), "- a\nb\n");
    QCOMPARE(after.value(u"agents/maker/bin/run"_s), "x #!/bin/sh\n");
    QVERIFY(after.value(u"agents/maker/AGENT.md"_s).startsWith("- # Maker\n"));
    for (const char *gone : {"skills/old/", "notes.txt", "agents/reader/"}) {
        QVERIFY2(before.contains(QString::fromLatin1(gone)), gone);
        QVERIFY2(!after.contains(QString::fromLatin1(gone)), gone);
    }
    QVERIFY(!hasPending());
    const QString trashed = done->trashed.value(RepoPath::fromLiteral(u"agents/reader"_s));
    QCOMPARE(QDir(trashed).entryList(QDir::Files),
             (QStringList{u"AGENT.md"_s, u"manifest.json"_s}));
    QVERIFY2(!trashed.startsWith(m_fixture->root()), qPrintable(trashed));
}

void PerformChangesTest::undoRestoresEveryByte()
{
    const auto before = m_fixture->files();
    const auto done =
        performChanges(m_fixture->place(), ChangeFixture::changesOf(m_fixture->root()));
    QVERIFY(done);
    const auto undone = undoChanges(m_fixture->place(), done->name);
    QVERIFY2(undone, undone ? "" : qPrintable(undone.error().message));
    QCOMPARE(m_fixture->files(), before);
    QCOMPARE(undone->changes.title, u"Undo: Everything at once"_s);
    QCOMPARE(m_fixture->folder().git({u"-C"_s, u"registry"_s, u"status"_s, u"--porcelain"_s}), "");
    // Nothing of it is left in the trash.
    const QString trashed = done->trashed.value(RepoPath::fromLiteral(u"agents/reader"_s));
    QVERIFY(!QFile::exists(trashed));
    QVERIFY(!QFile::exists(QFileInfo(trashed).path() + u"/../info/reader.trashinfo"_s));
}

void PerformChangesTest::anUndoneChangeIsForgotten()
{
    const auto done =
        performChanges(m_fixture->place(), ChangeFixture::changesOf(m_fixture->root()));
    QVERIFY(done);
    QCOMPARE(performedChanges(m_fixture->place()), QList{*done});
    QVERIFY(undoChanges(m_fixture->place(), done->name));
    QCOMPARE(performedChanges(m_fixture->place()), QList<ChangeRecord>());
    QCOMPARE(undoChanges(m_fixture->place(), done->name).error().code, ErrorCode::NotFound);
}

void PerformChangesTest::changesAreUndoneFromTheNewest()
{
    const RepoPath file = RepoPath::fromLiteral(u"notes.txt"_s);
    changes::ChangeSet first;
    first.writes = {{file, "old notes\n", "first\n", false}};
    changes::ChangeSet second;
    second.writes = {{file, "first\n", "second\n", false}};
    const auto one = performChanges(m_fixture->place(), first);
    const auto two = performChanges(m_fixture->place(), second);
    QVERIFY(one && two);
    const auto recorded = performedChanges(m_fixture->place());
    QCOMPARE(recorded, (QList{*two, *one}));
    QCOMPARE(undoChanges(m_fixture->place(), one->name).error().code, ErrorCode::ChangedOutside);
    QVERIFY(undoChanges(m_fixture->place(), two->name));
    QVERIFY(undoChanges(m_fixture->place(), one->name));
    QCOMPARE(m_fixture->folder().read(u"registry/notes.txt"_s), "old notes\n");
}

void PerformChangesTest::whatChangedMeanwhileIsNeitherDoneNorUndone_data()
{
    QTest::addColumn<QString>("beforeDoing"); // written between making and doing
    QTest::addColumn<QString>("beforeUndoing"); // written between doing and undoing
    QTest::newRow("an edited file")
        << u"agents/writer/manifest.json"_s << u"agents/writer/manifest.json"_s;
    QTest::newRow("a file of a moved folder")
        << u"skills/old/spelling/SKILL.md"_s << u"skills/new/spelling/SKILL.md"_s;
    QTest::newRow("a removed file") << u"notes.txt"_s << u"notes.txt"_s;
    QTest::newRow("a made file") << u"agents/maker/AGENT.md"_s << u"agents/maker/AGENT.md"_s;
    QTest::newRow("the place to move to")
        << u"skills/new/spelling/x"_s << u"skills/old/spelling/x"_s;
    QTest::newRow("the place of what was deleted") << QString() << u"agents/reader/x"_s;
}

void PerformChangesTest::whatChangedMeanwhileIsNeitherDoneNorUndone()
{
    QFETCH(QString, beforeDoing);
    QFETCH(QString, beforeUndoing);
    const auto changes = ChangeFixture::changesOf(m_fixture->root());
    if (!beforeDoing.isEmpty()) {
        m_fixture->folder().write(u"registry/"_s + beforeDoing, "other");
        const auto before = m_fixture->files();
        const auto refused = performChanges(m_fixture->place(), changes);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::ChangedOutside);
        QVERIFY2(refused.error().message.contains(u"Nothing was changed"_s),
                 qPrintable(refused.error().message));
        QCOMPARE(m_fixture->files(), before);
    }
    init();
    const auto done =
        performChanges(m_fixture->place(), ChangeFixture::changesOf(m_fixture->root()));
    QVERIFY(done);
    m_fixture->folder().write(u"registry/"_s + beforeUndoing, "other");
    const auto after = m_fixture->files();
    const auto refused = undoChanges(m_fixture->place(), done->name);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::ChangedOutside);
    QVERIFY(refused.error().message.contains(u"Undo: Everything at once"_s));
    QCOMPARE(m_fixture->files(), after);
    QCOMPARE(performedChanges(m_fixture->place()).size(), 1); // it can be tried again
}

void PerformChangesTest::editsInsideAMovedFolderDoNotHinderUndo()
{
    const auto done =
        performChanges(m_fixture->place(), ChangeFixture::changesOf(m_fixture->root()));
    QVERIFY(done);
    m_fixture->folder().write(u"registry/skills/new/spelling/data/words.txt"_s, "a\nb\nc\n");
    QVERIFY(undoChanges(m_fixture->place(), done->name));
    QCOMPARE(m_fixture->folder().read(u"registry/skills/old/spelling/data/words.txt"_s),
             "a\nb\nc\n");
}

void PerformChangesTest::anEmptiedTrashIsTold()
{
    const auto done =
        performChanges(m_fixture->place(), ChangeFixture::changesOf(m_fixture->root()));
    QVERIFY(done);
    const auto after = m_fixture->files();
    QVERIFY(
        QDir(done->trashed.value(RepoPath::fromLiteral(u"agents/reader"_s))).removeRecursively());
    const auto refused = undoChanges(m_fixture->place(), done->name);
    QVERIFY(!refused);
    QVERIFY2(refused.error().message.contains(u"agents/reader"_s),
             qPrintable(refused.error().message));
    QCOMPARE(m_fixture->files(), after);
}

void PerformChangesTest::aTrashOfOurOwnServesWhereThereIsNone()
{
    // A file where the desktop's trash should be, and a disk that has none: only ours is left.
    const ChangeFixture &fixture = *m_fixture;
    fixture.folder().write(u"data"_s, "no folder");
    const auto before = fixture.files();
    const QStringList sandbox{u"bwrap"_s, u"--dev-bind"_s, u"/"_s, u"/"_s};
    const Ended done = runToEnd(sandbox + processCommand(fixture, u"perform"_s));
    QVERIFY2(done.exitCode == 0, qPrintable(done.output));
    const auto recorded = performedChanges(fixture.place());
    QCOMPARE(recorded.size(), 1);
    const QString trashed =
        recorded.first().trashed.value(RepoPath::fromLiteral(u"agents/reader"_s));
    QVERIFY(QFile::exists(trashed + u"/AGENT.md"_s));
    QVERIFY2(trashed.startsWith(fixture.place().stateFolder), qPrintable(trashed));
    QVERIFY(undoChanges(fixture.place(), recorded.first().name));
    QCOMPARE(fixture.files(), before);
}

void PerformChangesTest::anotherDiskIsCrossedWhole()
{
    // The state folder is a disk of its own for the process, filled back to a folder afterwards.
    const ChangeFixture &fixture = *m_fixture;
    fixture.folder().write(u"data"_s, "no folder");
    fixture.folder().write(u"state/x"_s, "");
    const auto before = fixture.files();
    const QString script =
        u"\"$0\" \"$1\" \"$2\" perform && test ! -e \"$1/agents/reader\" && "
        "test -z \"$(find \"$1\" -name '.hermes-moving*')\" && find \"$2\" -name AGENT.md && "
        "\"$0\" \"$1\" \"$2\" undo && test -z \"$(find \"$1\" -name '.hermes-moving*')\""_s;
    QStringList command{u"bwrap"_s, u"--dev-bind"_s, u"/"_s,
                        u"/"_s,     u"--tmpfs"_s,    fixture.place().stateFolder,
                        u"sh"_s,    u"-c"_s,         script};
    QStringList arguments = processCommand(fixture, QString());
    arguments.removeLast();
    const Ended ended = runToEnd(command + arguments);
    QVERIFY2(ended.exitCode == 0, qPrintable(ended.output));
    QVERIFY2(ended.output.contains(u"/trash/"_s), qPrintable(ended.output));
    QCOMPARE(fixture.files(), before);
}

void PerformChangesTest::anErrorTakesEverythingBack_data()
{
    QTest::addColumn<QString>("call");
    QTest::addColumn<QString>("error");
    QTest::newRow("full disk") << u"write"_s << u"error=ENOSPC"_s;
    QTest::newRow("bad disk") << u"fsync"_s << u"error=EIO"_s;
    QTest::newRow("a move") << u"renameat2"_s << u"error=EACCES"_s;
    QTest::newRow("a save's name") << u"rename"_s << u"error=EACCES"_s;
    QTest::newRow("a removal") << u"unlink"_s << u"error=EPERM"_s;
    QTest::newRow("a folder") << u"mkdir"_s << u"error=ENOSPC"_s;
}

void PerformChangesTest::anErrorTakesEverythingBack()
{
    QFETCH(QString, call);
    QFETCH(QString, error);
    int failures = 0;
    const QList<int> calls =
        concernedCalls(processCommand(*m_fixture, u"perform"_s), call, m_fixture->folder().path(),
                       m_fixture->folder().path(u"log"_s));
    QVERIFY(!calls.isEmpty());
    for (const int number : calls) {
        init();
        const auto before = m_fixture->files();
        const Ended ended = runInjected(processCommand(*m_fixture, u"perform"_s), call,
                                        u"%1:when=%2"_s.arg(error).arg(number));
        const auto after = m_fixture->files();
        if (ended.exitCode == 0) {
            continue; // what failed was not needed, such as noting the change for undo
        }
        ++failures;
        QVERIFY2(after == before,
                 qPrintable(u"%1 %2: %3"_s.arg(call).arg(number).arg(ended.output)));
        QVERIFY2(!ended.output.isEmpty(), qPrintable(call));
        const auto again =
            performChanges(m_fixture->place(), ChangeFixture::changesOf(m_fixture->root()));
        QVERIFY2(again, again ? "" : qPrintable(again.error().message));
    }
    QVERIFY(failures > 0);
}

void PerformChangesTest::aReadOnlyFileTakesEverythingBack()
{
    const auto before = m_fixture->files();
    QFile file(m_fixture->root() + u"/agents/writer/manifest.json"_s);
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::ReadUser));
    const auto refused =
        performChanges(m_fixture->place(), ChangeFixture::changesOf(m_fixture->root()));
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::ReadOnly);
    QVERIFY(refused.error().message.contains(u"Everything is as it was before"_s));
    QCOMPARE(m_fixture->files(), before);
    QVERIFY(!hasPending());
}

void PerformChangesTest::linksAreNotFollowed()
{
    const auto changes = ChangeFixture::changesOf(m_fixture->root());
    const QString outside = m_fixture->folder().path(u"outside"_s);
    QVERIFY(QDir().mkpath(outside));
    QVERIFY(QFile::link(outside, m_fixture->root() + u"/skills/new"_s));
    const auto refused = performChanges(m_fixture->place(), changes);
    QVERIFY(!refused);
    QVERIFY(QDir(outside).isEmpty());
    QVERIFY(QFile::exists(m_fixture->root() + u"/skills/old/spelling/SKILL.md"_s));
    QVERIFY(QFile::exists(m_fixture->root() + u"/agents/reader/AGENT.md"_s));
}

void PerformChangesTest::aKillLeavesEveryFileOldOrNewAndIsFinished_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("call");
    for (const QString &what : {u"perform"_s, u"undo"_s}) {
        for (const QString &call : {u"openat"_s, u"write"_s, u"fsync"_s, u"linkat"_s, u"rename"_s,
                                    u"renameat2"_s, u"unlink"_s, u"mkdir"_s, u"rmdir"_s}) {
            QTest::addRow("%s at %s", qPrintable(what), qPrintable(call)) << what << call;
        }
    }
}

void PerformChangesTest::aKillLeavesEveryFileOldOrNewAndIsFinished()
{
    QFETCH(QString, what);
    QFETCH(QString, call);
    const auto prepare = [&] {
        init();
        return what == u"perform"
            || performChanges(m_fixture->place(), ChangeFixture::changesOf(m_fixture->root()))
                   .has_value();
    };
    QVERIFY(prepare());
    const QList<int> calls =
        concernedCalls(processCommand(*m_fixture, what), call, m_fixture->folder().path(),
                       m_fixture->folder().path(u"log"_s));
    int kills = 0;
    for (const int number : calls) {
        QVERIFY(prepare());
        const auto before = m_fixture->files();
        const Ended ended = runInjected(processCommand(*m_fixture, what), call,
                                        u"signal=KILL:when=%1"_s.arg(number));
        kills += ended.wasKilled ? 1 : 0;
        const auto killed = m_fixture->files();
        const bool wasBegun = hasPending();
        const auto finished = finishChanges(m_fixture->place());
        const QString where = u"%1 %2 %3"_s.arg(what, call).arg(number);
        QVERIFY2(finished, finished ? "" : qPrintable(where + finished.error().message));
        QVERIFY2(finished->outcome
                     == (wasBegun ? UnfinishedChange::Outcome::Completed
                                  : UnfinishedChange::Outcome::NoneFound),
                 qPrintable(where));
        QVERIFY(!hasPending());
        const auto after = m_fixture->files();

        QVERIFY(prepare());
        const auto beforeWhole = m_fixture->files();
        std::ignore = runToEnd(processCommand(*m_fixture, what));
        const auto afterWhole = m_fixture->files();
        QCOMPARE(before, beforeWhole);
        QVERIFY2(after == (wasBegun ? afterWhole : before) || after == afterWhole,
                 qPrintable(where));
        QByteArrayList wholes;
        for (const auto &files : {before, afterWhole}) {
            for (const QByteArray &whole : files) {
                wholes.append(whole.mid(2));
            }
        }
        for (auto file = killed.begin(); file != killed.end(); ++file) {
            QVERIFY2(wholes.contains(file.value().mid(2)), qPrintable(where + u' ' + file.key()));
        }
    }
    qInfo("%d kills", kills);
    QVERIFY(kills > 0 || calls.isEmpty());
}

void PerformChangesTest::aKilledChangeIsTakenBackIfAFileChangedMeanwhile()
{
    const auto before = m_fixture->files();
    const QList<int> calls =
        concernedCalls(processCommand(*m_fixture, u"perform"_s), u"unlink"_s,
                       m_fixture->folder().path(), m_fixture->folder().path(u"log"_s));
    init();
    QVERIFY(runInjected(processCommand(*m_fixture, u"perform"_s), u"unlink"_s,
                        u"signal=KILL:when=%1"_s.arg(calls.first()))
                .wasKilled);
    QVERIFY(hasPending());
    QVERIFY(m_fixture->files() != before);
    m_fixture->folder().write(u"registry/agents/writer/manifest.json"_s, "mine\n");
    const auto finished = finishChanges(m_fixture->place());
    QVERIFY2(finished, finished ? "" : qPrintable(finished.error().message));
    QCOMPARE(finished->outcome, UnfinishedChange::Outcome::TakenBack);
    QCOMPARE(finished->title, u"Everything at once"_s);
    auto expected = before;
    expected.insert(u"agents/writer/manifest.json"_s, "- mine\n");
    QCOMPARE(m_fixture->files(), expected);
    QVERIFY(!hasPending());
}

void PerformChangesTest::aDamagedRecordIsNoRecord()
{
    QVERIFY(performChanges(m_fixture->place(), ChangeFixture::changesOf(m_fixture->root())));
    QDirIterator walk(m_fixture->place().stateFolder, {u"*.done"_s}, QDir::Files,
                      QDirIterator::Subdirectories);
    const QString path = walk.next();
    QFile file(path);
    QVERIFY(file.resize(file.size() / 2));
    QVERIFY(file.copy(QString(path).replace(u".done"_s, u".pending"_s)));
    const auto after = m_fixture->files();
    const auto finished = finishChanges(m_fixture->place());
    QVERIFY(finished);
    QCOMPARE(finished->outcome, UnfinishedChange::Outcome::NoneFound);
    QCOMPARE(performedChanges(m_fixture->place()), QList<ChangeRecord>());
    QCOMPARE(m_fixture->files(), after);
}

void PerformChangesTest::oneProgramAtATime()
{
    const auto changes = ChangeFixture::changesOf(m_fixture->root());
    const auto before = m_fixture->files();
    const auto holder = ChangeRecords::acquire(m_fixture->place());
    QVERIFY(holder);
    const Ended ended = runToEnd(processCommand(*m_fixture, u"perform"_s));
    QCOMPARE(ended.exitCode, 1 + static_cast<int>(ErrorCode::RepositoryLocked));
    QCOMPARE(m_fixture->files(), before);
    const auto finished = finishChanges(m_fixture->place());
    QVERIFY(finished);
    QCOMPARE(finished->outcome, UnfinishedChange::Outcome::BusyElsewhere);
}

void PerformChangesTest::gitSeesTheChangeAsOrdinaryFiles()
{
    QVERIFY(performChanges(m_fixture->place(), ChangeFixture::changesOf(m_fixture->root())));
    const auto git = [this](const QStringList &arguments) {
        return m_fixture->folder().git(QStringList{u"-C"_s, u"registry"_s} + arguments);
    };
    git({u"add"_s, u"-A"_s});
    const QByteArray status = git({u"status"_s, u"--porcelain"_s});
    QVERIFY2(status.contains("skills/old/spelling/SKILL.md -> skills/new/spelling/SKILL.md"),
             status.constData());
    QVERIFY(status.contains("D  notes.txt"));
    QVERIFY(status.contains("M  agents/writer/manifest.json"));
    QVERIFY(status.contains("A  agents/maker/manifest.json"));
    QVERIFY(status.contains("D  agents/reader/AGENT.md"));
    QVERIFY(git({u"ls-files"_s, u"-s"_s, u"agents/maker/bin/run"_s}).startsWith("100755"));
    git({u"fsck"_s, u"--full"_s});
}

QTEST_GUILESS_MAIN(PerformChangesTest)
#include "tst_performchanges.moc"
