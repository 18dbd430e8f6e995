#pragma once

#include "assembly/target.h"
#include "tokens/countingmethod.h"

#include <QDateTime>
#include <QStringList>

namespace hermes::workspace {

/// A file that a program puts into a model's window beside the prompt: project context
/// (`AGENTS.md`, `CLAUDE.md`), a skill.
struct ContextFile
{
    QString path; ///< Absolute.
    qint64 characters = 0;
    qint64 keptCharacters = 0; ///< That the target takes of it.
    QByteArray text; ///< What is kept.
    tokens::TokenCount tokens; ///< Of it.
    QString fault; ///< Why it could not be read; empty = it was.
    QDateTime modified; ///< When it was read.
    qint64 bytes = 0;

    bool operator==(const ContextFile &) const = default;
};

/// For whom such files are counted.
struct ContextWindow
{
    assembly::Target target = assembly::Target::AsWritten;
    tokens::CountingMethod method;
    qint64 contextTokens = 0; ///< Window of the model; 0 = unknown.

    bool operator==(const ContextWindow &) const = default;
};

/// Whether a target has project context and skills beside the prompt.
[[nodiscard]] bool takesContext(assembly::Target target);

/// Reads files, at most 1 MiB each, and counts what the target keeps of each. `before`: what was
/// read for the same window; a file that is still the same is not read again. Thread: any; blocks.
[[nodiscard]] QList<ContextFile> readContextFiles(const QStringList &paths,
                                                  const ContextWindow &window,
                                                  const QList<ContextFile> &before);
[[nodiscard]] qint64 tokensOf(const QList<ContextFile> &files);
/// What people read: the file's name; of a skill that of its folder.
[[nodiscard]] QString contextName(const QString &path);

} // namespace hermes::workspace
