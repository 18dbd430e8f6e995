#include "vcs/repository_p.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace hermes::vcs {

using core::ErrorCode;

namespace {

bool isGitFolder(const QString &folder)
{
    return QFileInfo::exists(folder + QStringLiteral("/HEAD"))
        && QFileInfo(folder + QStringLiteral("/objects")).isDir()
        && QFileInfo(folder + QStringLiteral("/refs")).isDir();
}

std::unexpected<core::Error> noRepository(const QString &workTree)
{
    if (isGitFolder(workTree)) {
        return core::failure(ErrorCode::RepositoryUnsupported,
                             Message::tr("%1 is a bare repository: it has history and no files to "
                                         "edit. Clone it and open the clone.")
                                 .arg(workTree));
    }
    return core::failure(ErrorCode::NotARepository,
                         Message::tr("%1 is no git repository. Its files can be edited; history "
                                     "and versions need one.")
                             .arg(workTree));
}

/// Why libgit2 saw no repository although `.git` is there.
std::unexpected<core::Error> brokenGitFolder(const GitError &error, const QString &workTree)
{
    const QString dotGit = workTree + QStringLiteral("/.git");
    if (QFileInfo(dotGit).isFile()) {
        return gitFailure(error, ErrorCode::RepositoryDamaged,
                          Message::tr("%1 points to a git folder that is not there; the repository "
                                      "was probably moved. The files are intact. Run “git worktree "
                                      "repair” in the repository itself.")
                              .arg(dotGit));
    }
    QStringList missing;
    for (const QString &part :
         {QStringLiteral("HEAD"), QStringLiteral("objects"), QStringLiteral("refs")}) {
        if (!QFileInfo::exists(dotGit + u'/' + part)) {
            missing.append(part);
        }
    }
    if (missing.size() == 3) {
        return noRepository(workTree);
    }
    return gitFailure(
        error, ErrorCode::RepositoryDamaged,
        Message::tr("The repository in %1 is damaged (%2). The files are intact and "
                    "can be edited. Restore the folder from a copy, or run “git init” "
                    "there: it adds what is missing and keeps the rest.")
            .arg(dotGit,
                 missing.isEmpty()
                     ? error.text
                     : Message::tr("missing: %1").arg(missing.join(QStringLiteral(", ")))));
}

/// The name people know for what an extension does; see gitrepository-layout(5) and git-config(1),
/// "extensions.*".
QString featureName(const QString &extension)
{
    if (extension == QStringLiteral("refstorage")) {
        return Message::tr("references stored as “reftable”");
    }
    if (extension == QStringLiteral("partialclone")) {
        return Message::tr("partial clone");
    }
    return Message::tr("the extension “%1”").arg(extension);
}

std::unexpected<core::Error> unsupported(const QString &workTree, const QString &feature,
                                         const QString &detail)
{
    return core::failure(ErrorCode::RepositoryUnsupported,
                         Message::tr("The repository in %1 uses something that cannot be read "
                                     "here: %2. Nothing was changed. Its files can be edited "
                                     "without history, or make an ordinary full clone.")
                             .arg(workTree, feature),
                         detail);
}

std::unexpected<core::Error> openingFailure(const GitError &error, const QString &workTree)
{
    if (error.result == GIT_EOWNER) {
        return gitFailure(error, ErrorCode::OwnedBySomeoneElse,
                          Message::tr("%1 belongs to another user, whose repository settings could "
                                      "run programs as you. It was not opened. If you trust it: "
                                      "git config --global --add safe.directory %1")
                              .arg(workTree));
    }
    if (error.result == GIT_ENOTFOUND) {
        return brokenGitFolder(error, workTree);
    }
    if (error.area == GIT_ERROR_CONFIG) {
        return gitFailure(error, ErrorCode::RepositoryDamaged,
                          Message::tr("The git settings of %1 cannot be read (%2). Files and "
                                      "history are intact. Correct the file .git/config.")
                              .arg(workTree, error.text));
    }
    if (error.area == GIT_ERROR_REPOSITORY) {
        const QString extension = QStringLiteral("unsupported extension name extensions.");
        if (error.text.startsWith(extension)) {
            return unsupported(workTree, featureName(error.text.mid(extension.size())), error.text);
        }
        for (const QString &beginning : {QStringLiteral("unknown object format"),
                                         QStringLiteral("unsupported repository version")}) {
            if (error.text.startsWith(beginning)) {
                return unsupported(workTree, error.text, error.text);
            }
        }
    }
    return brokenGitFolder(error, workTree);
}

/// A work tree must be the folder that holds `.git`: `core.worktree` can name any folder of the
/// user's.
core::Result<void> requireOwnWorkTree(git_repository *repository, const QString &workTree)
{
    if (git_repository_is_bare(repository) != 0) {
        return core::failure(ErrorCode::RepositoryUnsupported,
                             Message::tr("The repository in %1 is set to be bare (core.bare): it "
                                         "has no files to edit. Clone it and open the clone.")
                                 .arg(workTree));
    }
    const QString actual =
        QFileInfo(QString::fromUtf8(git_repository_workdir(repository))).canonicalFilePath();
    if (actual == workTree) {
        return {};
    }
    if (git_repository_is_worktree(repository) != 0) {
        return core::failure(ErrorCode::RepositoryUnsupported,
                             Message::tr("%1 is a linked work tree that was moved. The files are "
                                         "intact. Run “git worktree repair” in it, then open it "
                                         "again.")
                                 .arg(workTree));
    }
    return core::failure(ErrorCode::RepositoryUnsupported,
                         Message::tr("The settings of the repository in %1 place its files in "
                                     "another folder (core.worktree). It was not opened.")
                             .arg(workTree),
                         QString::fromUtf8(git_repository_workdir(repository)));
}

/// A partial clone lacks objects that libgit2 cannot fetch when they are needed.
core::Result<void> refusePartialClone(git_repository *repository, const QString &workTree)
{
    ConfigPointer config;
    ConfigIteratorPointer remotes;
    int result = git_repository_config_snapshot(std::out_ptr(config), repository);
    if (result == 0) {
        result = git_config_iterator_glob_new(std::out_ptr(remotes), config.get(),
                                              "^remote\\..*\\.(promisor|partialclonefilter)$");
    }
    if (result < 0) {
        return openingFailure(lastGitError(result), workTree);
    }
    git_config_entry *entry = nullptr;
    if (git_config_next(&entry, remotes.get()) == 0) {
        return unsupported(workTree, featureName(QStringLiteral("partialclone")),
                           QString::fromUtf8(entry->name));
    }
    return {};
}

core::Result<void> requireReadableHead(git_repository *repository, const QString &workTree)
{
    ReferencePointer head;
    if (const int result = git_reference_lookup(std::out_ptr(head), repository, "HEAD");
        result < 0) {
        return gitFailure(
            result, ErrorCode::RepositoryDamaged,
            Message::tr("The file .git/HEAD of %1, which names the current branch, is "
                        "damaged. Files and history are intact. Run “git symbolic-ref "
                        "HEAD refs/heads/main” there, with your branch's name.")
                .arg(workTree));
    }
    return {};
}

} // namespace

core::Result<RepositoryPointer> openRepository(const QString &workTree)
{
    const QFileInfo dotGit(workTree + QStringLiteral("/.git"));
    if (!dotGit.exists() && !dotGit.isSymLink()) {
        return noRepository(workTree);
    }
    RepositoryPointer repository;
    const int result =
        git_repository_open_ext(std::out_ptr(repository), QFile::encodeName(workTree).constData(),
                                GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr);
    if (result < 0) {
        return openingFailure(lastGitError(result), workTree);
    }
    for (const auto require : {requireOwnWorkTree, refusePartialClone, requireReadableHead}) {
        if (const core::Result<void> usable = require(repository.get(), workTree); !usable) {
            return std::unexpected(usable.error());
        }
    }
    return repository;
}

core::Result<Repository> Repository::open(const QString &workTree)
{
    const QFileInfo folder(workTree);
    const QString canonical = folder.canonicalFilePath(); // empty if it is not there
    if (canonical.isEmpty()) {
        return core::failure(ErrorCode::NotARepository,
                             Message::tr("%1 is not there.").arg(workTree));
    }
    return openRepository(canonical).transform([&](RepositoryPointer git) {
        return Repository(std::make_unique<Handle>(std::move(git), canonical));
    });
}

core::Result<Repository> Repository::create(const QString &workTree)
{
    git_repository_init_options options;
    git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
    // No template: one of the user's could bring hooks, and a registry starts with none.
    options.flags = GIT_REPOSITORY_INIT_MKPATH | GIT_REPOSITORY_INIT_NO_REINIT;
    options.initial_head = "main";
    RepositoryPointer repository;
    const int result = git_repository_init_ext(std::out_ptr(repository),
                                               QFile::encodeName(workTree).constData(), &options);
    if (result < 0) {
        return gitFailure(result, ErrorCode::NotWritable,
                          result == GIT_EEXISTS
                              ? Message::tr("%1 is a git repository already.").arg(workTree)
                              : Message::tr("No repository can be made in %1. Nothing in the "
                                            "folder was changed.")
                                    .arg(workTree));
    }
    return open(workTree);
}

} // namespace hermes::vcs
