#include "workspace/definitionhistory.h"

#include "registry/manifest.h"

using namespace hermes::core;

namespace hermes::workspace {

QString versionTagPrefix(const EntryId &id)
{
    return id.toString() + u'@';
}

Result<DefinitionHistory> loadHistory(const QString &registryRoot, const EntryId &id, const RepoPath &folder, const CancelFlag &cancel)
{
    const Result<vcs::Repository> repository = vcs::Repository::open(registryRoot);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    const Result<vcs::RepositoryState> state = repository->state();
    if (!state) {
        return std::unexpected(state.error());
    }
    DefinitionHistory history{id, {}, {}};
    if (state->head == vcs::RepositoryState::Head::Unborn) {
        return history;
    }
    const bool isSkill = id.kind == EntryKind::Skill;
    const RepoPath manifestFile = folder.child(isSkill ? QStringLiteral("SKILL.md") : QStringLiteral("manifest.json"));
    const auto readVersion = [isSkill, manifestFile](const QByteArray &bytes) {
        return (isSkill ? registry::readSkillFrontMatter(bytes, manifestFile) : registry::readManifestJson(bytes, manifestFile)).manifest.version;
    };
    const QString prefix = versionTagPrefix(id);
    auto entries = vcs::definitionHistory(*repository, state->commit, folder, manifestFile, prefix, readVersion, cancel);
    if (!entries) {
        return std::unexpected(entries.error());
    }
    const Result<QList<vcs::TagInfo>> tags = repository->tags(prefix);
    if (!tags) {
        return std::unexpected(tags.error());
    }
    history.versions = vcs::versionsOf(*entries, *tags, prefix);
    history.entries = std::move(*entries);
    return history;
}

} // namespace hermes::workspace
