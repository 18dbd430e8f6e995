#pragma once

#include "workspace/contextfiles.h"

#include <optional>

namespace hermes::workspace {

/// For which program a prompt is prepared, and what the user puts beside it there.
struct PromptTarget
{
    assembly::Target target = assembly::Target::AsWritten;
    QStringList contextFiles; ///< Absolute paths. They count where takesContext().

    bool operator==(const PromptTarget &) const = default;
};

/// A prompt as a program gives it to a model. What the preview shows of it, what a test-send sends
/// and what is counted is this one result.
struct TargetPrompt
{
    assembly::Target target = assembly::Target::AsWritten;
    assembly::TargetText taken;
    QList<ContextFile> context;
    /// Bytes of the system field: what is kept of the prompt, then the context files.
    QByteArray sent;

    bool operator==(const TargetPrompt &) const = default;
    /// What the program refuses, and context that could not be read: sentences.
    [[nodiscard]] QStringList objections() const;
};

/// A prompt and below it, with a blank line before each, what is kept of the files that could be
/// read.
[[nodiscard]] QByteArray withContext(const QByteArray &prompt, const QList<ContextFile> &context);

/// A place of a file that stands beside a prompt.
struct ContextPlace
{
    QString path; ///< Absolute.
    int line = 0; ///< 1-based; 0 = unknown, as the program takes the file otherwise than it is.

    bool operator==(const ContextPlace &) const = default;
};

/// Where a byte of withContext() comes from; nothing for the prompt itself. Thread: any.
[[nodiscard]] std::optional<ContextPlace>
contextPlaceAt(const QByteArray &prompt, const QList<ContextFile> &context, qint64 offset);

/// How a program gives an assembly to a model. `window`: its target does not count. `before`: as
/// for readContextFiles(). Thread: any; blocks on the disk.
[[nodiscard]] TargetPrompt targetPrompt(const assembly::Assembly &assembly,
                                        const PromptTarget &target, ContextWindow window,
                                        const core::RepoPath &promptFile,
                                        const QList<ContextFile> &before);

/// "Hermes Agent", "Claude Code with CLAUDE.md": for sentences about what is sent.
[[nodiscard]] QString shownTarget(const TargetPrompt &prompt);

} // namespace hermes::workspace
