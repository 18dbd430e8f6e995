#include "changefixture.h"

#include "changes/bulkedit.h"
#include "changes/creation.h"
#include "changes/deletion.h"
#include "core/directoryfilesource.h"
#include "workspace/filesave.h"

#include <QDirIterator>

using namespace Qt::StringLiterals;
using hermes::core::EntryId;
using hermes::core::EntryKind;

namespace hermes::test {

namespace {

QByteArray manifest(const QByteArray &id)
{
    return "{\n  \"id\": \"" + id
        + "\",\n  \"name\": \"N\",\n  \"version\": \"1.0.0\",\n  \"entry\": \"AGENT.md\"\n}\n";
}

} // namespace

ChangeFixture::ChangeFixture()
{
    for (const QByteArray &id : {"writer"_ba, "reader"_ba}) {
        m_folder.write(u"registry/agents/%1/manifest.json"_s.arg(QLatin1StringView(id)),
                       manifest(id));
        m_folder.write(u"registry/agents/%1/AGENT.md"_s.arg(QLatin1StringView(id)), "# A\n");
    }
    m_folder.write(u"registry/skills/old/spelling/SKILL.md"_s,
                   "---\nname: spelling\ndescription: d\nversion: 1.0.0\n---\n\n# S\n");
    m_folder.write(u"registry/skills/old/spelling/data/words.txt"_s, "a\nb\n");
    m_folder.write(u"registry/notes.txt"_s, "old notes\n");
    m_folder.git({u"-C"_s, u"registry"_s, u"init"_s, u"-q"_s, u"-b"_s, u"main"_s});
    m_folder.git({u"-C"_s, u"registry"_s, u"add"_s, u"-A"_s});
    m_folder.git({u"-C"_s, u"registry"_s, u"commit"_s, u"-q"_s, u"-m"_s, u"Begin"_s});
}

workspace::ChangePlace ChangeFixture::place() const
{
    return {root(), m_folder.path(u"state"_s)};
}

QMap<QString, QByteArray> ChangeFixture::files() const
{
    QMap<QString, QByteArray> files;
    QDirIterator walk(root(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                      QDirIterator::Subdirectories);
    while (walk.hasNext()) {
        const QFileInfo info = walk.nextFileInfo();
        const QString path = info.filePath().sliced(root().size() + 1);
        if (path.startsWith(u".git/") || path == u".git"
            || workspace::isSaveLeftover(info.fileName())) {
            continue;
        }
        if (info.isDir()) {
            files.insert(path + u'/', {});
        } else {
            files.insert(
                path, (info.isExecutable() ? "x " : "- ") + m_folder.read(u"registry/"_s + path));
        }
    }
    return files;
}

changes::ChangeSet ChangeFixture::changesOf(const QString &root)
{
    const core::DirectoryFileSource source(root);
    const registry::Catalog catalog = *registry::loadCatalog(source, {});
    const EntryId skill{EntryKind::Skill, u"spelling"_s};
    const EntryId writer{EntryKind::Agent, u"writer"_s};
    changes::BulkEdit edit;
    edit.bump = changes::VersionBump::Minor;
    edit.category = u"new"_s;
    changes::ChangeSet changes = *changes::bulkEdit(source, catalog, {writer, skill}, edit);
    changes.title = u"Everything at once"_s;
    changes.writes += changes::createAgent(catalog, changes::builtInStarters().constFirst(),
                                           {u"maker"_s, u"Maker"_s, {}, u"0.1.0"_s, {}, {}, {}, {}})
                          ->writes;
    changes.writes.append({core::RepoPath::fromLiteral(u"agents/maker/bin/run"_s), std::nullopt,
                           "#!/bin/sh\n", true});
    changes.writes.append(
        {core::RepoPath::fromLiteral(u"notes.txt"_s), "old notes\n", std::nullopt, false});
    changes.deletions =
        changes::deleteEntries(source, catalog, {{EntryKind::Agent, u"reader"_s}})->deletions;
    return changes;
}

} // namespace hermes::test
