#include "search/registrysearch.h"
#include "searchfixture.h"

#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace hermes;
using namespace hermes::search;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

constexpr int many = 400; ///< Enough for an index.

/// Runs a job and waits for its end.
QStringList idsFoundBy(RegistrySearch &search, const QString &query)
{
    const std::unique_ptr<SearchJob> job = search.newJob(Query::parse(query), inPrompts());
    std::optional<core::Result<SearchResults>> end;
    QObject::connect(job.get(), &SearchJob::finished, job.get(),
                     [&end](const core::Result<SearchResults> &results) { end = results; });
    job->start();
    const bool hasEnded = QTest::qWaitFor([&end] { return end.has_value(); }, 60'000);
    const core::Result<SearchResults> results = end.value_or(std::unexpected(core::Error{}));
    if (!hasEnded || !results) {
        return {u"no result"_s};
    }
    QStringList ids;
    for (const Hit &hit : results->hits) {
        ids.append(hit.id.id);
    }
    ids.sort();
    return ids;
}

} // namespace

class TestRegistrySearch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_fixture = std::make_unique<SearchFixture>();
        for (int i = 0; i < many; ++i) {
            m_fixture->write(u"a-%1"_s.arg(i), "# Title\n\nplain text\n");
        }
        m_fixture->write(u"special"_s, "# Special Section\n\na needle here\n");
    }

    void indexesInTheBackgroundAndFinds()
    {
        RegistrySearch search(m_fixture->root(), m_fixture->cache());
        QSignalSpy progress(&search, &RegistrySearch::indexProgress);
        search.addEntries(m_fixture->entries().first(100));
        QCOMPARE(idsFoundBy(search, u"plain"_s).size(), 100); // while it loads
        search.setEntries(m_fixture->entries());
        search.checkIndex();
        QTRY_COMPARE_WITH_TIMEOUT(search.indexState(), RegistrySearch::IndexState::Ready, 60'000);
        QVERIFY(!progress.isEmpty());
        QVERIFY(QFile::exists(m_fixture->packFile()));
        QCOMPARE(search.snapshot().pack->textCount(), many + 1);
        QCOMPARE(idsFoundBy(search, u"needle"_s), QStringList{u"special"_s});
        QTRY_COMPARE(search.find(u"special section"_s, 5).size(), 1);
        QCOMPARE(search.find(u"special section"_s, 5).constFirst().line, 1);
    }

    void aChangedFileIsFoundAtOnce()
    {
        RegistrySearch search(m_fixture->root(), m_fixture->cache());
        makeReady(search);
        QSignalSpy changed(&search, &RegistrySearch::textsChanged);
        m_fixture->write(u"a-7"_s, "# New Heading\n\nanother needle\n");
        search.updateEntry(SearchFixture::entry(u"a-7"_s));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(idsFoundBy(search, u"needle"_s), (QStringList{u"a-7"_s, u"special"_s}));
        QCOMPARE(idsFoundBy(search, u"plain"_s).size(), many - 1);
        QTRY_COMPARE(search.find(u"new heading"_s, 5).size(), 1);
        m_fixture->write(u"fresh"_s, "a needle\n");
        search.updateEntry(SearchFixture::entry(u"fresh"_s));
        search.removeEntry({core::EntryKind::Agent, u"special"_s});
        QCOMPARE(idsFoundBy(search, u"needle"_s), (QStringList{u"a-7"_s, u"fresh"_s}));
    }

    void manyUpdatesAreAsAnIndexMadeAnew()
    {
        RegistrySearch search(m_fixture->root(), m_fixture->cache());
        makeReady(search);
        QRandomGenerator random(59);
        for (int i = 0; i < 200; ++i) {
            const QString id = u"a-%1"_s.arg(random.bounded(many + 50));
            m_fixture->write(id, randomPrompt(random.generate(), 30));
            search.updateEntry(SearchFixture::entry(id));
        }
        const Snapshot anew = m_fixture->snapshot(Source::Pack);
        for (const QString &query :
             {u"retry"_s, u"plain"_s, u"検索"_s, u"/^the/"_s, u"-retry timeout"_s}) {
            QStringList expected;
            for (const auto ids = idsFound(anew, query, inPrompts()); const QString &found : ids) {
                expected.append(found.section(u' ', 0, 0));
            }
            expected.sort();
            QCOMPARE(idsFoundBy(search, query), expected);
        }
    }

    void aDraftTakesTheFilesPlaceUntilItIsDropped()
    {
        RegistrySearch search(m_fixture->root(), m_fixture->cache());
        makeReady(search);
        const core::RepoPath file = SearchFixture::entry(u"a-3"_s).promptFile;
        search.setDraft(file, "an unsaved needle\n");
        QCOMPARE(idsFoundBy(search, u"needle"_s), (QStringList{u"a-3"_s, u"special"_s}));
        QCOMPARE(idsFoundBy(search, u"plain"_s).size(), many - 1);
        search.dropDraft(file);
        QCOMPARE(idsFoundBy(search, u"needle"_s), QStringList{u"special"_s});
        QCOMPARE(idsFoundBy(search, u"plain"_s).size(), many);
        // Saved while it was a draft: what the index has is not what the file has.
        search.setDraft(file, "needle\n");
        m_fixture->write(u"a-3"_s, "saved needle\n");
        search.updateEntry(SearchFixture::entry(u"a-3"_s));
        search.dropDraft(file);
        QCOMPARE(idsFoundBy(search, u"saved"_s), QStringList{u"a-3"_s});
    }

    void changesWhileEntriesArePreparedAreKept()
    {
        RegistrySearch search(m_fixture->root(), m_fixture->cache());
        search.setEntries(m_fixture->entries());
        search.checkIndex();
        m_fixture->write(u"late"_s, "late needle\n");
        search.updateEntry(SearchFixture::entry(u"late"_s));
        search.removeEntry({core::EntryKind::Agent, u"special"_s});
        QTRY_COMPARE_WITH_TIMEOUT(search.indexState(), RegistrySearch::IndexState::Ready, 60'000);
        QCOMPARE(idsFoundBy(search, u"needle"_s), QStringList{u"late"_s});
    }

    void theIndexIsUsedAgainAndWhatChangedMeanwhileIsNoticed()
    {
        {
            RegistrySearch search(m_fixture->root(), m_fixture->cache());
            makeReady(search);
        }
        // Files written just before an index are read again; an older one is used as it is.
        QTRY_VERIFY_WITH_TIMEOUT(isIndexSettled(), 60'000);
        const QByteArray before = m_fixture->folder().read(relativePackFile());
        m_fixture->write(u"a-9"_s, "offline needle\n");
        RegistrySearch search(m_fixture->root(), m_fixture->cache());
        makeReady(search);
        QCOMPARE(m_fixture->folder().read(relativePackFile()), before);
        QCOMPARE(idsFoundBy(search, u"needle"_s), (QStringList{u"a-9"_s, u"special"_s}));
    }

    void aDamagedIndexIsMadeAgain()
    {
        RegistrySearch search(m_fixture->root(), m_fixture->cache());
        makeReady(search);
        QFile file(m_fixture->packFile());
        QVERIFY(file.open(QIODevice::ReadWrite));
        // From the very start, where the first block is: however many threads took how many files
        // each, every search for what all of them have reads it.
        QCOMPARE(file.write(QByteArray(50, '!')), 50);
        file.close();
        const auto damaged = search.snapshot().pack;
        QCOMPARE(idsFoundBy(search, u"plain"_s).size(), many); // right all the same
        QTRY_VERIFY_WITH_TIMEOUT(search.snapshot().pack != damaged, 60'000);
        QCOMPARE(search.indexState(), RegistrySearch::IndexState::Ready);
        QCOMPARE(idsFoundBy(search, u"needle"_s), QStringList{u"special"_s});
        QVERIFY(!search.snapshot().pack->isDamaged());
    }

    void aCacheThatCannotBeWrittenIsTold()
    {
        m_fixture->folder().write(u"blocked"_s, "a file, not a folder");
        RegistrySearch search(m_fixture->root(), m_fixture->folder().path(u"blocked"_s));
        QSignalSpy failed(&search, &RegistrySearch::indexFailed);
        search.setEntries(m_fixture->entries());
        search.checkIndex();
        QTRY_COMPARE_WITH_TIMEOUT(search.indexState(), RegistrySearch::IndexState::Failed, 60'000);
        QCOMPARE(failed.size(), 1);
        QCOMPARE(idsFoundBy(search, u"needle"_s), QStringList{u"special"_s});
    }

    void fewFilesNeedNoIndex()
    {
        RegistrySearch search(m_fixture->root(), m_fixture->cache());
        QSignalSpy changed(&search, &RegistrySearch::entriesChanged);
        search.setEntries(m_fixture->entries().first(20));
        search.checkIndex();
        QTRY_COMPARE(changed.size(), 1);
        QTRY_COMPARE(search.indexState(), RegistrySearch::IndexState::None);
        QVERIFY(!QFile::exists(m_fixture->packFile()));
        QCOMPARE(idsFoundBy(search, u"plain"_s).size(), 20);
    }

    void factsAreKeptWhenEntriesChange()
    {
        RegistrySearch search(m_fixture->root(), m_fixture->cache());
        makeReady(search);
        EntryFacts facts;
        facts.status = Status::Modified;
        search.setFacts({{{core::EntryKind::Agent, u"special"_s}, facts}});
        QCOMPARE(idsFoundBy(search, u"status:modified"_s), QStringList{u"special"_s});
        search.updateEntry(SearchFixture::entry(u"special"_s));
        QCOMPARE(idsFoundBy(search, u"status:modified"_s), QStringList{u"special"_s});
        search.setFacts({});
        QCOMPARE(idsFoundBy(search, u"status:modified"_s), QStringList());
    }

    void aJobEndsOnceAndNeverFromWithinStart()
    {
        RegistrySearch search(m_fixture->root(), m_fixture->cache());
        makeReady(search);
        const auto job = search.newJob(Query::parse(u"plain"_s), inPrompts());
        QSignalSpy finished(job.get(), &SearchJob::finished);
        QSignalSpy found(job.get(), &SearchJob::found);
        job->start();
        QCOMPARE(finished.size(), 0);
        QTRY_COMPARE(finished.size(), 1);
        QVERIFY(!found.isEmpty());
        const auto cancelled = search.newJob(Query::parse(u"plain"_s), inPrompts());
        std::optional<core::ErrorCode> code;
        connect(cancelled.get(), &SearchJob::finished, this,
                [&code](const core::Result<SearchResults> &results) {
                    code = results ? core::ErrorCode::Internal : results.error().code;
                });
        cancelled->start();
        cancelled->cancel();
        QTRY_VERIFY(code.has_value());
        QCOMPARE(code.value_or(core::ErrorCode::Internal), core::ErrorCode::Cancelled);
        for (int i = 0; i < 50; ++i) { // as while typing: each is gone before it ends
            const auto typed = search.newJob(Query::parse(u"plain"_s), inPrompts());
            connect(typed.get(), &SearchJob::finished, this, [] { qFatal("a dead job spoke"); });
            typed->start();
        }
        QCOMPARE(idsFoundBy(search, u"needle"_s), QStringList{u"special"_s});
    }

private:
    void makeReady(RegistrySearch &search) const
    {
        search.setEntries(m_fixture->entries());
        search.checkIndex();
        QVERIFY(QTest::qWaitFor(
            [&search] { return search.indexState() == RegistrySearch::IndexState::Ready; },
            60'000));
    }

    /// Builds the index anew and tells whether every file would be taken for current.
    [[nodiscard]] bool isIndexSettled() const
    {
        const Snapshot snapshot = m_fixture->snapshot(Source::Pack);
        const std::vector<qint32> rows =
            matchTexts(*snapshot.pack, *snapshot.files, snapshot.entries, Currency::ByStamps, {});
        return std::ranges::count(rows, -1) == 0;
    }

    [[nodiscard]] QString relativePackFile() const
    {
        return u"cache/"_s + QFileInfo(m_fixture->packFile()).fileName();
    }

    std::unique_ptr<SearchFixture> m_fixture;
};

QTEST_GUILESS_MAIN(TestRegistrySearch)
#include "tst_registrysearch.moc"
