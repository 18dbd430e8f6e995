#pragma once

#include "workspace/performchanges.h"

#include <QObject>

#include <functional>
#include <memory>

namespace hermes::core {
class FileSource;
}

namespace hermes::workspace {

class Workspace;

/// Operations on the entries of the open registry: shown as change sets, performed, taken back.
///
/// A change of a text that is being edited becomes an undo step of its draft instead of a write;
/// documents whose folder moves follow it. The last operation can be taken back as one step.
/// Thread: UI; files are written by a worker.
class EntryOperations final : public QObject
{
    Q_OBJECT

public:
    explicit EntryOperations(Workspace &workspace, QObject *parent = nullptr);
    ~EntryOperations() override;

    /// The registry's files, with drafts in the place of the files they belong to: what change sets
    /// are made from. A snapshot of the drafts; may be read on any thread.
    [[nodiscard]] std::shared_ptr<const core::FileSource> files() const;

    /// Performs a change set that was made from files(). Ends with performed() or failed(); never
    /// from inside this call. One at a time: RepositoryBusy while another runs or a concerned
    /// document is being loaded or saved.
    void perform(const changes::ChangeSet &changes);
    /// Takes the last operation back. Ends with undone() or failed(); after a failure it can be
    /// tried again. Errors also: ChangedOutside, if a draft it changed was edited since.
    void undo();

    /// What undo() would take back; empty = nothing. Forgotten when the registry is closed.
    [[nodiscard]] const QString &undoTitle() const { return m_last.changes.title; }

Q_SIGNALS:
    void performed(const hermes::changes::ChangeSet &changes);
    void undone(const hermes::changes::ChangeSet &changes); ///< What was done to undo.
    void failed(const hermes::core::Error &error);

private:
    struct DraftWrite;
    struct Concerned;
    struct Split;

    /// What was done last, and how: the whole of it, the record of its files, and which of its
    /// writes went into drafts.
    struct Operation
    {
        changes::ChangeSet changes;
        ChangeRecord record; ///< Without a name if no file was touched.
        QList<changes::FileWrite> draftWrites;
    };
    using Work = std::function<core::Result<ChangeRecord>(const ChangePlace &)>;

    [[nodiscard]] Split split(const changes::ChangeSet &changes,
                              const QList<core::RepoPath> &forcedDrafts) const;
    [[nodiscard]] core::Result<void> start(const Split &split);
    void carryOut(const Split &split, const Work &work,
                  const std::function<void(const ChangeRecord &)> &done);
    void finish(const Split &split);
    void takeBack(const Split &split);
    void refresh(const changes::ChangeSet &changes);

    Workspace &m_workspace;
    Operation m_last;
    bool m_isRunning = false;
};

} // namespace hermes::workspace
