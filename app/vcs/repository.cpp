#include "vcs/repository_p.h"
#include "vcs/treefilesource.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace hermes::vcs {

using core::ErrorCode;

namespace {

CommitInfo describe(const git_commit *commit)
{
    CommitInfo info;
    info.id = fromGit(*git_commit_id(commit));
    info.tree = fromGit(*git_commit_tree_id(commit));
    for (unsigned int i = 0; i < git_commit_parentcount(commit); ++i) {
        info.parents.append(fromGit(*git_commit_parent_id(commit, i)));
    }
    info.author = fromGit(*git_commit_author(commit));
    info.committer = fromGit(*git_commit_committer(commit));
    const QString message = QString::fromUtf8(git_commit_message(commit)).trimmed();
    const qsizetype lineEnd = message.indexOf(u'\n');
    info.summary = message.left(lineEnd).trimmed();
    info.body = lineEnd < 0 ? QString() : message.mid(lineEnd + 1).trimmed();
    return info;
}

RepositoryState::Operation runningOperation(git_repository *repository)
{
    using Operation = RepositoryState::Operation;
    switch (git_repository_state(repository)) {
    case GIT_REPOSITORY_STATE_MERGE:
        return Operation::Merge;
    case GIT_REPOSITORY_STATE_REVERT:
    case GIT_REPOSITORY_STATE_REVERT_SEQUENCE:
        return Operation::Revert;
    case GIT_REPOSITORY_STATE_CHERRYPICK:
    case GIT_REPOSITORY_STATE_CHERRYPICK_SEQUENCE:
        return Operation::CherryPick;
    case GIT_REPOSITORY_STATE_BISECT:
        return Operation::Bisect;
    case GIT_REPOSITORY_STATE_REBASE:
    case GIT_REPOSITORY_STATE_REBASE_INTERACTIVE:
    case GIT_REPOSITORY_STATE_REBASE_MERGE:
        return Operation::Rebase;
    case GIT_REPOSITORY_STATE_APPLY_MAILBOX:
    case GIT_REPOSITORY_STATE_APPLY_MAILBOX_OR_REBASE:
        return Operation::ApplyMailbox;
    default:
        return Operation::None;
    }
}

/// A pattern that matches exactly the names that begin with `prefix`.
QByteArray patternOf(const QString &prefix)
{
    QByteArray pattern = "refs/tags/";
    const QByteArray letters = prefix.toUtf8();
    for (const char c : letters) {
        if (QByteArrayView("*?[\\").contains(c)) {
            pattern += '\\';
        }
        pattern += c;
    }
    return pattern + '*';
}

/// nullopt for a tag of something other than a commit, and for a damaged one: the other tags stay
/// usable.
std::optional<TagInfo> describeTag(const git_reference *reference)
{
    ObjectPointer commit;
    if (git_reference_peel(std::out_ptr(commit), reference, GIT_OBJECT_COMMIT) < 0) {
        return std::nullopt;
    }
    TagInfo info;
    info.name = QString::fromUtf8(git_reference_name(reference)).mid(tagReference({}).size());
    info.commit = fromGit(*git_object_id(commit.get()));
    ObjectPointer object;
    if (git_reference_peel(std::out_ptr(object), reference, GIT_OBJECT_TAG) == 0) {
        const auto *tag = reinterpret_cast<const git_tag *>(object.get());
        if (const git_signature *tagger = git_tag_tagger(tag)) {
            info.tagger = fromGit(*tagger);
        }
        info.message = QString::fromUtf8(git_tag_message(tag)).trimmed();
    }
    return info;
}

} // namespace

Repository::Repository(std::unique_ptr<Handle> handle) : m_handle(std::move(handle)) { }

Repository::Repository(Repository &&) noexcept = default;
Repository &Repository::operator=(Repository &&) noexcept = default;
Repository::~Repository() = default;

QString Repository::workTree() const
{
    return m_handle->workTree;
}

QString Repository::gitFolder() const
{
    return gitFolderOf(m_handle->git.get());
}

core::Result<RepositoryState> Repository::state() const
{
    git_repository *repository = m_handle->git.get();
    const core::Result<HeadPosition> head = readHead(repository);
    if (!head) {
        return std::unexpected(head.error());
    }
    const QString branches = QStringLiteral("refs/heads/");
    const QString &reference = head->reference;
    const QFileInfo shallow(commonFolderOf(repository) + QStringLiteral("/shallow"));
    return RepositoryState{
        head->head,
        reference.startsWith(branches) ? reference.mid(branches.size()) : reference,
        head->commit,
        runningOperation(repository),
        shallow.size() > 0,
    };
}

core::Result<ObjectId> Repository::resolve(const QString &revision) const
{
    ObjectPointer object;
    if (const int result = git_revparse_single(std::out_ptr(object), m_handle->git.get(),
                                               revision.toUtf8().constData());
        result < 0) {
        switch (result) {
        case GIT_EAMBIGUOUS:
            return gitFailure(
                result, ErrorCode::NotFound,
                Message::tr("“%1” is the beginning of several ids. Write more digits.")
                    .arg(revision));
        case GIT_ENOTFOUND:
        case GIT_EINVALIDSPEC:
        case GIT_EUNBORNBRANCH:
            return gitFailure(
                result, ErrorCode::NotFound,
                Message::tr("There is no commit, branch or tag “%1” here.").arg(revision));
        default:
            return gitFailure(result, ErrorCode::RepositoryDamaged,
                              Message::tr("“%1” cannot be read: the repository is damaged there. "
                                          "Other branches and tags are not affected.")
                                  .arg(revision));
        }
    }
    ObjectPointer commit;
    if (const int result = git_object_peel(std::out_ptr(commit), object.get(), GIT_OBJECT_COMMIT);
        result < 0) {
        const bool isOtherThing = result == GIT_EPEEL || result == GIT_EINVALIDSPEC;
        return gitFailure(result, isOtherThing ? ErrorCode::NotFound : ErrorCode::RepositoryDamaged,
                          isOtherThing
                              ? Message::tr("“%1” is no commit.").arg(revision)
                              : Message::tr("The commit of “%1” is damaged or missing. The rest of "
                                            "the history is not affected.")
                                    .arg(revision));
    }
    return fromGit(*git_object_id(commit.get()));
}

core::Result<CommitInfo> Repository::commit(const ObjectId &id) const
{
    return findCommit(m_handle->git.get(), id).transform([](const CommitPointer &found) {
        return describe(found.get());
    });
}

core::Result<QList<TagInfo>> Repository::tags(const QString &prefix) const
{
    ReferenceIteratorPointer references;
    int result = git_reference_iterator_glob_new(std::out_ptr(references), m_handle->git.get(),
                                                 patternOf(prefix).constData());
    QList<TagInfo> tags;
    while (result == 0) {
        ReferencePointer reference;
        result = git_reference_next(std::out_ptr(reference), references.get());
        if (result == 0) {
            if (std::optional<TagInfo> tag = describeTag(reference.get())) {
                tags.append(*std::move(tag));
            }
        }
    }
    if (result != GIT_ITEROVER) {
        return gitFailure(result, ErrorCode::RepositoryDamaged,
                          Message::tr("The repository's tags cannot be read. Files and history are "
                                      "intact. “git fsck” in the registry's folder names the "
                                      "damaged file."));
    }
    std::ranges::sort(tags, {}, &TagInfo::name);
    return tags;
}

core::Result<std::unique_ptr<core::FileSource>> Repository::files(const ObjectId &commit) const
{
    return TreeFileSource::open(m_handle->workTree, commit);
}

core::Result<QByteArray> Repository::fileAt(const ObjectId &commit, const core::RepoPath &file,
                                            qint64 maxBytes) const
{
    git_repository *repository = m_handle->git.get();
    const core::Result<TreePointer> tree = findTree(repository, commit);
    if (!tree) {
        return std::unexpected(tree.error());
    }
    const core::Result<TreeEntryPointer> entry = findEntry(tree->get(), file);
    if (!entry) {
        return std::unexpected(entry.error());
    }
    if (*entry == nullptr) {
        return core::failure(
            ErrorCode::NotFound,
            Message::tr("%1 is not in commit %2.").arg(file.text(), commit.shortText()));
    }
    const git_filemode_t mode = git_tree_entry_filemode(entry->get());
    if (mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE) {
        return core::failure(
            ErrorCode::NotAFile,
            Message::tr("%1 is not a regular file. It was not read.").arg(file.text()));
    }
    return readBlob(repository, *git_tree_entry_id(entry->get()), file, maxBytes);
}

core::Result<Signature> Repository::configuredSignature() const
{
    SignaturePointer author;
    if (const int result =
            git_signature_default_from_env(std::out_ptr(author), nullptr, m_handle->git.get());
        result < 0) {
        return gitFailure(
            result, ErrorCode::NotFound,
            Message::tr("Git does not know your name and e-mail address. Set them: "
                        "git config --global user.name “Your Name”, and user.email."));
    }
    return fromGit(*author);
}

core::Result<HeadPosition> readHead(git_repository *repository)
{
    const auto damaged = [](int result, const QString &name) {
        return gitFailure(result, ErrorCode::RepositoryDamaged,
                          Message::tr("%1 is damaged, so the current version of the registry is "
                                      "unknown. The files are intact. Choose one of the earlier "
                                      "states to go on from.")
                              .arg(name));
    };
    ReferencePointer head;
    if (const int result = git_reference_lookup(std::out_ptr(head), repository, "HEAD");
        result < 0) {
        return damaged(result, QStringLiteral(".git/HEAD"));
    }
    HeadPosition position;
    if (git_reference_type(head.get()) == GIT_REFERENCE_SYMBOLIC) {
        position.reference = QString::fromUtf8(git_reference_symbolic_target(head.get()));
    } else {
        position.head = RepositoryState::Head::Detached;
    }
    git_oid target;
    const int result = git_reference_name_to_id(&target, repository, "HEAD");
    if (result == GIT_ENOTFOUND) {
        position.head = RepositoryState::Head::Unborn;
        return position;
    }
    if (result < 0) {
        return damaged(result, position.reference);
    }
    position.commit = fromGit(target);
    const core::Result<CommitPointer> commit = findCommit(repository, position.commit);
    return commit.transform([&](const CommitPointer &) { return position; });
}

core::Result<CommitPointer> findCommit(git_repository *repository, const ObjectId &id)
{
    CommitPointer commit;
    const git_oid name = toGit(id);
    if (const int result = git_commit_lookup(std::out_ptr(commit), repository, &name); result < 0) {
        return gitFailure(
            result, ErrorCode::RepositoryDamaged,
            Message::tr("Commit %1 is damaged or missing. Files and the other commits "
                        "are not affected. A copy of the repository may still have "
                        "it: “git fetch” from there.")
                .arg(id.shortText()));
    }
    return commit;
}

core::Result<TreePointer> findTree(git_repository *repository, const ObjectId &commit)
{
    const core::Result<CommitPointer> found = findCommit(repository, commit);
    if (!found) {
        return std::unexpected(found.error());
    }
    TreePointer tree;
    if (const int result = git_commit_tree(std::out_ptr(tree), found->get()); result < 0) {
        return gitFailure(result, ErrorCode::RepositoryDamaged,
                          Message::tr("The list of files of commit %1 is damaged or missing. The "
                                      "other commits are not affected.")
                              .arg(commit.shortText()));
    }
    return tree;
}

core::Result<TreeEntryPointer> findEntry(const git_tree *tree, const core::RepoPath &path)
{
    TreeEntryPointer entry;
    const int result = git_tree_entry_bypath(std::out_ptr(entry), tree, path.bytes().constData());
    if (result == 0) {
        return entry;
    }
    if (result
        == GIT_ENOTFOUND) { // a name that is not there; a folder object that is not there is -1
        return TreeEntryPointer();
    }
    return gitFailure(result, ErrorCode::RepositoryDamaged,
                      Message::tr("The folder of %1 is damaged in this commit. Other folders and "
                                  "commits are not affected.")
                          .arg(path.text()));
}

core::Result<QByteArray> readBlob(git_repository *repository, const git_oid &blob,
                                  const core::RepoPath &file, qint64 maxBytes)
{
    const auto damaged = [&](int result) {
        return gitFailure(result, ErrorCode::RepositoryDamaged,
                          Message::tr("%1 is damaged or missing in this commit. Other files and "
                                      "commits are not affected.")
                              .arg(file.text()));
    };
    DatabasePointer database;
    size_t size = 0;
    git_object_t type = GIT_OBJECT_INVALID;
    int result = git_repository_odb(std::out_ptr(database), repository);
    if (result == 0) {
        // The size first: a huge file is refused without being unpacked.
        result = git_odb_read_header(&size, &type, database.get(), &blob);
    }
    if (result < 0 || type != GIT_OBJECT_BLOB) {
        return damaged(result);
    }
    if (size > static_cast<quint64>(maxBytes)) {
        return core::failure(ErrorCode::TooLarge,
                             Message::tr("%1 is larger than %2 bytes and was not read.")
                                 .arg(file.text(), QString::number(maxBytes)));
    }
    DatabaseObjectPointer object;
    result = git_odb_read(std::out_ptr(object), database.get(), &blob);
    if (result < 0) {
        return damaged(result);
    }
    return QByteArray(static_cast<const char *>(git_odb_object_data(object.get())),
                      static_cast<qsizetype>(git_odb_object_size(object.get())));
}

core::Result<IndexPointer> openStagingArea(git_repository *repository)
{
    IndexPointer index;
    int result = git_repository_index(std::out_ptr(index), repository);
    if (result == 0) {
        result = git_index_read(index.get(), 0);
    }
    if (result < 0) {
        return gitFailure(GitError{GIT_ERROR, GIT_ERROR_INDEX, lastGitError(result).text},
                          ErrorCode::RepositoryDamaged, {});
    }
    return index;
}

QString gitFolderOf(const git_repository *repository)
{
    return QDir(QFile::decodeName(git_repository_path(repository))).path();
}

QString commonFolderOf(const git_repository *repository)
{
    return QDir(QFile::decodeName(git_repository_commondir(repository))).path();
}

QString tagReference(const QString &tagName)
{
    return QStringLiteral("refs/tags/") + tagName;
}

} // namespace hermes::vcs
