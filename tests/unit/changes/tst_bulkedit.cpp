#include "changes/bulkedit.h"
#include "changesfixture.h"

#include <QTest>

using namespace hermes;
using namespace hermes::changes;
using namespace Qt::StringLiterals;
using core::EntryId;
using core::ErrorCode;

namespace {

QList<EntryId> allOf(const core::FileSource &source)
{
    QList<EntryId> ids;
    for (const auto allEntries = test::catalogOf(source).entries;
         const registry::EntrySummary &entry : allEntries) {
        ids.append(entry.id);
    }
    return ids;
}

core::Result<ChangeSet> edit(const test::InMemoryFileSource &source, const BulkEdit &edit)
{
    return bulkEdit(source, test::catalogOf(source), allOf(source), edit);
}

QMap<QString, QByteArray> filesAfter(const test::InMemoryFileSource &source,
                                     const core::Result<ChangeSet> &changes)
{
    if (!changes) {
        QTest::qFail(qPrintable(changes.error().message), __FILE__, __LINE__);
        return {};
    }
    return test::filesOf(test::performed(source, *changes));
}

QStringList remarksOf(const ChangeSet &changes)
{
    QStringList texts;
    for (const Remark &remark : changes.remarks) {
        texts.append(remark.entry.toString() + u": "_s + remark.text);
    }
    return texts;
}

const QString writer = u"agents/writer/manifest.json"_s;
const QString spelling = u"skills/general/spelling/SKILL.md"_s;
const QString grammar = u"skills/general/grammar/SKILL.md"_s;

} // namespace

class BulkEditTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tagsAreAddedAndRemoved();
    void nothingToDoIsNothing();
    void aModelIsSetWhereThereIsOne();
    void versionsAreRaised_data();
    void versionsAreRaised();
    void authorsKeepTheirForm();
    void emptyTextsRemoveFields();
    void skillsMoveToACategory();
    void oneBrokenManifestLeavesTheOthersEditable();
    void impossibleRequestsAreRefused();
    void everyEditIsTakenBack();
};

void BulkEditTest::tagsAreAddedAndRemoved()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto before = test::filesOf(source);
    BulkEdit tags;
    tags.addedTags = {u"reviewed"_s, u" text "_s};
    tags.removedTags = {u"prose"_s};
    const auto after = filesAfter(source, edit(source, tags));
    QCOMPARE(after.value(writer),
             before.value(writer).replace("[ \"text\",\"prose\" ]", "[ \"text\",\"reviewed\" ]"));
    QCOMPARE(after.value(spelling),
             before.value(spelling).replace("[Text]", "[Text, reviewed, text]"));
    QCOMPARE(after.value(grammar),
             before.value(grammar).replace("Parses.\n",
                                           "Parses.\nmetadata:\n  hermes:\n    tags: [reviewed, "
                                           "text]\n"));
    QCOMPARE(after.value(u"mcp/writer/manifest.json"_s),
             before.value(u"mcp/writer/manifest.json"_s)
                 .replace("\"0.9.1-rc.1\",\n",
                          "\"0.9.1-rc.1\",\n  \"tags\": [\"reviewed\", "
                          "\"text\"],\n"));
}

void BulkEditTest::nothingToDoIsNothing()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    BulkEdit none;
    none.removedTags = {u"unknown"_s};
    none.category = u"general"_s;
    const auto changes =
        bulkEdit(source, test::catalogOf(source), {*EntryId::parse(u"skill/spelling"_s)}, none);
    QVERIFY(changes && changes->isEmpty());
    QCOMPARE(changes->remarks, QList<Remark>());
}

void BulkEditTest::aModelIsSetWhereThereIsOne()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto before = test::filesOf(source);
    BulkEdit model;
    model.model = u"m-1"_s;
    const auto changes = edit(source, model);
    const auto after = filesAfter(source, changes);
    QCOMPARE(
        after.value(writer),
        before.value(writer).replace("\"AGENT.md\",\n", "\"AGENT.md\",\n  \"model\": \"m-1\",\n"));
    QVERIFY(after.value(spelling).contains("license: MIT\nmodel: m-1\n"));
    QCOMPARE(after.value(u"mcp/writer/manifest.json"_s),
             before.value(u"mcp/writer/manifest.json"_s));
    QCOMPARE(remarksOf(*changes).size(), 2); // the server and the workflow
}

void BulkEditTest::versionsAreRaised_data()
{
    QTest::addColumn<VersionBump>("bump");
    QTest::addColumn<QByteArray>("writerVersion");
    QTest::addColumn<QByteArray>("serverVersion");
    QTest::newRow("patch") << VersionBump::Patch << "1.2.1"_ba << "0.9.1"_ba;
    QTest::newRow("minor") << VersionBump::Minor << "1.3.0"_ba << "0.10.0"_ba;
    QTest::newRow("major") << VersionBump::Major << "2.0.0"_ba << "1.0.0"_ba;
}

void BulkEditTest::versionsAreRaised()
{
    QFETCH(VersionBump, bump);
    QFETCH(QByteArray, writerVersion);
    QFETCH(QByteArray, serverVersion);
    const test::InMemoryFileSource source = test::connectedRegistry();
    const auto before = test::filesOf(source);
    BulkEdit raise;
    raise.bump = bump;
    const auto changes = edit(source, raise);
    const auto after = filesAfter(source, changes);
    QCOMPARE(after.value(writer), before.value(writer).replace("1.2.0", writerVersion));
    QCOMPARE(after.value(u"mcp/writer/manifest.json"_s),
             before.value(u"mcp/writer/manifest.json"_s).replace("0.9.1-rc.1", serverVersion));
    QVERIFY(after.value(spelling).contains(" # kept\n"));
    QCOMPARE(remarksOf(*changes), // it has no version
             QStringList{u"skill/grammar: Its version “” cannot be raised."_s});
}

void BulkEditTest::authorsKeepTheirForm()
{
    test::InMemoryFileSource source = test::connectedRegistry();
    source.write(u"agents/editor/manifest.json"_s,
                 "{\"id\": \"editor\", \"author\": \"Ada\", \"entry\": \"AGENT.md\"}");
    BulkEdit author;
    author.author = registry::Author{u"Eve"_s, {}};
    author.license = u"Apache-2.0"_s;
    const auto after = filesAfter(source, edit(source, author));
    QVERIFY(after.value(writer).contains("\"author\": { \"name\": \"Eve\" },\n  \"license\": "
                                         "\"Apache-2.0\""));
    QVERIFY(after.value(u"agents/editor/manifest.json"_s).contains("\"author\": \"Eve\""));
    QVERIFY(after.value(spelling).contains("author: Eve\nlicense: Apache-2.0\n"));
}

void BulkEditTest::emptyTextsRemoveFields()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    BulkEdit none;
    none.author = registry::Author{};
    none.license = QString();
    none.model = QString();
    const auto after = filesAfter(source, edit(source, none));
    QVERIFY(!after.value(writer).contains("author") && !after.value(writer).contains("license"));
    QVERIFY(!after.value(spelling).contains("author"));
}

void BulkEditTest::skillsMoveToACategory()
{
    test::InMemoryFileSource source = test::connectedRegistry();
    source.write(u"skills/language/grammar/README.md"_s, "taken\n");
    BulkEdit category;
    category.category = u"language"_s;
    category.addedTags = {u"x"_s};
    const auto changes = edit(source, category);
    const auto after = filesAfter(source, changes);
    QVERIFY(after.value(u"skills/language/spelling/SKILL.md"_s).contains("tags: [Text, x]"));
    QVERIFY(!after.contains(spelling));
    QVERIFY(after.contains(grammar)); // its place is taken
    QVERIFY(remarksOf(*changes).contains(
        u"skill/grammar: skills/language/grammar is taken already."_s));
    QVERIFY(remarksOf(*changes).contains(u"agent/writer: Only skills have a category."_s));
}

void BulkEditTest::oneBrokenManifestLeavesTheOthersEditable()
{
    test::InMemoryFileSource source = test::connectedRegistry();
    source.write(u"agents/editor/manifest.json"_s, "{ \"id\": ");
    source.write(u"agents/linked"_s, {}, core::FileType::SymbolicLink);
    BulkEdit tags;
    tags.addedTags = {u"x"_s};
    const auto changes = edit(source, tags);
    QVERIFY(changes);
    QVERIFY(filesAfter(source, changes).value(writer).contains("\"x\""));
    QCOMPARE(changes->remarks.size(), 2);
    QVERIFY(remarksOf(*changes).join(u' ').contains(u"agent/editor: Left as it is"_s));
}

void BulkEditTest::impossibleRequestsAreRefused()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    BulkEdit category;
    category.category = u"../up"_s;
    QCOMPARE(edit(source, category).error().code, ErrorCode::InvalidArgument);
    BulkEdit tags;
    tags.addedTags = {u"  "_s};
    QCOMPARE(edit(source, tags).error().code, ErrorCode::InvalidArgument);
}

void BulkEditTest::everyEditIsTakenBack()
{
    const test::InMemoryFileSource source = test::connectedRegistry();
    BulkEdit all;
    all.addedTags = {u"x"_s};
    all.model = u"m"_s;
    all.bump = VersionBump::Minor;
    all.author = registry::Author{u"Eve"_s, u"https://eve.example.org"_s};
    all.category = u"moved"_s;
    const auto changes = edit(source, all);
    QVERIFY(changes);
    const test::InMemoryFileSource after = test::performed(source, *changes);
    QVERIFY(test::filesOf(after) != test::filesOf(source));
    QCOMPARE(test::filesOf(test::performed(after, inverse(*changes, {}))), test::filesOf(source));
}

QTEST_APPLESS_MAIN(BulkEditTest)
#include "tst_bulkedit.moc"
