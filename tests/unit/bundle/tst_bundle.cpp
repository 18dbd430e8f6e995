#include "bundle/bundle.h"
#include "bundle/bundlemanifest.h"
#include "bundle/checksums.h"
#include "bundle/composition.h"
#include "bundle/limits.h"
#include "samples.h"

#include <QTest>

#include <algorithm>

using namespace hermes::bundle;
using namespace hermes::core;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

QStringList pathsIn(const QByteArray &bundle)
{
    QStringList paths;
    const OpenedArchive archive = openArchive(bundle).value();
    for (const ArchiveFile &file : archive.files) {
        paths.append(file.path);
    }
    return paths;
}

BundleManifest manifestOf(const QByteArray &bundle)
{
    QList<ArchiveFile> files = openArchive(bundle).value().files;
    return readManifest(fileOf(files, manifestPath).content).value();
}

QByteArray agentManifest(const QString &id)
{
    return u"{ \"type\": \"agent\", \"id\": \"%1\", \"name\": \"X\", \"version\": \"1.0.0\", \"entry\": \"AGENT.md\" }"_s
        .arg(id)
        .toUtf8();
}

} // namespace

class BundleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsItsFormat();
    void givesTheSameBytesForTheSameRequest();
    void holdsTheWholeRegistryInOrder();
    void holdsChosenEntriesOnly();
    void holdsTheBytesOfTheSource();
    void describesItsEntries();
    void listsItsFiles();
    void leavesOutWhatIsEmpty();
    void refusesRequests_data();
    void refusesRequests();
    void refusesFilesThatOthersCannotHold_data();
    void refusesFilesThatOthersCannotHold();
    void refusesEntriesWithoutIdOrVersion_data();
    void refusesEntriesWithoutIdOrVersion();
    void refusesAnIdInTwoFolders();
    void refusesMoreThanTheLimits();
    void passesOnUnreadableFiles();
    void stopsWhenCancelled();
};

void BundleTest::keepsItsFormat()
{
    // Another value means that the format changed: bundles made before would no longer be made
    // again byte for byte.
    const Generator generator{u"hermes-studio"_s, u"1.0.0"_s};
    const QByteArray bytes = composeBundle(sampleSource(), smallRequest(), generator, {}).value();
    QCOMPARE(sha256(bytes), "3b9ee348e700d5c40c5c36665a32db93b97476a83e4da4f76ef7fdd981d56a8c");
    QVERIFY(verifyBundleBytes(bytes));
}

void BundleTest::givesTheSameBytesForTheSameRequest()
{
    QCOMPARE(sampleBundle(), sampleBundle());
    BundleRequest reversed = smallRequest();
    std::ranges::reverse(reversed.ids);
    reversed.ids.append(reversed.ids);
    reversed.committed = reversed.committed.toUTC();
    QCOMPARE(bundleBytes(sampleSource(), reversed, {}).value(), smallBundle());
}

void BundleTest::holdsTheWholeRegistryInOrder()
{
    const QStringList expected{u"BUNDLE.json"_s,
                               u"SHA256SUMS"_s,
                               u"LICENSES/registry.txt"_s,
                               u"registry/agents/api-designer/AGENT.md"_s,
                               u"registry/agents/api-designer/manifest.json"_s,
                               u"registry/agents/reviewer/AGENT.md"_s,
                               u"registry/agents/reviewer/manifest.json"_s,
                               u"registry/categories.json"_s,
                               u"registry/index.json"_s,
                               u"registry/models/acme.json"_s,
                               u"registry/schemas/agent.schema.json"_s,
                               u"registry/skills/tools/notes/Größe.md"_s,
                               u"registry/skills/tools/notes/SKILL.md"_s,
                               u"registry/skills/tools/notes/scripts/run.sh"_s,
                               u"registry/workflows/ship/manifest.json"_s,
                               u"registry/workflows/ship/workflow.json"_s};
    QCOMPARE(pathsIn(sampleBundle()), expected);
    QVERIFY(!manifestOf(sampleBundle()).ids);
}

void BundleTest::holdsChosenEntriesOnly()
{
    const QStringList expected{u"BUNDLE.json"_s,
                               u"SHA256SUMS"_s,
                               u"LICENSES/registry.txt"_s,
                               u"registry/agents/api-designer/AGENT.md"_s,
                               u"registry/agents/api-designer/manifest.json"_s,
                               u"registry/workflows/ship/manifest.json"_s,
                               u"registry/workflows/ship/workflow.json"_s};
    QCOMPARE(pathsIn(smallBundle()), expected);
    const QList<EntryId> ids{EntryId{EntryKind::Agent, u"api-designer"_s},
                             EntryId{EntryKind::Workflow, u"ship"_s}};
    QCOMPARE(manifestOf(smallBundle()).ids, ids);

    InMemoryFileSource source = sampleSource();
    source.remove(u"LICENSE"_s);
    QVERIFY(!pathsIn(bundleBytes(source, smallRequest(), {}).value())
                 .contains(u"LICENSES/registry.txt"_s));
}

void BundleTest::holdsTheBytesOfTheSource()
{
    QList<ArchiveFile> files = openArchive(sampleBundle()).value().files;
    for (const auto allFiles = sampleFiles(); const SampleFile &file : allFiles) {
        const auto found = std::ranges::find(files, u"registry/"_s + file.path, &ArchiveFile::path);
        if (found != files.end()) {
            QCOMPARE(found->content, file.content);
        }
    }
    QCOMPARE(fileOf(files, u"registry/skills/tools/notes/scripts/run.sh"_s).mode,
             FileMode::Executable);
    QCOMPARE(fileOf(files, u"registry/skills/tools/notes/SKILL.md"_s).mode, FileMode::Regular);
}

void BundleTest::describesItsEntries()
{
    const BundleManifest manifest = manifestOf(smallBundle());
    QCOMPARE(manifest.entries.size(), 2);
    const EntryRecord &agent = manifest.entries.first();
    QCOMPARE(agent.id, (EntryId{EntryKind::Agent, u"api-designer"_s}));
    QCOMPARE(agent.name, u"API Designer"_s);
    QCOMPARE(agent.version, u"1.1.0"_s);
    QCOMPARE(agent.path, u"registry/agents/api-designer"_s);
    QCOMPARE(agent.entry, u"AGENT.md"_s);
    QCOMPARE(agent.license, u"MIT"_s);
    QCOMPARE(agent.sourceRef, u"agent/api-designer@1.1.0"_s);
    QCOMPARE(agent.sourceCommit, u"fedcba9876543210fedcba9876543210fedcba98"_s);
    // Digest and registry checksum spelled out, apart from the code that makes them.
    const QByteArray prompt = sampleFiles().at(1).content;
    const QByteArray json = sampleFiles().at(0).content;
    const QByteArray lines = sha256(prompt) + "  AGENT.md\n" + sha256(json) + "  manifest.json\n";
    QCOMPARE(agent.digest, u"sha256:"_s + QString::fromLatin1(sha256(lines)));
    const QByteArray nul(1, '\0');
    const QByteArray chain = "AGENT.md" + nul + prompt + nul + "manifest.json" + nul + json + nul;
    QCOMPARE(agent.registryChecksum, u"sha256:"_s + QString::fromLatin1(sha256(chain)));

    const EntryRecord &workflow = manifest.entries.last();
    QCOMPARE(workflow.sourceRef, u"refs/heads/main"_s);
    QCOMPARE(workflow.sourceCommit, smallRequest().commit);
    const QList<hermes::registry::Dependency> dependencies{{u"api-designer"_s, u"^1.0.0"_s},
                                                           {u"acme/reviewer"_s, {}}};
    QCOMPARE(workflow.dependencies, dependencies);
}

void BundleTest::listsItsFiles()
{
    const QByteArray bundle = sampleBundle();
    const BundleManifest manifest = manifestOf(bundle);
    QList<ArchiveFile> files = openArchive(bundle).value().files;
    QCOMPARE(manifest.files.size(), files.size() - 2);
    for (const FileRecord &record : manifest.files) {
        const ArchiveFile &file = fileOf(files, record.path);
        QCOMPARE(record.size, file.content.size());
        QCOMPARE(record.sha256, sha256(file.content));
        QCOMPARE(record.mode, file.mode);
    }
    QCOMPARE(manifest.files.first().role, FileRole::License);
    QCOMPARE(manifest.files.last().role, FileRole::Payload);
}

void BundleTest::leavesOutWhatIsEmpty()
{
    QList<ArchiveFile> files = openArchive(smallBundle()).value().files;
    const QByteArray text = fileOf(files, manifestPath).content;
    QVERIFY(text.contains(
        "\n  \"title\": \"Muster \\\"Büro\\\" \\\\ 見本\",\n  \"license\": \"MIT\",\n"));
    QVERIFY(!text.contains("\n  \"description\""));
    QVERIFY(text.contains("\n  \"created\": \"2026-01-02T02:04:05Z\",\n"));
}

void BundleTest::refusesRequests_data()
{
    QTest::addColumn<BundleRequest>("request");
    QTest::addColumn<ErrorCode>("code");
    const auto row = [](const char *name, ErrorCode code, const auto &change) {
        BundleRequest request = smallRequest();
        change(request);
        QTest::newRow(name) << request << code;
    };
    row("no name", ErrorCode::InvalidArgument,
        [](BundleRequest &request) { request.name.clear(); });
    row("name with a path", ErrorCode::InvalidArgument,
        [](BundleRequest &request) { request.name = u"a/b"_s; });
    row("name with two dots", ErrorCode::InvalidArgument,
        [](BundleRequest &request) { request.name = u"a..b"_s; });
    row("name too long", ErrorCode::InvalidArgument,
        [](BundleRequest &request) { request.name = QString(65, u'a'); });
    row("name with a newline", ErrorCode::InvalidArgument,
        [](BundleRequest &request) { request.name = u"a\n"_s; });
    row("no semantic version", ErrorCode::InvalidArgument,
        [](BundleRequest &request) { request.version = u"1"_s; });
    row("short commit", ErrorCode::InvalidArgument,
        [](BundleRequest &request) { request.commit.chop(1); });
    row("no tree", ErrorCode::InvalidArgument,
        [](BundleRequest &request) { request.tree.clear(); });
    row("no ref", ErrorCode::InvalidArgument, [](BundleRequest &request) { request.ref.clear(); });
    row("no date", ErrorCode::InvalidArgument,
        [](BundleRequest &request) { request.committed = {}; });
    row("source of an entry without commit", ErrorCode::InvalidArgument,
        [](BundleRequest &request) { request.entrySources[request.ids.last()].commit.clear(); });
    row("unknown entry", ErrorCode::NotFound,
        [](BundleRequest &request) { request.ids.append(EntryId{EntryKind::Skill, u"ship"_s}); });
}

void BundleTest::refusesRequests()
{
    QFETCH(BundleRequest, request);
    const Result<QByteArray> bytes = bundleBytes(sampleSource(), request, {});
    QVERIFY(!bytes);
    QTEST(bytes.error().code, "code");
    QVERIFY(!bytes.error().message.isEmpty());
}

void BundleTest::refusesFilesThatOthersCannotHold_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<FileType>("type");
    const auto row = [](const char *name, const QString &path, FileType type = FileType::File) {
        QTest::newRow(name) << u"agents/api-designer/"_s + path << type;
    };
    row("device name", u"CON.md"_s);
    row("backslash", u"a\\b"_s);
    row("colon", u"a:b"_s);
    row("trailing dot", u"a."_s);
    row("in a folder that ends in a space", u"a /b"_s);
    row("case clash", u"agent.md"_s);
    row("decomposed", u"Gro\u0308ße.md"_s);
    row("bidi", u"a\u202Eb.md"_s);
    row("too long", QString(240, u'a'));
    row("symbolic link", u"link.md"_s, FileType::SymbolicLink);
    row("submodule", u"sub"_s, FileType::Submodule);
    row("FIFO", u"pipe"_s, FileType::Other);
    QTest::newRow("licence is a link") << u"LICENSE"_s << FileType::SymbolicLink;
}

void BundleTest::refusesFilesThatOthersCannotHold()
{
    QFETCH(QString, path);
    QFETCH(FileType, type);
    InMemoryFileSource source = sampleSource();
    source.write(path, "x", type);
    const Result<QByteArray> bytes = bundleBytes(source, smallRequest(), {});
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, ErrorCode::InvalidDefinition);
    const bool namesFile =
        bytes.error().message.contains(path.first(std::min<qsizetype>(path.size(), 21)));
    QVERIFY2(namesFile, qPrintable(bytes.error().message));
    // Not in the chosen entries: no reason to refuse.
    BundleRequest other = smallRequest();
    other.ids.removeLast();
    QCOMPARE(bundleBytes(source, other, {}).has_value(), path != u"LICENSE");
}

void BundleTest::refusesEntriesWithoutIdOrVersion_data()
{
    QTest::addColumn<QByteArray>("manifest");
    QTest::newRow("no version") << QByteArray(
        "{ \"type\": \"agent\", \"id\": \"api-designer\", \"name\": \"X\" }");
    QTest::newRow("not JSON") << QByteArray("{ \"type\": ");
}

void BundleTest::refusesEntriesWithoutIdOrVersion()
{
    QFETCH(QByteArray, manifest);
    InMemoryFileSource source = sampleSource();
    source.write(u"agents/api-designer/manifest.json"_s, manifest);
    const Result<QByteArray> bytes = bundleBytes(source, smallRequest(), {});
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, ErrorCode::InvalidDefinition);
    QVERIFY2(bytes.error().message.contains(u"agents/api-designer/manifest.json"_s),
             qPrintable(bytes.error().message));
}

void BundleTest::refusesAnIdInTwoFolders()
{
    InMemoryFileSource source = sampleSource();
    source.write(u"agents/copy/manifest.json"_s, agentManifest(u"api-designer"_s));
    const Result<QByteArray> bytes = bundleBytes(source, smallRequest(), {});
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, ErrorCode::InvalidDefinition);
    QVERIFY2(bytes.error().message.contains(u"agents/copy"_s), qPrintable(bytes.error().message));
}

void BundleTest::refusesMoreThanTheLimits()
{
    const auto codeFor = [](const InMemoryFileSource &source) {
        const Result<QByteArray> bytes = bundleBytes(source, smallRequest(), {});
        return bytes ? std::optional<ErrorCode>() : bytes.error().code;
    };
    const QByteArray large(maxFileBytes, 'x'); // shared by all files that hold it
    InMemoryFileSource oneLarge = sampleSource();
    oneLarge.write(u"agents/api-designer/large"_s, large + 'x');
    QCOMPARE(codeFor(oneLarge), ErrorCode::TooLarge);

    InMemoryFileSource manyLarge = sampleSource();
    for (int i = 0; i < maxArchiveBytes / maxFileBytes; ++i) {
        manyLarge.write(u"agents/api-designer/large%1"_s.arg(i), large);
    }
    QCOMPARE(codeFor(manyLarge), ErrorCode::TooLarge);

    InMemoryFileSource many = sampleSource();
    const qsizetype others = pathsIn(smallBundle()).size();
    for (qsizetype i = others; i < maxFiles; ++i) {
        many.write(u"agents/api-designer/%1"_s.arg(i), {});
    }
    QCOMPARE(codeFor(many), std::nullopt);
    many.write(u"agents/api-designer/one-more"_s, {});
    QCOMPARE(codeFor(many), ErrorCode::TooLarge);
}

void BundleTest::passesOnUnreadableFiles()
{
    InMemoryFileSource source = sampleSource();
    source.makeUnreadable(u"agents/api-designer/AGENT.md"_s);
    const Result<QByteArray> bytes = bundleBytes(source, smallRequest(), {});
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, ErrorCode::NotReadable);
    QVERIFY(!bundleBytes(InMemoryFileSource(), sampleRequest(), {}));
}

void BundleTest::stopsWhenCancelled()
{
    hermes::core::CancelFlag cancel;
    cancel.cancel();
    const Result<QByteArray> bytes = bundleBytes(sampleSource(), sampleRequest(), cancel);
    QVERIFY(!bytes);
    QCOMPARE(bytes.error().code, ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(BundleTest)
#include "tst_bundle.moc"
