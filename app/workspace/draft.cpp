#include "workspace/draft.h"

#include "workspace/draftsource.h"
#include "workspace/fragmentdocument.h"
#include "workspace/fragmentuses.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace hermes::workspace {

Draft::ReadManifest Draft::readManifest() const
{
    auto read = manifestFile.isRoot() ? registry::readSkillFrontMatter(prompt.bytes(), promptFile)
                                      : registry::readManifestJson(manifest.bytes(), manifestFile);
    return {std::move(read.manifest), std::move(read.problems)};
}

core::Result<PromptAssembly> Draft::assembled(const ValueChoice &choice) const
{
    const DraftSource files(registryRoot, unsavedFragments);
    if (hasSource()) {
        return assembleSource(files, registryRoot, sourceFile, prompt.bytes(), choice);
    }
    if (!fragmentNameOf(promptFile).isEmpty()) {
        return assembleAmidPrompts(files, registryRoot, promptFile, prompt.bytes(), choice);
    }
    PromptAssembly result;
    const QByteArray text = promptFile.isRoot() ? QByteArray() : prompt.bytes();
    const qint64 start = id.kind == core::EntryKind::Skill ? registry::frontMatterEnd(text) : 0;
    result.assembly = assembly::assemble({promptFile, text, start});
    return result;
}

QStringList Draft::unsavedIn(const PromptAssembly &made) const
{
    QStringList names;
    for (const core::RepoPath &file : made.fragments) {
        if (unsavedFragments.contains(file)) {
            names.append(fragmentNameOf(file));
        }
    }
    names.sort();
    return names;
}

Draft Draft::withSavedFragments() const
{
    Draft saved = *this;
    saved.unsavedFragments.clear();
    return saved;
}

registry::Definition Draft::definition() const
{
    return definition(hasSource() ? assembled({}) : PromptAssembly());
}

registry::Definition Draft::definition(const core::Result<PromptAssembly> &made) const
{
    registry::Definition definition;
    ReadManifest read = readManifest();
    definition.id = id;
    definition.folder = folder;
    definition.manifest = std::move(read.manifest);
    definition.manifestFile = manifestFile.isRoot() ? promptFile : manifestFile;
    definition.manifestText = manifestFile.isRoot() ? QByteArray() : manifest.bytes();
    definition.promptFile = promptFile;
    definition.problems = std::move(read.problems);
    if (hasSource() && made) {
        definition.promptText = made->assembly.text;
        return definition;
    }
    definition.promptText = promptFile.isRoot() ? QByteArray() : prompt.bytes();
    if (!made) {
        core::Problem problem;
        problem.rule = u"template.not-assembled"_s;
        problem.message = made.error().message;
        problem.file = sourceFile;
        definition.problems.append(problem);
    }
    return definition;
}

} // namespace hermes::workspace
