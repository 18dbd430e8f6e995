#include "workspace/releasefiles.h"

#include "core/directoryfilesource.h"
#include "workspace/filesave.h"

#include <algorithm>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

/// What differs from HEAD at these files and folders.
Result<QList<vcs::FileStatus>> statusOf(const vcs::Repository &repository,
                                        const QList<RepoPath> &paths)
{
    QList<vcs::FileStatus> all;
    for (const RepoPath &path : paths) {
        const Result<QList<vcs::FileStatus>> status = repository.status(path);
        if (!status) {
            return status;
        }
        all += *status;
    }
    return all;
}

} // namespace

ReleaseTexts textsOf(const RepoPath &folder, const registry::Definition &definition)
{
    ReleaseTexts texts;
    if (definition.id.kind != EntryKind::Skill) {
        texts.manifestFile = folder.child(u"manifest.json"_s);
    }
    texts.promptFile = definition.promptFile;
    return texts;
}

Result<PromptAssembly> assembled(const QString &root, const registry::Definition &draft,
                                 const std::optional<ReleaseSource> &source)
{
    const DirectoryFileSource files(root);
    return source ? assembleSource(files, root, source->file, source->text, {})
                  : assemblePrompt(files, root, draft, {});
}

QList<RepoPath> materialOf(const PromptAssembly &made)
{
    QList<RepoPath> files;
    if (!made.sourceFile.isRoot()) {
        files.append(made.sourceFile);
    }
    for (const RepoPath &fragment : made.fragments) {
        if (!files.contains(fragment)) {
            files.append(fragment);
        }
    }
    if (!made.uses.isEmpty()) {
        // Even if it gives none of them a value, for the one in HEAD may.
        files.append(RepoPath::fromLiteral(u"studio/values.json"_s));
    }
    return files;
}

Result<QList<RepoPath>> filesToRelease(const vcs::Repository &repository, const QString &root,
                                       const registry::Definition &draft,
                                       const std::optional<ReleaseSource> &source)
{
    const ReleaseTexts texts = textsOf(draft.folder, draft);
    const auto made = assembled(root, draft, source);
    const QList<RepoPath> material = made ? materialOf(*made) : QList<RepoPath>();
    const Result<QList<vcs::FileStatus>> status =
        statusOf(repository, QList{draft.folder} + material);
    if (!status) {
        return std::unexpected(status.error());
    }
    QList<RepoPath> files;
    for (const RepoPath &file :
         {texts.manifestFile, texts.promptFile, material.value(0, RepoPath())}) {
        if (!file.isRoot() && !files.contains(file)) {
            files.append(file);
        }
    }
    for (const vcs::FileStatus &file : *status) {
        if (!files.contains(file.path) && !isSaveLeftover(file.path.fileName())) {
            files.append(file.path);
        }
    }
    std::ranges::sort(files);
    return files;
}

Result<QList<vcs::FileChange>> changesAt(const vcs::Repository &repository,
                                         const QList<RepoPath> &paths,
                                         const QList<vcs::FileChange> &own)
{
    const Result<QList<vcs::FileStatus>> status = statusOf(repository, paths);
    if (!status) {
        return std::unexpected(status.error());
    }
    QList<vcs::FileChange> changes = own;
    const DirectoryFileSource workTree(repository.workTree());
    for (const vcs::FileStatus &file : *status) {
        const bool isOwn = std::ranges::any_of(
            own, [&](const vcs::FileChange &change) { return change.path == file.path; });
        if (isOwn || isSaveLeftover(file.path.fileName())) {
            continue;
        }
        if (file.change == vcs::FileStatus::Change::Deleted) {
            changes.append({file.path, std::nullopt, false});
            continue;
        }
        const Result<FileNode> node = workTree.node(file.path);
        const Result<QByteArray> content = workTree.read(file.path, maximumPromptBytes);
        if (!node || !content) {
            return std::unexpected(node ? content.error() : node.error());
        }
        changes.append({file.path, *content, node->type == FileType::ExecutableFile});
    }
    return changes;
}

QList<SecretPlace> secretsIn(const QList<vcs::FileChange> &changes)
{
    QList<SecretPlace> places;
    for (const vcs::FileChange &change : changes) {
        if (change.content) {
            places += secretPlaces(change.path, *change.content);
        }
    }
    return places;
}

QList<SecretPlace> secretsIn(const QString &root, const QList<RepoPath> &files,
                             const registry::Definition &draft,
                             const std::optional<ReleaseSource> &source)
{
    const DirectoryFileSource workTree(root);
    QList<SecretPlace> places;
    for (const RepoPath &file : files) {
        places +=
            secretPlaces(file,
                         file == draft.promptFile         ? draft.promptText
                             : file == draft.manifestFile ? draft.manifestText
                             : source && file == source->file
                             ? source->text
                             : workTree.read(file, maximumPromptBytes).value_or(QByteArray()));
    }
    return places;
}

} // namespace hermes::workspace
