#include "editor/prompteditor.h"
#include "registryfixture.h"
#include "scratchfolder.h"
#include "slowfolder.h"
#include "widgets/theme.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QAction>
#include <QDir>
#include <QSignalSpy>
#include <QTest>

#include <future>

using namespace hermes;
using namespace Qt::StringLiterals;
using mainwindow::ActionId;
using test::RegistryFixture;
using test::SlowFolder;
using test::WindowFixture;
using workspace::DefinitionDocument;

namespace {

constexpr int answerTime = 20; ///< ms, of the slow disk
constexpr int patience = 120'000; ///< ms

} // namespace

/// A registry on a disk that answers slowly: the window's thread never waits for it.
class TestWindowSlowFolder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(vcs::initializeLibrary());
        QVERIFY2(SlowFolder::isPossible(), "not started with the library slowfolder");
    }

    void cleanup() { QVERIFY2(m_calls.isEmpty(), qPrintable(m_calls.join(u'\n'))); }

    void opensAndCloses()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        const SlowFolder slow(registry.root(), answerTime);
        fixture.open(registry.root());
        QVERIFY(SlowFolder::slowCalls() > 10); // it is slow
        fixture.action(ActionId::CloseRegistry)->trigger();
        m_calls = SlowFolder::callsOfMainThread();
    }

    void opensAnEntryEditsAndSaves()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        const SlowFolder slow(registry.root(), answerTime);
        DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        QVERIFY(document);
        fixture.type(u"Mine. "_s);
        QSignalSpy saved(document, &DefinitionDocument::saved);
        fixture.action(ActionId::Save)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, patience);
        fixture.action(ActionId::Compare)->trigger();
        fixture.action(ActionId::ShowManifest)->trigger();
        QTest::keyClick(&fixture.window(), Qt::Key_Tab, Qt::ControlModifier);
        m_calls = SlowFolder::callsOfMainThread();
    }

    void settingsAreWrittenBesideTheWindow()
    {
        const RegistryFixture registry;
        const test::ScratchFolder home;
        WindowFixture fixture(m_theme, home.path());
        fixture.open(registry.root());
        const SlowFolder slow(home.path(), answerTime);
        QVERIFY(fixture.openEntry(RegistryFixture::writer)); // is one of the recent ones now
        fixture.action(ActionId::ShowRuler)->trigger();
        const auto isWritten = [&home] { // looked at from another thread
            return std::async(
                       std::launch::async,
                       [&home] { return home.read(u"settings.ini"_s).contains("ruler=true"); })
                .get();
        };
        QTRY_VERIFY_WITH_TIMEOUT(isWritten(), patience);
        m_calls = SlowFolder::callsOfMainThread().filter(u"settings.ini"_s);
    }

    void followsFilesThatComeAndGo()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        QVERIFY(document);
        const SlowFolder slow(registry.root(), answerTime);
        registry.writePrompt("# Theirs\n");
        const core::EntryId id{core::EntryKind::Agent, u"third"_s};
        registry.folder().write(u"agents/third/AGENT.md"_s, "# Third\n");
        QByteArray manifest = registry.manifest();
        registry.folder().write(u"agents/third/manifest.json"_s,
                                manifest.replace("writer", "third"));
        const QStringList ownCalls = SlowFolder::callsOfMainThread(); // the test's, on this thread
        QTRY_VERIFY_WITH_TIMEOUT(document->prompt()->bytes() == "# Theirs\n", patience);
        QTRY_VERIFY_WITH_TIMEOUT(fixture.workspace().catalog().find(id) != nullptr, patience);
        m_calls = SlowFolder::callsOfMainThread();
        m_calls.removeIf([&](const QString &call) { return ownCalls.contains(call); });
    }

private:
    QStringList m_calls; ///< What the window's thread asked the slow disk.
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestWindowSlowFolder)
#include "tst_window_slowfolder.moc"
