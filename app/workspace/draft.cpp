#include "workspace/draft.h"

#include <utility>

namespace hermes::workspace {

Draft::ReadManifest Draft::readManifest() const
{
    auto read = manifestFile.isRoot() ? registry::readSkillFrontMatter(prompt.bytes(), promptFile)
                                      : registry::readManifestJson(manifest.bytes(), manifestFile);
    return {std::move(read.manifest), std::move(read.problems)};
}

registry::Definition Draft::definition() const
{
    registry::Definition definition;
    ReadManifest read = readManifest();
    definition.id = id;
    definition.folder = folder;
    definition.manifest = std::move(read.manifest);
    definition.manifestFile = manifestFile.isRoot() ? promptFile : manifestFile;
    definition.manifestText = manifestFile.isRoot() ? QByteArray() : manifest.bytes();
    definition.promptFile = promptFile;
    definition.promptText = promptFile.isRoot() ? QByteArray() : prompt.bytes();
    definition.problems = std::move(read.problems);
    return definition;
}

} // namespace hermes::workspace
