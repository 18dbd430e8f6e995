#include "workspace/contentref.h"

#include "core/directoryfilesource.h"
#include "core/semanticversion.h"
#include "vcs/repository.h"

#include <QCoreApplication>

using namespace hermes::core;

namespace hermes::workspace {

ContentRef ContentRef::draft()
{
    ContentRef reference;
    reference.label = QCoreApplication::translate("ContentRef", "Draft");
    return reference;
}

ContentRef ContentRef::saved()
{
    ContentRef reference;
    reference.kind = Kind::Saved;
    reference.label = QCoreApplication::translate("ContentRef", "Saved");
    return reference;
}

ContentRef ContentRef::atCommit(const vcs::ObjectId &commit, const QString &label)
{
    ContentRef reference;
    reference.kind = Kind::Commit;
    reference.commit = commit;
    reference.label = label;
    return reference;
}

ContentRef ContentRef::ofEntry(EntryKind kind, const RepoPath &folder, const QString &label)
{
    ContentRef reference;
    reference.kind = Kind::OtherEntry;
    reference.label = label;
    reference.otherKind = kind;
    reference.otherFolder = folder;
    return reference;
}

QString stateInHistory(const QString &label)
{
    const QString version = label.startsWith(u'v') ? label.sliced(1) : label;
    return SemanticVersion::parse(version) ? version : label;
}

namespace {

/// A prompt that is there and cannot be read is no empty prompt: comparing with it would show
/// everything as new, and restoring it would throw the draft away.
Result<registry::Definition> load(const FileSource &source, EntryKind kind, const RepoPath &folder)
{
    Result<registry::Definition> definition =
        registry::loadDefinition(source, kind, folder, maximumPromptBytes);
    if (definition && definition->promptText.isEmpty() && !definition->promptFile.isRoot()) {
        const Result<QByteArray> text = source.read(definition->promptFile, maximumPromptBytes);
        if (!text && text.error().code != ErrorCode::NotFound) {
            return std::unexpected(text.error());
        }
    }
    return definition;
}

} // namespace

Result<std::unique_ptr<FileSource>> filesOf(const QString &registryRoot,
                                            const ContentRef &reference)
{
    Q_ASSERT(reference.kind != ContentRef::Kind::Draft);
    if (reference.kind != ContentRef::Kind::Commit) {
        return std::make_unique<DirectoryFileSource>(registryRoot);
    }
    const Result<vcs::Repository> repository = vcs::Repository::open(registryRoot);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    return repository->files(reference.commit);
}

Result<registry::Definition> readContent(const QString &registryRoot, EntryKind kind,
                                         const RepoPath &folder, const ContentRef &reference)
{
    const bool isOther = reference.kind == ContentRef::Kind::OtherEntry;
    return filesOf(registryRoot, reference).and_then([&](const std::unique_ptr<FileSource> &files) {
        return load(*files, isOther ? reference.otherKind : kind,
                    isOther ? reference.otherFolder : folder);
    });
}

} // namespace hermes::workspace
