#pragma once

#include "core/cancelflag.h"
#include "core/entryid.h"
#include "vcs/versionhistory.h"
#include "workspace/contentref.h"
#include "workspace/definitionfiles.h"

namespace hermes::workspace {

/// Commits and versions of one definition.
struct DefinitionHistory
{
    core::EntryId id;
    QList<vcs::HistoryEntry> entries; ///< Newest first.
    QList<vcs::Version> versions; ///< Newest first.

    bool operator==(const DefinitionHistory &) const = default;
};

/// Reads it from HEAD; empty while there is no commit yet.
/// Errors: NotARepository and the others of vcs::Repository. Thread: any; blocks.
[[nodiscard]] core::Result<DefinitionHistory> loadHistory(const QString &registryRoot,
                                                          const core::EntryId &id,
                                                          const core::RepoPath &folder,
                                                          const core::CancelFlag &cancel);

/// The state of a definition that a text names: `saved`, a version (`1.1.0` or `v1.1.0`), or a
/// commit, branch or tag of git. Errors: NotFound, naming the versions there are. Thread: any;
/// blocks.
[[nodiscard]] core::Result<ContentRef>
contentNamed(const QString &registryRoot, const DefinitionHistory &history, const QString &text);

/// A state of a definition as it can be put into its editors.
struct EditableContent
{
    QByteArray manifestText; ///< Empty for a skill.
    QByteArray editedText; ///< Of the prompt, or of its source if it has one now.
    /// The prompt has a source now and had none then: the text is a source that gives the prompt of
    /// then.
    bool isMadeSource = false;
};
/// Reads it. Errors: those of readContent(). Thread: any; blocks.
[[nodiscard]] core::Result<EditableContent> readEditable(const DefinitionLocation &location,
                                                         const ContentRef &reference);

/// `agent/backend-engineer@`: how the tags of a definition's versions begin.
[[nodiscard]] QString versionTagPrefix(const core::EntryId &id);

} // namespace hermes::workspace
