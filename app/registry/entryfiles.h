#pragma once

#include "core/entryid.h"
#include "core/filesource.h"
#include "registry/manifest.h"

namespace hermes::registry {

/// A larger manifest, model catalog or SKILL.md is not read.
inline constexpr qint64 maximumManifestBytes = qint64(1) << 20;
/// Skills are prompts too, and some carry whole reference books.
inline constexpr qint64 maximumSkillBytes = qint64(16) << 20;

/// The file that holds an entry's manifest: `manifest.json`, or a skill's `SKILL.md`.
[[nodiscard]] core::RepoPath manifestFileOf(core::EntryKind kind, const core::RepoPath &folder);

/// Reads the manifest that stands in `text`.
[[nodiscard]] ReadManifest readManifest(core::EntryKind kind, const QByteArray &text,
                                        const core::RepoPath &file);

/// The id a manifest gives, or the folder's name where it gives none.
[[nodiscard]] core::EntryId idOf(core::EntryKind kind, const core::RepoPath &folder,
                                 const Manifest &manifest);

/// Where the manifest disagrees with the place it lies in: its type with the kind's folder, its id
/// with the entry's folder.
[[nodiscard]] QList<core::Problem> placeProblems(core::EntryKind kind, const core::RepoPath &folder,
                                                 const Manifest &manifest);

struct PromptFile
{
    core::RepoPath path; ///< Root if there is none.
    bool isReadable = false; ///< A regular file stands there.
    QList<core::Problem> problems;
};
/// The file that `entry` names, looked for and not read. MCP servers have none, a skill's is its
/// manifest; an agent's whose manifest cannot be read is `AGENT.md`.
[[nodiscard]] PromptFile findPrompt(const core::FileSource &source, core::EntryKind kind,
                                    const core::RepoPath &folder, const Manifest &manifest);

/// Why a file that should be read was not, as a problem of an entry.
[[nodiscard]] core::Problem readProblem(const core::FileSource &source, const core::RepoPath &file,
                                        const core::Error &error);

/// A problem of a whole file or folder.
[[nodiscard]] core::Problem fileProblem(core::Problem::Severity severity, const QString &rule,
                                        const QString &message, const core::RepoPath &file);

} // namespace hermes::registry
