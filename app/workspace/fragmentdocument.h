#pragma once

#include "workspace/definitionfiles.h"
#include "workspace/definitionhistory.h"
#include "workspace/draft.h"
#include "workspace/fragmentsurroundings.h"

namespace hermes::workspace {

// A fragment opens as a document like a skill: one file that is its own manifest. It is no entry:
// no catalog has it, nothing releases it, and its id, `studio/fragments/<name>`, is one that no
// entry can have.

[[nodiscard]] core::EntryId fragmentId(const QString &name);
/// The name of the fragment that an id stands for; empty for an entry's.
[[nodiscard]] QString fragmentOf(const core::EntryId &id);
/// Errors: those of fragmentFileOf().
[[nodiscard]] core::Result<DefinitionLocation> fragmentLocation(const QString &registryRoot,
                                                                const QString &name);
/// What people call a document: `agent/writer`, `studio/fragments/tone.md`.
[[nodiscard]] QString shownId(const core::EntryId &id);

/// What a fragment gives by itself. A value of the registry or of the choice counts as declared:
/// the prompts that include the fragment may declare it. So do `around`, with the default they
/// have; a variable of them without a value stays its tag if it must have one, and where they
/// differ, its problem says so. Errors: those of assembleSource(). Thread: any; blocks.
[[nodiscard]] core::Result<PromptAssembly>
assembleFragment(const core::FileSource &files, const QString &registryRoot,
                 const core::RepoPath &file, const QByteArray &text, const ValueChoice &choice,
                 const QList<SurroundingVariable> &around);
/// The same with what the prompts around it declare, if it takes anything it does not declare
/// itself.
[[nodiscard]] core::Result<PromptAssembly>
assembleAmidPrompts(const core::FileSource &files, const QString &registryRoot,
                    const core::RepoPath &file, const QByteArray &text, const ValueChoice &choice);

/// All findings about a fragment under edit, at their places: what its front matter and its tags
/// say, what stands in its text. What every prompt that includes it would see to is none: a
/// variable that one of them declares. Thread: any; blocks.
[[nodiscard]] QList<core::Problem> checkFragment(const Draft &draft);

/// A fragment as a reference names it; not for ContentRef::Kind::Draft. Errors: those of
/// readContent(). Thread: any; blocks.
[[nodiscard]] core::Result<registry::Definition>
readFragment(const QString &registryRoot, const core::RepoPath &file, const ContentRef &reference);

/// Commits that changed a fragment, and the versions that its front matter told.
/// Errors: those of loadHistory(). Thread: any; blocks.
[[nodiscard]] core::Result<DefinitionHistory> loadFragmentHistory(const QString &registryRoot,
                                                                  const core::RepoPath &file,
                                                                  const core::CancelFlag &cancel);

} // namespace hermes::workspace
