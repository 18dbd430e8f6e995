#include "browser/catalogtree.h"
#include "editor/prompteditor.h"
#include "preview/previewpane.h"
#include "registryfixture.h"
#include "widgets/emptystate.h"
#include "widgets/messagebar.h"
#include "widgets/theme.h"
#include "windowchecks.h"
#include "windowfixture.h"
#include "workspace/definitiondocument.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace Qt::StringLiterals;
using mainwindow::ActionId;
using test::RegistryFixture;
using test::WindowFixture;
using workspace::DefinitionDocument;

namespace {

const core::EntryId reader{core::EntryKind::Agent, u"reader"_s};

} // namespace

/// What the window says and keeps when files are not as they should be.
class TestWindowFiles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }

    void anEmptyFolderSaysWhatToDo()
    {
        const test::ScratchFolder folder;
        WindowFixture fixture(m_theme);
        fixture.open(folder.path());
        QVERIFY2(fixture.shownTexts().contains(u"No entries yet"_s),
                 qPrintable(fixture.shownTexts()));
        QVERIFY(fixture.registryText().contains(u"files only"_s));
        QVERIFY(!fixture.bar({}));
        QVERIFY(!fixture.action(ActionId::Release)->isEnabled());
        QVERIFY(!fixture.action(ActionId::Export)->isEnabled());
        folder.write(u"agents/new/manifest.json"_s, RegistryFixture().manifest());
        QTRY_VERIFY(fixture.window().findChild<browser::CatalogTree *>()->isVisible());
    }

    void anEntryOpensAtItsBeginning()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        for (const core::EntryId &id : {RegistryFixture::writer, reader}) {
            QVERIFY(fixture.openEntry(id));
            QCOMPARE(fixture.prompt()->textCursor().position(), 0);
        }
    }

    void aFolderThatIsNotThereIsSaidOnTheWelcomePage()
    {
        const test::ScratchFolder folder;
        WindowFixture fixture(m_theme);
        fixture.window().openRegistry(folder.path(u"nowhere"_s));
        QTRY_VERIFY2(fixture.bar(u"nowhere"_s), qPrintable(fixture.shownTexts()));
    }

    void theRegistrysWordsAreReadAgainWhenTheyChange()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QVERIFY(!fixture.bar(u"The word list"_s));
        QVERIFY(QDir(registry.root()).mkpath(u"studio/words.txt"_s)); // no file: it is told
        QTRY_VERIFY2(fixture.bar(u"The word list"_s), qPrintable(fixture.shownTexts()));
    }

    void withoutGitFilesAreEditedAllTheSame()
    {
        const RegistryFixture registry;
        QVERIFY(QDir(registry.folder().path(u".git"_s)).removeRecursively());
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        QVERIFY(document);
        fixture.type(u"Mine. "_s);
        QSignalSpy saved(document, &DefinitionDocument::saved);
        fixture.action(ActionId::Save)->trigger();
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(registry.prompt().startsWith("Mine. # Writer"));
        QVERIFY(!fixture.action(ActionId::Release)->isEnabled());
        QVERIFY2(fixture.action(ActionId::Release)->toolTip().contains(u"no git repository"_s),
                 qPrintable(fixture.action(ActionId::Release)->toolTip()));
        QVERIFY(!fixture.bar({}));
    }

    void aSecretIsWarnedOfWhenItIsSaved()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        const DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        const QString key = u"sk-"_s + u"ant-api03-a1B2c3D4e5F6g7H8"_s;
        fixture.type(key + u' ');
        fixture.action(ActionId::Save)->trigger();
        QTRY_VERIFY(fixture.bar(u"line 1: what looks like a key of Anthropic"_s));
        QVERIFY(!document->isModified());
        QVERIFY(!fixture.bar(u"It is saved"_s)->text().contains(key));
        // Who knows it is not told again.
        fixture.bar(u"It is saved"_s)->dismiss();
        fixture.type(u"x"_s);
        fixture.action(ActionId::Save)->trigger();
        QTRY_VERIFY(!document->isModified() && !document->isSaving());
        QTest::qWait(0);
        QVERIFY(!fixture.bar(u"It is saved"_s));
        // Another key in its place is one that nobody was told of.
        fixture.prompt()->selectAll();
        fixture.type(u"sk-"_s + u"ant-api03-z9Y8x7W6v5U4t3S2"_s);
        fixture.action(ActionId::Save)->trigger();
        QTRY_VERIFY(fixture.bar(u"line 1: what looks like a key of Anthropic"_s));
    }

    void aBrokenManifestOpensAsText()
    {
        const RegistryFixture registry;
        registry.folder().write(RegistryFixture::manifestFile, "{ \"id\": \"writer\", broken");
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        QVERIFY(document);
        QVERIFY(fixture.prompt()->toPlainText().startsWith(u"# Writer"_s));
        fixture.action(ActionId::ShowManifest)->trigger();
        QTRY_VERIFY2(fixture.bar(u"does not parse"_s), qPrintable(fixture.shownTexts()));
        fixture.action(ActionId::ShowPrompt)->trigger();
        fixture.type(u"Mine. "_s);
        QSignalSpy saved(document, &DefinitionDocument::saved);
        fixture.action(ActionId::Save)->trigger();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(registry.manifest(), "{ \"id\": \"writer\", broken"); // not a byte
        QVERIFY(registry.prompt().startsWith("Mine. # Writer"));
    }

    void aMissingPromptIsToldAndCanBeWrittenAnew()
    {
        const RegistryFixture registry;
        QVERIFY(QFile::remove(registry.folder().path(RegistryFixture::promptFile)));
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        QVERIFY(document);
        widgets::MessageBar *bar = nullptr;
        QTRY_VERIFY((bar = fixture.bar(u"gone from the disk"_s)));
        fixture.type(u"# Anew"_s);
        QSignalSpy saved(document, &DefinitionDocument::saved);
        fixture.click(bar, u"Write it anew"_s);
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(registry.prompt(), "# Anew");
        QTRY_VERIFY(!fixture.bar(u"gone from the disk"_s));
    }

    void aPromptOf50MegabytesAsksFirst()
    {
        const RegistryFixture registry;
        const QByteArray line = "A line of a prompt that someone made far too long.\n";
        registry.writePrompt(line.repeated(1'000'000)); // 51 MB
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        QVERIFY(document);
        QCOMPARE(document->state(), DefinitionDocument::State::TooLarge);
        widgets::MessageBar *bar = fixture.bar(u"large"_s);
        QVERIFY2(bar, qPrintable(fixture.shownTexts()));
        QVERIFY2(bar->text().contains(u"48"_s), qPrintable(bar->text())); // MiB
        QVERIFY(fixture.openEntry(reader)); // the window goes on
        fixture.openEntry(RegistryFixture::writer);
        fixture.click(fixture.bar(u"large"_s), u"Open anyway"_s);
        QTRY_COMPARE_WITH_TIMEOUT(document->state(), DefinitionDocument::State::Ready, 120'000);
        QCOMPARE(document->prompt()->document()->blockCount(), 1'000'001);
        fixture.type(u"Mine. "_s);
        QSignalSpy saved(document, &DefinitionDocument::saved);
        fixture.action(ActionId::Save)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(saved.size(), 1, 120'000);
        const QByteArray written = registry.prompt();
        QVERIFY(written.startsWith("Mine. " + line));
        QCOMPARE(written.size(), line.size() * 1'000'000 + 6);
    }

    void theFolderDeletedWhileOpenIsToldAndTheTextKept()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        DefinitionDocument *document = fixture.openEntry(RegistryFixture::writer);
        QVERIFY(document);
        fixture.type(u"Mine. "_s);
        QVERIFY(QDir(registry.root()).removeRecursively());
        QTRY_VERIFY(fixture.bar(u"is gone. What is open here is kept"_s));
        QTRY_VERIFY(fixture.bar(u"gone from the disk"_s));
        QVERIFY(fixture.prompt()->toPlainText().startsWith(u"Mine. # Writer"_s));
        QVERIFY(document->isModified());
    }

    void twoProgramsNeverOverwriteEachOther()
    {
        const RegistryFixture registry;
        WindowFixture mine(m_theme);
        WindowFixture theirs(m_theme);
        mine.open(registry.root());
        theirs.open(registry.root());
        DefinitionDocument *document = mine.openEntry(RegistryFixture::writer);
        QVERIFY(document);
        mine.type(u"Mine. "_s);
        DefinitionDocument *other = theirs.openEntry(RegistryFixture::writer);
        QVERIFY(other);
        QTest::keyClick(theirs.prompt(), Qt::Key_End, Qt::ControlModifier);
        theirs.type(u"Theirs."_s);
        QSignalSpy savedThere(other, &DefinitionDocument::saved);
        theirs.action(ActionId::Save)->trigger();
        QTRY_COMPARE(savedThere.size(), 1);

        widgets::MessageBar *bar = nullptr;
        QTRY_VERIFY((bar = mine.bar(u"was changed on disk"_s)));
        QSignalSpy refused(document, &DefinitionDocument::saveFailed);
        mine.action(ActionId::Save)->trigger();
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(registry.prompt().startsWith("# Writer"));
        QVERIFY(registry.prompt().endsWith("Theirs."));
        QVERIFY(mine.prompt()->toPlainText().startsWith(u"Mine. # Writer"_s));

        mine.click(bar, u"Merge"_s);
        QTRY_VERIFY(mine.bar(u"Both changes"_s));
        QSignalSpy savedHere(document, &DefinitionDocument::saved);
        mine.action(ActionId::Save)->trigger();
        QTRY_COMPARE(savedHere.size(), 1);
        QVERIFY(registry.prompt().startsWith("Mine. # Writer"));
        QVERIFY(registry.prompt().endsWith("Theirs."));
        QTRY_VERIFY(theirs.bar(u"Changed on disk and taken over"_s));
        QVERIFY(theirs.prompt()->toPlainText().startsWith(u"Mine. # Writer"_s));
    }

    void theSessionComesBackWithItsTabsInOrder()
    {
        const RegistryFixture registry;
        WindowFixture fixture(m_theme);
        fixture.open(registry.root());
        QVERIFY(fixture.openEntry(reader));
        fixture.type(u"Unsaved. "_s);
        QVERIFY(fixture.openEntry(RegistryFixture::writer));
        QTest::keyClick(&fixture.window(), Qt::Key_Tab, Qt::ControlModifier);
        QTRY_COMPARE(fixture.workspace().documents().size(), 2);
        fixture.window().close();
        fixture.restart();
        fixture.open(registry.root());
        const QList<QTabBar *> bars = fixture.window().findChildren<QTabBar *>();
        const auto found = std::ranges::find(bars, u"Open documents"_s, &QTabBar::accessibleName);
        QVERIFY(found != bars.cend());
        const QTabBar *tabs = *found;
        QCOMPARE(tabs->count(), 2);
        QCOMPARE(tabs->tabToolTip(0).section(u' ', 0, 0), u"agent/reader"_s);
        QCOMPARE(tabs->tabToolTip(1), u"agent/writer"_s);
        QCOMPARE(tabs->currentIndex(), 0);
        QTRY_VERIFY(fixture.prompt()->toPlainText().startsWith(u"Unsaved. # Writer"_s));
    }

private:
    widgets::Theme m_theme{*qApp};
};

QTEST_MAIN(TestWindowFiles)
#include "tst_window_files.moc"
