#include "bundle/bundle.h"
#include "core/directoryfilesource.h"
#include "samples.h"
#include "scratchfolder.h"
#include "sourcefolder.h"

#include <QTest>

using namespace hermes::bundle;
using namespace hermes::core;
using namespace hermes::test;
using namespace Qt::StringLiterals;

/// The public registry as a whole: 432 entries in two clones.
class BundleRegistryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void givesTheSameBytesFromTwoClones();
};

void BundleRegistryTest::givesTheSameBytesFromTwoClones()
{
    const ScratchFolder folder;
    const QString corpus =
        hermes::test::sourceFolder() + QStringLiteral("/../shared/corpora/hermes-registry.bundle");
    QList<QByteArray> bundles;
    for (const QString &clone : {u"one"_s, u"two"_s}) {
        folder.git({u"clone"_s, u"-q"_s, u"-b"_s, u"main"_s, corpus, clone});
        const Result<QByteArray> bytes =
            bundleBytes(DirectoryFileSource(folder.path(clone)), sampleRequest(), {});
        QVERIFY2(bytes, bytes ? "" : qPrintable(bytes.error().message));
        bundles.append(*bytes);
    }
    QCOMPARE(bundles.first(), bundles.last());
    const Result<BundleSummary> summary = verifyBundleBytes(bundles.first());
    QVERIFY2(summary, summary ? "" : qPrintable(summary.error().message));
    QCOMPARE(summary->entries.size(), 432);
}

QTEST_GUILESS_MAIN(BundleRegistryTest)
#include "tst_bundle_registry.moc"
