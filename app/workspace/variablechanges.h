#pragma once

#include "changes/changeset.h"
#include "core/cancelflag.h"
#include "core/error.h"
#include "core/filesource.h"

namespace hermes::workspace {

/// Gives a variable another name wherever it is meant: where it is declared, in the tags of the
/// sources and fragments that share it, and in the files of values.
///
/// A variable belongs to the sources that declare it and to the fragments they include: those
/// that share a fragment which uses it share the variable. A value that others need under the old
/// name keeps it as well. Tags within a section of a list whose items have such a key mean the key
/// and stay. Every prompt stays what it is, byte for byte and with every profile, or nothing is
/// changed. The one thing that may become another is a tag that a prompt shows because the variable
/// must have a value and has none: it shows the new name, and a remark says so.
/// `file`: a source or a fragment that declares or uses it.
/// Errors: NotFound if nobody declares it; InvalidArgument with the reason; Cancelled. Thread: any;
/// blocks.
[[nodiscard]] core::Result<changes::ChangeSet>
renameVariable(const core::FileSource &files, const QString &registryRoot,
               const core::RepoPath &file, const QString &from, const QString &to,
               const core::CancelFlag &cancel);

} // namespace hermes::workspace
