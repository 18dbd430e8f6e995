#include "registry/catalog.h"
#include "scratchfolder.h"
#include "workspace/opentarget.h"

#include <QDir>
#include <QTest>

using namespace hermes;
using namespace Qt::StringLiterals;

class TestOpenTarget final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<test::ScratchFolder>();
        for (const QString &file :
             {u"agents/registry/agents/writer/manifest.json"_s,
              u"agents/registry/agents/writer/AGENT.md"_s,
              u"agents/registry/skills/office/pdf/SKILL.md"_s,
              u"agents/registry/skills/office/pdf/tools/run.py"_s, u"agents/registry/README.md"_s,
              u"agents/registry/studio/fragments/house/tone.md"_s,
              u"agents/registry/studio/sources/agents/writer.md"_s, u"repository/.git/HEAD"_s,
              u"repository/notes/idea.md"_s, u"loose/idea.md"_s}) {
            m_folder->write(file, "{}");
        }
    }

    void aPathMeansARegistryAndAFile_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("root");
        QTest::addColumn<QString>("file");
        // The registry's own folder lies in one that is called as those of entries are.
        const QString registry = u"agents/registry"_s;
        QTest::newRow("registry") << registry << registry << QString();
        QTest::newRow("prompt") << registry + u"/agents/writer/AGENT.md"_s << registry
                                << u"agents/writer/AGENT.md"_s;
        QTest::newRow("manifest") << registry + u"/agents/writer/manifest.json"_s << registry
                                  << u"agents/writer/manifest.json"_s;
        QTest::newRow("entry") << registry + u"/agents/writer"_s << registry << u"agents/writer"_s;
        QTest::newRow("skill") << registry + u"/skills/office/pdf/SKILL.md"_s << registry
                               << u"skills/office/pdf/SKILL.md"_s;
        QTest::newRow("file of a skill") << registry + u"/skills/office/pdf/tools/run.py"_s
                                         << registry << u"skills/office/pdf/tools/run.py"_s;
        QTest::newRow("fragment") << registry + u"/studio/fragments/house/tone.md"_s << registry
                                  << u"studio/fragments/house/tone.md"_s;
        QTest::newRow("source") << registry + u"/studio/sources/agents/writer.md"_s << registry
                                << u"studio/sources/agents/writer.md"_s;
        QTest::newRow("in a repository")
            << u"repository/notes/idea.md"_s << u"repository"_s << u"notes/idea.md"_s;
        QTest::newRow("nowhere") << u"missing/folder"_s << u"missing/folder"_s << QString();
        QTest::newRow("loose") << u"loose/idea.md"_s << u"loose"_s << u"idea.md"_s;
    }

    void aPathMeansARegistryAndAFile()
    {
        QFETCH(const QString, path);
        QFETCH(const QString, root);
        QFETCH(const QString, file);
        const workspace::OpenTarget target = workspace::openTargetOf(m_folder->path(path));
        QCOMPARE(target.registryRoot, m_folder->path(root));
        QCOMPARE(target.file.text(), file);
    }

    void aFileBelongsToTheEntryAroundIt()
    {
        registry::Catalog catalog;
        for (const QString &name : {u"write"_s, u"writer"_s}) {
            registry::EntrySummary entry;
            entry.id = {core::EntryKind::Agent, name};
            entry.folder = *core::RepoPath::parse(u"agents/"_s + name);
            catalog.entries.append(entry);
        }
        const auto ownerOf = [&catalog](const QString &file) {
            const auto *entry = workspace::entryOf(catalog, *core::RepoPath::parse(file));
            return entry != nullptr ? entry->id.id : QString();
        };
        QCOMPARE(ownerOf(u"agents/writer/AGENT.md"_s), u"writer"_s);
        QCOMPARE(ownerOf(u"agents/writer"_s), u"writer"_s);
        QCOMPARE(ownerOf(u"agents/write/x/y.md"_s), u"write"_s);
        QCOMPARE(ownerOf(u"studio/sources/agents/writer.md"_s), u"writer"_s);
        QCOMPARE(ownerOf(u"studio/fragments/writer.md"_s), QString());
        QCOMPARE(ownerOf(u"README.md"_s), QString());
        QVERIFY(workspace::entryOf(catalog, core::RepoPath()) == nullptr);
    }

private:
    std::unique_ptr<test::ScratchFolder> m_folder;
};

QTEST_GUILESS_MAIN(TestOpenTarget)
#include "tst_opentarget.moc"
