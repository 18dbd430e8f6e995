#pragma once

#include "core/entryid.h"
#include "core/error.h"
#include "core/repopath.h"
#include "workspace/editjournal.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace hermes::workspace {

/// Where a definition lies.
struct DefinitionLocation
{
    QString registryRoot;
    core::EntryId id;
    core::RepoPath folder;
    core::RepoPath manifestFile; ///< Root for skills.
    core::RepoPath promptFile; ///< Root for MCP servers.
};

/// What the disk has of one file, and what the journal has.
struct FileContent
{
    bool isThere = false;
    QByteArray bytes;
    QByteArray fingerprint; ///< Empty if the file is not there.
    core::Error error; ///< Why it could not be read although something is there.
    bool isTooLarge = false;
    qint64 size = 0;
    EditJournal::Recovery recovery;
};

struct DefinitionContent
{
    FileContent manifest;
    FileContent prompt;
    QString readOnlyReason; ///< Empty = both can be written.
};

/// Reads a definition's files. `journal`: also what it left for them; nullopt = only the files.
/// Thread: any; blocks on disk.
[[nodiscard]] DefinitionContent
readDefinitionFiles(const DefinitionLocation &location, qint64 maxPromptBytes,
                    const std::optional<EditJournal::Reader> &journal);

struct WantedFile
{
    core::RepoPath file;
    ExactText text;
    QByteArray expected; ///< Fingerprint of what was loaded; empty: there must be no such file.
};

struct SaveOutcome
{
    struct Written
    {
        core::RepoPath file;
        QByteArray bytes;
        QByteArray fingerprint;
    };
    QList<Written> written; ///< Also when a later file could not be.
    std::optional<core::Error> error;
};

/// Writes files, one after the other, until one cannot be. Thread: any; blocks on disk.
[[nodiscard]] SaveOutcome writeDefinitionFiles(const QString &registryRoot,
                                               const QList<WantedFile> &files);

} // namespace hermes::workspace
