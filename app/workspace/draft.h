#pragma once

#include "registry/definition.h"
#include "workspace/exacttext.h"

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
    core::RepoPath promptFile; ///< Root for MCP servers.
    ExactText manifest;
    ExactText prompt;

    /// The manifest alone, and what there is to say about reading it. Linear in the manifest; for
    /// skills, whose manifest is their prompt's front matter, in the prompt.
    struct ReadManifest
    {
        registry::Manifest manifest;
        QList<core::Problem> problems;
    };
    [[nodiscard]] ReadManifest readManifest() const;
    [[nodiscard]] registry::Definition definition() const;
};

} // namespace hermes::workspace
