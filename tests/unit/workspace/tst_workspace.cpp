#include "workspace/workspace.h"

#include "registryfixture.h"
#include "workspace/settings.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

#include <fcntl.h>
#include <unistd.h>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::EntryKind;
using test::RegistryFixture;
using workspace::ContentRef;
using workspace::Workspace;

class TestWorkspace final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        m_state = std::make_unique<test::ScratchFolder>();
        m_workspace = std::make_unique<Workspace>(m_state->path());
    }
    void cleanup() { m_workspace.reset(); }

    void opensARegistryAndReadsItsState()
    {
        m_registry->writePrompt("changed\n");
        QSignalSpy added(m_workspace.get(), &Workspace::entriesAdded);
        openFixture();
        QVERIFY(!added.isEmpty());
        QCOMPARE(m_workspace->catalog().entries.size(), 2);
        QTRY_COMPARE(m_workspace->entryState(RegistryFixture::writer),
                     workspace::EntryState::Modified);
        QCOMPARE(m_workspace->entryState({EntryKind::Agent, u"reader"_s}),
                 workspace::EntryState::Clean);
        QVERIFY(!m_workspace->repository().isFilesOnly());
        QCOMPARE(m_workspace->repository().state->branch, u"main"_s);
    }

    void aNewFileDoesNotMakeACommittedEntryNew()
    {
        m_registry->folder().write(u"agents/writer/icon.svg"_s, "<svg/>");
        m_registry->folder().write(u"agents/newcomer/manifest.json"_s, "{}");
        m_registry->folder().write(u"agents/newcomer/AGENT.md"_s, "# Newcomer\n");
        openFixture();
        QTRY_COMPARE(m_workspace->entryState(RegistryFixture::writer),
                     workspace::EntryState::Modified);
        QCOMPARE(m_workspace->entryState({EntryKind::Agent, u"newcomer"_s}),
                 workspace::EntryState::Added);
    }

    void anEmptyFolderAndOneWithoutGitOpenToo()
    {
        test::ScratchFolder empty;
        open(empty.path());
        QVERIFY(m_workspace->catalog().entries.isEmpty());
        QTRY_COMPARE(m_workspace->repository().reason.code, core::ErrorCode::NotARepository);
        empty.write(u"agents/a/manifest.json"_s, "{ broken");
        QTRY_COMPARE(m_workspace->catalog().entries.size(), 1);
        QVERIFY(!m_workspace->catalog().entries.first().problems.isEmpty());
    }

    void aFolderThatAProgramStandsInIsMissedWhenItGoes()
    {
        test::ScratchFolder outer;
        outer.write(u"registry/agents/a/manifest.json"_s, "{}");
        open(outer.path(u"registry"_s));
        QTRY_COMPARE(m_workspace->repository().reason.code, core::ErrorCode::NotARepository);
        const QSignalSpy gone(m_workspace.get(), &Workspace::registryGone);
        const int standing = ::open(qPrintable(outer.path(u"registry"_s)), O_RDONLY | O_DIRECTORY);
        QVERIFY(standing >= 0);
        QVERIFY(QDir(outer.path(u"registry"_s)).removeRecursively());
        QTRY_COMPARE(gone.size(), 1);
        ::close(standing);
    }

    void aFolderThatIsNotThereFails()
    {
        QSignalSpy failed(m_workspace.get(), &Workspace::failed);
        m_workspace->open(m_registry->folder().path(u"nowhere"_s));
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(m_workspace->status(), Workspace::Status::Failed);
    }

    void changesOnDiskAppearByThemselves()
    {
        openFixture();
        QTRY_VERIFY(m_workspace->repository().state.has_value());
        QSignalSpy changed(m_workspace.get(), &Workspace::entryChanged);
        m_registry->folder().write(
            u"agents/writer/manifest.json"_s,
            m_registry->manifest().replace("\"Writer\"", "\"Author\"")); // in place
        QTRY_COMPARE(m_workspace->catalog().find(RegistryFixture::writer)->name, u"Author"_s);
        QVERIFY(!changed.isEmpty());
        m_registry->folder().write(u"agents/third/manifest.json"_s,
                                   m_registry->manifest().replace("\"writer\"", "\"third\""));
        QTRY_COMPARE(m_workspace->catalog().entries.size(), 3);
        QTRY_COMPARE(m_workspace->entryState({EntryKind::Agent, u"third"_s}),
                     workspace::EntryState::Added);
        QVERIFY(QDir(m_registry->folder().path(u"agents/third"_s)).removeRecursively());
        QTRY_COMPARE(m_workspace->catalog().entries.size(), 2);
        m_registry->folder().git({u"checkout"_s, u"-q"_s, u"-b"_s, u"topic"_s});
        QTRY_COMPARE(m_workspace->repository().state->branch, u"topic"_s);
    }

    void theOpenDocumentFollowsTheDisk()
    {
        openFixture();
        workspace::DefinitionDocument *document = openWriter();
        QSignalSpy reloaded(document, &workspace::DefinitionDocument::reloaded);
        m_registry->writePrompt("# Other\n");
        QTRY_COMPARE(reloaded.size(), 1);
        QCOMPARE(document->prompt()->bytes(), "# Other\n");
    }

    void theFolderDeletedWhileOpenKeepsTheText()
    {
        openFixture();
        workspace::DefinitionDocument *document = openWriter();
        QTextCursor(document->prompt()->document()).insertText(u"mine "_s);
        QSignalSpy gone(m_workspace.get(), &Workspace::registryGone);
        QVERIFY(QDir(m_registry->root()).removeRecursively());
        QTRY_VERIFY(!gone.isEmpty());
        QTRY_COMPARE(document->diskState(), workspace::DefinitionDocument::DiskState::Gone);
        QVERIFY(document->prompt()->bytes().startsWith("mine # Writer"));
    }

    void twoProgramsNeverOverwriteEachOther()
    {
        test::ScratchFolder otherState;
        Workspace other(otherState.path());
        openFixture();
        QSignalSpy loaded(&other, &Workspace::loaded);
        other.open(m_registry->root());
        QTRY_COMPARE(loaded.size(), 1);
        workspace::DefinitionDocument *mine = openWriter();
        workspace::DefinitionDocument *theirs = other.document(RegistryFixture::writer);
        QTRY_COMPARE(theirs->state(), workspace::DefinitionDocument::State::Ready);
        QTextCursor(mine->prompt()->document()).insertText(u"mine "_s);
        QTextCursor(theirs->prompt()->document()).insertText(u"theirs "_s);
        QSignalSpy saved(theirs, &workspace::DefinitionDocument::saved);
        theirs->save();
        QTRY_COMPARE(saved.size(), 1);
        QTRY_COMPARE(mine->diskState(), workspace::DefinitionDocument::DiskState::Changed);
        QSignalSpy failed(mine, &workspace::DefinitionDocument::saveFailed);
        mine->save();
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(m_registry->prompt().startsWith("theirs # Writer"));
        QVERIFY(mine->prompt()->bytes().startsWith("mine # Writer"));
    }

    void releasesTheDraftAndFollowsIt()
    {
        openFixture();
        workspace::DefinitionDocument *document = openWriter();
        QTextCursor(document->prompt()->document()).insertText(u"Better. "_s);
        const auto plan = result(m_workspace->planRelease(RegistryFixture::writer));
        QVERIFY2(plan, plan ? "" : qPrintable(plan.error().message));
        auto request = m_workspace->releaseRequest(*plan);
        QVERIFY(request);
        request->version = plan->proposal.version;
        request->changelog = u"Better."_s;
        request->author = {u"A"_s, u"a@example.org"_s, QDateTime::currentDateTime()};
        QSignalSpy released(m_workspace.get(), &Workspace::released);
        const auto done = result(m_workspace->release(*request));
        QVERIFY2(done, done ? "" : qPrintable(done.error().message));
        QCOMPARE(released.size(), 1);
        QVERIFY(!document->isModified());
        QVERIFY(document->manifest()->bytes().contains(plan->proposal.version.toString().toUtf8()));
        QCOMPARE(document->manifest()->bytes(), m_registry->manifest());
        const auto history = result(m_workspace->history(RegistryFixture::writer));
        QVERIFY(history);
        QCOMPARE(history->versions.size(), 2);
        QTRY_COMPARE(m_workspace->entryState(RegistryFixture::writer),
                     workspace::EntryState::Clean);

        // compare and restore the older version
        const ContentRef old =
            ContentRef::atCommit(history->versions.last().commit.id, u"v1.0.0"_s);
        const auto comparison =
            result(m_workspace->compare(RegistryFixture::writer, old, ContentRef::draft(), {}));
        QVERIFY(comparison);
        QCOMPARE(comparison->manifest.size(), 1);
        QCOMPARE(comparison->manifest.first().field, u"version"_s);
        QVERIFY(result(m_workspace->restore(RegistryFixture::writer, old)));
        QVERIFY(document->isModified());
        QVERIFY(document->prompt()->bytes().startsWith("# Writer"));
        document->prompt()->undo();
        QVERIFY(document->prompt()->bytes().startsWith("Better. # Writer"));
    }

    void settingsRememberAndForget()
    {
        const QString file = m_state->path(u"settings.ini"_s);
        {
            workspace::Settings settings(file);
            for (int i = 0; i < 15; ++i) {
                settings.addRecentRegistry(u"/r/%1"_s.arg(i));
            }
            settings.addRecentRegistry(u"/r/14"_s);
            settings.removeRecentRegistry(u"/r/13"_s);
            settings.setAppearance(workspace::Settings::Appearance::Dark);
            settings.setOpenDocuments(u"/r/14"_s, {{u"agent/a"_s, u"agent/b"_s}, u"agent/b"_s});
        }
        const workspace::Settings settings(file);
        QCOMPARE(settings.recentRegistries().size(), 11);
        QCOMPARE(settings.recentRegistries().constFirst(), u"/r/14"_s);
        QVERIFY(!settings.recentRegistries().contains(u"/r/13"_s));
        QCOMPARE(settings.appearance(), workspace::Settings::Appearance::Dark);
        QCOMPARE(settings.openDocuments(u"/r/14"_s).ids, (QStringList{u"agent/a"_s, u"agent/b"_s}));
        QCOMPARE(settings.openDocuments(u"/r/14"_s).current, u"agent/b"_s);
        QCOMPARE(settings.openDocuments(u"/r/1"_s), workspace::Settings::OpenDocuments());
    }

private:
    void open(const QString &folder)
    {
        QSignalSpy loaded(m_workspace.get(), &Workspace::loaded);
        m_workspace->open(folder);
        QTRY_COMPARE(loaded.size(), 1);
    }
    void openFixture() { open(m_registry->root()); }
    workspace::DefinitionDocument *openWriter()
    {
        workspace::DefinitionDocument *document = m_workspace->document(RegistryFixture::writer);
        const bool isReady = QTest::qWaitFor(
            [document] { return document->state() == workspace::DefinitionDocument::State::Ready; },
            60'000);
        return isReady ? document : nullptr;
    }
    template <typename T>
    static core::Result<T> result(const QFuture<core::Result<T>> &future)
    {
        if (!QTest::qWaitFor([&future] { return future.isFinished(); }, 20'000)) {
            return core::failure(core::ErrorCode::Internal, u"the work did not end"_s);
        }
        return future.result();
    }

    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::ScratchFolder> m_state;
    std::unique_ptr<Workspace> m_workspace;
};

QTEST_GUILESS_MAIN(TestWorkspace)
#include "tst_workspace.moc"
