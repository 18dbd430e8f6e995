#include "bundle/bundle.h"
#include "bundle/bundlemanifest.h"
#include "bundle/checksums.h"
#include "bundle/limits.h"
#include "samples.h"
#include "scratchfolder.h"

#include <QProcess>
#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <sys/stat.h>

using namespace hermes::bundle;
using namespace hermes::core;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

/// Packs every file of `bundle` again with Python's zipfile, a zip writer that is not ours.
QByteArray repacked(const QByteArray &bundle, const QString &method)
{
    const ScratchFolder folder;
    folder.write(u"in.zip"_s, bundle);
    const QString script =
        u"import zipfile as z\n"
        "with z.ZipFile('in.zip') as old, z.ZipFile('out.zip', 'w', z.%1) as new:\n"
        "    for info in old.infolist():\n"
        "        new.writestr(info, old.read(info), z.%1)\n"_s.arg(method);
    QProcess python;
    python.setWorkingDirectory(folder.path());
    python.start(u"python3"_s, {u"-c"_s, script});
    if (!python.waitForFinished() || python.exitCode() != 0) {
        qFatal("python3: %s", python.readAllStandardError().constData());
    }
    return folder.read(u"out.zip"_s);
}

/// Replaces text in one file of a bundle and makes the sums right again.
QByteArray edited(const QByteArray &bundle, const QString &path, const QByteArray &before,
                  const QByteArray &after)
{
    return forged(bundle, [&](QList<ArchiveFile> &files) {
        QByteArray &content = fileOf(files, path).content;
        if (!content.contains(before)) {
            qFatal("%s is not in %s", before.constData(), qPrintable(path));
        }
        content.replace(before, after);
    });
}

} // namespace

class VerifyBundleTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatIsInABundle();
    void acceptsWhatAnotherProgramPackedTheSame();
    void acceptsDeflatedBundles();
    void acceptsASignatureAndViews();
    void refusesEveryFlippedBit();
    void refusesInsertedAndRemovedBytes();
    void survivesRandomDamage();
    void namesTheFileThatIsWrong_data();
    void namesTheFileThatIsWrong();
    void refusesForgeries_data();
    void refusesForgeries();
    void refusesAnotherOrder();
    void refusesFilesThatAreNoBundle_data();
    void refusesFilesThatAreNoBundle();
    void readsFromDisk();
};

void VerifyBundleTest::tellsWhatIsInABundle()
{
    const QByteArray bytes = smallBundle();
    const Result<BundleSummary> summary = verifyBundleBytes(bytes);
    QVERIFY2(summary, summary ? "" : qPrintable(summary.error().message));
    QCOMPARE(summary->name, u"small"_s);
    QCOMPARE(summary->version, u"1.0.0"_s);
    QCOMPARE(summary->bytes, bytes.size());
    QCOMPARE(summary->commit, smallRequest().commit);
    QCOMPARE(summary->created, smallRequest().committed);
    QList<ArchiveFile> files = openArchive(bytes).value().files;
    QCOMPARE(summary->identity,
             u"sha256:"_s + QString::fromLatin1(sha256(fileOf(files, sumsPath).content)));
    QCOMPARE(summary->entries.size(), 2);
    QCOMPARE(summary->entries.first().id, (EntryId{EntryKind::Agent, u"api-designer"_s}));
    QCOMPARE(summary->entries.first().name, u"API Designer"_s);
    QCOMPARE(summary->entries.first().version, u"1.1.0"_s);
    QCOMPARE(summary->entries.first().files, 2);
    QVERIFY(verifyBundleBytes(sampleBundle()));
}

void VerifyBundleTest::acceptsWhatAnotherProgramPackedTheSame()
{
    // Python gives the very same bytes when told the same dates and modes: the archive is an
    // ordinary zip.
    QCOMPARE(repacked(smallBundle(), u"ZIP_STORED"_s), smallBundle());
    QCOMPARE(repacked(sampleBundle(), u"ZIP_STORED"_s), sampleBundle());
}

void VerifyBundleTest::acceptsDeflatedBundles()
{
    const QByteArray deflated = repacked(sampleBundle(), u"ZIP_DEFLATED"_s);
    QVERIFY(deflated.size() < sampleBundle().size());
    const Result<BundleSummary> summary = verifyBundleBytes(deflated);
    QVERIFY2(summary, summary ? "" : qPrintable(summary.error().message));
    BundleSummary expected = verifyBundleBytes(sampleBundle()).value();
    expected.bytes = deflated.size();
    QCOMPARE(*summary, expected);
}

void VerifyBundleTest::acceptsASignatureAndViews()
{
    const QByteArray signedBundle = forged(smallBundle(), [](QList<ArchiveFile> &) { });
    QCOMPARE(signedBundle, smallBundle());
    QList<ArchiveFile> files = openArchive(signedBundle).value().files;
    files.insert(2, ArchiveFile{signaturePath, "-----BEGIN SSH SIGNATURE-----\n"});
    const Result<BundleSummary> summary = verifyBundleBytes(archiveBytes(files));
    QVERIFY2(summary, summary ? "" : qPrintable(summary.error().message));

    const QByteArray row =
        "    {\n      \"path\": \"plugin.json\",\n      \"size\": 3,\n      \"sha256\": \""
        + sha256("{}\n")
        + "\",\n      \"mode\": \"0644\",\n      \"role\": \"view\"\n    },\n    {\n      "
          "\"path\": "
          "\"registry/agents/api-designer/AGENT.md\"";
    const QByteArray withView = forged(smallBundle(), [&row](QList<ArchiveFile> &all) {
        fileOf(all, manifestPath)
            .content.replace("    {\n      \"path\": \"registry/agents/api-designer/AGENT.md\"",
                             row);
        all.append(ArchiveFile{u"plugin.json"_s, "{}\n"});
    });
    const Result<BundleSummary> viewed = verifyBundleBytes(withView);
    QVERIFY2(viewed, viewed ? "" : qPrintable(viewed.error().message));
}

void VerifyBundleTest::refusesEveryFlippedBit()
{
    const QByteArray good = smallBundle();
    for (qsizetype position = 0; position < good.size(); ++position) {
        for (int bit = 0; bit < 8; ++bit) {
            QByteArray damaged = good;
            damaged[position] = static_cast<char>(damaged.at(position) ^ (1 << bit));
            const Result<BundleSummary> summary = verifyBundleBytes(damaged);
            QVERIFY2(!summary, qPrintable(u"bit %1 of byte %2"_s.arg(bit).arg(position)));
            QCOMPARE(summary.error().code, ErrorCode::BundleRefused);
        }
    }
}

void VerifyBundleTest::refusesInsertedAndRemovedBytes()
{
    const QByteArray good = smallBundle();
    for (qsizetype position = 0; position <= good.size(); position += 3) {
        QVERIFY(!verifyBundleBytes(QByteArray(good).insert(position, '\0')));
        if (position < good.size()) {
            QVERIFY(!verifyBundleBytes(QByteArray(good).remove(position, 1)));
            QVERIFY(!verifyBundleBytes(good.first(position)));
        }
    }
}

void VerifyBundleTest::survivesRandomDamage()
{
    const QList<QByteArray> bundles{smallBundle(), repacked(smallBundle(), u"ZIP_DEFLATED"_s)};
    QRandomGenerator random(20260102); // fixed, so that a failure can be repeated
    const QList<QByteArray> interesting{
        "\xff\xff\xff\xff", QByteArray(4, '\0'), "PK\x01\x02", "PK\x05\x06", "../", "\x08"};
    int refused = 0;
    for (int round = 0; round < 10'000; ++round) {
        QByteArray damaged = bundles.at(round % 2);
        for (quint32 change = 0; change <= random.bounded(4u); ++change) {
            const qsizetype position = random.bounded(static_cast<int>(damaged.size()));
            switch (random.bounded(4)) {
            case 0:
                damaged[position] = static_cast<char>(random.bounded(256));
                break;
            case 1:
                damaged.replace(
                    position, 4,
                    interesting.at(random.bounded(static_cast<int>(interesting.size()))));
                break;
            case 2:
                damaged.remove(position, 1 + random.bounded(40));
                break;
            default:
                damaged.insert(position, damaged.sliced(damaged.size() / 2, damaged.size() / 4));
            }
        }
        const Result<BundleSummary> summary = verifyBundleBytes(damaged);
        refused += summary ? 0 : 1;
        // What the deflated archive may lose without harm are its dates and the like; never what
        // the bundle says.
        QVERIFY(!summary || damaged == bundles.first() || round % 2 == 1);
        QVERIFY(!summary || summary->entries == verifyBundleBytes(bundles.first()).value().entries);
    }
    QVERIFY2(refused > 9'900, qPrintable(QString::number(refused)));
}

void VerifyBundleTest::namesTheFileThatIsWrong_data()
{
    QTest::addColumn<QByteArray>("archive");
    QTest::addColumn<QString>("word");
    QList<ArchiveFile> files = openArchive(smallBundle()).value().files;
    const auto changed = [&files](const auto &change) {
        QList<ArchiveFile> copy = files;
        change(copy);
        return archiveBytes(copy);
    };
    const QString prompt = u"registry/agents/api-designer/AGENT.md"_s;
    QTest::newRow("changed") << changed([&](auto &all) { fileOf(all, prompt).content += "x"; })
                             << u"changed"_s;
    QTest::newRow("missing") << changed([&](auto &all) {
        all.removeIf([&](const auto &file) { return file.path == prompt; });
    }) << u"missing"_s;
    QTest::newRow("extra") << changed([&](auto &all) { all.append({prompt + u".new"_s, "x"}); })
                           << u"added"_s;
    QTest::newRow("renamed") << changed([&](auto &all) { fileOf(all, prompt).path += u".new"_s; })
                             << u"missing"_s;
}

void VerifyBundleTest::namesTheFileThatIsWrong()
{
    QFETCH(QByteArray, archive);
    QFETCH(QString, word);
    const Result<BundleSummary> summary = verifyBundleBytes(archive);
    QVERIFY(!summary);
    QCOMPARE(summary.error().code, ErrorCode::BundleRefused);
    QVERIFY2(summary.error().message.contains(u"registry/agents/api-designer/AGENT.md"_s),
             qPrintable(summary.error().message));
    QVERIFY2(summary.error().message.contains(word), qPrintable(summary.error().message));
}

void VerifyBundleTest::refusesForgeries_data()
{
    QTest::addColumn<QByteArray>("archive");
    const QByteArray good = smallBundle();
    const QString prompt = u"registry/agents/api-designer/AGENT.md"_s;
    const auto row = [&good](const char *name, const QByteArray &before, const QByteArray &after) {
        QTest::newRow(name) << edited(good, manifestPath, before, after);
    };
    QTest::newRow("prompt changed, sums right") << edited(good, prompt, "design", "destroy");
    QTest::newRow("file added, sums right")
        << forged(good, [](QList<ArchiveFile> &files) { files.append({u"registry/x"_s, "x"}); });
    QTest::newRow("file made executable") << forged(good, [&prompt](QList<ArchiveFile> &files) {
        fileOf(files, prompt).mode = FileMode::Executable;
    });
    const BundleManifest manifest = [&good] {
        QList<ArchiveFile> files = openArchive(good).value().files;
        return readManifest(fileOf(files, manifestPath).content).value();
    }();
    row("size", "\"size\": 25,", "\"size\": 26,");
    row("mode", "\"mode\": \"0644\"", "\"mode\": \"0755\"");
    row("digest", manifest.entries.first().digest.toLatin1(),
        manifest.entries.last().digest.toLatin1());
    row("registry checksum", manifest.entries.first().registryChecksum.toLatin1(),
        manifest.entries.last().registryChecksum.toLatin1());
    row("version of an entry", "\"version\": \"1.1.0\"", "\"version\": \"9.1.0\"");
    row("id of an entry", "\"id\": \"ship\"", "\"id\": \"shop\"");
    row("kind of an entry", "\"type\": \"workflow\"", "\"type\": \"skill\"");
    row("path of an entry", "\"path\": \"registry/workflows/ship\"",
        "\"path\": \"registry/workflows/shop\"");
    row("entry twice", "\"id\": \"ship\"", "\"id\": \"api-designer\"");
    row("newer format", "\"bundleVersion\": 1", "\"bundleVersion\": 2");
}

void VerifyBundleTest::refusesForgeries()
{
    QFETCH(QByteArray, archive);
    const Result<BundleSummary> summary = verifyBundleBytes(archive);
    QVERIFY(!summary);
    QCOMPARE(summary.error().code, ErrorCode::BundleRefused);
}

void VerifyBundleTest::refusesAnotherOrder()
{
    QList<ArchiveFile> files = openArchive(smallBundle()).value().files;
    files.swapItemsAt(2, 3);
    QVERIFY(!verifyBundleBytes(archiveBytes(files)));
    // The sums are text that sha256sum reads in any order; here one order is right.
    files.swapItemsAt(2, 3);
    QByteArray &sums = fileOf(files, sumsPath).content;
    const qsizetype firstLine = sums.indexOf('\n') + 1;
    sums = sums.sliced(firstLine) + sums.first(firstLine);
    QVERIFY(!verifyBundleBytes(archiveBytes(files)));
    sums.chop(1);
    QVERIFY(!verifyBundleBytes(archiveBytes(files)));
}

void VerifyBundleTest::refusesFilesThatAreNoBundle_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("# Role\n").repeated(100);
    QTest::newRow("empty zip") << archiveBytes({});
    QTest::newRow("another zip") << archiveBytes({ArchiveFile{u"a"_s, "x"}});
    QTest::newRow("no sums") << archiveBytes({ArchiveFile{manifestPath, "{}\n"}});
    QTest::newRow("no manifest") << archiveBytes({ArchiveFile{sumsPath, {}}});
    QTest::newRow("manifest without anything")
        << archiveBytes({ArchiveFile{manifestPath, "{}\n"}, ArchiveFile{sumsPath, {}}});
    QTest::newRow("manifest is a list")
        << archiveBytes({ArchiveFile{manifestPath, "[]\n"}, ArchiveFile{sumsPath, {}}});
    QTest::newRow("manifest nested too deep") << archiveBytes(
        {ArchiveFile{manifestPath, QByteArray(1'000'000, '[')}, ArchiveFile{sumsPath, {}}});
}

void VerifyBundleTest::refusesFilesThatAreNoBundle()
{
    QFETCH(QByteArray, bytes);
    const Result<BundleSummary> summary = verifyBundleBytes(bytes);
    QVERIFY(!summary);
    QCOMPARE(summary.error().code, ErrorCode::BundleRefused);
}

void VerifyBundleTest::readsFromDisk()
{
    const ScratchFolder folder;
    folder.write(u"good.hermes.zip"_s, smallBundle());
    QCOMPARE(verifyBundle(folder.path(u"good.hermes.zip"_s)).value(),
             verifyBundleBytes(smallBundle()).value());

    const auto codeOf = [&folder](const QString &name) {
        const Result<BundleSummary> summary = verifyBundle(folder.path(name));
        return summary ? std::optional<ErrorCode>() : summary.error().code;
    };
    QCOMPARE(codeOf(u"absent"_s), ErrorCode::NotFound);
    QCOMPARE(codeOf(u"."_s), ErrorCode::NotReadable);
    QCOMPARE(::mkfifo(QFile::encodeName(folder.path(u"pipe"_s)).constData(), 0600), 0);
    QCOMPARE(codeOf(u"pipe"_s), ErrorCode::NotReadable);
    QFile large(folder.path(u"large"_s));
    QVERIFY(large.open(QIODevice::WriteOnly) && large.resize(maxArchiveBytes + 1));
    QCOMPARE(codeOf(u"large"_s), ErrorCode::BundleRefused);
}

QTEST_GUILESS_MAIN(VerifyBundleTest)
#include "tst_verifybundle.moc"
