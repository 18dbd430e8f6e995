#pragma once

#include "core/filesource.h"
#include "registry/catalog.h"

namespace hermes::registry {

/// A definition as its files hold it: manifest + prompt. Works for any source, so for a draft and
/// any version alike.
struct Definition
{
    core::EntryId id;
    core::RepoPath folder;
    Manifest manifest;
    core::RepoPath
        manifestFile; ///< `manifest.json`; a skill's `SKILL.md` is both this and the prompt.
    QByteArray manifestText; ///< The bytes of `manifest.json`; empty for a skill.
    core::RepoPath promptFile; ///< Root if the definition has no prompt (MCP servers).
    QByteArray promptText;
    QList<core::Problem> problems;

    bool operator==(const Definition &) const = default;
};

/// Reads one definition. A missing prompt is a problem, not an error.
/// `maxPromptBytes`: a larger prompt is left out, with a problem.
/// Errors: NotFound if neither manifest nor SKILL.md is there; NotReadable.
[[nodiscard]] core::Result<Definition> loadDefinition(const core::FileSource &source,
                                                      core::EntryKind kind,
                                                      const core::RepoPath &folder,
                                                      qint64 maxPromptBytes);

/// Checksum of an entry's folder, `sha256:` + 64 hex digits: SHA-256 over every file, in
/// component-wise path order, each as relative path NUL bytes NUL (Hermes Registry,
/// `scripts/_common.py`). Links and special files are left out.
[[nodiscard]] core::Result<QString> folderChecksum(const core::FileSource &source,
                                                   const core::RepoPath &folder);

/// One row of the generated `index.json`, as bytes: 2-space indentation, placed at depth 2, without
/// a comma. Errors: those of loadDefinition() and folderChecksum(); InvalidDefinition if the
/// manifest cannot be parsed.
[[nodiscard]] core::Result<QByteArray> indexRow(const core::FileSource &source,
                                                const EntrySummary &entry);

struct IndexText
{
    QByteArray text; ///< The whole `index.json`.
    QList<core::Problem> problems; ///< Entries that had to be left out.
};
/// The whole generated catalog. `generated`: RFC 3339 time for its header (a commit's date, not the
/// clock).
[[nodiscard]] core::Result<IndexText> renderIndex(const core::FileSource &source,
                                                  const Catalog &catalog, const QString &generated);

} // namespace hermes::registry
