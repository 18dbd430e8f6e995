#pragma once

#include "core/error.h"
#include "workspace/journalformat.h"
#include "workspace/journalwriter.h"
#include "workspace/programlock.h"

#include <QFuture>
#include <QString>
#include <QStringList>

#include <chrono>
#include <memory>
#include <optional>

namespace hermes::workspace {

/// The journals of one registry, outside the work tree: for each text that is edited one file, to
/// which each edit is appended, so that a key costs bytes whatever the size of the text.
///
/// One file per text and program run. A run that dies leaves its files; the next one that opens the
/// text takes over what they say. Files of runs that are alive are left alone, so two programs
/// never mix. Which of two runs is the later one is told by a number that grows from run to run,
/// never by a clock. Writing happens on a thread of its own. Thread: any, but for its own life.
class EditJournal
{
public:
    /// `folder` is made if needed. `registryRoot` separates registries; an absolute path without
    /// links, which is not looked at here.
    EditJournal(const QString &folder, const QString &registryRoot);
    ~EditJournal();
    Q_DISABLE_COPY_MOVE(EditJournal)

    /// What dead runs, or a text closed in this one, left for a file.
    struct Recovery
    {
        std::optional<JournalState> state;
        /// Files that may go when `state` is stored again.
        QStringList superseded;
        /// Files that were kept aside because they are damaged or hold another unsaved text.
        QStringList aside;
        bool isDamaged = false; ///< `state` may lack the newest edits.
        /// There was a history without unsaved edits, of a file that holds something else now.
        bool isOutdated = false;
    };
    /// What the disk has of a text's file.
    struct OnDisk
    {
        QByteArray bytes;
        QByteArray fingerprint; ///< Empty if there is no file.
    };

    /// Looks for journals; a value that outlives the journal. Thread: any.
    class Reader
    {
    public:
        /// A state whose text the file turns out to hold comes as saved. Waits for what is being
        /// written; blocks on disk.
        [[nodiscard]] Recovery recover(const core::RepoPath &file, const OnDisk &onDisk) const;

    private:
        friend class EditJournal;
        QString m_folder;
        QString m_run;
        std::shared_ptr<JournalWriter> m_writer;
    };
    [[nodiscard]] Reader reader() const { return m_reader; }

    /// Stores a whole state; the files of `superseded` go when it is on the disk.
    [[nodiscard]] QFuture<core::Result<JournalEnd>>
    store(const JournalState &state, JournalText text, const QStringList &superseded);
    /// Appends to what was stored. Errors: as appendToJournal().
    [[nodiscard]] QFuture<core::Result<JournalEnd>> append(const core::RepoPath &file,
                                                           const QList<EditOperation> &operations,
                                                           const JournalEnd &end);
    /// Forgets a file.
    void remove(const core::RepoPath &file, const QStringList &superseded);
    /// Keeps what dead runs left for a file, without using it. Tells where.
    [[nodiscard]] QStringList putAside(const core::RepoPath &file);
    /// False if not all is on the disk within the time.
    bool flush(std::chrono::milliseconds limit);

    /// Histories of texts without unsaved edits are forgotten beyond this number, oldest first.
    static constexpr qsizetype keptHistories = 200;

private:
    [[nodiscard]] QString pathOf(const core::RepoPath &file) const;

    Reader m_reader;
    ProgramLock m_lock;
};

} // namespace hermes::workspace
