#pragma once

#include <QMetaType>
#include <QString>

#include <expected>

namespace hermes::core {

/// What kind of failure it was, for programs that decide; people read Error::message.
enum class ErrorCode
{
    Cancelled,
    NotFound,
    NotReadable,
    NotWritable,
    ReadOnly,
    DiskFull,
    NotDurable, ///< Written, but the system could not promise that it survives a power cut.
    NotAFile, ///< A folder, FIFO, device or symbolic link stands where a file should be.
    OutsideRegistry,
    TooLarge,
    NotText, ///< Not UTF-8, or with NUL bytes.
    InvalidFormat,
    InvalidArgument,
    InvalidDefinition,
    ChangedOutside, ///< The file on disk is no longer the one that was loaded.
    VersionExists,
    NothingToRelease,
    NotARepository,
    RepositoryDamaged,
    StagingAreaDamaged, ///< Files and history are intact; the staging area can be made anew.
    RepositoryUnsupported,
    RepositoryLocked,
    RepositoryBusy, ///< Mid-merge, mid-rebase, detached: the action is not safe now.
    OwnedBySomeoneElse,
    BranchMoved,
    BundleRefused,
    Internal,
};

/// A failure as a value.
///
/// `message` is a translated sentence for people: what happened, to which file, what was kept, what
/// to do. `detail` is raw text for logs and the "Details" area. Neither ever holds a secret.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    QString message;
    QString detail;

    bool operator==(const Error &) const = default;
};

template <typename T>
using Result = std::expected<T, Error>;

/// Short for `std::unexpected(Error{…})`.
[[nodiscard]] inline std::unexpected<Error> failure(ErrorCode code, const QString &message,
                                                    const QString &detail = {})
{
    return std::unexpected(Error{code, message, detail});
}

} // namespace hermes::core

Q_DECLARE_METATYPE(hermes::core::Error)
