#include "workspace/release.h"

#include "check/checkdefinition.h"
#include "core/directoryfilesource.h"
#include "registry/manifesttext.h"
#include "workspace/definitionhistory.h"
#include "workspace/filesave.h"
#include "workspace/promptassembly.h"
#include "workspace/releasenote.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <functional>
#include <limits>
#include <tuple>

using namespace hermes::core;
using namespace Qt::StringLiterals;

namespace hermes::workspace {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Release", text);
}

Result<vcs::RepositoryState> releasableState(const vcs::Repository &repository)
{
    Result<vcs::RepositoryState> state = repository.state();
    if (!state) {
        return state;
    }
    if (state->head == vcs::RepositoryState::Head::Detached) {
        return failure(
            ErrorCode::RepositoryBusy,
            tr("No branch is checked out (detached HEAD). Switch to a branch, then release."));
    }
    if (state->operation != vcs::RepositoryState::Operation::None) {
        return failure(ErrorCode::RepositoryBusy,
                       tr("The repository is in the middle of a merge or rebase. Finish or abort "
                          "it, then release."));
    }
    return state;
}

/// The newest released state of the definition, to compare the draft with.
Result<std::optional<registry::Definition>> newestRelease(const QString &root,
                                                          const registry::Definition &draft)
{
    const Result<DefinitionHistory> history = loadHistory(root, draft.id, draft.folder, {});
    if (!history) {
        return std::unexpected(history.error());
    }
    if (history->versions.isEmpty()) {
        return std::optional<registry::Definition>();
    }
    const vcs::Version &newest = history->versions.first();
    const Result<registry::Definition> released =
        readContent(root, draft.id.kind, draft.folder,
                    ContentRef::atCommit(newest.commit.id, u'v' + newest.version));
    if (!released) {
        return std::unexpected(released.error());
    }
    return std::optional(*released);
}

/// What differs from HEAD at these files and folders.
Result<QList<vcs::FileStatus>> statusOf(const vcs::Repository &repository,
                                        const QList<RepoPath> &paths)
{
    QList<vcs::FileStatus> all;
    for (const RepoPath &path : paths) {
        const Result<QList<vcs::FileStatus>> status = repository.status(path);
        if (!status) {
            return status;
        }
        all += *status;
    }
    return all;
}

/// Files of the entry's folder, and those its prompt is made of, that differ from HEAD, with the
/// draft's own ones in the draft's state.
Result<QList<vcs::FileChange>> changesAt(const vcs::Repository &repository,
                                         const QList<RepoPath> &paths,
                                         const QList<vcs::FileChange> &own)
{
    const Result<QList<vcs::FileStatus>> status = statusOf(repository, paths);
    if (!status) {
        return std::unexpected(status.error());
    }
    QList<vcs::FileChange> changes = own;
    const DirectoryFileSource workTree(repository.workTree());
    for (const vcs::FileStatus &file : *status) {
        const bool isOwn = std::ranges::any_of(
            own, [&](const vcs::FileChange &change) { return change.path == file.path; });
        if (isOwn || isSaveLeftover(file.path.fileName())) {
            continue;
        }
        if (file.change == vcs::FileStatus::Change::Deleted) {
            changes.append({file.path, std::nullopt, false});
            continue;
        }
        const Result<FileNode> node = workTree.node(file.path);
        const Result<QByteArray> content = workTree.read(file.path, maximumPromptBytes);
        if (!node || !content) {
            return std::unexpected(node ? content.error() : node.error());
        }
        changes.append({file.path, *content, node->type == FileType::ExecutableFile});
    }
    return changes;
}

QList<SecretPlace> secretsIn(const QList<vcs::FileChange> &changes)
{
    QList<SecretPlace> places;
    for (const vcs::FileChange &change : changes) {
        if (change.content) {
            places += secretPlaces(change.path, *change.content);
        }
    }
    return places;
}

struct Texts
{
    RepoPath manifestFile; ///< Root for skills.
    RepoPath promptFile; ///< Root for MCP servers.
};

Texts textsOf(const RepoPath &folder, const registry::Definition &definition)
{
    Texts texts;
    if (definition.id.kind != EntryKind::Skill) {
        texts.manifestFile = folder.child(u"manifest.json"_s);
    }
    texts.promptFile = definition.promptFile;
    return texts;
}

registry::Definition draftOf(const ReleaseRequest &request)
{
    registry::Definition draft;
    draft.id = request.id;
    draft.folder = request.folder;
    draft.manifestText = request.manifestText;
    draft.promptText = request.promptText;
    if (request.id.kind == EntryKind::Skill) {
        draft.promptFile = request.folder.child(u"SKILL.md"_s);
        draft.manifestFile = draft.promptFile;
        draft.manifest =
            registry::readSkillFrontMatter(request.promptText, draft.promptFile).manifest;
    } else {
        draft.manifestFile = request.folder.child(u"manifest.json"_s);
        auto read = registry::readManifestJson(request.manifestText, draft.manifestFile);
        draft.manifest = read.manifest;
        draft.problems = read.problems;
        if (!draft.manifest.entry.isEmpty() && !draft.manifest.entry.contains(u'/')
            && RepoPath::parse(draft.manifest.entry)) {
            draft.promptFile = request.folder.child(draft.manifest.entry);
        }
    }
    return draft;
}

/// What a prompt is assembled from, its source first; empty if it is its own source. Versions of
/// fragments that are asked for lie in the history.
QList<RepoPath> materialOf(const PromptAssembly &made)
{
    QList<RepoPath> files;
    if (!made.sourceFile.isRoot()) {
        files.append(made.sourceFile);
    }
    for (const assembly::Segment &segment : made.assembly.segments) {
        const RepoPath &file = segment.origin.file;
        const bool isTaken = segment.origin.kind != assembly::Origin::Kind::Prompt
            && segment.origin.version.isEmpty() && !file.isRoot();
        if (isTaken && !files.contains(file)) {
            files.append(file);
        }
    }
    return files;
}

Result<PromptAssembly> assembled(const QString &root, const registry::Definition &draft,
                                 const std::optional<ReleaseSource> &source)
{
    const DirectoryFileSource files(root);
    return source ? assembleSource(files, root, source->file, source->text, {})
                  : assemblePrompt(files, root, draft, {});
}

/// Whatever differs from HEAD of the entry and of what its prompt is made of, and its texts in any
/// case.
Result<QList<RepoPath>> filesToRelease(const vcs::Repository &repository, const QString &root,
                                       const registry::Definition &draft,
                                       const std::optional<ReleaseSource> &source)
{
    const Texts texts = textsOf(draft.folder, draft);
    const auto made = assembled(root, draft, source);
    const QList<RepoPath> material = made ? materialOf(*made) : QList<RepoPath>();
    const Result<QList<vcs::FileStatus>> status =
        statusOf(repository, QList{draft.folder} + material);
    if (!status) {
        return std::unexpected(status.error());
    }
    QList<RepoPath> files;
    for (const RepoPath &file :
         {texts.manifestFile, texts.promptFile, material.value(0, RepoPath())}) {
        if (!file.isRoot() && !files.contains(file)) {
            files.append(file);
        }
    }
    for (const vcs::FileStatus &file : *status) {
        if (!files.contains(file.path) && !isSaveLeftover(file.path.fileName())) {
            files.append(file.path);
        }
    }
    std::ranges::sort(files);
    return files;
}

/// Files that cannot be read have none: releasing them fails by itself.
QList<SecretPlace> secretsIn(const QString &root, const QList<RepoPath> &files,
                             const registry::Definition &draft,
                             const std::optional<ReleaseSource> &source)
{
    const DirectoryFileSource workTree(root);
    QList<SecretPlace> places;
    for (const RepoPath &file : files) {
        places +=
            secretPlaces(file,
                         file == draft.promptFile         ? draft.promptText
                             : file == draft.manifestFile ? draft.manifestText
                             : source && file == source->file
                             ? source->text
                             : workTree.read(file, maximumPromptBytes).value_or(QByteArray()));
    }
    return places;
}

/// The released prompt is what its source gives. Errors: InvalidDefinition if it is not.
Result<PromptAssembly> assemblyOf(const QString &root, const ReleaseRequest &request,
                                  const registry::Definition &draft)
{
    Result<PromptAssembly> made = assembled(root, draft, request.source);
    if (made && !made->sourceFile.isRoot() && made->assembly.text != draft.promptText) {
        return failure(ErrorCode::InvalidDefinition,
                       tr("%1 is not what its source %2 gives now. Nothing was released; make it "
                          "anew by saving it, then release.")
                           .arg(draft.promptFile.text(), made->sourceFile.text()));
    }
    return made;
}

QList<Problem> errorsOf(const registry::Definition &draft)
{
    QList<Problem> problems = check::checkDefinition(draft, {});
    problems.removeIf(
        [](const Problem &problem) { return problem.severity != Problem::Severity::Error; });
    return problems;
}

/// Raises the version in the draft's text: of the manifest, or of a skill's front matter.
Result<void> raiseVersion(registry::Definition &draft, const QString &version)
{
    if (draft.manifest.version == version) {
        return {};
    }
    if (draft.id.kind == EntryKind::Skill) {
        const qint64 end = registry::frontMatterEnd(draft.promptText);
        const qint64 line = draft.promptText.indexOf("\nversion:");
        if (line < 0 || line >= end) {
            return failure(ErrorCode::InvalidDefinition,
                           tr("The front matter of %1 has no version line to raise.")
                               .arg(draft.promptFile.text()));
        }
        const qint64 start = line + 1;
        qint64 stop = start;
        while (stop < end && draft.promptText.at(stop) != '\n'
               && draft.promptText.at(stop) != '\r') {
            ++stop;
        }
        draft.promptText.replace(start, stop - start, "version: " + version.toUtf8());
        return {};
    }
    const Result<registry::ManifestText> text = registry::ManifestText::parse(draft.manifestText);
    const auto edit = text.and_then([&](const registry::ManifestText &parsed) {
        return parsed.edited({u"version"_s}, version);
    });
    if (!edit) {
        return std::unexpected(edit.error());
    }
    draft.manifestText = edit->appliedTo(draft.manifestText);
    return {};
}

/// A version that exists may be named again only with nothing changed, and then there is nothing to
/// release.
Result<void> checkVersion(const ReleaseRequest &request, const DefinitionHistory &history)
{
    const QString wanted = request.version.toString();
    for (const vcs::Version &version : history.versions) {
        const Result<SemanticVersion> existing = SemanticVersion::parse(version.version);
        if (version.version == wanted) {
            return failure(
                ErrorCode::VersionExists,
                tr("Version %1 of %2 exists already; a version never changes. Choose a higher one.")
                    .arg(wanted, request.id.id));
        }
        if (existing && request.version <= *existing) {
            return failure(
                ErrorCode::InvalidArgument,
                tr("Version %1 is not higher than %2, which exists.").arg(wanted, version.version));
        }
    }
    return {};
}

Result<void> checkRequest(const ReleaseRequest &request, const registry::Definition &draft)
{
    if (request.changelog.trimmed().isEmpty()) {
        return failure(ErrorCode::InvalidArgument,
                       tr("A release needs a changelog text: say what changed."));
    }
    if (const QList<Problem> errors = errorsOf(draft); !errors.isEmpty()) {
        return failure(ErrorCode::InvalidDefinition,
                       tr("%1 cannot be released: %2").arg(request.id.id, errors.first().message));
    }
    return {};
}

Result<QByteArray> currentFingerprint(const QString &root, const RepoPath &file)
{
    const DirectoryFileSource source(root);
    const Result<QByteArray> bytes = source.read(file, std::numeric_limits<qint64>::max());
    if (!bytes && bytes.error().code == ErrorCode::NotFound) {
        return QByteArray();
    }
    return bytes.transform(fingerprint);
}

/// Writes the files and moves the references: the visible part, which finishRelease() can repeat.
Result<void> carryOut(const QString &root, vcs::Repository &repository, const ReleaseNote &note,
                      const std::function<Result<QByteArray>(const RepoPath &)> &content)
{
    for (const ReleaseNote::File &file : note.files) {
        const Result<QByteArray> now = currentFingerprint(root, file.path);
        if (!now) {
            return std::unexpected(now.error());
        }
        if (*now == file.after) {
            continue;
        }
        const Result<QByteArray> bytes = content(file.path);
        if (!bytes) {
            return std::unexpected(bytes.error());
        }
        const std::optional<QByteArray> expected =
            file.before.isEmpty() ? std::nullopt : std::optional(file.before);
        if (const Result<void> saved = saveFile({root, file.path, *bytes, expected}); !saved) {
            return saved;
        }
    }
    return repository.publish(note.prepared);
}

/// Puts the files back that a release had already written, where nobody changed them since.
void takeBack(const QString &root, const vcs::Repository &repository, const ReleaseNote &note,
              const QHash<RepoPath, QByteArray> &before)
{
    for (const ReleaseNote::File &file : note.files) {
        const Result<QByteArray> now = currentFingerprint(root, file.path);
        QByteArray old = before.value(file.path);
        if (old.isNull() && !file.before.isEmpty() && !note.prepared.previousHead.isNull()) {
            const auto files = repository.files(note.prepared.previousHead);
            old = files ? (*files)->read(file.path, maximumPromptBytes).value_or(QByteArray())
                        : QByteArray();
        }
        if (now && *now == file.after && *now != file.before && fingerprint(old) == file.before) {
            std::ignore = saveFile({root, file.path, old,
                                    file.after}); // what cannot be put back is still in the draft
        }
    }
}

} // namespace

QString versionTag(const EntryId &id, const QString &version)
{
    return versionTagPrefix(id) + version;
}

Result<ReleasePlan> planRelease(const QString &registryRoot, const registry::Definition &draft,
                                const std::optional<ReleaseSource> &source)
{
    const Result<vcs::Repository> repository = vcs::Repository::open(registryRoot);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    const Result<vcs::RepositoryState> state = releasableState(*repository);
    if (!state) {
        return std::unexpected(state.error());
    }
    const auto released = newestRelease(registryRoot, draft);
    if (!released) {
        return std::unexpected(released.error());
    }
    ReleasePlan plan;
    plan.id = draft.id;
    plan.folder = draft.folder;
    plan.branch = state->branch;
    plan.head = state->commit;
    plan.blocking = errorsOf(draft);
    plan.promptText = draft.promptText;
    plan.editedText = source ? source->text : draft.promptText;
    if (const std::optional<registry::Definition> &newest = *released) {
        plan.currentVersion = newest->manifest.version;
        plan.proposal = proposeVersion(*newest, draft);
    } else {
        const SemanticVersion first{1, 0, 0, {}, {}};
        plan.proposal = {VersionStep::Major,
                         SemanticVersion::parse(draft.manifest.version).value_or(first),
                         {tr("It was never released")}};
    }
    plan.changes = compareDefinitions(released->value_or(registry::Definition{}), draft);
    plan.changes.left.label =
        plan.currentVersion.isEmpty() ? tr("Nothing") : u'v' + plan.currentVersion;
    plan.changes.right = ContentRef::draft();

    const Result<QList<RepoPath>> files = filesToRelease(*repository, registryRoot, draft, source);
    if (!files) {
        return std::unexpected(files.error());
    }
    plan.files = *files;
    plan.secrets = secretsIn(registryRoot, plan.files, draft, source);
    return plan;
}

Result<ReleaseResult> performRelease(const QString &registryRoot, const ReleaseRequest &request)
{
    registry::Definition draft = draftOf(request);
    if (const Result<void> valid = checkRequest(request, draft); !valid) {
        return std::unexpected(valid.error());
    }
    Result<vcs::Repository> repository = vcs::Repository::open(registryRoot);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    if (const auto state = releasableState(*repository); !state) {
        return std::unexpected(state.error());
    }
    const Result<ReleaseNoteFile> noteFile = ReleaseNoteFile::acquire(repository->gitFolder());
    if (!noteFile) {
        return std::unexpected(noteFile.error());
    }
    const Result<DefinitionHistory> history =
        loadHistory(registryRoot, request.id, request.folder, {});
    if (!history) {
        return std::unexpected(history.error());
    }
    if (const Result<void> version = checkVersion(request, *history); !version) {
        return std::unexpected(version.error());
    }
    const Result<PromptAssembly> made = assemblyOf(registryRoot, request, draft);
    if (!made) {
        return std::unexpected(made.error());
    }
    if (const Result<void> raised = raiseVersion(draft, request.version.toString()); !raised) {
        return std::unexpected(raised.error());
    }

    const Texts texts = textsOf(request.folder, draft);
    ReleaseNote note;
    QList<vcs::FileChange> own;
    QHash<RepoPath, QByteArray> before;
    const DirectoryFileSource workTree(registryRoot);
    const auto addFile = [&](const RepoPath &file, const QByteArray &text,
                             const QByteArray &loaded) {
        if (file.isRoot()) {
            return;
        }
        const Result<FileNode> node = workTree.node(file);
        own.append({file, text, node && node->type == FileType::ExecutableFile});
        note.files.append({file, loaded, fingerprint(text)});
        before.insert(
            file, workTree.read(file, std::numeric_limits<qint64>::max()).value_or(QByteArray()));
    };
    addFile(texts.manifestFile, draft.manifestText, request.manifestFingerprint);
    addFile(texts.promptFile, draft.promptText, request.promptFingerprint);
    if (request.source) {
        addFile(request.source->file, request.source->text, request.source->fingerprint);
    }
    for (const ReleaseNote::File &file : std::as_const(note.files)) {
        const Result<QByteArray> now = currentFingerprint(registryRoot, file.path);
        if (!now || *now != file.before) {
            return failure(ErrorCode::ChangedOutside,
                           tr("%1 was changed on disk by another program. Nothing was released; "
                              "compare first.")
                               .arg(file.path.text()));
        }
    }

    const auto changes = changesAt(*repository, QList{request.folder} + materialOf(*made), own);
    if (!changes) {
        return std::unexpected(changes.error());
    }
    if (const auto secrets = secretsBeyond(
            secretsIn(*changes) + secretsInChangelog(request.changelog), request.acceptedSecrets);
        !secrets.isEmpty()) {
        return failure(ErrorCode::InvalidDefinition,
                       tr("%1\nNothing was released. Take it out, or say that it is to be "
                          "committed.")
                           .arg(secretsInWords(secrets)));
    }
    const QString tag = versionTag(request.id, request.version.toString());
    const QString message =
        tr("Release %1 %2").arg(request.id.toString(), request.version.toString()) + u"\n\n"_s
        + request.changelog.trimmed() + u'\n';
    const auto prepared =
        repository->prepare({*changes, message, request.author, request.expectedHead, tag,
                             request.changelog.trimmed() + u'\n'});
    if (!prepared) {
        return std::unexpected(prepared.error());
    }
    note.prepared = *prepared;
    if (const Result<void> written = noteFile->write(note); !written) {
        return std::unexpected(written.error());
    }
    const auto content = [&](const RepoPath &file) -> Result<QByteArray> {
        return file == texts.manifestFile                    ? draft.manifestText
            : request.source && file == request.source->file ? request.source->text
                                                             : draft.promptText;
    };
    if (const Result<void> done = carryOut(registryRoot, *repository, note, content); !done) {
        const Result<vcs::ObjectId> head = repository->resolve(note.prepared.branchRef);
        if (head && *head == note.prepared.commit) {
            return std::unexpected(done.error()); // the branch has moved: the note stays, the next
                                                  // opening completes it
        }
        takeBack(registryRoot, *repository, note, before);
        noteFile->remove();
        return std::unexpected(done.error());
    }
    noteFile->remove();
    return ReleaseResult{request.id,
                         request.version,
                         prepared->commit,
                         tag,
                         draft.manifestText,
                         draft.promptText,
                         request.source ? request.source->text : draft.promptText};
}

Result<UnfinishedRelease> finishRelease(const QString &registryRoot)
{
    Result<vcs::Repository> repository = vcs::Repository::open(registryRoot);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    if (!QFile::exists(repository->gitFolder() + u"/hermes-release.json"_s)) {
        return UnfinishedRelease{};
    }
    const Result<ReleaseNoteFile> noteFile = ReleaseNoteFile::acquire(repository->gitFolder());
    if (!noteFile) {
        return UnfinishedRelease{UnfinishedRelease::Outcome::BusyElsewhere, {}};
    }
    const std::optional<ReleaseNote> note = noteFile->read();
    if (!note) {
        noteFile->remove();
        return UnfinishedRelease{};
    }
    const auto content = [&](const RepoPath &file) -> Result<QByteArray> {
        const auto files = repository->files(note->prepared.commit);
        return files.and_then(
            [&](const auto &source) { return source->read(file, maximumPromptBytes); });
    };
    const QList<vcs::StaleLock> locks = repository->locks();
    for (const vcs::StaleLock &lock : locks) {
        if (lock.holderPid == 0) {
            std::ignore = repository->moveLockAside(
                lock); // left by the process that died; a live one makes publish() fail
        }
    }
    if (const Result<void> done = carryOut(registryRoot, *repository, *note, content); done) {
        noteFile->remove();
        return UnfinishedRelease{UnfinishedRelease::Outcome::Completed, note->prepared.tagName};
    } else if (done.error().code != ErrorCode::BranchMoved
               && done.error().code != ErrorCode::ChangedOutside
               && done.error().code != ErrorCode::VersionExists) {
        return std::unexpected(done.error());
    }
    takeBack(registryRoot, *repository, *note, {});
    noteFile->remove();
    return UnfinishedRelease{UnfinishedRelease::Outcome::TakenBack, note->prepared.tagName};
}

} // namespace hermes::workspace
