#include "registry/definition.h"

#include "registry/entryfiles.h"

#include <QCryptographicHash>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;

namespace hermes::registry {

using core::EntryKind;
using core::RepoPath;
using core::Result;

namespace {

/// Reads the prompt that findPrompt() found; what goes wrong is a problem of the definition.
void readPrompt(const core::FileSource &source, qint64 maxPromptBytes, Definition &definition)
{
    Result<QByteArray> text = source.read(definition.promptFile, maxPromptBytes);
    if (text) {
        definition.promptText = *std::move(text);
    } else {
        definition.problems.append(readProblem(source, definition.promptFile, text.error()));
    }
}

} // namespace

Result<Definition> loadDefinition(const core::FileSource &source, EntryKind kind,
                                  const RepoPath &folder, qint64 maxPromptBytes)
{
    const RepoPath manifestFile = manifestFileOf(kind, folder);
    const bool isSkill = kind == EntryKind::Skill;
    const qint64 limit =
        isSkill ? std::max(maxPromptBytes, maximumSkillBytes) : maximumManifestBytes;
    const Result<QByteArray> text = source.read(manifestFile, limit);
    if (!text) {
        return std::unexpected(text.error());
    }
    ReadManifest read = readManifest(kind, *text, manifestFile);
    const PromptFile prompt = findPrompt(source, kind, folder, read.manifest);

    Definition definition;
    definition.id = idOf(kind, folder, read.manifest);
    definition.folder = folder;
    definition.manifestFile = manifestFile;
    definition.manifestText = isSkill ? QByteArray() : *text;
    definition.promptFile = prompt.path;
    definition.problems = std::move(read.problems);
    if (!read.manifest.all.isEmpty()) {
        definition.problems += placeProblems(kind, folder, read.manifest) + prompt.problems;
    }
    definition.manifest = std::move(read.manifest);
    if (prompt.isReadable) {
        readPrompt(source, maxPromptBytes, definition);
    }
    return definition;
}

Result<QString> folderChecksum(const core::FileSource &source, const RepoPath &folder)
{
    const Result<QList<RepoPath>> files = core::filesBelow(source, folder);
    if (!files) {
        return std::unexpected(files.error());
    }
    constexpr QByteArrayView separator("\0", 1);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const RepoPath &file : *files) {
        const Result<QByteArray> content =
            source.read(file, std::numeric_limits<qint64>::max() - 1);
        if (!content) {
            return std::unexpected(content.error());
        }
        hash.addData(file.relativeTo(folder).toUtf8());
        hash.addData(separator);
        hash.addData(*content);
        hash.addData(separator);
    }
    return u"sha256:"_s + QString::fromLatin1(hash.result().toHex());
}

} // namespace hermes::registry
