#include "vcs/commitwriting_p.h"

#include <cstdlib>

namespace hermes::vcs {

using core::ErrorCode;

namespace {

constexpr int secondsPerMinute = 60;
constexpr int minutesPerHour = 60;

std::unexpected<core::Error> notWritten(int result)
{
    return gitFailure(result, ErrorCode::NotWritable,
                      Message::tr("The new version could not be stored in the repository. Nothing "
                                  "was changed; files and history are as they were."));
}

/// A commit must not reach through a link: what it names would not be where the name says.
core::Result<void> refuseLinks(const git_tree *base, const core::RepoPath &path)
{
    for (core::RepoPath step = path; !step.isRoot(); step = step.parent()) {
        const core::Result<TreeEntryPointer> entry = findEntry(base, step);
        if (!entry) {
            return std::unexpected(entry.error());
        }
        if (*entry == nullptr) {
            continue;
        }
        const git_filemode_t mode = git_tree_entry_filemode(entry->get());
        if (mode == GIT_FILEMODE_LINK || mode == GIT_FILEMODE_COMMIT) {
            return core::failure(step == path ? ErrorCode::NotAFile : ErrorCode::OutsideRegistry,
                                 Message::tr("%1 is not committed: %2 is a symbolic link or a "
                                             "submodule. Nothing was changed.")
                                     .arg(path.text(), step.text()));
        }
    }
    return {};
}

core::Result<void> apply(const FileChange &change, git_repository *repository, git_index *index)
{
    const QByteArray path = change.path.bytes();
    if (!change.content) {
        const int result = git_index_remove(index, path.constData(), 0);
        if (result < 0 && result != GIT_ENOTFOUND) {
            return notWritten(result);
        }
        return {};
    }
    git_index_entry entry{};
    if (const int result =
            git_blob_create_from_buffer(&entry.id, repository, change.content->constData(),
                                        static_cast<size_t>(change.content->size()));
        result < 0) {
        return notWritten(result);
    }
    entry.path = path.constData();
    entry.mode = change.isExecutable ? GIT_FILEMODE_BLOB_EXECUTABLE : GIT_FILEMODE_BLOB;
    if (const int result = git_index_add(index, &entry); result < 0) {
        const GitError error = lastGitError(result);
        return core::failure(ErrorCode::InvalidArgument,
                             Message::tr("Git does not allow a file to be called %1. Nothing was "
                                         "changed. Choose another name.")
                                 .arg(change.path.text()),
                             error.text);
    }
    return {};
}

core::Result<SignaturePointer> signatureOf(const Signature &author)
{
    SignaturePointer signature;
    const int result =
        git_signature_new(std::out_ptr(signature), author.name.toUtf8().constData(),
                          author.email.toUtf8().constData(), author.when.toSecsSinceEpoch(),
                          author.when.offsetFromUtc() / secondsPerMinute);
    if (result < 0 || !author.when.isValid()) {
        return gitFailure(result, ErrorCode::InvalidArgument,
                          Message::tr("“%1 <%2>” cannot sign a commit. A name and an e-mail "
                                      "address are needed, without < and >.")
                              .arg(author.name, author.email));
    }
    return signature;
}

/// As `git commit` stores messages: no blanks at line ends, one line feed at the end.
QByteArray tidyMessage(const QString &message)
{
    GitBuffer tidy;
    const QByteArray text = message.toUtf8();
    const bool isDone = git_message_prettify(&tidy.raw, text.constData(), 0, '#') == 0;
    return isDone ? QByteArray(tidy.raw.ptr, static_cast<qsizetype>(tidy.raw.size)) : text;
}

/// `Name <e-mail> seconds ±hhmm`, as commits and tags have it.
QByteArray textOf(const git_signature &signature)
{
    const auto twoDigits = [](int number) {
        return QByteArray::number(number).rightJustified(2, '0');
    };
    const int minutes = std::abs(signature.when.offset);
    return QByteArray(signature.name) + " <" + signature.email + "> "
        + QByteArray::number(static_cast<qint64>(signature.when.time))
        + (signature.when.offset < 0 ? " -" : " +") + twoDigits(minutes / minutesPerHour)
        + twoDigits(minutes % minutesPerHour);
}

/// Stands for git_commit_create(), which in libgit2 1.9 reports success when its write failed, and
/// for git_tag_annotation_create(), which hides why; both matter on a full disk.
core::Result<ObjectId> writeObject(git_repository *repository, git_object_t type,
                                   const char *content, size_t size)
{
    DatabasePointer database;
    git_oid id{};
    int result = git_repository_odb(std::out_ptr(database), repository);
    if (result == 0) {
        result = git_odb_write(&id, database.get(), content, size, type);
    }
    if (result < 0) {
        return notWritten(result);
    }
    return fromGit(id);
}

} // namespace

core::Result<TreePointer> writeTree(git_repository *repository, const git_tree *base,
                                    const QList<FileChange> &changes)
{
    // A staging area in memory: the one on disk holds what the user has staged, which stays out.
    IndexPointer index;
    int result = git_index_new(std::out_ptr(index));
    if (result == 0 && base != nullptr) {
        result = git_index_read_tree(index.get(), base);
    }
    if (result < 0) {
        return gitFailure(result, ErrorCode::RepositoryDamaged,
                          Message::tr("The files of the last commit cannot be read. Nothing was "
                                      "changed."));
    }
    for (const FileChange &change : changes) {
        core::Result<void> done =
            base == nullptr ? core::Result<void>() : refuseLinks(base, change.path);
        if (done) {
            done = apply(change, repository, index.get());
        }
        if (!done) {
            return std::unexpected(done.error());
        }
    }
    git_oid id;
    TreePointer tree;
    result = git_index_write_tree_to(&id, index.get(), repository);
    if (result == 0) {
        result = git_tree_lookup(std::out_ptr(tree), repository, &id);
    }
    if (result < 0) {
        return notWritten(result);
    }
    return tree;
}

core::Result<ObjectId> writeCommit(git_repository *repository, const git_tree *tree,
                                   const git_commit *parent, const CommitRequest &request)
{
    const core::Result<SignaturePointer> author = signatureOf(request.author);
    if (!author) {
        return std::unexpected(author.error());
    }
    const git_commit *parents[] = {parent};
    GitBuffer content;
    if (const int result = git_commit_create_buffer(
            &content.raw, repository, author->get(), author->get(), nullptr,
            tidyMessage(request.message).constData(), tree, parent == nullptr ? 0 : 1, parents);
        result < 0) {
        return notWritten(result);
    }
    return writeObject(repository, GIT_OBJECT_COMMIT, content.raw.ptr, content.raw.size);
}

core::Result<ObjectId> writeTag(git_repository *repository, const ObjectId &commit,
                                const CommitRequest &request)
{
    const core::Result<SignaturePointer> author = signatureOf(request.author);
    if (!author) {
        return std::unexpected(author.error());
    }
    const QByteArray content = "object " + commit.toString().toLatin1() + "\ntype commit\ntag "
        + request.tagName.toUtf8() + "\ntagger " + textOf(**author) + "\n\n"
        + tidyMessage(request.tagMessage);
    return writeObject(repository, GIT_OBJECT_TAG, content.constData(),
                       static_cast<size_t>(content.size()));
}

} // namespace hermes::vcs
