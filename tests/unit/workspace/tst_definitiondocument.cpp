#include "workspace/definitiondocument.h"

#include "registryfixture.h"
#include "workspace/editjournal.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

#include <sys/stat.h>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::RepoPath;
using test::RegistryFixture;
using workspace::DefinitionDocument;

class TestDefinitionDocument final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_document.reset();
        m_journal.reset();
        m_registry = std::make_unique<RegistryFixture>();
        m_state = std::make_unique<test::ScratchFolder>();
        open();
    }
    void cleanup()
    {
        m_document.reset();
        m_journal.reset();
    }

    void openAndSaveChangesNoByte()
    {
        const QByteArray prompt = "\xEF\xBB\xBF# A\r\nb\xC2\xA0\n\xE2\x80\xA8"
                                  "c";
        m_registry->writePrompt(prompt);
        reopen();
        QVERIFY(save());
        QCOMPARE(m_registry->prompt(), prompt);
    }

    void aFieldEditChangesItsBytesAlone()
    {
        const QByteArray before = m_registry->manifest();
        QVERIFY(m_document->setField({u"description"_s}, u"Writes well."_s));
        QVERIFY(save());
        QCOMPARE(m_registry->manifest(),
                 QByteArray(before).replace("\"Writes.\"", "\"Writes well.\""));
        QVERIFY(!m_document->isModified());
        m_document->manifest()->undo();
        QCOMPARE(m_document->manifest()->bytes(), before);
    }

    void aFieldTakesAValueAsItIsWritten()
    {
        const QByteArray before = m_registry->manifest();
        QVERIFY(m_document->setFieldJson(u"x-unknown"_s, u"[ 1,\n    2 ]"_s));
        QCOMPARE(m_document->manifest()->bytes(),
                 QByteArray(before).replace("{ \"kept\":  true }", "[ 1,\n    2 ]"));
        const QByteArray changed = m_document->manifest()->bytes();
        QCOMPARE(m_document->setFieldJson(u"x-unknown"_s, u"[ 1"_s).error().code,
                 core::ErrorCode::InvalidFormat);
        QCOMPARE(m_document->setFieldJson(u"none"_s, u"1"_s).error().code,
                 core::ErrorCode::NotFound);
        QCOMPARE(m_document->manifest()->bytes(), changed);
        m_document->manifest()->undo();
        QCOMPARE(m_document->manifest()->bytes(), before);
    }

    void aCleanDocumentReloadsWithTheCaretKept_data()
    {
        QTest::addColumn<bool>("renamedOver");
        QTest::newRow("writtenInPlace") << false;
        QTest::newRow("renamedOver") << true;
    }
    void aCleanDocumentReloadsWithTheCaretKept()
    {
        QFETCH(bool, renamedOver);
        QTextCursor caret(m_document->prompt()->document());
        caret.setPosition(12);
        QSignalSpy reloaded(m_document.get(), &DefinitionDocument::reloaded);
        changeOutside(m_registry->prompt() + "More.\n", renamedOver);
        QTRY_COMPARE(reloaded.size(), 1);
        QCOMPARE(m_document->prompt()->bytes(), m_registry->prompt());
        QVERIFY(!m_document->isModified());
        QCOMPARE(caret.position(), 12);
    }

    void aModifiedDocumentIsNeverOverwritten()
    {
        type(u"mine "_s);
        changeOutside("theirs\n", true);
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Changed);
        changeOutside("theirs again\n", true); // a second rename over
        QSignalSpy failed(m_document.get(), &DefinitionDocument::saveFailed);
        m_document->save();
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().first().value<core::Error>().code, core::ErrorCode::ChangedOutside);
        QCOMPARE(m_registry->prompt(), "theirs again\n");
        QVERIFY(m_document->prompt()->bytes().startsWith("mine "));
    }

    void aChangeThatKeepsTheTimeIsNoticed()
    {
        type(u"mine "_s);
        const QByteArray before = m_registry->prompt();
        m_registry->folder().write(u"reference"_s, "x");
        QProcess::execute(u"touch"_s, {u"-r"_s, path(), m_registry->folder().path(u"reference"_s)});
        m_registry->writePrompt(QByteArray(before).replace("write", "wrote"));
        QProcess::execute(u"touch"_s, {u"-r"_s, m_registry->folder().path(u"reference"_s), path()});
        m_document->checkDisk();
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Changed);
    }

    void mergesBothSides()
    {
        type(u"<!-- mine -->\n"_s);
        changeOutside(m_registry->prompt() + "\nTheirs.\n", true);
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Changed);
        QSignalSpy merged(m_document.get(), &DefinitionDocument::merged);
        m_document->mergeTheirs();
        QTRY_COMPARE(merged.size(), 1);
        QCOMPARE(merged.first().first().toInt(), 0);
        const QByteArray text = m_document->prompt()->bytes();
        QVERIFY(text.startsWith("<!-- mine -->\n# Writer") && text.endsWith("\nTheirs.\n"));
        QVERIFY(save());
        QCOMPARE(m_registry->prompt(), text);
    }

    void takesTheirsOrKeepsMine()
    {
        type(u"mine "_s);
        changeOutside("theirs\n", true);
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Changed);
        const QByteArray mine = m_document->prompt()->bytes();
        m_document->takeTheirs();
        QTRY_COMPARE(m_document->prompt()->bytes(), "theirs\n");
        QVERIFY(!m_document->isModified());
        m_document->prompt()->undo();
        QCOMPARE(m_document->prompt()->bytes(), mine); // taking theirs can be undone
        changeOutside("third\n", true);
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Changed);
        m_document->keepMine();
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Same);
        QVERIFY(save());
        QCOMPARE(m_registry->prompt(), mine);
    }

    void theirsThatIsNoTextIsRefusedAndMineStays()
    {
        type(u"mine "_s);
        const QByteArray mine = m_document->prompt()->bytes();
        changeOutside("theirs \xff\n", true);
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Changed);
        QSignalSpy refused(m_document.get(), &DefinitionDocument::theirsRefused);
        m_document->takeTheirs();
        QTRY_COMPARE(refused.size(), 1);
        QVERIFY(refused.first().first().value<core::Error>().message.contains(u"AGENT.md"_s));
        QCOMPARE(m_document->state(), DefinitionDocument::State::Ready);
        QCOMPARE(m_document->diskState(), DefinitionDocument::DiskState::Changed);
        QCOMPARE(m_document->prompt()->bytes(), mine);
        QVERIFY(m_document->isModified());
        m_document->checkDisk(); // and it stays so
        m_document->keepMine();
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Same);
        QVERIFY(save());
        QCOMPARE(m_registry->prompt(), mine);
    }

    void aFileThatIsGoneKeepsTheText_data()
    {
        QTest::addColumn<QString>("what");
        for (const QString &what :
             {u"deleted"_s, u"renamed"_s, u"folder"_s, u"fifo"_s, u"folderDeleted"_s}) {
            QTest::newRow(qPrintable(what)) << what;
        }
    }
    void aFileThatIsGoneKeepsTheText()
    {
        QFETCH(QString, what);
        type(u"mine "_s);
        if (what == u"renamed") {
            QVERIFY(QFile::rename(path(), path() + u".bak"_s));
        } else if (what == u"folderDeleted") {
            QVERIFY(QDir(m_registry->folder().path(u"agents/writer"_s)).removeRecursively());
        } else {
            QVERIFY(QFile::remove(path()));
        }
        if (what == u"folder") {
            QVERIFY(QDir().mkdir(path()));
        } else if (what == u"fifo") {
            QVERIFY(::mkfifo(QFile::encodeName(path()).constData(), 0600) == 0);
        }
        m_document->checkDisk();
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Gone);
        QVERIFY(m_document->prompt()->bytes().startsWith("mine # Writer"));
        QSignalSpy failed(m_document.get(), &DefinitionDocument::saveFailed);
        m_document->save();
        QTRY_COMPARE(failed.size(), 1);
        if (what == u"deleted" || what == u"renamed") {
            m_document->keepMine();
            QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Same);
            QVERIFY(save());
            QVERIFY(m_registry->prompt().startsWith("mine # Writer"));
        }
    }

    void whatIsNotTextIsShownReadOnlyAndNeverRewritten_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("latin1") << QByteArray("caf\xE9\n");
        QTest::newRow("utf16") << QByteArray("\xFF\xFE#\0", 4);
        QTest::newRow("nul") << QByteArray("a\0b", 3);
    }
    void whatIsNotTextIsShownReadOnlyAndNeverRewritten()
    {
        QFETCH(QByteArray, bytes);
        m_registry->writePrompt(bytes);
        reopen(DefinitionDocument::State::Unreadable);
        QVERIFY(m_document->readOnlyReason().contains(u"Not UTF-8 text at byte"_s));
        m_document->save();
        QVERIFY(!m_document->isSaving());
        QCOMPARE(m_registry->prompt(), bytes);
    }

    void aLargePromptAsksFirst()
    {
        m_registry->writePrompt(QByteArray("# Long\n\nline of text\n").repeated(1'000'000));
        reopen(DefinitionDocument::State::TooLarge);
        QVERIFY(m_document->promptSize() > workspace::largePromptBytes);
        QVERIFY(m_document->prompt()->document()->isEmpty());
        m_document->loadAnyway();
        QTRY_COMPARE_WITH_TIMEOUT(m_document->state(), DefinitionDocument::State::Ready, 30'000);
        QCOMPARE(m_document->prompt()->bytes(), m_registry->prompt());
    }

    void aReadOnlyFileSaysSo()
    {
        QVERIFY(::chmod(QFile::encodeName(path()).constData(), 0444) == 0);
        reopen();
        QVERIFY(m_document->readOnlyReason().contains(u"read-only"_s));
    }

    void unsavedTextComesBackAfterTheRunDied()
    {
        type(u"unsaved "_s);
        QCOMPARE(reopenWatched(), QStringList{u"recovered"_s});
        QVERIFY(m_document->prompt()->bytes().startsWith("unsaved # Writer"));
        QVERIFY(m_document->isModified());
        QCOMPARE(m_document->diskState(), DefinitionDocument::DiskState::Same);
        QVERIFY(!m_registry->prompt().startsWith("unsaved"));
        QVERIFY(save());
        QCOMPARE(reopenWatched(), QStringList());
        QVERIFY(!m_document->isModified());
    }

    void undoSurvivesTheEndOfTheRun()
    {
        const QByteArray first = m_registry->prompt();
        const QByteArray manifest = m_registry->manifest();
        type(u"unsaved "_s);
        QVERIFY(m_document->setField({u"description"_s}, u"Writes well."_s));
        reopen();
        m_document->prompt()->undo();
        m_document->manifest()->undo();
        QCOMPARE(m_document->prompt()->bytes(), first);
        QCOMPARE(m_document->manifest()->bytes(), manifest);
        QVERIFY(!m_document->isModified());
        reopen();
        m_document->prompt()->redo();
        QVERIFY(m_document->prompt()->bytes().startsWith("unsaved "));
    }

    void undoSurvivesASave()
    {
        const QByteArray first = m_registry->prompt();
        type(u"saved "_s);
        QVERIFY(save());
        QCOMPARE(reopenWatched(), QStringList());
        m_document->prompt()->undo();
        QCOMPARE(m_document->prompt()->bytes(), first);
        QVERIFY(m_document->isModified());
        m_document->prompt()->redo();
        QVERIFY(!m_document->isModified());
    }

    void undoOfAFileThatChangedMeanwhileIsForgotten()
    {
        type(u"saved "_s);
        QVERIFY(save());
        m_document.reset();
        m_registry->writePrompt("theirs\n");
        QCOMPARE(reopenWatched(), QStringList{u"historyForgotten"_s});
        QCOMPARE(m_document->prompt()->bytes(), "theirs\n");
        QVERIFY(!m_document->prompt()->canUndo());
        QVERIFY(!m_document->isModified());
    }

    void unsavedTextNeverGoesOverAFileThatChangedMeanwhile()
    {
        const QByteArray first = m_registry->prompt();
        type(u"<!-- mine -->\n"_s);
        m_document.reset();
        m_registry->writePrompt(first + "\nTheirs.\n");
        QCOMPARE(reopenWatched(), QStringList{u"recovered"_s});
        QCOMPARE(m_document->diskState(), DefinitionDocument::DiskState::Changed);
        m_document->save();
        QTRY_VERIFY(!m_document->isSaving());
        QCOMPARE(m_registry->prompt(), first + "\nTheirs.\n");
        m_document->mergeTheirs(); // against the text that both began with
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Same);
        QCOMPARE(m_document->prompt()->bytes(), "<!-- mine -->\n" + first + "\nTheirs.\n");
        QVERIFY(save());
    }

    void unsavedTextOfAFileThatIsGoneIsKept()
    {
        type(u"mine "_s);
        m_document.reset();
        QVERIFY(QFile::remove(path()));
        QCOMPARE(reopenWatched(), QStringList{u"recovered"_s});
        QCOMPARE(m_document->diskState(), DefinitionDocument::DiskState::Gone);
        QVERIFY(m_document->prompt()->bytes().startsWith("mine "));
        m_document->keepMine();
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Same);
        QVERIFY(save());
        QVERIFY(m_registry->prompt().startsWith("mine "));
    }

    void aDamagedJournalIsKeptAsideAndTold()
    {
        type(u"mine "_s);
        m_document.reset();
        m_journal.reset();
        QFile journal(journalFiles().constFirst());
        QVERIFY(journal.open(QIODevice::ReadWrite));
        QVERIFY(journal.seek(40));
        QCOMPARE(journal.write("X"), 1);
        journal.close();
        QCOMPARE(reopenWatched(), QStringList{u"keptAside"_s});
        QVERIFY(QFile::exists(journal.fileName() + u".aside"_s));
        QCOMPARE(m_document->prompt()->bytes(), m_registry->prompt());
    }

    void whatIsTypedDuringASaveIsNotSavedByIt()
    {
        type(u"one "_s);
        QSignalSpy saved(m_document.get(), &DefinitionDocument::saved);
        m_document->save();
        type(u"two "_s);
        QTRY_COMPARE(saved.size(), 1); // may be there already
        QVERIFY(m_document->isModified());
        QVERIFY(m_registry->prompt().startsWith("one # Writer"));
        m_document->prompt()->undo();
        QVERIFY(!m_document->isModified());
        m_document->prompt()->redo();
        QCOMPARE(reopenWatched(), QStringList{u"recovered"_s});
        QVERIFY(m_document->prompt()->bytes().startsWith("two one # Writer"));
        m_document->prompt()->undo();
        QVERIFY(!m_document->isModified());
    }

    void afterKeepingMineNoUndoLooksSaved()
    {
        type(u"mine "_s);
        changeOutside("theirs\n", true);
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Changed);
        m_document->keepMine();
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Same);
        m_document->prompt()->undo();
        QVERIFY(m_document->isModified()); // the file has theirs
        QVERIFY(save());
        QVERIFY(m_registry->prompt().startsWith("# Writer"));
    }

private:
    void open(const std::function<void(DefinitionDocument *)> &prepare = {},
              DefinitionDocument::State state = DefinitionDocument::State::Ready)
    {
        m_journal = std::make_unique<workspace::EditJournal>(m_state->path(), m_registry->root());
        m_document = std::make_unique<DefinitionDocument>(
            DefinitionDocument::Location{m_registry->root(), RegistryFixture::writer,
                                         RegistryFixture::writerFolder,
                                         RepoPath::fromLiteral(RegistryFixture::manifestFile),
                                         RepoPath::fromLiteral(RegistryFixture::promptFile)},
            *m_journal);
        if (prepare) {
            prepare(m_document.get());
        }
        m_document->load();
        QTRY_COMPARE(m_document->state(), state);
    }
    void reopen(DefinitionDocument::State state = DefinitionDocument::State::Ready)
    {
        m_document.reset();
        m_journal.reset();
        open({}, state);
    }
    /// What the document tells of its recovery.
    QStringList reopenWatched()
    {
        const auto told = std::make_shared<QStringList>();
        m_document.reset();
        m_journal.reset();
        open([told](const DefinitionDocument *document) {
            connect(document, &DefinitionDocument::recovered, document,
                    [told] { told->append(u"recovered"_s); });
            connect(document, &DefinitionDocument::historyForgotten, document,
                    [told] { told->append(u"historyForgotten"_s); });
            connect(document, &DefinitionDocument::keptAside, document,
                    [told] { told->append(u"keptAside"_s); });
        });
        m_document->disconnect(m_document.get());
        return *told;
    }
    void type(const QString &text) const
    {
        QTextCursor(m_document->prompt()->document()).insertText(text);
    }
    bool save() const
    {
        QSignalSpy saved(m_document.get(), &DefinitionDocument::saved);
        m_document->save();
        return QTest::qWaitFor([&] { return saved.size() == 1; }, 60'000);
    }
    void changeOutside(const QByteArray &text, bool renamedOver) const
    {
        if (renamedOver) {
            m_registry->folder().write(u"agents/writer/next"_s, text);
            QVERIFY(::rename(QFile::encodeName(m_registry->folder().path(u"agents/writer/next"_s))
                                 .constData(),
                             QFile::encodeName(path()).constData())
                    == 0);
        } else {
            m_registry->writePrompt(text);
        }
        m_document->checkDisk();
    }
    [[nodiscard]] QString path() const
    {
        return m_registry->folder().path(RegistryFixture::promptFile);
    }
    [[nodiscard]] QStringList journalFiles() const
    {
        QProcess find;
        find.start(u"find"_s, {m_state->path(), u"-name"_s, u"*.journal"_s});
        find.waitForFinished();
        return QString::fromLocal8Bit(find.readAllStandardOutput())
            .split(u'\n', Qt::SkipEmptyParts);
    }

    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::ScratchFolder> m_state;
    std::unique_ptr<workspace::EditJournal> m_journal;
    std::unique_ptr<DefinitionDocument> m_document;
};

QTEST_GUILESS_MAIN(TestDefinitionDocument)
#include "tst_definitiondocument.moc"
