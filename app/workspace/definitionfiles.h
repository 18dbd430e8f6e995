#pragma once

#include "core/entryid.h"
#include "core/error.h"
#include "core/repopath.h"
#include "workspace/draft.h"
#include "workspace/editjournal.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace hermes::workspace {

/// Where a definition lies.
struct DefinitionLocation
{
    QString registryRoot;
    core::EntryId id;
    core::RepoPath folder;
    core::RepoPath manifestFile; ///< Root for skills.
    core::RepoPath promptFile; ///< What users of the registry install. Root for MCP servers.
    /// What the prompt is assembled from (`studio/sources/agents/<id>.md`); root = the prompt is
    /// its own source. Looked for whenever the files are read.
    core::RepoPath sourceFile = {}; // NOLINT(readability-redundant-member-init): for {.a = b}

    /// The file whose text is edited: the source, or a prompt that is its own.
    [[nodiscard]] const core::RepoPath &editedFile() const
    {
        return sourceFile.isRoot() ? promptFile : sourceFile;
    }
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
    FileContent prompt; ///< Of the file that is edited: see DefinitionLocation::editedFile().
    core::RepoPath sourceFile; ///< That is there now; root = none.
    FileContent installed; ///< The prompt beside its source; only with one.
    QString readOnlyReason; ///< Empty = all can be written.
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
    /// See fragmentsLeftOut().
    QStringList fragmentsLeftOut = {}; // NOLINT(readability-redundant-member-init): for {.a = b}
};

/// Names of the fragments whose unsaved text would make the prompt another one than that which is
/// written. Blocks as Draft::assembled() does.
[[nodiscard]] QStringList fragmentsLeftOut(const Draft &draft);

/// Writes files, one after the other, until one cannot be. Thread: any; blocks on disk.
[[nodiscard]] SaveOutcome writeDefinitionFiles(const QString &registryRoot,
                                               const QList<WantedFile> &files);

/// The same, and with the source the prompt that it gives: both or neither. Before anything is
/// written the prompt is assembled and what lies in its place is compared with `installed`; a
/// source whose prompt cannot be written is put back. Fragments are taken as they are saved: text
/// that is nowhere else on the disk does not get into a prompt, and the outcome tells of it.
/// `draft`: with a source. `installed`: fingerprint of the prompt's file as it is known; empty:
/// there is none.
[[nodiscard]] SaveOutcome writeSourcedDefinition(const QList<WantedFile> &files, const Draft &draft,
                                                 const QByteArray &installed);

} // namespace hermes::workspace
