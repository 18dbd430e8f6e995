#include "core/directoryfilesource.h"
#include "registryfixture.h"
#include "vcs/repository.h"
#include "workspace/dependentprompts.h"
#include "workspace/fragmentchanges.h"
#include "workspace/fragmentdocument.h"
#include "workspace/registrystate.h"
#include "workspace/templatefiles.h"
#include "workspace/workspace.h"

#include <QFile>
#include <QSignalSpy>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::EntryKind;
using core::RepoPath;
using test::RegistryFixture;
using workspace::ContentRef;
using workspace::DefinitionDocument;
using workspace::Workspace;

namespace {

const QString fragmentFile = u"studio/fragments/tone.md"_s;
const QString sourceFile = u"studio/sources/agents/writer.md"_s;
const QString readerSource = u"studio/sources/agents/reader.md"_s;

} // namespace

/// A fragment as a document of its own.
class TestFragmentDocument final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_workspace.reset();
        m_registry = std::make_unique<RegistryFixture>();
        m_state = std::make_unique<test::ScratchFolder>();
        write(fragmentFile, "---\nversion: 1.0.0\ndescription: How we speak\n---\nBe mild.\n");
    }
    void cleanup() { m_workspace.reset(); }

    void itsIdIsReadBack()
    {
        const EntryId id = workspace::fragmentId(u"house/tone"_s);
        QCOMPARE(workspace::fragmentOf(id), u"house/tone"_s);
        const auto again = EntryId::parse(id.toString());
        QVERIFY(again);
        QCOMPARE(*again, id);
        QCOMPARE(workspace::shownId(id), u"studio/fragments/house/tone.md"_s);
        QVERIFY(!core::isValidEntryName(id.id)); // no entry can have it
        QVERIFY(workspace::fragmentOf(RegistryFixture::writer).isEmpty());
        QVERIFY(workspace::fragmentOf({EntryKind::Agent, id.id}).isEmpty());
    }

    void itOpensAndIsSavedAlone()
    {
        DefinitionDocument *document = open(u"tone"_s);
        QVERIFY(document != nullptr);
        QCOMPARE(document->location().promptFile.text(), fragmentFile);
        QVERIFY(document->location().manifestFile.isRoot());
        QVERIFY(!document->hasSource());
        type(document, u"More.\n"_s);
        QVERIFY(document->isModified());
        QSignalSpy saved(document, &DefinitionDocument::saved);
        document->save();
        QTRY_COMPARE(saved.count(), 1);
        QVERIFY(read(fragmentFile).endsWith("Be mild.\nMore.\n"));
        QVERIFY(!document->isModified());
    }

    void unsavedTextComesBack()
    {
        DefinitionDocument *document = open(u"tone"_s);
        type(document, u"Unsaved."_s);
        QVERIFY(m_workspace->keepAll(std::chrono::seconds(20)));
        m_workspace.reset();
        document = open(u"tone"_s);
        QVERIFY(document->isModified());
        QVERIFY(document->prompt()->bytes().endsWith("Unsaved."));
    }

    void changesElsewhereAreSeen()
    {
        DefinitionDocument *document = open(u"tone"_s);
        write(fragmentFile, "other\n");
        m_workspace->refreshFolders({u"studio/fragments"_s});
        QTRY_COMPARE(document->prompt()->bytes(), "other\n");
        type(document, u"mine"_s);
        write(fragmentFile, "theirs\n");
        m_workspace->refreshFolders({u"studio/fragments"_s});
        QTRY_COMPARE(document->diskState(), DefinitionDocument::DiskState::Changed);
    }

    void aNameThatLeadsElsewhereOpensNothing()
    {
        QVERIFY(open(u"tone"_s) != nullptr);
        for (const QString &name : {u"../values"_s, u""_s, u"a@1.0"_s, u"/etc/passwd"_s}) {
            QVERIFY2(m_workspace->document(workspace::fragmentId(name)) == nullptr,
                     qPrintable(name));
        }
    }

    void itGivesItsTextWithTheRegistrysValues()
    {
        write(fragmentFile,
              "---\nvariables:\n  own: mine\n---\n"
              "{{who}} {{own}} {{#strict}}yes{{/strict}} {{other}} {{> inner}}");
        write(u"studio/fragments/inner.md"_s, "in {{who}}");
        write(u"studio/values.json"_s, R"({"who": "we", "strict": true, "unused": 1})");
        const DefinitionDocument *document = open(u"tone"_s);
        const auto made = document->draft().assembled({});
        QVERIFY(made);
        QCOMPARE(made->assembly.text, "we mine yes {{other}} in we");
        QCOMPARE(made->variables.size(), 1);
        QCOMPARE(made->assembly.problems.size(), 1);
        QVERIFY(made->assembly.problems.first().message.contains(u"other"_s));
    }

    void itKnowsTheDefaultsOfThePromptsAroundIt()
    {
        write(fragmentFile, "{{who}} {{how}} {{must}} {{maybe}}\n");
        write(sourceFile,
              "---\nvariables:\n  who: you\n  how: well\n  must:\n    required: true\n"
              "  maybe:\n    type: text\n  unused: x\n---\n{{> outer}}");
        write(u"studio/fragments/outer.md"_s, "---\nvariables:\n  how: badly\n---\n{{> tone}}");
        write(readerSource, "---\nvariables:\n  who: you\n---\n{{> tone}}");
        const workspace::Draft draft = open(u"tone"_s)->draft();
        const auto made = draft.assembled({});
        QVERIFY(made);
        // As in the writer's prompt; what must be given there is not here.
        QCOMPARE(made->assembly.text, "you well {{must}} \n");
        QCOMPARE(made->assembly.problems.size(), 1);
        QCOMPARE(made->assembly.problems.first().column, 17);
        // Each value leads to the declaration that gives it.
        const assembly::Segment *value = made->assembly.segmentAt(0);
        QVERIFY(value != nullptr);
        QCOMPARE(value->origin.file.text(), readerSource);
        QCOMPARE(value->origin.start, 17);
        // They can be given others, and taken back.
        workspace::ValueChoice choice;
        choice.given.insert(u"who"_s, {u"we"_s, {}, 0});
        choice.given.insert(u"must"_s, {u"do"_s, {}, 0});
        const auto chosen = draft.assembled(choice);
        QVERIFY(chosen);
        QCOMPARE(chosen->assembly.text, "we well do \n");
        QCOMPARE(chosen->uses.size(), 4);
        QCOMPARE(chosen->uses.first().value.origin, workspace::ValueOrigin::Given);
        QCOMPARE(chosen->uses.first().inherited.value.toString(), u"you"_s);
        QCOMPARE(chosen->uses.first().file.text(), readerSource);
        // A value of the registry comes before a default, as in the prompts.
        write(u"studio/values.json"_s, R"({"who": "they"})");
        QVERIFY(draft.assembled({})->assembly.text.startsWith("they well"));
    }

    void whereThePromptsDifferItSaysSo()
    {
        write(fragmentFile, "Be\n{{who}} {{#strict}}so{{/strict}}\n");
        write(sourceFile, "---\nvariables:\n  who: you\n  strict: true\n---\n{{> tone}}");
        write(readerSource, "---\nvariables:\n  who: we\n  strict: true\n---\n{{> tone}}");
        const workspace::Draft draft = open(u"tone"_s)->draft();
        const auto made = draft.assembled({});
        QVERIFY(made);
        QCOMPARE(made->assembly.text, "Be\n{{who}} so\n");
        QCOMPARE(made->assembly.problems.size(), 1);
        const core::Problem &problem = made->assembly.problems.first();
        QCOMPARE(problem.line, 2);
        QCOMPARE(problem.severity, core::Problem::Severity::Note);
        QVERIFY2(problem.message.contains(u"“we” (reader), “you” (writer)"_s),
                 qPrintable(problem.message));
        workspace::ValueChoice choice;
        choice.given.insert(u"who"_s, {u"all"_s, {}, 0});
        QCOMPARE(draft.assembled(choice)->assembly.text, "Be\nall so\n");
        // It is nothing that the fragment would have to mend.
        QVERIFY(workspace::checkFragment(draft).isEmpty());
    }

    void unsavedTextOfOthersIsPartOfADraftAlone()
    {
        write(sourceFile, "# W\n\n{{> tone}}");
        write(u"studio/fragments/outer.md"_s, "{{> tone}}");
        DefinitionDocument *tone = open(u"tone"_s);
        DefinitionDocument *outer = open(u"outer"_s);
        DefinitionDocument *writer = m_workspace->document(RegistryFixture::writer);
        QTRY_COMPARE(writer->state(), DefinitionDocument::State::Ready);
        QSignalSpy changed(writer, &DefinitionDocument::changed);
        type(tone, u"More.\n"_s);
        QVERIFY(!changed.isEmpty());
        for (const DefinitionDocument *each : {outer, writer}) {
            const workspace::Draft draft = each->draft();
            const auto made = draft.assembled({});
            QVERIFY(made && made->assembly.text.endsWith("Be mild.\nMore.\n"));
            QCOMPARE(draft.unsavedIn(*made), QStringList{u"tone"_s});
            QVERIFY(draft.withSavedFragments().assembled({})->assembly.text.endsWith("mild.\n"));
            QVERIFY(!each->isModified());
        }
        // What is unsaved and the same makes nothing anew.
        changed.clear();
        Q_EMIT tone->modificationChanged(true);
        Q_EMIT tone->stateChanged();
        QVERIFY(changed.isEmpty());
        QCOMPARE(workspace::fragmentsLeftOut(writer->draft()), QStringList{u"tone"_s});
        // An operation that makes prompts anew leaves this one to the fragment's save.
        changes::ChangeSet changes;
        changes.writes.append(
            {RepoPath::fromLiteral(sourceFile), "# W\n\n{{> tone}}", "# V\n\n{{> tone}}", false});
        workspace::addPromptsMadeAnew(changes, core::DirectoryFileSource(m_registry->root()),
                                      m_registry->root(), m_workspace->catalog(),
                                      {RepoPath::fromLiteral(fragmentFile)});
        QCOMPARE(changes.writes.size(), 1);
        // Once it is saved, or closed, there is nothing unsaved.
        changed.clear();
        m_workspace->closeDocument(tone->id());
        QVERIFY(!changed.isEmpty());
        QVERIFY(writer->draft().assembled({})->assembly.text.endsWith("mild.\n"));
    }

    void problemsStandAtTheirPlaces()
    {
        write(fragmentFile,
              "Be {{who}}\nand {{nobody}}\n{{> missing}}\nzero\xE2\x80\x8B"
              "width\n");
        write(sourceFile, "---\nvariables:\n  who:\n    required: true\n---\n{{> outer}}");
        write(u"studio/fragments/outer.md"_s, "{{> tone}}");
        const QList<core::Problem> problems = workspace::checkFragment(open(u"tone"_s)->draft());
        QStringList found;
        for (const core::Problem &problem : problems) {
            QCOMPARE(problem.file.text(), fragmentFile);
            found.append(u"%1:%2:%3"_s.arg(problem.rule).arg(problem.line).arg(problem.column));
        }
        found.sort();
        // What the prompt that includes it declares is no problem here.
        QCOMPARE(found,
                 (QStringList{u"prompt.invisible:4:5"_s, u"runtime.blocked:4:5"_s,
                              u"template.missing-fragment:3:1"_s,
                              u"template.undefined-variable:2:5"_s}));
    }

    void theWorkspaceChecksComparesAndRestoresIt()
    {
        m_registry->folder().commitAll(u"Add tone"_s);
        write(fragmentFile, "---\nversion: 1.1.0\n---\nBe bold.\n");
        m_registry->folder().commitAll(u"Change tone"_s);
        DefinitionDocument *document = open(u"tone"_s);
        const auto history = m_workspace->history(document->id()).result();
        QVERIFY2(history, history ? "" : qPrintable(history.error().message));
        QCOMPARE(history->entries.size(), 2);
        QCOMPARE(history->versions.size(), 2);
        QCOMPARE(history->versions.last().version, u"1.0.0"_s);
        const ContentRef first =
            ContentRef::atCommit(history->versions.last().commit.id, u"v1.0.0"_s);
        const auto same =
            m_workspace->compare(document->id(), ContentRef::saved(), ContentRef::draft(), {})
                .result();
        QVERIFY(same && same->manifest.isEmpty());
        type(document, u"Now."_s);
        const auto compared =
            m_workspace->compare(document->id(), first, ContentRef::draft(), {}).result();
        QVERIFY2(compared, compared ? "" : qPrintable(compared.error().message));
        const auto checking = m_workspace->check(document->id());
        QVERIFY(checking.result());
        auto restoring = m_workspace->restore(document->id(), first);
        QTRY_VERIFY(restoring.isFinished());
        QVERIFY(restoring.result());
        QVERIFY(document->prompt()->bytes().endsWith("Be mild.\n"));
        QVERIFY(document->isModified());
    }

    void gitsStateOfItIsKnown()
    {
        m_registry->folder().commitAll(u"Add tone"_s);
        write(fragmentFile, "other");
        write(u"studio/fragments/fresh.md"_s, "new");
        const auto reading =
            workspace::readRepository(m_registry->root(), workspace::FolderIndex({}));
        QCOMPARE(reading.entryStates.value(workspace::fragmentId(u"tone"_s)),
                 workspace::EntryState::Modified);
        QCOMPARE(reading.entryStates.value(workspace::fragmentId(u"fresh"_s)),
                 workspace::EntryState::Added);
    }

    void whoIncludesWhom()
    {
        write(sourceFile, "{{> outer}}");
        write(readerSource, "{{#x}}{{> tone@1.0.0}}{{/x}}");
        write(u"studio/fragments/outer.md"_s, "{{> tone}} {{> outer}}");
        const core::DirectoryFileSource files(m_registry->root());
        const auto all = workspace::TemplateFiles::read(files, {});
        QStringList includers;
        for (const auto found = all.includersOf(u"tone"_s);
             const workspace::TemplateText *text : found) {
            includers.append(text->file.text());
        }
        QCOMPARE(includers,
                 (QStringList{u"studio/fragments/outer.md"_s, readerSource, sourceFile}));
        QCOMPARE(all.includedBy(RepoPath::fromLiteral(sourceFile)),
                 (QSet<QString>{u"outer"_s, u"tone"_s}));
    }

    void whereAVariableIsDeclared()
    {
        write(sourceFile, "---\nvariables:\n  who: you\n---\n{{> outer}}");
        write(readerSource, "---\nvariables:\n  other: x\n---\n{{> tone}}");
        write(u"studio/fragments/outer.md"_s, "{{> tone}}");
        write(fragmentFile, "{{who}} {{> end}}");
        write(u"studio/fragments/end.md"_s, "---\nvariables:\n  end: z\n---\n{{end}}");
        const core::DirectoryFileSource files(m_registry->root());
        const auto all = workspace::TemplateFiles::read(files, {});
        using Declaration = workspace::TemplateFiles::Declaration;
        const RepoPath tone = RepoPath::fromLiteral(fragmentFile);
        const RepoPath writerFile = RepoPath::fromLiteral(sourceFile);
        QCOMPARE(all.declarationsFor(tone, u"who"_s), (QList<Declaration>{{writerFile, 17}}));
        QCOMPARE(all.declarationsFor(writerFile, u"who"_s), (QList<Declaration>{{writerFile, 17}}));
        QCOMPARE(all.declarationsFor(writerFile, u"end"_s).size(), 1);
        QVERIFY(all.declarationsFor(writerFile, u"other"_s).isEmpty());
    }

    void promptsThatUseItAreMadeAnew()
    {
        write(sourceFile, "# W\n\n{{> outer}}");
        write(u"studio/fragments/outer.md"_s, "{{> tone}}");
        write(readerSource, "{{> tone@0.9.0}}\n{{> tone}}");
        m_registry->writePrompt("# W\n\nBe mild.\n");
        write(u"agents/reader/AGENT.md"_s, "stale");
        open(u"tone"_s);
        const auto found = dependents({});
        QVERIFY(found);
        QCOMPARE(found->count, 2);
        QCOMPARE(found->changes.writes.size(), 1); // the writer's is what its source gives
        const changes::FileWrite &write = found->changes.writes.first();
        QCOMPARE(write.file.text(), u"agents/reader/AGENT.md"_s);
        QCOMPARE(write.before, QByteArray("stale"));
        QCOMPARE(write.after, QByteArray("{{> tone@0.9.0}}\nBe mild.\n"));
        const auto spared = dependents({{EntryKind::Agent, u"reader"_s}});
        QVERIFY(spared);
        QVERIFY(spared->changes.writes.isEmpty());
        QCOMPARE(spared->changes.remarks.size(), 1);
        core::CancelFlag cancel;
        cancel.cancel();
        QVERIFY(!workspace::dependentPrompts(core::DirectoryFileSource(m_registry->root()),
                                             m_registry->root(), m_workspace->catalog(), u"tone"_s,
                                             {}, cancel));
    }

private:
    void write(const QString &file, const QByteArray &text) const
    {
        m_registry->folder().write(file, text);
    }
    [[nodiscard]] QByteArray read(const QString &file) const
    {
        return m_registry->folder().read(file);
    }
    DefinitionDocument *open(const QString &fragment)
    {
        if (m_workspace == nullptr) {
            m_workspace = std::make_unique<Workspace>(m_state->path());
            QSignalSpy loaded(m_workspace.get(), &Workspace::loaded);
            m_workspace->open(m_registry->root());
            if (!QTest::qWaitFor([&] { return !loaded.isEmpty(); }, 20000)) {
                return nullptr;
            }
        }
        DefinitionDocument *document = m_workspace->document(workspace::fragmentId(fragment));
        const bool isReady =
            document != nullptr
            && QTest::qWaitFor(
                [document] { return document->state() == DefinitionDocument::State::Ready; },
                60'000);
        return isReady ? document : nullptr;
    }
    static void type(DefinitionDocument *document, const QString &text)
    {
        QTextCursor cursor(document->prompt()->document());
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(text);
    }
    [[nodiscard]] core::Result<workspace::DependentPrompts>
    dependents(const QSet<EntryId> &drafts) const
    {
        return workspace::dependentPrompts(core::DirectoryFileSource(m_registry->root()),
                                           m_registry->root(), m_workspace->catalog(), u"tone"_s,
                                           drafts, {});
    }

    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::ScratchFolder> m_state;
    std::unique_ptr<Workspace> m_workspace;
};

QTEST_GUILESS_MAIN(TestFragmentDocument)
#include "tst_fragmentdocument.moc"
