#include "changes/bulkedit.h"
#include "changes/creation.h"
#include "changes/deletion.h"
#include "changes/renaming.h"
#include "core/filesource.h"
#include "registryfixture.h"
#include "vcs/repository.h"
#include "workspace/definitiondocument.h"
#include "workspace/entryoperations.h"
#include "workspace/workspace.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

using namespace hermes;
using namespace hermes::workspace;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::EntryKind;
using core::ErrorCode;
using test::RegistryFixture;

namespace {

const EntryId reader{EntryKind::Agent, u"reader"_s};
const EntryId author{EntryKind::Agent, u"author"_s};
const QString workflowFile = u"workflows/publish/manifest.json"_s;
const EntryId publish{EntryKind::Workflow, u"publish"_s};
const QByteArray workflow = R"({
  "id": "publish", "type": "workflow", "name": "Publish", "version": "1.0.0",
  "description": "d", "entry": "workflow.json",
  "requires": ["agent/writer"]
}
)";

void typeAtStart(EditableText &text, const QString &typed)
{
    QTextCursor cursor(text.document());
    cursor.insertText(typed);
}

} // namespace

class EntryOperationsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init();
    void cleanup();
    void aRenamingMovesFilesAndCatalog();
    void anOpenDocumentFollowsItsEntry();
    void aDraftOfTheRenamedEntryIsKept();
    void aDraftGetsTheEditAsAnUndoStep();
    void cleanDocumentsFollowTheDisk();
    void undoTakesBackFilesAndDrafts();
    void undoIsRefusedAfterTheDraftWasEdited();
    void aFailureLeavesDraftsAsTheyWere();
    void aDraftEditedSinceThePlanIsNotTouched();
    void deletionAndItsUndoKeepUnsavedText();
    void aNewEntryAppears();
    void aSkillThatMovesIsOneEntry();
    void oneOperationAtATime();
    void anInterruptedOperationIsToldAtOpening();
    void unsavedTextOfARenamedEntrySurvivesACrash();

private:
    void open();
    DefinitionDocument *document(const EntryId &id);
    [[nodiscard]] changes::ChangeSet renamed(const QString &id) const;
    [[nodiscard]] changes::ChangeSet tagged(const QList<EntryId> &ids) const;
    void performAndWait(const changes::ChangeSet &changes);
    [[nodiscard]] QString path(const QString &relative) const
    {
        return m_fixture->root() + u'/' + relative;
    }

    std::unique_ptr<RegistryFixture> m_fixture;
    std::unique_ptr<test::ScratchFolder> m_state;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<EntryOperations> m_operations;
};

void EntryOperationsTest::init()
{
    m_fixture = std::make_unique<RegistryFixture>();
    m_fixture->folder().write(workflowFile, workflow);
    m_fixture->folder().write(u"workflows/publish/workflow.json"_s,
                              "{ \"steps\": [ { \"uses\": \"agent/writer\" } ] }\n");
    m_state = std::make_unique<test::ScratchFolder>();
    qputenv("XDG_DATA_HOME", QFile::encodeName(m_state->path(u"data"_s)));
    open();
}

void EntryOperationsTest::cleanup()
{
    m_operations.reset();
    m_workspace.reset();
}

void EntryOperationsTest::open()
{
    cleanup();
    m_workspace = std::make_unique<Workspace>(m_state->path(u"state"_s));
    m_operations = std::make_unique<EntryOperations>(*m_workspace);
    QSignalSpy loaded(m_workspace.get(), &Workspace::loaded);
    m_workspace->open(m_fixture->root());
    QTRY_COMPARE(loaded.size(), 1);
}

DefinitionDocument *EntryOperationsTest::document(const EntryId &id)
{
    DefinitionDocument *document = m_workspace->document(id);
    [&] {
        QVERIFY(document != nullptr);
        QTRY_COMPARE(document->state(), DefinitionDocument::State::Ready);
    }();
    return document;
}

changes::ChangeSet EntryOperationsTest::renamed(const QString &id) const
{
    return *changes::renameEntry(*m_operations->files(), m_workspace->catalog(),
                                 *m_workspace->catalog().find(RegistryFixture::writer),
                                 {id, {}, {}});
}

changes::ChangeSet EntryOperationsTest::tagged(const QList<EntryId> &ids) const
{
    changes::BulkEdit edit;
    edit.addedTags = {u"audited"_s};
    return *changes::bulkEdit(*m_operations->files(), m_workspace->catalog(), ids, edit);
}

void EntryOperationsTest::performAndWait(const changes::ChangeSet &changes)
{
    QSignalSpy performed(m_operations.get(), &EntryOperations::performed);
    QSignalSpy failed(m_operations.get(), &EntryOperations::failed);
    m_operations->perform(changes);
    QTRY_VERIFY(performed.size() + failed.size() > 0);
    QVERIFY2(failed.isEmpty(),
             failed.isEmpty() ? ""
                              : qPrintable(failed.first().first().value<core::Error>().message));
}

void EntryOperationsTest::aRenamingMovesFilesAndCatalog()
{
    performAndWait(renamed(u"author"_s));
    QTRY_VERIFY(m_workspace->catalog().find(author) != nullptr);
    QVERIFY(m_workspace->catalog().find(RegistryFixture::writer) == nullptr);
    QVERIFY(m_fixture->folder().read(workflowFile).contains("\"agent/author\""));
    QVERIFY(!QFileInfo::exists(path(u"agents/writer"_s)));
    QCOMPARE(m_operations->undoTitle(), u"Rename agent/writer to agent/author"_s);
}

void EntryOperationsTest::anOpenDocumentFollowsItsEntry()
{
    DefinitionDocument *writer = document(RegistryFixture::writer);
    QSignalSpy told(m_workspace.get(), &Workspace::documentRenamed);
    QSignalSpy gone(writer, &DefinitionDocument::diskStateChanged);
    performAndWait(renamed(u"author"_s));
    QCOMPARE(told.size(), 1);
    QCOMPARE(writer->id(), author);
    QCOMPARE(m_workspace->openDocument(author), writer);
    QVERIFY(m_workspace->openDocument(RegistryFixture::writer) == nullptr);
    QVERIFY(!writer->isModified());
    QVERIFY(writer->manifest()->bytes().contains("\"id\": \"author\""));
    QTRY_VERIFY(m_workspace->catalog().find(author) != nullptr);
    QCOMPARE(gone.size(), 0); // never said to be gone
    // It saves to its new place.
    typeAtStart(*writer->prompt(), u"New. "_s);
    QSignalSpy saved(writer, &DefinitionDocument::saved);
    writer->save();
    QTRY_COMPARE(saved.size(), 1);
    QVERIFY(m_fixture->folder().read(u"agents/author/AGENT.md"_s).startsWith("New. # Writer"));
    QVERIFY(!QFileInfo::exists(path(u"agents/writer"_s)));
}

void EntryOperationsTest::aDraftOfTheRenamedEntryIsKept()
{
    DefinitionDocument *writer = document(RegistryFixture::writer);
    const QByteArray onDisk = m_fixture->prompt();
    typeAtStart(*writer->prompt(), u"Unsaved. "_s);
    performAndWait(renamed(u"author"_s));
    QCOMPARE(writer->id(), author);
    QVERIFY(writer->isModified());
    QCOMPARE(writer->prompt()->bytes(), "Unsaved. " + onDisk);
    QCOMPARE(m_fixture->folder().read(u"agents/author/AGENT.md"_s), onDisk);
    QTRY_COMPARE(writer->diskState(), DefinitionDocument::DiskState::Same);
    writer->prompt()->undo();
    QCOMPARE(writer->prompt()->bytes(), onDisk);
    QVERIFY(!writer->isModified());
}

void EntryOperationsTest::aDraftGetsTheEditAsAnUndoStep()
{
    DefinitionDocument *flow = document(publish);
    QVERIFY(flow->setField({u"description"_s}, u"draft"_s));
    const QByteArray draft = flow->manifest()->bytes();
    performAndWait(renamed(u"author"_s));
    QCOMPARE(m_fixture->folder().read(workflowFile), workflow); // not written
    QCOMPARE(flow->manifest()->bytes(), QByteArray(draft).replace("agent/writer", "agent/author"));
    flow->manifest()->undo();
    QCOMPARE(flow->manifest()->bytes(), draft);
    flow->manifest()->undo();
    QCOMPARE(flow->manifest()->bytes(), workflow);
}

void EntryOperationsTest::cleanDocumentsFollowTheDisk()
{
    DefinitionDocument *flow = document(publish);
    QSignalSpy reloaded(flow, &DefinitionDocument::reloaded);
    performAndWait(renamed(u"author"_s));
    QVERIFY(flow->manifest()->bytes().contains("agent/author"));
    QVERIFY(!flow->isModified());
    QTRY_VERIFY(m_workspace->catalog().find(author) != nullptr);
    QCOMPARE(reloaded.size(), 0); // nobody else changed it
}

void EntryOperationsTest::undoTakesBackFilesAndDrafts()
{
    DefinitionDocument *writer = document(RegistryFixture::writer);
    DefinitionDocument *flow = document(publish);
    QVERIFY(flow->setField({u"description"_s}, u"draft"_s));
    const QByteArray draft = flow->manifest()->bytes();
    const QByteArray manifest = m_fixture->manifest();
    performAndWait(renamed(u"author"_s));
    QSignalSpy undone(m_operations.get(), &EntryOperations::undone);
    m_operations->undo();
    QTRY_COMPARE(undone.size(), 1);
    QCOMPARE(m_fixture->manifest(), manifest);
    QVERIFY(!QFileInfo::exists(path(u"agents/author"_s)));
    QCOMPARE(flow->manifest()->bytes(), draft);
    QCOMPARE(writer->id(), RegistryFixture::writer);
    QCOMPARE(m_workspace->openDocument(RegistryFixture::writer), writer);
    QCOMPARE(m_operations->undoTitle(), QString());
    QTRY_VERIFY(m_workspace->catalog().find(RegistryFixture::writer) != nullptr);
    QTRY_COMPARE(writer->diskState(), DefinitionDocument::DiskState::Same);
}

void EntryOperationsTest::undoIsRefusedAfterTheDraftWasEdited()
{
    DefinitionDocument *flow = document(publish);
    QVERIFY(flow->setField({u"description"_s}, u"draft"_s));
    performAndWait(renamed(u"author"_s));
    QVERIFY(flow->setField({u"description"_s}, u"another"_s));
    const QByteArray draft = flow->manifest()->bytes();
    QSignalSpy failed(m_operations.get(), &EntryOperations::failed);
    m_operations->undo();
    QTRY_COMPARE(failed.size(), 1);
    const auto error = failed.first().first().value<core::Error>();
    QCOMPARE(error.code, ErrorCode::ChangedOutside);
    QVERIFY2(error.message.contains(workflowFile), qPrintable(error.message));
    QCOMPARE(flow->manifest()->bytes(), draft);
    QVERIFY(QFileInfo::exists(path(u"agents/author/AGENT.md"_s)));
    QVERIFY(!m_operations->undoTitle().isEmpty()); // it can be tried again
}

void EntryOperationsTest::aFailureLeavesDraftsAsTheyWere()
{
    DefinitionDocument *writer = document(RegistryFixture::writer);
    DefinitionDocument *flow = document(publish);
    QVERIFY(flow->setField({u"description"_s}, u"draft"_s));
    const QByteArray draft = flow->manifest()->bytes();
    const changes::ChangeSet changes = renamed(u"author"_s);
    m_fixture->folder().write(u"agents/author/taken.txt"_s, "x"); // the place is taken now
    QSignalSpy failed(m_operations.get(), &EntryOperations::failed);
    m_operations->perform(changes);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(flow->manifest()->bytes(), draft);
    QCOMPARE(writer->id(), RegistryFixture::writer);
    QVERIFY(QFileInfo::exists(path(u"agents/writer/AGENT.md"_s)));
    QCOMPARE(m_operations->undoTitle(), QString());
}

void EntryOperationsTest::aDraftEditedSinceThePlanIsNotTouched()
{
    DefinitionDocument *flow = document(publish);
    QVERIFY(flow->setField({u"description"_s}, u"draft"_s));
    const changes::ChangeSet changes = renamed(u"author"_s);
    QVERIFY(flow->setField({u"description"_s}, u"later"_s));
    const QByteArray draft = flow->manifest()->bytes();
    QSignalSpy failed(m_operations.get(), &EntryOperations::failed);
    m_operations->perform(changes);
    QCOMPARE(failed.size(), 0); // never from inside the call
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<core::Error>().code, ErrorCode::ChangedOutside);
    QCOMPARE(flow->manifest()->bytes(), draft);
    QVERIFY(QFileInfo::exists(path(u"agents/writer/AGENT.md"_s)));
}

void EntryOperationsTest::deletionAndItsUndoKeepUnsavedText()
{
    DefinitionDocument *writer = document(RegistryFixture::writer);
    typeAtStart(*writer->prompt(), u"Unsaved. "_s);
    const QByteArray unsaved = writer->prompt()->bytes();
    performAndWait(*changes::deleteEntries(*m_operations->files(), m_workspace->catalog(),
                                           {RegistryFixture::writer}));
    m_workspace->closeDocument(RegistryFixture::writer);
    QVERIFY(!QFileInfo::exists(path(u"agents/writer"_s)));
    QTRY_VERIFY(m_workspace->catalog().find(RegistryFixture::writer) == nullptr);
    QSignalSpy undone(m_operations.get(), &EntryOperations::undone);
    m_operations->undo();
    QTRY_COMPARE(undone.size(), 1);
    QTRY_VERIFY(m_workspace->catalog().find(RegistryFixture::writer) != nullptr);
    QCOMPARE(document(RegistryFixture::writer)->prompt()->bytes(), unsaved);
}

void EntryOperationsTest::aNewEntryAppears()
{
    performAndWait(*changes::createAgent(m_workspace->catalog(),
                                         changes::builtInStarters().constFirst(),
                                         {u"maker"_s, u"Maker"_s, {}, u"0.1.0"_s, {}, {}, {}, {}}));
    QTRY_VERIFY(m_workspace->catalog().find({EntryKind::Agent, u"maker"_s}) != nullptr);
    QVERIFY(document({EntryKind::Agent, u"maker"_s})->prompt()->bytes().startsWith("# Maker\n"));
}

void EntryOperationsTest::aSkillThatMovesIsOneEntry()
{
    const EntryId skill{EntryKind::Skill, u"spelling"_s};
    for (const QString &name : {u"spelling"_s, u"grammar"_s}) {
        m_fixture->folder().write(u"skills/old/%1/SKILL.md"_s.arg(name),
                                  "---\nname: " + name.toUtf8() + "\ndescription: d\n---\n\nx\n");
    }
    open();
    DefinitionDocument *open = document(skill);
    typeAtStart(*open->prompt(), QString()); // it is only looked at
    changes::BulkEdit edit;
    edit.category = u"new"_s;
    performAndWait(
        *changes::bulkEdit(*m_operations->files(), m_workspace->catalog(), {skill}, edit));
    QTRY_VERIFY(m_workspace->catalog().find(skill) != nullptr
                && m_workspace->catalog().find(skill)->category == u"new"_s);
    QCOMPARE(open->location().promptFile.text(), u"skills/new/spelling/SKILL.md"_s);
    QCOMPARE(m_workspace->openDocument(skill), open);
    QTRY_COMPARE(open->diskState(), DefinitionDocument::DiskState::Same);
}

void EntryOperationsTest::oneOperationAtATime()
{
    const changes::ChangeSet first = tagged({RegistryFixture::writer});
    const changes::ChangeSet second = tagged({reader});
    QSignalSpy performed(m_operations.get(), &EntryOperations::performed);
    QSignalSpy failed(m_operations.get(), &EntryOperations::failed);
    m_operations->perform(first);
    m_operations->perform(second);
    QTRY_COMPARE(performed.size(), 1);
    QTRY_COMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<core::Error>().code, ErrorCode::RepositoryBusy);
    QVERIFY(m_fixture->manifest().contains("audited"));
    QVERIFY(!m_fixture->folder().read(u"agents/reader/manifest.json"_s).contains("audited"));
}

void EntryOperationsTest::anInterruptedOperationIsToldAtOpening()
{
    // What a process leaves that dies right after it noted what it is about to do.
    const ChangePlace place{m_workspace->root(), m_state->path(u"state"_s)};
    const changes::ChangeSet changes = tagged({RegistryFixture::writer});
    cleanup();
    {
        const auto records = ChangeRecords::acquire(place);
        QVERIFY(records);
        QVERIFY(records->begin({records->nextName(), changes, {}, {}, {}}));
    }
    m_workspace = std::make_unique<Workspace>(place.stateFolder);
    QSignalSpy told(m_workspace.get(), &Workspace::notice);
    m_workspace->open(m_fixture->root());
    QTRY_VERIFY(!told.isEmpty());
    const QString text = told.first().first().toString();
    QVERIFY2(text.contains(u"interrupted"_s), qPrintable(text));
    QVERIFY(m_fixture->manifest().contains("audited"));
}

void EntryOperationsTest::unsavedTextOfARenamedEntrySurvivesACrash()
{
    DefinitionDocument *writer = document(RegistryFixture::writer);
    typeAtStart(*writer->prompt(), u"Unsaved. "_s);
    const QByteArray unsaved = writer->prompt()->bytes();
    performAndWait(renamed(u"author"_s));
    open(); // everything anew, from what is on the disk
    QCOMPARE(document(author)->prompt()->bytes(), unsaved);
}

QTEST_GUILESS_MAIN(EntryOperationsTest)
#include "tst_entryoperations.moc"
