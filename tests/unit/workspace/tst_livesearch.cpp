#include "registryfixture.h"
#include "search/fieldmatch.h"
#include "search/registrysearch.h"
#include "workspace/fragmentdocument.h"
#include "workspace/livesearch.h"
#include "workspace/workspace.h"

#include <QDirIterator>
#include <QSignalSpy>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>

#include <memory>
#include <optional>
#include <utility>

using namespace hermes;
using namespace Qt::StringLiterals;
using test::RegistryFixture;
using workspace::LiveSearch;
using workspace::Workspace;

namespace {

QStringList filesBelow(const QString &folder)
{
    QStringList files;
    QDirIterator walk(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QString file = walk.next();
        if (!file.contains(u"/.git/"_s)) {
            files.append(file);
        }
    }
    files.sort();
    return files;
}

} // namespace

/// A workspace over a real repository, and its search.
class TestLiveSearch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(vcs::initializeLibrary()); }
    void init()
    {
        m_registry = std::make_unique<RegistryFixture>();
        m_state = std::make_unique<test::ScratchFolder>();
        m_workspace = std::make_unique<Workspace>(m_state->path(u"state"_s));
        m_search = std::make_unique<LiveSearch>(*m_workspace, m_state->path(u"cache"_s));
    }
    void cleanup()
    {
        m_search.reset();
        m_workspace.reset();
    }

    void searchesWhatWasLoaded()
    {
        open();
        QTRY_COMPARE(filtered(u"tag:a"_s), (QStringList{u"reader"_s, u"writer"_s}));
        QCOMPARE(found(u"\"you write\""_s), (QStringList{u"reader"_s, u"writer"_s}));
    }

    void thereIsNoneWithoutARegistry()
    {
        QSignalSpy replaced(m_search.get(), &LiveSearch::replaced);
        QVERIFY(m_search->search() == nullptr);
        open();
        QVERIFY(m_search->search() != nullptr);
        m_workspace->close();
        QVERIFY(m_search->search() == nullptr);
        QVERIFY(replaced.size() >= 2);
    }

    void unsavedTextIsFoundUntilItIsTakenBack()
    {
        open();
        workspace::DefinitionDocument *document = openWriter();
        type(*document, u"a needle in a draft\n"_s);
        QTRY_COMPARE(found(u"needle"_s), QStringList{u"writer"_s});
        QCOMPARE(m_registry->prompt().contains("needle"), false);
        QTRY_COMPARE(filtered(u"status:modified"_s), QStringList{u"writer"_s});
        document->prompt()->undo();
        QTRY_COMPARE(found(u"needle"_s), QStringList());
        QTRY_COMPARE(filtered(u"status:modified"_s), QStringList());
    }

    void savedTextIsFoundAtOnce()
    {
        open();
        workspace::DefinitionDocument *document = openWriter();
        type(*document, u"a needle that is saved\n"_s);
        const QSignalSpy saved(document, &workspace::DefinitionDocument::saved);
        document->save();
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(found(u"needle"_s), QStringList{u"writer"_s});
        m_workspace->closeDocument(RegistryFixture::writer);
        QCOMPARE(found(u"needle"_s), QStringList{u"writer"_s});
    }

    void aClosedDocumentsDraftIsNotFound()
    {
        open();
        type(*openWriter(), u"a needle in a draft\n"_s);
        QTRY_COMPARE(found(u"needle"_s), QStringList{u"writer"_s});
        m_workspace->closeDocument(RegistryFixture::writer);
        QCOMPARE(found(u"needle"_s), QStringList());
    }

    void changesOnDiskAreFound()
    {
        open();
        m_registry->writePrompt("# Writer\n\nA needle on disk.\n\n## Brand new\n");
        QTRY_COMPARE(found(u"needle"_s), QStringList{u"writer"_s});
        QTRY_COMPARE(filtered(u"status:modified"_s), QStringList{u"writer"_s});
        QTRY_COMPARE(m_search->search()->find(u"brand new"_s, 3).size(), 1);
        m_registry->folder().write(
            u"agents/newcomer/manifest.json"_s,
            QByteArray(m_registry->manifest()).replace("writer", "newcomer"));
        m_registry->folder().write(u"agents/newcomer/AGENT.md"_s, "# Another needle\n");
        QTRY_COMPARE(found(u"needle"_s), (QStringList{u"newcomer"_s, u"writer"_s}));
        QVERIFY(QDir(m_registry->folder().path(u"agents/reader"_s)).removeRecursively());
        QTRY_COMPARE(filtered(u"kind:agent"_s), (QStringList{u"newcomer"_s, u"writer"_s}));
    }

    void fragmentsAreFound()
    {
        const QString file = u"studio/fragments/tone.md"_s;
        m_registry->folder().write(file, "---\ndescription: How we speak\n---\n# A needle\n");
        open();
        const QStringList tone{u"studio/fragments/tone"_s};
        QTRY_COMPARE(found(u"needle"_s), tone);
        QCOMPARE(filtered(u"speak"_s), tone);
        QTRY_COMPARE(m_search->search()->find(u"a needle"_s, 3).size(), 1); // its section
        // They are of a kind of their own.
        QCOMPARE(filtered(u"kind:fragment"_s), tone);
        QCOMPARE(filtered(u"kind:skill"_s), QStringList());
        QVERIFY(m_search->search()->find(u"tone"_s, 3).isEmpty()); // as no entry is called so
        // What is typed, saved, changed elsewhere, and gone.
        workspace::DefinitionDocument *document =
            m_workspace->document(workspace::fragmentId(u"tone"_s));
        QTRY_COMPARE(document->state(), workspace::DefinitionDocument::State::Ready);
        type(*document, u"pins\n"_s);
        QTRY_COMPARE(found(u"pins"_s), tone);
        QTRY_COMPARE(filtered(u"kind:fragment status:modified,added"_s), tone);
        const QSignalSpy saved(document, &workspace::DefinitionDocument::saved);
        document->save();
        QTRY_COMPARE(saved.size(), 1);
        m_workspace->closeDocument(document->id());
        QTRY_COMPARE(found(u"pins"_s), tone);
        m_registry->folder().write(file, "hay\n");
        m_registry->folder().write(u"studio/fragments/other.md"_s, "hay\n");
        QTRY_COMPARE(found(u"hay"_s),
                     (QStringList{u"studio/fragments/other"_s, u"studio/fragments/tone"_s}));
        QVERIFY(QFile::remove(m_registry->folder().path(file)));
        QTRY_COMPARE(found(u"hay"_s), QStringList{u"studio/fragments/other"_s});
    }

    void aFragmentThatStaysIsNotReadAgain()
    {
        for (const QString &name : {u"one"_s, u"two"_s, u"three"_s}) {
            m_registry->folder().write(u"studio/fragments/"_s + name + u".md"_s, "needle\n");
        }
        open();
        QTRY_COMPARE(found(u"needle"_s).size(), 3);
        const QSignalSpy texts(m_search->search(), &search::RegistrySearch::textsChanged);
        waitForQuiet(texts);
        const qsizetype before = texts.size();
        m_registry->folder().write(u"studio/fragments/two.md"_s, "hay\n");
        QTRY_COMPARE(found(u"hay"_s), QStringList{u"studio/fragments/two"_s});
        QTRY_COMPARE(texts.size(), before + 1);
        waitForQuiet(texts);
        QCOMPARE(texts.size(), before + 1);
    }

    void theIndexIsCheckedOnceWhenARegistryOpens()
    {
        constexpr int needsAnIndex = 301;
        for (int i = 0; i < needsAnIndex; ++i) {
            m_registry->folder().write(
                u"agents/a-%1/manifest.json"_s.arg(i),
                QByteArray(m_registry->manifest()).replace("writer", "a-" + QByteArray::number(i)));
            m_registry->folder().write(u"agents/a-%1/AGENT.md"_s.arg(i), "# A\n");
        }
        const auto checks = std::make_shared<int>(0);
        connect(m_search.get(), &LiveSearch::replaced, this, [this, checks] {
            search::RegistrySearch *search = m_search->search();
            if (search != nullptr) {
                connect(search, &search::RegistrySearch::indexStateChanged, this, [search, checks] {
                    *checks += search->indexState() == search::RegistrySearch::IndexState::Checking;
                });
            }
        });
        const QSignalSpy watched(m_workspace.get(), &Workspace::watched);
        open();
        QTRY_COMPARE(watched.size(), 1);
        QTRY_COMPARE(m_search->search()->indexState(), search::RegistrySearch::IndexState::Ready);
        // What is seen after this comes after the look that follows the first watch.
        m_registry->writePrompt("# Writer\n\nA needle.\n");
        QTRY_COMPARE(found(u"needle"_s), QStringList{u"writer"_s});
        QCOMPARE(*checks, 1);
        QVERIFY(disconnect(m_search.get(), &LiveSearch::replaced, this, nullptr));
    }

    void changesAreKnownByTheirTime()
    {
        qputenv("GIT_COMMITTER_DATE", "2001-01-01T00:00:00Z");
        m_registry = std::make_unique<RegistryFixture>();
        qputenv("GIT_COMMITTER_DATE", "2003-01-01T00:00:00Z");
        m_registry->writePrompt("# Writer\n\nLater.\n");
        m_registry->folder().commitAll(u"Later"_s);
        qunsetenv("GIT_COMMITTER_DATE");
        open();
        QTRY_COMPARE(filtered(u"changed:2002-01-01"_s), QStringList{u"writer"_s});
        QCOMPARE(filtered(u"changed:7d"_s), QStringList());
        m_registry->folder().write(u"agents/reader/AGENT.md"_s, "# Reader\n\nJust now.\n");
        QTRY_COMPARE(filtered(u"changed:7d"_s), QStringList{u"reader"_s});
        m_registry->folder().git({u"checkout"_s, u"-q"_s, u"."_s});
        QTRY_COMPARE(filtered(u"changed:7d"_s), QStringList());
    }

    void nothingIsWrittenIntoTheWorkTree()
    {
        const QStringList before = filesBelow(m_registry->root());
        open();
        QTRY_COMPARE(filtered(u"writer"_s).size(), 2); // both are called so
        QTRY_VERIFY(m_search->search()->indexState() == search::RegistrySearch::IndexState::None);
        QCOMPARE(found(u"write"_s).size(), 2);
        QCOMPARE(filesBelow(m_registry->root()), before);
    }

private:
    void open()
    {
        const QSignalSpy loaded(m_workspace.get(), &Workspace::loaded);
        const QSignalSpy read(m_workspace.get(), &Workspace::repositoryChanged);
        m_workspace->open(m_registry->root());
        QTRY_VERIFY(!loaded.isEmpty() && !read.isEmpty());
    }

    /// Until nothing more comes of what was opened: states and times of the entries do so late.
    static void waitForQuiet(const QSignalSpy &signal)
    {
        constexpr int quiet = 500; // ms
        qsizetype seen = -1;
        while (std::exchange(seen, signal.size()) != signal.size()) {
            QTest::qWait(quiet);
        }
    }

    workspace::DefinitionDocument *openWriter()
    {
        workspace::DefinitionDocument *document = m_workspace->document(RegistryFixture::writer);
        const bool isReady = QTest::qWaitFor(
            [document] { return document->state() == workspace::DefinitionDocument::State::Ready; },
            60'000);
        return isReady ? document : nullptr;
    }

    static void type(workspace::DefinitionDocument &document, const QString &text)
    {
        QTextCursor(document.prompt()->document()).insertText(text);
    }

    /// Ids of the entries whose fields answer.
    QStringList filtered(const QString &text)
    {
        const search::EntryTable &entries = m_search->search()->entries();
        QStringList ids;
        const auto rows =
            search::matchingRows(entries, search::Query::parse(text), QDateTime::currentDateTime());
        for (const auto allRows = rows.value_or(QList<int>()); const int row : allRows) {
            ids.append(entries.entry(row).id.id);
        }
        ids.sort();
        return ids;
    }

    /// Ids of the entries whose prompts answer.
    QStringList found(const QString &text)
    {
        search::SearchOptions options;
        options.scope = search::SearchOptions::Scope::Prompts;
        const auto job = m_search->search()->newJob(search::Query::parse(text), options);
        std::optional<core::Result<search::SearchResults>> end;
        connect(job.get(), &search::SearchJob::finished, job.get(),
                [&end](const core::Result<search::SearchResults> &results) { end = results; });
        job->start();
        QStringList ids;
        if (QTest::qWaitFor([&end] { return end.has_value(); }, 60'000) && *end) {
            for (const auto allHits = (*end)->hits; const search::Hit &hit : allHits) {
                ids.append(hit.id.id);
            }
        }
        ids.sort();
        return ids;
    }

    std::unique_ptr<RegistryFixture> m_registry;
    std::unique_ptr<test::ScratchFolder> m_state;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<LiveSearch> m_search;
};

QTEST_GUILESS_MAIN(TestLiveSearch)
#include "tst_livesearch.moc"
