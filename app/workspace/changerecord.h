#pragma once

#include "changes/changeset.h"
#include "workspace/filelock.h"

#include <QDateTime>

namespace hermes::workspace {

/// Where a registry lies, and where the program keeps what it knows about it.
struct ChangePlace
{
    QString registryRoot; ///< Absolute.
    QString stateFolder; ///< Outside every registry.
};

/// A change set that was, or is being, performed: what undoing and finishing need.
struct ChangeRecord
{
    QString name; ///< Among the records of its registry, in the order of their making.
    changes::ChangeSet changes;
    QHash<core::RepoPath, QString> trashed; ///< Where the trash keeps what was deleted.
    QString undoes; ///< The record that this one takes back; empty = none.
    QDateTime when; ///< UTC; for showing only.

    bool operator==(const ChangeRecord &) const = default;
};

/// The records of one registry. Holding it is the right to change the registry's files: one
/// program at a time. Thread: one.
class ChangeRecords
{
public:
    /// False if the registry's files were never changed by operations here.
    [[nodiscard]] static bool exist(const ChangePlace &place);
    /// Errors: RepositoryLocked (another program is at it), NotWritable.
    [[nodiscard]] static core::Result<ChangeRecords> acquire(const ChangePlace &place);

    /// What is kept about the registry: files below it belong to this program.
    [[nodiscard]] const QString &folder() const { return m_folder; }
    /// The change that was begun and not finished; one that cannot be read was never complete and
    /// is removed.
    [[nodiscard]] std::optional<ChangeRecord> pending() const;
    /// Those that can be undone, newest first.
    [[nodiscard]] QList<ChangeRecord> done() const;
    /// Errors: NotFound.
    [[nodiscard]] core::Result<ChangeRecord> done(const QString &name) const;
    /// A name for the next record.
    [[nodiscard]] QString nextName() const;

    /// Durable when it returns. Errors: DiskFull, NotWritable.
    [[nodiscard]] core::Result<void> begin(const ChangeRecord &record) const;
    /// The change is complete and can be undone. One that undoes another is forgotten with it.
    void finish(const ChangeRecord &record) const;
    /// The change was taken back.
    void forget(const ChangeRecord &record) const;

private:
    ChangeRecords(QString folder, FileLock lock);
    [[nodiscard]] QString pathOf(const QString &name, const QString &suffix) const;
    [[nodiscard]] QStringList names(const QString &suffix) const;

    QString m_folder;
    FileLock m_lock;
};

/// Whether a change was begun that is not finished, or is being performed. Holds nothing.
[[nodiscard]] bool isChangePending(const ChangePlace &place);
/// The records without holding them: what there is to undo, newest first.
[[nodiscard]] QList<ChangeRecord> performedChanges(const ChangePlace &place);

} // namespace hermes::workspace
