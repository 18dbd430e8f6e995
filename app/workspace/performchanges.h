#pragma once

#include "workspace/changerecord.h"

namespace hermes::workspace {

/// Performs a change set: all of it, durably, or nothing.
///
/// A record is written outside the work tree first. Files are written by the save routine, moves
/// never replace anything, deletions go into the trash. After an error every step done so far is
/// taken back. A process that dies in between leaves the record, with which finishChanges()
/// completes the change or takes it back. The result can be undone by its name.
/// Errors: ChangedOutside (a file is not what the change set was made from; nothing was done),
/// NotAFile, ReadOnly, NotWritable, DiskFull, NotDurable, RepositoryLocked. Thread: any; blocks.
[[nodiscard]] core::Result<ChangeRecord> performChanges(const ChangePlace &place,
                                                        const changes::ChangeSet &changes);

/// Takes a change back, as performChanges() does things. Refused, with the file's name, if one of
/// its files was changed since. What it undid is forgotten: there is no second undo of it.
/// Errors: NotFound (no such record, or the trash was emptied), and those of performChanges().
[[nodiscard]] core::Result<ChangeRecord> undoChanges(const ChangePlace &place,
                                                     const QString &record);

/// What became of a change that an earlier process did not finish.
struct UnfinishedChange
{
    enum class Outcome
    {
        NoneFound,
        Completed,
        TakenBack, ///< Somebody changed one of its files meanwhile.
        BusyElsewhere ///< Another program is at it now.
    };
    Outcome outcome = Outcome::NoneFound;
    QString title;
};
/// Completes or takes back an interrupted change. Called whenever a registry is opened.
/// Errors: those of performChanges(); the record is kept for the next time.
[[nodiscard]] core::Result<UnfinishedChange> finishChanges(const ChangePlace &place);

} // namespace hermes::workspace
