#include "workspace/opentarget.h"

#include "registry/catalog.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

constexpr std::array kindFolders{"agents"_L1, "skills"_L1, "mcp"_L1, "workflows"_L1};
constexpr std::array entryFiles{"manifest.json"_L1, "SKILL.md"_L1};

bool isEntryFolder(const QDir &folder)
{
    return std::ranges::any_of(entryFiles,
                               [&folder](QLatin1StringView file) { return folder.exists(file); });
}

/// The registry whose entry lies at or around `place`; empty if there is none.
QString registryAround(const QString &place)
{
    bool isInEntry = false;
    for (QDir folder(place);;) {
        isInEntry = isInEntry || isEntryFolder(folder);
        const QString name = folder.dirName();
        if (!folder.cdUp()) {
            return {};
        }
        if (isInEntry && std::ranges::find(kindFolders, name) != kindFolders.end()) {
            return folder.absolutePath();
        }
    }
}

/// The registry whose source or fragment a file is; empty if it is none.
QString registryOfTemplate(const QFileInfo &file)
{
    bool isTemplate = false;
    for (QDir folder(file.absolutePath());;) {
        const QString name = folder.dirName();
        if (!folder.cdUp()) {
            return {};
        }
        if (isTemplate && name == "studio"_L1) {
            return folder.absolutePath();
        }
        isTemplate = name == "fragments"_L1 || name == "sources"_L1 || isTemplate;
    }
}

QString repositoryAround(const QString &place)
{
    QDir folder(place);
    do {
        if (folder.exists(u".git"_s)) {
            return folder.absolutePath();
        }
    } while (folder.cdUp());
    return {};
}

} // namespace

OpenTarget openTargetOf(const QString &path)
{
    const QFileInfo named(QDir::cleanPath(QFileInfo(path).absoluteFilePath()));
    if (!named.exists()) {
        return {named.absoluteFilePath(), {}};
    }
    const bool isFolder = named.isDir();
    const QString folder = isFolder ? named.absoluteFilePath() : named.absolutePath();
    QString root = registryAround(folder);
    if (root.isEmpty() && !isFolder) {
        root = registryOfTemplate(named);
    }
    if (root.isEmpty()) {
        root = isFolder ? folder : repositoryAround(folder);
    }
    if (root.isEmpty()) {
        root = folder;
    }
    const auto file = core::RepoPath::parse(QDir(root).relativeFilePath(named.absoluteFilePath()));
    return {root, file.value_or(core::RepoPath())};
}

const registry::EntrySummary *entryOf(const registry::Catalog &catalog, const core::RepoPath &file)
{
    if (file.isRoot()) {
        return nullptr;
    }
    const core::RepoPath sources = core::RepoPath::fromLiteral(u"studio/sources/agents"_s);
    const QString ending = u".md"_s;
    if (file.isInside(sources) && file.fileName().endsWith(ending)) {
        return catalog.find(
            {core::EntryKind::Agent, file.relativeTo(sources).chopped(ending.size())});
    }
    for (const registry::EntrySummary &entry : catalog.entries) {
        if (file == entry.folder || file.text().startsWith(entry.folder.text() + u'/')) {
            return &entry;
        }
    }
    return nullptr;
}

} // namespace hermes::workspace
