#include "diff/linediff.h"
#include "editedpair.h"
#include "scratchfolder.h"

#include <QTest>

using namespace hermes;
using namespace hermes::test;
using namespace Qt::StringLiterals;

namespace {

QString patchOf(const QString &left, const QString &right, const QString &name, int context)
{
    return diff::unifiedPatch(diff::compareTexts(left, right), name, name, context);
}

/// What the real git makes of `left` with the patch.
QString appliedByGit(const QString &left, const QString &patch, const QString &name)
{
    const ScratchFolder folder;
    folder.initGit();
    folder.write(name, left.toUtf8());
    folder.write(u"change.patch"_s, patch.toUtf8());
    folder.git({u"apply"_s, u"--unidiff-zero"_s, u"change.patch"_s});
    return QString::fromUtf8(folder.read(name));
}

} // namespace

class TestUnifiedPatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void writesPatches_data();
    void writesPatches();
    void gitAppliesIt_data();
    void gitAppliesIt();
    void gitAppliesRandomEdits();
    void aNewFileIsCreatedFromDevNull();
};

void TestUnifiedPatch::writesPatches_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<int>("context");
    QTest::addColumn<QString>("patch");
    QTest::newRow("equal") << u"a\n"_s << u"a\n"_s << 3 << u""_s;
    QTest::newRow("oneLine") << u"a\nb\nc\n"_s << u"a\nx\nc\n"_s << 3
                             << u"--- a/f\n+++ b/f\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n"_s;
    QTest::newRow("noContext") << u"a\nb\nc\n"_s << u"a\nc\n"_s << 0
                               << u"--- a/f\n+++ b/f\n@@ -2,1 +1,0 @@\n-b\n"_s;
    QTest::newRow("noFinalNewline")
        << u"a\nb"_s << u"a\nb\n"_s << 1
        << u"--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n"_s;
    QTest::newRow("separateHunks")
        << u"a\n1\n2\n3\nb\n"_s << u"x\n1\n2\n3\ny\n"_s << 1
        << u"--- a/f\n+++ b/f\n@@ -1,2 +1,2 @@\n-a\n+x\n 1\n@@ -4,2 +4,2 @@\n 3\n-b\n+y\n"_s;
    QTest::newRow("joinedHunks")
        << u"a\n1\n2\nb\n"_s << u"x\n1\n2\ny\n"_s << 1
        << u"--- a/f\n+++ b/f\n@@ -1,4 +1,4 @@\n-a\n+x\n 1\n 2\n-b\n+y\n"_s;
}

void TestUnifiedPatch::writesPatches()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QFETCH(int, context);
    QTEST(patchOf(left, right, u"f"_s, context), "patch");
}

void TestUnifiedPatch::gitAppliesIt_data()
{
    QTest::addColumn<QString>("left");
    QTest::addColumn<QString>("right");
    QTest::addColumn<QString>("name");
    const QString name = u"agents/a/AGENT.md"_s;
    QTest::newRow("carriageReturns") << u"a\r\nb\r\nc\r\n"_s << u"a\r\nx\r\nc\r\n"_s << name;
    QTest::newRow("endingsChange") << u"a\r\nb\r\n"_s << u"a\nb\n"_s << name;
    QTest::newRow("loneCarriageReturns") << u"a\rb\rc\nd\n"_s << u"a\rX\rc\nd\n"_s << name;
    QTest::newRow("neitherHasAFinalNewline") << u"a\nb"_s << u"a\nc"_s << name;
    QTest::newRow("finalNewlineRemoved") << u"a\nb\n"_s << u"a\nb"_s << name;
    QTest::newRow("becomesEmpty") << u"a\nb\n"_s << u""_s << name;
    QTest::newRow("wasEmpty") << u""_s << u"a\n"_s << name;
    QTest::newRow("nameWithSpaces") << u"a\n"_s << u"b\n"_s << u"my notes/the file.md"_s;
    QTest::newRow("nameWithQuotes") << u"a\n"_s << u"b\n"_s << u"a \"b\" \\ c.md"_s;
    QTest::newRow("nameBeyondAscii") << u"a\n"_s << u"b\n"_s << u"größe.md"_s;
}

void TestUnifiedPatch::gitAppliesIt()
{
    QFETCH(QString, left);
    QFETCH(QString, right);
    QFETCH(QString, name);
    QCOMPARE(appliedByGit(left, patchOf(left, right, name, 3), name), right);
}

void TestUnifiedPatch::gitAppliesRandomEdits()
{
    std::mt19937 random(31);
    for (int round = 0; round < 40; ++round) {
        const QStringList before =
            round % 2 == 0 ? promptLines(3000, nextSeed(random)) : repetitiveLines(40, 6, random);
        const QString lineEnd = round % 3 == 0 ? u"\r\n"_s : u"\n"_s;
        const QString left = before.join(lineEnd) + (round % 5 == 0 ? QString() : lineEnd);
        const QString right = editedLines(before, 15, nextSeed(random)).join(lineEnd) + lineEnd;
        const QString patch = patchOf(left, right, u"f"_s, round % 4);
        QVERIFY(!patch.isEmpty() || left == right);
        if (left != right) {
            QCOMPARE(appliedByGit(left, patch, u"f"_s), right);
        }
    }
}

void TestUnifiedPatch::aNewFileIsCreatedFromDevNull()
{
    const ScratchFolder folder;
    folder.initGit();
    const QString patch =
        diff::unifiedPatch(diff::compareTexts(QString(), u"new\n"_s), u"/dev/null"_s, u"n.md"_s, 3);
    folder.write(u"change.patch"_s, patch.toUtf8());
    folder.git({u"apply"_s, u"change.patch"_s});
    QCOMPARE(folder.read(u"n.md"_s), QByteArray("new\n"));
}

QTEST_GUILESS_MAIN(TestUnifiedPatch)
#include "tst_unifiedpatch.moc"
