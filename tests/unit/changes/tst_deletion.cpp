#include "changes/deletion.h"
#include "changesfixture.h"

#include <QTest>

using namespace hermes;
using namespace hermes::changes;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::ErrorCode;

class DeletionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anEntryGoesWithWhatBelongsToIt();
    void whoStillNeedsItIsTold();
    void suitesOfASharedIdStay();
    void linksAndUnknownEntriesAreRefused();
};

void DeletionTest::anEntryGoesWithWhatBelongsToIt()
{
    test::InMemoryFileSource source = test::connectedRegistry();
    source.remove(u"mcp/writer/manifest.json"_s); // else the suite is shared
    const auto changes =
        deleteEntries(source, test::catalogOf(source), {*EntryId::parse(u"writer"_s)});
    QVERIFY2(changes, changes ? "" : qPrintable(changes.error().message));
    const auto before = test::filesOf(source);
    const auto after = test::filesOf(test::performed(source, *changes));
    QCOMPARE(after.value(u"studio/channels/production.json"_s),
             "{\n  \"agent/editor\": \"1.0.0\",\n  \"mcp/writer\": \"0.9.0\"\n}\n");
    for (const char *file : {"agents/writer/AGENT.md", "agents/writer/notes.bin",
                             "agents/writer/manifest.json", "studio/sources/agents/writer.md",
                             "studio/suites/writer.yaml", "studio/reviews/writer/1/thread.json"}) {
        QVERIFY2(!after.contains(QString::fromLatin1(file)), file);
    }
    QCOMPARE(after.size(), before.size() - 6);
    QCOMPARE(changes->title, u"Delete agent/writer"_s);
}

void DeletionTest::whoStillNeedsItIsTold()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const registry::Catalog catalog = test::catalogOf(source);
    const auto changes = deleteEntries(source, catalog, {*EntryId::parse(u"writer"_s)});
    QVERIFY(changes);
    QStringList who;
    for (const Remark &remark : changes->remarks) {
        who.append(remark.entry.toString());
    }
    who.sort();
    QCOMPARE(who, (QStringList{u"agent/editor"_s, u"workflow/publish"_s}));
    // Those that go with it need it no more.
    const auto both = deleteEntries(source, catalog,
                                    {*EntryId::parse(u"writer"_s), *EntryId::parse(u"editor"_s),
                                     *EntryId::parse(u"workflow/publish"_s)});
    QVERIFY(both);
    QCOMPARE(both->remarks, QList<Remark>());
}

void DeletionTest::suitesOfASharedIdStay()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto changes =
        deleteEntries(source, test::catalogOf(source), {*EntryId::parse(u"mcp/writer"_s)});
    QVERIFY(changes);
    QVERIFY(
        test::filesOf(test::performed(source, *changes)).contains(u"studio/suites/writer.yaml"_s));
}

void DeletionTest::linksAndUnknownEntriesAreRefused()
{
    test::InMemoryFileSource source = test::connectedRegistry();
    source.write(u"agents/linked"_s, {}, core::FileType::SymbolicLink);
    const registry::Catalog catalog = test::catalogOf(source);
    QCOMPARE(deleteEntries(source, catalog, {*EntryId::parse(u"linked"_s)}).error().code,
             ErrorCode::NotAFile);
    QCOMPARE(deleteEntries(source, catalog, {*EntryId::parse(u"nobody"_s)}).error().code,
             ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(DeletionTest)
#include "tst_deletion.moc"
