#include "registryfixture.h"
#include "workspace/editjournal.h"
#include "workspace/entryoperations.h"
#include "workspace/registryhold.h"
#include "workspace/workspace.h"

#include <QDirIterator>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

#include <csignal>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::RegistryFixture;
using workspace::RegistryHold;
using workspace::RegistryUser;
using workspace::Workspace;

namespace {

constexpr int patience = 60'000; ///< ms

const RegistryUser ada{1001, u"ada"_s, u"tower"_s, u"0a"_s};
const RegistryUser bob{1002, u"bob"_s, u"tower"_s, u"0a"_s};
const RegistryUser adaElsewhere{1001, u"ada"_s, u"laptop"_s, u"0b"_s};

QStringList visibleFiles(const QString &folder)
{
    QStringList files;
    QDirIterator walk(folder, QDir::Files, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        files.append(walk.next());
    }
    files.sort();
    return files;
}

} // namespace

/// One registry, several users and hosts.
class RegistryHoldTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void oneUserOnOneHostHolds()
    {
        const RegistryFixture registry;
        RegistryHold first(registry.root(), ada);
        QVERIFY(first.take());
        QVERIFY(first.take());
        QVERIFY(first.obstacle().isEmpty());
        RegistryHold second(registry.root(), bob);
        QVERIFY(!second.take());
        QVERIFY(second.isWaiting());
        QVERIFY2(second.obstacle().startsWith(u"ada has this registry open on tower."_s),
                 qPrintable(second.obstacle()));
        RegistryHold third(registry.root(), adaElsewhere);
        QVERIFY(!third.take());
        QVERIFY(third.obstacle().contains(u"on tower"_s));
    }

    void theSameUserThereIsNoObstacle()
    {
        const RegistryFixture registry;
        RegistryHold first(registry.root(), ada);
        QVERIFY(first.take());
        RegistryHold second(registry.root(), ada);
        QVERIFY(!second.take());
        QVERIFY(second.obstacle().isEmpty());
        QVERIFY(second.isWaiting()); // to hold it when the first one ends
    }

    void itIsFreeWhenTheHolderEnds()
    {
        const RegistryFixture registry;
        auto first = std::make_unique<RegistryHold>(registry.root(), ada);
        QVERIFY(first->take());
        RegistryHold second(registry.root(), bob);
        QVERIFY(!second.take());
        first.reset();
        QVERIFY(second.take());
        QVERIFY(second.obstacle().isEmpty());
        RegistryHold third(registry.root(), ada);
        QVERIFY(!third.take());
        QVERIFY(third.obstacle().contains(u"bob has"_s));
    }

    void aHolderThatIsNotNamedIsOneAllTheSame()
    {
        const RegistryFixture registry;
        RegistryHold first(registry.root(), ada);
        QVERIFY(first.take());
        registry.folder().write(u".git/hermes-studio"_s, "");
        RegistryHold second(registry.root(), bob);
        QVERIFY(!second.take());
        QVERIFY(second.obstacle().startsWith(u"Another user or computer"_s));
    }

    void theWorkTreeStaysAsItIs()
    {
        const RegistryFixture registry;
        const QStringList before = visibleFiles(registry.root());
        RegistryHold hold(registry.root(), ada);
        QVERIFY(hold.take());
        QCOMPARE(registry.folder().git({u"status"_s, u"--porcelain"_s}), "");
        QCOMPARE(visibleFiles(registry.root()), before);
    }

    void aFolderWithoutGitIsHeldToo()
    {
        const test::ScratchFolder folder;
        RegistryHold first(folder.path(), ada);
        QVERIFY(first.take());
        RegistryHold second(folder.path(), bob);
        QVERIFY(!second.take());
        QVERIFY(!second.obstacle().isEmpty());
        QVERIFY(visibleFiles(folder.path()).isEmpty());
    }

    void aFolderThatTakesNoFileIsHeldByNobody()
    {
        RegistryHold hold(u"/proc/self"_s, ada);
        QVERIFY(!hold.take());
        QVERIFY(hold.obstacle().isEmpty());
        QVERIFY(!hold.isWaiting());
    }

    void anotherHostMakesItReadOnlyUntilItsProgramDies()
    {
        const RegistryFixture registry;
        const test::ScratchFolder state;
        const auto other = startElsewhere({registry.root(), state.path(u"other"_s)});
        QVERIFY(other != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(said(*other).contains("writable"), patience);

        Workspace workspace(state.path(u"own"_s));
        const QSignalSpy loaded(&workspace, &Workspace::loaded);
        const QSignalSpy notices(&workspace, &Workspace::notice);
        workspace.open(registry.root());
        QTRY_COMPARE_WITH_TIMEOUT(loaded.size(), 1, patience);
        QVERIFY2(workspace.heldElsewhere().contains(u"on far-away"_s),
                 qPrintable(workspace.heldElsewhere()));

        workspace::DefinitionDocument *document = workspace.document(RegistryFixture::writer);
        QTRY_COMPARE(document->state(), workspace::DefinitionDocument::State::Ready);
        QCOMPARE(document->readOnlyReason(), workspace.heldElsewhere());
        const QByteArray before = registry.prompt();
        QSignalSpy failed(document, &workspace::DefinitionDocument::saveFailed);
        QSignalSpy journaled(document, &workspace::DefinitionDocument::journaled);
        QTextCursor(document->prompt()->document()).insertText(u"Mine. "_s);
        document->save();
        QCOMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<core::Error>().code, core::ErrorCode::ReadOnly);
        QTRY_VERIFY(!journaled.isEmpty()); // what is typed is safe all the same
        QCOMPARE(registry.prompt(), before);
        QVERIFY(operationsAreRefused(workspace));

        ::kill(static_cast<pid_t>(other->processId()), SIGKILL);
        QVERIFY(other->waitForFinished(patience));
        QTRY_VERIFY_WITH_TIMEOUT(workspace.heldElsewhere().isEmpty(), patience);
        QCOMPARE(document->readOnlyReason(), QString());
        QCOMPARE(notices.size(), 1);
        const QSignalSpy saved(document, &workspace::DefinitionDocument::saved);
        document->save();
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(registry.prompt().startsWith("Mine. "));
    }

    void recoveryStoresDoNotMix_data()
    {
        QTest::addColumn<QString>("ownState");
        QTest::newRow("a home each") << u"own"_s;
        QTest::newRow("one home for both hosts") << u"other"_s;
    }

    void recoveryStoresDoNotMix()
    {
        QFETCH(const QString, ownState);
        const RegistryFixture registry;
        const test::ScratchFolder state;
        const auto other = startElsewhere({registry.root(), state.path(u"other"_s), u"Theirs. "_s});
        QVERIFY(other != nullptr);
        QTRY_VERIFY_WITH_TIMEOUT(said(*other).contains("journaled"), patience);

        auto workspace = std::make_unique<Workspace>(state.path(ownState));
        workspace->open(registry.root());
        QTRY_COMPARE_WITH_TIMEOUT(workspace->status(), Workspace::Status::Ready, patience);
        const core::EntryId edited = workspace->catalog().entries.first().id;
        workspace::DefinitionDocument *document = workspace->document(edited);
        QTRY_COMPARE(document->state(), workspace::DefinitionDocument::State::Ready);
        QVERIFY(!document->isModified()); // what lives elsewhere is not ours to recover
        QTextCursor(document->prompt()->document()).insertText(u"Mine. "_s);
        const QSignalSpy journaled(document, &workspace::DefinitionDocument::journaled);
        QTRY_VERIFY(!journaled.isEmpty());
        ::kill(static_cast<pid_t>(other->processId()), SIGKILL);
        QVERIFY(other->waitForFinished(patience));
        workspace.reset();

        // What the dead one left is there for the next program that has its store.
        Workspace next(state.path(u"other"_s));
        next.open(registry.root());
        QTRY_COMPARE_WITH_TIMEOUT(next.status(), Workspace::Status::Ready, patience);
        document = next.document(edited);
        const QSignalSpy aside(document, &workspace::DefinitionDocument::keptAside);
        QTRY_COMPARE(document->state(), workspace::DefinitionDocument::State::Ready);
        QVERIFY(document->isModified());
        const bool isMine = document->prompt()->bytes().startsWith("Mine. ");
        QVERIFY(isMine || document->prompt()->bytes().startsWith("Theirs. "));
        if (ownState == u"other") {
            QCOMPARE(aside.size(), 1); // two unsaved texts: one is here, the other one is kept
            QCOMPARE(aside.constFirst().constFirst().toStringList().size(), 1);
        } else {
            QVERIFY(!isMine);
        }
    }

private:
    /// The other program, on a host of another name. nullptr where the system does not allow that.
    static std::unique_ptr<QProcess> startElsewhere(const QStringList &arguments)
    {
        auto process = std::make_unique<QProcess>();
        process->start(u"unshare"_s,
                       QStringList{u"--uts"_s, u"--map-root-user"_s, u"sh"_s, u"-c"_s,
                                   u"hostname far-away && exec \"$0\" \"$@\""_s,
                                   QStringLiteral(HOLDER_PROCESS)}
                           + arguments);
        return process->waitForStarted() ? std::move(process) : nullptr;
    }

    static QByteArray said(QProcess &process) { return process.peek(1 << 16); }

    static bool operationsAreRefused(Workspace &workspace)
    {
        workspace::EntryOperations operations(workspace);
        QSignalSpy failed(&operations, &workspace::EntryOperations::failed);
        changes::ChangeSet changes;
        changes.writes = {{core::RepoPath::fromLiteral(u"agents/new/AGENT.md"_s), std::nullopt,
                           QByteArray("# New\n"), false}};
        operations.perform(changes);
        const bool isTold = QTest::qWaitFor([&failed] { return failed.size() == 1; }, 60'000);
        const auto release = workspace.release({});
        const auto mended = workspace.repairLocks();
        return isTold && !QFile::exists(workspace.root() + u"/agents/new"_s) && release.isFinished()
            && !release.result().has_value() && mended.isFinished()
            && mended.result().error().code == core::ErrorCode::ReadOnly;
    }
};

QTEST_GUILESS_MAIN(RegistryHoldTest)
#include "tst_registryhold.moc"
