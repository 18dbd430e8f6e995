#include "workspace/catalogupdate.h"

#include "inmemoryfilesource.h"

#include <QTest>

#include <algorithm>
#include <optional>
#include <utility>

using namespace hermes;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::EntryKind;
using registry::Catalog;
using registry::EntrySummary;
using test::InMemoryFileSource;
using workspace::CatalogUpdate;
using workspace::firstOfEqualIds;
using workspace::rereadAll;
using workspace::rereadFolders;

namespace {

QByteArray manifest(const QByteArray &id, const QByteArray &name)
{
    return R"({ "schemaVersion": "1", "type": "agent", "id": ")" + id + R"(", "name": ")" + name
        + R"(", "version": "1.0.0", "description": "d", "tags": ["t-)" + id
        + R"("], "tools": ["Read"], "compatibility": { "hermes": ">=0.3.0", "desktop": ">=0.6.0" }, "entry": "AGENT.md" })";
}

void put(InMemoryFileSource &source, const QString &folder, const QByteArray &id,
         const QByteArray &name)
{
    source.write(folder + u"/manifest.json"_s, manifest(id, name));
    source.write(folder + u"/AGENT.md"_s, "# A\n");
}

void drop(InMemoryFileSource &source, const QString &folder)
{
    source.remove(folder + u"/manifest.json"_s);
    source.remove(folder + u"/AGENT.md"_s);
}

Catalog load(const InMemoryFileSource &source)
{
    return *registry::loadCatalog(source, {});
}

QStringList names(QList<EntrySummary> entries)
{
    std::ranges::sort(entries, registry::comesBefore);
    QStringList result;
    for (const EntrySummary &entry : std::as_const(entries)) {
        result.append(entry.id.id + u' ' + entry.name);
    }
    return result;
}

} // namespace

class TestCatalogUpdate final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_source.emplace();
        put(*m_source, u"agents/a"_s, "a", "A");
        put(*m_source, u"agents/b"_s, "b", "B");
        put(*m_source, u"agents/c"_s, "c", "C");
        m_known = load(*m_source);
    }

    void nothingChangedIsNothing()
    {
        QVERIFY(rereadAll(*m_source, m_known)->isEmpty());
        QVERIFY(rereadFolders(*m_source, {u"agents/a"_s, u"agents/b"_s, u"studio"_s}, m_known)
                    ->isEmpty());
    }

    void allTellsWhatIsNewChangedAndGone()
    {
        put(*m_source, u"agents/b"_s, "b", "Other");
        put(*m_source, u"agents/d"_s, "d", "D");
        drop(*m_source, u"agents/a"_s);
        const CatalogUpdate update = *rereadAll(*m_source, m_known);
        QCOMPARE(names(update.changed), (QStringList{u"b Other"_s, u"d D"_s}));
        QCOMPARE(update.removed, (QList<EntryId>{{EntryKind::Agent, u"a"_s}}));
        QVERIFY(update.whole);
        QCOMPARE(update.whole->catalog, load(*m_source));
        QCOMPARE(update.whole->vocabulary.tags, (QStringList{u"t-b"_s, u"t-c"_s, u"t-d"_s}));
    }

    void foldersTellTheirOwnEntriesAlone()
    {
        put(*m_source, u"agents/a"_s, "a", "Not looked at");
        put(*m_source, u"agents/b"_s, "b", "Other");
        drop(*m_source, u"agents/c"_s);
        const CatalogUpdate update =
            *rereadFolders(*m_source, {u"agents/b"_s, u"agents/c"_s}, m_known);
        QCOMPARE(names(update.changed), QStringList{u"b Other"_s});
        QCOMPARE(update.removed, (QList<EntryId>{{EntryKind::Agent, u"c"_s}}));
        QVERIFY(!update.whole);
    }

    void anotherIdInAFolderIsOneGoneAndOneNew()
    {
        put(*m_source, u"agents/b"_s, "b2", "B");
        const CatalogUpdate update = *rereadFolders(*m_source, {u"agents/b"_s}, m_known);
        QCOMPARE(update.removed, (QList<EntryId>{{EntryKind::Agent, u"b"_s}}));
        QCOMPARE(names(update.changed), QStringList{u"b2 B"_s});
    }

    void equalIdsConcernAll()
    {
        put(*m_source, u"agents/z"_s, "a", "Twin");
        const CatalogUpdate twin = *rereadFolders(*m_source, {u"agents/z"_s}, m_known);
        QVERIFY(twin.whole);
        QCOMPARE(twin.whole->catalog.problems.size(), 1);
        QVERIFY(twin.changed.isEmpty()); // the first one counts, and it is the same
        QCOMPARE(names(firstOfEqualIds(twin.whole->catalog)), QStringList{u"a A"_s});

        drop(*m_source, u"agents/a"_s);
        const CatalogUpdate alone = *rereadFolders(*m_source, {u"agents/a"_s}, twin.whole->catalog);
        QVERIFY(alone.whole);
        QCOMPARE(names(alone.changed), QStringList{u"a Twin"_s});
        QVERIFY(alone.removed.isEmpty());
        QVERIFY(firstOfEqualIds(alone.whole->catalog).isEmpty());
    }

    void wordsComeAndGo()
    {
        workspace::Vocabulary vocabulary = workspace::Vocabulary::of(m_known);
        QCOMPARE(vocabulary.tools, QStringList{u"Read"_s});
        QCOMPARE(vocabulary.entryIds, (QStringList{u"agent/a"_s, u"agent/b"_s, u"agent/c"_s}));
        EntrySummary entry = m_known.entries.first();
        entry.id.id = u"aa"_s;
        entry.tools = {u"Bash"_s, u"Read"_s};
        vocabulary.add(entry);
        QCOMPARE(vocabulary.tools, (QStringList{u"Bash"_s, u"Read"_s}));
        QCOMPARE(vocabulary.entryIds,
                 (QStringList{u"agent/a"_s, u"agent/aa"_s, u"agent/b"_s, u"agent/c"_s}));
        vocabulary.remove(entry.id);
        vocabulary.remove(entry.id);
        QCOMPARE(vocabulary.entryIds, (QStringList{u"agent/a"_s, u"agent/b"_s, u"agent/c"_s}));
    }

private:
    std::optional<InMemoryFileSource> m_source;
    Catalog m_known;
};

QTEST_GUILESS_MAIN(TestCatalogUpdate)
#include "tst_catalogupdate.moc"
