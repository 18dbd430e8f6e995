#include "registry/manifest.h"
#include "scratchfolder.h"
#include "workspace/comparison.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace hermes;
using registry::Definition;
using test::ScratchFolder;
using workspace::Comparison;
using workspace::ManifestChange;

Q_DECLARE_METATYPE(ManifestChange)

namespace {

const QByteArray manifest = "{\n  \"id\": \"writer\",\n  \"tools\": [\"Read\"]\n}\n";
const QByteArray prompt = "# Writer\n\nYou write.\n";

Definition writer(const QByteArray &manifestText, const QByteArray &promptText)
{
    Definition made;
    made.id = {core::EntryKind::Agent, u"writer"_s};
    made.folder = core::RepoPath::fromLiteral(u"agents/writer"_s);
    made.manifestFile = made.folder.child(u"manifest.json"_s);
    made.promptFile = made.folder.child(u"AGENT.md"_s);
    made.manifestText = manifestText;
    made.promptText = promptText;
    made.manifest = registry::readManifestJson(manifestText, made.manifestFile).manifest;
    return made;
}

} // namespace

class TestDefinitionComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void manifestChangesAreToldApart_data()
    {
        QTest::addColumn<QByteArray>("right");
        QTest::addColumn<ManifestChange>("change");
        QTest::addColumn<QStringList>("fields");
        QTest::newRow("same") << manifest << ManifestChange::None << QStringList();
        QTest::newRow("value") << QByteArray(manifest).replace("Read", "Bash")
                               << ManifestChange::Fields << QStringList{u"tools"_s};
        QTest::newRow("white space")
            << QByteArray(manifest).replace("  ", "\t") << ManifestChange::Layout << QStringList();
        QTest::newRow("line endings") << QByteArray(manifest).replace("\n", "\r\n")
                                      << ManifestChange::Layout << QStringList();
        QTest::newRow("order of keys")
            << QByteArray("{\n  \"tools\": [\"Read\"],\n  \"id\": \"writer\"\n}\n")
            << ManifestChange::Layout << QStringList();
        QTest::newRow("broken") << manifest.first(20) << ManifestChange::Unreadable
                                << QStringList();
    }

    void manifestChangesAreToldApart()
    {
        QFETCH(QByteArray, right);
        QFETCH(QStringList, fields);
        const Comparison comparison =
            workspace::compareDefinitions(writer(manifest, prompt), writer(right, prompt));
        QTEST(comparison.manifestChange, "change");
        QCOMPARE(comparison.isEmpty(), right == manifest);
        QStringList changed;
        for (const workspace::FieldChange &field : comparison.manifest) {
            changed.append(field.field);
        }
        QCOMPARE(changed, fields);
    }

    void byteOrderMarkIsADifference()
    {
        const Comparison comparison = workspace::compareDefinitions(
            writer(manifest, prompt), writer(manifest, "\xef\xbb\xbf" + prompt));
        QVERIFY(!comparison.isEmpty());
        QCOMPARE(comparison.prompt->hunks.size(), 1);
    }

    void aFirstVersionIsAllNew()
    {
        const Comparison comparison =
            workspace::compareDefinitions(Definition(), writer(manifest, prompt));
        QCOMPARE(comparison.manifestChange, ManifestChange::Fields);
        QCOMPARE(comparison.manifest.size(), 2);
        QCOMPARE(comparison.promptFile.text(), u"agents/writer/AGENT.md"_s);
    }

    void patchMakesTheRightOfTheLeft_data()
    {
        QTest::addColumn<QByteArray>("rightManifest");
        QTest::addColumn<QByteArray>("rightPrompt");
        QTest::newRow("prompt") << manifest << prompt + "\nMore.\n";
        QTest::newRow("manifest") << QByteArray(manifest).replace("Read", "Bash") << prompt;
        QTest::newRow("both") << QByteArray(manifest).replace("Read", "Bash")
                              << QByteArray(prompt).replace("You write.", "You write well.");
        QTest::newRow("no final newline") << manifest << prompt.chopped(1);
        QTest::newRow("byte order mark") << manifest << "\xef\xbb\xbf" + prompt;
        QTest::newRow("line endings") << QByteArray(manifest).replace("\n", "\r\n")
                                      << QByteArray(prompt).replace("\n", "\r\n");
    }

    void patchMakesTheRightOfTheLeft()
    {
        QFETCH(QByteArray, rightManifest);
        QFETCH(QByteArray, rightPrompt);
        const ScratchFolder folder;
        folder.initGit();
        folder.write(u"agents/writer/manifest.json"_s, manifest);
        folder.write(u"agents/writer/AGENT.md"_s, prompt);
        folder.commitAll(u"Begin"_s);
        const QString patch =
            workspace::patchOf(workspace::compareDefinitions(writer(manifest, prompt),
                                                             writer(rightManifest, rightPrompt)),
                               3);
        folder.write(u"change.patch"_s, patch.toUtf8());
        folder.git({u"apply"_s, u"change.patch"_s});
        QCOMPARE(folder.read(u"agents/writer/manifest.json"_s), rightManifest);
        QCOMPARE(folder.read(u"agents/writer/AGENT.md"_s), rightPrompt);
    }

    void equalStatesHaveNoPatch()
    {
        const Definition same = writer(manifest, prompt);
        QCOMPARE(workspace::patchOf(workspace::compareDefinitions(same, same), 3), QString());
    }
};

QTEST_GUILESS_MAIN(TestDefinitionComparison)
#include "tst_definitioncomparison.moc"
