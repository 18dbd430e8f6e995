#include "registry/catalog.h"

#include "inmemoryfilesource.h"

#include "core/directoryfilesource.h"
#include "scratchfolder.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTest>

#include <atomic>
#include <mutex>

using namespace hermes;
using namespace hermes::registry;
using namespace Qt::StringLiterals;
using core::EntryKind;
using core::ErrorCode;
using core::FileType;
using core::Problem;
using core::RepoPath;
using test::InMemoryFileSource;

namespace {

QByteArray agent(const QByteArray &id, const QByteArray &more = {})
{
    return R"({"schemaVersion":"1","type":"agent","id":")" + id
        + R"(","name":"Name","version":"1.0.0","entry":"AGENT.md")" + more + "}";
}

void writeAgent(InMemoryFileSource &source, const QString &name, const QByteArray &more = {})
{
    source.write(u"agents/%1/manifest.json"_s.arg(name), agent(name.toUtf8(), more));
    source.write(u"agents/%1/AGENT.md"_s.arg(name), "# Prompt\n");
}

void writeSkill(InMemoryFileSource &source, const QString &path, const QByteArray &name)
{
    source.write(path + u"/SKILL.md"_s, "---\nname: " + name + "\ndescription: d\n---\nbody\n");
}

Catalog load(const core::FileSource &source)
{
    const core::Result<Catalog> catalog = loadCatalog(source, {});
    Q_ASSERT(catalog.has_value());
    return *catalog;
}

QStringList rules(const QList<Problem> &problems)
{
    QStringList result;
    for (const Problem &problem : problems) {
        result.append(problem.rule);
    }
    return result;
}

QStringList ids(const Catalog &catalog)
{
    QStringList result;
    for (const EntrySummary &entry : catalog.entries) {
        result.append(entry.id.toString());
    }
    return result;
}

/// Passes everything on but the listing of one folder.
class UnlistableFolderSource final : public core::FileSource
{
public:
    UnlistableFolderSource(const core::FileSource &source, const RepoPath &folder)
        : m_source(source), m_folder(folder)
    {
    }
    [[nodiscard]] core::Result<QList<core::FileNode>> list(const RepoPath &folder) const override
    {
        return folder == m_folder ? core::failure(ErrorCode::NotReadable, u"denied"_s)
                                  : m_source.list(folder);
    }
    [[nodiscard]] core::Result<QByteArray> read(const RepoPath &file,
                                                qint64 maxBytes) const override
    {
        return m_source.read(file, maxBytes);
    }
    [[nodiscard]] core::Result<core::FileNode> node(const RepoPath &path) const override
    {
        return m_source.node(path);
    }
    [[nodiscard]] bool isThreadSafe() const override { return false; }

private:
    const core::FileSource &m_source;
    RepoPath m_folder;
};

} // namespace

class CatalogTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyKindIsFoundInOrder();
    void summaryHoldsTheManifest();
    void skillsLieAtAnyDepth();
    void looseFilesAreNoEntries();
    void brokenEntryIsAnEntryWithProblems_data();
    void brokenEntryIsAnEntryWithProblems();
    void linksOnDiskAreListedAndNeverRead();
    void duplicateIdsAreProblems();
    void doubtfulNamesAreWarnings_data();
    void doubtfulNamesAreWarnings();
    void unreadableFolderIsAProblem_data();
    void unreadableFolderIsAProblem();
    void missingRootIsAnError();
    void emptyRegistryIsEmpty();
    void batchesBringEveryEntryOnce_data();
    void batchesBringEveryEntryOnce();
    void cancelStopsTheLoad();
    void modelsAreRead();
    void aGeneratedCatalogDatesThePricesOfItsFiles();
    void brokenModelFilesAreProblems();
    void oneEntryIsReadAgain();
    void goneEntryIsNotFound();
    void changedFileLeadsToItsEntry_data();
    void changedFileLeadsToItsEntry();
};

void CatalogTest::everyKindIsFoundInOrder()
{
    InMemoryFileSource source;
    writeAgent(source, u"zeta"_s);
    writeAgent(source, u"alpha"_s);
    source.write(u"mcp/github/manifest.json"_s, R"({"type":"mcp","id":"github"})");
    source.write(u"workflows/fix/manifest.json"_s,
                 R"({"type":"workflow","id":"fix","entry":"workflow.json"})");
    source.write(u"workflows/fix/workflow.json"_s, "{}");
    writeSkill(source, u"skills/b/one"_s, "one");
    writeSkill(source, u"skills/a/two"_s, "two");

    const Catalog catalog = load(source);
    QCOMPARE(ids(catalog),
             (QStringList{u"agent/alpha"_s, u"agent/zeta"_s, u"mcp/github"_s, u"skill/two"_s,
                          u"skill/one"_s, u"workflow/fix"_s}));
    QCOMPARE(catalog.problems, QList<Problem>());
    for (const EntrySummary &entry : catalog.entries) {
        QCOMPARE(entry.problems, QList<Problem>());
        QCOMPARE(catalog.find(entry.id), &entry);
    }
    QCOMPARE(catalog.find({EntryKind::Mcp, u"alpha"_s}), nullptr);
}

void CatalogTest::summaryHoldsTheManifest()
{
    InMemoryFileSource source;
    writeAgent(
        source, u"a"_s,
        R"(,"description":"D","author":{"name":"N"},"model":"m","icon":"icon.svg","tags":["t"],"tools":["Read"])");
    const EntrySummary entry = load(source).entries.first();
    EntrySummary expected;
    expected.id = {EntryKind::Agent, u"a"_s};
    expected.folder = RepoPath::fromLiteral(u"agents/a"_s);
    expected.promptFile = RepoPath::fromLiteral(u"agents/a/AGENT.md"_s);
    expected.name = u"Name"_s;
    expected.version = u"1.0.0"_s;
    expected.description = u"D"_s;
    expected.author = u"N"_s;
    expected.model = u"m"_s;
    expected.icon = u"icon.svg"_s;
    expected.tags = QStringList{u"t"_s};
    expected.tools = QStringList{u"Read"_s};
    QCOMPARE(entry, expected);
}

void CatalogTest::skillsLieAtAnyDepth()
{
    InMemoryFileSource source;
    writeSkill(source, u"skills/flat"_s, "flat");
    writeSkill(source, u"skills/ops/deep/er/skill"_s, "skill");
    writeSkill(source, u"skills/ops/near"_s, "near");
    writeSkill(source, u"skills/ops/near/templates/inner"_s, "inner");
    const Catalog catalog = load(source);
    QCOMPARE(ids(catalog), (QStringList{u"skill/flat"_s, u"skill/near"_s, u"skill/skill"_s}));
    QCOMPARE(catalog.entries.at(0).category, u"flat"_s);
    QCOMPARE(catalog.entries.at(2).category, u"ops"_s);
    QCOMPARE(catalog.entries.at(2).promptFile,
             RepoPath::fromLiteral(u"skills/ops/deep/er/skill/SKILL.md"_s));
}

void CatalogTest::looseFilesAreNoEntries()
{
    InMemoryFileSource source;
    source.write(u"agents/README.md"_s, "x");
    source.write(u"skills/README.md"_s, "x");
    source.write(u"skills/ops/README.md"_s, "x");
    source.write(u"studio/fragments/a.md"_s, "x");
    const Catalog catalog = load(source);
    QCOMPARE(catalog, Catalog());
}

void CatalogTest::brokenEntryIsAnEntryWithProblems_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::addColumn<int>("type");
    QTest::addColumn<QStringList>("rules");
    const auto row = [](const char *name, const QByteArray &manifest, FileType type,
                        const QString &rule) {
        QTest::newRow(name) << manifest << static_cast<int>(type) << QStringList{rule};
    };
    row("unparsable", "{", FileType::File, u"manifest.syntax"_s);
    row("empty", "", FileType::File, u"manifest.syntax"_s);
    row("link", agent("x"), FileType::SymbolicLink, u"file.link"_s);
    row("device", agent("x"), FileType::Other, u"file.type"_s);
    row("tooLarge", "{\"a\": \"" + QByteArray(1'100'000, 'x') + "\"}", FileType::File,
        u"file.size"_s);
    row("otherFolder", agent("y"), FileType::File, u"manifest.folder"_s);
    row("otherKind", R"({"type":"mcp","id":"x","entry":"AGENT.md"})", FileType::File,
        u"manifest.kind"_s);
    row("noEntry", R"({"type":"agent","id":"x"})", FileType::File, u"manifest.entry"_s);
    row("entryOutside", R"({"id":"x","entry":"../y/AGENT.md"})", FileType::File,
        u"manifest.entry"_s);
    row("entryMissing", R"({"id":"x","entry":"NONE.md"})", FileType::File, u"file.missing"_s);
    row("entryIsFolder", R"({"id":"x","entry":"folder"})", FileType::File, u"file.type"_s);
    row("entryIsLink", R"({"id":"x","entry":"link.md"})", FileType::File, u"file.link"_s);
    row("wrongType", R"({"id":"x","entry":"AGENT.md","name":1})", FileType::File,
        u"manifest.type"_s);
}

void CatalogTest::brokenEntryIsAnEntryWithProblems()
{
    QFETCH(const QByteArray, manifest);
    QFETCH(const int, type);
    QFETCH(const QStringList, rules);
    InMemoryFileSource source;
    source.write(u"agents/x/manifest.json"_s, manifest, static_cast<FileType>(type));
    source.write(u"agents/x/AGENT.md"_s, "prompt");
    source.write(u"agents/x/folder/file"_s, "");
    source.write(u"agents/x/link.md"_s, "", FileType::SymbolicLink);
    const Catalog catalog = load(source);
    QCOMPARE(catalog.entries.size(), 1);
    QCOMPARE(::rules(catalog.entries.first().problems), rules);
    QCOMPARE(catalog.entries.first().folder, RepoPath::fromLiteral(u"agents/x"_s));
    QVERIFY(!catalog.entries.first().id.id.isEmpty());
}

void CatalogTest::linksOnDiskAreListedAndNeverRead()
{
    const test::ScratchFolder outside;
    outside.write(u"manifest.json"_s, agent("secret", R"(,"description":"secret text")"));
    const test::ScratchFolder registry;
    registry.write(u"agents/real/manifest.json"_s, agent("real"));
    QVERIFY(
        QFile::link(outside.path(u"manifest.json"_s), registry.path(u"agents/real/AGENT.md"_s)));
    QVERIFY(QFile::link(outside.path(), registry.path(u"agents/linked"_s)));
    QVERIFY(QFile::link(outside.path(), registry.path(u"skills"_s)));
    const Catalog catalog = load(core::DirectoryFileSource(registry.path()));
    QCOMPARE(ids(catalog), (QStringList{u"agent/linked"_s, u"agent/real"_s}));
    QCOMPARE(rules(catalog.entries.at(0).problems), QStringList{u"file.link"_s});
    QCOMPARE(catalog.entries.at(0).description, QString());
    QCOMPARE(rules(catalog.entries.at(1).problems), QStringList{u"file.link"_s});
    QCOMPARE(rules(catalog.problems), QStringList{u"file.link"_s});
}

void CatalogTest::duplicateIdsAreProblems()
{
    InMemoryFileSource source;
    writeSkill(source, u"skills/a/same"_s, "same");
    writeSkill(source, u"skills/b/same"_s, "same");
    const Catalog catalog = load(source);
    QCOMPARE(catalog.entries.size(), 2);
    QCOMPARE(rules(catalog.problems), QStringList{u"id.duplicate"_s});
    QCOMPARE(catalog.problems.first().file, RepoPath::fromLiteral(u"skills/b/same/SKILL.md"_s));
}

void CatalogTest::doubtfulNamesAreWarnings_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");
    QTest::addColumn<QString>("rule");
    QTest::newRow("case") << u"Agent"_s << u"agent"_s << u"name.clash"_s;
    QTest::newRow("composed") << u"caf\u00e9"_s << u"cafe\u0301"_s << u"name.clash"_s;
    QTest::newRow("bidi") << u"a\u202Eb"_s << u"c\u202Ed"_s << u"name.invisible"_s;
    QTest::newRow("control") << u"a\tb"_s << u"a\u001Bb"_s << u"name.invisible"_s;
    QTest::newRow("zeroWidth") << u"a\u200Bb"_s << u"c\u200Bd"_s << u"name.invisible"_s;
}

void CatalogTest::doubtfulNamesAreWarnings()
{
    QFETCH(const QString, first);
    QFETCH(const QString, second);
    QFETCH(const QString, rule);
    InMemoryFileSource source;
    writeAgent(source, first);
    writeAgent(source, second);
    const Catalog catalog = load(source);
    QCOMPARE(catalog.entries.size(), 2);
    for (const EntrySummary &entry : catalog.entries) {
        const auto found =
            std::find_if(entry.problems.begin(), entry.problems.end(),
                         [&rule](const Problem &problem) { return problem.rule == rule; });
        QVERIFY2(found != entry.problems.end(), qPrintable(entry.folder.text()));
        QCOMPARE(found->severity, Problem::Severity::Warning);
        QVERIFY(!found->message.contains(QChar(0x202E)) && !found->message.contains(QChar(0x1B)));
    }
}

void CatalogTest::unreadableFolderIsAProblem_data()
{
    QTest::addColumn<QString>("folder");
    QTest::newRow("kind") << u"mcp"_s;
    QTest::newRow("category") << u"skills/ops"_s;
    QTest::newRow("models") << u"models"_s;
}

void CatalogTest::unreadableFolderIsAProblem()
{
    QFETCH(const QString, folder);
    InMemoryFileSource files;
    writeAgent(files, u"a"_s);
    files.write(folder + u"/x/y"_s, "");
    const Catalog catalog = load(UnlistableFolderSource(files, RepoPath::fromLiteral(folder)));
    QCOMPARE(ids(catalog), QStringList{u"agent/a"_s});
    QCOMPARE(rules(catalog.problems), QStringList{u"file.unreadable"_s});
    QCOMPARE(catalog.problems.first().file, RepoPath::fromLiteral(folder));
}

void CatalogTest::missingRootIsAnError()
{
    const core::Result<Catalog> catalog =
        loadCatalog(core::DirectoryFileSource(u"/nonexistent/registry"_s), {});
    QVERIFY(!catalog.has_value());
    QCOMPARE(catalog.error().code, ErrorCode::NotFound);
}

void CatalogTest::emptyRegistryIsEmpty()
{
    QCOMPARE(load(InMemoryFileSource()), Catalog());
}

void CatalogTest::batchesBringEveryEntryOnce_data()
{
    QTest::addColumn<int>("threads");
    QTest::newRow("one") << 1;
    QTest::newRow("four") << 4;
}

void CatalogTest::batchesBringEveryEntryOnce()
{
    QFETCH(const int, threads);
    InMemoryFileSource source;
    for (int i = 0; i < 300; ++i) {
        writeAgent(source, u"agent-%1"_s.arg(i));
    }
    QStringList delivered;
    std::atomic<int> inside = 0;
    bool overlapped = false;
    LoadOptions options;
    options.threads = threads;
    options.batchSize = 50;
    options.onBatch = [&](const QList<EntrySummary> &batch) {
        overlapped = overlapped || inside.fetch_add(1) != 0;
        for (const EntrySummary &entry : batch) {
            delivered.append(entry.id.toString());
        }
        inside.fetch_sub(1);
    };
    const core::Result<Catalog> catalog = loadCatalog(source, options);
    QVERIFY(catalog.has_value());
    QVERIFY(!overlapped);
    delivered.sort();
    QCOMPARE(delivered, ids(*catalog));
    QCOMPARE(delivered.size(), 300);
}

void CatalogTest::cancelStopsTheLoad()
{
    InMemoryFileSource source;
    for (int i = 0; i < 500; ++i) {
        writeAgent(source, u"agent-%1"_s.arg(i));
    }
    LoadOptions options;
    options.batchSize = 16;
    options.threads = 1;
    qsizetype delivered = 0;
    options.onBatch = [&options, &delivered](const QList<EntrySummary> &batch) {
        delivered += batch.size();
        options.cancel.cancel();
    };
    const core::Result<Catalog> catalog = loadCatalog(source, options);
    QVERIFY(!catalog.has_value());
    QCOMPARE(catalog.error().code, ErrorCode::Cancelled);
    QCOMPARE(delivered, 16);
}

void CatalogTest::modelsAreRead()
{
    InMemoryFileSource source;
    source.write(u"models/README.md"_s, "x");
    source.write(u"models/icons/a.svg"_s, "x");
    source.write(u"models/acme.json"_s, R"({"id":"acme","models":[
        {"name":"m-1","label":"M 1","context":200000,"maxOutput":32000,"aliases":["m-latest"]},
        {"name":"m-2","deprecated":true,"pricing":{"input":0.002,"output":0.01,"unit":"per_1k_tokens"}},
        {"name":"m-3","pricing":{"input":1.5,"output":6,"currency":"EUR"}},
        {"name":"m-4","pricing":{"input":1.5}}]})");
    const Catalog catalog = load(source);
    QCOMPARE(catalog.problems, QList<Problem>());
    QCOMPARE(catalog.models,
             (QList<ModelInfo>{{u"m-1"_s, u"acme"_s, u"M 1"_s, 200000, 32000},
                               {u"m-latest"_s, u"acme"_s, u"M 1"_s, 200000, 32000},
                               {u"m-2"_s, u"acme"_s, {}, 0, 0, true, ModelPrice{2, 10, u"USD"_s}},
                               {u"m-3"_s, u"acme"_s, {}, 0, 0, false, ModelPrice{1.5, 6, u"EUR"_s}},
                               {u"m-4"_s, u"acme"_s, {}, 0, 0}}));
}

void CatalogTest::aGeneratedCatalogDatesThePricesOfItsFiles()
{
    const QByteArray acme =
        R"({"id":"acme","models":[{"name":"m-1"},{"name":"m-2","pricing":{"input":2,"output":10}}]})";
    const QByteArray other =
        R"({"id":"other","models":[{"name":"o-1","pricing":{"input":2,"output":10}}]})";
    InMemoryFileSource source;
    source.write(u"models/acme.json"_s, acme);
    source.write(u"models/other.json"_s, other + ' '); // edited since
    const auto row = [](const QByteArray &path, const QByteArray &text) {
        return R"({"path":")" + path + R"(","checksum":"sha256:)"
            + QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex() + "\"}";
    };
    source.write(u"models.json"_s,
                 R"({"generated":"2026-06-28T10:29:26+05:30","providers":[)"
                     + row("models/acme.json", acme) + ',' + row("models/other.json", other)
                     + "]}");
    QList<QDate> dates;
    const Catalog catalog = load(source);
    for (const ModelInfo &model : catalog.models) {
        dates.append(model.pricesFrom);
    }
    QCOMPARE(dates, (QList<QDate>{{}, {2026, 6, 28}, {}}));
}

void CatalogTest::brokenModelFilesAreProblems()
{
    InMemoryFileSource source;
    source.write(u"models/broken.json"_s, "{");
    source.write(u"models/empty.json"_s, "{}");
    source.write(u"models/link.json"_s, "", FileType::SymbolicLink);
    QCOMPARE(rules(load(source).problems),
             (QStringList{u"manifest.syntax"_s, u"models.syntax"_s, u"file.link"_s}));
}

void CatalogTest::oneEntryIsReadAgain()
{
    InMemoryFileSource source;
    writeAgent(source, u"a"_s, R"(,"description":"old")");
    writeSkill(source, u"skills/ops/s"_s, "s");
    const Catalog catalog = load(source);
    for (const EntrySummary &entry : catalog.entries) {
        const core::Result<EntrySummary> again = loadEntry(source, entry.id.kind, entry.folder);
        QVERIFY(again.has_value());
        QCOMPARE(*again, entry);
    }
    writeAgent(source, u"a"_s, R"(,"description":"new")");
    QCOMPARE(loadEntry(source, EntryKind::Agent, RepoPath::fromLiteral(u"agents/a"_s))->description,
             u"new"_s);
}

void CatalogTest::goneEntryIsNotFound()
{
    InMemoryFileSource source;
    source.write(u"skills/ops/notes.txt"_s, "x");
    QCOMPARE(loadEntry(source, EntryKind::Agent, RepoPath::fromLiteral(u"agents/a"_s)).error().code,
             ErrorCode::NotFound);
    QCOMPARE(
        loadEntry(source, EntryKind::Skill, RepoPath::fromLiteral(u"skills/ops"_s)).error().code,
        ErrorCode::NotFound);
}

void CatalogTest::changedFileLeadsToItsEntry_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("folder");
    QTest::newRow("agent") << u"agents/a/AGENT.md"_s << u"agents/a"_s;
    QTest::newRow("nested") << u"mcp/m/docs/x/y.md"_s << u"mcp/m"_s;
    QTest::newRow("deletedAgent") << u"agents/gone/manifest.json"_s << u"agents/gone"_s;
    QTest::newRow("looseFile") << u"agents/README.md"_s << QString();
    QTest::newRow("flatSkill") << u"skills/flat/scripts/x.py"_s << u"skills/flat"_s;
    QTest::newRow("skill") << u"skills/ops/s/SKILL.md"_s << u"skills/ops/s"_s;
    QTest::newRow("outermostSkillOwns") << u"skills/ops/s/inner/SKILL.md"_s << u"skills/ops/s"_s;
    QTest::newRow("deletedSkill") << u"skills/ops/gone/SKILL.md"_s << u"skills/ops/gone"_s;
    QTest::newRow("categoryFile") << u"skills/ops/README.md"_s << QString();
    QTest::newRow("models") << u"models/a.json"_s << QString();
    QTest::newRow("studio") << u"studio/fragments/a.md"_s << QString();
    QTest::newRow("root") << QString() << QString();
}

void CatalogTest::changedFileLeadsToItsEntry()
{
    QFETCH(const QString, file);
    QFETCH(const QString, folder);
    InMemoryFileSource source;
    writeSkill(source, u"skills/flat"_s, "flat");
    writeSkill(source, u"skills/ops/s"_s, "s");
    writeSkill(source, u"skills/ops/s/inner"_s, "inner");
    const std::optional<EntryFolder> found = entryFolderOf(source, RepoPath::fromLiteral(file));
    QCOMPARE(found ? found->folder.text() : QString(), folder);
    if (found) {
        QCOMPARE(core::kindFolder(found->kind), file.section(u'/', 0, 0));
    }
}

QTEST_GUILESS_MAIN(CatalogTest)
#include "tst_catalog.moc"
