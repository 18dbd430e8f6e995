#include "workspace/contentref.h"

#include "core/directoryfilesource.h"

#include <QCoreApplication>

using namespace hermes::core;

namespace hermes::workspace {

ContentRef ContentRef::draft()
{
    return {Kind::Draft, {}, QCoreApplication::translate("ContentRef", "Draft")};
}

ContentRef ContentRef::saved()
{
    return {Kind::Saved, {}, QCoreApplication::translate("ContentRef", "Saved")};
}

ContentRef ContentRef::atCommit(const vcs::ObjectId &commit, const QString &label)
{
    return {Kind::Commit, commit, label};
}

Result<registry::Definition> readContent(const QString &registryRoot, EntryKind kind,
                                         const RepoPath &folder, const ContentRef &reference)
{
    Q_ASSERT(reference.kind != ContentRef::Kind::Draft);
    if (reference.kind == ContentRef::Kind::Saved) {
        const DirectoryFileSource source(registryRoot);
        return registry::loadDefinition(source, kind, folder, maximumPromptBytes);
    }
    const Result<vcs::Repository> repository = vcs::Repository::open(registryRoot);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    const auto files = repository->files(reference.commit);
    if (!files) {
        return std::unexpected(files.error());
    }
    return registry::loadDefinition(**files, kind, folder, maximumPromptBytes);
}

} // namespace hermes::workspace
