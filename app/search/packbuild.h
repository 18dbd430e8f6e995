#pragma once

#include "core/cancelflag.h"
#include "core/directoryfilesource.h"
#include "core/error.h"
#include "search/entrytable.h"
#include "search/pack.h"

#include <QList>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace hermes::search {

/// The file in `cacheFolder` that holds the pack of the registry at `registryRoot`.
[[nodiscard]] QString packFile(const QString &cacheFolder, const QString &registryRoot);

struct BuildOptions
{
    int threads = 2; ///< They give way to everything else.
    core::CancelFlag cancel;
    /// Called now and then from a worker with the number of files that are done; may be empty.
    std::function<void(int)> onProgress;
};

/// Reads files and writes their pack, which replaces the old one when it is complete. Files that
/// cannot be read are left out.
///
/// Errors: NotWritable, DiskFull, Cancelled; the old pack stays. Thread: any; blocks.
[[nodiscard]] core::Result<std::shared_ptr<const Pack>>
buildPack(const core::DirectoryFileSource &files, const QList<core::RepoPath> &prompts,
          const QString &file, const BuildOptions &options);

enum class Currency
{
    AsBuilt, ///< The pack was built just now.
    ByStamps ///< A file may have changed since: its stamp tells.
};
/// For each text of a pack the row of the entry whose prompt it is; -1 if there is none or the file
/// is another one now. Cancelled: all are -1 that were not looked at. Thread: any; blocks.
[[nodiscard]] std::vector<qint32> matchTexts(const Pack &pack,
                                             const core::DirectoryFileSource &files,
                                             const EntryTable &entries, Currency currency,
                                             const core::CancelFlag &cancel);

} // namespace hermes::search
