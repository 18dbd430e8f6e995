#include "registryfixture.h"
#include "vcs/repository.h"
#include "workspace/definitiondocument.h"
#include "workspace/definitionhistory.h"
#include "workspace/editjournal.h"
#include "workspace/originproblems.h"
#include "workspace/registrystate.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::RepoPath;
using test::RegistryFixture;
using workspace::ContentRef;
using workspace::DefinitionDocument;

namespace {

const QString sourceFile = u"studio/sources/agents/writer.md"_s;
const QString fragmentFile = u"studio/fragments/tone.md"_s;
const QByteArray source = "---\nvariables:\n  who: you\n---\n# Writer\n\n{{> tone}}\nBe {{who}}.\n";
const QByteArray assembled = "# Writer\n\nBe mild.\nBe you.\n";

} // namespace

/// A definition whose prompt has a source: the source is edited, the prompt is what it gives.
class TestSourcedDocument final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        close();
        m_registry = std::make_unique<RegistryFixture>();
        m_state = std::make_unique<test::ScratchFolder>();
        write(sourceFile, source);
        write(fragmentFile, "Be mild.\n");
        m_registry->writePrompt(assembled);
        open();
    }
    void cleanup() { close(); }

    void theSourceIsWhatIsEdited()
    {
        QVERIFY(m_document->hasSource());
        QCOMPARE(m_document->location().sourceFile.text(), sourceFile);
        QCOMPARE(m_document->prompt()->bytes(), source);
        const registry::Definition definition = m_document->draft().definition();
        QCOMPARE(definition.promptFile.text(), RegistryFixture::promptFile);
        QCOMPARE(definition.promptText, assembled);
    }

    void openAndSaveChangesNoByte()
    {
        QVERIFY(save());
        QCOMPARE(m_registry->folder().read(sourceFile), source);
        QCOMPARE(m_registry->prompt(), assembled);
        QVERIFY(m_registry->folder()
                    .git({u"status"_s, u"--porcelain"_s, u"agents/reader"_s})
                    .isEmpty());
    }

    void savingWritesTheSourceAndThePromptItGives()
    {
        type(u"More {{who}}.\n"_s);
        QVERIFY(save());
        QCOMPARE(m_registry->folder().read(sourceFile), source + "More {{who}}.\n");
        QCOMPARE(m_registry->prompt(), assembled + "More you.\n");
        QVERIFY(!m_document->isModified());
        QCOMPARE(m_document->diskState(), DefinitionDocument::DiskState::Same);
        type(u"Again.\n"_s);
        QVERIFY(save()); // nobody takes what was saved for a change made elsewhere
        QCOMPARE(m_registry->prompt(), assembled + "More you.\nAgain.\n");
    }

    void aPromptThatCannotBeWrittenLeavesItsSourceAsItWas()
    {
        type(u"More.\n"_s);
        const QString prompt = m_registry->folder().path(RegistryFixture::promptFile);
        QVERIFY(QFile::setPermissions(prompt, QFile::ReadOwner));
        const core::Error error = failedSave();
        QCOMPARE(error.code, core::ErrorCode::ReadOnly);
        QVERIFY2(error.message.contains(sourceFile), qPrintable(error.message));
        QCOMPARE(m_registry->folder().read(sourceFile), source);
        QCOMPARE(m_registry->prompt(), assembled);
        QVERIFY(m_document->isModified());
        QVERIFY(m_document->prompt()->bytes().endsWith("More.\n"));
        QVERIFY(QFile::setPermissions(prompt, QFile::ReadOwner | QFile::WriteOwner));
        QVERIFY(save());
        QCOMPARE(m_registry->prompt(), assembled + "More.\n");
    }

    void aPromptThatIsGoneIsMadeAnew()
    {
        QVERIFY(QFile::remove(m_registry->folder().path(RegistryFixture::promptFile)));
        reopen();
        QVERIFY(save());
        QCOMPARE(m_registry->prompt(), assembled);
    }

    void aPromptChangedElsewhereIsNotOverwrittenUnasked()
    {
        type(u"mine\n"_s);
        m_registry->writePrompt("by hand\n");
        QCOMPARE(failedSave().code, core::ErrorCode::ChangedOutside);
        QCOMPARE(m_registry->prompt(), "by hand\n");
        QCOMPARE(m_registry->folder().read(sourceFile), source); // neither
        QCOMPARE(m_document->diskState(), DefinitionDocument::DiskState::Changed);
        m_document->keepMine();
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Same);
        QVERIFY(save());
        QCOMPARE(m_registry->prompt(), assembled + "mine\n");
    }

    void aPromptChangedElsewhereIsLeftAndToldOfByItsCheck()
    {
        m_registry->writePrompt("by hand\n");
        QSignalSpy changed(m_document.get(), &DefinitionDocument::changed);
        m_document->checkDisk();
        QTRY_COMPARE(changed.size(), 1);
        QCOMPARE(m_document->diskState(), DefinitionDocument::DiskState::Same);
        QCOMPARE(m_document->prompt()->bytes(), source);
        QVERIFY(!m_document->isModified());
        QVERIFY(save()); // what the problem's fix does
        QCOMPARE(m_registry->prompt(), assembled);
    }

    void aSourceChangedElsewhereIsReadAgain()
    {
        write(sourceFile, "other\n");
        m_document->checkDisk();
        QTRY_COMPARE(m_document->prompt()->bytes(), "other\n");
        QVERIFY(!m_document->isModified());
    }

    void aSourceThatComesOrGoesIsFollowed()
    {
        QVERIFY(QFile::remove(m_registry->folder().path(sourceFile)));
        m_document->checkDisk();
        QTRY_VERIFY(!m_document->hasSource());
        QTRY_COMPARE(m_document->prompt()->bytes(), assembled);
        QVERIFY(!m_document->isModified());
        type(u"literal\n"_s);
        QVERIFY(save());
        QCOMPARE(m_registry->prompt(), assembled + "literal\n");
        write(sourceFile, source);
        m_document->checkDisk();
        QTRY_VERIFY(m_document->hasSource());
        QTRY_COMPARE(m_document->prompt()->bytes(), source);
        QVERIFY(!m_document->isModified());
    }

    void aDraftOfASourceThatIsGoneIsKept()
    {
        type(u"mine\n"_s);
        QVERIFY(QFile::remove(m_registry->folder().path(sourceFile)));
        m_document->checkDisk();
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Gone);
        QCOMPARE(m_document->prompt()->bytes(), source + "mine\n");
        m_document->keepMine();
        QTRY_COMPARE(m_document->diskState(), DefinitionDocument::DiskState::Same);
        QVERIFY(save());
        QCOMPARE(m_registry->folder().read(sourceFile), source + "mine\n");
        QCOMPARE(m_registry->prompt(), assembled + "mine\n");
    }

    void unsavedTextOfASourceComesBack()
    {
        type(u"mine\n"_s);
        reopen();
        QVERIFY(m_document->isModified());
        QCOMPARE(m_document->prompt()->bytes(), source + "mine\n");
        QCOMPARE(m_registry->folder().read(sourceFile), source);
        QVERIFY(save());
        QCOMPARE(m_registry->prompt(), assembled + "mine\n");
    }

    void aChangedFragmentMakesThePromptAnew()
    {
        write(fragmentFile, "Be wild.\n");
        QSignalSpy changed(m_document.get(), &DefinitionDocument::changed);
        m_document->noteMaterialChanged();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(m_document->draft().definition().promptText,
                 QByteArray(assembled).replace("mild", "wild"));
        QVERIFY(save());
        QCOMPARE(m_registry->prompt(), QByteArray(assembled).replace("mild", "wild"));
        QCOMPARE(m_registry->folder().read(sourceFile), source);
    }

    void valuesThatCannotBeReadStopTheSave()
    {
        type(u"mine\n"_s);
        QVERIFY(QDir(m_registry->root()).mkpath(u"studio/values.json"_s));
        const core::Error error = failedSave();
        QVERIFY(!error.message.isEmpty());
        QCOMPARE(m_registry->folder().read(sourceFile), source);
        QCOMPARE(m_registry->prompt(), assembled);
        const registry::Definition definition = m_document->draft().definition();
        QVERIFY(std::ranges::contains(definition.problems, u"template.not-assembled"_s,
                                      &core::Problem::rule));
    }

    void problemsStandWhereTheirTextComesFrom_data()
    {
        QTest::addColumn<int>("line");
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("atLine");
        QTest::addColumn<int>("atColumn");
        // What is assembled: "# Writer", "", "Be mild.", "Be you."
        QTest::newRow("ofThePrompt") << 1 << 3 << sourceFile << 5 << 3;
        QTest::newRow("ofAFragment") << 3 << 4 << fragmentFile << 1 << 4;
        QTest::newRow("ofAValue") << 4 << 4 << sourceFile << 8 << 4;
        QTest::newRow("behindAValue") << 4 << 7 << sourceFile << 8 << 11;
        QTest::newRow("ofTheWhole") << 0 << 0 << sourceFile << 0 << 0;
        QTest::newRow("ofALine") << 1 << 0 << sourceFile << 5 << 0;
    }
    void problemsStandWhereTheirTextComesFrom()
    {
        QFETCH(int, line);
        QFETCH(int, column);
        core::Problem problem;
        problem.file = RepoPath::fromLiteral(RegistryFixture::promptFile);
        problem.line = line;
        problem.column = column;
        const core::Problem found = atOrigin(problem);
        QTEST(found.file.text(), "file");
        QTEST(found.line, "atLine");
        QTEST(found.column, "atColumn");
    }

    void aFixIsOfferedForTheSourcesOwnTextAlone()
    {
        core::Problem problem;
        problem.file = RepoPath::fromLiteral(RegistryFixture::promptFile);
        problem.line = 1;
        problem.fixes = {{u"own"_s, 2, 6, "Author"}, {u"fragment's"_s, 10, 2, "x"}};
        const core::Problem found = atOrigin(problem);
        QCOMPARE(found.fixes.size(), 1);
        QByteArray mended = source;
        const core::Problem::Fix &fix = found.fixes.constFirst();
        mended.replace(fix.start, fix.length, fix.replacement);
        QCOMPARE(mended, QByteArray(source).replace("# Writer", "# Author"));
    }

    void aChangedSourceMakesItsEntryModified()
    {
        m_registry->folder().commitAll(u"with its source"_s);
        registry::EntrySummary entry;
        entry.id = RegistryFixture::writer;
        entry.folder = RegistryFixture::writerFolder;
        const workspace::FolderIndex folders({entry});
        QVERIFY(workspace::readRepository(m_registry->root(), folders).entryStates.isEmpty());
        write(sourceFile, source + "More.\n");
        write(u"studio/sources/agents/nobody.md"_s, "of no entry");
        const auto states = workspace::readRepository(m_registry->root(), folders).entryStates;
        QCOMPARE(states.size(), 1);
        QCOMPARE(states.value(RegistryFixture::writer), workspace::EntryState::Modified);
    }

    void anEarlierStateIsPutBackAsItsSource()
    {
        const auto commit = [&](const QString &message) {
            return ContentRef::atCommit(
                *vcs::ObjectId::parse(QString::fromLatin1(m_registry->folder().commitAll(message))),
                message);
        };
        const ContentRef withSource = commit(u"with"_s);
        QVERIFY(QFile::remove(m_registry->folder().path(sourceFile)));
        m_registry->writePrompt("---\nliteral {{who}}\n");
        const ContentRef without = commit(u"without"_s);
        write(sourceFile, "now\n");

        const auto then = workspace::readEditable(m_document->location(), withSource);
        QVERIFY(then && !then->isMadeSource);
        QCOMPARE(then->editedText, source);
        const auto literal = workspace::readEditable(m_document->location(), without);
        QVERIFY(literal && literal->isMadeSource);
        m_document->replaceDraft(literal->manifestText, literal->editedText);
        QCOMPARE(m_document->draft().definition().promptText, "---\nliteral {{who}}\n");
        QVERIFY(m_document->draft().assembled({})->assembly.problems.isEmpty());
    }

private:
    void open()
    {
        m_journal = std::make_unique<workspace::EditJournal>(m_state->path(), m_registry->root());
        m_document = std::make_unique<DefinitionDocument>(
            DefinitionDocument::Location{m_registry->root(), RegistryFixture::writer,
                                         RegistryFixture::writerFolder,
                                         RepoPath::fromLiteral(RegistryFixture::manifestFile),
                                         RepoPath::fromLiteral(RegistryFixture::promptFile)},
            *m_journal);
        m_document->load();
        QTRY_COMPARE(m_document->state(), DefinitionDocument::State::Ready);
    }
    void close()
    {
        m_document.reset();
        m_journal.reset();
    }
    void reopen()
    {
        close();
        open();
    }
    void write(const QString &file, const QByteArray &text) const
    {
        m_registry->folder().write(file, text);
    }
    void type(const QString &text) const
    {
        QTextCursor cursor(m_document->prompt()->document());
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(text);
    }
    bool save() const
    {
        QSignalSpy saved(m_document.get(), &DefinitionDocument::saved);
        m_document->save();
        return QTest::qWaitFor([&] { return saved.size() == 1; }, 60'000);
    }
    core::Error failedSave() const
    {
        QSignalSpy failed(m_document.get(), &DefinitionDocument::saveFailed);
        m_document->save();
        return QTest::qWaitFor([&] { return failed.size() == 1; }, 60'000)
            ? failed.first().first().value<core::Error>()
            : core::Error();
    }
    [[nodiscard]] core::Problem atOrigin(const core::Problem &problem) const
    {
        const workspace::Draft draft = m_document->draft();
        return workspace::problemsAtOrigins({problem}, draft, *draft.assembled({})).constFirst();
    }

    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::ScratchFolder> m_state;
    std::unique_ptr<workspace::EditJournal> m_journal;
    std::unique_ptr<DefinitionDocument> m_document;
};

QTEST_GUILESS_MAIN(TestSourcedDocument)
#include "tst_sourceddocument.moc"
