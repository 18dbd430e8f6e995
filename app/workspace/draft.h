#pragma once

#include "registry/definition.h"
#include "workspace/exacttext.h"
#include "workspace/promptassembly.h"

#include <QHash>

namespace hermes::workspace {

/// What stands in the editors of a definition, as a value that a worker may read.
///
/// Taking one costs next to nothing whatever the texts' sizes; what is made of it is linear in them
/// and belongs on a worker. Thread: a value.
struct Draft
{
    core::EntryId id;
    core::RepoPath folder;
    core::RepoPath manifestFile; ///< Root for skills.
    core::RepoPath promptFile; ///< What users of the registry install. Root for MCP servers.
    ExactText manifest;
    ExactText prompt; ///< Or its source.
    /// Whose text `prompt` is; root = the prompt is its own source.
    core::RepoPath sourceFile = {}; // NOLINT(readability-redundant-member-init): for {.a = b}
    /// Where fragments and values are.
    QString registryRoot = {}; // NOLINT(readability-redundant-member-init): for {.a = b}
    /// What stands in the editors of open fragments and is not saved. It is part of what is looked
    /// at, checked and test-sent; what is written is made without it: see withSavedFragments().
    // NOLINTNEXTLINE(readability-redundant-member-init): for {.a = b}
    QHash<core::RepoPath, ExactText> unsavedFragments = {};

    [[nodiscard]] bool hasSource() const { return !sourceFile.isRoot(); }

    /// The manifest alone, and what there is to say about reading it. Linear in the manifest; for
    /// skills, whose manifest is their prompt's front matter, in the prompt.
    struct ReadManifest
    {
        registry::Manifest manifest;
        QList<core::Problem> problems;
    };
    [[nodiscard]] ReadManifest readManifest() const;
    /// The prompt as a model receives it. With a source, values are read from the disk, and so are
    /// fragments but the unsaved ones. Errors: those of assembleSource(). Blocks.
    [[nodiscard]] core::Result<PromptAssembly> assembled(const ValueChoice &choice) const;
    /// Names of the fragments whose unsaved text is part of what assembled() gave; sorted.
    [[nodiscard]] QStringList unsavedIn(const PromptAssembly &made) const;
    [[nodiscard]] Draft withSavedFragments() const;
    /// As it is installed: with the prompt that a source gives. Where that cannot be assembled it
    /// is the source itself, with a problem. Blocks as assembled() does.
    [[nodiscard]] registry::Definition definition() const;
    /// The same with a prompt that was assembled before.
    [[nodiscard]] registry::Definition definition(const core::Result<PromptAssembly> &made) const;
};

} // namespace hermes::workspace
