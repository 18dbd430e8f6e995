#include "workspace/definitionfiles.h"

#include "core/directoryfilesource.h"
#include "workspace/filesave.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

using namespace hermes::core;

namespace hermes::workspace {

namespace {

constexpr qint64 maximumManifestBytes = 8LL * 1024 * 1024;

FileContent readFile(const FileSource &source, const RepoPath &file, qint64 maxBytes)
{
    FileContent content;
    if (file.isRoot()) {
        return content;
    }
    const Result<FileNode> node = source.node(file);
    content.size = node ? node->size : 0;
    Result<QByteArray> bytes = source.read(file, maxBytes);
    content.isThere = bytes || bytes.error().code != ErrorCode::NotFound;
    if (bytes) {
        content.fingerprint = fingerprint(*bytes);
        content.bytes = std::move(*bytes);
    } else if (content.isThere) {
        content.isTooLarge = bytes.error().code == ErrorCode::TooLarge;
        content.error = bytes.error();
    }
    return content;
}

QString readOnlyReason(const DefinitionLocation &location)
{
    for (const RepoPath &file : {location.manifestFile, location.promptFile}) {
        const QFileInfo info(location.registryRoot + u'/' + file.text());
        constexpr auto anyWrite = QFile::WriteOwner | QFile::WriteGroup | QFile::WriteOther;
        if (!file.isRoot() && info.isFile()
            && (!info.isWritable() || !(info.permissions() & anyWrite))) {
            return QCoreApplication::translate("DefinitionDocument", "%1 is read-only.")
                .arg(file.text());
        }
    }
    const QFileInfo folder(location.registryRoot + u'/' + location.folder.text());
    return folder.isDir() && !folder.isWritable()
        ? QCoreApplication::translate("DefinitionDocument", "The folder %1 is read-only.")
              .arg(location.folder.text())
        : QString();
}

} // namespace

DefinitionContent readDefinitionFiles(const DefinitionLocation &location, qint64 maxPromptBytes,
                                      const std::optional<EditJournal::Reader> &journal)
{
    const DirectoryFileSource source(location.registryRoot);
    DefinitionContent content{readFile(source, location.manifestFile, maximumManifestBytes),
                              readFile(source, location.promptFile, maxPromptBytes),
                              readOnlyReason(location)};
    const auto recover = [&](FileContent &file, const RepoPath &path) {
        if (!path.isRoot() && file.error.message.isEmpty()) {
            file.recovery = journal->recover(path, {file.bytes, file.fingerprint});
        }
    };
    if (journal && !content.prompt.isTooLarge) {
        recover(content.manifest, location.manifestFile);
        recover(content.prompt, location.promptFile);
    }
    return content;
}

SaveOutcome writeDefinitionFiles(const QString &registryRoot, const QList<WantedFile> &files)
{
    SaveOutcome outcome;
    for (const WantedFile &wanted : files) {
        const QByteArray bytes = wanted.text.bytes();
        const Result<void> saved =
            saveFile({registryRoot, wanted.file, bytes,
                      wanted.expected.isEmpty() ? std::nullopt : std::optional(wanted.expected)});
        if (!saved) {
            outcome.error = saved.error();
            break;
        }
        outcome.written.append({wanted.file, bytes, fingerprint(bytes)});
    }
    return outcome;
}

} // namespace hermes::workspace
