#pragma once

#include "core/cancelflag.h"
#include "core/error.h"

#include <QString>

#include <functional>

namespace hermes::vcs {

/// How far a clone has come.
struct CloneProgress
{
    enum class Step
    {
        Receiving,
        WritingFiles
    };
    Step step = Step::Receiving;
    qint64 done = 0; ///< Objects, or files.
    qint64 total = 0; ///< 0 = not known yet.
    qint64 bytes = 0; ///< Received.

    bool operator==(const CloneProgress &) const = default;
};

struct CloneOptions
{
    core::CancelFlag
        cancel; ///< Heeded while something comes; a server that is silent is waited for.
    std::function<void(const CloneProgress &)>
        onProgress; ///< From the calling thread; may be empty.
};

/// Copies a repository with its history into `folder`, which must not exist or be empty. `url`:
/// whatever git takes, or a folder. Keys come from the ssh agent.
///
/// Whatever fails leaves no folder behind that was not there. Errors: Cancelled; InvalidArgument:
/// no URL, or one with a password, which git would store in the clone; NotWritable: `folder` is in
/// use; DiskFull; NotReadable: anything that the server or the way to it says. Thread: any; blocks.
[[nodiscard]] core::Result<void> cloneRepository(const QString &url, const QString &folder,
                                                 const CloneOptions &options);

/// The name that git gives the folder of a clone: the URL's last part without `.git`.
[[nodiscard]] QString cloneName(const QString &url);

} // namespace hermes::vcs
