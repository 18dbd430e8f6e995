#include "workspace/definitionfiles.h"

#include "changes/references.h"
#include "core/directoryfilesource.h"
#include "workspace/filesave.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <limits>

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
    for (const RepoPath &file : {location.manifestFile, location.promptFile, location.sourceFile}) {
        const QFileInfo info(location.registryRoot + u'/' + file.text());
        constexpr auto anyWrite = QFile::WriteOwner | QFile::WriteGroup | QFile::WriteOther;
        if (!file.isRoot() && info.isFile()
            && (!info.isWritable() || !(info.permissions() & anyWrite))) {
            return QCoreApplication::translate("DefinitionDocument", "%1 is read-only.")
                .arg(file.text());
        }
    }
    for (const RepoPath &path : {location.folder, location.sourceFile.parent()}) {
        const QFileInfo folder(location.registryRoot + u'/' + path.text());
        if (!path.isRoot() && folder.isDir() && !folder.isWritable()) {
            return QCoreApplication::translate("DefinitionDocument", "The folder %1 is read-only.")
                .arg(path.text());
        }
    }
    return {};
}

/// The source of a definition's prompt, if there is one.
RepoPath sourceOf(const FileSource &files, const DefinitionLocation &location)
{
    const bool mayHave = location.id.kind == EntryKind::Agent && !location.promptFile.isRoot();
    const RepoPath file = mayHave ? changes::sourceFileOf(location.id) : RepoPath();
    const Result<FileNode> node = mayHave ? files.node(file) : FileNode{{}, FileType::Folder, 0};
    return node && node->isFile() ? file : RepoPath();
}

SaveOutcome refused(const Error &error, const QString &sentence)
{
    SaveOutcome outcome;
    outcome.error = Error{error.code, error.message + u' ' + sentence, error.detail};
    return outcome;
}

QByteArray fingerprintOnDisk(const FileSource &files, const RepoPath &file)
{
    const Result<QByteArray> bytes = files.read(file, std::numeric_limits<qint64>::max());
    return bytes ? fingerprint(*bytes) : QByteArray();
}

/// A source whose prompt could not be written becomes what it was; the outcome's error says so.
void putBack(const Draft &draft, const QByteArray &before, SaveOutcome &outcome)
{
    if (!outcome.error) {
        return;
    }
    const auto source =
        std::ranges::find(outcome.written, draft.sourceFile, &SaveOutcome::Written::file);
    if (source == outcome.written.end()) {
        return;
    }
    const bool isBack =
        saveFile({draft.registryRoot, draft.sourceFile, before, source->fingerprint}).has_value();
    outcome.error->message += u' '
        + (isBack ? QCoreApplication::translate(
                        "DefinitionDocument",
                        "Its source %1 was not saved either: your text is still a draft.")
                  : QCoreApplication::translate(
                        "DefinitionDocument",
                        "Its source %1 is saved, and the prompt beside it is the old one. Save "
                        "again to make it anew."))
              .arg(draft.sourceFile.text());
    if (isBack) {
        outcome.written.erase(source);
    }
}

} // namespace

QStringList fragmentsLeftOut(const Draft &draft)
{
    if (draft.unsavedFragments.isEmpty() || !draft.hasSource()) {
        return {};
    }
    const Result<PromptAssembly> shown = draft.assembled({});
    const Result<PromptAssembly> written = draft.withSavedFragments().assembled({});
    return shown && written && shown->assembly.text != written->assembly.text
        ? draft.unsavedIn(*shown)
        : QStringList();
}

DefinitionContent readDefinitionFiles(const DefinitionLocation &location, qint64 maxPromptBytes,
                                      const std::optional<EditJournal::Reader> &journal)
{
    const DirectoryFileSource source(location.registryRoot);
    DefinitionLocation now = location;
    now.sourceFile = sourceOf(source, location);
    DefinitionContent content{readFile(source, location.manifestFile, maximumManifestBytes),
                              readFile(source, now.editedFile(), maxPromptBytes),
                              now.sourceFile,
                              {},
                              readOnlyReason(now)};
    if (!now.sourceFile.isRoot()) {
        content.installed = readFile(source, location.promptFile, maximumPromptBytes);
    }
    const auto recover = [&](FileContent &file, const RepoPath &path) {
        if (!path.isRoot() && file.error.message.isEmpty()) {
            file.recovery = journal->recover(path, {file.bytes, file.fingerprint});
        }
    };
    if (journal && !content.prompt.isTooLarge) {
        recover(content.manifest, location.manifestFile);
        recover(content.prompt, now.editedFile());
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

SaveOutcome writeSourcedDefinition(const QList<WantedFile> &files, const Draft &draft,
                                   const QByteArray &installed)
{
    const auto nothing = [] {
        return QCoreApplication::translate("DefinitionDocument",
                                           "Nothing was written; your text is still a draft.");
    };
    const Result<PromptAssembly> made = draft.withSavedFragments().assembled({});
    if (!made) {
        return refused(made.error(), nothing());
    }
    const DirectoryFileSource disk(draft.registryRoot);
    const QByteArray found = fingerprintOnDisk(disk, draft.promptFile);
    const QByteArray wanted = fingerprint(made->assembly.text);
    if (found != installed && found != wanted) {
        return refused(
            {ErrorCode::ChangedOutside,
             QCoreApplication::translate(
                 "DefinitionDocument", "%1, which is made from %2, was changed by another program.")
                 .arg(draft.promptFile.text(), draft.sourceFile.text()),
             {}},
            nothing());
    }
    const QByteArray before =
        disk.read(draft.sourceFile, std::numeric_limits<qint64>::max()).value_or(QByteArray());
    SaveOutcome outcome = writeDefinitionFiles(draft.registryRoot, files);
    if (outcome.error) {
        return outcome;
    }
    if (found != wanted) {
        const Result<void> saved =
            saveFile({draft.registryRoot, draft.promptFile, made->assembly.text,
                      found.isEmpty() ? std::nullopt : std::optional(found)});
        if (!saved) {
            outcome.error = saved.error();
            putBack(draft, before, outcome);
            return outcome;
        }
    }
    outcome.written.append({draft.promptFile, made->assembly.text, wanted});
    outcome.fragmentsLeftOut = fragmentsLeftOut(draft);
    return outcome;
}

} // namespace hermes::workspace
