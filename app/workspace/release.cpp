#include "workspace/release.h"

#include "check/checkdefinition.h"
#include "core/directoryfilesource.h"
#include "registry/frontmattertext.h"
#include "registry/manifesttext.h"
#include "workspace/definitionhistory.h"
#include "workspace/filesave.h"
#include "workspace/releasefiles.h"
#include "workspace/releasenote.h"

#include <QCoreApplication>
#include <QFile>

#include <algorithm>
#include <functional>
#include <limits>
#include <tuple>
#include <utility>

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
        const auto front = registry::FrontMatterText::parse(draft.promptText);
        if (front && front->value({u"version"_s}).isUndefined()) {
            return failure(ErrorCode::InvalidDefinition,
                           tr("The front matter of %1 has no version line to raise.")
                               .arg(draft.promptFile.text()));
        }
        const auto edit = front.and_then([&](const registry::FrontMatterText &parsed) {
            return parsed.edited({u"version"_s}, version);
        });
        if (!edit) {
            return std::unexpected(edit.error());
        }
        draft.promptText = edit->appliedTo(draft.promptText);
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

/// One release, from the request to the moved references.
class Attempt
{
public:
    /// Everything but the draft outlives it.
    Attempt(const QString &root, const ReleaseRequest &request, registry::Definition draft,
            vcs::Repository &repository, const ReleaseNoteFile &noteFile)
        : m_root(root)
        , m_request(request)
        , m_draft(std::move(draft))
        , m_repository(repository)
        , m_noteFile(noteFile)
    {
    }

    /// What is to be committed. Writes nothing.
    Result<void> look()
    {
        const Result<DefinitionHistory> history =
            loadHistory(m_root, m_request.id, m_request.folder, {});
        if (!history) {
            return std::unexpected(history.error());
        }
        if (const Result<void> version = checkVersion(m_request, *history); !version) {
            return version;
        }
        const Result<PromptAssembly> made = assemblyOf(m_root, m_request, m_draft);
        if (!made) {
            return std::unexpected(made.error());
        }
        if (const auto raised = raiseVersion(m_draft, m_request.version.toString()); !raised) {
            return raised;
        }
        addTexts();
        if (const Result<void> same = checkDisk(); !same) {
            return same;
        }
        const auto changes =
            changesAt(m_repository, QList{m_request.folder} + materialOf(*made), m_changes);
        if (!changes) {
            return std::unexpected(changes.error());
        }
        m_changes = *changes;
        return checkSecrets();
    }

    /// Writes the objects, then the note of intent.
    Result<void> prepare()
    {
        const QString changelog = m_request.changelog.trimmed() + u'\n';
        const QString message =
            tr("Release %1 %2").arg(m_request.id.toString(), m_request.version.toString())
            + u"\n\n"_s + changelog;
        const auto prepared = m_repository.prepare(
            {m_changes, message, m_request.author, m_request.expectedHead, tag(), changelog});
        if (!prepared) {
            return std::unexpected(prepared.error());
        }
        m_note.prepared = *prepared;
        return m_noteFile.write(m_note);
    }

    /// The visible part: the files, then the references.
    Result<void> publish()
    {
        const auto content = [this](const RepoPath &file) -> Result<QByteArray> {
            return m_texts.value(file);
        };
        const Result<void> done = carryOut(m_root, m_repository, m_note, content);
        if (!done) {
            const Result<vcs::ObjectId> head = m_repository.resolve(m_note.prepared.branchRef);
            if (head && *head == m_note.prepared.commit) {
                return done; // the branch has moved: the note stays, the next opening completes it
            }
            takeBack(m_root, m_repository, m_note, m_before);
        }
        m_noteFile.remove();
        return done;
    }

    [[nodiscard]] ReleaseResult result() const
    {
        return {m_request.id,
                m_request.version,
                m_note.prepared.commit,
                tag(),
                m_draft.manifestText,
                m_draft.promptText,
                m_request.source ? m_request.source->text : m_draft.promptText};
    }

private:
    [[nodiscard]] QString tag() const
    {
        return versionTag(m_request.id, m_request.version.toString());
    }

    void addTexts()
    {
        const ReleaseTexts texts = textsOf(m_request.folder, m_draft);
        addText(texts.manifestFile, m_draft.manifestText, m_request.manifestFingerprint);
        addText(texts.promptFile, m_draft.promptText, m_request.promptFingerprint);
        if (const auto &source = m_request.source) {
            addText(source->file, source->text, source->fingerprint);
        }
    }

    void addText(const RepoPath &file, const QByteArray &text, const QByteArray &loaded)
    {
        if (file.isRoot()) {
            return;
        }
        const DirectoryFileSource workTree(m_root);
        const Result<FileNode> node = workTree.node(file);
        m_changes.append({file, text, node && node->type == FileType::ExecutableFile});
        m_note.files.append({file, loaded, fingerprint(text)});
        m_texts.insert(file, text);
        m_before.insert(
            file, workTree.read(file, std::numeric_limits<qint64>::max()).value_or(QByteArray()));
    }

    [[nodiscard]] Result<void> checkDisk() const
    {
        for (const ReleaseNote::File &file : m_note.files) {
            const Result<QByteArray> now = currentFingerprint(m_root, file.path);
            if (!now || *now != file.before) {
                return failure(ErrorCode::ChangedOutside,
                               tr("%1 was changed on disk by another program. Nothing was "
                                  "released; compare first.")
                                   .arg(file.path.text()));
            }
        }
        return {};
    }

    [[nodiscard]] Result<void> checkSecrets() const
    {
        const auto secrets =
            secretsBeyond(secretsIn(m_changes) + secretsInChangelog(m_request.changelog),
                          m_request.acceptedSecrets);
        if (!secrets.isEmpty()) {
            return failure(ErrorCode::InvalidDefinition,
                           tr("%1\nNothing was released. Take it out, or say that it is to be "
                              "committed.")
                               .arg(secretsInWords(secrets)));
        }
        return {};
    }

    const QString m_root;
    const ReleaseRequest &m_request;
    registry::Definition m_draft;
    vcs::Repository &m_repository;
    const ReleaseNoteFile &m_noteFile;
    QList<vcs::FileChange> m_changes; ///< At first the entry's texts alone.
    ReleaseNote m_note;
    QHash<RepoPath, QByteArray> m_texts; ///< That are written.
    QHash<RepoPath, QByteArray> m_before; ///< What was there.
};

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
    const registry::Definition draft = draftOf(request);
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
    Attempt attempt(registryRoot, request, draft, *repository, *noteFile);
    return attempt.look()
        .and_then([&] { return attempt.prepare(); })
        .and_then([&] { return attempt.publish(); })
        .transform([&] { return attempt.result(); });
}

bool isReleasePending(const QString &registryRoot)
{
    const Result<vcs::Repository> repository = vcs::Repository::open(registryRoot);
    return repository && ReleaseNoteFile::exists(repository->gitFolder());
}

Result<UnfinishedRelease> finishRelease(const QString &registryRoot)
{
    Result<vcs::Repository> repository = vcs::Repository::open(registryRoot);
    if (!repository) {
        return std::unexpected(repository.error());
    }
    if (!ReleaseNoteFile::exists(repository->gitFolder())) {
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
