#include "vcs/clone.h"

#include "vcs/libgit_p.h"

#include <QDir>
#include <QFile>
#include <QUrl>

#include <algorithm>

namespace hermes::vcs {

using core::ErrorCode;
using core::failure;
using core::Result;

namespace {

struct Running
{
    const CloneOptions &options;
    bool hasAskedAgent = false;
};

int tell(const Running &running, const CloneProgress &progress)
{
    if (running.options.onProgress) {
        running.options.onProgress(progress);
    }
    return running.options.cancel.isCancelled() ? GIT_EUSER : 0;
}

int received(const git_indexer_progress *stats, void *payload)
{
    return tell(*static_cast<const Running *>(payload),
                {CloneProgress::Step::Receiving, stats->received_objects, stats->total_objects,
                 static_cast<qint64>(stats->received_bytes)});
}

int saidBeside(const char *, int, void *payload)
{
    return static_cast<const Running *>(payload)->options.cancel.isCancelled() ? GIT_EUSER : 0;
}

void written(const char *, size_t done, size_t total, void *payload)
{
    tell(*static_cast<const Running *>(payload),
         {CloneProgress::Step::WritingFiles, static_cast<qint64>(done), static_cast<qint64>(total),
          0});
}

/// The ssh agent, once: it is asked again if none of its keys is accepted.
int credentials(git_credential **out, const char *, const char *user, unsigned int allowed,
                void *payload)
{
    auto *running = static_cast<Running *>(payload);
    const char *name = user != nullptr ? user : "git";
    if ((allowed & GIT_CREDENTIAL_USERNAME) != 0) {
        return git_credential_username_new(out, name);
    }
    if ((allowed & GIT_CREDENTIAL_SSH_KEY) != 0 && !running->hasAskedAgent) {
        running->hasAskedAgent = true;
        return git_credential_ssh_key_from_agent(out, name);
    }
    return GIT_EAUTH;
}

QString shownUrl(const QString &url)
{
    const QUrl parsed(url);
    return parsed.isValid() && !parsed.scheme().isEmpty() ? parsed.toString(QUrl::RemoveUserInfo)
                                                          : url;
}

std::unexpected<core::Error> cloneFailure(const GitError &error, const QString &url)
{
    const QString shown = shownUrl(url);
    if (error.result == GIT_EAUTH) {
        return failure(ErrorCode::NotReadable,
                       Message::tr("%1 wants to know who you are. Keys of the ssh agent are used; "
                                   "for other ways, clone it with git and open the folder.")
                           .arg(shown),
                       error.text);
    }
    if (error.result == GIT_ECERTIFICATE) {
        return failure(ErrorCode::NotReadable,
                       Message::tr("%1 cannot prove who it is; nothing was copied.").arg(shown),
                       error.text);
    }
    return gitFailure(error, ErrorCode::NotReadable,
                      Message::tr("%1 could not be cloned: %2").arg(shown, error.text));
}

} // namespace

Result<void> cloneRepository(const QString &url, const QString &folder, const CloneOptions &options)
{
    const QString source = url.trimmed();
    if (source.isEmpty()) {
        return failure(ErrorCode::InvalidArgument, Message::tr("There is no URL to clone."));
    }
    if (!QUrl(source).password().isEmpty()) {
        return failure(ErrorCode::InvalidArgument,
                       Message::tr("The URL holds a password, which git would store in the clone. "
                                   "Leave it out, or use ssh."));
    }
    if (QDir::cleanPath(QDir(source).absolutePath())
        == QDir::cleanPath(QDir(folder).absolutePath())) {
        // git would take the folder that it has just made for the source, and copy nothing.
        return failure(ErrorCode::InvalidArgument,
                       Message::tr("%1 cannot be cloned onto itself.").arg(folder));
    }
    const bool wasThere = QDir(folder).exists();
    if (QFile::exists(folder)
        && (!wasThere
            || !QDir(folder).isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot))) {
        return failure(ErrorCode::NotWritable,
                       Message::tr("%1 is there already and not empty.").arg(folder));
    }
    Running running{options};
    git_clone_options git{};
    git_clone_options_init(&git, GIT_CLONE_OPTIONS_VERSION);
    git.fetch_opts.callbacks.transfer_progress = &received;
    git.fetch_opts.callbacks.sideband_progress = &saidBeside;
    git.fetch_opts.callbacks.credentials = &credentials;
    git.fetch_opts.callbacks.payload = &running;
    git.checkout_opts.progress_cb = &written;
    git.checkout_opts.progress_payload = &running;
    git_repository *made = nullptr;
    const int result =
        git_clone(&made, source.toUtf8().constData(), QFile::encodeName(folder).constData(), &git);
    const RepositoryPointer repository(made);
    const bool isCancelled = options.cancel.isCancelled();
    if (result == 0 && !isCancelled) {
        return {};
    }
    const GitError error = lastGitError(result);
    // libgit2 removes what it made when it fails, but not what is complete when one cancels.
    if (!wasThere) {
        QDir(folder).removeRecursively();
    }
    return isCancelled ? failure(ErrorCode::Cancelled, Message::tr("Cloning was cancelled."))
                       : cloneFailure(error, source);
}

QString cloneName(const QString &url)
{
    QString path = url.trimmed();
    while (path.endsWith(u'/')) {
        path.chop(1);
    }
    if (path.endsWith(u".git")) {
        path.chop(4);
    }
    const qsizetype start = std::max(path.lastIndexOf(u'/'), path.lastIndexOf(u':')) + 1;
    return path.sliced(start);
}

} // namespace hermes::vcs
