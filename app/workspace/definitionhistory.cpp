#include "workspace/definitionhistory.h"

#include "assembly/literaltemplate.h"
#include "changes/references.h"
#include "registry/manifest.h"
#include "workspace/fragmentdocument.h"
#include "workspace/fragmentuses.h"

#include <QCoreApplication>

using namespace hermes::core;

namespace hermes::workspace {

QString versionTagPrefix(const EntryId &id)
{
    return id.toString() + u'@';
}

Result<DefinitionHistory> loadHistory(const QString &registryRoot, const EntryId &id,
                                      const RepoPath &folder, const CancelFlag &cancel)
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
    const RepoPath manifestFile =
        folder.child(isSkill ? QStringLiteral("SKILL.md") : QStringLiteral("manifest.json"));
    const auto readVersion = [isSkill, manifestFile](const QByteArray &bytes) {
        return (isSkill ? registry::readSkillFrontMatter(bytes, manifestFile)
                        : registry::readManifestJson(bytes, manifestFile))
            .manifest.version;
    };
    const QString prefix = versionTagPrefix(id);
    auto entries = vcs::definitionHistory(*repository, state->commit, folder, manifestFile, prefix,
                                          readVersion, cancel);
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

Result<EditableContent> readEditable(const DefinitionLocation &location,
                                     const ContentRef &reference)
{
    const Result<registry::Definition> definition = fragmentNameOf(location.promptFile).isEmpty()
        ? readContent(location.registryRoot, location.id.kind, location.folder, reference)
        : readFragment(location.registryRoot, location.promptFile, reference);
    if (!definition) {
        return std::unexpected(definition.error());
    }
    EditableContent content{definition->manifestText, definition->promptText, false};
    if (location.sourceFile.isRoot()) {
        return content;
    }
    const bool isOther = reference.kind == ContentRef::Kind::OtherEntry;
    const RepoPath file = isOther ? changes::sourceFileOf(definition->id) : location.sourceFile;
    const Result<QByteArray> source =
        filesOf(location.registryRoot, reference)
            .and_then([&file](const std::unique_ptr<FileSource> &files) {
                return files->read(file, maximumPromptBytes);
            });
    if (source) {
        content.editedText = *source;
    } else if (source.error().code == ErrorCode::NotFound) {
        content.editedText = assembly::literalTemplate(definition->promptText).text;
        content.isMadeSource = true;
    } else {
        return std::unexpected(source.error());
    }
    return content;
}

Result<ContentRef> contentNamed(const QString &registryRoot, const DefinitionHistory &history,
                                const QString &text)
{
    if (text == u"saved") {
        return ContentRef::saved();
    }
    QStringList names;
    for (const vcs::Version &version : history.versions) {
        if (version.version == text || u'v' + version.version == text) {
            return ContentRef::atCommit(version.commit.id, u'v' + version.version);
        }
        names.append(version.version);
    }
    const auto commit =
        vcs::Repository::open(registryRoot).and_then([&](const vcs::Repository &repository) {
            return repository.resolve(text);
        });
    if (!commit) {
        return failure(
            commit.error().code,
            QCoreApplication::translate("DefinitionHistory",
                                        "“%1” is neither a version of %2 (%3) nor a commit.")
                .arg(text, history.id.toString(),
                     names.isEmpty() ? QCoreApplication::translate("DefinitionHistory", "none yet")
                                     : names.join(u", ")),
            commit.error().detail);
    }
    return ContentRef::atCommit(*commit, text);
}

} // namespace hermes::workspace
