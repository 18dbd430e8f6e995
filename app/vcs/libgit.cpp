#include "vcs/libgit_p.h"

#include <QTimeZone>

#include <array>
#include <cerrno>
#include <cstring>

namespace hermes::vcs {

namespace {

constexpr int connectTimeoutMilliseconds = 15'000;
constexpr int serverTimeoutMilliseconds = 30'000;
/// More than any registry has; keeps a hostile pack from filling the memory with its own index.
constexpr size_t maximumObjectsInPack = 10'000'000;

bool names(const GitError &error, int systemError)
{
    // libgit2 hands the system's error on as text only.
    return error.text.contains(QString::fromLocal8Bit(std::strerror(systemError)));
}

core::Result<void> accepted(int result)
{
    if (result < 0) {
        return gitFailure(result, core::ErrorCode::Internal,
                          Message::tr("The git library refused a setting it needs to be safe. "
                                      "Install libgit2 1.7 or newer."));
    }
    return {};
}

core::Result<void> requireOwnerValidation()
{
    int isOn = 0;
    const core::Result<void> asked =
        accepted(git_libgit2_opts(GIT_OPT_GET_OWNER_VALIDATION, &isOn));
    if (asked && isOn != 1) {
        return core::failure(core::ErrorCode::Internal,
                             Message::tr("The git library does not check who owns a repository. "
                                         "Repositories are not opened with it."));
    }
    return asked;
}

} // namespace

core::Result<void> initializeLibrary()
{
    const auto all = {
        &git_libgit2_init,
        +[] {
            return git_libgit2_opts(GIT_OPT_SET_SERVER_CONNECT_TIMEOUT, connectTimeoutMilliseconds);
        },
        +[] { return git_libgit2_opts(GIT_OPT_SET_SERVER_TIMEOUT, serverTimeoutMilliseconds); },
        +[] { return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1); },
        +[] { return git_libgit2_opts(GIT_OPT_ENABLE_UNSAVED_INDEX_SAFETY, 1); },
        +[] { return git_libgit2_opts(GIT_OPT_SET_PACK_MAX_OBJECTS, maximumObjectsInPack); },
    };
    for (const auto step : all) {
        if (const core::Result<void> done = accepted(step()); !done) {
            return done;
        }
    }
    return requireOwnerValidation();
}

git_oid toGit(const ObjectId &id)
{
    git_oid result{};
    static_assert(sizeof(result.id) == std::tuple_size_v<std::array<unsigned char, 20>>);
    std::memcpy(result.id, id.bytes().data(), sizeof(result.id));
    return result;
}

ObjectId fromGit(const git_oid &id)
{
    return ObjectId::fromBytes(std::to_array(id.id));
}

Signature fromGit(const git_signature &signature)
{
    const QTimeZone zone = QTimeZone::fromSecondsAheadOfUtc(signature.when.offset * 60);
    return {QString::fromUtf8(signature.name), QString::fromUtf8(signature.email),
            QDateTime::fromSecsSinceEpoch(signature.when.time,
                                          zone.isValid() ? zone : QTimeZone::utc())};
}

GitError lastGitError(int result)
{
    const git_error *error = git_error_last();
    return error == nullptr ? GitError{result, GIT_ERROR_NONE, {}}
                            : GitError{result, error->klass, QString::fromUtf8(error->message)};
}

std::unexpected<core::Error> gitFailure(int result, core::ErrorCode otherwise,
                                        const QString &message)
{
    return gitFailure(lastGitError(result), otherwise, message);
}

std::unexpected<core::Error> gitFailure(const GitError &error, core::ErrorCode otherwise,
                                        const QString &message)
{
    using core::ErrorCode;
    const QString detail = QStringLiteral("libgit2 %1: %2").arg(error.result).arg(error.text);
    if (error.result == GIT_ELOCKED) {
        return core::failure(ErrorCode::RepositoryLocked,
                             Message::tr("Another program is using the repository, or an "
                                         "interrupted one left its lock there. Nothing was "
                                         "lost. Wait, or move the lock aside and try again."),
                             detail);
    }
    if (names(error, ENOSPC) || names(error, EDQUOT)) {
        return core::failure(ErrorCode::DiskFull,
                             Message::tr("The disk is full. Files and history are as they were. "
                                         "Make room and try again."),
                             detail);
    }
    if (names(error, EACCES) || names(error, EROFS) || names(error, EPERM)) {
        return core::failure(ErrorCode::NotWritable,
                             Message::tr("The repository's folder “.git” may not be written or "
                                         "read here. Nothing was changed. Check its permissions."),
                             detail);
    }
    if (error.area == GIT_ERROR_INDEX && error.result == GIT_ERROR) {
        return core::failure(ErrorCode::StagingAreaDamaged,
                             Message::tr("The staging area of the repository (.git/index) is "
                                         "damaged; files and history are intact. "
                                         "Rebuild the staging area to go on."),
                             detail);
    }
    return core::failure(otherwise, message, detail);
}

} // namespace hermes::vcs
