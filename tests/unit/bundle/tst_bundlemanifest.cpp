#include "bundle/bundlemanifest.h"
#include "sourcefolder.h"

#include <QFile>
#include <QTest>
#include <QTimeZone>

using namespace hermes::bundle;
using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace {

const QString commit = u"0123456789abcdef0123456789abcdef01234567"_s;
const QString zeros = QString(64, u'0');

BundleManifest manifest()
{
    BundleManifest manifest;
    manifest.name = u"acme.api-2"_s;
    manifest.version = u"1.0.0-rc.1"_s;
    manifest.description = u"Zeile 1\nTab\t“設計” \"\\\u0001"_s;
    manifest.created = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5), QTimeZone::UTC);
    manifest.generatorName = u"hermes-studio"_s;
    manifest.generatorVersion = u"9.9.9"_s;
    manifest.commit = commit;
    manifest.tree = commit;
    manifest.ref = u"refs/heads/main"_s;
    const EntryId id{EntryKind::Agent, u"acme/api"_s};
    manifest.ids = {id};
    manifest.entries = {EntryRecord{.id = id,
                                    .name = u"API"_s,
                                    .version = u"1.0.0"_s,
                                    .description = {},
                                    .path = u"registry/agents/api"_s,
                                    .entry = u"AGENT.md"_s,
                                    .digest = u"sha256:"_s + zeros,
                                    .registryChecksum = u"sha256:"_s + zeros,
                                    .sourceRef = u"agent/acme/api@1.0.0"_s,
                                    .sourceCommit = commit,
                                    .license = u"MIT"_s,
                                    .dependencies = {{u"x"_s, u"^1.0.0"_s}, {u"y"_s, {}}}}};
    manifest.files = {FileRecord{u"LICENSES/registry.txt"_s, 0, zeros.toLatin1(), FileMode::Regular,
                                 FileRole::License},
                      FileRecord{u"registry/agents/api/run"_s, 12, zeros.toLatin1(),
                                 FileMode::Executable, FileRole::Payload}};
    return manifest;
}

/// Written by hand, from the table of the format.
QByteArray expectedText()
{
    QFile file(hermes::test::sourceFolder() + QStringLiteral("/tests/data/bundle/BUNDLE.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        qFatal("%s", qPrintable(file.errorString()));
    }
    return file.readAll();
}

} // namespace

class BundleManifestTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesTheseBytes();
    void writesEmptyListsOnOneLine();
    void readsWhatItWrites();
    void ignoresKeysItDoesNotKnow();
    void refusesAnotherText_data();
    void refusesAnotherText();
    void namesNewerFormats();
};

void BundleManifestTest::writesTheseBytes()
{
    QCOMPARE(manifestBytes(manifest()), expectedText());
    BundleManifest elsewhere = manifest();
    elsewhere.created = elsewhere.created.toTimeZone(QTimeZone::fromSecondsAheadOfUtc(-7 * 3600));
    QCOMPARE(manifestBytes(elsewhere), expectedText());
}

void BundleManifestTest::writesEmptyListsOnOneLine()
{
    BundleManifest empty = manifest();
    empty.ids.reset();
    empty.entries.clear();
    empty.files.clear();
    const QByteArray text = manifestBytes(empty);
    QVERIFY(text.endsWith("  \"selection\": {\n    \"kind\": \"registry\"\n  },\n  \"entries\": "
                          "[],\n  \"files\": []\n}\n"));
}

void BundleManifestTest::readsWhatItWrites()
{
    const Result<BundleManifest> read = readManifest(expectedText());
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(*read, manifest());
}

void BundleManifestTest::ignoresKeysItDoesNotKnow()
{
    QByteArray text = expectedText();
    text.replace(
        "  \"entries\": [",
        "  \"extensions\": { \"org.example\": { \"x\": [1.5, null] } },\n  \"entries\": [");
    const Result<BundleManifest> read = readManifest(text);
    QVERIFY2(read, read ? "" : qPrintable(read.error().message));
    QCOMPARE(*read, manifest());
}

void BundleManifestTest::refusesAnotherText_data()
{
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::newRow("not JSON") << QByteArray("}\n") << QByteArray("\n");
    QTest::newRow("BOM") << QByteArray("{\n  \"bundle") << QByteArray("\xef\xbb\xbf{\n  \"bundle");
    QTest::newRow("version 0") << QByteArray("Version\": 1") << QByteArray("Version\": 0");
    QTest::newRow("version as text")
        << QByteArray("Version\": 1") << QByteArray("Version\": \"1\"");
    QTest::newRow("version with a fraction")
        << QByteArray("Version\": 1") << QByteArray("Version\": 1.5");
    QTest::newRow("other media type")
        << QByteArray("bundle.v1+json") << QByteArray("bundle.v1+zip");
    QTest::newRow("name with capitals") << QByteArray("acme.api-2") << QByteArray("Acme");
    QTest::newRow("name with a path") << QByteArray("acme.api-2") << QByteArray("../x");
    QTest::newRow("name of 65 characters") << QByteArray("acme.api-2") << QByteArray(65, 'a');
    QTest::newRow("no semantic version") << QByteArray("1.0.0-rc.1") << QByteArray("1.0");
    QTest::newRow("title is a number") << QByteArray("\"description\": \"Zeile")
                                       << QByteArray("\"title\": 1, \"description\": \"Zeile");
    QTest::newRow("local time") << QByteArray("05Z") << QByteArray("05");
    QTest::newRow("no such day") << QByteArray("2026-01-02") << QByteArray("2026-02-30");
    QTest::newRow("no generator") << QByteArray("\"generator\"") << QByteArray("\"other\"");
    QTest::newRow("another source") << QByteArray("\"git\"") << QByteArray("\"hg\"");
    QTest::newRow("short commit") << QByteArray("\"commit\": \"0123")
                                  << QByteArray("\"commit\": \"");
    QTest::newRow("no selection") << QByteArray("\"selection\"") << QByteArray("\"other\"");
    QTest::newRow("unknown selection") << QByteArray("\"entries\",") << QByteArray("\"all\",");
    QTest::newRow("no entries") << QByteArray("\"entries\": [") << QByteArray("\"other\": [");
    QTest::newRow("unknown kind") << QByteArray("\"type\": \"agent\"")
                                  << QByteArray("\"type\": \"robot\"");
    QTest::newRow("invalid id") << QByteArray("\"id\": \"acme/api\"")
                                << QByteArray("\"id\": \"../x\"");
    QTest::newRow("path outside") << QByteArray("\"registry/agents/api\"")
                                  << QByteArray("\"registry/../api\"");
    QTest::newRow("path of a view")
        << QByteArray("\"registry/agents/api\"") << QByteArray("\"agents/api\"");
    QTest::newRow("short digest") << QByteArray("sha256:00") << QByteArray("sha256:");
    QTest::newRow("dependency without id")
        << QByteArray("\"id\": \"y\"") << QByteArray("\"name\": \"y\"");
    QTest::newRow("negative size") << QByteArray("\"size\": 12") << QByteArray("\"size\": -12");
    QTest::newRow("size with a fraction")
        << QByteArray("\"size\": 12") << QByteArray("\"size\": 12.5");
    QTest::newRow("unknown mode") << QByteArray("\"0755\"") << QByteArray("\"4755\"");
    QTest::newRow("role that the path contradicts")
        << QByteArray("\"payload\"") << QByteArray("\"view\"");
    QTest::newRow("files out of order")
        << QByteArray("LICENSES/registry.txt\"") << QByteArray("registry/z\"");
}

void BundleManifestTest::refusesAnotherText()
{
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QVERIFY(expectedText().contains(before));
    const Result<BundleManifest> read = readManifest(expectedText().replace(before, after));
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::BundleRefused);
}

void BundleManifestTest::namesNewerFormats()
{
    const Result<BundleManifest> read =
        readManifest(expectedText().replace("Version\": 1", "Version\": 2"));
    QVERIFY(!read);
    QVERIFY2(read.error().message.contains(u"format 2"_s), qPrintable(read.error().message));
}

QTEST_GUILESS_MAIN(BundleManifestTest)
#include "tst_bundlemanifest.moc"
