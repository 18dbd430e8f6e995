#pragma once

#include "workspace/promptassembly.h"
#include "workspace/release.h"

namespace hermes::workspace {

/// The files that are an entry's own texts.
struct ReleaseTexts
{
    core::RepoPath manifestFile; ///< Root for skills.
    core::RepoPath promptFile; ///< Root for MCP servers.
};

[[nodiscard]] ReleaseTexts textsOf(const core::RepoPath &folder,
                                   const registry::Definition &definition);
/// The prompt as `source` gives it, else as the one on disk does. Thread: any; blocks.
[[nodiscard]] core::Result<PromptAssembly> assembled(const QString &root,
                                                     const registry::Definition &draft,
                                                     const std::optional<ReleaseSource> &source);
/// What a prompt is assembled from, whether or not bytes of it are in the text: its source first,
/// fragments, the registry's values if it has variables; empty if it is its own source. What was
/// taken from the history is not among it.
[[nodiscard]] QList<core::RepoPath> materialOf(const PromptAssembly &made);
/// Whatever differs from HEAD of the entry and of what its prompt is made of, and its texts in any
/// case; sorted. Thread: any; blocks.
[[nodiscard]] core::Result<QList<core::RepoPath>>
filesToRelease(const vcs::Repository &repository, const QString &root,
               const registry::Definition &draft, const std::optional<ReleaseSource> &source);
/// Files of the entry's folder, and those its prompt is made of, that differ from HEAD, with the
/// draft's own ones in the draft's state. Thread: any; blocks.
[[nodiscard]] core::Result<QList<vcs::FileChange>> changesAt(const vcs::Repository &repository,
                                                             const QList<core::RepoPath> &paths,
                                                             const QList<vcs::FileChange> &own);

[[nodiscard]] QList<SecretPlace> secretsIn(const QList<vcs::FileChange> &changes);
/// Files that cannot be read have none: releasing them fails by itself. Thread: any; blocks.
[[nodiscard]] QList<SecretPlace> secretsIn(const QString &root, const QList<core::RepoPath> &files,
                                           const registry::Definition &draft,
                                           const std::optional<ReleaseSource> &source);

} // namespace hermes::workspace
