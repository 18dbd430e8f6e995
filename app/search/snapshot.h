#pragma once

#include "core/directoryfilesource.h"
#include "search/entrytable.h"
#include "search/pack.h"

#include <QByteArray>
#include <QHash>

#include <memory>
#include <vector>

namespace hermes::search {

/// A larger prompt is not searched.
inline constexpr qint64 longestText = qint64(64) << 20; ///< Bytes.

/// What a search looks at: the entries, and for each the newest text, wherever it is.
///
/// A draft comes before the pack, and what neither has is read from disk. A value: a search keeps
/// what it began with. Thread: any.
struct Snapshot
{
    EntryTable entries;
    QString registryRoot;
    std::shared_ptr<const core::DirectoryFileSource>
        files; ///< nullptr: there are none; see opened().
    std::shared_ptr<const Pack> pack; ///< May be null.
    /// For each text of the pack the row whose text it is; -1: nobody's. A row whose file is newer
    /// or that has a draft has none here.
    std::shared_ptr<const std::vector<qint32>> rowOfText;
    QHash<core::RepoPath, QByteArray> drafts; ///< Unsaved texts of prompt files.
};

/// With the files of `registryRoot`, for as long as they are needed: a folder that is held open
/// cannot be unmounted. Thread: a worker; blocks on disk.
[[nodiscard]] Snapshot opened(Snapshot snapshot);

/// A text with what is known of it.
struct RowText
{
    QByteArray bytes; ///< Without a byte order mark.
    TextClass textClass = TextClass::Ascii;
    bool hasByteOrderMark = false;
};
/// The text of a row from anywhere but the pack. Errors: NotFound, NotReadable, TooLarge.
[[nodiscard]] core::Result<RowText> looseText(const Snapshot &snapshot, int row);

} // namespace hermes::search
