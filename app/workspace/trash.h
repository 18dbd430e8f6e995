#pragma once

#include "core/error.h"

#include <QString>

namespace hermes::workspace {

/// Puts files and folders where the user can get them back, and gets them back.
///
/// The desktop's trash is used where it takes the path; else `ownFolder`, which is this program's
/// and may lie on another disk. Links are moved as links. Thread: any; blocks.
class Trash
{
public:
    /// `ownFolder`: of one operation, outside every registry; made only when needed.
    /// `passage`: an absolute path beside nothing of interest, on the disk of what is moved, for
    /// what crosses to another disk and must appear or go at once.
    Trash(QString ownFolder, QString passage);

    /// Moves an absolute path into the trash; where it is now. Errors: NotWritable, DiskFull.
    [[nodiscard]] core::Result<QString> put(const QString &path) const;
    /// Moves it back to a path at which nothing stands; the trash's own note of it stays until
    /// forget(). Errors: NotFound (the trash was emptied), NotWritable, DiskFull.
    [[nodiscard]] core::Result<void> restore(const QString &storedAt, const QString &path) const;
    /// The reverse of restore(): exactly where it was.
    [[nodiscard]] core::Result<void> putBack(const QString &path, const QString &storedAt) const;
    /// What was restored is out of the trash for good.
    static void forget(const QString &storedAt);
    /// Where the trash keeps what stood at `path` last, for a put() that was interrupted before it
    /// could tell; empty if it cannot be found.
    [[nodiscard]] QString find(const QString &path) const;
    /// Removes what an interrupted put() or restore() left on the passage.
    void clearPassage() const;

private:
    [[nodiscard]] QString ownPlaceOf(const QString &path) const;
    [[nodiscard]] core::Result<void> putAside(const QString &path, const QString &place) const;

    QString m_ownFolder;
    QString m_passage;
};

} // namespace hermes::workspace
