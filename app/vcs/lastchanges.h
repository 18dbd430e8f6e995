#pragma once

#include "core/cancelflag.h"
#include "core/error.h"
#include "vcs/objectid.h"

#include <QByteArray>
#include <QDateTime>
#include <QHash>

namespace hermes::vcs {

/// When the folders of a work tree were last changed, as its commits tell: for every folder above a
/// file that a commit changed, by its path, the committer's time of the newest such commit. Merges
/// are left out: what they bring was changed by the commits they merge. What lies more than
/// `mostCommits` back is not told, nor what is behind a damaged commit.
///
/// Thread: any; blocks on disk. Errors: as Repository::open(), Cancelled.
[[nodiscard]] core::Result<QHash<QByteArray, QDateTime>> lastChanges(const QString &workTree,
                                                                     const ObjectId &from,
                                                                     const core::CancelFlag &cancel,
                                                                     int mostCommits = 20'000);

} // namespace hermes::vcs
