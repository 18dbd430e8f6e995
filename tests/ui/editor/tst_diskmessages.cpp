#include "editor/diskmessages.h"

#include "documentfixture.h"
#include "vcs/repository.h"
#include "widgets/messagebar.h"
#include "windowchecks.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTextCursor>
#include <QToolButton>

#include <sys/stat.h>

using namespace hermes;
using namespace Qt::StringLiterals;
using editor::DiskMessages;
using test::captions;
using test::clickButton;
using test::DocumentFixture;
using widgets::MessageBar;
using workspace::DefinitionDocument;

namespace {

constexpr QSize windowSize(900, 300);

/// Set for a run of this program on a small disk, or on one that cannot be written.
constexpr const char *folderVariable = "HERMES_TEST_FOLDER";

void closeByHand(const MessageBar &bar)
{
    QTest::mouseClick(bar.findChild<QToolButton *>(), Qt::LeftButton);
}

} // namespace

/// What the bars say about a document's files, and what their buttons do.
class TestDiskMessages final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_messages.reset();
        m_fixture = std::make_unique<DocumentFixture>();
    }
    void cleanup()
    {
        m_messages.reset();
        m_fixture.reset();
    }

    void aCleanFileThatChangesIsTakenOverWithANote()
    {
        show();
        m_fixture->changeOutside("# Theirs\n");
        QTRY_VERIFY(bar(u"Changed on disk and taken over"_s));
        QCOMPARE(bar(u"taken over"_s)->severity(), MessageBar::Severity::Info);
        QCOMPARE(captions(*bar(u"taken over"_s)), QStringList());
        QCOMPARE(m_fixture->document().prompt()->bytes(), "# Theirs\n");
    }

    void anEditedFileThatChangesOffersFourWaysAndCompareFirst()
    {
        editBothSides();
        QCOMPARE(captions(*bar(u"changed on disk"_s)),
                 (QStringList{u"Compare"_s, u"Merge"_s, u"Keep mine"_s, u"Take theirs"_s}));
        QVERIFY(bar(u"changed on disk"_s)->findChildren<QPushButton *>().first()->isDefault());
        const QSignalSpy compared(m_messages.get(), &DiskMessages::comparisonRequested);
        clickButton(*bar(u"changed on disk"_s), u"Compare"_s);
        QCOMPARE(compared.size(), 1);
        QVERIFY(bar(u"changed on disk"_s)); // comparing decides nothing
    }

    void mergeBringsBothSidesTogether()
    {
        editBothSides();
        clickButton(*bar(u"changed on disk"_s), u"Merge"_s);
        QTRY_VERIFY(bar(u"Both changes are in the draft now"_s));
        QVERIFY(!bar(u"changed on disk"_s));
        QVERIFY(m_fixture->save());
        QVERIFY(m_fixture->registry().prompt().startsWith("mine # Writer"));
        QVERIFY(m_fixture->registry().prompt().endsWith("Theirs.\n"));
    }

    void aMergeWithConflictsCountsThem()
    {
        show();
        m_fixture->type(u"mine "_s);
        m_fixture->changeOutside("theirs # Writer\n\nYou write.\n\n## Output\n\nText.\n");
        QTRY_VERIFY(bar(u"changed on disk"_s));
        clickButton(*bar(u"changed on disk"_s), u"Merge"_s);
        QTRY_VERIFY(bar(u"1 place"_s));
        QCOMPARE(bar(u"1 place"_s)->severity(), MessageBar::Severity::Warning);
    }

    void mineIsKeptAndWritten()
    {
        editBothSides();
        clickButton(*bar(u"changed on disk"_s), u"Keep mine"_s);
        QTRY_VERIFY(!bar(u"changed on disk"_s));
        QVERIFY(m_fixture->save());
        QVERIFY(m_fixture->registry().prompt().startsWith("mine # Writer"));
        QVERIFY(!m_fixture->registry().prompt().contains("Theirs"));
    }

    void theirsIsTakenAndUndoBringsMineBack()
    {
        editBothSides();
        clickButton(*bar(u"changed on disk"_s), u"Take theirs"_s);
        QTRY_VERIFY(!bar(u"changed on disk"_s));
        QVERIFY(!m_fixture->document().isModified());
        QVERIFY(m_fixture->document().prompt()->bytes().endsWith("Theirs.\n"));
        m_fixture->document().prompt()->undo();
        QVERIFY(m_fixture->document().prompt()->bytes().startsWith("mine # Writer"));
    }

    void aClosedBarComesBackWithTheNextRefusedSave_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("changed") << u"changed on disk"_s;
        QTest::newRow("gone") << u"gone from the disk"_s;
    }
    void aClosedBarComesBackWithTheNextRefusedSave()
    {
        QFETCH(QString, what);
        show();
        m_fixture->type(u"mine "_s);
        if (what.startsWith(u"gone")) {
            QVERIFY(QFile::remove(m_fixture->promptPath()));
            m_fixture->document().checkDisk();
        } else {
            m_fixture->changeOutside("theirs\n");
        }
        QTRY_VERIFY(bar(what));
        closeByHand(*bar(what));
        QVERIFY(!bar(what));
        for (int attempt = 0; attempt < 2; ++attempt) {
            const QSignalSpy refused(&m_fixture->document(), &DefinitionDocument::saveFailed);
            m_fixture->document().save();
            QTRY_COMPARE(refused.size(), 1);
            QVERIFY2(bar(what), "the save was refused and nothing says why");
            QVERIFY(captions(*bar(what)).size() > 0);
            closeByHand(*bar(what));
        }
    }

    void aFileThatIsGoneCanBeWrittenAnew_data()
    {
        QTest::addColumn<bool>("isRenamed");
        QTest::newRow("deleted") << false;
        QTest::newRow("renamed") << true;
    }
    void aFileThatIsGoneCanBeWrittenAnew()
    {
        QFETCH(bool, isRenamed);
        show();
        m_fixture->type(u"mine "_s);
        const QString path = m_fixture->promptPath();
        QVERIFY(isRenamed ? QFile::rename(path, path + u".bak"_s) : QFile::remove(path));
        m_fixture->document().checkDisk();
        QTRY_VERIFY(bar(u"gone from the disk. The text is kept here"_s));
        const QSignalSpy saved(&m_fixture->document(), &DefinitionDocument::saved);
        clickButton(*bar(u"gone from the disk"_s), u"Write it anew"_s);
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(m_fixture->registry().prompt().startsWith("mine # Writer"));
        QTRY_VERIFY(!bar(u"gone from the disk"_s));
    }

    void whatTookTheFilesPlaceIsNeverTouched_data()
    {
        QTest::addColumn<QString>("what");
        QTest::newRow("folder") << u"folder"_s;
        QTest::newRow("fifo") << u"fifo"_s; // opening it would wait for ever
        QTest::newRow("link") << u"link"_s;
    }
    void whatTookTheFilesPlaceIsNeverTouched()
    {
        QFETCH(QString, what);
        show();
        m_fixture->type(u"mine "_s);
        const QString path = m_fixture->promptPath();
        const test::ScratchFolder outside;
        outside.write(u"target"_s, "not ours");
        QVERIFY(QFile::remove(path));
        QVERIFY(what == u"folder"     ? QDir().mkdir(path)
                    : what == u"fifo" ? ::mkfifo(QFile::encodeName(path).constData(), 0600) == 0
                                      : QFile::link(outside.path(u"target"_s), path));
        m_fixture->document().checkDisk();
        QTRY_VERIFY(bar(u"gone from the disk"_s));
        clickButton(*bar(u"gone from the disk"_s), u"Write it anew"_s);
        QTRY_VERIFY(bar(u"is a link, a folder or a special file now"_s));
        QCOMPARE(captions(*bar(u"special file"_s)),
                 (QStringList{u"Try again"_s, u"Save elsewhere…"_s, u"Copy text"_s}));
        QVERIFY(m_fixture->document().prompt()->bytes().startsWith("mine # Writer"));
        QVERIFY(m_fixture->document().isModified());
        QCOMPARE(outside.read(u"target"_s), "not ours");
    }

    void aReadOnlyFileSaysWhatIsPossible()
    {
        makeReadOnly();
        show();
        const MessageBar *message = bar(u"AGENT.md is read-only"_s);
        QVERIFY(message);
        QVERIFY(message->text().contains(u"Changes can be made and are journaled"_s));
        QCOMPARE(captions(*message), (QStringList{u"Save elsewhere…"_s, u"Copy text"_s}));
        const QSignalSpy elsewhere(m_messages.get(), &DiskMessages::saveElsewhereRequested);
        const QSignalSpy copied(m_messages.get(), &DiskMessages::copyRequested);
        clickButton(*message, u"Save elsewhere…"_s);
        clickButton(*message, u"Copy text"_s);
        QCOMPARE(elsewhere.size(), 1);
        QCOMPARE(copied.size(), 1);
    }

    void aRefusedSaveOfAReadOnlyFileIsToldAndRetried()
    {
        show();
        makeReadOnly();
        m_fixture->type(u"mine "_s);
        m_fixture->document().save();
        QTRY_VERIFY(bar(u"It was not changed and your text is kept"_s));
        QCOMPARE(captions(*bar(u"your text is kept"_s)),
                 (QStringList{u"Save elsewhere…"_s, u"Copy text"_s, u"Try again"_s}));
        QVERIFY(m_fixture->document().isModified());
        QVERIFY(m_fixture->registry().prompt().startsWith("# Writer"));
        QVERIFY(::chmod(QFile::encodeName(m_fixture->promptPath()).constData(), 0644) == 0);
        const QSignalSpy saved(&m_fixture->document(), &DefinitionDocument::saved);
        clickButton(*bar(u"your text is kept"_s), u"Try again"_s);
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(m_fixture->registry().prompt().startsWith("mine # Writer"));
        QTRY_VERIFY(!bar(u"your text is kept"_s));
    }

    /// On a disk of its own, by this program itself in a sandbox.
    void aFullDiskKeepsFileAndTextAndIsRetried()
    {
        if (!qEnvironmentVariableIsSet(folderVariable)) {
            const test::ScratchFolder folder;
            runInSandbox({u"--size"_s, u"1048576"_s, u"--tmpfs"_s, folder.path()}, folder.path());
            return;
        }
        show();
        const QByteArray before = m_fixture->registry().prompt();
        const QString filler = m_fixture->registry().folder().path(u"filler"_s);
        QFile file(filler);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Unbuffered));
        while (file.write(QByteArray(1024, 'x')) == 1024) { }
        file.close();
        m_fixture->type(u"mine "_s + QString(9000, u'x'));
        m_fixture->document().save();
        QTRY_VERIFY(bar(u"The disk is full"_s));
        const MessageBar *message = bar(u"The disk is full"_s);
        QVERIFY2(message->text().contains(u"free)"_s), qPrintable(message->text()));
        QCOMPARE(captions(*message),
                 (QStringList{u"Try again"_s, u"Save elsewhere…"_s, u"Copy text"_s}));
        QCOMPARE(m_fixture->registry().prompt(), before);
        QVERIFY(m_fixture->document().isModified());
        QVERIFY(QFile::remove(filler));
        const QSignalSpy saved(&m_fixture->document(), &DefinitionDocument::saved);
        clickButton(*message, u"Try again"_s);
        QTRY_COMPARE(saved.size(), 1);
        QVERIFY(m_fixture->registry().prompt().startsWith("mine xxx"));
        QTRY_VERIFY(!bar(u"The disk is full"_s));
    }

    void aFolderThatCannotBeWrittenSaysSo()
    {
        const QString inside = qEnvironmentVariable(folderVariable);
        if (inside.isEmpty()) {
            const test::RegistryFixture registry;
            const QString folder = registry.folder().path(u"agents/writer"_s);
            runInSandbox({u"--ro-bind"_s, folder, folder}, registry.root());
            QVERIFY(registry.prompt().startsWith("# Writer"));
            return;
        }
        const test::ScratchFolder state;
        workspace::EditJournal journal(state.path(), inside);
        DefinitionDocument document(
            {inside, test::RegistryFixture::writer, test::RegistryFixture::writerFolder,
             core::RepoPath::fromLiteral(test::RegistryFixture::manifestFile),
             core::RepoPath::fromLiteral(test::RegistryFixture::promptFile)},
            journal);
        m_messages = std::make_unique<DiskMessages>(m_fixture->theme(), &document);
        test::activate(*m_messages, windowSize);
        document.load();
        QTRY_COMPARE(document.state(), DefinitionDocument::State::Ready);
        QTRY_VERIFY(bar(u"is read-only"_s));
        QTextCursor(document.prompt()->document()).insertText(u"mine "_s);
        document.save();
        QTRY_VERIFY(bar(u"your text is kept"_s));
        QVERIFY(document.isModified());
        m_messages.reset();
    }

    void aFileThatIsNoTextSaysAtWhichByte()
    {
        m_fixture->registry().writePrompt("caf\xE9\n");
        show(DefinitionDocument::State::Unreadable);
        const MessageBar *message = bar(u"Not UTF-8 text at byte 3"_s);
        QVERIFY(message);
        QCOMPARE(message->severity(), MessageBar::Severity::Error);
        QVERIFY2(message->text().contains(u"AGENT.md"_s), qPrintable(message->text()));
    }

    void aLargeFileIsOpenedWhenOneAgrees()
    {
        m_fixture->registry().writePrompt(QByteArray("line of text\n").repeated(1'500'000));
        show(DefinitionDocument::State::TooLarge);
        QVERIFY(bar(u"The prompt is large"_s));
        QCOMPARE(captions(*bar(u"is large"_s)), QStringList{u"Open anyway"_s});
        clickButton(*bar(u"is large"_s), u"Open anyway"_s);
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture->document().state(), DefinitionDocument::State::Ready,
                                  60'000);
        QTRY_VERIFY(!bar(u"is large"_s));
    }

    void recoveredTextCanBeDiscarded()
    {
        m_fixture->open();
        m_fixture->type(u"unsaved "_s);
        const QSignalSpy journaled(&m_fixture->document(), &DefinitionDocument::journaled);
        QTRY_COMPARE(journaled.size(), 1);
        show(); // another run
        QTRY_VERIFY(bar(u"was recovered"_s));
        QCOMPARE(captions(*bar(u"was recovered"_s)), (QStringList{u"Compare"_s, u"Discard"_s}));
        QVERIFY(m_fixture->document().prompt()->bytes().startsWith("unsaved "));
        clickButton(*bar(u"was recovered"_s), u"Discard"_s);
        QTRY_VERIFY(!m_fixture->document().isModified());
        QVERIFY(!bar(u"was recovered"_s));
        QCOMPARE(m_fixture->document().prompt()->bytes(), m_fixture->registry().prompt());
    }

    void barsAreNamedAndReachedByKeys()
    {
        editBothSides();
        QCOMPARE(test::controlsWithoutName(*m_messages), QStringList());
        QCOMPARE(test::controlsOutOfTabOrder(*m_messages), QStringList());
        test::expectGoodLooks(*m_messages, m_fixture->theme(), windowSize, u"diskmessages"_s);
    }

private:
    /// The document is loaded when the bars are there: what loading tells is told to them.
    void show(DefinitionDocument::State state = DefinitionDocument::State::Ready)
    {
        m_messages.reset();
        m_fixture->make();
        m_messages = std::make_unique<DiskMessages>(m_fixture->theme(), &m_fixture->document());
        test::activate(*m_messages, windowSize);
        m_fixture->load(state);
    }
    void editBothSides()
    {
        show();
        m_fixture->type(u"mine "_s);
        m_fixture->changeOutside(m_fixture->registry().prompt() + "Theirs.\n");
        QTRY_VERIFY(bar(u"was changed on disk while you edited it"_s));
    }
    void makeReadOnly() const
    {
        QVERIFY(::chmod(QFile::encodeName(m_fixture->promptPath()).constData(), 0444) == 0);
    }
    [[nodiscard]] MessageBar *bar(const QString &words) const
    {
        return test::shownBar(*m_messages, words);
    }
    /// Runs the test that calls it behind other mounts. `folder`: what the test is told to use.
    static void runInSandbox(const QStringList &mounts, const QString &folder)
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(folderVariable), folder);
        environment.insert(u"TMPDIR"_s, folder);
        process.setProcessEnvironment(environment);
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(u"bwrap"_s,
                      QStringList{u"--dev-bind"_s, u"/"_s, u"/"_s} + mounts
                          + QStringList{QCoreApplication::applicationFilePath(),
                                        QString::fromLatin1(QTest::currentTestFunction())});
        QVERIFY(process.waitForFinished(120'000));
        QVERIFY2(process.exitCode() == 0, process.readAll().constData());
    }

    std::unique_ptr<DocumentFixture> m_fixture;
    std::unique_ptr<DiskMessages> m_messages;
};

QTEST_MAIN(TestDiskMessages)
#include "tst_diskmessages.moc"
